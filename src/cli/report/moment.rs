//! What a report is of: a commit and a moment.

use super::words::Trouble;
use crate::calendar::end_of;
use crate::record::instant::{Instant, date};
use crate::store::{Id, Store};

/// A commit and a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    /// The commit whose records are counted.
    pub(super) commit: Id,
    /// The moment they are judged at.
    pub(super) as_of: Instant,
}

impl Moment {
    /// Reads `--as-of`. A day or an instant judges the records of HEAD; a commit judges its own, when it was made.
    ///
    /// A day means: once it is over, so that what was due on it has fallen due; hence the second after its end.
    pub(super) fn of(store: &Store, text: Option<&str>, now: Instant) -> Result<Self, Trouble> {
        let head = || store.resolve("HEAD");
        let Some(text) = text else {
            return Ok(Self { commit: head()?, as_of: now });
        };
        if let Some(as_of) = Instant::parse(text).or_else(|| date::parse(text).map(|day| end_of(day).plus_seconds(1))) {
            return Ok(Self { commit: head()?, as_of });
        }
        let commit = store.resolve(text).map_err(|fault| Trouble::no_moment(text, &fault))?;
        Ok(Self { commit, as_of: store.commit_header(commit)?.info.committed_at })
    }
}
