//! The company's records as plain data: what a place holds ([`Snapshot`]), records read from it ([`Records`]),
//! what a commit changes ([`Change`]), what came when ([`History`]) and when the server received it ([`Receipts`]). No git
//! types; a test writes one by hand.

mod history;
mod looked;
mod memory;
pub mod receipts;
mod received;
mod records;
mod steady;
mod versions;

pub use history::{Arrival, CommitInfo, Evidence, History};
pub use looked::{Looked, Mark};
pub use memory::Memory;
pub use receipts::{Receipt, Receipts};
pub use received::Received;
pub use records::{Entry, Form, Records, Signed};
pub use steady::steady;
pub use versions::{Committed, FileName, Skew, Version, Versions};

use std::rc::Rc;

use crate::record::path::Key;

/// A place that files can be read from: a commit, the index, a working tree, or a map in a test.
pub trait Snapshot {
    /// The bytes of the file at a path (`/` between, from the root of the repository), if there is one.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable>;

    /// Whether a file is at a path; cheaper than reading it.
    fn exists(&self, path: &str) -> Result<bool, Unreadable> {
        Ok(self.read(path)?.is_some())
    }

    /// The names in a folder, sorted by bytes; nothing if there is no such folder.
    fn list(&self, folder: &str) -> Result<Vec<Name>, Unreadable>;
}

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The last part of the path.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// A place could not be read: the judgement has no ground to stand on (exit code 2).
#[derive(Debug, Clone, thiserror::Error)]
#[error("cannot read {path}: {reason}")]
pub struct Unreadable {
    /// What was to be read.
    pub path: String,
    /// Why it could not be.
    pub reason: String,
}

/// What a commit, an index or an edit does to one record.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which record.
    pub key: Key,
    /// As it was; absent when it is new.
    pub before: Option<Rc<Entry>>,
    /// As it will be; absent when it is taken away.
    pub after: Option<Rc<Entry>>,
}
