//! What the reports over time share: where everything stood by a commit, at a moment; months; rates in cells.

use std::sync::atomic::AtomicUsize;

use super::moment::Moment;
use super::walk::{self, Anchors, Seen};
use super::words::Trouble;
use crate::ledger::Received;
use crate::measure::Tally;
use crate::measure::standings::{Family, Standings};
use crate::record::Kind;
use crate::record::instant::{Date, Instant, date};
use crate::render::{Cell, Column};
use crate::store::{Id, Store};
use crate::text::Text;

crate::texts! {
    FAMILY: "类别", "family";
    CALLBACKS: "回访", "callbacks";
    PLANS: "维护保养计划", "quarterly plans";
    MAINTENANCE: "维护保养", "maintenance";
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

/// Where everything stood by a commit, judged at a moment.
pub(super) fn standings(
    store: &Store,
    commit: Id,
    as_of: Instant,
    receipts: Option<&Received>,
) -> Result<(Standings, Seen), Trouble> {
    let mut history = store.history_of(commit)?;
    history.receipts = receipts.cloned();
    let snapshot = store.snapshot_of(commit)?;
    let mut standings = Standings::default();
    let mut anchors = Anchors::of(&snapshot)?;
    let visited = anchors.visit(&snapshot, as_of, &AtomicUsize::new(0), &mut |entry, world| {
        standings.take(entry, world, &history);
    })?;
    anchors.seen.add(visited);
    let sites = walk::each(&snapshot, &[Kind::Site], as_of, &mut |entry, world| {
        standings.take(entry, world, &history);
    })?;
    anchors.seen.add(sites);
    Ok((standings, anchors.seen))
}

/// The same of the moment a report is of.
pub(super) fn of_moment(store: &Store, moment: &Moment) -> Result<(Standings, Seen), Trouble> {
    standings(store, moment.commit, moment.as_of, moment.receipts.as_ref())
}

/// The head of a column of families.
pub(super) const FAMILY_COLUMN: Column = Column::text("family", &FAMILY);

/// All families, each with its cell.
pub(super) fn families() -> [(Family, Cell); 3] {
    let cell = |word, title: &'static Text| Cell::Word(word, title.into());
    [
        (Family::Callbacks, cell("callbacks", &CALLBACKS)),
        (Family::Plans, cell("plans", &PLANS)),
        (Family::Maintenance, cell("maintenance", &MAINTENANCE)),
    ]
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
