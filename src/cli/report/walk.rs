//! All records of a kind, one after another in the order of their paths, with the world around each.
//!
//! The neighbours that rules look up are forgotten after some hundred records, so that memory stays flat however
//! large the repository is. A file that is no record ends the walk: no figure rests on a guess.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

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

    fn note_entry(&mut self, entry: &Entry) {
        self.note_value(&entry.value);
    }

    /// Notes a record read elsewhere.
    pub(super) fn note_value(&mut self, value: &serde_json::Value) {
        self.note(value.get("schema").and_then(serde_json::Value::as_str).unwrap_or_default());
    }

    /// Adds what was read elsewhere.
    pub(super) fn add(&mut self, other: Self) {
        self.records += other.records;
        self.schemas.extend(other.schemas);
    }
}

/// What all callbacks came to, and the records that make callbacks due, in the order in which they are visited.
pub(super) struct Anchors {
    answers: Answers,
    keys: Vec<Key>,
    /// The callbacks read so far.
    pub(super) seen: Seen,
}

impl Anchors {
    /// Reads each callback once, in the order of paths: what it came to is remembered, and only those that demand a visit
    /// are looked at again.
    pub(super) fn of(snapshot: &dyn Snapshot) -> Result<Self, Trouble> {
        let (mut answers, mut keys, mut seen) = (Answers::default(), Vec::new(), Seen::default());
        for key in Keys::of(snapshot, Kind::PhoneCallback) {
            let callback: PhoneCallback =
                form(snapshot, &key?, &mut keys, |it: &PhoneCallback| it.key_registration.is_some())?;
            seen.note(&callback.schema);
            answers.take_call(&callback);
        }
        for key in Keys::of(snapshot, Kind::OnsiteCallback) {
            let callback: OnsiteCallback =
                form(snapshot, &key?, &mut keys, |it: &OnsiteCallback| it.key_registration.is_some())?;
            seen.note(&callback.schema);
            answers.take_visit(&callback);
        }
        for kind in [Kind::Install, Kind::Ticket] {
            for key in Keys::of(snapshot, kind) {
                keys.push(key?);
            }
        }
        Ok(Self { answers, keys, seen })
    }

    /// How many records of a kind are among those that may make callbacks due.
    pub(super) fn count(&self, kind: Kind) -> usize {
        self.of_kind(kind).count()
    }

    /// The keys of a kind among them.
    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| key.kind == kind)
    }

    /// Visits one batch of anchors after another, until `next` names none: threads that share it share the work.
    pub(super) fn visit(
        &self,
        snapshot: &dyn Snapshot,
        as_of: Instant,
        next: &AtomicUsize,
        visit: &mut dyn FnMut(&Entry, &World<'_>),
    ) -> Result<Seen, Trouble> {
        let mut seen = Seen::default();
        while let Some(keys) = self.keys.chunks(BATCH).nth(next.fetch_add(1, Ordering::Relaxed)) {
            let records = Records::new(snapshot);
            let mut world = World::new(&records, as_of);
            world.answers = Some(&self.answers);
            for key in keys {
                let entry = entry(&world, key)?;
                if !matches!(key.kind, Kind::PhoneCallback | Kind::OnsiteCallback) {
                    seen.note_entry(&entry);
                }
                visit(&entry, &world);
            }
            if let Some(failure) = records.failure() {
                return Err(failure.into());
            }
        }
        Ok(seen)
    }
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
        batches(snapshot, &mut Keys::of(snapshot, *kind), as_of, &mut seen, visit)?;
    }
    Ok(seen)
}

fn batches(
    snapshot: &dyn Snapshot,
    keys: &mut dyn Iterator<Item = Result<Key, Unreadable>>,
    as_of: Instant,
    seen: &mut Seen,
    visit: &mut dyn FnMut(&Entry, &World<'_>),
) -> Result<(), Trouble> {
    let mut more = true;
    while more {
        let records = Records::new(snapshot);
        let world = World::new(&records, as_of);
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
        let entry = entry(world, &key)?;
        seen.note_entry(&entry);
        visit(&entry, world);
    }
    Ok(true)
}

/// A record that must be one.
fn entry(world: &World<'_>, key: &Key) -> Result<Rc<Entry>, Trouble> {
    match (world.records.entry(key), world.records.failure()) {
        (_, Some(failure)) => Err(failure.into()),
        (None, None) => Err(Trouble::NoRecord(key.clone())),
        (Some(entry), None) => Ok(entry),
    }
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
