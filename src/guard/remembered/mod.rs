//! Everything judged, in the time that what has changed since the last time takes: `weibao check --all` and the check of a report.
//!
//! # What is remembered
//!
//! Not one finding. What is remembered of a record is that it had none, and what that rests on; records with findings are
//! judged each time, by the engine that judges all others, so that a warm run can say nothing that a cold one would not.
//!
//! While a state is judged, everything that a rule looks at leaves a [`Mark`]: each path, whether a file was there or
//! not, each listing of a folder ([`Records::noted`](crate::ledger::Records::noted)). Rules have no other way to the records.
//! What was looked at before any record (the company with its policy values, the calendars) is common to all. The time is asked
//! of a clock that notes between which moments its answers stay the same ([`Clock`](crate::regulation::clock::Clock)). No rule
//! of a state looks at history, receipts, the environment or another record's findings; nothing is folded over all records, so
//! these are all that a judgement rests on, beside the program itself.
//!
//! So a record that was without findings when the tree T was judged at the time t is without findings in the tree T' at the time t',
//! by the same program, if
//!
//! 1. its own file is the same,
//! 2. no path that it looked at holds another file, and no folder that it listed other names,
//! 3. nothing of what is common to all has changed,
//! 4. t' lies within the span in which the clock's answers stand.
//!
//! # A warm run
//!
//! The trees T and T' are compared, equal folders skipped. The differing paths give marks; an index turned round, from marks to
//! the records that looked, gives the records to judge again; so does a list of records by the moment at which the clock's
//! answers to them end. With the files that differ and those that had findings they are judged as a state, and what was learnt
//! is noted. The whole is judged, and remembered anew, where
//! - the program is another one (`build.rs` makes a number of its sources: the version does not tell two builds apart),
//! - the old tree is gone, or anything of what is kept is not what was written (checksums over every part),
//! - an entry came that no record may be (a link, an odd name), or there was one: such states are never remembered,
//! - something common to all has changed, or the clock stands before an answer that some record rests on,
//! - more than a third of the files would have to be judged,
//! - a judgement cannot be made.
//!
//! A mark is a number of 32 bits: two paths may share one. Then a record is judged again that need not be; never the reverse.
//!
//! # What is not noticed
//!
//! A warm run reads what it judges. Damage on the disk to a file that has not changed is found by `--no-cache` and by `git fsck`.
//! Whoever can write in the repository's own folder can write what is kept there; therefore no hook, no server and no gate reads
//! it, and `--no-cache` does not either.
//!
//! # Where it lies
//!
//! In `weibao-verdicts/` in git's common folder: `head`, small, replaced as a whole after a run (`state`), and the
//! large part, of which a run reads a few sections (`shelf`); the same again for reports on the past (`past`). The bench
//! tells how many bytes a file that takes. What was judged since the large part was written stands in the small one, until it is
//! so much that the large part is written anew. Two runs at once replace one another's files; neither reads half of one.

mod bytes;
mod shelf;
mod sight;
mod state;

use std::collections::BTreeSet;

use crate::ledger::{Mark, Snapshot as _};
use crate::record::path::{Place, place};
use crate::store::{self, Changes, FileChange, GitSnapshot, Id, Kept, Store, StoreFault};

use self::sight::Sight;
use self::state::{State, Useless};
use super::doors::odd;
use super::judge::Terms;
use super::verdict::Verdict;
use super::whole::{self, Around, Rests, Whole};

/// Which judgement is remembered: one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Of what the branch holds now.
    Head,
    /// Of an earlier commit, for a report on the past.
    Past,
}

impl Of {
    const fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Past => "past",
        }
    }
}

/// How a verdict came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// So many files were judged; of all others it was remembered that they have no findings.
    Warm {
        /// Files judged.
        judged: usize,
    },
    /// Everything was judged.
    Cold {
        /// Because what was remembered was damaged.
        damaged: bool,
    },
}

/// At most this part of all files is judged one by one.
const WORTH: usize = 3;

/// How much may have been judged since the large part was written: so many bytes, and this part of it.
const FRESH: (usize, usize) = (128 * 1024, 32);

/// Judges every record of a commit, as [`doors::all`](super::doors::all) does, by what is remembered of the last time; and
/// remembers.
pub fn all(store: &Store, commit: Id, terms: &Terms, of: Of) -> Result<(Verdict, How), StoreFault> {
    // With keys to verify or with a clock that was never set, nothing is remembered.
    if terms.verify_keys || terms.now.unix() < 0 {
        return Ok((super::doors::all(store, commit, terms)?, How::Cold { damaged: false }));
    }
    let kept = store.kept();
    let mut damaged = false;
    match kept.read(of.name()).map(|bytes| State::read(&bytes)) {
        Some(Ok(state)) => match warm(store, commit, terms, &kept, of, state) {
            Ok((verdict, judged)) => return Ok((verdict, How::Warm { judged })),
            Err(No::Damaged) => damaged = true,
            Err(No::Cold) => {}
        },
        Some(Err(useless)) => damaged = useless == Useless::Damaged,
        None => {}
    }
    Ok((cold(store, commit, terms, &kept, of)?, How::Cold { damaged }))
}

/// Judges everything and remembers it.
fn cold(store: &Store, commit: Id, terms: &Terms, kept: &Kept, of: Of) -> Result<Verdict, StoreFault> {
    let snapshot = store.snapshot_of(commit)?;
    let everything = store.everything(&snapshot)?;
    let mut verdict = odd(&everything.odd);
    let files = &everything.files;
    let Whole { verdict: found, rests } = whole::judge(store, files, Around::Files(files), terms, true)?;
    let fits = !rests.unfit && everything.odd.is_empty() && found.unreadable.is_none();
    if let Some(tree) = snapshot.tree().filter(|_| fits) {
        let again = paths(files, &rests.again);
        let (at, from) = (terms.now.unix(), rests.from.unwrap_or(i64::MIN));
        let (records, files, common) = (found.judged, files.len(), rests.common);
        let (mut pairs, mut due) = (rests.pairs, rests.due);
        pairs.sort_unstable();
        due.sort_unstable();
        let sight = Sight { paths: everything.files.into_iter().map(|file| file.path).collect(), pairs, due };
        let (bytes, shelf) = sight.shelve(of.name());
        let state = State { tree, at, from, records, files, common, again, shelf, fresh: Sight::default() };
        put(kept, of, &state, Some(&bytes));
    }
    verdict.append(found);
    Ok(verdict)
}

/// Writes down what is to be remembered, the large part first.
fn put(kept: &Kept, of: Of, state: &State, shelf: Option<&[u8]>) {
    if shelf.is_none_or(|bytes| kept.write(&state.shelf.name, bytes)) && kept.write(of.name(), &state.bytes()) {
        // Another run may have written another state in the meantime: what that one names stays.
        let stands = kept.read(of.name()).and_then(|bytes| State::read(&bytes).ok()).map(|state| state.shelf.name);
        kept.clear(of.name(), &[of.name(), &state.shelf.name, stands.as_deref().unwrap_or_default()]);
    }
}

fn paths(files: &[FileChange], numbers: &[u32]) -> Vec<String> {
    let mut paths: Vec<_> = numbers.iter().filter_map(|number| files.get(*number as usize)).collect();
    paths.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    paths.into_iter().map(|file| file.path.clone()).collect()
}

/// Why everything must be judged.
enum No {
    /// What is remembered does not serve.
    Cold,
    /// What is remembered is not what was written.
    Damaged,
}

impl From<StoreFault> for No {
    /// The cold run meets the same fault and reports it, or does not need what is missing.
    fn from(_: StoreFault) -> Self {
        Self::Cold
    }
}

/// Judges what may have changed; gives the verdict on everything and how many files it took.
fn warm(
    store: &Store,
    commit: Id,
    terms: &Terms,
    kept: &Kept,
    of: Of,
    mut state: State,
) -> Result<(Verdict, usize), No> {
    let now = terms.now.unix();
    if now < state.from {
        return Err(No::Cold);
    }
    let (before, after) = (store.snapshot_of_tree(state.tree)?, store.snapshot_of(commit)?);
    let tree = after.tree().ok_or(No::Cold)?;
    let changes = store.changes(&before, &after)?;
    if !changes.odd.is_empty() {
        return Err(No::Cold);
    }
    let marks = marks(&changes, &before, &after)?;
    if state.common.iter().any(|mark| marks.contains(mark)) {
        return Err(No::Cold);
    }
    // A shelf that is gone was cleared away by another run.
    let shelf = kept.open(&state.shelf.name).ok_or(No::Cold)?;
    let mut called: BTreeSet<String> = changes.files.iter().map(|file| file.path.clone()).collect();
    called.extend(state.shelf.called(&shelf, &marks, state.at, now).ok_or(No::Damaged)?);
    called.extend(state.fresh.called(&marks, state.at, now).ok_or(No::Damaged)?);
    called.extend(state.again.iter().cloned());
    if called.len() > state.files / WORTH {
        return Err(No::Cold);
    }
    let mut files = Vec::with_capacity(called.len());
    for path in called {
        if let Some(id) = after.file_id(&path)? {
            files.push(FileChange { path, before: None, after: Some(id) });
        }
    }
    let Whole { mut verdict, rests } = whole::judge(store, &files, Around::Commit(commit), terms, true)?;
    if rests.unfit || verdict.unreadable.is_some() {
        return Err(No::Cold);
    }
    let judged = files.len();
    let again = paths(&files, &rests.again);
    let same = tree == state.tree && again == state.again && again.len() == judged;
    let records = |file: &&FileChange| matches!(place(&file.path), Some(Place::Record(_)));
    let count = |came: bool| {
        let differs =
            |file: &&FileChange| file.before.is_some() != file.after.is_some() && file.after.is_some() == came;
        let files = changes.files.iter().filter(differs);
        (files.clone().count(), files.filter(records).count())
    };
    let ((files_came, records_came), (files_went, records_went)) = (count(true), count(false));
    state.files = (state.files + files_came).saturating_sub(files_went);
    state.records = (state.records + records_came).saturating_sub(records_went);
    verdict.judged = state.records;
    if !same {
        (state.tree, state.at, state.again) = (tree, now, again);
        remember(kept, of, state, &shelf, files, rests);
    }
    Ok((verdict, judged))
}

/// Adds what was learnt to what is remembered.
fn remember(kept: &Kept, of: Of, mut state: State, shelf: &store::Part, files: Vec<FileChange>, rests: Rests) {
    state.from = state.from.max(rests.from.unwrap_or(i64::MIN));
    let paths = files.into_iter().map(|file| file.path).collect();
    let learnt = Sight { paths, pairs: rests.pairs, due: rests.due };
    state.fresh = std::mem::take(&mut state.fresh).with(learnt);
    if state.fresh.weight() < FRESH.0 + state.shelf.size() / FRESH.1 {
        put(kept, of, &state, None);
    } else if let Some(old) = state.shelf.sight(shelf) {
        let (bytes, directory) = old.with(std::mem::take(&mut state.fresh)).shelve(of.name());
        state.shelf = directory;
        put(kept, of, &state, Some(&bytes));
    } else {
        // Damaged where nothing was to be read: the next run notices that there is nothing.
        kept.clear(of.name(), &[]);
    }
}

/// The marks of everything that is not what it was: files, and names in folders.
fn marks(changes: &Changes, before: &GitSnapshot<'_>, after: &GitSnapshot<'_>) -> Result<BTreeSet<Mark>, No> {
    let mut marks = BTreeSet::new();
    for file in &changes.files {
        marks.insert(Mark::of_path(&file.path));
        let without = match (file.before, file.after) {
            (None, Some(_)) => before,
            (Some(_), None) => after,
            _ => continue,
        };
        marks.extend(Mark::beside(&file.path));
        // The name of a folder came or went where there is no such folder on the other side.
        let mut path = file.path.as_str();
        while let Some((folder, _)) = path.rsplit_once('/') {
            marks.insert(Mark::of_folder(folder));
            if !without.list(folder).map_err(|_| No::Cold)?.is_empty() {
                break;
            }
            path = folder;
        }
    }
    Ok(marks)
}
