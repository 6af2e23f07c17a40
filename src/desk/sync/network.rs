//! git at the network: fetching what others wrote and pushing one's own, and what its answer means.
//!
//! git itself does the network, with the user's own keys, agents and proxies. Its answer is read from the forms it keeps
//! for programs; an answer that never came means nothing, and whoever asks looks at the server again.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::store::Id;

/// Where one's own commits go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The remote's name, such as `origin`.
    pub remote: String,
    /// The branch that gives numbers, such as `main`.
    pub branch: String,
}

impl Place {
    /// The ref under which the clone remembers what the server had.
    pub fn tracking(&self) -> String {
        format!("refs/remotes/{}/{}", self.remote, self.branch)
    }
}

/// What came of fetching.
#[derive(Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The clone knows what the server has.
    Done,
    /// The server has no such branch yet.
    Nothing,
    /// The server's branch no longer contains what it had when it was last seen here.
    Rewritten(String),
    /// The server was not reached; what git said.
    Unreachable(String),
}

/// What came of pushing.
#[derive(Debug, PartialEq, Eq)]
pub enum Pushed {
    /// The server has them.
    Done,
    /// Others were faster, or hold a lock; what git said.
    Behind(String),
    /// The server refused them; what it said.
    Refused(String),
    /// No answer: they may have arrived or not; what git said.
    Unknown(String),
}

/// git in the folder of a repository.
#[derive(Debug)]
pub struct Network<'a> {
    folder: &'a Path,
    /// Whether git may ask for a password at the terminal.
    asks: bool,
    /// Whether ssh is told to notice a line that has died: nobody set up another ssh, or their own way of calling it.
    watches: bool,
}

/// ssh that gives a silent line up after a minute; by itself it would wait for hours.
const WATCHFUL_SSH: &str =
    "core.sshCommand=ssh -o ServerAliveInterval=15 -o ServerAliveCountMax=4 -o ConnectTimeout=30";

impl<'a> Network<'a> {
    /// git in this folder; `asks` where a person sits at a terminal.
    pub fn in_folder(folder: &'a Path, asks: bool) -> Self {
        Self { folder, asks, watches: false }
    }

    /// The same, and ssh notices a line that has died; only where the user has not said how ssh is to be called.
    #[must_use]
    pub const fn watching(mut self, watches: bool) -> Self {
        self.watches = watches;
        self
    }

    /// Learns what the server's branch has; a branch that was rewritten there is not followed. `besides` are patterns
    /// of refs that come on the same way, whatever they were.
    pub fn fetch(&self, place: &Place, besides: &[&str]) -> io::Result<Fetched> {
        let refspec = format!("refs/heads/{}:{}", place.branch, place.tracking());
        let fetch = ["fetch", "--no-tags", "--", &place.remote, &refspec];
        let mut git = self.git(fetch.into_iter().chain(besides.iter().copied()));
        // Older gits have no answer for programs here: words in one language, of which two are known.
        let output = git.env("LC_ALL", "C").env("LANGUAGE", "C").output()?;
        let said = said(&output);
        Ok(if output.status.success() {
            Fetched::Done
        } else if said.lines().any(|line| line.trim_start().starts_with("! [rejected]")) {
            Fetched::Rewritten(said)
        } else if said.contains("couldn't find remote ref") {
            Fetched::Nothing
        } else {
            Fetched::Unreachable(said)
        })
    }

    /// Brings the refs of a pattern here under other names, whatever they were; none there is no fault.
    pub fn bring(&self, remote: &str, refspec: &str) -> io::Result<Fetched> {
        let output = self.git(["fetch", "--no-tags", "--no-write-fetch-head", "--", remote, refspec]).output()?;
        Ok(if output.status.success() { Fetched::Done } else { Fetched::Unreachable(said(&output)) })
    }

    /// Sends a commit to be the server's branch, never by force.
    pub fn push(&self, place: &Place, commit: &str) -> io::Result<Pushed> {
        self.send(&place.remote, &format!("{commit}:refs/heads/{}", place.branch), &[])
    }

    /// Sends to any ref, with options for the server.
    pub fn send(&self, remote: &str, refspec: &str, options: &[String]) -> io::Result<Pushed> {
        let options = options.iter().map(|option| format!("--push-option={option}"));
        let args = ["push", "--porcelain"].map(str::to_owned).into_iter().chain(options);
        let output = self.git(args.chain(["--", remote, refspec].map(str::to_owned))).output()?;
        Ok(answer(&output))
    }

    /// Sends a commit in place of the one that was seen behind a ref; whoever was faster is not written over.
    pub fn replace(&self, remote: &str, name: &str, commit: &str, seen: Option<Id>) -> io::Result<Pushed> {
        let seen = seen.map(|seen| seen.to_string()).unwrap_or_default();
        let lease = format!("--force-with-lease={name}:{seen}");
        let refspec = format!("{commit}:{name}");
        let output = self.git(["push", "--porcelain", &lease, "--", remote, &refspec]).output()?;
        Ok(answer(&output))
    }

    fn git<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.folder);
        // A line that has died is noticed, over the web and over ssh.
        git.args(["-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=60"]);
        if self.watches {
            git.args(["-c", WATCHFUL_SSH]);
        }
        if !self.asks {
            git.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ASKPASS", "true");
        }
        git.args(args).stdin(Stdio::null());
        git
    }
}

fn answers(output: &Output) -> impl Iterator<Item = &str> {
    std::str::from_utf8(&output.stdout).unwrap_or_default().lines()
}

/// git's words to people, without the noise of counting.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<_> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// What a push's answer means: a line that begins with `!` is a refusal, and says whose.
fn answer(output: &Output) -> Pushed {
    let refusal = answers(output).find(|line| line.starts_with("!\t"));
    match refusal {
        None if output.status.success() => Pushed::Done,
        // The hook was killed before it could say anything: that is no verdict, though git calls it one.
        Some(line) if line.contains("declined") && said(output).contains("died of signal") => {
            Pushed::Unknown(said(output))
        }
        Some(line) if line.contains("[remote rejected]") && line.contains("declined") => Pushed::Refused(said(output)),
        // A branch that moved between two looks, or a lock of somebody who writes at the same moment, or did.
        Some(line) if line.contains("[rejected]") || line.contains("[remote rejected]") => Pushed::Behind(said(output)),
        None | Some(_) => Pushed::Unknown(said(output)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt as _;

    fn output(code: i32, stdout: &str, stderr: &str) -> Output {
        Output { status: std::process::ExitStatus::from_raw(code << 8), stdout: stdout.into(), stderr: stderr.into() }
    }

    #[test]
    fn a_refusal_of_the_hook_is_told_from_a_race_that_was_lost() {
        let line = |why: &str| output(1, &format!("To x\n!\ta:refs/heads/main\t{why}\nDone\n"), "said");
        assert_eq!(answer(&line("[remote rejected] (pre-receive hook declined)")), Pushed::Refused("said".to_owned()));
        for lost in ["[rejected] (fetch first)", "[rejected] (non-fast-forward)", "[remote rejected] (cannot lock ref)"]
        {
            assert_eq!(answer(&line(lost)), Pushed::Behind("said".to_owned()), "{lost}");
        }
    }

    #[test]
    fn a_hook_that_was_killed_has_refused_nothing() {
        let said = "remote: error: hooks/pre-receive died of signal 9\nerror: failed to push some refs";
        let declined =
            output(1, "To x\n!\ta:refs/heads/main\t[remote rejected] (pre-receive hook declined)\nDone\n", said);
        assert_eq!(answer(&declined), Pushed::Unknown(said.to_owned()));
    }

    #[test]
    fn no_answer_is_no_refusal() {
        assert_eq!(answer(&output(128, "", "fatal: unreachable\n")), Pushed::Unknown("fatal: unreachable".to_owned()));
        assert_eq!(answer(&output(0, "To x\n \ta:refs/heads/main\t1..2\nDone\n", "")), Pushed::Done);
    }
}
