//! What a quarter of service makes due: a plan that the client has confirmed, and the maintenance it is for (M-2).
//!
//! Quarters are those of the calendar. One counts when service runs in it for enough days (policy); where service
//! begins or ends inside, the windows follow. Everything is found at paths computed from site and quarter. The end of a
//! quarter is the end of a period and not a day counted from an event, so it does not roll past rest days.

use super::{Fulfilment, Obligation, ObligationRule, maintenance_done, plan_confirmed};
use crate::calendar::{Sum, Window, add_months};
use crate::record::Kind;
use crate::record::id::{MaintenanceId, PlanId, SiteId, StaffId};
use crate::record::instant::{Date, Instant};
use crate::record::maintenance::Maintenance;
use crate::record::plan::{Plan, PlanState};
use crate::record::quarter::Quarter;
use crate::record::site::Site;
use crate::regulation::policy::named;
use crate::regulation::world::World;
use crate::text::Message;

crate::texts! {
    SERVED: "{quarter} 服务期 {from} 至 {to}，共 {days} 天", "service runs in {quarter} from {from} to {to}, {days} days";
    MONTH_ENDS: "季度第 {months} 个月末", "end of month {months} of the quarter";
    BEGUN: "服务于季度内开始，自 {from} 起留足 {months} 个月", "service began within the quarter: {months} month(s) from {from} are left";
    PLAN_DUE: "计划确认期限", "day by which the plan is to be confirmed";
    QUARTER_ENDS: "季度末（或季度内服务期满）", "end of the quarter (or of service within it)";
}

/// How far beyond the moment of judgement quarters are listed.
const HORIZON_HOURS: i64 = 400 * 24;

/// The part of a quarter in which service runs.
struct Served {
    from: Date,
    to: Date,
    days: i64,
}

/// The quarters of a site that the world's moment can see.
pub(super) fn quarters(site: &Site, world: &World<'_>) -> Vec<Quarter> {
    let Some(first) = site.service.iter().map(|period| period.from).min() else {
        return Vec::new();
    };
    std::iter::successors(Some(Quarter::of(first)), |quarter| quarter.next())
        .take_while(|quarter| world.clock.has_come(Instant::start_of(quarter.first_day()).plus_hours(-HORIZON_HOURS)))
        .collect()
}

/// The service of a site within a quarter, if it makes maintenance due.
fn served(site: &Site, quarter: Quarter, world: &World<'_>) -> Option<Served> {
    let (first, last) = (quarter.first_day(), quarter.last_day());
    let mut spans: Vec<(Date, Date)> = site
        .service
        .iter()
        .map(|period| (period.from.max(first), period.to.map_or(last, |to| to.min(last))))
        .filter(|(from, to)| from <= to)
        .collect();
    spans.sort_unstable();
    let (from, mut to) = *spans.first()?;
    let mut days = (to - from).num_days() + 1;
    for (next, end) in spans.into_iter().skip(1).filter(|(_, end)| *end > to).collect::<Vec<_>>() {
        if end > to {
            let begins = to.succ_opt().map_or(next, |day| day.max(next));
            days += (end - begins).num_days() + 1;
            to = end;
        }
    }
    (days >= world.policies.number(&named::maintenance_service_days, first)).then_some(Served { from, to, days })
}

/// The plan that a quarter of a site makes due, if it does.
pub fn plan(site: &SiteId, quarter: Quarter, world: &World<'_>) -> Option<Obligation> {
    of_plan(&*world.records.get::<Site>(&site.key(Kind::Site))?, quarter, world)
}

/// The maintenance that a quarter of a site makes due, if it does.
pub fn work(site: &SiteId, quarter: Quarter, world: &World<'_>) -> Option<Obligation> {
    of_work(&*world.records.get::<Site>(&site.key(Kind::Site))?, quarter, world)
}

/// The plan in force at a moment: the highest-numbered one of the quarter that the client had confirmed by then.
pub fn plan_in_force(id: &MaintenanceId, at: Instant, world: &World<'_>) -> Option<PlanId> {
    let by_then = |confirmed: Option<Instant>| confirmed.is_some_and(|confirmed| confirmed <= at);
    plans(id, world).into_iter().rfind(|plan| by_then(plan.1)).map(|plan| plan.0)
}

/// The plans of a quarter in the order of their numbers: id, when confirmed, who drew it up, whether withdrawn.
fn plans(id: &MaintenanceId, world: &World<'_>) -> Vec<(PlanId, Option<Instant>, StaffId, bool)> {
    let Some(quarter) = id.quarter() else {
        return Vec::new();
    };
    (1..100)
        .map_while(|n| {
            let id = PlanId::at(&id.site(), quarter, n).ok()?;
            let plan = world.records.get::<Plan>(&id.key(Kind::Plan))?;
            let by = plan.preparation.prepared_by.clone();
            Some((id, plan.confirmed_at(), by, plan.state == PlanState::Withdrawn))
        })
        .collect()
}

pub(super) fn of_plan(site: &Site, quarter: Quarter, world: &World<'_>) -> Option<Obligation> {
    let served = served(site, quarter, world)?;
    let first = quarter.first_day();
    let months = u8::try_from(world.policies.number(&named::plan_confirm_month, first).clamp(1, 3)).unwrap_or(1);
    let month_ends = quarter.last_of(months);
    let left = add_months(served.from, u16::from(months));
    let due_on = if served.from > first { month_ends.max(left).min(served.to) } else { month_ends };
    // A plan may be drawn up and confirmed ahead; it is listed from the month before the quarter on.
    let opens =
        Instant::start_of(quarter.previous().map_or(first, |before| before.last_of(2).succ_opt().unwrap_or(first)));
    let (window, mut steps) = Sum::from_day(&world.calendar, &PLAN_DUE, due_on).window(opens, 0);
    steps.insert(0, told(&served, quarter));
    steps.insert(1, Message::new(&MONTH_ENDS).with("months", months));
    if due_on != month_ends {
        steps.insert(2, Message::new(&BEGUN).with("from", served.from).with("months", months));
    }
    let plans = plans(&MaintenanceId::of(&site.id, quarter), world);
    let confirmed = plans.iter().find_map(|plan| Some((plan.0.clone(), plan.1?)));
    let (key, fulfilment) = match (confirmed, plans.last()) {
        // What was confirmed before the window opened counts from its opening on.
        (Some((id, at)), _) => (id, Fulfilment::Done { at: at.max(opens) }),
        (None, Some((id, _, _, false))) => (id.clone(), Fulfilment::Open),
        (None, last) => {
            let next = last.map_or(1, |last| last.0.n().saturating_add(1).min(99));
            (PlanId::at(&site.id, quarter, next).ok()?, Fulfilment::Open)
        }
    };
    let responsible = site.maintained_by.clone().or_else(|| plans.last().map(|plan| plan.2.clone()));
    let key = key.key(Kind::Plan);
    Some(obligation(&plan_confirmed::RULE, site, key, responsible, window, steps, fulfilment))
}

pub(super) fn of_work(site: &Site, quarter: Quarter, world: &World<'_>) -> Option<Obligation> {
    let served = served(site, quarter, world)?;
    let opens = Instant::start_of(served.from);
    let (window, mut steps) = Sum::from_day(&world.calendar, &QUARTER_ENDS, served.to).window(opens, 0);
    steps.insert(0, told(&served, quarter));
    let id = MaintenanceId::of(&site.id, quarter);
    let key = id.key(Kind::Maintenance);
    let record = world.records.get::<Maintenance>(&key);
    // What was done before service began counts from its beginning on.
    let done = record.as_ref().and_then(|record| record.done_at()).map(|at| Fulfilment::Done { at: at.max(opens) });
    let technician = record.and_then(|record| record.work.as_ref().and_then(|work| work.technicians.first().cloned()));
    let planner = || plans(&id, world).pop().map(|plan| plan.2);
    let responsible = site.maintained_by.clone().or(technician).or_else(planner);
    Some(obligation(&maintenance_done::RULE, site, key, responsible, window, steps, done.unwrap_or(Fulfilment::Open)))
}

fn told(served: &Served, quarter: Quarter) -> Message {
    Message::new(&SERVED)
        .with("quarter", quarter)
        .with("from", served.from)
        .with("to", served.to)
        .with("days", served.days)
}

fn obligation(
    rule: &'static ObligationRule,
    site: &Site,
    key: crate::record::path::Key,
    responsible: Option<StaffId>,
    window: Window,
    steps: Vec<Message>,
    fulfilment: Fulfilment,
) -> Obligation {
    Obligation {
        rule,
        clauses: rule.clauses.to_vec(),
        key,
        anchor: site.id.key(Kind::Site),
        client: Some(site.client.clone()),
        site: Some(site.id.clone()),
        responsible,
        arose_at: window.opens,
        window,
        steps,
        fulfilment,
    }
}

#[cfg(test)]
mod tests;
