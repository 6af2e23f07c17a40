//! All records of a kind, one after another in the order of their paths, with the world around each.
//!
//! The neighbours that rules look up are forgotten after some hundred records, so that memory stays flat however
//! large the repository is. A file that is no record ends the walk: no figure rests on a guess.

use std::collections::BTreeSet;

use super::words::Trouble;
use crate::ledger::{Entry, Records, Snapshot, Unreadable};
use crate::record::Kind;
use crate::record::instant::Instant;
use crate::record::onsite_callback::OnsiteCallback;
use crate::record::path::{Key, Place, ROOT, place};
use crate::record::phone_callback::PhoneCallback;
use crate::regulation::obligation::Answers;
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

impl Seen {
    fn note(&mut self, schema: &str) {
        self.records += 1;
        if !self.schemas.contains(schema) {
            self.schemas.insert(schema.to_owned());
        }
    }
}

/// Visits every record that makes callbacks due. Each callback is read once, in the order of paths: what it came to
/// is remembered, and only those that demand a visit are looked at again.
pub(super) fn each_anchor(
    snapshot: &dyn Snapshot,
    as_of: Instant,
    visit: &mut dyn FnMut(&Entry, &World<'_>),
) -> Result<Seen, Trouble> {
    let mut seen = Seen::default();
    let mut answers = Answers::default();
    let mut demanding = Vec::new();
    for key in Keys::of(snapshot, Kind::PhoneCallback) {
        let callback: PhoneCallback =
            form(snapshot, &key?, &mut demanding, |it: &PhoneCallback| it.key_registration.is_some())?;
        seen.note(&callback.schema);
        answers.take_call(&callback);
    }
    for key in Keys::of(snapshot, Kind::OnsiteCallback) {
        let callback: OnsiteCallback =
            form(snapshot, &key?, &mut demanding, |it: &OnsiteCallback| it.key_registration.is_some())?;
        seen.note(&callback.schema);
        answers.take_visit(&callback);
    }
    let mut again = Seen::default();
    batches(snapshot, &mut demanding.into_iter().map(Ok), as_of, Some(&answers), &mut again, visit)?;
    for kind in [Kind::Install, Kind::Ticket] {
        batches(snapshot, &mut Keys::of(snapshot, kind), as_of, Some(&answers), &mut seen, visit)?;
    }
    Ok(seen)
}

/// A callback's form, straight from its bytes; its key is noted if it demands a visit.
fn form<T: serde::de::DeserializeOwned>(
    snapshot: &dyn Snapshot,
    key: &Key,
    demanding: &mut Vec<Key>,
    demands: fn(&T) -> bool,
) -> Result<T, Trouble> {
    let bytes = snapshot.read(&key.path())?.unwrap_or_default();
    let form: T = serde_json::from_slice(&bytes).map_err(|_| Trouble::NoRecord(key.clone()))?;
    if demands(&form) {
        demanding.push(key.clone());
    }
    Ok(form)
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
        batches(snapshot, &mut Keys::of(snapshot, *kind), as_of, None, &mut seen, visit)?;
    }
    Ok(seen)
}

fn batches(
    snapshot: &dyn Snapshot,
    keys: &mut dyn Iterator<Item = Result<Key, Unreadable>>,
    as_of: Instant,
    answers: Option<&Answers>,
    seen: &mut Seen,
    visit: &mut dyn FnMut(&Entry, &World<'_>),
) -> Result<(), Trouble> {
    let mut more = true;
    while more {
        let records = Records::new(snapshot);
        let mut world = World::new(&records, as_of);
        world.answers = answers;
        more = batch(keys, &world, seen, visit)?;
        if let Some(failure) = records.failure() {
            return Err(failure.into());
        }
    }
    Ok(())
}

fn batch(
    keys: &mut dyn Iterator<Item = Result<Key, Unreadable>>,
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
        seen.note(entry.value.get("schema").and_then(serde_json::Value::as_str).unwrap_or_default());
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
