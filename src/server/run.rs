//! git, started with an environment of our own making, and ended when it takes too long.
//!
//! Nothing of what sshd or a web server has in its environment reaches git but a few values of known form: a client may
//! be allowed to send variables, and git, the loader and the shell believe many of them. `GIT_PROTOCOL` is not passed on
//! either: version 2 of git's protocol gives out any object whose name is known, reachable or not.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::orphan::end_group;
use super::picture::Picture;
use super::queue::{Queue, Turn};
use super::request::{Service, Web};
use super::settings;

/// Where programs are looked for if the server does not say otherwise (`weibao.path`, written by `init --server`).
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// The variable that tells the hooks whom the server let in.
pub const PUSHER: &str = "WEIBAO_PUSHER";

/// How long a git whose master was killed may still take to end by itself before the next writer ends it.
pub const GRACE: Duration = Duration::from_secs(5);

/// A server that is about to run git.
#[derive(Debug)]
pub struct Served {
    repository: PathBuf,
    config: BTreeMap<String, String>,
    locale: Option<String>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// git ended by itself, with this code.
    Code(i32),
    /// The turn did not come in time.
    Busy,
    /// It took too long and was ended.
    TooSlow,
}

impl Served {
    /// A repository to be served; reads its own config file and no other.
    pub fn open(repository: &Path, locale: Option<&str>) -> io::Result<Self> {
        let mut served = Self {
            repository: repository.to_owned(),
            config: BTreeMap::new(),
            locale: locale.filter(|locale| is_locale(locale)).map(str::to_owned),
        };
        served.config = settings::read(&mut served.git(), &repository.join("config"))?;
        Ok(served)
    }

    /// The queue of its writers.
    pub fn queue(&self) -> Queue {
        Queue::of(&self.repository, self.limit("weibao.leaseseconds"))
    }

    /// The settings of its config file that are not as they must be.
    pub fn wrong_settings(&self, hooks: &Path) -> Vec<settings::Wrong> {
        settings::compare(&self.config, hooks)
    }

    /// A limit of this server.
    pub fn limit(&self, name: &str) -> Duration {
        settings::limit(&self.config, name)
    }

    /// git, before its arguments.
    pub fn git(&self) -> Command {
        let path = self.config.get("weibao.path").map_or(PATH, String::as_str);
        let mut git = Command::new(find(path));
        git.env_clear()
            .env("PATH", path)
            .env("HOME", self.repository.join("weibao"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .current_dir(&self.repository);
        if let Some(locale) = &self.locale {
            git.env("LC_ALL", locale);
        }
        git
    }

    fn strict(&self) -> Command {
        let mut git = self.git();
        git.args(settings::arguments(&self.repository.join("hooks")));
        git
    }

    /// What a client asked for over ssh, at this process's own streams.
    pub fn over_ssh(&self, service: Service, who: Option<&str>) -> io::Result<Ended> {
        let mut git = self.strict();
        git.arg(service.word()).arg(&self.repository);
        if let Some(who) = who {
            git.env(PUSHER, who);
        }
        match service {
            Service::Upload => self.fetch(git, who.unwrap_or_default()),
            Service::Receive => self.in_turn(git, who.unwrap_or_default(), false),
        }
    }

    /// What a client asked for over the web: git's own CGI program answers, with the variables it needs.
    pub fn over_http(&self, web: &Web, variables: &BTreeMap<&'static str, String>) -> io::Result<Ended> {
        let mut git = self.strict();
        git.arg("http-backend")
            .env("GIT_PROJECT_ROOT", self.repository.parent().unwrap_or(&self.repository))
            .env("GIT_HTTP_EXPORT_ALL", "1")
            .env("REMOTE_USER", web.who.as_str())
            .env(PUSHER, web.who.as_str());
        // Each of these was compared with what it may be when the request was read.
        for name in
            ["REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_CONTENT_ENCODING"]
        {
            if let Some(value) = variables.get(name) {
                git.env(name, value);
            }
        }
        let address = variables.get("REMOTE_ADDR").map_or("", String::as_str);
        if address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'.' || byte == b':') {
            git.env("REMOTE_ADDR", address);
        }
        match web.service {
            Service::Upload => self.fetch(git, web.who.as_str()),
            Service::Receive => self.in_turn(git, web.who.as_str(), web.is_advertisement),
        }
    }

    /// Lets somebody fetch; a place that is kept for them is theirs while they do and for a while after.
    fn fetch(&self, git: Command, who: &str) -> io::Result<Ended> {
        let queue = self.queue();
        // The order of writers is no reason to refuse a reader.
        let _ = queue.fetches(who);
        let ended = self.until(git, None)?;
        let _ = queue.fetches(who);
        Ok(ended)
    }

    /// Runs a writer when its turn has come. A look over the web keeps the place for the push that follows it.
    fn in_turn(&self, git: Command, who: &str, is_look: bool) -> io::Result<Ended> {
        let queue = self.queue();
        let Some(mut turn) = queue.wait(who, self.limit("weibao.queueseconds"), &client_has_left)? else {
            return Ok(Ended::Busy);
        };
        // Whoever wrote before and was killed may have left a git and its locks; after this nobody else is writing.
        turn.end_orphan(GRACE)?;
        crate::store::leftover::clear_locks(&self.repository, Duration::from_secs(5))?;
        let before = Picture::of(&self.repository);
        let ended = self.until(git, Some((&queue, &mut turn)))?;
        if is_look || (ended == Ended::Code(0) && Picture::of(&self.repository) == before) {
            turn.keep_place(is_look)?;
        }
        Ok(ended)
    }

    /// Runs git to its end, or to the limit: a shorter one while others wait.
    fn until(&self, mut git: Command, mut writes: Option<(&Queue, &mut Turn)>) -> io::Result<Ended> {
        own_group(&mut git);
        let began = Instant::now();
        let child = git.spawn()?;
        let group = child.id();
        if let Some((_, turn)) = &mut writes {
            // What cannot be noted is only found later.
            let _ = turn.note_git(group);
        }
        let ended = ending(child);
        loop {
            if let Ok(status) = ended.recv_timeout(Duration::from_millis(250)) {
                if let Some((_, turn)) = &mut writes {
                    let _ = turn.forget_git();
                }
                return Ok(Ended::Code(status?.code().unwrap_or(1)));
            }
            let spent = began.elapsed();
            let waited_for = match &writes {
                Some((queue, _)) if spent >= self.limit("weibao.holdseconds") => queue.has_waiting()?,
                _ => false,
            };
            if waited_for || spent >= self.limit("weibao.pushseconds") {
                end_group(group);
                let _ = ended.recv_timeout(Duration::from_secs(5));
                return Ok(Ended::TooSlow);
            }
        }
    }
}

/// Whether nobody is left at the other end of standard output. A client that was killed, or whose session was, must not be
/// waited for.
#[cfg(unix)]
fn client_has_left() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let output = io::stdout();
    let mut ends = [PollFd::new(&output, PollFlags::empty())];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut ends, Some(&at_once)).is_ok() && ends[0].revents().intersects(PollFlags::ERR | PollFlags::HUP)
}

#[cfg(not(unix))]
fn client_has_left() -> bool {
    false
}

/// Tells when a child has ended.
fn ending(mut child: Child) -> mpsc::Receiver<io::Result<ExitStatus>> {
    let (tell, ended) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody listens any more once this process is leaving.
        let _ = tell.send(child.wait());
    });
    ended
}

/// git by its full path: a name alone would be looked for on the path of this process.
fn find(path: &str) -> PathBuf {
    let mut candidates = path.split(':').map(|folder| Path::new(folder).join("git"));
    candidates.find(|file| file.is_absolute() && file.is_file()).unwrap_or_else(|| PathBuf::from("/usr/bin/git"))
}

fn is_locale(text: &str) -> bool {
    text.len() <= 40
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'@'))
}

#[cfg(unix)]
fn own_group(git: &mut Command) {
    std::os::unix::process::CommandExt::process_group(git, 0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_of_known_form_are_passed_on() {
        assert!(is_locale("zh_CN.UTF-8") && is_locale("C"));
        assert!(!is_locale("/tmp/x") && !is_locale("$(id)") && !is_locale(&"a".repeat(41)));
    }
}
