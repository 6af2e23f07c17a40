//! A plan that the client confirmed late says so itself (M-2).

use super::late;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "plan_late_undeclared",
    clauses: &["M-2"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Plan],
    title: Text { zh: "逾期确认的计划未作逾期说明", en: "a plan confirmed late is not declared late" },
    explanation: Explanation {
        checks: Text {
            zh: "季度内首份经确认的计划，其确认时间晚于到期事项的截止（plan_confirm_month）时，须有 late 一节。变更后的计划不论。",
            en: "The first plan of a quarter to be confirmed has a `late` section when it was confirmed after the deadline (plan_confirm_month). Changed plans are not judged.",
        },
        why: Text {
            zh: "M-2 要求计划经甲方确认后执行，未定期限；期限由制度参数 plan_confirm_month 规定。逾期可以登记，但须写明，计为逾期。",
            en: "M-2 demands that plans are confirmed and names no time; the policy plan_confirm_month sets one. A late confirmation may be entered, but says so and counts as late.",
        },
        fails: Text {
            zh: "2026Q1 的计划 2026-02-03 确认，没有 late。",
            en: "The plan of 2026Q1 was confirmed on 2026-02-03, and there is no `late`.",
        },
        fix: Text {
            zh: "增加 late：写明原因，由主管或负责人确认并签字；不得把时间改早。",
            en: "Add `late`: the reason, acknowledged and signed by the supervisor or the person in charge; never move the time back.",
        },
    },
    check,
};

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if case.key.kind == Kind::Plan {
        late::undeclared(case, faults);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, changed_plan, lateness, plan, site_near, trial};
    use serde_json::json;

    fn confirmed(at: &str) -> Draft {
        plan().set("/confirmation/at", at)
    }

    #[test]
    fn the_end_of_the_first_month_is_in_time() {
        trial(&RULE).adding(&confirmed("2025-05-01T00:00:00+08:00")).passes();
    }

    #[test]
    fn a_moment_later_is_late() {
        trial(&RULE).adding(&confirmed("2025-05-01T00:00:01+08:00")).fails_at("/confirmation/at");
    }

    #[test]
    fn declared_lateness_is_let_in() {
        let late = confirmed("2025-05-06T10:00:00+08:00").set("/late", lateness("2025-05-06T12:00:00+08:00"));
        trial(&RULE).adding(&late).passes();
    }

    #[test]
    fn a_changed_plan_is_confirmed_whenever_it_changes() {
        trial(&RULE).adding(&changed_plan("2025-06-10T10:00:00+08:00")).passes();
    }

    #[test]
    fn nothing_is_late_where_service_does_not_last() {
        let ended = site_near().set("/service", json!([{"from": "2025-01-10", "to": "2025-04-20"}]));
        trial(&RULE).beside(&ended).adding(&confirmed("2025-05-06T10:00:00+08:00")).passes();
    }
}
