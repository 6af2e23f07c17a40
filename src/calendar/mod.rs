//! Working days, month arithmetic and the windows in which something is due.
//!
//! A year without a published calendar is unknown, never "without holidays": a window that touches one is
//! provisional. Months are always added to the original date (D6), rest days roll (D7), and every sum keeps its
//! lines, so that a due date can be explained. No clock and no policy here: both come as values.

pub mod months;
mod published;
pub mod rest;
pub mod sum;

use std::collections::BTreeMap;

use crate::record::calendar_year::CalendarYear;
use crate::record::instant::{Date, Instant};

pub use months::add_months;
pub use published::published;
pub use rest::{Rest, Rolled};
pub use sum::Sum;

/// The calendar of working days, year by year.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: BTreeMap<u16, CalendarYear>,
}

impl Calendar {
    /// A calendar of the years given.
    pub fn new(years: impl IntoIterator<Item = CalendarYear>) -> Self {
        Self { years: years.into_iter().map(|year| (year.year, year)).collect() }
    }

    /// The years it knows, oldest first.
    pub fn years(&self) -> impl Iterator<Item = u16> {
        self.years.keys().copied()
    }
}

/// From when and until when something may be done in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Earliest instant at which it counts.
    pub opens: Instant,
    /// The due day, after rolling.
    pub due_on: Date,
    /// Last instant in time, inclusive (24:00 of a day is 00:00 of the next).
    pub deadline: Instant,
    /// Whether an unpublished calendar year was touched, so that the day may still move.
    pub provisional: bool,
}

/// Where an instant lies to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timing {
    /// Before it opens: does not count.
    Early,
    /// Inside, both ends included.
    InTime,
    /// After the deadline.
    Late,
}

impl Window {
    /// Where an instant lies.
    pub fn timing(&self, at: Instant) -> Timing {
        if at < self.opens {
            Timing::Early
        } else if at <= self.deadline {
            Timing::InTime
        } else {
            Timing::Late
        }
    }

    /// Whether the deadline has passed at a moment.
    pub fn fallen_due(&self, as_of: Instant) -> bool {
        as_of > self.deadline
    }
}

/// 24:00 of a day: the last instant that still belongs to it.
pub fn end_of(day: Date) -> Instant {
    Instant::start_of(day).plus_hours(24)
}

#[cfg(test)]
mod tests;
