//! Emergencies: every clock of every incident, and what its course holds (E-1 to E-4).
//!
//! A clock counts from the moment it began to run; what was done after the moment of the report counts as not yet done.
//! The distance from the event itself is shown beside that from learning of it (E-3.1), and is unknown where the time of
//! the event is.

use std::collections::BTreeMap;

use super::{Rate, Tally};
use crate::ledger::{Entry, Evidence};
use crate::record::id::{IncidentId, StaffId};
use crate::record::incident::{Incident, IncidentState};
use crate::record::incident_entry::{IncidentEntry, What};
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::regulation::course::Course;
use crate::regulation::leaders::{self, Came};
use crate::regulation::obligation::{Clocks, Fulfilment, Obligation, ObligationRule, Standing};
use crate::regulation::policy::named;
use crate::regulation::world::World;
use crate::text::Message;

/// One incident.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which.
    pub id: IncidentId,
    /// State.
    pub state: IncidentState,
    /// When it was reported to us.
    pub received_at: Instant,
    /// Who received the report.
    pub received_by: StaffId,
    /// Its clocks.
    pub clocks: Tally,
    /// Minutes until the company was informed.
    pub informed_minutes: Option<i64>,
    /// Minutes from learning of it until the general manager had a report.
    pub gm_minutes: Option<i64>,
    /// Minutes from the event itself until then.
    pub gm_minutes_from_event: Option<i64>,
    /// The posts of the five that were reached, or are vacant, or were left with a reason.
    pub posts: Rate,
    /// Instructions conveyed.
    pub conveyed: Rate,
    /// Reports to the leaders.
    pub reports: u64,
    /// Entries of its course.
    pub entries: u64,
    /// Of these, written down long after the event.
    pub entered_late: u64,
    /// Of these, corrected by a later one.
    pub corrected: u64,
}

/// A clock that was missed.
#[derive(Debug, Clone)]
pub struct Miss {
    /// The rule it comes from.
    pub rule: &'static ObligationRule,
    /// The incident.
    pub incident: IncidentId,
    /// What was to be done: the incident, or the entry that notified a head.
    pub key: Key,
    /// Who was to see to it.
    pub responsible: Option<StaffId>,
    /// By when.
    pub deadline: Instant,
    /// Late, or missing.
    pub standing: Standing,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// How the deadline came about.
    pub steps: Vec<Message>,
}

/// The figures.
#[derive(Debug, Clone)]
pub struct Incidents {
    as_of: Instant,
    /// All clocks.
    pub total: Tally,
    /// By rule id, with the rule.
    pub by_clock: BTreeMap<&'static str, (&'static ObligationRule, Tally)>,
    /// By month in which the incident was reported (`2026-03`).
    pub by_month: BTreeMap<String, Tally>,
    /// Every incident, in the order in which they were reported.
    pub lines: Vec<Line>,
    /// Every clock that was missed, by deadline.
    pub misses: Vec<Miss>,
}

impl Incidents {
    /// Nothing counted yet.
    pub fn new(as_of: Instant) -> Self {
        Self {
            as_of,
            total: Tally::default(),
            by_clock: BTreeMap::new(),
            by_month: BTreeMap::new(),
            lines: Vec::new(),
            misses: Vec::new(),
        }
    }

    /// Counts one incident, if it had been reported by then.
    pub fn take(&mut self, entry: &Entry, world: &World<'_>) {
        let Some(incident) = entry.form::<Incident>().filter(|it| it.intake.received_at <= self.as_of) else {
            return;
        };
        let course = Course::of(world.records, &incident.id);
        let mut clocks = Tally::default();
        for clock in Clocks::new(&entry.key, incident, &course, world).all() {
            if clock.arose_at <= self.as_of {
                clocks += self.count(incident, clock);
            }
        }
        self.total += clocks;
        *self.by_month.entry(incident.intake.received_at.day().format("%Y-%m").to_string()).or_default() += clocks;
        self.lines.push(line(incident, &course, world, clocks));
    }

    fn count(&mut self, incident: &Incident, clock: Obligation) -> Tally {
        let standing = clock.standing(self.as_of);
        let one = Tally::of(standing, false, Evidence::default());
        self.by_clock.entry(clock.rule.id).or_insert_with(|| (clock.rule, Tally::default())).1 += one;
        if matches!(standing, Standing::Late | Standing::Missing) {
            self.misses.push(Miss {
                rule: clock.rule,
                incident: incident.id.clone(),
                key: clock.key,
                responsible: clock.responsible,
                deadline: clock.window.deadline,
                standing,
                done_at: match clock.fulfilment {
                    Fulfilment::Done { at } if at <= self.as_of => Some(at),
                    _ => None,
                },
                steps: clock.steps,
            });
        }
        one
    }

    /// Puts the lists in order, once everything has been counted.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.lines.sort_by(|a, b| (a.received_at, &a.id).cmp(&(b.received_at, &b.id)));
        self.misses.sort_by(|a, b| (a.deadline, &a.key, a.rule.id).cmp(&(b.deadline, &b.key, b.rule.id)));
        self
    }
}

fn line(incident: &Incident, course: &Course, world: &World<'_>, clocks: Tally) -> Line {
    let intake = &incident.intake;
    let minutes = |from: Instant, entry: &IncidentEntry| entry.at.seconds_since(from) / 60;
    let gm = course.first(What::GmReport);
    let calls = leaders::wanted(world.records, intake.received_at.day());
    let conveyed = |instruction: &&IncidentEntry| {
        let mut told = course.of_kind(What::Conveyed).filter_map(|entry| entry.conveyed.as_ref());
        told.any(|conveyed| conveyed.instruction == instruction.id)
    };
    let late = |entry: &&IncidentEntry| entered_late(entry, world);
    let count = |number: usize| number as u64;
    Line {
        id: incident.id.clone(),
        state: incident.state,
        received_at: intake.received_at,
        received_by: intake.received_by.clone(),
        clocks,
        informed_minutes: course.first(What::CompanyInformed).map(|entry| minutes(intake.received_at, entry)),
        gm_minutes: gm.map(|entry| minutes(intake.received_at, entry)),
        gm_minutes_from_event: gm.zip(intake.occurred_at.as_option()).map(|(entry, at)| minutes(*at, entry)),
        posts: Rate {
            done: count(calls.iter().filter(|wanted| wanted.came(course) == Came::Answered).count()),
            due: count(calls.len()),
        },
        conveyed: Rate {
            done: count(course.of_kind(What::Instruction).filter(conveyed).count()),
            due: count(course.of_kind(What::Instruction).count()),
        },
        reports: count(course.reports().count()),
        entries: count(course.len()),
        entered_late: count(course.all().filter(late).count()),
        corrected: count(course.all().filter(|entry| course.is_corrected(&entry.id)).count()),
    }
}

/// Whether an entry was written down long after what it tells.
pub(super) fn entered_late(entry: &IncidentEntry, world: &World<'_>) -> bool {
    let most = world.policies.number(&named::entry_late_minutes, entry.at.day());
    entry.recorded_at > entry.at.plus_minutes(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Scene, at, entry_path, incident, incident_entry, open_incident};

    fn counted(scene: Scene, as_of: &str) -> Incidents {
        scene.now(as_of).world(|world| {
            let mut figures = Incidents::new(at(as_of));
            figures.take(&world.records.entry(&incident().key).unwrap(), world);
            figures.finish()
        })
    }

    #[test]
    fn an_incident_handled_by_the_book_misses_nothing() {
        let figures = counted(Scene::company(), "2025-04-01T00:00:00+08:00");
        assert_eq!((figures.total.in_time, figures.total.due()), (4, 4));
        assert!(figures.misses.is_empty());
        let line = &figures.lines[0];
        assert_eq!(
            (line.informed_minutes, line.gm_minutes, line.gm_minutes_from_event),
            (Some(2), Some(105), Some(120))
        );
        assert_eq!((line.posts, line.conveyed), (Rate { done: 5, due: 5 }, Rate { done: 1, due: 1 }));
        assert_eq!((line.reports, line.entries, line.entered_late, line.corrected), (2, 19, 0, 0));
    }

    #[test]
    fn a_late_head_and_a_missing_report_are_missed_by_name() {
        let late = incident_entry("li-na-003").set("/at", "2025-03-18T09:28:01+08:00");
        let scene = Scene::company().with(&late).without(&entry_path("li-na-007"));
        let figures = counted(scene, "2025-04-01T00:00:00+08:00");
        let missed: Vec<_> = figures.misses.iter().map(|miss| (miss.rule.id, miss.standing)).collect();
        assert_eq!(missed, [("incident_head_arrival", Standing::Late), ("incident_gm_report", Standing::Missing)]);
        assert_eq!(figures.by_month["2025-03"].due(), 4);
    }

    #[test]
    fn the_four_hours_run_out_a_second_after_the_last() {
        let open = |as_of: &str| {
            let scene = Scene::company().with(&open_incident()).without(&entry_path("li-na-007"));
            counted(scene, as_of).by_clock["incident_gm_report"].1
        };
        assert_eq!(open("2025-03-18T13:04:59+08:00").not_yet_due, 1);
        assert_eq!(open("2025-03-18T13:05:00+08:00").not_yet_due, 1);
        assert_eq!(open("2025-03-18T13:05:01+08:00").missing, 1);
    }

    #[test]
    fn a_day_without_a_report_is_missing_a_second_after_its_end() {
        let open = |as_of: &str| {
            let silent = |scene: Scene| scene.without(&entry_path("li-na-005")).without(&entry_path("li-na-008"));
            counted(silent(Scene::company().with(&open_incident())), as_of).by_clock["incident_progress_report"].1
        };
        assert_eq!(open("2025-03-19T09:04:59+08:00").missing, 0);
        assert_eq!(open("2025-03-19T09:05:00+08:00").missing, 0);
        assert_eq!(open("2025-03-19T09:05:01+08:00").missing, 1);
    }

    #[test]
    fn twenty_minutes_run_out_a_second_after_the_last() {
        let open = |as_of: &str| {
            let scene = Scene::company().with(&open_incident()).without(&entry_path("li-na-003"));
            counted(scene, as_of).by_clock["incident_head_arrival"].1.missing
        };
        let seconds = ["09:27:59", "09:28:00", "09:28:01"].map(|time| open(&format!("2025-03-18T{time}+08:00")));
        assert_eq!(seconds, [0, 0, 1]);
    }

    #[test]
    fn what_is_not_yet_reported_is_not_counted() {
        assert!(counted(Scene::company(), "2025-03-18T09:04:59+08:00").lines.is_empty());
    }
}
