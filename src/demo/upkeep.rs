//! Quarterly maintenance: each quarter of service gets a plan, the client's confirmation, and the work; some of it late,
//! entered late, changed, withdrawn, begun and forgotten, or missing.
//!
//! What becomes of a quarter follows from the site's number and the quarter and not from chance, so that even a dozen
//! sites meet every case; and one scene a site is planned ahead, so that memory does not grow with the quarters.

use super::Fault;
use super::act;
use super::days;
use super::installs;
use super::paper::Paper;
use super::sites::Place;
use super::story::Story;
use super::truth::Quarterly;
use super::upkeep_forms as forms;
use super::visits::place;
use crate::record::Kind;
use crate::record::id::{MaintenanceId, PlanId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::Role;
use crate::record::plan::{PlanConfirmation, PlanState, Withdrawal};
use chrono::Datelike;

/// What becomes of a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Plain,
    PlanLate,
    Missing,
    WorkLate,
    Forgotten,
    Changed,
    Abnormal,
    WorkEnteredLate,
    PlanEnteredLate,
    NotApplicable,
    Withdrawn,
}

const TURNS: [Turn; 14] = [
    Turn::Plain,
    Turn::Abnormal,
    Turn::PlanLate,
    Turn::Plain,
    Turn::WorkLate,
    Turn::Changed,
    Turn::Missing,
    Turn::NotApplicable,
    Turn::Plain,
    Turn::WorkEnteredLate,
    Turn::Withdrawn,
    Turn::Forgotten,
    Turn::PlanEnteredLate,
    Turn::Abnormal,
];

/// A quarter of a site's service, by the story's own arithmetic.
#[derive(Debug, Clone, Copy)]
pub(super) struct Served {
    site: u32,
    /// First day of the quarter.
    pub(super) first: Date,
    /// Last day of the quarter.
    pub(super) last: Date,
    /// First day of service in it.
    from: Date,
    /// Last day of service in it.
    to: Date,
    /// Last day on which the plan is confirmed in time.
    plan_due: Date,
}

impl Served {
    fn of(site: u32, place: &Place, first: Date) -> Option<Self> {
        let last = days::plus(days::plus_months(first, 3), -1);
        let from = place.installed_on.max(first);
        let to = place.served_until.map_or(last, |until| until.min(last));
        if (to - from).num_days() + 1 < 60 {
            return None;
        }
        let month_ends = days::plus(days::plus_months(first, 1), -1);
        let left = days::plus_months(from, 1);
        let plan_due = if from > first { month_ends.max(left).min(to) } else { month_ends };
        Some(Self { site, first, last, from, to, plan_due })
    }

    /// `2026Q1`.
    pub(super) fn name(&self) -> String {
        format!("{}Q{}", self.first.year(), self.first.month0() / 3 + 1)
    }

    fn turn(&self) -> Turn {
        let quarter = u32::try_from(self.first.year()).unwrap_or(0) * 4 + self.first.month0() / 3;
        TURNS[(self.site * 5 + quarter * 3) as usize % TURNS.len()]
    }

    fn spread(&self, by: i64) -> i64 {
        i64::from(self.site * 7 + self.first.month()) % by
    }
}

/// Plans the quarters of a site from its installation on.
pub(super) fn plan(story: &mut Story<'_>, site: u32, installed_on: Date) {
    let month = installed_on.month0() / 3 * 3 + 1;
    quarter(story, site, Date::from_ymd_opt(installed_on.year(), month, 1).unwrap_or(installed_on));
}

/// Plans one quarter, and at its end the next.
fn quarter(story: &mut Story<'_>, site: u32, first: Date) {
    let Some(at) = story.places.get(&site).cloned() else { return };
    if at.served_until.is_some_and(|until| until < first) {
        return;
    }
    if let Some(served) = Served::of(site, &at, first) {
        begin(story, &at, served);
    }
    let next = days::plus_months(first, 3);
    story.at(days::at(next, 7 * 60), move |story| {
        quarter(story, site, next);
        Ok(())
    });
}

fn begin(story: &mut Story<'_>, at: &Place, served: Served) {
    let turn = served.turn();
    let person = story.person(at.keeper).id.to_string();
    let owed = |kind: &'static str, key: String, due_on: Date| Quarterly {
        kind,
        key,
        quarter: served.name(),
        client: at.client.to_string(),
        site: at.id.to_string(),
        person: person.clone(),
        deadline: days::end_of(due_on),
        done: None,
        answered: 0,
        abnormal: 0,
        open: 0,
    };
    let number = if turn == Turn::Withdrawn { 2 } else { 1 };
    let plan_note = story.notes.owe(owed("plan", format!("{}-{}-{number:02}", at.id, served.name()), served.plan_due));
    let work_note = story.notes.owe(owed("maintenance", format!("{}-{}", at.id, served.name()), served.to));
    if turn == Turn::Missing {
        return;
    }
    let drawn = days::rolled(days::plus(served.from, 3 + served.spread(9)));
    let withdrawn = days::working_days_after(drawn, 1);
    let confirmed = match turn {
        Turn::PlanLate => days::rolled(days::plus(served.plan_due, 3)),
        Turn::Withdrawn => days::working_days_after(withdrawn, 2),
        _ => days::rolled(days::plus(drawn, 4)),
    };
    let confirmed_at = days::at(confirmed, 10 * 60 + served.spread(50));
    let entered = match turn {
        Turn::PlanEnteredLate => days::at(days::rolled(days::plus(served.plan_due, 3)), 11 * 60),
        _ => confirmed_at.plus_minutes(12),
    };
    if turn == Turn::Withdrawn {
        story.at(days::at(withdrawn, 16 * 60), move |story| withdraw(story, served, days::at(drawn, 9 * 60)));
    }
    story.at(entered, move |story| {
        let prepared = if turn == Turn::Withdrawn { confirmed_at.plus_minutes(-30) } else { days::at(drawn, 9 * 60) };
        confirm(story, served, number, prepared, confirmed_at, turn == Turn::PlanLate)?;
        story.notes.kept(plan_note, confirmed_at, story.now);
        if turn != Turn::Changed {
            plan_work(story, served, number, entered.day(), turn, work_note);
            return Ok(());
        }
        let changed = days::working_days_after(confirmed, 3);
        let (number, entered) = (number + 1, days::at(changed, 14 * 60));
        story.at(entered, move |story| {
            confirm(story, served, number, entered.plus_minutes(-60), entered.plus_minutes(-5), false)
        });
        plan_work(story, served, number, changed, turn, work_note);
        Ok(())
    });
}

fn plan_work(story: &mut Story<'_>, served: Served, number: u8, after: Date, turn: Turn, note: usize) {
    let day = if turn == Turn::WorkLate {
        days::rolled(days::plus(served.to, 4))
    } else {
        let day = days::rolled(days::plus(after, 9 + served.spread(11)));
        // Service may end early in a quarter: the last working day before is early enough.
        (0..10).map(|back| days::plus(day.min(served.to), -back)).find(|day| days::working(*day)).unwrap_or(day)
    };
    let ended = days::at(day, 15 * 60 + 30);
    if turn == Turn::Forgotten {
        let called = days::at(days::plus(day, -1), 15 * 60);
        story.at(called, move |story| appoint(story, served, number, days::at(day, 9 * 60)));
        return;
    }
    let entered = match turn {
        Turn::WorkEnteredLate => days::at(days::rolled(days::plus(served.to, 2)), 9 * 60 + 40),
        _ => ended.plus_minutes(40),
    };
    story.at(entered, move |story| work(story, served, number, day, turn, note));
}

fn confirm(
    story: &mut Story<'_>,
    served: Served,
    number: u8,
    prepared: Instant,
    confirmed: Instant,
    late: bool,
) -> Result<(), Fault> {
    let at = at_site(story, &served)?;
    let keeper = at.keeper;
    let mut form = forms::plan(story, &at, &served, number, prepared)?;
    form.state = PlanState::Confirmed;
    form.confirmation = Some(PlanConfirmation {
        at: confirmed,
        contact: at.contact.clone(),
        client_opinion: "无".to_owned(),
        signatures: Vec::new(),
    });
    if late {
        form.late = Some(super::calls::lateness(story, confirmed.plus_minutes(3)));
    }
    let mut paper = Paper::new(form.id.key(Kind::Plan), &form)?;
    story.sign(&mut paper, "preparation", Role::Preparer, keeper, prepared.plus_minutes(5))?;
    story.client_signs(&mut paper, "confirmation", &at.contact, confirmed, "client-sign.png")?;
    if late {
        story.sign(&mut paper, "late", Role::Supervisor, story.cast.supervisor, confirmed.plus_minutes(4))?;
    }
    story.enter(keeper, &act::PLAN_CONFIRMED, vec![paper])
}

/// The client wants other days: the plan that was drawn up and signed is withdrawn.
fn withdraw(story: &mut Story<'_>, served: Served, prepared: Instant) -> Result<(), Fault> {
    let at = at_site(story, &served)?;
    let mut form = forms::plan(story, &at, &served, 1, prepared)?;
    form.state = PlanState::Withdrawn;
    form.withdrawal = Some(Withdrawal {
        at: story.now.plus_minutes(-5),
        by: story.person(at.keeper).id.clone(),
        reason: "甲方要求改期".to_owned(),
    });
    let mut paper = Paper::new(form.id.key(Kind::Plan), &form)?;
    story.sign(&mut paper, "preparation", Role::Preparer, at.keeper, prepared.plus_minutes(5))?;
    story.enter(at.keeper, &act::PLAN_WITHDRAWN, vec![paper])
}

/// An appointment that nobody kept.
fn appoint(story: &mut Story<'_>, served: Served, number: u8, agreed: Instant) -> Result<(), Fault> {
    let at = at_site(story, &served)?;
    let mut form = forms::maintenance(&at, &served, number)?;
    form.pre_contact = Some(forms::pre_contact(story, &at, story.now.plus_minutes(-5), agreed));
    let paper = Paper::new(form.id.key(Kind::Maintenance), &form)?;
    story.enter(at.keeper, &act::APPOINTED, vec![paper])
}

fn work(story: &mut Story<'_>, served: Served, number: u8, day: Date, turn: Turn, note: usize) -> Result<(), Fault> {
    let mut at = at_site(story, &served)?;
    let arrived = days::at(day, 9 * 60);
    if at.upgraded.as_ref().is_some_and(|(_, ended)| *ended > arrived) {
        // Written down later than it was done: the upgrade in between was not there to be seen.
        (at.upgraded, at.firmware) = (None, super::upgrades::INSTALLED);
    }
    let mut form = forms::maintenance(&at, &served, number)?;
    form.state = crate::record::maintenance::MaintenanceState::Done;
    form.pre_contact = Some(forms::pre_contact(story, &at, days::at(days::plus(day, -1), 15 * 60 + 20), arrived));
    form.trip = Some(forms::trip(story, &at, arrived));
    let done = forms::work(story, &at, &served, day, turn == Turn::Abnormal, turn == Turn::NotApplicable);
    let ended = done.ended_at;
    form.confirmation = Some(forms::confirmation(&at, &done));
    let found = forms::found(&done);
    form.work = Some(done);
    let late = turn == Turn::WorkLate;
    if late {
        form.late = Some(super::calls::lateness(story, ended.plus_minutes(20)));
    }
    let mut paper = Paper::new(form.id.key(Kind::Maintenance), &form)?;
    story.sign(&mut paper, "work", Role::Technician, at.keeper, ended.plus_minutes(4))?;
    story.client_signs(&mut paper, "confirmation", &at.contact, ended.plus_minutes(12), "client-sign.png")?;
    if late {
        story.sign(&mut paper, "late", Role::Supervisor, story.cast.supervisor, ended.plus_minutes(21))?;
    }
    story.enter(at.keeper, &act::MAINTAINED, vec![paper])?;
    story.notes.kept(note, ended, story.now);
    story.notes.found(note, 7, found);
    if let Some(place) = story.places.get_mut(&served.site).filter(|_| at.upgraded.is_some()) {
        place.upgraded = None;
        story.notes.services.upgrades_decided += 1;
    }
    Ok(())
}

/// The site as it is kept now: by the one named in the register, or while that one leaves the company by another.
fn at_site(story: &Story<'_>, served: &Served) -> Result<Place, Fault> {
    let mut at = place(story, served.site)?.clone();
    if story.shelf.leaves(at.keeper) {
        at.keeper = keeper(story, served.site);
    }
    Ok(at)
}

/// The key of a plan of a quarter.
pub(super) fn plan_id(at: &Place, served: &Served, number: u8) -> Result<PlanId, Fault> {
    Ok(PlanId::parse(&format!("{}-{}-{number:02}", at.id, served.name()))?)
}

/// The key of the maintenance of a quarter.
pub(super) fn maintenance_id(at: &Place, served: &Served) -> Result<MaintenanceId, Fault> {
    Ok(MaintenanceId::parse(&format!("{}-{}", at.id, served.name()))?)
}

/// Who is to see to the maintenance of a site: one of the technicians who stay, by the site's number.
pub(super) fn keeper(story: &Story<'_>, site: u32) -> super::cast::Who {
    let present = installs::present(story);
    present[site as usize % present.len()]
}
