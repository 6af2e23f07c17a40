//! One run of the program: who acts, where, when, and how answers are given.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::out::Out;
use super::prompt::Prompter;
use super::words::{self, CliError};
use super::{Globals, Surroundings};
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::record::staff::Staff;
use crate::store::Store;
use crate::text::{Lang, Message};

/// Everything a command needs.
pub struct Session<'a> {
    /// What the program found around it.
    pub surroundings: &'a Surroundings,
    /// The folder to work in.
    pub folder: PathBuf,
    /// The time of this run.
    pub now: Instant,
    /// Who acts, if it was said.
    pub acting: Option<StaffId>,
    /// Files to go beside the record that is being written: the end of the name, and the content.
    pub attached: RefCell<Vec<(String, Vec<u8>)>>,
    /// Who can be asked.
    pub prompter: &'a dyn Prompter,
    /// Where words go.
    pub out: Out<'a>,
}

impl<'a> Session<'a> {
    /// A run with these flags.
    pub fn new(globals: &Globals, surroundings: &'a Surroundings, prompter: &'a dyn Prompter, out: Out<'a>) -> Self {
        let folder = globals.repo.as_ref().map_or(surroundings.here.clone(), |repo| surroundings.here.join(repo));
        Self {
            surroundings,
            folder,
            now: globals.now.unwrap_or(surroundings.now),
            acting: globals.acting.clone(),
            attached: RefCell::default(),
            prompter,
            out,
        }
    }

    /// The language of this run.
    pub fn lang(&self) -> Lang {
        self.out.lang
    }

    /// The repository of records.
    pub fn store(&self) -> Result<Store, CliError> {
        Ok(Store::open(&self.folder)?)
    }

    /// Whether nobody has said how git is to call ssh, neither in its settings nor in the environment.
    pub fn may_set_ssh(&self, store: &Store) -> bool {
        !self.surroundings.ssh_is_set && store.config("core.sshcommand").is_none()
    }

    /// A path given on the command line, from where the program was started.
    pub fn path(&self, given: &Path) -> PathBuf {
        self.surroundings.here.join(given)
    }

    /// Who acts: `--as`, git's `weibao.staff`, or the member of staff whose address is git's `user.email`.
    pub fn person(&self, store: &Store, records: &Records<'_>) -> Result<Staff, CliError> {
        let person = self.person_if_named(store, records)?;
        person.ok_or_else(|| {
            let email = store.config("user.email").unwrap_or_default();
            CliError::said(Message::new(&words::WHO).with("email", email), &words::WHO_FIX)
        })
    }

    /// Who acts, as [`Self::person`] finds it; nobody where nobody was named and git's address is no member of staff's.
    pub fn person_if_named(&self, store: &Store, records: &Records<'_>) -> Result<Option<Staff>, CliError> {
        if let Some(id) = &self.acting {
            return staff(records, id).map(Some).ok_or_else(|| {
                CliError::said(Message::new(&words::NO_SUCH_STAFF).with("who", id), &words::NO_SUCH_STAFF_FIX)
            });
        }
        if let Some(id) = store.config("weibao.staff") {
            return StaffId::parse(id.trim()).ok().and_then(|id| staff(records, &id)).map(Some).ok_or_else(|| {
                CliError::said(Message::new(&words::NO_SUCH_STAFF).with("who", id), &words::NO_SUCH_STAFF_FIX)
            });
        }
        let email = store.config("user.email").unwrap_or_default();
        let found = all_staff(records).into_iter().find(|person| !email.is_empty() && person.email == email);
        records.failure().map_or(Ok(found), |unreadable| Err(unreadable.into()))
    }
}

/// One member of staff.
pub fn staff(records: &Records<'_>, id: &StaffId) -> Option<Staff> {
    records.get::<Staff>(&id.key(Kind::Staff)).map(|person| (*person).clone())
}

/// All staff, by id.
pub fn all_staff(records: &Records<'_>) -> Vec<Staff> {
    let any = Key { kind: Kind::Staff, id: "aa".to_owned() };
    records.siblings(&any).iter().filter_map(|key| records.get::<Staff>(key).map(|person| (*person).clone())).collect()
}
