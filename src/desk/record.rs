//! Writing down any kind of record: a new one under its next key, or changes to one that is there.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Desk, DeskError, defaults, merge, number};
use crate::record::Kind;
use crate::record::path::Key;
use crate::schema::Schemas;
use crate::text::{Message, Text};
use crate::texts;

texts! {
    CREATED: "{kind}: {id} 新建", "{kind}: {id} new";
    CHANGED: "{kind}: {id} 修改", "{kind}: {id} changed";
    CHANGED_PARTS: "{kind}: {id} 修改 {parts}", "{kind}: {id} changed {parts}";
    CHANGED_MANY: "{kind}: {id} 修改 {n} 项", "{kind}: {id} changed {n} members";
    REACHED: "{kind}: {id} {state}", "{kind}: {id} {state}";
}

/// The bytes of a record as they are to lie on disk.
pub(super) fn bytes(key: &Key, value: &Value) -> Vec<u8> {
    Schemas::get().format(key.kind, value).into_bytes()
}

/// The first state of a kind that has states: the first choice of its schema.
fn first_state(kind: Kind) -> Option<&'static str> {
    Schemas::get().fields(kind).child("state")?.choices.first().map(|choice| choice.value)
}

impl Desk<'_> {
    /// Writes down a new record under the key its members name, or the next free one; returns the key.
    ///
    /// What other records already tell (a site's client, a fault report's symptom) is filled in; what is given wins.
    /// Tickets and books have numbers of their own: see [`Desk::open_ticket`] and [`Desk::issue_book`].
    pub fn new_record(&mut self, kind: Kind, members: &Value) -> Result<Key, DeskError> {
        let Value::Object(_) = members else {
            return Err(DeskError::NotAnObject(kind.word().to_owned()));
        };
        let key = number::key_for(self, kind, members)?;
        let value = self.filled(&key, members);
        if kind == Kind::RestUse {
            self.enter_in_credits(&key, &value);
        }
        self.create(key.clone(), value, &CREATED)?;
        Ok(key)
    }

    /// The key that [`Self::new_record`] would use.
    pub fn key_of_new(&self, kind: Kind, members: &Value) -> Result<Key, DeskError> {
        number::key_for(self, kind, members)
    }

    /// The members of a new record with everything that can be told without asking: the head, the first state, and
    /// what other records say.
    pub fn filled(&self, key: &Key, members: &Value) -> Value {
        let mut value = Value::Object(Map::new());
        merge::merge(&mut value, members);
        merge::fill(&mut value, &head(key));
        let told = defaults::of(self, key, &value);
        merge::fill(&mut value, &told);
        value
    }

    /// Merges changes into a record that is there: members named are replaced, `null` takes one away.
    pub fn update(&mut self, key: &Key, changes: &Value) -> Result<(), DeskError> {
        let Value::Object(named) = changes else {
            return Err(DeskError::NotAnObject(key.kind.word().to_owned()));
        };
        let mut value = self.existing(key)?;
        merge::merge(&mut value, changes);
        self.changed(key, value, named.keys().map(String::as_str));
        Ok(())
    }

    /// Leaves a record that is there as `value`; the message names the members that differ.
    pub fn replace(&mut self, key: &Key, value: Value) -> Result<(), DeskError> {
        let before = self.existing(key)?;
        let (Value::Object(old), Value::Object(new)) = (&before, &value) else {
            return Err(DeskError::NotAnObject(key.kind.word().to_owned()));
        };
        let names: BTreeSet<_> =
            old.keys().chain(new.keys()).filter(|name| old.get(*name) != new.get(*name)).cloned().collect();
        self.changed(key, value, names.iter().map(String::as_str));
        Ok(())
    }

    fn changed<'n>(&mut self, key: &Key, value: Value, names: impl Iterator<Item = &'n str>) {
        let names: Vec<_> = names.collect();
        let subject = match state_title(key.kind, &value).filter(|_| names.contains(&"state")) {
            Some(state) => about(&REACHED, key).with_message("state", state),
            None if names.is_empty() => about(&CHANGED, key),
            None if names.len() <= MOST_NAMED => about(&CHANGED_PARTS, key).with("parts", names.join(", ")),
            None => about(&CHANGED_MANY, key).with("n", names.len()),
        };
        self.put(key.clone(), value);
        self.note(subject);
    }

    /// Puts a record where none is.
    pub(super) fn create(&mut self, key: Key, value: Value, subject: &'static Text) -> Result<(), DeskError> {
        if self.exists(&key) {
            return Err(DeskError::AlreadyThere(key));
        }
        self.note(about(subject, &key));
        self.put(key, value);
        Ok(())
    }
}

/// Most members that a subject names; the first line of a message is short.
const MOST_NAMED: usize = 2;

/// What people call the state that a record is in.
fn state_title(kind: Kind, value: &Value) -> Option<&'static Text> {
    let state = value.get("state")?.as_str()?;
    let choices = &Schemas::get().fields(kind).child("state")?.choices;
    choices.iter().find(|choice| choice.value == state).map(|choice| &choice.title)
}

/// A subject about a record: `{kind}` and `{id}` filled in.
pub(super) fn about(text: &'static Text, key: &Key) -> Message {
    Message::new(text).with("kind", key.kind.word()).with("id", &key.id)
}

/// What stands at the head of every record of a kind.
pub(super) fn head(key: &Key) -> Value {
    let mut members = Map::new();
    members.insert("schema".to_owned(), Value::from(Schemas::get().name(key.kind)));
    match key.kind {
        Kind::Company => {}
        Kind::Calendar => {
            members.insert("year".to_owned(), Value::from(key.id.parse::<u16>().unwrap_or_default()));
        }
        _ => {
            members.insert("id".to_owned(), Value::from(key.id.as_str()));
        }
    }
    if let Some(state) = first_state(key.kind) {
        members.insert("state".to_owned(), Value::from(state));
    }
    Value::Object(members)
}
