//! Records read from a snapshot, each once.
//!
//! A rule asks for neighbours by key and gets a typed form or nothing. A neighbour whose bytes are no record
//! counts as absent here: its own finding says what is wrong with it. A snapshot that cannot be read at all is
//! remembered, and whoever judges asks for [`Records::failure`] at the end: nothing is passed on shaky ground.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::looked::Notes;
use super::{Looked, Name, Snapshot, Unreadable};
use crate::record::parts::Signature;
use crate::record::path::{Key, is_attachment_name};
use crate::record::section::sections;
use crate::record::{AsForm, Record};

/// A record as it stands somewhere.
#[derive(Debug)]
pub struct Entry {
    /// Which one.
    pub key: Key,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its value.
    pub value: Value,
    /// Its typed form.
    pub record: Record,
    signed: OnceCell<Vec<Signed>>,
}

/// A section's name and the signatures under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The section: the JSON pointer to it without the leading slash.
    pub section: String,
    /// The signatures, in their order.
    pub signatures: Vec<Signature>,
}

impl Entry {
    /// Reads a record from bytes; nothing if they are none.
    pub fn read(key: &Key, bytes: Vec<u8>) -> Option<Self> {
        let value: Value = serde_json::from_slice(&bytes).ok()?;
        let record = Record::from_value(key.kind, &value).ok()?;
        Some(Self::new(key.clone(), bytes, value, record))
    }

    /// A record whose value and typed form have been read from its bytes already.
    pub fn new(key: Key, bytes: Vec<u8>, value: Value, record: Record) -> Self {
        Self { key, bytes, value, record, signed: OnceCell::new() }
    }

    /// The signatures under every section; read once, since many rules ask.
    pub fn signed(&self) -> &[Signed] {
        self.signed.get_or_init(|| {
            let sections = sections(&self.value).into_iter();
            sections.map(|it| Signed { signatures: it.signatures(), section: it.name }).collect()
        })
    }

    /// The signatures under a section; none if there is no such section.
    pub fn signatures(&self, section: &str) -> &[Signature] {
        let signed = self.signed().iter().find(|signed| signed.section == section);
        signed.map_or(&[], |signed| &signed.signatures)
    }

    /// The typed form, if the record is of that kind.
    pub fn form<T: AsForm>(&self) -> Option<&T> {
        T::of(&self.record)
    }
}

/// How many records are kept before the memory is started afresh: bounds memory, not correctness.
const KEPT: usize = 50_000;

/// The records of one snapshot.
pub struct Records<'a> {
    snapshot: &'a dyn Snapshot,
    read: RefCell<HashMap<Key, Option<Rc<Entry>>>>,
    failure: RefCell<Option<Unreadable>>,
    listed: RefCell<Option<(String, Rc<[Name]>)>>,
    notes: Notes,
}

impl<'a> Records<'a> {
    /// The records of a snapshot.
    pub fn new(snapshot: &'a dyn Snapshot) -> Self {
        Self::with(snapshot, Notes::default())
    }

    /// The records of a snapshot, of which every look is noted ([`Self::looked`]).
    pub fn noted(snapshot: &'a dyn Snapshot) -> Self {
        Self::with(snapshot, Notes::kept())
    }

    fn with(snapshot: &'a dyn Snapshot, notes: Notes) -> Self {
        let (read, failure, listed) = (RefCell::default(), RefCell::default(), RefCell::default());
        Self { snapshot, read, failure, listed, notes }
    }

    /// What was looked at since this was last asked, whether it was there or not, whether it was read for it or known already.
    pub fn looked(&self) -> Looked {
        self.notes.take()
    }

    /// The snapshot itself, for attachments and folders.
    pub fn snapshot(&self) -> &'a dyn Snapshot {
        self.notes.anywhere();
        self.snapshot
    }

    /// A record, if it is there and can be read.
    pub fn entry(&self, key: &Key) -> Option<Rc<Entry>> {
        self.notes.record(key);
        if let Some(known) = self.read.borrow().get(key) {
            return known.clone();
        }
        let entry = self
            .noting(self.snapshot.read(&key.path()))
            .flatten()
            .and_then(|bytes| Entry::read(key, bytes))
            .map(Rc::new);
        self.keep(key, entry.clone());
        entry
    }

    /// Remembers a record that was read elsewhere, so that it is not read twice.
    pub fn keep(&self, key: &Key, entry: Option<Rc<Entry>>) {
        let mut read = self.read.borrow_mut();
        if read.len() >= KEPT {
            read.clear();
        }
        read.insert(key.clone(), entry);
    }

    /// A typed form together with what it was read from.
    pub fn get<T: AsForm>(&self, key: &Key) -> Option<Form<T>> {
        let entry = self.entry(key)?;
        T::of(&entry.record)?;
        Some(Form { entry, form: std::marker::PhantomData })
    }

    /// Whether a record is there, readable or not.
    pub fn exists(&self, key: &Key) -> bool {
        self.notes.record(key);
        if let Some(Some(_)) = self.read.borrow().get(key) {
            return true;
        }
        self.noting(self.snapshot.exists(&key.path())).unwrap_or(false)
    }

    /// The keys of a kind that lie in the same folder as `key`, sorted.
    pub fn siblings(&self, key: &Key) -> Vec<Key> {
        let path = key.path();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.notes.folder(folder);
        self.noting(self.snapshot.list(folder))
            .unwrap_or_default()
            .into_iter()
            .filter(|name| !name.is_folder)
            .filter_map(|name| name.name.strip_suffix(".json").and_then(|id| Key::new(key.kind, id)))
            .collect()
    }

    /// The bytes of an attachment, if it is there.
    pub fn attachment(&self, key: &Key, file: &str) -> Option<Vec<u8>> {
        self.notes.file(key, file);
        self.noting(self.snapshot.read(&key.attachment(file))).flatten()
    }

    /// The files that lie beside a record as its attachments, by the ends of their names, sorted.
    pub fn attachments(&self, key: &Key) -> Vec<String> {
        let path = key.path();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.notes.beside(key);
        let names = self.listing(folder);
        let first = names.partition_point(|name| name.name.as_str() < key.id.as_str());
        names[first..]
            .iter()
            .map_while(|name| name.name.strip_prefix(&key.id).map(|rest| (rest, name.is_folder)))
            .filter_map(|(rest, is_folder)| rest.strip_prefix('.').filter(|_| !is_folder))
            .filter(|file| is_attachment_name(file))
            .map(str::to_owned)
            .collect()
    }

    /// The names in a folder; the last folder asked for is remembered, since records are judged in the order of their paths.
    fn listing(&self, folder: &str) -> Rc<[Name]> {
        if let Some((known, names)) = &*self.listed.borrow()
            && known == folder
        {
            return names.clone();
        }
        let names: Rc<[Name]> = self.noting(self.snapshot.list(folder)).unwrap_or_default().into();
        *self.listed.borrow_mut() = Some((folder.to_owned(), names.clone()));
        names
    }

    /// The first failure to read, if there was one: then no verdict may be given.
    pub fn failure(&self) -> Option<Unreadable> {
        self.failure.borrow().clone()
    }

    fn noting<T>(&self, result: Result<T, Unreadable>) -> Option<T> {
        result.map_err(|failure| self.failure.borrow_mut().get_or_insert(failure).clone()).ok()
    }
}

/// A typed form, kept alive by the entry it stands in.
#[derive(Debug)]
pub struct Form<T> {
    entry: Rc<Entry>,
    form: std::marker::PhantomData<T>,
}

impl<T> Form<T> {
    /// What it was read from.
    pub fn entry(&self) -> &Rc<Entry> {
        &self.entry
    }
}

impl<T: AsForm> std::ops::Deref for Form<T> {
    type Target = T;
    fn deref(&self) -> &T {
        match T::of(&self.entry.record) {
            Some(form) => form,
            None => unreachable!("a form is made only of an entry of its kind"),
        }
    }
}
