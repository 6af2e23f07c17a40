//! When the server took each commit in: the third clock, which nobody who writes records can set.

use std::collections::BTreeMap;

use super::Receipts;
use crate::record::instant::Instant;

/// The instant of receipt by commit id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received(BTreeMap<String, Instant>);

impl Received {
    /// Reads lines `COMMIT INSTANT`; empty lines and lines that begin with `#` say nothing. The number of the first line
    /// that is neither is the error.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut receipts = Self::default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let read = line.split_once(char::is_whitespace).and_then(|(commit, at)| {
                let whole = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
                Some((commit, Instant::parse(at.trim())?)).filter(|_| whole)
            });
            let (commit, at) = read.ok_or(number + 1)?;
            receipts.take(commit, at);
        }
        Ok(receipts)
    }

    /// Takes a receipt down; of two for one commit the earlier counts.
    pub fn take(&mut self, commit: &str, at: Instant) {
        let known = self.0.entry(commit.to_ascii_lowercase()).or_insert(at);
        *known = at.min(*known);
    }

    /// When a commit was received, if the log knows it.
    pub fn of(&self, commit: &str) -> Option<Instant> {
        self.0.get(commit).copied()
    }
}

impl From<&Receipts> for Received {
    /// What the server's log says of each commit.
    fn from(log: &Receipts) -> Self {
        log.by_commit.keys().filter_map(|commit| Some((commit.clone(), log.received_at(commit)?))).collect()
    }
}

impl FromIterator<(String, Instant)> for Received {
    fn from_iter<T: IntoIterator<Item = (String, Instant)>>(receipts: T) -> Self {
        let mut all = Self::default();
        for (commit, at) in receipts {
            all.take(&commit, at);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn the_first_receipt_of_a_commit_counts() {
        let text = format!("# log\n\n{COMMIT} 2026-03-02T09:00:00+08:00\n{COMMIT} 2026-03-01T09:00:00+08:00\n");
        let receipts = Received::parse(&text).unwrap();
        assert_eq!(receipts.of(COMMIT).unwrap().to_string(), "2026-03-01T09:00:00+08:00");
    }

    #[test]
    fn a_line_that_is_no_receipt_is_named_by_its_number() {
        assert_eq!(Received::parse(&format!("{COMMIT} 2026-03-01T09:00:00+08:00\n{COMMIT} yesterday\n")), Err(2));
        assert_eq!(Received::parse("0123 2026-03-01T09:00:00+08:00"), Err(1));
    }
}
