//! Takes the keys of erased contacts out of a repository's objects for good, on a server as in a clone.
//!
//! git keeps what a ref once held: in its log of the ref, in packs, as loose objects. What is to go is written down first,
//! then the log goes, packs are written anew without it, and the files are removed; a run that was cut off is finished by
//! the next. Other unreachable objects, which may be somebody's lost work, are left alone; and as long as no key was
//! destroyed nothing is done at all.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::store::{CONTACT_KEYS, Id, Store, StoreFault};
use crate::text::Message;
use crate::texts;

texts! {
    STILL_THERE: "{n} 个已销毁的密钥对象仍在 {path} 中，或被别的引用所用；请再运行一次，仍然如此则告知管理员", "{n} object(s) of destroyed keys are still in {path}, or another ref holds them; run it once more, and tell the administrator if they stay";
    GIT: "git {what} 没有成功", "git {what} did not succeed";
}

/// Why it was not done, or not wholly.
#[derive(Debug, thiserror::Error)]
pub enum ForgetFault {
    /// The repository cannot be read.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// A file could not be read, written or removed.
    #[error("{}", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// git said no, or objects are still there.
    #[error("{}", .0.speak(crate::text::Lang::En))]
    Said(Message),
}

/// Removes every object that the ref of the keys no longer holds, once a key is among them; gives how many there were.
/// `seen` are commits of keys that lay behind another ref; `git` makes a git that works in this repository.
pub fn forget(store: &Store, seen: &[Id], git: &dyn Fn() -> Command) -> Result<usize, ForgetFault> {
    let folder = store.common_dir().to_owned();
    let list = folder.join("weibao").join("forget");
    let mut left_over = seen.to_vec();
    match fs::read_to_string(&list) {
        Ok(text) => left_over.extend(text.lines().filter_map(Id::parse)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(ForgetFault::File(list, error)),
    }
    let doomed = store.forgotten_contact_keys(&left_over)?;
    let log = folder.join("logs").join(CONTACT_KEYS);
    if doomed.is_empty() {
        remove(&list)?;
        return Ok(0);
    }
    let text = doomed.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let parent = list.parent().unwrap_or(&folder).to_owned();
    fs::create_dir_all(&parent).map_err(|error| ForgetFault::File(parent, error))?;
    write_whole(&list, &text)?;
    remove(&log)?;
    remove_loose(&folder, &doomed)?;
    if !left(git, &doomed)?.is_empty() {
        // They lie in packs: those are written anew with what is reachable, everything else is put beside them.
        run(git, &["repack", "-A", "-d", "-q"])?;
        remove_loose(&folder, &doomed)?;
    }
    for graph in ["objects/info/commit-graph", "objects/info/commit-graphs"] {
        if folder.join(graph).exists() {
            run(git, &["commit-graph", "write", "--reachable"])?;
        }
    }
    let still = left(git, &doomed)?;
    if !still.is_empty() {
        let said = Message::new(&STILL_THERE).with("n", still.len()).with("path", folder.display());
        return Err(ForgetFault::Said(said));
    }
    remove(&list)?;
    Ok(doomed.len())
}

/// Writes a file that is there whole or not at all: half a list would forget half of what is to go.
fn write_whole(path: &Path, text: &str) -> Result<(), ForgetFault> {
    let beside = path.with_extension("new");
    let write = || -> io::Result<()> {
        let mut file = fs::File::create(&beside)?;
        io::Write::write_all(&mut file, text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| ForgetFault::File(path.to_owned(), error))
}

fn remove(path: &Path) -> Result<(), ForgetFault> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ForgetFault::File(path.to_owned(), error)),
        _ => Ok(()),
    }
}

fn remove_loose(folder: &Path, doomed: &BTreeSet<Id>) -> Result<(), ForgetFault> {
    for id in doomed {
        let name = id.to_string();
        remove(&folder.join("objects").join(&name[..2]).join(&name[2..]))?;
    }
    Ok(())
}

/// Which of the objects git still finds; a git that gives no answer has not said that they are gone.
fn left(git: &dyn Fn() -> Command, doomed: &BTreeSet<Id>) -> Result<Vec<Id>, ForgetFault> {
    let mut still = Vec::new();
    for id in doomed {
        let output = git()
            .args(["cat-file", "-e", &id.to_string()])
            .output()
            .map_err(|error| ForgetFault::File(PathBuf::from("git"), error))?;
        match output.status.code() {
            Some(0) => still.push(*id),
            Some(1) => {}
            _ => return Err(ForgetFault::Said(Message::new(&GIT).with("what", "cat-file"))),
        }
    }
    Ok(still)
}

fn run(git: &dyn Fn() -> Command, args: &[&str]) -> Result<(), ForgetFault> {
    let output = git().args(args).output().map_err(|error| ForgetFault::File(PathBuf::from("git"), error))?;
    if output.status.success() {
        return Ok(());
    }
    Err(ForgetFault::Said(Message::new(&GIT).with("what", args.join(" "))))
}
