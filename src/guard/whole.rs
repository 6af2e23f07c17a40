//! A whole state, or many files of one, judged on two threads; with a note of what each judgement rests on, if it is wanted.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::ledger::{Mark, Snapshot};
use crate::store::{self, Id, Store, StoreFault};

use super::judge::{Audited, FileChange, Ground, Terms, audit};
use super::listed::Listed;
use super::verdict::Verdict;

/// How many files are judged with one memory of neighbours.
const BATCH: usize = 4000;

/// Where neighbours are looked up.
#[derive(Clone, Copy)]
pub(super) enum Around<'a> {
    /// In the list of all files, sorted by path, where it is known already.
    Files(&'a [store::FileChange]),
    /// In the commit's trees.
    Commit(Id),
}

/// What was found, and what that rests on; files are meant by their place in the list that was given.
#[derive(Default)]
pub(super) struct Whole {
    pub(super) verdict: Verdict,
    pub(super) rests: Rests,
}

/// What the judgement of files rests on, file by file.
#[derive(Debug, Default)]
pub(super) struct Rests {
    /// What was looked at for every file.
    pub(super) common: Vec<Mark>,
    /// A mark that was looked at in the upper half, the file it was looked at for in the lower: see [`pair`].
    pub(super) pairs: Vec<u64>,
    /// From when on a file is to be judged again though nothing but the time has changed, and which.
    pub(super) due: Vec<(i64, u32)>,
    /// Before this, any of them may come out differently.
    pub(super) from: Option<i64>,
    /// Files with findings, or of which it is not known what their judgement rests on.
    pub(super) again: Vec<u32>,
    /// Whether something was found that belongs to none of the files, so that nothing can be remembered.
    pub(super) unfit: bool,
}

/// A mark and the number of a file that was judged by what it stands for.
pub(super) const fn pair(mark: Mark, file: u32) -> u64 {
    (mark.0 as u64) << 32 | file as u64
}

/// Judges files, sorted by path, as a state that was always so; findings come in the order of their paths.
pub(super) fn judge(
    store: &Store,
    files: &[store::FileChange],
    around: Around<'_>,
    terms: &Terms,
    noted: bool,
) -> Result<Whole, StoreFault> {
    let order = by_place(files);
    let batches = batches(&order);
    let next = AtomicUsize::new(0);
    let work = |own: &Store| -> Result<BTreeMap<usize, Whole>, StoreFault> {
        let after: Box<dyn Snapshot + '_> = match around {
            Around::Files(files) => Box::new(Listed::new(own, files)),
            Around::Commit(commit) => Box::new(own.snapshot_of(commit)?),
        };
        let mut done = BTreeMap::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(batch) = batches.get(place) else {
                return Ok(done);
            };
            let read = batch.iter().map(|file| change(own, file)).collect::<Result<_, _>>()?;
            let Audited { verdict, common, grounds } = audit(read, &*after, terms, noted);
            let mut whole = Whole { verdict, rests: Rests::default() };
            if noted {
                whole.rests.unfit = common.anywhere;
                whole.rests.common = common.marks;
                whole.note(files, grounds, terms);
            }
            done.insert(place, whole);
        }
    };
    let mut done = BTreeMap::new();
    if batches.len() < 2 {
        done.extend(work(store)?);
    } else {
        let git_dir = store.git_dir().to_owned();
        let opened = || work(&Store::open(&git_dir)?);
        std::thread::scope(|scope| -> Result<(), StoreFault> {
            let other = scope.spawn(opened);
            done.extend(opened()?);
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            Ok(())
        })?;
    }
    let mut whole = Whole::default();
    for (_, one) in done {
        whole.append(one);
    }
    whole.verdict = whole.verdict.in_order();
    Ok(whole)
}

/// The files by the folder that they have below their kind's: the plans, works and callbacks of a site lie together, a
/// ticket and its slips. They name each other, and what has been read as a record of its own is not read again as a
/// neighbour.
fn by_place(files: &[store::FileChange]) -> Vec<&store::FileChange> {
    let mut files: Vec<_> = files.iter().collect();
    // Within a folder the order of paths stays: kind by kind.
    files.sort_by(|a, b| below_kind(&a.path).cmp(below_kind(&b.path)));
    files
}

/// The folder of a path without `records/` and the kind: `000/S00001` of `records/plan/000/S00001/S00001-2025Q1.json`.
fn below_kind(path: &str) -> &str {
    let below = path.splitn(3, '/').nth(2).unwrap_or_default();
    below.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Cuts the files into batches that never part a folder, so that an attachment stays with its record.
fn batches<'f, 'a>(files: &'f [&'a store::FileChange]) -> Vec<&'f [&'a store::FileChange]> {
    let mut batches = Vec::new();
    let mut rest = files;
    while !rest.is_empty() {
        let mut len = rest.len().min(BATCH);
        while len < rest.len() && below_kind(&rest[len - 1].path) == below_kind(&rest[len].path) {
            len += 1;
        }
        let (batch, tail) = rest.split_at(len);
        batches.push(batch);
        rest = tail;
    }
    batches
}

/// A file with the bytes the engine looks at.
fn change(store: &Store, file: &store::FileChange) -> Result<FileChange, StoreFault> {
    let is_read = FileChange::is_read(&file.path);
    let after = file.after.map(|id| if is_read { store.file(id) } else { Ok(Vec::new()) }).transpose()?;
    Ok(FileChange { path: file.path.clone(), before: None, after })
}

impl Whole {
    /// Notes what a batch of these files rests on.
    fn note(&mut self, files: &[store::FileChange], grounds: Vec<Ground>, terms: &Terms) {
        let number = |path: &str| {
            let place = files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
            u32::try_from(place).ok()
        };
        let rests = &mut self.rests;
        for placed in &self.verdict.findings {
            match number(&placed.finding.path) {
                Some(file) => rests.again.push(file),
                None => rests.unfit = true,
            }
        }
        rests.again.sort_unstable();
        rests.again.dedup();
        let found = rests.again.len();
        for Ground { path, looked, holds } in grounds {
            let Some(file) = number(&path) else {
                rests.unfit = true;
                continue;
            };
            if rests.again[..found].binary_search(&file).is_ok() {
                continue;
            }
            if looked.anywhere || !holds.at(terms.now) {
                rests.again.push(file);
                continue;
            }
            rests.pairs.extend(looked.marks.iter().map(|mark| pair(*mark, file)));
            rests.from = rests.from.max(Some(holds.from));
            if holds.until < i64::MAX {
                rests.due.push((holds.until, file));
            }
        }
    }

    fn append(&mut self, other: Self) {
        self.verdict.append(other.verdict);
        let (rests, other) = (&mut self.rests, other.rests);
        rests.common.extend(other.common);
        rests.common.sort_unstable();
        rests.common.dedup();
        rests.pairs.extend(other.pairs);
        rests.due.extend(other.due);
        rests.from = rests.from.max(other.from);
        rests.again.extend(other.again);
        rests.unfit |= other.unfit;
    }
}
