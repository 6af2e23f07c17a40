//! The files an act is likely to look at, kept in memory: the year's calendar is read by every act, a site by most of its own.
//!
//! Nobody else writes while the story is told, so what was read or written stays as it was until the next act changes it.
//! Bounded: when it is full it starts afresh. What is not kept is read from the repository, as everywhere.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use crate::ledger::{Name, Snapshot, Unreadable};

/// How many files are kept.
const KEPT: usize = 20_000;

/// Files kept from act to act.
#[derive(Debug, Default)]
pub struct Recent(RefCell<HashMap<String, Vec<u8>>>);

impl Recent {
    /// The files of a snapshot, seen through what is kept.
    pub fn over<'a>(&'a self, base: &'a dyn Snapshot) -> Seen<'a> {
        Seen { kept: self, base }
    }

    /// Keeps what an act has written.
    pub fn written(&self, files: &BTreeMap<String, Vec<u8>>) {
        for (path, bytes) in files {
            self.keep(path, bytes);
        }
    }

    fn keep(&self, path: &str, bytes: &[u8]) {
        let mut kept = self.0.borrow_mut();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(path.to_owned(), bytes.to_owned());
    }
}

/// A snapshot seen through what is kept.
pub struct Seen<'a> {
    kept: &'a Recent,
    base: &'a dyn Snapshot,
}

impl Snapshot for Seen<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        if let Some(bytes) = self.kept.0.borrow().get(path) {
            return Ok(Some(bytes.clone()));
        }
        let read = self.base.read(path)?;
        if let Some(bytes) = &read {
            self.kept.keep(path, bytes);
        }
        Ok(read)
    }

    fn exists(&self, path: &str) -> Result<bool, Unreadable> {
        Ok(self.kept.0.borrow().contains_key(path) || self.base.exists(path)?)
    }

    fn list(&self, folder: &str) -> Result<Vec<Name>, Unreadable> {
        self.base.list(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Memory;

    #[test]
    fn what_an_act_writes_is_seen_by_the_next_and_nothing_is_older_than_that() {
        let (mut base, recent) = (Memory::new(), Recent::default());
        base.put("records/a.json", "1").put("records/a.sign.png", "p");
        assert_eq!(recent.over(&base).read("records/a.json").unwrap().unwrap(), b"1");
        let act = BTreeMap::from([("records/a.json".to_owned(), b"2".to_vec())]);
        base.put("records/a.json", "2");
        recent.written(&act);
        assert_eq!(recent.over(&base).read("records/a.json").unwrap().unwrap(), b"2");
        assert_eq!(recent.over(&base).read("records/a.sign.png").unwrap().unwrap(), b"p");
        assert!(!recent.over(&base).exists("records/b.json").unwrap());
    }
}
