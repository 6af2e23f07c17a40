//! When things were written down: the gap between what a record tells and the commit that brought it, and the receipt.
//!
//! Each version of a record tells something new or nothing; the latest event it newly tells is set against the commit that
//! brought it. Nobody is accused by a doubtful clock: the earliest time that history allows is the one that counts (the
//! commit's own, or that of the commit with which it came onto the line, if that is earlier), and what was written in time
//! by its author's date but committed again later (a rebase) stands in a list of its own. Lateness that the record declares
//! with its reason is shown as declared.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Spread;
use crate::ledger::{Received, Version, Versions};
use crate::record::Kind;
use crate::record::id::TicketId;
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::regulation::constraint::told_events;
use crate::regulation::policy::{Policies, named};

/// How many late entries make a commit one in bulk.
pub const BULK: usize = 5;

/// The ends of the classes of gaps, in minutes.
pub const BUCKETS: [i64; 6] = [60, 24 * 60, 3 * 24 * 60, 7 * 24 * 60, 30 * 24 * 60, i64::MAX];

/// How an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Committed within the tolerance.
    InTime,
    /// Committed later; the record says so itself, with its reason.
    Declared,
    /// Committed later; by its author's date it had been written in time.
    Carried,
    /// Committed later, and nothing says why: late or back-dated.
    Late,
    /// It tells a time later than its commit: a clock was wrong, or the time was not true.
    Ahead,
}

/// What one version newly tells, and when it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The record.
    pub key: Key,
    /// The latest event it newly tells, as claimed.
    pub event: Instant,
    /// The commit that brought it.
    pub commit: usize,
    /// The author's date of that commit.
    pub written: Instant,
    /// The earliest time that history allows for that commit.
    pub committed: Instant,
    /// When it came onto the authoritative line.
    pub landed: Instant,
    /// When the server received it, where there is a receipt log.
    pub received: Option<Instant>,
    /// The reason the record declares for its lateness.
    pub reason: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// Whether the server received it after the tolerance, though it was committed within.
    pub held: bool,
}

impl Told {
    /// Minutes from the event to the commit.
    pub fn gap(&self) -> i64 {
        self.committed.seconds_since(self.event).div_euclid(60)
    }
}

/// Gaps of one kind of record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Event to commit, minutes.
    pub committed: Spread,
    /// Event to the line, minutes.
    pub landed: Spread,
    /// Event to receipt, minutes.
    pub received: Spread,
}

/// Two tickets of a book whose later number was opened earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backwards {
    /// The book.
    pub book: String,
    /// The number before, and when it was opened.
    pub before: (TicketId, Instant),
    /// The number after it, opened earlier.
    pub after: (TicketId, Instant),
}

/// A commit that brought many late entries at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulk {
    /// The commit.
    pub commit: usize,
    /// How many late entries.
    pub entries: usize,
    /// The earliest event.
    pub from: Instant,
    /// The latest event.
    pub to: Instant,
}

/// The figures.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    /// How many entries stand how.
    pub standings: BTreeMap<Standing, u64>,
    /// How many were received late though committed in time.
    pub held: u64,
    /// Gaps by kind.
    pub by_kind: BTreeMap<Kind, Gaps>,
    /// How many entries have a gap up to each of [`BUCKETS`]: to the commit, to the line, to the receipt.
    pub buckets: [[u64; 3]; BUCKETS.len()],
    /// All entries that are not simply in time, in the order of records and commits.
    pub listed: Vec<Told>,
    /// Opening times that run backwards within a book.
    pub backwards: Vec<Backwards>,
    /// Commits with many late entries.
    pub bulk: Vec<Bulk>,
    opened: Option<(String, TicketId, Instant)>,
}

/// What the entries are judged by.
pub struct Ground<'a> {
    /// The commits.
    pub versions: &'a Versions,
    /// When each came onto the line ([`Versions::landed_at`]).
    pub landed_at: &'a [Instant],
    /// The receipt log, where there is one.
    pub receipts: Option<&'a Received>,
    /// The policy values.
    pub policies: &'a Policies,
}

impl Ground<'_> {
    /// The earliest time that history allows for a commit.
    fn earliest(&self, commit: usize) -> Instant {
        self.versions.commits[commit].info.committed_at.min(self.landed_at[commit])
    }

    /// The versions by the earliest time that history allows for each, so that of two that tell the same the earlier counts.
    pub fn in_order<'v>(&self, versions: &'v [Version]) -> Vec<&'v Version> {
        let mut versions: Vec<_> = versions.iter().collect();
        versions.sort_by_key(|version| (self.earliest(version.commit), version.commit));
        versions
    }
}

impl Entries {
    /// Takes a record with all its versions, in the order of [`Ground::in_order`]; records in the order of their paths.
    ///
    /// Rest credits and their uses tell no event of their own: the work stands in its ticket, and is applied for afterwards.
    pub fn take(&mut self, key: &Key, versions: &[(usize, Value)], ground: &Ground<'_>) {
        if matches!(key.kind, Kind::RestCredit | Kind::RestUse) {
            return;
        }
        let mut known: BTreeSet<Instant> = BTreeSet::new();
        for (commit, value) in versions {
            let new: Vec<Instant> = told_events(value).into_iter().filter(|at| known.insert(*at)).collect();
            if let Some(event) = new.last() {
                let told = told(key, *event, *commit, value, ground);
                self.count(told);
            }
        }
        if let (Kind::Ticket, Some((_, last))) = (key.kind, versions.last()) {
            self.opening(key, last);
        }
    }

    /// Puts together what was found, once everything has been taken.
    #[must_use]
    pub fn finish(mut self) -> Self {
        let mut late: BTreeMap<usize, Vec<Instant>> = BTreeMap::new();
        for told in self.listed.iter().filter(|told| told.standing == Standing::Late) {
            late.entry(told.commit).or_default().push(told.event);
        }
        for (commit, mut events) in late.into_iter().filter(|(_, events)| events.len() >= BULK) {
            events.sort_unstable();
            if let (Some(from), Some(to)) = (events.first(), events.last()) {
                self.bulk.push(Bulk { commit, entries: events.len(), from: *from, to: *to });
            }
        }
        for gaps in self.by_kind.values_mut() {
            gaps.committed.sort();
            gaps.landed.sort();
            gaps.received.sort();
        }
        self
    }

    fn count(&mut self, told: Told) {
        *self.standings.entry(told.standing).or_default() += 1;
        self.held += u64::from(told.held);
        let minutes = |at: Instant| at.seconds_since(told.event).div_euclid(60).max(0);
        let gaps = [Some(minutes(told.committed)), Some(minutes(told.landed)), told.received.map(minutes)];
        let kind = self.by_kind.entry(told.key.kind).or_default();
        for (clock, (gap, spread)) in
            gaps.into_iter().zip([&mut kind.committed, &mut kind.landed, &mut kind.received]).enumerate()
        {
            spread.take(gap);
            if let Some(bucket) = gap.and_then(|gap| BUCKETS.iter().position(|end| gap <= *end)) {
                self.buckets[bucket][clock] += 1;
            }
        }
        if told.standing != Standing::InTime || told.held {
            self.listed.push(told);
        }
    }

    /// Sets the opening of a ticket beside that of the number before it in its book.
    fn opening(&mut self, key: &Key, value: &Value) {
        let text = |pointer| value.pointer(pointer).and_then(Value::as_str);
        let opened = text("/report/opened_at").and_then(Instant::parse);
        let (Some(book), Some(at), Ok(ticket)) = (text("/book"), opened, TicketId::parse(&key.id)) else {
            return;
        };
        let now = (book.to_owned(), ticket, at);
        if let Some((book, before, before_at)) = self.opened.replace(now.clone())
            && book == now.0
            && at < before_at
        {
            self.backwards.push(Backwards { book, before: (before, before_at), after: (now.1, at) });
        }
    }
}

fn told(key: &Key, event: Instant, commit: usize, value: &Value, ground: &Ground<'_>) -> Told {
    let info = &ground.versions.commits[commit].info;
    let committed = ground.earliest(commit);
    let received = ground.receipts.and_then(|receipts| receipts.of(&info.id));
    let hours = ground.policies.number(&named::record_entry_hours, event.day());
    let ahead = ground.policies.number(&named::clock_tolerance_minutes, event.day());
    let by = event.plus_hours(hours);
    let reason = value.pointer("/late/reason").and_then(Value::as_str).map(str::to_owned);
    // The commit's own time, not the earliest: a clock that history has already set back says nothing more.
    let standing = if event > info.committed_at.plus_minutes(ahead) {
        Standing::Ahead
    } else if committed <= by {
        Standing::InTime
    } else if reason.is_some() {
        Standing::Declared
    } else if info.authored_at >= event && info.authored_at <= by {
        Standing::Carried
    } else {
        Standing::Late
    };
    let held = standing == Standing::InTime && received.is_some_and(|at| at > by);
    Told {
        key: key.clone(),
        event,
        commit,
        written: info.authored_at,
        committed,
        landed: ground.landed_at[commit],
        received,
        reason,
        standing,
        held,
    }
}

#[cfg(test)]
mod tests;
