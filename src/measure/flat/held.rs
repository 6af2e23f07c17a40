//! Records as rows: what each is, in which state, and the commits that brought and last changed it.

use serde_json::Value;

use super::Came;
use crate::ledger::{Entry, History};
use crate::record::path::Key;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which record.
    pub key: Key,
    /// Its schema and version.
    pub schema: String,
    /// Its state, where its kind has one.
    pub state: Option<String>,
    /// The commit that first brought it.
    pub first: Came,
    /// The commit that last changed it.
    pub last: Came,
}

impl Held {
    /// A record as a row; nothing if the history does not know it.
    pub fn of(entry: &Entry, history: &History) -> Option<Self> {
        let path = entry.key.path();
        let text = |member: &str| entry.value.get(member).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            key: entry.key.clone(),
            schema: text("schema").unwrap_or_default(),
            state: text("state"),
            first: Came::of(history.first(&path)?, history),
            last: Came::of(history.last(&path)?, history),
        })
    }
}
