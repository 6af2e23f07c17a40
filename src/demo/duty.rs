//! Duty: a roster a month, drawn up by the office and approved by the supervisor; one late, one month left out.
//!
//! Groups take turns from Monday to Monday at eight, so that the last shift of a month reaches into the next. When
//! somebody leaves, the published rosters are changed in the same act. What is kept in the log is told in [`log`].

pub mod log;

use std::collections::BTreeMap;

use super::Fault;
use super::act;
use super::cast::Who;
use super::days;
use super::paper::Paper;
use super::story::Story;
use crate::record::Kind;
use crate::record::duty_roster::{DutyRoster, Group, Plan, RosterState, Shift, ShiftChange};
use crate::record::id::{RosterId, StaffId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{Lateness, OrNone, Role};

/// Which month after the first is published late, and which is left out.
const LATE_MONTH: usize = 2;
const MISSING_MONTH: usize = 4;

/// Most groups that take turns.
const GROUPS: usize = 3;

/// What the story remembers of its rosters: the forms as they stand, by month.
#[derive(Debug, Default)]
pub struct Rosters {
    published: BTreeMap<RosterId, (DutyRoster, Paper)>,
    turn: usize,
    /// The log, as the story knows it.
    pub(super) log: log::Log,
}

impl Rosters {
    /// Who is on duty at an instant, as the story drew it up; nobody in the month left out.
    pub fn on_duty(&self, at: Instant) -> Option<Vec<StaffId>> {
        self.published.values().find_map(|(roster, _)| {
            let changed = roster.changes.iter().rev().find(|change| change.starts_at <= at && at < change.ends_at);
            if let Some(change) = changed {
                return Some(change.members.clone());
            }
            let shift = roster.plan.shifts.iter().find(|shift| shift.starts_at <= at && at < shift.ends_at)?;
            roster.group(&shift.group).map(|group| group.members.clone())
        })
    }
}

/// Time without anyone on duty, from the first roster until a moment: between one roster's end and the next one's start.
pub fn gaps(story: &Story<'_>, until: Instant) -> Vec<(Instant, Instant)> {
    let mut gaps = Vec::new();
    let mut reached = None;
    for (roster, _) in story.rosters.published.values() {
        let starts = roster.plan.shifts.first().map_or(until, |shift| shift.starts_at);
        if let Some(reached) = reached.filter(|reached| *reached < starts && *reached < until) {
            gaps.push((reached, starts.min(until)));
        }
        reached = roster.plan.shifts.last().map(|shift| shift.ends_at);
    }
    gaps
}

/// The start of the first month with a roster.
pub fn begins(story: &Story<'_>) -> Option<Instant> {
    story.rosters.published.keys().next().map(RosterId::starts_at)
}

/// Plans the rosters from the first month of tickets until the month after the story's end.
pub fn plan(story: &mut Story<'_>) {
    let mut month = RosterId::of(story.opened);
    let mut nth = 0;
    while let Some(this) = month.filter(|month| month.first_day() <= days::plus(story.end.day(), 31)) {
        if nth != MISSING_MONTH {
            let eve = days::plus(this.first_day(), -1);
            let day = if nth == LATE_MONTH { days::plus(eve, -1) } else { days::rolled(days::plus(eve, -9)) };
            let when = days::at(day, 15 * 60 + 12);
            let (late, next) = (nth == LATE_MONTH, this.clone());
            story.at(when, move |story| publish(story, &next, late));
        }
        nth += 1;
        month = this.next();
    }
}

/// The groups of a roster drawn up now: technicians by turns, without whoever is about to leave.
fn groups(story: &Story<'_>) -> Vec<Group> {
    let there: Vec<_> = story
        .cast
        .technicians
        .iter()
        .copied()
        .filter(|who| !story.shelf.leaves(*who) && story.person(*who).left_on.is_none())
        .collect();
    let count = there.len().min(GROUPS);
    ["甲组", "乙组", "丙组"]
        .into_iter()
        .take(count)
        .enumerate()
        .map(|(nth, name)| {
            let members: Vec<_> =
                there.iter().skip(nth).step_by(count).map(|who| story.person(*who).id.clone()).collect();
            Group { name: name.to_owned(), leader: members[0].clone(), members }
        })
        .collect()
}

/// Shifts from where the month before ends, each until eight in the morning, until one covers the month's end.
fn shifts(story: &mut Story<'_>, month: &RosterId, groups: &[Group]) -> Vec<Shift> {
    let before = month.previous().and_then(|before| story.rosters.published.get(&before));
    let reached = before.and_then(|(roster, _)| roster.plan.shifts.last().map(|shift| shift.ends_at));
    let backup = story.person(story.cast.supervisor).id.clone();
    let mut from = reached.unwrap_or_else(|| month.starts_at());
    let mut all = Vec::new();
    while from < month.ends_at() {
        let monday = if from == days::at(from.day(), 8 * 60) { from.day() } else { days::plus(from.day(), -1) };
        let to = days::at(days::monday_after(monday), 8 * 60);
        let group = groups[story.rosters.turn % groups.len()].name.clone();
        story.rosters.turn += 1;
        all.push(Shift {
            starts_at: from,
            ends_at: to,
            group,
            phone: "DH-01".to_owned(),
            backup: OrNone::Of(backup.clone()),
        });
        from = to;
    }
    all
}

fn publish(story: &mut Story<'_>, month: &RosterId, late: bool) -> Result<(), Fault> {
    let now = story.now;
    let (office, supervisor, in_charge) = (story.cast.office, story.cast.supervisor, story.cast.person_in_charge);
    let groups = groups(story);
    let shifts = shifts(story, month, &groups);
    let mut form = DutyRoster {
        schema: "duty-roster/1".to_owned(),
        id: month.clone(),
        state: RosterState::Published,
        plan: Plan {
            department: "维修部".to_owned(),
            groups,
            shifts,
            prepared_by: story.person(office).id.clone(),
            prepared_at: now.plus_minutes(-50),
            approved_by: story.person(supervisor).id.clone(),
            signatures: Vec::new(),
        },
        changes: Vec::new(),
        late: None,
    };
    if late {
        form.late = Some(Lateness {
            reason: "班组调整未定，延后编制".to_owned(),
            acknowledged_by: story.person(in_charge).id.clone(),
            acknowledged_at: now.plus_minutes(-4),
            signatures: Vec::new(),
        });
    }
    let mut paper = Paper::new(month.key(Kind::DutyRoster), &form)?;
    story.sign(&mut paper, "plan", Role::Preparer, office, now.plus_minutes(-45))?;
    story.sign(&mut paper, "plan", Role::Supervisor, supervisor, now.plus_minutes(-6))?;
    if late {
        story.sign(&mut paper, "late", Role::PersonInCharge, in_charge, now.plus_minutes(-3))?;
    }
    for shift in &form.plan.shifts {
        log::plan(story, shift.starts_at);
    }
    story.rosters.published.insert(month.clone(), (form, paper.filed()));
    story.enter(office, &act::PUBLISHED, vec![paper])
}

/// The published rosters changed so that somebody who leaves at the end of a day is on duty no more.
pub(super) fn relieve(story: &mut Story<'_>, leaver: Who, last: Date) -> Result<Vec<Paper>, Fault> {
    let who = story.person(leaver).id.clone();
    let (supervisor, storekeeper) = (story.cast.supervisor, story.cast.storekeeper);
    let stand_in = story.person(storekeeper).id.clone();
    let gone = days::end_of(last);
    let mut papers = Vec::new();
    let mut relieved_alone = false;
    for month in story.rosters.published.keys().cloned().collect::<Vec<_>>() {
        let Some((mut form, mut paper)) = story.rosters.published.remove(&month) else {
            continue;
        };
        let first = form.changes.len();
        for shift in form.plan.shifts.iter().filter(|shift| shift.ends_at > gone) {
            let Some(group) = form.group(&shift.group).filter(|group| group.members.contains(&who)) else {
                continue;
            };
            let mut members: Vec<_> = group.members.iter().filter(|member| **member != who).cloned().collect();
            if members.is_empty() {
                members.push(stand_in.clone());
                if shift.starts_at < gone {
                    relieved_alone = true;
                }
            }
            form.changes.push(ShiftChange {
                starts_at: shift.starts_at.max(gone),
                ends_at: shift.ends_at,
                leader: members[0].clone(),
                members,
                phone: shift.phone.clone(),
                backup: shift.backup.clone(),
                reason: "人员离职，另行安排".to_owned(),
                signatures: Vec::new(),
            });
        }
        if form.changes.len() > first {
            paper.fill("changes", &form.changes)?;
            for index in first..form.changes.len() {
                let section = format!("changes/{index}");
                story.sign(&mut paper, &section, Role::Supervisor, supervisor, story.now.plus_minutes(-10))?;
            }
            papers.push(paper.clone());
        }
        story.rosters.published.insert(month, (form, paper.filed()));
    }
    // Whoever stood alone hands over to nobody: the stand-in begins when the leaver is gone.
    if relieved_alone {
        log::unnoticed(story, gone);
    }
    Ok(papers)
}
