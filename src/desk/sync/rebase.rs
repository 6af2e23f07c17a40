//! One's own commits on top of what others wrote meanwhile: the same changes, or the reason why not.
//!
//! A number is a place in the tree. Where others wrote the same place, theirs stands: nothing is renumbered, nothing of
//! one's own is dropped, and the person is told what to do. All is judged anew on the new ground before anything moves.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::desk::DeskError;
use crate::desk::keygen;
use crate::desk::publish::PublishError;
use crate::guard::{ExitCode, Terms, Verdict, doors};
use crate::record::instant::Instant;
use crate::store::{CommitHeader, FileChange, Id, Store, StoreFault};

/// What becomes of one's own commits.
#[derive(Debug)]
pub enum Rebased {
    /// They stand on what others wrote, under this last commit; so many of them were there already.
    Onto {
        /// The last of them, or what others wrote if none is left.
        tip: Id,
        /// How many were there already.
        repeated: usize,
    },
    /// Others wrote the same places.
    Taken(Vec<Taken>),
    /// One of them is a merge, whose sides only its author knows how to join anew.
    Merge(CommitHeader),
    /// One of them is signed, and git is not set up to sign it anew.
    Unsigned(CommitHeader),
    /// On the new ground the rules refuse them.
    Refused(Verdict),
    /// The server's history and this one have no common beginning.
    Strangers,
}

/// A place that two wrote.
#[derive(Debug)]
pub struct Taken {
    /// The path.
    pub path: String,
    /// One's own commit.
    pub mine: CommitHeader,
    /// The commit that came first.
    pub theirs: Option<CommitHeader>,
}

/// Writes own commits anew on top of `upstream`; nothing that is in use moves.
pub fn rebase(
    store: &Store,
    own: &[CommitHeader],
    head: Id,
    upstream: Id,
    now: Instant,
) -> Result<Rebased, PublishError> {
    let Some(base) = store.merge_base(head, upstream)? else {
        return Ok(Rebased::Strangers);
    };
    let mut changes = Vec::with_capacity(own.len());
    for commit in own {
        match commit.parents[..] {
            [parent] => changes.push(store.differences(Some(parent), commit.id)?.files),
            _ => return Ok(Rebased::Merge(commit.clone())),
        }
    }
    if base == upstream {
        return judged(store, upstream, head, 0, now);
    }
    let taken = taken(store, own, &changes, head, base, upstream)?;
    if !taken.is_empty() {
        return Ok(Rebased::Taken(taken));
    }
    let key = keygen::commit_key(store).map_err(DeskError::from)?;
    if key.is_none() {
        // A signature that was there is never dropped in silence.
        for commit in own {
            if store.signed_commit(commit.id)?.signature.is_some() {
                return Ok(Rebased::Unsigned(commit.clone()));
            }
        }
    }
    let refused = Cell::new(None);
    let signer = |bytes: &[u8]| {
        let signed = key.as_ref()?.sign(bytes);
        signed.map_err(|why| refused.set(Some(why))).ok()
    };
    let (mut tip, mut repeated) = (upstream, 0);
    for (commit, changes) in own.iter().zip(&changes) {
        let anew = store.replay(commit.id, changes, tip, now, key.is_some().then_some(&signer));
        match anew.map_err(|fault| match refused.take() {
            Some(why) => PublishError::Desk(why.into()),
            None => fault.into(),
        })? {
            Some(anew) => tip = anew,
            None => repeated += 1,
        }
    }
    judged(store, upstream, tip, repeated, now)
}

/// The verdict on what is to be pushed, commit by commit and as a whole.
fn judged(store: &Store, upstream: Id, tip: Id, repeated: usize, now: Instant) -> Result<Rebased, PublishError> {
    let verdict = doors::range(store, &[upstream], Some(upstream), tip, &Terms::at(now))?;
    Ok(match verdict.exit() {
        ExitCode::Clean => Rebased::Onto { tip, repeated },
        _ => Rebased::Refused(verdict),
    })
}

/// The places that both sides wrote differently since they parted.
fn taken(
    store: &Store,
    own: &[CommitHeader],
    changes: &[Vec<FileChange>],
    head: Id,
    base: Id,
    upstream: Id,
) -> Result<Vec<Taken>, StoreFault> {
    let theirs: BTreeMap<_, _> =
        store.differences(Some(base), upstream)?.files.into_iter().map(|file| (file.path, file.after)).collect();
    let mut clashing = BTreeMap::new();
    for (commit, changes) in own.iter().zip(changes) {
        for change in changes {
            if let Some(there) = theirs.get(&change.path)
                && *there != store.file_at(head, &change.path)?
            {
                clashing.entry(change.path.clone()).or_insert_with(|| commit.clone());
            }
        }
    }
    let mut writers = writers(store, clashing.keys().cloned().collect(), base, upstream)?;
    let taken = |(path, mine)| Taken { theirs: writers.remove(&path), path, mine };
    Ok(clashing.into_iter().map(taken).collect())
}

/// The first commit of the others that wrote each path.
fn writers(
    store: &Store,
    mut sought: BTreeSet<String>,
    base: Id,
    upstream: Id,
) -> Result<BTreeMap<String, CommitHeader>, StoreFault> {
    let mut found = BTreeMap::new();
    if sought.is_empty() {
        return Ok(found);
    }
    for commit in store.commits(&[base], upstream)? {
        for path in &sought {
            let there = store.file_at(commit.id, path)?;
            let before = commit.parents.first().map_or(Ok(None), |parent| store.file_at(*parent, path))?;
            if there != before {
                found.insert(path.clone(), commit.clone());
            }
        }
        sought.retain(|path| !found.contains_key(path));
    }
    Ok(found)
}
