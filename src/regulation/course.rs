//! The course of an incident: its entries, read from the incident's own folder and nowhere else.
//!
//! Entries are never changed; one that a later entry corrects stays in the course, and no longer counts. Whoever asks
//! for a clock gets the first event that still counts, so that writing more can only add to what is known.

use std::collections::BTreeSet;

use crate::ledger::{Form, Records};
use crate::record::Kind;
use crate::record::id::{IncidentEntryId, IncidentId, StaffId};
use crate::record::incident_entry::{IncidentEntry, Report, What};
use crate::record::instant::Instant;
use crate::record::path::Key;

/// Minutes from a head's own receipt within which they reach the office (E-2.1: exactly 20:00 passes, D8).
pub const HEAD_MINUTES: i64 = 20;

/// Minutes from learning of the event within which the general manager has a report (E-3.1: exactly 4:00:00 passes, D8).
pub const GENERAL_MANAGER_MINUTES: i64 = 4 * 60;

/// The entries of one incident in the order of events; of equal times the one written down first.
#[derive(Debug)]
pub struct Course {
    entries: Vec<Form<IncidentEntry>>,
    corrected: BTreeSet<IncidentEntryId>,
}

/// A department head on the way (E-2.1).
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// Who.
    pub person: &'a StaffId,
    /// Their first notification.
    pub notified: &'a IncidentEntry,
    /// Their first arrival.
    pub arrived: Option<&'a IncidentEntry>,
}

impl Head<'_> {
    /// The last moment in time.
    pub fn deadline(&self) -> Instant {
        self.notified.at.plus_minutes(HEAD_MINUTES)
    }

    /// Whether the lateness is declared, by whichever of the two entries was written knowing it.
    pub fn declared(&self) -> bool {
        self.notified.late.is_some() || self.arrived.is_some_and(|arrived| arrived.late.is_some())
    }
}

impl Course {
    /// Reads the course of an incident.
    pub fn of(records: &Records<'_>, incident: &IncidentId) -> Self {
        // Any entry's key names the folder.
        let any = Key { kind: Kind::IncidentEntry, id: format!("{incident}.aa-001") };
        Self::from(records.siblings(&any).iter().filter_map(|key| records.get(key)).collect())
    }

    fn from(mut entries: Vec<Form<IncidentEntry>>) -> Self {
        entries.sort_by(|a, b| (a.at, a.recorded_at, &a.id).cmp(&(b.at, b.recorded_at, &b.id)));
        let corrected = entries.iter().filter_map(|entry| Some(entry.corrects.as_ref()?.entry.clone())).collect();
        Self { entries, corrected }
    }

    /// The course as it had been written down by a moment.
    #[must_use]
    pub fn recorded_by(self, at: Instant) -> Self {
        Self::from(self.entries.into_iter().filter(|entry| entry.recorded_at <= at).collect())
    }

    /// Every entry, corrected ones too.
    pub fn all(&self) -> impl Iterator<Item = &IncidentEntry> {
        self.entries.iter().map(|entry| &**entry)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing has been written down yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a later entry corrects this one.
    pub fn is_corrected(&self, entry: &IncidentEntryId) -> bool {
        self.corrected.contains(entry)
    }

    /// The entries that count.
    pub fn counting(&self) -> impl Iterator<Item = &IncidentEntry> {
        self.all().filter(|entry| !self.is_corrected(&entry.id))
    }

    /// The entries of one kind that count.
    pub fn of_kind(&self, what: What) -> impl Iterator<Item = &IncidentEntry> {
        self.counting().filter(move |entry| entry.what == what)
    }

    /// The first entry of a kind that counts.
    pub fn first(&self, what: What) -> Option<&IncidentEntry> {
        self.of_kind(what).next()
    }

    /// The entry of that id.
    pub fn entry(&self, id: &IncidentEntryId) -> Option<&IncidentEntry> {
        self.all().find(|entry| entry.id == *id)
    }

    /// The heads that were notified, in the order of their first notifications.
    pub fn heads(&self) -> Vec<Head<'_>> {
        let mut heads: Vec<Head<'_>> = Vec::new();
        for notified in self.of_kind(What::HeadNotified) {
            let Some(told) = &notified.head_notified else {
                continue;
            };
            if heads.iter().all(|head| head.person != &told.person) {
                heads.push(Head { person: &told.person, notified, arrived: self.arrival_of(&told.person) });
            }
        }
        heads
    }

    fn arrival_of(&self, person: &StaffId) -> Option<&IncidentEntry> {
        self.of_kind(What::HeadArrived)
            .find(|entry| entry.head_arrived.as_ref().is_some_and(|arrived| arrived.person == *person))
    }

    /// The reports to the leaders that count.
    pub fn reports(&self) -> impl Iterator<Item = (&IncidentEntry, &Report)> {
        self.of_kind(What::Report).filter_map(|entry| Some((entry, entry.report.as_ref()?)))
    }
}
