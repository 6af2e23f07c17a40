//! The keys of sealed contacts, brought together with the server's: both add, and what the records say is erased goes.
//!
//! Done after the records are in step, so that the server knows every contact whose key it is given. Nothing depends on who
//! comes first; a push that others overtook is made anew from what they left.

use super::SyncError;
use super::network::{Fetched, Network, Pushed};
use crate::desk::DeskError;
use crate::desk::contact::{self, ContactFault};
use crate::desk::publish::PublishError;
use crate::ledger::Records;
use crate::record::instant::Instant;
use crate::store::{CONTACT_KEYS, Id, KeyFiles, Person, Store};

/// Where the server's keys are looked at.
const THEIRS: &str = "refs/weibao/theirs/contact-keys";

/// The pattern takes what is there, and finds no fault where nothing is.
pub(super) const PATTERN: &str = "+refs/weibao/contact-key*:refs/weibao/theirs/contact-key*";

/// How often others may be faster.
const ATTEMPTS: usize = 5;

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Shared {
    /// Both have the same.
    Done {
        /// Keys that the server did not have.
        sent: usize,
        /// Keys that were not here.
        received: usize,
        /// Commits of the server's that hold keys which were destroyed.
        seen: Vec<Id>,
    },
    /// The server did not answer; what git said.
    Unreachable(String),
    /// The server refused; what it said.
    Refused(String),
    /// Keys are to be written or sent, and nobody here has a name to do it under.
    Nameless,
    /// Others were faster each time.
    GaveUp,
}

/// A fault of the keys ends a synchronisation as any other does.
fn fault(fault: ContactFault) -> SyncError {
    match fault {
        ContactFault::Desk(fault) => PublishError::Desk(fault).into(),
        ContactFault::Store(fault) => fault.into(),
        other => SyncError::Keys(other),
    }
}

/// Brings the keys here and there together; without an author only what needs no new commit is taken in. The server's came
/// with its records when the branches were brought into step; only if a push of ours is not the end of it are they looked
/// at again.
pub fn share(
    store: &Store,
    network: &Network<'_>,
    remote: &str,
    author: Option<&Person>,
    now: Instant,
) -> Result<Shared, SyncError> {
    let (mut received, mut sent, mut seen) = (0, 0, Vec::new());
    let mut refused = None;
    for attempt in 0..ATTEMPTS {
        if attempt > 0
            && let Fetched::Unreachable(said) = network.bring(remote, PATTERN).map_err(SyncError::Git)?
        {
            return Ok(Shared::Unreachable(said));
        }
        let there = store.reference(THEIRS)?;
        let theirs = there.map_or_else(|| Ok(KeyFiles::new()), |at| store.contact_keys_at(at))?;
        let here = store.reference(CONTACT_KEYS)?;
        let own = here.map_or_else(|| Ok(KeyFiles::new()), |at| store.contact_keys_at(at))?;
        let head = store.head_snapshot()?;
        let records = Records::new(&head);
        let all = contact::settled(&records, &own, &theirs);
        if let Some(unreadable) = records.failure() {
            return Err(PublishError::Desk(DeskError::Unreadable(unreadable)).into());
        }
        seen.extend(there.filter(|_| theirs.keys().any(|path| !all.contains_key(path))));
        store.drop_reference(THEIRS)?;
        if all != own {
            // The very commit of the server where it says the same, so that nothing is written twice.
            let written = match (there.filter(|_| all == theirs), author) {
                (Some(there), _) => store.set_contact_keys(there, here)?,
                (None, Some(author)) => contact::write(store, &all, here, author, now).map_err(fault)?,
                (None, None) => return Ok(Shared::Nameless),
            };
            if !written {
                continue; // Somebody grants or erases in this very clone: looked at once more.
            }
            received += all.keys().filter(|path| !own.contains_key(*path)).count();
        }
        if all == theirs {
            return Ok(Shared::Done { sent, received, seen });
        }
        let Some(tip) = store.reference(CONTACT_KEYS)? else {
            return Ok(Shared::Done { sent, received, seen });
        };
        if author.is_none() {
            return Ok(Shared::Nameless);
        }
        match network.replace(remote, CONTACT_KEYS, &tip.to_string(), there).map_err(SyncError::Git)? {
            // Looked at once more: then both are the same.
            Pushed::Done => sent += all.keys().filter(|path| !theirs.contains_key(*path)).count(),
            Pushed::Refused(said) => refused = Some(said),
            Pushed::Behind(_) => refused = None,
            Pushed::Unknown(said) => return Ok(Shared::Unreachable(said)),
        }
    }
    Ok(refused.map_or(Shared::GaveUp, Shared::Refused))
}
