//! The desk: what staff do with records, as plain functions from a place to a [`Draft`] of changed files.
//!
//! A [`Desk`] stands over the records as they are, remembers what was done at it, and shows it to whatever is done next,
//! so that several acts make one commit: open a ticket and sign it, issue a book and settle the old one.
//! No terminal and no clock here: who acts and when are given. Nothing here judges; the guard does, before
//! [`publish`] writes. The command line and the demo both go through this module.

#[cfg(test)]
mod accounts;
pub mod book;
pub mod contact;
pub mod defaults;
pub mod depart;
mod draft;
mod error;
pub mod keygen;
pub mod merge;
mod number;
mod policy;
pub mod publish;
mod quarterly;
mod record;
mod rest;
mod roster;
pub mod signing;
pub mod sync;
#[cfg(test)]
mod tests;
pub mod ticket;

use std::collections::BTreeMap;

use serde_json::Value;

pub use draft::Draft;
pub use error::DeskError;

use crate::ledger::Records;
use crate::record::company::Company;
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::record::{AsForm, Kind, Record};
use crate::text::Message;

/// A place of work: the records as they stand, who acts, when, and what was done so far.
pub struct Desk<'a> {
    records: &'a Records<'a>,
    by: StaffId,
    at: Instant,
    changed: BTreeMap<Key, Value>,
    attachments: BTreeMap<String, Vec<u8>>,
    subjects: Vec<Message>,
}

impl<'a> Desk<'a> {
    /// A desk over the records, at which `by` acts at the time `at`.
    pub fn new(records: &'a Records<'a>, by: StaffId, at: Instant) -> Self {
        Self { records, by, at, changed: BTreeMap::new(), attachments: BTreeMap::new(), subjects: Vec::new() }
    }

    /// The records as they stood before anything was done here.
    pub fn records(&self) -> &'a Records<'a> {
        self.records
    }

    /// Who acts.
    pub fn by(&self) -> &StaffId {
        &self.by
    }

    /// When.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Lets another person act from here on (finance and the holder at one issue of a book).
    pub fn act_as(&mut self, by: StaffId, at: Instant) -> &mut Self {
        self.by = by;
        self.at = at;
        self
    }

    /// A record as it stands now, changes made here included.
    pub fn value(&self, key: &Key) -> Option<Value> {
        self.changed.get(key).cloned().or_else(|| self.records.entry(key).map(|entry| entry.value.clone()))
    }

    /// A record as it stands now, or the error that says it is not there.
    pub fn existing(&self, key: &Key) -> Result<Value, DeskError> {
        self.value(key).ok_or_else(|| DeskError::NotThere(key.clone()))
    }

    /// A record's typed form as it stands now, if it is there and complete enough to have one.
    pub fn form<T: AsForm + Clone>(&self, key: &Key) -> Option<T> {
        match self.changed.get(key) {
            Some(value) => Record::from_value(key.kind, value).ok().and_then(|record| T::of(&record).cloned()),
            None => self.records.get::<T>(key).map(|form| (*form).clone()),
        }
    }

    /// A record's typed form as it stands now, or the error that says why there is none.
    pub fn read<T: AsForm + Clone>(&self, key: &Key) -> Result<T, DeskError> {
        let value = self.existing(key)?;
        let record =
            Record::from_value(key.kind, &value).map_err(|source| DeskError::NotAForm { key: key.clone(), source })?;
        T::of(&record).cloned().ok_or_else(|| DeskError::NotThere(key.clone()))
    }

    /// Whether a record is there now.
    pub fn exists(&self, key: &Key) -> bool {
        self.changed.contains_key(key) || self.records.exists(key)
    }

    /// The company's record.
    pub fn company(&self) -> Result<Company, DeskError> {
        self.read(&company_key())
    }

    /// Leaves a record as `value` when the draft is made.
    pub fn put(&mut self, key: Key, value: Value) {
        self.changed.insert(key, value);
    }

    /// Leaves a file beside a record.
    pub fn attach(&mut self, key: &Key, file: &str, bytes: Vec<u8>) {
        self.attachments.insert(key.attachment(file), bytes);
    }

    /// Says what was done, for the commit message.
    pub fn note(&mut self, subject: Message) {
        self.subjects.push(subject);
    }

    /// Everything done here as files with canonical bytes, and the message that goes with them.
    pub fn draft(self) -> Result<Draft, DeskError> {
        if let Some(unreadable) = self.records.failure() {
            return Err(DeskError::Unreadable(unreadable));
        }
        Ok(Draft::new(self.changed, self.attachments, self.subjects))
    }
}

/// The key of the company's record.
pub fn company_key() -> Key {
    Key { kind: Kind::Company, id: "company".to_owned() }
}

/// The value of a typed form or part of one.
pub fn value_of<T: serde::Serialize>(form: &T) -> Result<Value, DeskError> {
    serde_json::to_value(form).map_err(DeskError::NotJson)
}
