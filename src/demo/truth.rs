//! What the storyteller knows: every callback that is due and what became of it, every planted fault, every book.
//!
//! It is written down while the story is planned and told, with the story's own arithmetic, and compared afterwards with
//! what the reports find in the repository. So this file must not use obligations, measures or the calendar.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::instant::{Date, Instant};

/// A callback that the story makes due.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Kind word of the record that fulfils it.
    pub kind: &'static str,
    /// Its key.
    pub id: String,
    /// Last part of the key: `month_6`, `post_repair`, `after_call`.
    pub stage: String,
    /// Client it is owed to.
    pub client: String,
    /// Who is to make it.
    pub person: String,
    /// First instant in time.
    pub opens: Instant,
    /// Due day.
    pub due_on: Date,
    /// Last instant in time.
    pub deadline: Instant,
    /// When it was done, as the record says, and when that was entered.
    pub done: Option<(Instant, Instant)>,
    /// Tried in vain; whether excused.
    pub unreachable: Option<bool>,
}

/// Figures of one group of callbacks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Done within the window, as claimed.
    pub in_time: u64,
    /// Done after the deadline.
    pub late: u64,
    /// Fallen due and tried in vain.
    pub unreachable: u64,
    /// Fallen due and not done.
    pub missing: u64,
    /// Of the unreachable, those the supervisor excused.
    pub excused: u64,
    /// Of those in time, entered no later than the deadline.
    pub recorded: u64,
}

/// A fault the story planted on purpose, or a late entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Planted {
    /// `late`, `missing`, `unreachable`, `unreachable_excused`, `late_entry`.
    pub what: &'static str,
    /// The record: kind and key.
    pub record: String,
    /// The deadline that was missed.
    pub deadline: Instant,
    /// When it was done, as claimed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Instant>,
    /// When it was entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entered_at: Option<Instant>,
}

/// A book at the end of the story, number by number.
#[derive(Debug, Clone, Serialize)]
pub struct BookAccount {
    /// Id.
    pub book: String,
    /// Holder.
    pub holder: String,
    /// `issued` or `settled`.
    pub state: &'static str,
    /// Numbers in the book.
    pub count: u32,
    /// Completed.
    pub completed: u32,
    /// Void.
    pub void: u32,
    /// Transferred to a spare ticket.
    pub transferred: u32,
    /// Open.
    pub open: u32,
    /// Not used yet.
    pub unused: u32,
    /// Returned unused.
    pub returned: u32,
}

/// Someone who left, and what became of everything they held (T-7).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Departure {
    /// Who.
    pub person: String,
    /// The last day.
    pub left_on: String,
    /// The book that came back.
    pub book: String,
    /// Tickets still open on the last day, each with the spare one on which somebody else finished it.
    pub handed_on: BTreeMap<String, String>,
    /// Its void tickets, handed to finance.
    pub void: Vec<String>,
    /// Its numbers that were never used and never will be.
    pub unused: Vec<String>,
}

/// The callbacks of the story.
#[derive(Debug, Clone, Serialize)]
pub struct Callbacks {
    /// All of them.
    pub total: Count,
    /// By kind and stage.
    pub by_stage: BTreeMap<String, Count>,
    /// By month of the due day.
    pub by_month: BTreeMap<String, Count>,
    /// By responsible person.
    pub by_person: BTreeMap<String, Count>,
    /// By client.
    pub by_client: BTreeMap<String, Count>,
}

/// Upgrades, trainings, repeated repairs and spares, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Services {
    /// Upgrades agreed with the client and not yet done.
    pub upgrades_open: u64,
    /// Upgrades that the client confirmed.
    pub upgrades_confirmed: u64,
    /// Of these, rolled back.
    pub upgrades_rolled_back: u64,
    /// Trainings given within thirty days of the request.
    pub trainings_in_time: u64,
    /// Trainings given later, declared late.
    pub trainings_late: u64,
    /// Requests whose thirty days are over, and nobody trained.
    pub trainings_missing: u64,
    /// Requests that still have time.
    pub trainings_waiting: u64,
    /// Requests that the client withdrew.
    pub trainings_withdrawn: u64,
    /// Repairs that had to be repeated, and say so.
    pub repeats: u64,
    /// Spares that are out.
    pub loans_out: u64,
    /// Spares that came back by the agreed day.
    pub loans_returned: u64,
    /// Spares that came back later, declared late.
    pub loans_returned_late: u64,
    /// Of those that came back, damaged.
    pub loans_damaged: u64,
    /// Spares that stayed as warranty replacements.
    pub loans_converted: u64,
    /// Of those that stayed, sold because the warranty was over.
    pub loans_sold: u64,
    /// Spares that were lost.
    pub loans_lost: u64,
    /// What was asked for the spares that were sold, in cents.
    pub loans_sold_cents: u64,
    /// Consents to a taxi that were entered before the departure.
    pub consents_in_time: u64,
    /// Consents that were given before and entered after it.
    pub consents_late: u64,
    /// Parts put in within warranty.
    pub parts_in_warranty: u64,
    /// Parts put in after it.
    pub parts_out_of_warranty: u64,
    /// Of these, charged.
    pub parts_charged: u64,
    /// What was asked for them, in cents.
    pub parts_charge_cents: u64,
    /// Decisions of the quarterly maintenance that a system was upgraded, with the upgrade's record.
    pub upgrades_decided: u64,
    /// Trainings that were held and that the client never confirmed.
    pub trainings_unsigned: u64,
}

/// An emergency of the story and what became of its clocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Emergency {
    /// The incident's key.
    pub incident: String,
    /// Month in which it was reported.
    pub month: String,
    /// `open`, `ended` or `closed`.
    pub state: &'static str,
    /// By obligation: in time, late, missing; what is not yet due is not counted.
    pub clocks: BTreeMap<&'static str, Clock>,
    /// Entries of its course.
    pub entries: u64,
    /// Of these, written down more than half an hour after the event.
    pub entered_late: u64,
    #[serde(skip)]
    as_of: Instant,
}

/// What became of the clocks of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// Done by the deadline.
    pub in_time: u64,
    /// Done after it.
    pub late: u64,
    /// Fallen due and not done.
    pub missing: u64,
}

impl Emergency {
    /// An emergency that has just been reported.
    pub fn new(incident: &str, received: Instant, as_of: Instant) -> Self {
        Self {
            incident: incident.to_owned(),
            month: received.day().format("%Y-%m").to_string(),
            state: "open",
            clocks: BTreeMap::new(),
            entries: 0,
            entered_late: 0,
            as_of,
        }
    }

    /// Notes a clock: when it ran out, and when the thing was done.
    pub fn clock(&mut self, rule: &'static str, deadline: Instant, done: Option<Instant>) {
        let clock = self.clocks.entry(rule).or_default();
        match done {
            Some(at) if at <= deadline => clock.in_time += 1,
            Some(_) => clock.late += 1,
            None if deadline < self.as_of => clock.missing += 1,
            None => {}
        }
    }
}

impl Services {
    /// Spares that are no longer out.
    pub const fn loans_ended(&self) -> u64 {
        self.loans_returned + self.loans_returned_late + self.loans_converted + self.loans_lost
    }
}

/// All that is known, as `truth.json` has it.
#[derive(Debug, Clone, Serialize)]
pub struct Truth {
    /// Form and version of this file.
    pub format: &'static str,
    /// Options the story was told with.
    pub told_with: super::Options,
    /// The moment the figures are of.
    pub as_of: Instant,
    /// Last commit.
    pub head: String,
    /// Commits.
    pub commits: u64,
    /// Records by kind.
    pub records: BTreeMap<String, u64>,
    /// Callback figures.
    pub callbacks: Callbacks,
    /// Every miss and every late entry, sorted.
    pub planted: Vec<Planted>,
    /// Quarterly maintenance.
    pub maintenance: Maintenance,
    /// Upgrades and trainings.
    pub services: Services,
    /// Emergencies, in the order in which they were reported.
    pub emergencies: Vec<Emergency>,
    /// Book accounts.
    pub books: Vec<BookAccount>,
    /// Who left, and what they handed on and back.
    pub departures: Vec<Departure>,
    /// Duty.
    pub duty: super::duty::log::DutyTruth,
    /// Compensatory rest by person.
    pub leave: BTreeMap<String, super::rest::LeaveAccount>,
}

/// A plan or the maintenance of a quarter that the story makes due.
#[derive(Debug, Clone)]
pub struct Quarterly {
    /// `plan` or `maintenance`.
    pub kind: &'static str,
    /// Its key.
    pub key: String,
    /// `2026Q1`.
    pub quarter: String,
    /// Client it is owed to.
    pub client: String,
    /// Site.
    pub site: String,
    /// Who is to see to it.
    pub person: String,
    /// Last instant in time.
    pub deadline: Instant,
    /// When it was done, as the record says, and when that was entered.
    pub done: Option<(Instant, Instant)>,
    /// Items answered.
    pub answered: u64,
    /// Things found abnormal.
    pub abnormal: u64,
    /// Of these, still so at the end.
    pub open: u64,
}

/// Figures of one group of quarters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Upkeep {
    /// Plans.
    pub plans: Count,
    /// Maintenance.
    pub work: Count,
    /// Items due.
    pub items_due: u64,
    /// Items answered.
    pub items_answered: u64,
    /// Things found abnormal.
    pub abnormal: u64,
    /// Of these, still so.
    pub open: u64,
}

/// The quarterly maintenance of the story.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Maintenance {
    /// All of it.
    pub total: Upkeep,
    /// By quarter.
    pub by_quarter: BTreeMap<String, Upkeep>,
    /// By site.
    pub by_site: BTreeMap<String, Upkeep>,
    /// By responsible person.
    pub by_person: BTreeMap<String, Upkeep>,
    /// By client.
    pub by_client: BTreeMap<String, Upkeep>,
    /// Every miss and every late entry, sorted.
    pub planted: Vec<Planted>,
}

/// The storyteller's notes while the story is told.
#[derive(Debug, Default)]
pub struct Notes {
    /// Upgrades and trainings so far.
    pub services: Services,
    /// Emergencies so far.
    pub emergencies: Vec<Emergency>,
    /// Who has left so far.
    pub departures: Vec<Departure>,
    expected: Vec<Expected>,
    quarterly: Vec<Quarterly>,
}

/// A callback in the notes.
#[derive(Debug, Clone, Copy)]
pub struct Note(usize);

impl Notes {
    /// Notes that something is due.
    pub fn expect(&mut self, expected: Expected) -> Note {
        self.expected.push(expected);
        Note(self.expected.len() - 1)
    }

    /// What is noted.
    pub fn of(&self, note: Note) -> &Expected {
        &self.expected[note.0]
    }

    /// Notes that it was done, and when that was entered.
    pub fn done(&mut self, note: Note, at: Instant, entered: Instant) {
        self.expected[note.0].done = Some((at, entered));
    }

    /// Notes that nobody could be reached.
    pub fn unreachable(&mut self, note: Note, excused: bool) {
        self.expected[note.0].unreachable = Some(excused);
    }

    /// Notes that a quarter owes something; its place in the notes.
    pub fn owe(&mut self, quarterly: Quarterly) -> usize {
        self.quarterly.push(quarterly);
        self.quarterly.len() - 1
    }

    /// Notes that it was done, and when that was entered.
    pub fn kept(&mut self, note: usize, at: Instant, entered: Instant) {
        self.quarterly[note].done = Some((at, entered));
    }

    /// Notes how many items were answered, and what was found abnormal and stays so.
    pub fn found(&mut self, note: usize, answered: u64, (abnormal, open): (u64, u64)) {
        let quarterly = &mut self.quarterly[note];
        (quarterly.answered, quarterly.abnormal, quarterly.open) = (answered, abnormal, open);
    }

    /// Quarterly maintenance at a moment.
    pub fn kept_by(&self, as_of: Instant) -> Maintenance {
        let mut all = Maintenance::default();
        for one in &self.quarterly {
            let what = match one.done {
                Some((at, _)) if at <= one.deadline => "in_time",
                Some(_) => "late",
                None if as_of <= one.deadline => continue,
                None => "missing",
            };
            let entered_in_time = what == "in_time" && one.done.is_some_and(|(_, entered)| entered <= one.deadline);
            if !entered_in_time {
                all.planted.push(Planted {
                    what: if what == "in_time" { "late_entry" } else { what },
                    record: format!("{} {}", one.kind, one.key),
                    deadline: one.deadline,
                    done_at: one.done.map(|(at, _)| at),
                    entered_at: one.done.map(|(_, entered)| entered),
                });
            }
            for group in [
                &mut all.total,
                all.by_quarter.entry(one.quarter.clone()).or_default(),
                all.by_site.entry(one.site.clone()).or_default(),
                all.by_person.entry(one.person.clone()).or_default(),
                all.by_client.entry(one.client.clone()).or_default(),
            ] {
                group.add(one, what, entered_in_time);
            }
        }
        all.planted.sort();
        all
    }

    /// The figures and the faults at a moment.
    pub fn counted(&self, as_of: Instant) -> (Callbacks, Vec<Planted>) {
        let mut callbacks = Callbacks {
            total: Count::default(),
            by_stage: BTreeMap::new(),
            by_month: BTreeMap::new(),
            by_person: BTreeMap::new(),
            by_client: BTreeMap::new(),
        };
        let mut planted = Vec::new();
        for one in &self.expected {
            let Some((what, entered_in_time)) = one.standing(as_of) else {
                continue;
            };
            if what != "in_time" || !entered_in_time {
                planted.push(Planted {
                    what: match (what, one.unreachable) {
                        ("in_time", _) => "late_entry",
                        ("unreachable", Some(true)) => "unreachable_excused",
                        _ => what,
                    },
                    record: format!("{} {}", one.kind, one.id),
                    deadline: one.deadline,
                    done_at: one.done.map(|(at, _)| at),
                    entered_at: one.done.map(|(_, entered)| entered),
                });
            }
            let month = one.due_on.format("%Y-%m").to_string();
            for count in [
                &mut callbacks.total,
                callbacks.by_stage.entry(format!("{} {}", one.kind, one.stage)).or_default(),
                callbacks.by_month.entry(month).or_default(),
                callbacks.by_person.entry(one.person.clone()).or_default(),
                callbacks.by_client.entry(one.client.clone()).or_default(),
            ] {
                match what {
                    "in_time" => count.in_time += 1,
                    "late" => count.late += 1,
                    "unreachable" => count.unreachable += 1,
                    _ => count.missing += 1,
                }
                count.recorded += u64::from(entered_in_time);
                count.excused += u64::from(what == "unreachable" && one.unreachable == Some(true));
            }
        }
        planted.sort();
        (callbacks, planted)
    }
}

impl Upkeep {
    fn add(&mut self, one: &Quarterly, what: &str, entered_in_time: bool) {
        let count = if one.kind == "plan" { &mut self.plans } else { &mut self.work };
        match what {
            "in_time" => count.in_time += 1,
            "late" => count.late += 1,
            _ => count.missing += 1,
        }
        count.recorded += u64::from(entered_in_time);
        if one.kind != "plan" {
            self.items_due += 7;
        }
        self.items_answered += one.answered;
        self.abnormal += one.abnormal;
        self.open += one.open;
    }
}

impl Expected {
    /// How it stands at a moment and whether it was also entered in time; nothing while it is not due.
    fn standing(&self, as_of: Instant) -> Option<(&'static str, bool)> {
        match (self.done, self.unreachable) {
            (Some((at, entered)), _) if at <= self.deadline => Some(("in_time", entered <= self.deadline)),
            (Some(_), _) => Some(("late", false)),
            (None, _) if as_of <= self.deadline => None,
            (None, Some(_)) => Some(("unreachable", false)),
            (None, None) => Some(("missing", false)),
        }
    }
}
