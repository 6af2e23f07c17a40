//! Which files were judged by what: paths, what was looked at for each, and when the time alone calls for another look.

use std::collections::BTreeSet;

use crate::ledger::Mark;

/// Files by number, what each rests on, and when it is due again. Files with findings are none of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sight {
    /// The path of each file; its place is its number.
    pub(super) paths: Vec<String>,
    /// Pairs of mark and file ([`pair`](super::super::whole::pair)), sorted.
    pub(super) pairs: Vec<u64>,
    /// From when on, in seconds since 1970, which file is judged again; sorted.
    pub(super) due: Vec<(i64, u32)>,
}

/// The mark of a pair.
pub(super) const fn mark(pair: u64) -> Mark {
    Mark((pair >> 32) as u32)
}

/// The file of a pair.
#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
pub(super) const fn file(pair: u64) -> u32 {
    pair as u32
}

impl Sight {
    /// The paths of files that looked at one of the marks, or fall due after one moment and until another.
    pub(super) fn called(&self, marks: &BTreeSet<Mark>, after: i64, until: i64) -> Option<Vec<String>> {
        let looked = self.pairs.iter().filter(|pair| marks.contains(&mark(**pair))).map(|pair| file(*pair));
        let due = self.due.iter().filter(|(at, _)| *at > after && *at <= until).map(|(_, file)| *file);
        looked.chain(due).map(|file| self.paths.get(file as usize).cloned()).collect()
    }

    /// These files and others, who count where both know a file. Files of which nothing is to be remembered are left out, and
    /// the rest is numbered in the order of paths.
    pub(super) fn with(self, others: Self) -> Self {
        let replaced: BTreeSet<&str> = others.paths.iter().map(String::as_str).collect();
        let stays: Vec<bool> = self.paths.iter().map(|path| !replaced.contains(path.as_str())).collect();
        drop(replaced);
        let used = |sight: &Self, stays: &dyn Fn(u32) -> bool| -> Vec<bool> {
            let mut used = vec![false; sight.paths.len()];
            let files = sight.pairs.iter().map(|pair| file(*pair)).chain(sight.due.iter().map(|(_, file)| *file));
            for file in files.filter(|file| stays(*file)) {
                if let Some(place) = used.get_mut(file as usize) {
                    *place = true;
                }
            }
            used
        };
        let mine = used(&self, &|file| stays.get(file as usize).is_some_and(|stays| *stays));
        let theirs = used(&others, &|_| true);
        // The order of paths, each with where it comes from.
        let mut order: Vec<(String, bool, usize)> = Vec::with_capacity(self.paths.len() + others.paths.len());
        order.extend(self.paths.into_iter().enumerate().filter(|(n, _)| mine[*n]).map(|(n, path)| (path, false, n)));
        order.extend(others.paths.into_iter().enumerate().filter(|(n, _)| theirs[*n]).map(|(n, path)| (path, true, n)));
        order.sort_unstable();
        let mut numbers = [vec![None; mine.len()], vec![None; theirs.len()]];
        let mut paths = Vec::with_capacity(order.len());
        for (number, (path, other, n)) in order.into_iter().enumerate() {
            numbers[usize::from(other)][n] = u32::try_from(number).ok();
            paths.push(path);
        }
        let mut merged = Self { paths, ..Self::default() };
        for (numbers, pairs, due) in [(&numbers[0], self.pairs, self.due), (&numbers[1], others.pairs, others.due)] {
            let number = |file: u32| numbers.get(file as usize).copied().flatten();
            merged.pairs.extend(
                pairs
                    .into_iter()
                    .filter_map(|pair| number(file(pair)).map(|file| pair & !u64::from(u32::MAX) | u64::from(file))),
            );
            merged.due.extend(due.into_iter().filter_map(|(at, file)| number(file).map(|file| (at, file))));
        }
        merged.pairs.sort_unstable();
        merged.due.sort_unstable();
        merged
    }

    /// About how many bytes it takes to keep.
    pub(super) fn weight(&self) -> usize {
        4 * self.pairs.len() + 24 * self.paths.len() + 8 * self.due.len()
    }
}
