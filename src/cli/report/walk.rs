//! All records of a kind, one after another in the order of their paths, with the world around each.
//!
//! The neighbours that rules look up are forgotten after some hundred records, so that memory stays flat however
//! large the repository is. A file that is no record ends the walk: no figure rests on a guess.

use std::collections::BTreeSet;

use super::words::Trouble;
use crate::ledger::{Entry, Records, Snapshot, Unreadable};
use crate::record::Kind;
use crate::record::instant::Instant;
use crate::record::path::{Key, Place, ROOT, place};
use crate::regulation::world::World;

/// How many records are read before their neighbours are forgotten.
const BATCH: usize = 500;

/// What was read, for the head of the report.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// How many records.
    pub(super) records: u64,
    /// Their schemas and versions.
    pub(super) schemas: BTreeSet<String>,
}

/// Visits every record of the kinds, kind by kind.
pub(super) fn each(
    snapshot: &dyn Snapshot,
    kinds: &[Kind],
    as_of: Instant,
    visit: &mut dyn FnMut(&Entry, &World<'_>),
) -> Result<Seen, Trouble> {
    let mut seen = Seen::default();
    for kind in kinds {
        let mut keys = Keys::of(snapshot, *kind);
        let mut more = true;
        while more {
            let records = Records::new(snapshot);
            let world = World::new(&records, as_of);
            more = batch(&mut keys, &world, &mut seen, visit)?;
            if let Some(failure) = records.failure() {
                return Err(failure.into());
            }
        }
    }
    Ok(seen)
}

fn batch(
    keys: &mut Keys<'_>,
    world: &World<'_>,
    seen: &mut Seen,
    visit: &mut dyn FnMut(&Entry, &World<'_>),
) -> Result<bool, Trouble> {
    for _ in 0..BATCH {
        let Some(key) = keys.next().transpose()? else {
            return Ok(false);
        };
        let entry = match (world.records.entry(&key), world.records.failure()) {
            (_, Some(failure)) => return Err(failure.into()),
            (None, None) => return Err(Trouble::NoRecord(key)),
            (Some(entry), None) => entry,
        };
        seen.records += 1;
        if let Some(schema) = entry.value.get("schema").and_then(serde_json::Value::as_str)
            && !seen.schemas.contains(schema)
        {
            seen.schemas.insert(schema.to_owned());
        }
        visit(&entry, world);
    }
    Ok(true)
}

/// The keys of a kind in the order of their paths; one folder's names are held at a time for each level.
pub(super) struct Keys<'a> {
    snapshot: &'a dyn Snapshot,
    folders: Vec<(String, std::vec::IntoIter<crate::ledger::Name>)>,
    failure: Option<Unreadable>,
}

impl<'a> Keys<'a> {
    pub(super) fn of(snapshot: &'a dyn Snapshot, kind: Kind) -> Self {
        let mut keys = Self { snapshot, folders: Vec::new(), failure: None };
        keys.enter(format!("{ROOT}/{}", kind.word()));
        keys
    }

    fn enter(&mut self, folder: String) {
        match self.snapshot.list(&folder) {
            Ok(names) => self.folders.push((folder, names.into_iter())),
            Err(failure) => self.failure = Some(failure),
        }
    }
}

impl Iterator for Keys<'_> {
    type Item = Result<Key, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(failure) = self.failure.take() {
                self.folders.clear();
                return Some(Err(failure));
            }
            let (folder, names) = self.folders.last_mut()?;
            let Some(name) = names.next() else {
                self.folders.pop();
                continue;
            };
            let path = format!("{folder}/{}", name.name);
            if name.is_folder {
                self.enter(path);
            } else if let Some(Place::Record(key)) = place(&path) {
                return Some(Ok(key));
            }
        }
    }
}
