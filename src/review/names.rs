//! What people, clients and sites are called, for the ids that a review shows. Names of a client's persons are not
//! among them: they stand in the contacts alone.

use std::collections::BTreeMap;

use serde_json::Value;

use super::history::CommitShown;
use super::record::RecordChange;
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::client::Client;
use crate::record::id::{ClientId, SiteId, StaffId};
use crate::record::path::Key;
use crate::record::site::Site;
use crate::record::staff::Staff;

/// Names by id, and ids by address.
#[derive(Debug, Clone, Default)]
pub struct Names {
    names: BTreeMap<String, String>,
    people: BTreeMap<String, StaffId>,
}

impl Names {
    /// What an id is called.
    pub fn of(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// The member of staff with an address.
    pub fn person(&self, email: &str) -> Option<&StaffId> {
        self.people.get(email)
    }

    /// Looks up what a record's change names.
    pub(super) fn learn(&mut self, record: &RecordChange, places: &[&Records<'_>]) {
        for change in &record.fields {
            for value in [&change.old, &change.new].into_iter().flatten() {
                self.value(value, places);
            }
        }
        for signature in &record.signatures {
            self.id(signature.signer.as_str(), places);
        }
        for due in record.opened.iter().chain(&record.fulfilled) {
            self.id(due.due.responsible.as_ref().map_or("", StaffId::as_str), places);
        }
        let site = record.key.id.get(..6).unwrap_or_default();
        self.id(site, places);
        self.id(&record.key.id, places);
    }

    fn value(&mut self, value: &Value, places: &[&Records<'_>]) {
        match value {
            Value::String(text) => self.id(text, places),
            Value::Array(items) => items.iter().for_each(|item| self.value(item, places)),
            _ => {}
        }
    }

    fn id(&mut self, id: &str, places: &[&Records<'_>]) {
        if id.len() > 64 || self.names.contains_key(id) {
            return;
        }
        let kinds: &[Kind] = if SiteId::parse(id).is_ok() {
            &[Kind::Site]
        } else if ClientId::parse(id).is_ok() {
            &[Kind::Client]
        } else if StaffId::parse(id).is_ok() {
            &[Kind::Staff]
        } else {
            return;
        };
        for records in places {
            for kind in kinds {
                let Some(key) = Key::new(*kind, id) else { continue };
                let name = match kind {
                    Kind::Site => records.get::<Site>(&key).map(|site| site.name.clone()),
                    Kind::Client => records.get::<Client>(&key).map(|client| client.name.clone()),
                    _ => records.get::<Staff>(&key).map(|staff| staff.name.clone()),
                };
                if let Some(name) = name {
                    self.names.insert(id.to_owned(), name);
                    return;
                }
            }
        }
    }

    /// Finds the people behind the commits: under the address's own name first, as the gate does, else in the register.
    pub(super) fn people(&mut self, commits: &[CommitShown], places: &[&Records<'_>]) {
        for commit in commits {
            if self.people.contains_key(&commit.author) {
                continue;
            }
            let named = commit.author.split('@').next().and_then(|name| StaffId::parse(name).ok());
            let found = named.into_iter().chain(self.listed(places)).find(|id| {
                let is = |records: &&Records<'_>| {
                    records.get::<Staff>(&id.key(Kind::Staff)).is_some_and(|staff| staff.email == commit.author)
                };
                places.iter().any(is)
            });
            if let Some(id) = found {
                self.id(id.as_str(), places);
                self.people.insert(commit.author.clone(), id);
            }
        }
    }

    #[expect(clippy::unused_self, reason = "a step of finding people")]
    fn listed(&self, places: &[&Records<'_>]) -> Vec<StaffId> {
        let any = Key { kind: Kind::Staff, id: "aa".to_owned() };
        let keys = places.first().map(|records| records.siblings(&any)).unwrap_or_default();
        keys.iter().filter_map(|key| StaffId::parse(&key.id).ok()).collect()
    }
}
