//! Nothing is carried out before the client has confirmed the plan (M-2).

use crate::record::Kind;
use crate::record::maintenance::Maintenance;
use crate::record::plan::Plan;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "executed_before_confirmation",
    clauses: &["M-2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "未经甲方确认即执行", en: "the work began before the client confirmed the plan" },
    explanation: Explanation {
        checks: Text {
            zh: "维护保养记录所执行的计划已经甲方确认，且确认时间不晚于开始时间。",
            en: "The plan that the maintenance carries out is confirmed, no later than the work began.",
        },
        why: Text {
            zh: "M-2：“制订季度维护保养工作计划，经甲方确认后切实执行。”",
            en: "M-2: draw up a quarterly plan; once confirmed by the client, carry it out.",
        },
        fails: Text {
            zh: "work.started_at 为 4 月 10 日 14:00，计划 4 月 10 日 15:00 确认。",
            en: "`work.started_at` is 14:00 of 10 April, and the plan was confirmed at 15:00.",
        },
        fix: Text {
            zh: "先请甲方确认计划再执行；已经做了的如实写明时间，不得改早确认时间，由甲方确认新的计划后重新进行。",
            en: "Have the plan confirmed first; never move the time of confirmation back.",
        },
    },
    check,
};

texts! {
    UNCONFIRMED: "计划 {plan} 未经甲方确认", "the client has not confirmed the plan {plan}";
    EARLY: "开始时间 {start} 早于计划 {plan} 的确认时间 {confirmed}", "the work began at {start}, before the plan {plan} was confirmed at {confirmed}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(maintenance) = case.form::<Maintenance>() else {
        return;
    };
    let (Some(work), Some(plan)) =
        (&maintenance.work, case.world.records.get::<Plan>(&maintenance.plan.key(Kind::Plan)))
    else {
        return;
    };
    match plan.confirmed_at() {
        None => faults.at("/plan", Message::new(&UNCONFIRMED).with("plan", &maintenance.plan)),
        Some(confirmed) if work.started_at < confirmed => {
            let early = Message::new(&EARLY)
                .with("start", work.started_at)
                .with("plan", &maintenance.plan)
                .with("confirmed", confirmed);
            faults.at("/work/started_at", early);
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{drafted_plan, maintenance, trial};

    fn starting(at: &str) -> crate::regulation::fixture::Draft {
        maintenance().set("/work/started_at", at)
    }

    #[test]
    fn work_may_begin_the_moment_the_plan_is_confirmed() {
        trial(&RULE).adding(&starting("2025-04-10T15:00:00+08:00")).passes();
    }

    #[test]
    fn a_second_earlier_is_too_early() {
        trial(&RULE).adding(&starting("2025-04-10T14:59:59+08:00")).fails_at("/work/started_at");
    }

    #[test]
    fn a_plan_that_nobody_confirmed_is_not_carried_out() {
        trial(&RULE).beside(&drafted_plan()).adding(&maintenance()).fails_at("/plan");
    }

    #[test]
    fn a_record_without_work_may_wait_for_the_plan() {
        let waiting = maintenance().set("/state", "open").drop("/work").drop("/confirmation");
        trial(&RULE).beside(&drafted_plan()).adding(&waiting).passes();
    }
}
