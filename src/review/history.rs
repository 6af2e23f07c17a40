//! The commits of a range: who wrote what, and what merges hold that no side had.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::instant::Instant;
use crate::record::path::place;
use crate::store::{Changes, Id, Store, StoreFault};

/// A commit of the range.
#[derive(Debug, Clone)]
pub struct CommitShown {
    /// Its name.
    pub id: Id,
    /// The first line of its message.
    pub subject: String,
    /// The author's address.
    pub author: String,
    /// When it was committed, as it says.
    pub at: Instant,
    /// How many parents it has.
    pub parents: usize,
}

/// A merge that holds something of its own.
#[derive(Debug, Clone)]
pub struct MergeShown {
    /// The merge.
    pub id: Id,
    /// Paths that are as on none of its sides.
    pub own: Vec<String>,
    /// How many files it brings to its first side.
    pub brings: usize,
}

/// A file that is no record.
#[derive(Debug, Clone)]
pub struct OtherFile {
    /// Its path.
    pub path: String,
    /// Its size before.
    pub before: Option<usize>,
    /// Its size after.
    pub after: Option<usize>,
    /// Lines taken away and put in, between what is equal at both ends; none where it is no text.
    pub lines: Option<(Vec<String>, Vec<String>)>,
}

/// What is known of the commits.
pub(super) struct History {
    pub(super) commits: Vec<CommitShown>,
    pub(super) merges: Vec<MergeShown>,
    authors: BTreeMap<String, String>,
}

impl History {
    /// The address of the last author of a path.
    pub(super) fn author(&self, path: &str) -> Option<&String> {
        self.authors.get(path)
    }
}

/// Reads the commits that `head` has and none of `without` has.
pub(super) fn of(store: &Store, without: &[Id], head: Id) -> Result<History, StoreFault> {
    let mut history = History { commits: Vec::new(), merges: Vec::new(), authors: BTreeMap::new() };
    for commit in store.commits(without, head)? {
        let after = store.snapshot_of(commit.id)?;
        let mut sides: Vec<BTreeSet<String>> = Vec::new();
        let parents: Vec<Option<Id>> =
            if commit.parents.is_empty() { vec![None] } else { commit.parents.iter().copied().map(Some).collect() };
        for parent in parents {
            let before = parent.map_or_else(|| Ok(store.nothing()), |parent| store.snapshot_of(parent))?;
            let mut changes = store.changes(&before, &after)?.files;
            changes.extend(store.changes_outside(&before, &after)?.files);
            sides.push(changes.into_iter().map(|file| file.path).collect());
        }
        let own = match sides.split_first() {
            Some((first, rest)) => {
                first.iter().filter(|path| rest.iter().all(|side| side.contains(*path))).cloned().collect()
            }
            None => Vec::new(),
        };
        for path in &own {
            history.authors.insert(path.clone(), commit.info.author_email.clone());
        }
        if sides.len() > 1 {
            history.merges.push(MergeShown { id: commit.id, own, brings: sides[0].len() });
        }
        history.commits.push(CommitShown {
            id: commit.id,
            subject: commit.subject,
            author: commit.info.author_email,
            at: commit.info.committed_at,
            parents: commit.parents.len(),
        });
    }
    Ok(history)
}

/// A text longer than this is told by its size alone.
const LARGEST: usize = 256 * 1024;
/// How many lines of a file are shown on each side.
const MOST: usize = 200;

/// Files outside the records.
pub(super) fn others(store: &Store, changes: &Changes) -> Result<Vec<OtherFile>, StoreFault> {
    let files = changes.files.iter().map(|file| other(store, file)).collect::<Result<Vec<_>, _>>()?;
    Ok(files.into_iter().chain(odd(changes)).collect())
}

/// Files under `records/` that are neither records nor attachments.
pub(super) fn strays(store: &Store, changes: &Changes) -> Result<Vec<OtherFile>, StoreFault> {
    let strays = changes.files.iter().filter(|file| place(&file.path).is_none());
    let files = strays.map(|file| other(store, file)).collect::<Result<Vec<_>, _>>()?;
    Ok(files.into_iter().chain(odd(changes)).collect())
}

fn odd(changes: &Changes) -> impl Iterator<Item = OtherFile> {
    changes.odd.iter().map(|odd| OtherFile { path: odd.path.clone(), before: None, after: None, lines: None })
}

fn other(store: &Store, file: &crate::store::FileChange) -> Result<OtherFile, StoreFault> {
    let size = |id: Option<Id>| id.map(|id| store.size(id)).transpose();
    let (before, after) = (size(file.before)?, size(file.after)?);
    let small = |size: Option<usize>| size.is_none_or(|size| size <= LARGEST);
    let text = |id: Option<Id>| -> Result<Option<String>, StoreFault> {
        let bytes = id.map_or_else(|| Ok(Vec::new()), |id| store.file(id))?;
        Ok(String::from_utf8(bytes).ok())
    };
    let lines = if small(before) && small(after) { text(file.before)?.zip(text(file.after)?) } else { None };
    Ok(OtherFile { path: file.path.clone(), before, after, lines: lines.map(|(old, new)| differing(&old, &new)) })
}

fn differing(old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let front = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[front..], &new[front..]);
    let back = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let cut = |lines: &[&str]| lines[..lines.len() - back].iter().take(MOST).map(|line| (*line).to_owned()).collect();
    (cut(old), cut(new))
}
