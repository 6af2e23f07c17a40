//! Judging a draft and committing it: the same engine as at every gate, then one transaction, all or nothing.
//! Where git is set up to sign commits with SSH, these are signed too.

use std::cell::Cell;

use super::{DeskError, Draft, keygen};
use crate::guard::{self, ExitCode, FileChange, Roster, Terms, Verdict};
use crate::ledger::{Memory, Records, Snapshot};
use crate::record::instant::Instant;
use crate::store::{self, Id, Person, Store, StoreFault};

/// A draft could not be judged or committed.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The desk could not read.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The store could not read or write.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// What came of a draft.
#[derive(Debug, Clone)]
pub struct Published {
    /// What the guard said.
    pub verdict: Verdict,
    /// The commit, if the verdict let it through and it was not only to be judged.
    pub commit: Option<Id>,
}

/// Judges what a draft would make of `base`, and whether that is its author's to do by the posts held there.
pub fn judge(base: &dyn Snapshot, draft: &Draft, now: Instant, author: &Person) -> Result<Verdict, DeskError> {
    let mut after = Memory::over(base);
    let mut changes = Vec::new();
    for (path, bytes) in draft.files() {
        let before = base.read(path).map_err(DeskError::Unreadable)?;
        after.put(path.clone(), bytes.clone());
        changes.push(FileChange { path: path.clone(), before, after: Some(bytes.clone()) });
    }
    let records = Records::new(base);
    let by = Roster::new(&records, now).author(&author.email);
    let mut verdict = guard::judge_by(changes, &after, &Terms::at(now), by.as_ref());
    verdict.unreadable = verdict.unreadable.take().or_else(|| records.failure());
    Ok(verdict)
}

/// Judges a draft against the newest commit and, if nothing is refused, commits it on top of that very commit.
pub fn publish(store: &Store, draft: &Draft, now: Instant, author: Person) -> Result<Published, PublishError> {
    let head = store.head_snapshot()?;
    let verdict = judge(&head, draft, now, &author)?;
    if verdict.exit() != ExitCode::Clean {
        return Ok(Published { verdict, commit: None });
    }
    let commit = write(store, draft, now, author, head.commit())?;
    Ok(Published { verdict, commit: Some(commit) })
}

/// Commits a draft that was judged elsewhere, on top of the newest commit.
pub fn commit(store: &Store, draft: &Draft, now: Instant, author: Person) -> Result<Id, PublishError> {
    let head = store.head_snapshot()?.commit();
    write(store, draft, now, author, head)
}

fn write(store: &Store, draft: &Draft, now: Instant, author: Person, on: Option<Id>) -> Result<Id, PublishError> {
    let files = draft.files().iter().map(|(path, bytes)| (path.clone(), Some(bytes.clone()))).collect();
    let change = store::Draft { files, message: draft.message(), author, at: now };
    let Some(key) = keygen::commit_key(store).map_err(DeskError::from)? else {
        return Ok(store.commit(&change, on)?);
    };
    let refused = Cell::new(None);
    let signer = |bytes: &[u8]| match key.sign(bytes) {
        Ok(armoured) => Some(armoured),
        Err(why) => {
            refused.set(Some(why));
            None
        }
    };
    store.commit_signed(&change, on, &signer).map_err(|fault| match refused.take() {
        Some(why) => PublishError::Desk(why.into()),
        None => fault.into(),
    })
}
