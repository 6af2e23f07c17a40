//! The store: everything that git holds, read and written; the only user of git2.
//!
//! It reads any commit, the index or the working tree as a [`Snapshot`](crate::ledger::Snapshot), compares trees,
//! walks history, and writes a change as one transaction ([`Draft`]). It judges nothing: what a change may be is
//! the guard's business. Trees are read and compared here entry by entry, never by libgit2's own diff, whose cost
//! grows with the number of records.

mod approvals;
mod bulk;
mod changes;
mod checkout;
mod commit_form;
mod commit_signature;
mod commits;
mod contact_keys;
mod create;
mod draft;
mod fault;
mod graph;
mod history;
mod index;
mod index_compare;
mod index_splice;
mod kept;
pub mod leftover;
mod limits;
mod open;
mod outside;
mod receipts;
mod received;
mod replay;
mod snapshot;
mod tree;
#[cfg(test)]
mod trial;
mod unfinished;
mod verify;
mod versions;
mod worktree;

pub use bulk::Bulk;
pub use changes::{Changes, FileChange, Odd, Oddity};
pub use commit_form::CommitOddity;
pub use commit_signature::SignedCommit;
pub use commits::CommitHeader;
pub use contact_keys::{CONTACT_KEYS, KeyFiles};
pub use draft::{Draft, Person, Signer};
pub use fault::{FaultKind, StoreFault};
pub use index::IndexSnapshot;
pub use kept::{Kept, Part, checksum};
pub use limits::Limits;
pub use open::Surroundings;
pub use receipts::{LogEntry, RECEIPTS};
pub use received::{NewEntry, RefStep};
pub use snapshot::GitSnapshot;
pub use verify::verify_here;
pub use worktree::WorktreeSnapshot;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use self::tree::RawTree;

/// The name of a git object, without git's types.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(git2::Oid);

impl Id {
    /// Reads 40 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 40).then(|| git2::Oid::from_str(text).ok().map(Self)).flatten()
    }

    /// The name of a version's bytes.
    pub fn of_version(name: crate::ledger::FileName) -> Option<Self> {
        git2::Oid::from_bytes(&name.0).ok().map(Self)
    }

    /// Whether it is the name of nothing, as in a push that makes or deletes a ref.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The name that a file of these bytes has.
    pub fn of_file(bytes: &[u8]) -> Option<Self> {
        git2::Oid::hash_object(git2::ObjectType::Blob, bytes).ok().map(Self)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A git repository, opened for reading and writing records.
pub struct Store {
    repo: git2::Repository,
    index_file: PathBuf,
    trees: RefCell<HashMap<git2::Oid, Rc<RawTree>>>,
    objects_read: Cell<u64>,
    limits: limits::Spent,
}

impl Store {
    /// The folder of the working tree, if there is one.
    pub fn workdir(&self) -> Option<&Path> {
        self.repo.workdir()
    }

    /// The folder of git's own files for this working tree.
    pub fn git_dir(&self) -> &Path {
        self.repo.path()
    }

    /// The folder in which git keeps what all worktrees share.
    pub fn common_dir(&self) -> &Path {
        self.repo.commondir()
    }

    /// Whether history ends early here, so that nothing can be said about when a record first came.
    pub fn is_shallow(&self) -> bool {
        self.repo.is_shallow()
    }

    /// How many objects have been read so far; the measure that must not grow with the number of records.
    pub fn objects_read(&self) -> u64 {
        self.objects_read.get()
    }

    /// A text of git's configuration, such as `user.name`.
    pub fn config(&self, name: &str) -> Option<String> {
        self.repo.config().ok()?.get_string(name).ok()
    }

    /// Whether a switch of git's configuration is on, such as `commit.gpgsign`.
    pub fn config_switch(&self, name: &str) -> bool {
        self.repo.config().and_then(|config| config.get_bool(name)).unwrap_or(false)
    }

    /// A file named in git's configuration, `~` and all.
    pub fn config_file(&self, name: &str) -> Option<PathBuf> {
        self.repo.config().ok()?.get_path(name).ok()
    }
}
