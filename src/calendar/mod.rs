//! Working days, month arithmetic and the windows in which something is due.
//!
//! A year without a published calendar is unknown, never "without holidays": a window that touches one is provisional.

use std::collections::BTreeMap;

use crate::record::calendar_year::CalendarYear;
use crate::record::instant::{Date, Instant};

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
