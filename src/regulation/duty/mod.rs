//! Who is on duty when: rosters laid out in time, looked up, and searched for moments that nobody covers (D-1).
//!
//! A roster's plan names groups and shifts; changes after publication override the plan for their time, a later one
//! an earlier. What results are [`Watch`]es: half-open pieces of time with people on duty. Only published rosters
//! count. Everything is read at computed paths: a shift may reach over an edge of its month, so the months before
//! and after are read too, and nothing else.

mod cover;
mod staffing;

pub use cover::{Span, gaps};
pub use staffing::{Absence, absences, is_deserted};

use std::collections::BTreeSet;

use crate::ledger::Records;
use crate::record::Kind;
use crate::record::duty_log::LogEntry;
use crate::record::duty_roster::{DutyRoster, RosterState};
use crate::record::id::{RosterId, StaffId};
use crate::record::instant::Instant;
use crate::regulation::policy::{Policies, named};

/// People on duty for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// The roster that says so.
    pub roster: RosterId,
    /// From when until when.
    pub span: Span,
    /// The group's name; nothing where a change names people instead.
    pub group: Option<String>,
    /// Who leads; nothing where a shift names a group that the roster does not have.
    pub leader: Option<StaffId>,
    /// Everyone on duty.
    pub members: Vec<StaffId>,
    /// The number under which the company lists the duty phone.
    pub phone: String,
    /// Who stands by.
    pub backup: Option<StaffId>,
    /// Where the roster says so: `/plan/shifts/0` or `/changes/0`.
    pub pointer: String,
}

impl Watch {
    /// Everyone it names: those on duty, the leader, who stands by.
    pub fn people(&self) -> BTreeSet<&StaffId> {
        self.members.iter().chain(&self.leader).chain(&self.backup).collect()
    }

    /// Whether a person is on duty in it (standing by is not being on duty).
    pub fn has(&self, person: &StaffId) -> bool {
        self.members.contains(person) || self.leader.as_ref() == Some(person)
    }
}

/// The watches of one roster, in order of their beginning, its changes laid over its plan.
pub fn watches(roster: &DutyRoster) -> Vec<Watch> {
    let planned = roster.plan.shifts.iter().enumerate().map(|(index, shift)| {
        let group = roster.group(&shift.group);
        Watch {
            roster: roster.id.clone(),
            span: Span { from: shift.starts_at, to: shift.ends_at },
            group: Some(shift.group.clone()),
            leader: group.map(|group| group.leader.clone()),
            members: group.map(|group| group.members.clone()).unwrap_or_default(),
            phone: shift.phone.clone(),
            backup: shift.backup.as_option().cloned(),
            pointer: format!("/plan/shifts/{index}"),
        }
    });
    let mut laid: Vec<Watch> = planned.filter(|watch| !watch.span.is_empty()).collect();
    for (index, change) in roster.changes.iter().enumerate() {
        let span = Span { from: change.starts_at, to: change.ends_at };
        if span.is_empty() {
            continue;
        }
        laid = laid
            .into_iter()
            .flat_map(|watch| {
                let left = watch.span.without(span);
                left.into_iter().map(move |span| Watch { span, ..watch.clone() })
            })
            .collect();
        laid.push(Watch {
            roster: roster.id.clone(),
            span,
            group: None,
            leader: Some(change.leader.clone()),
            members: change.members.clone(),
            phone: change.phone.clone(),
            backup: change.backup.as_option().cloned(),
            pointer: format!("/changes/{index}"),
        });
    }
    laid.sort_by(|a, b| (a.span, &a.pointer).cmp(&(b.span, &b.pointer)));
    laid
}

/// The roster of a month, if it is published.
pub fn published(records: &Records<'_>, month: &RosterId) -> Option<DutyRoster> {
    let roster = records.get::<DutyRoster>(&month.key(Kind::DutyRoster))?;
    (roster.state == RosterState::Published).then(|| (*roster).clone())
}

/// The watches that may touch a month: those of its own published roster and of the months before and after.
pub fn around(records: &Records<'_>, month: &RosterId) -> Vec<Watch> {
    let months = [month.previous(), Some(month.clone()), month.next()];
    let mut all: Vec<_> =
        months.iter().flatten().filter_map(|month| published(records, month)).flat_map(|it| watches(&it)).collect();
    all.sort_by(|a, b| (a.span, &a.roster, &a.pointer).cmp(&(b.span, &b.roster, &b.pointer)));
    all
}

/// Who is on duty at an instant, as the published rosters say; nothing if nobody is, or no roster says so.
pub fn on_duty(records: &Records<'_>, at: Instant) -> Vec<Watch> {
    let Some(month) = RosterId::of(at.day()) else {
        return Vec::new();
    };
    around(records, &month).into_iter().filter(|watch| watch.span.contains(at)).collect()
}

/// Whether an entry of the log was written later than the policy of its day allows.
pub fn entered_late(entry: &LogEntry, policies: &Policies) -> bool {
    let minutes = policies.number(&named::duty_log_minutes, entry.at.day());
    entry.recorded_at > entry.at.plus_minutes(minutes)
}

/// Whether the month of an instant has a published roster, so that it can be said who is on duty then.
pub fn is_rostered(records: &Records<'_>, at: Instant) -> bool {
    RosterId::of(at.day()).is_some_and(|month| published(records, &month).is_some())
}

#[cfg(test)]
mod tests;
