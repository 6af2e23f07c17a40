//! The demo: a company's year of after-sales service as a story, told into a records repository.
//!
//! A discrete-event story in true time order: people join, books are issued, systems installed, faults reported and repaired,
//! users called back and visited; some of it late, missing, or entered late. Each act is one commit with its true author and
//! the time of entry, judged by the same gate as anybody's. The same seed tells the same story, down to the commit ids.
//!
//! Beside the repository the storyteller leaves `truth.json`: what every report must find, computed while planning, with
//! the story's own arithmetic ([`truth`]); no report code is used here.

pub mod act;
pub mod books;
pub mod calls;
pub mod cast;
pub mod chance;
mod courses;
pub mod days;
pub mod drawing;
pub mod duty;
pub mod emergencies;
pub mod fates;
pub mod founding;
mod hand_ins;
pub mod installs;
pub mod paper;
pub mod recent;
pub mod repairs;
pub mod rest;
pub mod scribe;
mod setbacks;
pub mod sites;
pub mod story;
pub mod telling;
mod trainings;
mod trips;
pub mod truth;
mod upgrades;
mod upkeep;
mod upkeep_forms;
pub mod visits;
pub mod words;
mod works;

use serde::Serialize;

use crate::desk::DeskError;
use crate::record::id::BadId;
use crate::record::instant::{Date, Instant};

/// Why a story could not be told.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// An identifier came out wrong.
    #[error(transparent)]
    Id(#[from] BadId),
    /// A form could not be written as JSON.
    #[error("a form cannot be written")]
    Form(#[from] serde_json::Error),
    /// A key could not sign.
    #[error("a key cannot sign")]
    Sign(#[from] crate::sign::SignFault),
    /// The story contradicts itself; a mistake in this program.
    #[error("the story does not hold together: {0}")]
    Story(String),
    /// The desk could not do an act; a mistake in this program.
    #[error("the desk cannot do an act of the story")]
    Desk(#[from] DeskError),
    /// The repository could not be read or written.
    #[error("the repository cannot be written")]
    Store(#[source] crate::store::StoreFault),
    /// A place could not be read.
    #[error(transparent)]
    Unreadable(#[from] crate::ledger::Unreadable),
    /// The gate refused an act; a mistake in this program.
    #[error("the gate refused an act of the story:\n{0}")]
    Refused(String),
}

/// What story to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Options {
    /// Years of repairs, before which one more year of installations lies.
    pub years: u32,
    /// Technicians.
    pub technicians: usize,
    /// Sites.
    pub sites: u32,
    /// Seed of chance.
    pub seed: u64,
}

/// The story's last day; fixed, so that the same options tell the same story on any day.
const LAST_DAY: (i32, u32, u32) = (2026, 6, 30);

impl Options {
    /// First day of the story: a year before the first ticket, or as far back as calendars are announced.
    pub fn founded(&self) -> Date {
        let earliest = Date::from_ymd_opt(2024, 1, 2).unwrap_or_default();
        let lead =
            Date::from_ymd_opt(LAST_DAY.0 - i32::try_from(self.years).unwrap_or(1) - 1, 7, 1).unwrap_or_default();
        lead.max(earliest)
    }

    /// First day of tickets.
    pub fn opened(&self) -> Date {
        let first = Date::from_ymd_opt(LAST_DAY.0 - i32::try_from(self.years).unwrap_or(1), 7, 1).unwrap_or_default();
        first.max(days::plus(self.founded(), 30))
    }

    /// The moment the story ends, and as of which figures are given.
    pub fn as_of(&self) -> Instant {
        days::at(Date::from_ymd_opt(LAST_DAY.0, LAST_DAY.1, LAST_DAY.2).unwrap_or_default(), 20 * 60)
    }

    /// Identity of the repository.
    pub fn repository(&self) -> String {
        format!("weibao-demo-{}", self.seed)
    }
}

#[cfg(test)]
mod tests;
