//! Many technicians push to one server at once, each from a clone and a book of their own, while clients and processes of
//! the server are killed at random. Most work with `weibao new` and `weibao sync` alone, and after a kill run the same again,
//! nothing else; the others push, fetch and rebase with plain git, and look for a record whose push was not answered at the
//! server first.
//!
//! In the end: every acknowledged record is there with the same bytes, the numbers of each book are exactly the first
//! ones, nobody starved, git finds the server clean, and no human had to do anything.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use weibao::store::leftover;

use crate::environment::{REPORT, set};
use crate::scene::{Scene, Sshd, WEIBAO};

/// A small source of chance that tells the same story for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// How long one command of a client may take, in seconds.
const LONGEST: &str = "600";

/// With what a technician brings records to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// `weibao sync`, over and over.
    Program,
    /// git's own commands.
    Git,
}

/// A technician with a clone and a book.
struct Writer {
    name: String,
    hand: Hand,
    clone: PathBuf,
    ssh: String,
    chance: Chance,
    told: Told,
}

/// What a writer can tell afterwards.
#[derive(Default)]
struct Told {
    /// Path and blob of each record whose push was answered with yes, or that was found at the server.
    acknowledged: BTreeMap<String, String>,
    /// Pushes, those that came behind, and those whose answer never came.
    pushes: u32,
    behind: u32,
    unknown: u32,
    /// Of those, records that had in fact landed.
    landed_unanswered: u32,
    /// The most often that one record came behind.
    worst_behind: u32,
    /// The longest that a record took from the first push to the answer.
    longest: Duration,
    /// Commands that were killed.
    killed: u32,
    /// When all was done, from the beginning of the race.
    done: Duration,
}

/// How a command ended: with its code and words, or it was killed.
enum Ended {
    Said(i32, String),
    Killed,
}

impl Writer {
    fn command(&self, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(&self.clone)
            .env("HOME", self.clone.parent().unwrap())
            .env("LANG", "en_GB.UTF-8")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_SSH_COMMAND", &self.ssh)
            .env("GIT_EDITOR", "true")
            .stdin(Stdio::null());
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), &self.name);
            command.env(format!("GIT_{who}_EMAIL"), format!("{}@weibao.example", self.name));
        }
        command
    }

    /// Runs a command to its end; one that stands still for minutes has failed, and says so.
    fn run(&self, program: &str, args: &[&str]) -> (bool, String) {
        let (code, said) = self.ends(program, args);
        (code == 0, said)
    }

    fn ends(&self, program: &str, args: &[&str]) -> (i32, String) {
        let mut bounded = vec!["-k", "5", LONGEST, program];
        bounded.extend(args);
        let output = self.command("timeout", &bounded).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(!matches!(output.status.code(), Some(124 | 137)), "{} stood still in {args:?}: {said}", self.name);
        (output.status.code().unwrap_or(-1), said.into_owned())
    }

    /// Runs a command that is killed, with everything it started, once in `one_in` times.
    fn risky(&mut self, program: &str, args: &[&str], one_in: u64) -> Ended {
        if one_in == 0 || self.chance.below(one_in) != 0 {
            let (code, said) = self.ends(program, args);
            return Ended::Said(code, said);
        }
        let mut command = self.command(program, args);
        let mut child = command.process_group(0).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(self.chance.below(500)));
        let group = rustix::process::Pid::from_child(&child);
        let ended = child.try_wait().unwrap();
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        let _ = child.wait();
        let Some(status) = ended else {
            self.told.killed += 1;
            return Ended::Killed;
        };
        Ended::Said(status.code().unwrap_or(-1), String::new())
    }

    /// The clone of one who uses git, after a kill: what the dead left is taken away, and a rebase begun is given up.
    fn recover(&self) {
        leftover::clear_locks(&self.clone.join(".git"), Duration::from_secs(10)).unwrap();
        if self.clone.join(".git/rebase-merge").exists() && !self.run("git", &["rebase", "--abort"]).0 {
            std::fs::remove_dir_all(self.clone.join(".git/rebase-merge")).unwrap();
            self.run("git", &["switch", "-q", "-f", "main"]);
        }
        let (well, said) = self.run("git", &["symbolic-ref", "-q", "HEAD"]);
        if !well {
            self.run("git", &["switch", "-q", "-f", "main"]);
            assert!(self.run("git", &["symbolic-ref", "-q", "HEAD"]).0, "{said}");
        }
        self.run("git", &["reset", "-q", "--hard", "HEAD"]);
        // A checkout that was killed leaves files its index does not know yet, and git refuses for ever to write over them.
        self.run("git", &["clean", "-fdq", "records"]);
    }

    /// Tries until it succeeds; what fails over and over says why.
    fn insist(&mut self, args: &[&str], one_in: u64) {
        let mut last = String::new();
        for _ in 0..60 {
            match self.risky("git", args, one_in) {
                Ended::Said(0, _) => return,
                Ended::Said(_, said) => last = said,
                Ended::Killed => {}
            }
            self.recover();
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{} cannot get on with {args:?}: {last}", self.name);
    }

    /// The blob of a file in a commit.
    fn blob(&self, commit: &str, path: &str) -> Option<String> {
        let (well, said) = self.run("git", &["rev-parse", "-q", "--verify", &format!("{commit}:{path}")]);
        well.then(|| said.trim().to_owned())
    }

    /// Opens the ticket of this number, whatever it takes.
    fn open(&mut self, path: &str, minute: u32, one_in: u64) {
        for _ in 0..20 {
            let now = format!("2026-03-02T{:02}:{:02}:00+08:00", 10 + minute / 60, minute % 60);
            let name = self.name.clone();
            let args = set(&["--now", &now, "new", "ticket", "--as", &name], REPORT);
            match self.risky(WEIBAO, &args, one_in) {
                Ended::Said(code, said) => assert_eq!(code, 0, "{said}"),
                Ended::Killed if self.hand == Hand::Git => self.recover(),
                Ended::Killed => {}
            }
            if self.blob("HEAD", path).is_some() {
                return;
            }
        }
        panic!("{} could not open {path}", self.name);
    }

    /// Brings these records to the server, whatever it takes.
    fn deliver(&mut self, paths: &[String], one_in: u64) {
        let waiting: Vec<_> = paths.iter().map(|path| (path.clone(), self.blob("HEAD", path).unwrap())).collect();
        match self.hand {
            Hand::Program => self.sync(&waiting, one_in),
            Hand::Git => self.push(&waiting, one_in),
        }
    }

    /// Runs `weibao sync` until it says that clone and server are the same.
    fn sync(&mut self, waiting: &[(String, String)], one_in: u64) {
        let (began, mut behind, mut unanswered) = (Instant::now(), 0, false);
        let mut last = String::new();
        for _ in 0..60 {
            self.told.pushes += 1;
            match self.risky(WEIBAO, &["sync"], one_in) {
                Ended::Said(0, said) => {
                    let races = said.split_once("others were faster ").and_then(|(_, rest)| rest.split(' ').next());
                    let races = races.map_or(0, |races| races.parse().unwrap());
                    behind += races;
                    self.told.behind += races;
                    self.told.landed_unanswered += u32::from(unanswered && said.contains(", 0 sent"));
                    self.acknowledge(waiting, behind, began);
                    return;
                }
                Ended::Said(code, said) => {
                    assert_eq!(code, 2, "nobody here has to do anything: {said}");
                    last = said;
                }
                Ended::Killed => {}
            }
            self.told.unknown += 1;
            unanswered = true;
        }
        panic!("{} could not deliver {waiting:?}: {last}", self.name);
    }

    /// Pushes with git until the records are at the server.
    fn push(&mut self, waiting: &[(String, String)], one_in: u64) {
        let (began, mut behind) = (Instant::now(), 0);
        for _ in 0..60 {
            self.told.pushes += 1;
            let ended = self.risky("git", &["push", "-q", "origin", "main"], one_in);
            if matches!(ended, Ended::Said(0, _)) {
                self.acknowledge(waiting, behind, began);
                return;
            }
            let was_behind = matches!(&ended, Ended::Said(_, said) if said.contains("fetch first") || said.contains("non-fast-forward"));
            behind += u32::from(was_behind);
            self.told.behind += u32::from(was_behind);
            self.told.unknown += u32::from(!was_behind);
            if let Ended::Said(_, said) = &ended {
                assert!(!said.contains("error["), "nothing here is to be refused: {said}");
            }
            // Unknown is not failed: one's own record is looked for before anything else is done.
            self.recover();
            self.insist(&["fetch", "-q", "origin"], one_in);
            if waiting.iter().all(|(path, blob)| self.blob("origin/main", path).as_ref() == Some(blob)) {
                self.told.landed_unanswered += 1;
                self.follow(one_in);
                self.acknowledge(waiting, behind, began);
                return;
            }
            self.follow(one_in);
        }
        panic!("{} could not deliver {waiting:?}", self.name);
    }

    /// Puts what is one's own on top of what the server has.
    fn follow(&mut self, one_in: u64) {
        self.insist(&["rebase", "-q", "origin/main"], one_in);
    }

    fn acknowledge(&mut self, arrived: &[(String, String)], behind: u32, began: Instant) {
        self.told.acknowledged.extend(arrived.iter().cloned());
        self.told.worst_behind = self.told.worst_behind.max(behind);
        self.told.longest = self.told.longest.max(began.elapsed());
    }
}

/// The numbers of processes that work for the server: sshd's sessions and everything inside the repository.
fn at_work(sshd: u32, server: &Path) -> Vec<i32> {
    let mut parents = BTreeMap::new();
    let mut inside = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        // The name in brackets may hold anything; state and parent come after it.
        let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)?.parse::<u32>().ok());
        parents.extend(parent.map(|parent| (id, parent)));
        if std::fs::read_link(entry.path().join("cwd")).is_ok_and(|folder| folder == server) {
            inside.push(id);
        }
    }
    let below = |mut id: u32| {
        while let Some(parent) = parents.get(&id) {
            if *parent == sshd {
                return true;
            }
            id = *parent;
        }
        false
    };
    inside.extend(parents.keys().copied().filter(|id| below(*id)));
    inside.sort_unstable();
    inside.dedup();
    inside.into_iter().filter_map(|id| i32::try_from(id).ok()).collect()
}

/// Lets all stop once one has failed: nothing is learnt from waiting for the others.
struct Alarm<'a>(&'a AtomicBool);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        self.0.fetch_or(std::thread::panicking(), Ordering::Relaxed);
    }
}

/// A company with so many technicians, each with a key and a book of this size.
fn company(technicians: u32, tickets: u32) -> Scene {
    let scene = Scene::new();
    let place = &scene.place;
    place.at("2026-03-02T10:00");
    for number in 0..technicians {
        let name = format!("tech-{number:02}");
        let public = std::fs::read_to_string(place.ssh_key(&name) + ".pub").unwrap();
        let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let members = [
            format!("name=技术员{number}"),
            format!("email={name}@weibao.example"),
            "department=工程部".to_owned(),
            r#"roles=[{"role":"technician","from":"2026-01-01"}]"#.to_owned(),
            "joined_on=2026-01-01".to_owned(),
            format!(r#"keys=[{{"public":"{public}","from":"2026-01-01"}}]"#),
        ];
        let members: Vec<_> = members.iter().map(String::as_str).collect();
        place.at("2026-03-02T08:00").weibao(&set(&["new", "staff", &name], &members)).ok();
        let (finance, holder) = (place.scanned("issue:finance"), place.scanned(&format!("issue:holder@{name}")));
        let count = tickets.to_string();
        place
            .weibao(&["issue", &name, "--kind", "regular", "--count", &count, "--sign", &finance, "--sign", &holder])
            .ok();
    }
    place.git(&["push", "-q", scene.server.to_str().unwrap(), "main"]).ok();
    scene
}

/// The paths of a technician's tickets: the book issued as the n-th after the first of five.
fn paths(number: u32, tickets: u32) -> Vec<String> {
    let first = 5 + number * tickets + 1;
    (first..first + tickets)
        .map(|ticket| format!("records/ticket/WX/{:03}/{:02}/WX-{ticket:07}.json", ticket / 10_000, ticket / 100 % 100))
        .collect()
}

/// How a race is run.
struct Manner {
    /// One in so many commands of a client is killed; none for 0.
    one_in: u64,
    /// Whether processes of the server are killed too.
    server_kills: bool,
    /// Every so many-th writer uses plain git.
    with_git: u32,
    /// How many records a writer brings at once at most, as one does who comes back from a round.
    most_at_once: u64,
}

/// Runs the race and judges its end; what each writer can tell.
fn race(technicians: u32, tickets: u32, manner: &Manner) -> Vec<(u32, Told)> {
    let Manner { one_in, server_kills, with_git, .. } = *manner;
    let scene = company(technicians, tickets);
    // Many clones on few processors: a place is kept longer than one waits for a fetch there.
    for (name, value) in [("weibao.leaseSeconds", "12"), ("weibao.holdSeconds", "15"), ("weibao.queueSeconds", "1200")]
    {
        scene.on_server(&["config", name, value]).ok();
    }
    let Some(sshd) = scene.behind_sshd("") else { return Vec::new() };
    let (over, kills) = (AtomicBool::new(false), AtomicU32::new(0));
    let stopped = &AtomicBool::new(false);
    let began = Instant::now();
    let told: Vec<(u32, Told)> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..technicians)
            .map(|number| {
                let hand = if number % with_git == 0 { Hand::Git } else { Hand::Program };
                let mut writer = clone(&scene, &sshd, number, hand);
                scope.spawn(move || {
                    let _alarm = Alarm(stopped);
                    let (paths, mut minute) = (paths(number, tickets), 0);
                    let mut rest = paths.as_slice();
                    while !rest.is_empty() && !stopped.load(Ordering::Relaxed) {
                        let some =
                            usize::try_from(1 + writer.chance.below(manner.most_at_once)).unwrap().min(rest.len());
                        let (these, others) = rest.split_at(some);
                        for path in these {
                            writer.open(path, minute, one_in);
                            minute += 1;
                        }
                        writer.deliver(these, one_in);
                        rest = others;
                    }
                    writer.told.done = began.elapsed();
                    (number, writer.told)
                })
            })
            .collect();
        scope.spawn(|| {
            let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
            while server_kills && !over.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(350 + chance.below(700)));
                let ids = at_work(sshd.id(), &scene.server);
                if ids.is_empty() {
                    continue;
                }
                let one = ids[usize::try_from(chance.below(ids.len() as u64)).unwrap()];
                let killed = rustix::process::Pid::from_raw(one)
                    .is_some_and(|id| rustix::process::kill_process(id, rustix::process::Signal::KILL).is_ok());
                kills.fetch_add(u32::from(killed), Ordering::Relaxed);
            }
        });
        let told: Vec<_> = writers.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        over.store(true, Ordering::Relaxed);
        told.into_iter().map(|one| one.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    tell(&told, began.elapsed(), kills.into_inner());
    judge(&scene, &told, tickets);
    told
}

fn clone(scene: &Scene, sshd: &Sshd, number: u32, hand: Hand) -> Writer {
    let name = format!("tech-{number:02}");
    let ssh = sshd.command(scene.place.path(&name).to_str().unwrap());
    let folder = scene.place.path(&format!("clones/{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    let ssh_setting = format!("core.sshCommand={ssh}");
    let clone = folder.join("records");
    let at = clone.to_str().unwrap();
    scene.place.git(&["-c", &ssh_setting, "clone", "-q", "records.example:records.git", at]).ok();
    scene.place.git(&["-C", at, "config", "weibao.staff", &name]).ok();
    Writer {
        name,
        hand,
        clone,
        ssh,
        chance: Chance(u64::from(number + 1).wrapping_mul(0x5851_f42d_4c95_7f2d)),
        told: Told::default(),
    }
}

#[expect(clippy::print_stdout, reason = "the figures of a race are told to whoever runs it by hand")]
fn tell(told: &[(u32, Told)], took: Duration, kills: u32) {
    let sum = |of: fn(&Told) -> u32| told.iter().map(|(_, told)| of(told)).sum::<u32>();
    let most = |of: fn(&Told) -> u32| told.iter().map(|(_, told)| of(told)).max().unwrap_or(0);
    println!(
        "{} writers: {} records in {:.0} s; {} pushes, {} came behind (one record at most {} times), {} unanswered, of which {} \
         had landed; {} commands of clients and {kills} processes of the server killed; pushes of a writer {}..{}; longest way of a \
         record {:.1} s; the first writer was done after {:.0} s, the last after {:.0} s",
        told.len(),
        told.iter().map(|(_, told)| told.acknowledged.len()).sum::<usize>(),
        took.as_secs_f64(),
        sum(|told| told.pushes),
        sum(|told| told.behind),
        most(|told| told.worst_behind),
        sum(|told| told.unknown),
        sum(|told| told.landed_unanswered),
        sum(|told| told.killed),
        told.iter().map(|(_, told)| told.pushes).min().unwrap_or(0),
        most(|told| told.pushes),
        told.iter().map(|(_, told)| told.longest).max().unwrap_or_default().as_secs_f64(),
        told.iter().map(|(_, told)| told.done).min().unwrap_or_default().as_secs_f64(),
        told.iter().map(|(_, told)| told.done).max().unwrap_or_default().as_secs_f64(),
    );
}

/// What the server holds afterwards, as git and the program see it.
fn judge(scene: &Scene, told: &[(u32, Told)], tickets: u32) {
    let files = scene.on_server(&["ls-tree", "-r", "main", "records/ticket/"]).ok();
    let files: BTreeMap<_, _> = files
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(what, path)| (path.to_owned(), what.split(' ').nth(2).unwrap().to_owned()))
        .collect();
    let mut expected = 1;
    for (number, told) in told {
        let paths = paths(*number, tickets);
        assert_eq!(told.acknowledged.keys().collect::<Vec<_>>(), paths.iter().collect::<Vec<_>>());
        for (path, blob) in &told.acknowledged {
            assert_eq!(files.get(path), Some(blob), "{path} was acknowledged");
        }
        expected += paths.len();
    }
    assert_eq!(files.len(), expected, "the numbers of each book are exactly the first ones");
    scene.on_server(&["fsck", "--strict", "--full"]).ok();
    let server = scene.server.to_str().unwrap();
    // Once: a push that outlived its client is waited for, one that outlived its master is ended.
    scene.place.weibao(&["serve", server, "--janitor", "--older-than", "0"]).ok();
    assert_eq!(leftover::half_written(&scene.server), Vec::<PathBuf>::new());
    scene.doctor().ok();
    scene.place.weibao(&["--repo", server, "audit"]).ok();
    let fresh = scene.place.path("fresh");
    scene.place.git(&["clone", "-q", server, fresh.to_str().unwrap()]).ok();
    scene.place.at("2026-03-03T10:00").weibao(&["--repo", fresh.to_str().unwrap(), "check", "--all"]).ok();
}

/// CC-09, CC-11, CC-20, NU-03, NU-16; RX-08 as far as eight go.
#[test]
fn eight_clones_push_at_once_while_clients_and_servers_are_killed() {
    race(8, 10, &Manner { one_in: 12, server_kills: true, with_git: 2, most_at_once: 1 });
}

/// RX-08, invariant 30: without kills a record comes behind twice at most, once for the queue and once for a slow fetch.
#[test]
fn nobody_starves_when_all_push_at_once() {
    let manner = Manner { one_in: 0, server_kills: false, with_git: 2, most_at_once: 1 };
    for (number, told) in race(6, 5, &manner) {
        assert!(told.worst_behind <= 2, "writer {number}'s record came behind {} times", told.worst_behind);
    }
}

/// The same as a company's worst day: `cargo test --release --test server -- --ignored --nocapture thirty_two`. However often
/// a writer is cut off, no record waits for long.
#[test]
#[ignore = "takes a quarter of an hour on two processors"]
fn thirty_two_clones_push_fifty_tickets_each_while_clients_and_servers_are_killed() {
    let told = race(32, 50, &Manner { one_in: 12, server_kills: true, with_git: 4, most_at_once: 5 });
    let longest = told.iter().map(|(_, told)| told.longest).max().unwrap_or_default();
    let whole = told.iter().map(|(_, told)| told.done).max().unwrap_or_default();
    assert!(longest * 4 <= whole, "one record took {longest:?} of {whole:?}");
}
