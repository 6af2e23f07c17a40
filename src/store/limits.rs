//! How much a push may bring before it is refused unjudged: entries, commits, seconds.
//!
//! A pack of a few kilobytes can unfold into a thousand million files, so the walks count what they visit and stop.
//! Only whoever receives pushes sets limits; an audit of one's own history has none. Beyond a limit there is no
//! verdict, and without a verdict nothing comes in.

use std::cell::{Cell, OnceCell};
use std::time::{Duration, Instant};

use super::{FaultKind, Store, StoreFault, fault};
use crate::text::{Message, Text};

/// What a push may bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Files and folders that differ, over all commits.
    pub entries: u64,
    /// Commits.
    pub commits: u64,
    /// Seconds a judgement may take.
    pub seconds: u64,
}

/// Enough for three days offline of a large company, and little enough for a small server.
const USUAL: Limits = Limits { entries: 500_000, commits: 20_000, seconds: 300 };

/// The names in git's configuration under which a server's administrator sets other limits.
const NAMES: [&str; 3] = ["weibao.maxentries", "weibao.maxcommits", "weibao.maxseconds"];

/// What has been used up so far.
#[derive(Debug, Default)]
pub(super) struct Spent {
    limits: OnceCell<(Limits, Instant)>,
    entries: Cell<u64>,
}

impl Store {
    /// Holds everything read from here on to the limits that the repository's configuration sets, or the usual ones.
    pub fn limit_as_configured(&self) {
        let [entries, commits, seconds] = NAMES.map(|name| self.config(name).and_then(|text| text.trim().parse().ok()));
        self.limit(Limits {
            entries: entries.unwrap_or(USUAL.entries),
            commits: commits.unwrap_or(USUAL.commits),
            seconds: seconds.unwrap_or(USUAL.seconds),
        });
    }

    /// Holds everything read from here on to limits; those that are set first stay.
    pub fn limit(&self, limits: Limits) {
        let _ = self.limits.limits.set((limits, Instant::now()));
    }
}

impl Spent {
    /// Counts an entry that differs.
    pub(super) fn entry(&self) -> Result<(), StoreFault> {
        self.entries.set(self.entries.get() + 1);
        match self.limits.get() {
            Some((limits, _)) if self.entries.get() > limits.entries => {
                Err(beyond(&fault::TOO_MANY_ENTRIES, limits.entries, NAMES[0]))
            }
            _ => Ok(()),
        }
    }

    /// Refuses more commits than may come.
    pub(super) fn require_commits(&self, found: usize) -> Result<(), StoreFault> {
        match self.limits.get() {
            Some((limits, _)) if found as u64 > limits.commits => {
                Err(beyond(&fault::TOO_MANY_COMMITS, limits.commits, NAMES[1]))
            }
            _ => Ok(()),
        }
    }

    /// Refuses to go on when the time is up.
    pub(super) fn require_time(&self) -> Result<(), StoreFault> {
        match self.limits.get() {
            Some((limits, begun)) if begun.elapsed() > Duration::from_secs(limits.seconds) => {
                Err(beyond(&fault::TOO_LONG, limits.seconds, NAMES[2]))
            }
            _ => Ok(()),
        }
    }
}

fn beyond(text: &'static Text, limit: u64, name: &str) -> StoreFault {
    StoreFault::new(FaultKind::TooMuch, Message::new(text).with("limit", limit).with("name", name))
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    #[test]
    fn beyond_a_limit_there_is_no_verdict() {
        let trial = Trial::new();
        trial.write("records/staff/a1.json", "1\n");
        let first = trial.commit_all("x");
        trial.write("records/staff/b1.json", "1\n");
        let second = trial.commit_all("y");
        let told = |limits| {
            let store = trial.store();
            store.limit(limits);
            let (before, after) = (store.snapshot_of(first)?, store.snapshot_of(second)?);
            store.changes(&before, &after)?;
            store.commits(&[], second).map(drop)
        };
        let enough = Limits { entries: 9, commits: 2, seconds: 60 };
        assert!(told(enough).is_ok());
        for less in [Limits { entries: 1, ..enough }, Limits { commits: 1, ..enough }, Limits { seconds: 0, ..enough }]
        {
            std::thread::sleep(Duration::from_millis(2));
            assert_eq!(told(less).unwrap_err().kind, FaultKind::TooMuch, "{less:?}");
        }
    }
}
