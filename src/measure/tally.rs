//! How many obligations stand where.

use std::ops::AddAssign;

use super::Rate;
use crate::ledger::Evidence;
use crate::regulation::obligation::Standing;

/// Counts of obligations by standing; each obligation is in exactly one of the first five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Done within the window, as the record claims.
    pub in_time: u64,
    /// Done after the deadline.
    pub late: u64,
    /// Fallen due and not done.
    pub missing: u64,
    /// Tried in vain and fallen due; never counted as done.
    pub unreachable: u64,
    /// Not done, window open, not yet fallen due; not part of any rate.
    pub not_yet_due: u64,
    /// Of the unreachable ones, those excused by the supervisor.
    pub excused: u64,
    /// Of those in time, the ones whose record was committed by the deadline.
    pub recorded: u64,
    /// Of those in time, the ones whose record the server had received by the deadline; nothing where there is no receipt log.
    pub received: Option<u64>,
}

impl Tally {
    /// One obligation.
    pub fn of(standing: Standing, excused: bool, evidence: Evidence) -> Self {
        let mut one = Self { received: evidence.received.map(|_| 0), ..Self::default() };
        match standing {
            Standing::InTime => {
                one.in_time = 1;
                one.recorded = u64::from(evidence.committed);
                one.received = evidence.received.map(u64::from);
            }
            Standing::Late => one.late = 1,
            Standing::Unreachable => {
                one.unreachable = 1;
                one.excused = u64::from(excused);
            }
            Standing::Missing => one.missing = 1,
            Standing::NotYetDue => one.not_yet_due = 1,
        }
        one
    }

    /// How many had fallen due or were done: the denominator of all rates.
    pub const fn due(&self) -> u64 {
        self.in_time + self.late + self.missing + self.unreachable
    }

    /// Done in time as the records claim.
    pub const fn claimed(&self) -> Rate {
        Rate { done: self.in_time, due: self.due() }
    }

    /// Done in time, and committed in time: what history bears out.
    pub const fn recorded(&self) -> Rate {
        Rate { done: self.recorded, due: self.due() }
    }

    /// Done in time, and received in time by the server; nothing where there is no receipt log.
    pub fn received(&self) -> Option<Rate> {
        self.received.map(|done| Rate { done, due: self.due() })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.in_time += other.in_time;
        self.late += other.late;
        self.missing += other.missing;
        self.unreachable += other.unreachable;
        self.not_yet_due += other.not_yet_due;
        self.excused += other.excused;
        self.recorded += other.recorded;
        self.received = match (self.received, other.received) {
            (Some(own), Some(others)) => Some(own + others),
            (own, others) => own.or(others),
        };
    }
}
