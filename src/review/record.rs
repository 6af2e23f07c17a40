//! One record's change: what it was, what it is, and what of it asks for a decision.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::due::DueChange;
use super::fields::{FieldChange, compare};
use super::signed::{AttachmentShown, SignatureShown, attachments, signatures};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::path::{Key, Place, place};
use crate::regulation::world::World;
use crate::schema::{Choice, Schemas};
use crate::store::{Changes, Store, StoreFault};
use crate::text::has_hidden;

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// It is new.
    New,
    /// It is another than before.
    Changed,
    /// Only files beside it changed.
    Beside,
    /// It was taken away.
    Removed,
    /// Its bytes are no record of its kind.
    Unreadable,
}

/// A record's change.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a reason of its own to look")]
pub struct RecordChange {
    /// Which record.
    pub key: Key,
    /// Its path.
    pub path: String,
    /// What happened to it.
    pub nature: Nature,
    /// The address of the last author of it in the range.
    pub author: Option<String>,
    /// Its state before and after, as written; where the kind has states.
    pub state: (Option<String>, Option<String>),
    /// The fields that differ.
    pub fields: Vec<FieldChange>,
    /// Signatures that came, went, or do not hold.
    pub signatures: Vec<SignatureShown>,
    /// Attachments that came, went, or do not match.
    pub attachments: Vec<AttachmentShown>,
    /// Obligations it fulfils.
    pub fulfilled: Vec<DueChange>,
    /// Obligations it makes due.
    pub opened: Vec<DueChange>,
    /// Obligations that are no more.
    pub dropped: Vec<DueChange>,
    /// How many findings point at it.
    pub findings: usize,
    /// How many of them keep it out.
    pub errors: usize,
    /// Whether it is made void or withdrawn.
    pub void: bool,
    /// Whether it corrects another record.
    pub correction: bool,
    /// Whether it declares itself late.
    pub late: bool,
    /// Whether its text has characters that cannot be seen.
    pub hidden: bool,
    /// The text of what cannot be read as JSON.
    pub raw: Option<String>,
    beside: Option<String>,
}

impl RecordChange {
    /// The fields in which something that stood there was replaced.
    pub fn rewritten(&self) -> impl Iterator<Item = &FieldChange> {
        self.fields.iter().filter(|change| self.nature == Nature::Changed && change.rewrites())
    }

    /// Whether a reviewer has something to decide here.
    pub fn asks(&self) -> bool {
        self.findings > 0
            || self.rewritten().next().is_some()
            || self.void
            || self.correction
            || self.late
            || self.hidden
            || matches!(self.nature, Nature::Removed | Nature::Unreadable)
            || self.signatures.iter().any(|one| one.gone || one.shape != super::Shape::Good)
            || self.attachments.iter().any(|one| one.gone || one.shape != Some(super::Shape::Good))
            || self.fulfilled.iter().any(DueChange::late)
    }

    /// The path of the attachment by which it is known, else its own.
    pub(super) fn attached_path(&self) -> &str {
        self.beside.as_deref().unwrap_or(&self.path)
    }

    /// The choices of its kind's states.
    pub fn states(&self) -> &'static [Choice] {
        Schemas::get().fields(self.key.kind).child("state").map_or(&[], |field| &field.choices)
    }
}

/// The bytes of a record before and after, as far as they differ.
#[derive(Default)]
struct Moved {
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    itself: bool,
    files: Vec<(String, Option<usize>)>,
    beside: Option<String>,
}

/// A review reads no file larger than the gate takes.
const LARGEST: usize = 10 * 1024 * 1024;
/// How much of what is no record is shown, in characters.
const RAW: usize = 4000;

/// The records among the changed files.
pub(super) fn changes(
    store: &Store,
    changes: &Changes,
    was: &World<'_>,
    is: &World<'_>,
) -> Result<Vec<RecordChange>, StoreFault> {
    let mut moved: BTreeMap<Key, Moved> = BTreeMap::new();
    for file in &changes.files {
        let read = |id: Option<crate::store::Id>| match id {
            Some(id) if store.size(id)? <= LARGEST => store.file(id).map(Some),
            Some(_) => Ok(Some(Vec::new())),
            None => Ok(None),
        };
        match place(&file.path) {
            Some(Place::Record(key)) => {
                let one = moved.entry(key).or_default();
                (one.before, one.after, one.itself) = (read(file.before)?, read(file.after)?, true);
            }
            Some(Place::Attachment(key, name)) => {
                let size = file.after.map(|id| store.size(id)).transpose()?;
                let one = moved.entry(key).or_default();
                one.files.push((name, size));
                one.beside.get_or_insert_with(|| file.path.clone());
            }
            None => {}
        }
    }
    Ok(moved.into_iter().map(|(key, moved)| one(key, moved, was, is)).collect())
}

fn one(key: Key, mut moved: Moved, was: &World<'_>, is: &World<'_>) -> RecordChange {
    if !moved.itself {
        let stands = |world: &World<'_>| world.records.snapshot().read(&key.path()).ok().flatten();
        (moved.before, moved.after) = (stands(was), stands(is));
    }
    let value = |bytes: Option<&Vec<u8>>| bytes.and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
    let (old, new) = (value(moved.before.as_ref()), value(moved.after.as_ref()));
    let entry = |bytes: Option<Vec<u8>>| bytes.and_then(|bytes| Entry::read(&key, bytes)).map(Rc::new);
    let text = moved.after.clone().unwrap_or_default();
    let (before, after) = (entry(moved.before.clone()), entry(moved.after.clone()));
    let nature = match (moved.itself, &moved.before, &moved.after) {
        (_, _, Some(_)) if after.is_none() => Nature::Unreadable,
        (false, ..) => Nature::Beside,
        (true, _, None) => Nature::Removed,
        (true, None, Some(_)) => Nature::New,
        (true, Some(_), Some(_)) => Nature::Changed,
    };
    let fields = compare(Schemas::get().fields(key.kind), old.as_ref(), new.as_ref());
    let fields: Vec<_> = fields.into_iter().filter(|change| change.pointer != "/state").collect();
    let state = |value: Option<&Value>| {
        let state = value.and_then(|value| value.get("state")).and_then(Value::as_str);
        state.map(str::to_owned)
    };
    let comes = |member: &str| {
        let has = |value: Option<&Value>| value.is_some_and(|value| value.get(member).is_some());
        has(new.as_ref()) && (!has(old.as_ref()) || has_change(&fields, member))
    };
    let states = (state(old.as_ref()), state(new.as_ref()));
    let ends =
        |state: &Option<String>| state.as_deref().is_some_and(|it| matches!(it, "void" | "withdrawn" | "transferred"));
    let hidden = new.as_ref().is_some_and(|_| fields.iter().any(|change| change.new.as_ref().is_some_and(is_hidden)));
    RecordChange {
        path: key.path(),
        nature,
        author: None,
        signatures: signatures(before.as_deref(), after.as_deref(), is),
        attachments: attachments(before.as_deref(), after.as_ref(), &moved.files, is),
        fulfilled: Vec::new(),
        opened: Vec::new(),
        dropped: Vec::new(),
        findings: 0,
        errors: 0,
        void: (ends(&states.1) && states.0 != states.1) || comes("withdrawal"),
        correction: comes("supersedes") || (key.kind == Kind::IncidentEntry && comes("corrects")),
        late: comes("late"),
        hidden,
        raw: (nature == Nature::Unreadable && new.is_none())
            .then(|| String::from_utf8_lossy(&text).chars().take(RAW).collect()),
        state: states,
        fields,
        beside: moved.beside,
        key,
    }
}

fn has_change(fields: &[FieldChange], member: &str) -> bool {
    fields.iter().any(|change| change.pointer.split('/').nth(1) == Some(member))
}

fn is_hidden(value: &Value) -> bool {
    match value {
        Value::String(text) => has_hidden(text),
        Value::Array(items) => items.iter().any(is_hidden),
        Value::Object(members) => members.iter().any(|(name, value)| has_hidden(name) || is_hidden(value)),
        _ => false,
    }
}
