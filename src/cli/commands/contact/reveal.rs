//! The contacts that a record names, in words: for whoever has to call them. Sealed ones are opened with one's own key if
//! there is one; what cannot be opened stands there as sealed, and why is told once. Nothing is written anywhere.

use std::collections::BTreeSet;

use clap::Args;
use serde_json::{Value, json};

use super::fault;
use super::unlock::Unlock;
use crate::cli::CliError;
use crate::cli::columns::tame;
use crate::cli::session::Session;
use crate::cli::words;
use crate::desk::contact::{Values, open, plain};
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::contact::{Contact, ERASED, SEALED, State};
use crate::record::id::{ClientId, ContactId};
use crate::record::path::Key;
use crate::sign::PrivateKey;
use crate::store::Store;
use crate::text::Message;
use crate::texts;

texts! {
    KNOWN: "{id} {name} {title} {phone}", "{id} {name} {title} {phone}";
    CLOSED: "{id} {word}", "{id} {word}";
}

/// Whether contacts are told in full, and with which key.
#[derive(Debug, Clone, Default, Args)]
pub struct Reveal {
    /// 连同联系人的姓名、职务、电话；密封的用自己的私钥打开 / With name, post and phone of the contacts; sealed ones are opened with one's own private key
    #[arg(long)]
    pub contacts: bool,
    #[command(flatten)]
    unlock: Unlock,
}

/// Opens contacts, each key and passphrase asked for once.
pub struct Opener<'a> {
    store: &'a Store,
    records: &'a Records<'a>,
    unlock: &'a Unlock,
    private: Option<PrivateKey>,
    why_not: Option<CliError>,
}

impl<'a> Opener<'a> {
    /// Of these records; nothing if contacts are not to be told.
    pub fn new(reveal: &'a Reveal, store: &'a Store, records: &'a Records<'a>) -> Option<Self> {
        reveal.contacts.then_some(Self { store, records, unlock: &reveal.unlock, private: None, why_not: None })
    }

    /// The contacts that a record names, else all of its client's that are not erased.
    pub fn of(&self, key: &Key, client: Option<&ClientId>) -> Vec<Contact> {
        let mut named = BTreeSet::new();
        if let Some(entry) = self.records.entry(key) {
            collect(&entry.value, &mut named);
        }
        let read = |id: &ContactId| self.read(&id.key(Kind::Contact));
        let found: Vec<_> = named.iter().filter_map(read).filter(|it| it.state() != State::Erased).collect();
        match client.filter(|_| found.is_empty()) {
            Some(client) => {
                let any = ContactId::parse(&format!("{client}-01")).map(|id| id.key(Kind::Contact));
                let all = any.map(|any| self.records.siblings(&any)).unwrap_or_default();
                let theirs = |it: &Contact| it.client == *client && it.state() != State::Erased;
                all.iter()
                    .filter(|key| key.id.starts_with(client.as_str()))
                    .filter_map(|key| self.read(key))
                    .filter(theirs)
                    .collect()
            }
            None => found,
        }
    }

    fn read(&self, key: &Key) -> Option<Contact> {
        self.records.get::<Contact>(key).map(|contact| (*contact).clone())
    }

    /// What is known of one, if it can be read here.
    fn values(&mut self, session: &Session<'_>, contact: &Contact) -> Option<Values> {
        if contact.state() != State::Sealed {
            return plain(contact);
        }
        if self.private.is_none() && self.why_not.is_none() {
            match self.unlock.private(session, self.store) {
                Ok(private) => self.private = Some(private),
                Err(why) => self.why_not = Some(why),
            }
        }
        match open(self.store, contact, self.private.as_ref()?) {
            Ok(values) => Some(values),
            Err(why) => {
                self.why_not = Some(fault(why));
                None
            }
        }
    }

    /// One contact as a line.
    pub fn line(&mut self, session: &Session<'_>, contact: &Contact) -> Message {
        if let Some(it) = self.values(session, contact) {
            let line = Message::new(&KNOWN).with("id", &contact.id).with("name", tame(&it.name));
            return line.with("title", tame(&it.title)).with("phone", tame(&it.phone));
        }
        let word = if contact.state() == State::Erased { ERASED } else { SEALED };
        Message::new(&CLOSED).with("id", &contact.id).with("word", word)
    }

    /// One contact for a machine.
    pub fn described(&mut self, session: &Session<'_>, contact: &Contact) -> Value {
        let values = self.values(session, contact);
        json!({ "id": contact.id.as_str(), "state": contact.state(),
            "values": values.map(|it| json!({ "name": it.name, "title": it.title, "phone": it.phone })) })
    }

    /// Says beside the result why something stayed closed.
    pub fn tell(self, session: &mut Session<'_>) -> Result<(), CliError> {
        let Some(why) = self.why_not else { return Ok(()) };
        let (wrong, fix) = words::words(&why);
        session.out.note(wrong)?;
        fix.map_or(Ok(()), |fix| session.out.note(Message::new(&words::HINT).with_message("what", fix)))
    }
}

/// The contacts whose ids stand anywhere in a record.
fn collect(value: &Value, found: &mut BTreeSet<ContactId>) {
    match value {
        Value::String(text) => found.extend(ContactId::parse(text)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => members.values().for_each(|member| collect(member, found)),
        _ => {}
    }
}
