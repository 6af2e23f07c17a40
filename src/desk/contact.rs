//! Sealing, opening and erasing what is known of a client's person, and the keys that go with it.
//!
//! A record in history holds ciphertext; the key that opens it lies outside history, wrapped for staff. Which keys may be
//! there follows from the records alone: those of whoever has not been erased. So clones and server come together without
//! any order of who was first: what one of them has is added, what the records say is erased is taken out.

use std::cell::Cell;

use serde_json::{Value, json};

use super::keygen::{self, KeygenError};
use super::record::about;
use super::{Desk, DeskError};
use crate::guard::contact_keys;
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::contact::{Contact, ERASED, SEALED, State};
use crate::record::id::StaffId;
use crate::record::instant::{Date, Instant};
use crate::record::path::Key;
use crate::record::staff::{Duty, Staff};
use crate::schema::Schemas;
use crate::sign::{DataKey, Passphrase, SealFault, can_open, sha256_hex};
use crate::store::{Id, KeyFiles, Person, Store, StoreFault};
use crate::texts;

texts! {
    WAS_SEALED: "{kind}: {id} 密封", "{kind}: {id} sealed";
    ASKED: "{kind}: {id} 申请删除", "{kind}: {id} to be erased";
    WAS_ERASED: "{kind}: {id} 删除", "{kind}: {id} erased";
}

/// It cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum ContactFault {
    /// The desk cannot read or write the record.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The age format failed, or a private key did.
    #[error(transparent)]
    Seal(#[from] SealFault),
    /// The record is not in a state that allows it.
    #[error("contact {0} is {1:?}")]
    State(String, State),
    /// Nobody on the staff has a key to seal to.
    #[error("no member of staff has an ed25519 key")]
    NobodyToSealTo,
    /// No key of this contact lies here.
    #[error("no key of contact {0} lies here")]
    NoKey(String),
    /// None of the keys that lie here was wrapped for this private key.
    #[error("the keys of contact {0} are wrapped for others")]
    ForOthers(String),
}

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// 姓名.
    pub name: String,
    /// 职务.
    pub title: String,
    /// 电话.
    pub phone: String,
}

/// Who can open what is sealed now.
#[derive(Debug, Default)]
pub struct Readers {
    /// Their public keys.
    pub keys: Vec<String>,
    /// Who has one.
    pub can: Vec<StaffId>,
    /// Who should, by their post, and has no ed25519 key.
    pub cannot: Vec<StaffId>,
}

/// A key that was wrapped, and its place.
#[derive(Debug)]
pub struct Wrapped {
    /// Its path behind the ref.
    pub path: String,
    /// The age file.
    pub text: String,
}

/// Posts that never speak to a client's people.
const INDOORS: &[Duty] = &[Duty::Finance, Duty::Storekeeper];

/// Whoever is employed and holds a post that speaks to clients.
pub fn readers(staff: &[Staff], day: Date) -> Readers {
    let mut readers = Readers::default();
    for person in staff.iter().filter(|person| person.employed(day)) {
        let speaks = person.roles.iter().any(|held| !INDOORS.contains(&held.role) && person.holds(held.role, day));
        if !speaks {
            continue;
        }
        let counts = |key: &&crate::record::staff::Key| {
            key.from <= day && key.to.is_none_or(|to| day <= to) && can_open(&key.public)
        };
        let keys: Vec<_> = person.keys.iter().filter(counts).map(|key| key.public.clone()).collect();
        let list = if keys.is_empty() { &mut readers.cannot } else { &mut readers.can };
        list.push(person.id.clone());
        readers.keys.extend(keys);
    }
    readers
}

impl Desk<'_> {
    /// Seals what a record holds in plain words; the key that opens it, wrapped, is for the caller to keep **before**
    /// the record is written.
    pub fn seal_contact(&mut self, key: &Key, readers: &Readers) -> Result<Wrapped, ContactFault> {
        let mut value = self.existing(key)?;
        let contact: Contact = self.read(key)?;
        if contact.state() != State::Plain {
            return Err(ContactFault::State(key.id.clone(), contact.state()));
        }
        if readers.keys.is_empty() {
            return Err(ContactFault::NobodyToSealTo);
        }
        let plain = json!({ "name": contact.name, "title": contact.title, "phone": contact.phone });
        let data = DataKey::generate();
        let wrapped = wrap(key, &data, readers)?;
        let sealed = json!({ "recipient": data.public(), "value": data.seal(plain.to_string().as_bytes())? });
        put(&mut value, State::Sealed, SEALED);
        set(&mut value, "schema", Value::from(Schemas::get().name(Kind::Contact)));
        set(&mut value, "sealed", sealed);
        self.put(key.clone(), value);
        self.note(about(&WAS_SEALED, key));
        Ok(wrapped)
    }

    /// Writes down who asks for the erasure of a sealed contact, who is to confirm it, and why.
    pub fn ask_erasure(&mut self, key: &Key, second: &StaffId, reason: &str) -> Result<(), ContactFault> {
        let mut value = self.existing(key)?;
        let contact: Contact = self.read(key)?;
        if contact.state() != State::Sealed {
            return Err(ContactFault::State(key.id.clone(), contact.state()));
        }
        let erasure = json!({
            "at": self.at().to_string(), "requested_by": self.by().as_str(), "confirmed_by": second.as_str(),
            "reason": reason, "signatures": [],
        });
        set(&mut value, "erasure", erasure);
        self.put(key.clone(), value);
        self.note(about(&ASKED, key));
        Ok(())
    }

    /// Takes the ciphertext out of the record; whether both have signed is the gate's to say.
    pub fn erase_contact(&mut self, key: &Key) -> Result<(), ContactFault> {
        let mut value = self.existing(key)?;
        let contact: Contact = self.read(key)?;
        if contact.state() != State::Sealed {
            return Err(ContactFault::State(key.id.clone(), contact.state()));
        }
        put(&mut value, State::Erased, ERASED);
        if let Some(sealed) = value.get_mut("sealed") {
            set(sealed, "value", Value::from(ERASED));
        }
        self.put(key.clone(), value);
        self.note(about(&WAS_ERASED, key));
        Ok(())
    }
}

fn put(value: &mut Value, state: State, word: &str) {
    set(value, "state", serde_json::to_value(state).unwrap_or_default());
    for name in ["name", "title", "phone"] {
        set(value, name, Value::from(word));
    }
}

fn set(value: &mut Value, name: &str, member: Value) {
    if let Value::Object(members) = value {
        members.insert(name.to_owned(), member);
    }
}

fn wrap(key: &Key, data: &DataKey, readers: &Readers) -> Result<Wrapped, SealFault> {
    let text = data.wrap(readers.keys.iter().map(String::as_str))?;
    let shard = key.id.get(1..4).unwrap_or_default();
    let path = format!("{shard}/{}/{}.age", key.id, &sha256_hex(text.as_bytes())[..16]);
    Ok(Wrapped { path, text })
}

/// A private key's text, and how its passphrase is asked for.
#[derive(Clone, Copy)]
pub struct Private<'k> {
    /// The file's text.
    pub text: &'k str,
    /// Asks.
    pub passphrase: Passphrase,
}

/// The key of a contact's values, unwrapped with a private key.
fn unwrap(store: &Store, contact: &Contact, private: Private<'_>) -> Result<DataKey, ContactFault> {
    let id = contact.id.to_string();
    let folder = format!("{}/{id}/", id.get(1..4).unwrap_or_default());
    let files = store.contact_keys()?;
    let mut here = files.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder)).peekable();
    if here.peek().is_none() {
        return Err(ContactFault::NoKey(id));
    }
    for (_, file) in here {
        let wrapped = String::from_utf8_lossy(&store.file(*file)?).into_owned();
        match DataKey::unwrap(&wrapped, private.text, private.passphrase) {
            Ok(data) if contact.sealed.as_ref().is_some_and(|sealed| sealed.recipient == data.public()) => {
                return Ok(data);
            }
            // Of an attempt that came to nothing, or damaged: another copy may do.
            Ok(_) | Err(SealFault::NotForKey | SealFault::Damaged(_)) => {}
            Err(fault) => return Err(fault.into()),
        }
    }
    Err(ContactFault::ForOthers(id))
}

/// Opens what is known of a person.
pub fn open(store: &Store, contact: &Contact, private: Private<'_>) -> Result<Values, ContactFault> {
    match (contact.state(), &contact.sealed) {
        (State::Plain, _) => {
            let Contact { name, title, phone, .. } = contact.clone();
            Ok(Values { name, title, phone })
        }
        (State::Sealed, Some(sealed)) => {
            let bytes = unwrap(store, contact, private)?.open(&sealed.value)?;
            let read: Value = serde_json::from_slice(&bytes).map_err(|error| SealFault::Damaged(error.to_string()))?;
            let text = |name: &str| read.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            Ok(Values { name: text("name"), title: text("title"), phone: text("phone") })
        }
        (state, _) => Err(ContactFault::State(contact.id.to_string(), state)),
    }
}

/// Wraps a contact's key once more, for those who may read it now.
pub fn grant(
    store: &Store,
    contact: &Contact,
    readers: &Readers,
    private: Private<'_>,
) -> Result<Wrapped, ContactFault> {
    if contact.state() != State::Sealed {
        return Err(ContactFault::State(contact.id.to_string(), contact.state()));
    }
    let data = unwrap(store, contact, private)?;
    Ok(wrap(&contact.id.key(Kind::Contact), &data, readers)?)
}

/// Keeps keys beside those that lie here.
pub fn keep(store: &Store, wrapped: &[Wrapped], author: &Person, now: Instant) -> Result<(), ContactFault> {
    let mut files = store.contact_keys()?;
    for one in wrapped {
        files.insert(one.path.clone(), store.put_contact_key(&one.text)?);
    }
    write(store, &files, author, now)?;
    Ok(())
}

/// Makes these the keys that lie here, in a commit that is signed where git signs commits.
pub fn write(store: &Store, files: &KeyFiles, author: &Person, now: Instant) -> Result<Id, ContactFault> {
    let refused: Cell<Option<KeygenError>> = Cell::new(None);
    let key = keygen::commit_key(store).map_err(DeskError::from)?;
    let sign = |bytes: &[u8]| match key.as_ref().map(|key| key.sign(bytes)) {
        Some(Ok(armoured)) => Some(armoured),
        Some(Err(why)) => {
            refused.set(Some(why));
            None
        }
        None => None,
    };
    let commit = store.contact_keys_commit(files, author, now, key.is_some().then_some(&sign))?;
    match (commit, refused.take()) {
        (Some(commit), _) => {
            store.set_contact_keys(commit)?;
            Ok(commit)
        }
        (None, why) => Err(ContactFault::Desk(why.unwrap_or(KeygenError::NoKey).into())),
    }
}

/// The keys that should be here and there: all that either has, without those whose contact is erased by the records;
/// of one's own only those whose contact is sealed, for a key may be left of a record that was never written.
pub fn settled(records: &Records<'_>, own: &KeyFiles, theirs: &KeyFiles) -> KeyFiles {
    let state = |path: &str| {
        let key = contact_keys::contact(path)?;
        records.get::<Contact>(&key).map(|contact| contact.state())
    };
    let stays = |path: &str, mine: bool| match state(path) {
        Some(state) => state != State::Erased && (!mine || state == State::Sealed),
        None => !mine,
    };
    let theirs_stay = theirs.iter().filter(|(path, _)| stays(path, false));
    let own_stay = own.iter().filter(|(path, _)| stays(path, true));
    theirs_stay.chain(own_stay).map(|(path, id)| (path.clone(), *id)).collect()
}
