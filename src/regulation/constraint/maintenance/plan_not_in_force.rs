//! The maintenance carries out the plan in force when it began (M-2).

use crate::record::Kind;
use crate::record::Record;
use crate::record::id::MaintenanceId;
use crate::record::instant::Instant;
use crate::record::maintenance::Maintenance;
use crate::record::plan::Plan;
use crate::regulation::finding::Faults;
use crate::regulation::obligation::quarterly;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "plan_not_in_force",
    clauses: &["M-2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Plan, Kind::Maintenance],
    title: Text { zh: "执行的不是当时有效的计划", en: "the plan carried out was not the one in force" },
    explanation: Explanation {
        checks: Text {
            zh: "开始时，本季度已确认的计划中编号最大的一份有效，维护保养记录执行的须是它；后来确认的计划不得倒填到已执行的工作之前。",
            en: "When the work began, the highest-numbered plan confirmed by then was in force, and that is the one carried out; a later plan is not confirmed back to before work that was done by another.",
        },
        why: Text {
            zh: "M-2：计划“经甲方确认后切实执行”；变更后重新确认的计划取代原计划。",
            en: "M-2: the confirmed plan is carried out; a changed one that was confirmed takes its place.",
        },
        fails: Text {
            zh: "02 号计划 4 月 20 日已确认，5 月的维护保养仍写 01 号。",
            en: "Plan 02 was confirmed on 20 April and the maintenance of May names 01.",
        },
        fix: Text {
            zh: "改为当时有效的计划，按其内容补做；确认时间写真实的。",
            en: "Name the plan that was in force and carry it out; enter the true time of confirmation.",
        },
    },
    check,
};

texts! {
    OTHER: "{start} 时有效的计划是 {force}", "the plan in force at {start} was {force}";
    BACKDATED: "{start} 开始的维护保养执行的是 {named}，确认时间 {at} 早于此", "the maintenance that began at {start} carries out {named}, and {at} is before it";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    match case.after.map(|entry| &entry.record) {
        Some(Record::Maintenance(maintenance)) => of_work(case, maintenance, faults),
        Some(Record::Plan(plan)) => of_plan(case, plan, faults),
        _ => {}
    }
}

fn of_work(case: &Case<'_>, maintenance: &Maintenance, faults: &mut Faults<'_>) {
    let Some(work) = &maintenance.work else {
        return;
    };
    let force = quarterly::plan_in_force(&maintenance.id, work.started_at, case.world);
    if let Some(force) = force.filter(|force| *force != maintenance.plan) {
        faults.at("/plan", Message::new(&OTHER).with("start", work.started_at).with("force", force));
    }
}

/// A plan confirmed for a time before work that was done by an earlier one.
fn of_plan(case: &Case<'_>, plan: &Plan, faults: &mut Faults<'_>) {
    let Some(at) = plan.confirmed_at() else {
        return;
    };
    if let Some((start, named)) = begun(&plan.id.maintenance(), case)
        && at <= start
        && named.n() < plan.id.n()
    {
        let wrong = Message::new(&BACKDATED).with("start", start).with("named", named).with("at", at);
        faults.at("/confirmation/at", wrong);
    }
}

fn begun(id: &MaintenanceId, case: &Case<'_>) -> Option<(Instant, crate::record::id::PlanId)> {
    let maintenance = case.world.records.get::<Maintenance>(&id.key(Kind::Maintenance))?;
    Some((maintenance.work.as_ref()?.started_at, maintenance.plan.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{changed_plan, maintenance, plan, trial};

    #[test]
    fn the_only_plan_is_in_force() {
        trial(&RULE).adding(&maintenance()).passes();
        trial(&RULE).adding(&plan()).passes();
    }

    #[test]
    fn a_plan_confirmed_before_the_work_takes_the_place_of_the_first() {
        let changed = changed_plan("2025-05-13T09:10:00+08:00");
        trial(&RULE).beside(&changed).adding(&maintenance()).fails_at("/plan");
        trial(&RULE).beside(&changed).adding(&maintenance().set("/plan", "S00001-2025Q2-02")).passes();
    }

    #[test]
    fn a_plan_confirmed_after_the_work_began_leaves_it_as_it_is() {
        let changed = changed_plan("2025-05-13T09:10:01+08:00");
        trial(&RULE).beside(&changed).adding(&maintenance()).passes();
        trial(&RULE).adding(&changed).passes();
    }

    #[test]
    fn a_plan_is_not_confirmed_back_to_before_the_work() {
        trial(&RULE).adding(&changed_plan("2025-04-20T15:00:00+08:00")).fails_at("/confirmation/at");
    }
}
