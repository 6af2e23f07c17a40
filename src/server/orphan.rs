//! A git whose master was killed: it goes on, nobody bounds it any more, and whoever comes next must not meet it.
//!
//! git runs in a process group of its own, with the hooks and helpers it starts. The group is written down by the number of
//! its leader and the moment at which that one was started, in the system's own ticks since it was booted: numbers are given
//! again, and a stranger's group must not be ended. Where the system does not tell (no `/proc`), nothing is noted or ended.

use std::time::{Duration, Instant};

/// A process group, by its leader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    leader: u32,
    started: String,
}

impl Group {
    /// The group of a process that leads one and lives.
    pub fn led_by(leader: u32) -> Option<Self> {
        let started = started(leader)?;
        Some(Self { leader, started })
    }

    /// Reads what [`Group::noted`] wrote; nothing of anything else, such as half a note.
    pub fn read(noted: &str) -> Option<Self> {
        let (leader, started) = noted.strip_suffix('\n')?.split_once(' ')?;
        Some(Self { leader: leader.parse().ok()?, started: started.to_owned() })
    }

    /// The note.
    pub fn noted(&self) -> String {
        format!("{} {}\n", self.leader, self.started)
    }

    /// Whether its leader lives.
    pub fn lives(&self) -> bool {
        started(self.leader).as_ref() == Some(&self.started)
    }

    /// Gives it some time to end, then ends it, with all it started.
    pub fn end(&self, grace: Duration) {
        let began = Instant::now();
        while self.lives() {
            if began.elapsed() >= grace {
                end_group(self.leader);
                // It is gone once the system has taken it back; that is a matter of moments.
                let killed = Instant::now();
                while self.lives() && killed.elapsed() < Duration::from_secs(2) {
                    std::thread::sleep(Duration::from_millis(5));
                }
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Which boot of the system it is, and the tick at which a process was started; nothing of one that is gone or only waits
/// for somebody to take notice of its end.
fn started(process: u32) -> Option<String> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may hold anything; what follows it are the state and numbers.
    let rest: Vec<_> = stat.rsplit(')').next()?.split_whitespace().collect();
    let tick = rest.get(19).filter(|_| rest.first() != Some(&"Z"))?;
    Some(format!("{} {tick}", boot.trim()))
}

/// Ends a group at once.
#[cfg(unix)]
pub(super) fn end_group(leader: u32) {
    let group = i32::try_from(leader).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // It may have ended just now.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
pub(super) fn end_group(_: u32) {}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::os::unix::process::CommandExt as _;
    use std::process::{Child, Command};

    use super::*;

    fn sleeper(seconds: &str) -> Child {
        Command::new("sleep").arg(seconds).process_group(0).spawn().unwrap()
    }

    #[test]
    fn a_group_that_does_not_end_by_itself_is_ended() {
        let mut child = sleeper("60");
        let group = Group::read(&Group::led_by(child.id()).unwrap().noted()).unwrap();
        assert!(group.lives());
        group.end(Duration::from_millis(50));
        assert!(!group.lives());
        assert!(!child.wait().unwrap().success());
    }

    #[test]
    fn a_group_that_ends_within_its_grace_is_left_to() {
        let mut child = sleeper("0.2");
        let group = Group::led_by(child.id()).unwrap();
        group.end(Duration::from_secs(20));
        assert!(child.wait().unwrap().success());
    }

    #[test]
    fn a_process_that_was_given_the_same_number_is_left_alone() {
        let mut child = sleeper("60");
        let group = Group::led_by(child.id()).unwrap();
        let before = Group { leader: child.id(), started: format!("{}0", group.started) };
        before.end(Duration::ZERO);
        assert_eq!(child.try_wait().unwrap(), None);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn half_a_note_names_nobody() {
        let whole = Group::led_by(std::process::id()).unwrap().noted();
        for half in ["", "\n", "12\n", &whole[..whole.len() - 1], "x 12\n"] {
            assert_eq!(Group::read(half), None, "{half}");
        }
        assert!(Group::read(&whole).unwrap().lives());
    }
}
