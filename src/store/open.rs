//! Opening a repository: plain, linked worktree, bare, or inside a hook; what cannot be read is refused with advice.
//!
//! In a hook git names the repository and keeps pushed objects in quarantine. libgit2's own reading of that
//! environment loses old objects when the path holds a `:`, so the path is opened and the quarantine added as a
//! further place for objects. The values come in as parameters: only the programs read the environment.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use git2::Repository;

use super::limits::Spent;
use super::{Store, StoreFault, fault};
use crate::text::Message;

/// What git tells a hook about where it works; all absent outside a hook.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// `GIT_DIR`.
    pub git_dir: Option<PathBuf>,
    /// `GIT_INDEX_FILE`.
    pub index_file: Option<PathBuf>,
    /// `GIT_QUARANTINE_PATH`: where pushed objects wait for the verdict.
    pub quarantine: Option<PathBuf>,
}

impl Store {
    /// Opens the repository that a path lies in.
    pub fn open(path: &Path) -> Result<Self, StoreFault> {
        let git_dir = discover(path)?;
        Self::of(&git_dir, &Surroundings::default(), path)
    }

    /// Opens the repository a hook runs for; `here` is the folder git started it in.
    pub fn open_hook(here: &Path, surroundings: &Surroundings) -> Result<Self, StoreFault> {
        let git_dir = match &surroundings.git_dir {
            Some(git_dir) => here.join(git_dir),
            None => discover(here)?,
        };
        Self::of(&git_dir, surroundings, here)
    }

    fn of(git_dir: &Path, surroundings: &Surroundings, here: &Path) -> Result<Self, StoreFault> {
        refuse_unreadable(git_dir)?;
        // What is needed again is kept here (trees) or by whoever asked (records): a second memory of all that was ever read
        // would only grow.
        git2::opts::enable_caching(false);
        let repo = Repository::open(git_dir).map_err(|error| opening(git_dir, &error))?;
        if let Some(quarantine) = &surroundings.quarantine {
            let quarantine = here.join(quarantine);
            let text = quarantine.to_str().ok_or_else(|| not_found(&quarantine))?;
            repo.odb()?.add_disk_alternate(text)?;
        }
        let index_file = match &surroundings.index_file {
            Some(file) => here.join(file),
            None => repo.path().join("index"),
        };
        // Replacement objects would show the gate other files than git serves; libgit2 never follows them.
        Ok(Self {
            repo,
            index_file,
            trees: RefCell::new(HashMap::new()),
            objects_read: Cell::new(0),
            limits: Spent::default(),
        })
    }
}

fn not_found(path: &Path) -> StoreFault {
    StoreFault::new(super::FaultKind::Missing, Message::new(&fault::NOT_A_REPOSITORY).with("path", path.display()))
}

fn opening(path: &Path, error: &git2::Error) -> StoreFault {
    match error.code() {
        git2::ErrorCode::Owner => StoreFault::unsupported(Message::new(&fault::NOT_OWNED).with("path", path.display())),
        git2::ErrorCode::NotFound => not_found(path),
        _ => StoreFault::from(git2::Error::from_str(error.message())),
    }
}

/// The folder of git's own files for a path: found by walking up, as git does.
fn discover(path: &Path) -> Result<PathBuf, StoreFault> {
    let start = std::path::absolute(path).map_err(|error| StoreFault::files(path, &error))?;
    for folder in start.ancestors() {
        let dot_git = folder.join(".git");
        if dot_git.is_dir() {
            return Ok(dot_git);
        }
        if dot_git.is_file() {
            let text = std::fs::read_to_string(&dot_git).map_err(|error| StoreFault::files(&dot_git, &error))?;
            let target = text.strip_prefix("gitdir:").ok_or_else(|| not_found(path))?.trim();
            return Ok(folder.join(target));
        }
        if folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").exists() {
            return Ok(folder.to_owned());
        }
    }
    Err(not_found(path))
}

/// Refuses what libgit2 cannot read, before it says so in its own words.
fn refuse_unreadable(git_dir: &Path) -> Result<(), StoreFault> {
    let common = match std::fs::read_to_string(git_dir.join("commondir")) {
        Ok(text) => git_dir.join(text.trim()),
        Err(_) => git_dir.to_owned(),
    };
    let Ok(config) = git2::Config::open(&common.join("config")) else {
        return Ok(());
    };
    let value = |name: &str| config.get_string(name).unwrap_or_default().to_ascii_lowercase();
    if value("extensions.refstorage").starts_with("reftable") {
        return Err(StoreFault::unsupported(&fault::REFTABLE));
    }
    if value("extensions.objectformat") == "sha256" {
        return Err(StoreFault::unsupported(&fault::SHA256));
    }
    let promised = config.entries(Some(r"^remote\..*\.promisor$")).is_ok_and(|mut entries| entries.next().is_some());
    if promised || !value("extensions.partialclone").is_empty() {
        return Err(StoreFault::unsupported(&fault::PARTIAL));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::super::{FaultKind, Id, Store, Surroundings};
    use crate::ledger::Snapshot;

    fn refused(trial: &Trial) -> String {
        let fault = Store::open(&trial.root).and_then(|store| store.index_snapshot().map(drop)).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Unsupported, "{fault}");
        fault.to_string()
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_command_that_helps() {
        assert!(refused(&Trial::with(&["--object-format=sha256"])).contains("--object-format=sha1"));
        assert!(refused(&Trial::with(&["--ref-format=reftable"])).contains("git refs migrate"));
        let partial = Trial::new();
        partial.git(&["config", "remote.origin.promisor", "true"]);
        assert!(refused(&partial).contains("--filter"));
        let split = Trial::new();
        split.write("records/staff/a1.json", "1\n");
        split.commit_all("staff: a");
        split.git(&["update-index", "--split-index"]);
        assert!(refused(&split).contains("--no-split-index"));
        split.git(&["update-index", "--no-split-index"]);
        assert!(split.store().index_snapshot().is_ok());
        let sparse = Trial::new();
        sparse.write("records/staff/a1.json", "1\n");
        sparse.write("other/deep/x", "1\n");
        sparse.commit_all("staff: a");
        sparse.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "records"]);
        assert!(refused(&sparse).contains("--no-sparse-index"));
    }

    #[test]
    fn a_folder_outside_any_repository_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Store::open(folder.path()).err().unwrap().kind, FaultKind::Missing);
    }

    #[test]
    fn objects_in_quarantine_are_seen_beside_the_old_ones() {
        let old = Trial::new();
        old.write("records/staff/a1.json", "1\n");
        let first = old.commit_all("staff: a");
        old.git(&["clone", "-q", "--bare", ".", "../bare:.git"]);
        old.write("records/staff/b1.json", "2\n");
        let pushed = old.commit_all("staff: b");
        let bare = old.folder.path().join("bare:.git");
        let here = Surroundings {
            git_dir: Some(".".into()),
            index_file: None,
            quarantine: Some(old.root.join(".git/objects")),
        };
        assert!(Store::open(&bare).unwrap().snapshot_of(pushed).is_err());
        let store = Store::open_hook(&bare, &here).unwrap();
        let read = |id: Id, path: &str| store.snapshot_of(id).unwrap().read(path).unwrap();
        assert_eq!(read(pushed, "records/staff/b1.json").as_deref(), Some(&b"2\n"[..]));
        assert_eq!(read(first, "records/staff/a1.json").as_deref(), Some(&b"1\n"[..]));
    }
}
