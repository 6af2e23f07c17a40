//! Flat rows: what the figures are counted from, one row an obligation, event, record and book, for engines that compute
//! beyond one machine.
//!
//! A row tells facts that only a commit can change, never where something stands at a moment: a deadline passes without a
//! commit, and who counts sets the rows against a moment of their own choice. So rows of the past stay as they are.

mod events;
mod held;
mod obligations;

pub use events::{Event, events};
pub use held::Held;
pub use obligations::{Due, due};

use crate::ledger::{CommitInfo, History};
use crate::record::instant::Instant;

/// A commit and when it came, by the two clocks that the writer of a record does not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// The commit's id.
    pub commit: String,
    /// When it was committed.
    pub committed_at: Instant,
    /// When the server received it, where there is a receipt log that knows it.
    pub received_at: Option<Instant>,
}

impl Came {
    fn of(commit: &CommitInfo, history: &History) -> Self {
        Self { commit: commit.id.clone(), committed_at: commit.committed_at, received_at: history.received(commit) }
    }
}
