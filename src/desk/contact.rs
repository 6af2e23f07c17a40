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
use crate::sign::{DataKey, PrivateKey, SealFault, can_open, sha256_hex};
use crate::store::{CONTACT_KEYS, Id, KeyFiles, Person, Store, StoreFault};
use crate::text::Message;
use crate::texts;

texts! {
    WAS_SEALED: "{kind}: {id} 密封", "{kind}: {id} sealed";
    CHANGED: "{kind}: {id} 换新值密封", "{kind}: {id} sealed with new values";
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
    /// Its erasure has been asked for: nothing is put in its place meanwhile.
    #[error("the erasure of contact {0} has been asked for")]
    ErasureAsked(String),
    /// The values are not what the schema wants; once sealed nobody could judge them.
    #[error("{}", .0.speak(crate::text::Lang::En))]
    Values(Message),
    /// Others in this clone wrote keys at the same moment, again and again.
    #[error("the keys that lie here are being changed by others")]
    Busy,
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
        let values = Values { name: contact.name, title: contact.title, phone: contact.phone };
        let wrapped = seal(key, &mut value, &values, readers)?;
        self.put(key.clone(), value);
        self.note(about(&WAS_SEALED, key));
        Ok(wrapped)
    }

    /// Seals new values in place of those of a sealed contact, with a key of their own; that key, wrapped, is for the
    /// caller to keep before the record is written. The key of the old values stays where it is until the contact is
    /// erased: nobody destroys values alone by writing over them.
    pub fn reseal_contact(&mut self, key: &Key, values: &Values, readers: &Readers) -> Result<Wrapped, ContactFault> {
        let mut value = self.existing(key)?;
        let contact: Contact = self.read(key)?;
        if contact.state() != State::Sealed {
            return Err(ContactFault::State(key.id.clone(), contact.state()));
        }
        if contact.erasure.is_some() {
            return Err(ContactFault::ErasureAsked(key.id.clone()));
        }
        let wrapped = seal(key, &mut value, values, readers)?;
        self.put(key.clone(), value);
        self.note(about(&CHANGED, key));
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

/// Puts values into a record, sealed with a new key; gives that key, wrapped. They are judged while they can be read.
fn seal(key: &Key, value: &mut Value, values: &Values, readers: &Readers) -> Result<Wrapped, ContactFault> {
    if readers.keys.is_empty() {
        return Err(ContactFault::NobodyToSealTo);
    }
    let plain = json!({ "name": values.name, "title": values.title, "phone": values.phone });
    let mut readable = value.clone();
    put(&mut readable, State::Plain, "");
    set(&mut readable, "schema", Value::from(Schemas::get().name(Kind::Contact)));
    for name in ["name", "title", "phone"] {
        set(&mut readable, name, plain[name].clone());
    }
    if let Value::Object(members) = &mut readable {
        members.remove("sealed");
    }
    if let Some(fault) = Schemas::get().check(Kind::Contact, &readable).into_iter().next() {
        return Err(ContactFault::Values(fault.message));
    }
    let data = DataKey::generate();
    let wrapped = wrap(key, &data, readers)?;
    let sealed = json!({ "recipient": data.public(), "value": data.seal(plain.to_string().as_bytes())? });
    put(value, State::Sealed, SEALED);
    set(value, "schema", Value::from(Schemas::get().name(Kind::Contact)));
    set(value, "sealed", sealed);
    Ok(wrapped)
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

/// The key of a contact's values, unwrapped with a private key.
fn unwrap(store: &Store, contact: &Contact, private: &PrivateKey) -> Result<DataKey, ContactFault> {
    let id = contact.id.to_string();
    let folder = format!("{}/{id}/", id.get(1..4).unwrap_or_default());
    let files = store.contact_keys()?;
    let mut here = files.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder)).peekable();
    if here.peek().is_none() {
        return Err(ContactFault::NoKey(id));
    }
    for (_, file) in here {
        let wrapped = String::from_utf8_lossy(&store.file(*file)?).into_owned();
        match DataKey::unwrap(&wrapped, private) {
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

/// What is known of a person in plain words, if it stands there.
pub fn plain(contact: &Contact) -> Option<Values> {
    let Contact { name, title, phone, .. } = contact.clone();
    (contact.state() == State::Plain).then_some(Values { name, title, phone })
}

/// Opens what is known of a person and sealed.
pub fn open(store: &Store, contact: &Contact, private: &PrivateKey) -> Result<Values, ContactFault> {
    match (contact.state(), &contact.sealed) {
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
    private: &PrivateKey,
) -> Result<Wrapped, ContactFault> {
    if contact.state() != State::Sealed {
        return Err(ContactFault::State(contact.id.to_string(), contact.state()));
    }
    let data = unwrap(store, contact, private)?;
    Ok(wrap(&contact.id.key(Kind::Contact), &data, readers)?)
}

/// How often others in the same clone may be faster.
const ATTEMPTS: usize = 20;

/// Keeps keys beside those that lie here.
pub fn keep(store: &Store, wrapped: &[Wrapped], author: &Person, now: Instant) -> Result<(), ContactFault> {
    for _ in 0..ATTEMPTS {
        let seen = store.reference(CONTACT_KEYS)?;
        let mut files = seen.map_or_else(|| Ok(KeyFiles::new()), |seen| store.contact_keys_at(seen))?;
        for one in wrapped {
            files.insert(one.path.clone(), store.put_contact_key(&one.text)?);
        }
        if write(store, &files, seen, author, now)? {
            return Ok(());
        }
    }
    Err(ContactFault::Busy)
}

/// Takes the keys of erased contacts away, by these records.
pub fn drop_erased(store: &Store, records: &Records<'_>, author: &Person, now: Instant) -> Result<(), ContactFault> {
    for _ in 0..ATTEMPTS {
        let seen = store.reference(CONTACT_KEYS)?;
        let own = seen.map_or_else(|| Ok(KeyFiles::new()), |seen| store.contact_keys_at(seen))?;
        let left = settled(records, &KeyFiles::new(), &own);
        if let Some(unreadable) = records.failure() {
            return Err(DeskError::Unreadable(unreadable).into());
        }
        if left == own || write(store, &left, seen, author, now)? {
            return Ok(());
        }
    }
    Err(ContactFault::Busy)
}

/// Makes these the keys that lie here, in a commit that is signed where git signs commits, if the ref still is where it
/// was seen; whether it was.
pub fn write(
    store: &Store,
    files: &KeyFiles,
    seen: Option<Id>,
    author: &Person,
    now: Instant,
) -> Result<bool, ContactFault> {
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
        (Some(commit), _) => Ok(store.set_contact_keys(commit, seen)?),
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
