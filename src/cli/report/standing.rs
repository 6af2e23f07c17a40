//! What the reports over time share: where everything stood by a commit, at a moment; months; rates in cells.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicUsize;

use super::moment::Moment;
use super::walk::{self, Anchors, Seen};
use super::words::Trouble;
use crate::ledger::{Entry, Received};
use crate::measure::counts::{self, Counts};
use crate::measure::standings::Standings;
use crate::measure::{Family, Tally};
use crate::record::Kind;
use crate::record::instant::{Date, Instant, date};
use crate::regulation::obligation;
use crate::regulation::world::World;
use crate::render::{Cell, Column};
use crate::store::{Id, Store};

crate::texts! {
    FAMILY: "类别", "family";
}

/// A month such as `2026-03`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Month(Date);

impl Month {
    /// Reads `2026-03`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let first = if text.len() == 7 { date::parse(&format!("{text}-01")) } else { None };
        first.map(Self).ok_or_else(|| format!("`{text}` is not a month such as 2026-03"))
    }

    /// The month of a day.
    pub(super) fn of(day: Date) -> Option<Self> {
        use chrono::Datelike as _;
        day.with_day(1).map(Self)
    }

    /// The month before.
    pub(super) fn before(&self) -> Option<Self> {
        self.0.pred_opt().and_then(Self::of)
    }

    /// Its last day.
    pub(super) fn last_day(&self) -> Option<Date> {
        self.0.checked_add_months(chrono::Months::new(1))?.pred_opt()
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

/// What was known by a commit, judged at a moment.
pub(super) struct Known {
    /// Where every obligation stood.
    pub(super) standings: Standings,
    /// What every record added to the counts.
    pub(super) counts: Counts,
}

/// What was known by a commit, judged at a moment.
pub(super) fn known(
    store: &Store,
    commit: Id,
    as_of: Instant,
    receipts: Option<&Received>,
) -> Result<(Known, Seen), Trouble> {
    let mut history = store.history_of(commit, Kind::ALL)?;
    history.receipts = receipts.cloned();
    let snapshot = store.snapshot_of(commit)?;
    let mut known = Known { standings: Standings::default(), counts: Counts::default() };
    let mut take = |entry: &Entry, world: &World<'_>| {
        known.standings.take(entry, world, &history);
        known.counts.take(entry, world);
    };
    let mut anchors = Anchors::of(&snapshot)?;
    let visited = anchors.visit(&snapshot, as_of, &AtomicUsize::new(0), &mut take)?;
    anchors.seen.add(visited);
    // The anchors have read every callback; of visits that demand nothing more there are still parts and signatures to count.
    walk::each(&snapshot, &[Kind::OnsiteCallback], as_of, &mut |entry, world| known.counts.take(entry, world))?;
    let mut take = |entry: &Entry, world: &World<'_>| {
        known.standings.take(entry, world, &history);
        known.counts.take(entry, world);
    };
    let others = walk::each(&snapshot, &others(), as_of, &mut take)?;
    anchors.seen.add(others);
    Ok((known, anchors.seen))
}

/// The kinds beside callbacks, installations and tickets that make anything due or add to a count.
fn others() -> Vec<Kind> {
    let due = obligation::ALL.iter().flat_map(|rule| rule.anchors).copied();
    let mut kinds: BTreeSet<Kind> = due.chain(counts::kinds()).collect();
    for kind in [Kind::PhoneCallback, Kind::OnsiteCallback, Kind::Install, Kind::Ticket] {
        kinds.remove(&kind);
    }
    kinds.into_iter().collect()
}

/// The same of the moment a report is of.
pub(super) fn of_moment(store: &Store, moment: &Moment) -> Result<(Known, Seen), Trouble> {
    known(store, moment.commit, moment.as_of, moment.receipts.as_ref())
}

/// The head of a column of families.
pub(super) const FAMILY_COLUMN: Column = Column::text("family", &FAMILY);

/// A family as a cell.
pub(super) fn family(family: Family) -> Cell {
    Cell::Word(family.word(), family.name().into())
}

/// The rates by claim, by commit and by receipt.
pub(super) fn rates(tally: &Tally) -> [Cell; 3] {
    let (claimed, recorded) = (tally.claimed(), tally.recorded());
    [
        Cell::Rate(claimed.done, claimed.due),
        Cell::Rate(recorded.done, recorded.due),
        tally.received().map_or(Cell::Unknown, |rate| Cell::Rate(rate.done, rate.due)),
    ]
}
