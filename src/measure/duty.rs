//! Duty: how much of a period had somebody on duty, who was on duty how long, what was handed over and written down.
//!
//! Cover is counted in whole seconds, so that a gap of one second shows. A change of people is a moment at which
//! nobody who was on duty before is on duty after; there a hand-over is due in the log.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Calendar, Rest, end_of};
use crate::ledger::Entry;
use crate::record::duty_log::DutyLog;
use crate::record::duty_roster::DutyRoster;
use crate::record::id::{DutyLogId, RosterId, StaffId};
use crate::record::instant::{Date, Instant};
use crate::regulation::duty::{Span, Watch, entered_late, gaps, watches};
use crate::regulation::policy::{Policies, named};
use crate::regulation::world::World;

/// Which time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The moment of the report; what was published or written later is not known yet.
    pub as_of: Instant,
    /// First day; else the first month with a roster.
    pub since: Option<Date>,
    /// Last day; else up to the moment.
    pub until: Option<Date>,
}

/// Minutes on duty, by kind of day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hours {
    /// On working days, make-up weekends included.
    pub workday: u64,
    /// On Saturdays, Sundays and weekdays off by notice.
    pub rest_day: u64,
    /// On statutory holidays.
    pub statutory: u64,
    /// On days of years whose calendar is not published.
    pub unknown: u64,
}

/// What one person did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Seconds on duty, by kind of day.
    pub on_duty: Hours,
    /// Entries in the log.
    pub entries: u64,
    /// Of these, written late.
    pub late: u64,
}

/// A change of people without a hand-over in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingHandover {
    /// When.
    pub at: Instant,
    /// Who was on duty before.
    pub from: Vec<StaffId>,
    /// Who was on duty after.
    pub to: Vec<StaffId>,
}

/// An entry written late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateEntry {
    /// Which.
    pub id: DutyLogId,
    /// Who wrote it.
    pub by: StaffId,
    /// When it happened.
    pub at: Instant,
    /// When it was written down.
    pub recorded_at: Instant,
}

/// The figures.
#[derive(Debug, Clone)]
pub struct Duty {
    /// What was counted; nothing where no roster is published.
    pub period: Option<Span>,
    /// Seconds with somebody on duty.
    pub covered: u64,
    /// Time without anyone, in order.
    pub gaps: Vec<Span>,
    /// The published rosters, with when that was and whether it was late by its own word.
    pub rosters: Vec<(RosterId, Option<Instant>, bool)>,
    /// By person.
    pub people: BTreeMap<StaffId, Share>,
    /// Changes of people.
    pub handovers_due: u64,
    /// Those without a hand-over.
    pub handovers_missing: Vec<MissingHandover>,
    /// Entries written late, in order.
    pub late: Vec<LateEntry>,
}

/// Rosters and entries while they are taken.
#[derive(Debug)]
pub struct Counting {
    scope: Scope,
    watches: Vec<Watch>,
    rosters: Vec<(RosterId, Option<Instant>, bool)>,
    entries: Vec<(LateEntry, bool)>,
    handovers: Vec<(Instant, StaffId, StaffId)>,
}

impl Counting {
    /// Nothing taken yet.
    pub const fn new(scope: Scope) -> Self {
        Self { scope, watches: Vec::new(), rosters: Vec::new(), entries: Vec::new(), handovers: Vec::new() }
    }

    /// Takes a roster or an entry of the log; other records are passed over.
    pub fn take(&mut self, entry: &Entry, world: &World<'_>) {
        if let Some(roster) = entry.form::<DutyRoster>() {
            let published = roster.published_at().filter(|at| *at <= self.scope.as_of);
            if published.is_some() {
                self.rosters.push((roster.id.clone(), published, roster.late.is_some()));
                self.watches.extend(watches(roster));
            }
        }
        if let Some(log) = entry.form::<DutyLog>().filter(|log| log.entry.recorded_at <= self.scope.as_of) {
            let written = &log.entry;
            let note = LateEntry {
                id: log.id.clone(),
                by: written.recorded_by.clone(),
                at: written.at,
                recorded_at: written.recorded_at,
            };
            self.entries.push((note, entered_late(written, &world.policies)));
            let handover = log.handover.as_ref();
            self.handovers.extend(handover.map(|it| (written.at, it.from.clone(), it.to.clone())));
        }
    }

    /// The figures of everything taken.
    pub fn finish(mut self, calendar: &Calendar, policies: &Policies) -> Duty {
        self.rosters.sort();
        self.watches.sort_by(|a, b| (a.span, &a.pointer).cmp(&(b.span, &b.pointer)));
        let period = self.period();
        let mut duty = Duty {
            period,
            covered: 0,
            gaps: Vec::new(),
            rosters: self.rosters.clone(),
            people: BTreeMap::new(),
            handovers_due: 0,
            handovers_missing: Vec::new(),
            late: Vec::new(),
        };
        let Some(period) = period else {
            return duty;
        };
        duty.gaps = gaps(self.watches.iter().map(|watch| watch.span), period);
        duty.covered = period.seconds() - duty.gaps.iter().map(|gap| gap.seconds()).sum::<u64>();
        self.hours(period, calendar, &mut duty);
        self.written(period, &mut duty);
        self.handed_over(period, policies, &mut duty);
        duty
    }

    fn period(&self) -> Option<Span> {
        let first = self.rosters.iter().map(|(month, ..)| month.starts_at()).min();
        let from = self.scope.since.map(Instant::start_of).or(first)?;
        let to = self.scope.until.map_or(self.scope.as_of, |day| end_of(day).min(self.scope.as_of));
        Some(Span { from, to }).filter(|period| !period.is_empty())
    }

    fn hours(&self, period: Span, calendar: &Calendar, duty: &mut Duty) {
        let mut spans: BTreeMap<&StaffId, Vec<Span>> = BTreeMap::new();
        for watch in &self.watches {
            let on_duty: BTreeSet<_> = watch.members.iter().chain(&watch.leader).collect();
            for who in on_duty {
                spans.entry(who).or_default().push(watch.span);
            }
        }
        for (who, spans) in spans {
            // What is open of what is open is covered: a person on two shifts at once is there once.
            let on_duty = gaps(gaps(spans, period), period);
            if !on_duty.is_empty() {
                let share = duty.people.entry(who.clone()).or_default();
                for span in on_duty {
                    share.on_duty.add(span, calendar);
                }
            }
        }
    }

    fn written(&self, period: Span, duty: &mut Duty) {
        for (entry, late) in self.entries.iter().filter(|(entry, _)| period.contains(entry.at)) {
            let share = duty.people.entry(entry.by.clone()).or_default();
            share.entries += 1;
            share.late += u64::from(*late);
            duty.late.extend(late.then(|| entry.clone()));
        }
        duty.late.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    }

    fn handed_over(&self, period: Span, policies: &Policies, duty: &mut Duty) {
        let changes: BTreeSet<_> =
            self.watches.iter().map(|watch| watch.span.from).filter(|at| period.contains(*at)).collect();
        for at in changes {
            let (from, to) = (self.on_duty(at.plus_seconds(-1)), self.on_duty(at));
            if from.is_empty() || to.is_empty() || from.intersection(&to).next().is_some() {
                continue;
            }
            duty.handovers_due += 1;
            let tolerance = policies.number(&named::handover_minutes, at.day()).saturating_mul(60);
            let done = self.handovers.iter().any(|(written, out, into)| {
                written.seconds_since(at).abs() <= tolerance && from.contains(out) && to.contains(into)
            });
            if !done {
                let named = |people: BTreeSet<&StaffId>| people.into_iter().cloned().collect();
                duty.handovers_missing.push(MissingHandover { at, from: named(from), to: named(to) });
            }
        }
    }

    fn on_duty(&self, at: Instant) -> BTreeSet<&StaffId> {
        let there = self.watches.iter().take_while(|watch| watch.span.from <= at);
        there.filter(|watch| watch.span.contains(at)).flat_map(|watch| &watch.members).collect()
    }
}

impl Hours {
    fn add(&mut self, span: Span, calendar: &Calendar) {
        let mut from = span.from;
        while from < span.to {
            let day = from.day();
            let piece = Span { from, to: end_of(day).min(span.to) };
            let part = match calendar.rest(day) {
                _ if !calendar.knows(day) => &mut self.unknown,
                Some(Rest::Statutory) => &mut self.statutory,
                Some(_) => &mut self.rest_day,
                None => &mut self.workday,
            };
            *part += piece.seconds();
            from = piece.to;
        }
    }

    /// All of them.
    pub const fn all(&self) -> u64 {
        self.workday + self.rest_day + self.statutory + self.unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::instant::date::parse as day;
    use crate::regulation::fixture::{Draft, Scene, at, calendar, company, duty_handover, duty_log, duty_roster};

    fn counted(records: &[Draft], scope: Scope) -> Duty {
        let around = [company(), calendar(2025), calendar(2026), duty_roster("2026-03"), duty_log(), duty_handover()];
        let scene = around.iter().chain(records).fold(Scene::empty(), Scene::with);
        scene.world(|world| {
            let mut counting = Counting::new(scope);
            for path in scene.files().keys().filter(|path| path.contains("/duty-")) {
                if let Some(crate::record::path::Place::Record(key)) = crate::record::path::place(path) {
                    counting.take(&world.records.entry(&key).unwrap(), world);
                }
            }
            counting.finish(&world.calendar, &world.policies)
        })
    }

    fn march() -> Scope {
        Scope { as_of: at("2026-04-01T00:00:00+08:00"), since: None, until: None }
    }

    #[test]
    fn a_month_with_a_roster_is_covered_to_the_second() {
        let duty = counted(&[], march());
        assert_eq!((duty.covered, duty.gaps.len()), (31 * 86_400, 0));
        let later = counted(&[], Scope { as_of: at("2026-04-01T00:00:01+08:00"), ..march() });
        assert_eq!(later.covered, 31 * 86_400);
        assert_eq!(later.gaps, [Span { from: at("2026-04-01T00:00:00+08:00"), to: at("2026-04-01T00:00:01+08:00") }]);
    }

    #[test]
    fn hours_are_told_by_kind_of_day() {
        // 甲组 1 to 15 March 2026: three Sundays and two Saturdays of rest, ten working days.
        let duty = counted(&[], march());
        let hours = duty.people[&StaffId::parse("li-na").unwrap()].on_duty;
        assert_eq!(hours, Hours { workday: 10 * 86_400, rest_day: 5 * 86_400, statutory: 0, unknown: 0 });
        assert_eq!(hours.all(), 15 * 86_400);
    }

    #[test]
    fn a_change_of_people_without_a_handover_is_listed() {
        let duty = counted(&[], march());
        assert_eq!(duty.handovers_due, 1);
        assert_eq!(duty.handovers_missing[0].at, at("2026-03-16T00:00:00+08:00"));
        let done = duty_handover()
            .filed_as("20260316-li-na-D01")
            .set("/id", "20260316-li-na-D01")
            .set("/entry/at", "2026-03-16T01:00:00+08:00")
            .set("/entry/recorded_at", "2026-03-16T01:00:00+08:00")
            .set("/handover/to", "sun-tao");
        assert!(counted(std::slice::from_ref(&done), march()).handovers_missing.is_empty(), "an hour is allowed");
        let hour = done.set("/entry/at", "2026-03-16T01:00:01+08:00");
        assert_eq!(counted(&[hour], march()).handovers_missing.len(), 1);
    }

    #[test]
    fn entries_and_late_ones_are_counted_by_writer() {
        let late = duty_log().set("/entry/recorded_at", "2026-03-02T08:00:00+08:00");
        let duty = counted(&[late], march());
        let share = duty.people[&StaffId::parse("li-na").unwrap()];
        assert_eq!((share.entries, share.late), (2, 1));
        assert_eq!(duty.late[0].id.as_str(), "20260301-li-na-D01");
    }

    #[test]
    fn only_the_period_counts_and_nothing_is_known_without_a_roster() {
        let week =
            Scope { since: Some(day("2026-03-02").unwrap()), until: Some(day("2026-03-08").unwrap()), ..march() };
        assert_eq!(counted(&[], week).covered, 7 * 86_400);
        let before = Scope { as_of: at("2026-02-01T00:00:00+08:00"), since: None, until: None };
        assert_eq!(counted(&[], before).period, None);
    }
}
