//! A whole state as a sorted list of its files, for an audit that has walked every folder already: looking a path up
//! costs a binary search and no tree is read again.

use crate::ledger::{Name, Snapshot, Unreadable};
use crate::store::{FileChange, Id, Store};
use crate::text::Lang;

/// The files of a state under `records/`, in the order of their paths.
pub(super) struct Listed<'a> {
    store: &'a Store,
    files: &'a [FileChange],
}

impl<'a> Listed<'a> {
    /// The files as the store walked them: sorted by path, each with its object after.
    pub(super) fn new(store: &'a Store, files: &'a [FileChange]) -> Self {
        debug_assert!(files.is_sorted_by(|a, b| a.path < b.path));
        Self { store, files }
    }

    fn find(&self, path: &str) -> Option<Id> {
        let place = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files[place].after
    }
}

impl Snapshot for Listed<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let read = self.find(path).map(|id| self.store.file(id)).transpose();
        read.map_err(|fault| Unreadable { path: path.to_owned(), reason: fault.message.speak(Lang::En) })
    }

    fn exists(&self, path: &str) -> Result<bool, Unreadable> {
        Ok(self.find(path).is_some())
    }

    fn list(&self, folder: &str) -> Result<Vec<Name>, Unreadable> {
        let prefix = format!("{folder}/");
        let mut names = Vec::new();
        let mut place = self.files.partition_point(|file| file.path < prefix);
        while let Some(rest) = self.files.get(place).and_then(|file| file.path.strip_prefix(&prefix)) {
            if let Some((name, _)) = rest.split_once('/') {
                let inner = format!("{prefix}{name}/");
                names.push(Name { name: name.to_owned(), is_folder: true });
                place += self.files[place..].partition_point(|file| file.path.starts_with(&inner));
            } else {
                names.push(Name { name: rest.to_owned(), is_folder: false });
                place += 1;
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}
