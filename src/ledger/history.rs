//! What came when: the commits of the authoritative line and the one that first brought each record.

use std::collections::HashMap;

use super::Received;
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

impl Arrival {
    /// Takes in what is known of the same record from elsewhere.
    pub fn take(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }
}

/// What bears out that something was written down by a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// It was committed by then.
    pub committed: bool,
    /// It was received by then; nothing where there is no receipt log.
    pub received: Option<bool>,
}

/// The history of a line up to a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The commits that an arrival names, every one after its parents.
    pub commits: Vec<CommitInfo>,
    /// By path of the record: when it came and when it last changed.
    pub arrivals: HashMap<String, Arrival>,
    /// When the server received the commits, where there is a receipt log.
    pub receipts: Option<Received>,
}

impl History {
    /// What came when, with those of the commits that are named in it: most commits of a long line are not.
    ///
    /// The arrivals name places among `count` commits, of which `info` tells what is known.
    pub fn of(mut arrivals: HashMap<String, Arrival>, count: usize, info: impl Fn(usize) -> CommitInfo) -> Self {
        let mut named = vec![false; count];
        arrivals.values().flat_map(|arrival| [arrival.first, arrival.last]).for_each(|place| named[place] = true);
        let (mut commits, mut places) = (Vec::new(), vec![0; count]);
        for place in (0..count).filter(|place| named[*place]) {
            places[place] = commits.len();
            commits.push(info(place));
        }
        #[expect(clippy::iter_over_hash_type, reason = "each is put right by itself")]
        for arrival in arrivals.values_mut() {
            *arrival = Arrival { first: places[arrival.first], last: places[arrival.last] };
        }
        Self { commits, arrivals, receipts: None }
    }

    /// The commit that last changed the file at a path.
    pub fn last(&self, path: &str) -> Option<&CommitInfo> {
        self.arrivals.get(path).and_then(|arrival| self.commits.get(arrival.last))
    }

    /// The commit that first brought the file at a path.
    pub fn first(&self, path: &str) -> Option<&CommitInfo> {
        self.arrivals.get(path).and_then(|arrival| self.commits.get(arrival.first))
    }

    /// When the server received a commit, if the receipt log knows it.
    pub fn received(&self, commit: &CommitInfo) -> Option<Instant> {
        self.receipts.as_ref().and_then(|receipts| receipts.of(&commit.id))
    }

    /// Whether a commit came by a deadline, by the two clocks that the writer of a record does not set.
    pub fn evidence(&self, commit: Option<&CommitInfo>, deadline: Instant) -> Evidence {
        let received = |commit| self.received(commit).is_some_and(|at| at <= deadline);
        Evidence {
            committed: commit.is_some_and(|commit| commit.committed_at <= deadline),
            received: self.receipts.as_ref().map(|_| commit.is_some_and(received)),
        }
    }
}
