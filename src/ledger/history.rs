//! What came when: the commits of the authoritative line and the one that first brought each record.

use std::collections::BTreeMap;

use crate::record::instant::Instant;

/// A commit, as far as reports speak of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitInfo {
    /// Its id, 40 hexadecimal digits.
    pub id: String,
    /// When the author says it was written.
    pub authored_at: Instant,
    /// When it was committed.
    pub committed_at: Instant,
    /// The author's address.
    pub author_email: String,
}

/// How a record came into the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The commit that first brought it: a place in [`History::commits`].
    pub first: usize,
    /// The commit that last changed it.
    pub last: usize,
}

/// The history of a line up to a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The commits, every one after its parents.
    pub commits: Vec<CommitInfo>,
    /// By path of the record: when it came and when it last changed.
    pub arrivals: BTreeMap<String, Arrival>,
}

impl History {
    /// The commit that last changed the file at a path.
    pub fn last(&self, path: &str) -> Option<&CommitInfo> {
        self.arrivals.get(path).and_then(|arrival| self.commits.get(arrival.last))
    }

    /// The commit that first brought the file at a path.
    pub fn first(&self, path: &str) -> Option<&CommitInfo> {
        self.arrivals.get(path).and_then(|arrival| self.commits.get(arrival.first))
    }
}
