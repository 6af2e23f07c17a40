//! A plan is drawn up before it is confirmed or withdrawn (M-2).

use crate::record::Kind;
use crate::record::plan::Plan;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "plan_times_out_of_order",
    clauses: &["M-2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Plan],
    title: Text { zh: "计划的时间先后不合", en: "the times of a plan are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "甲方确认时间、撤回时间不早于编制时间。",
            en: "The client confirms, or the plan is withdrawn, no earlier than it was drawn up.",
        },
        why: Text {
            zh: "M-2：先制订计划，再经甲方确认；确认在编制之前，确认的就不是这份计划。",
            en: "M-2: a plan is drawn up, then confirmed; what was confirmed before is another plan.",
        },
        fails: Text {
            zh: "preparation.prepared_at 为 10:00，confirmation.at 为 9:30。",
            en: "`preparation.prepared_at` is 10:00 and `confirmation.at` is 9:30.",
        },
        fix: Text {
            zh: "按实际改正时间，重新请有关各方签字。",
            en: "Enter the true times and have the section signed again.",
        },
    },
    check,
};

texts! {
    EARLY: "{at} 早于编制时间 {prepared}", "{at} is earlier than the time of drawing up, {prepared}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(plan) = case.form::<Plan>() else {
        return;
    };
    let prepared = plan.preparation.prepared_at;
    let confirmed = plan.confirmation.as_ref().map(|it| ("/confirmation/at", it.at));
    let withdrawn = plan.withdrawal.as_ref().map(|it| ("/withdrawal/at", it.at));
    for (pointer, at) in confirmed.into_iter().chain(withdrawn).filter(|(_, at)| *at < prepared) {
        faults.at(pointer, Message::new(&EARLY).with("at", at).with("prepared", prepared));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{drafted_plan, plan, trial};
    use serde_json::json;

    #[test]
    fn a_plan_may_be_confirmed_the_moment_it_is_drawn_up() {
        trial(&RULE).adding(&plan().set("/confirmation/at", "2025-04-08T10:00:00+08:00")).passes();
    }

    #[test]
    fn nobody_confirms_what_is_not_yet_drawn_up() {
        trial(&RULE).adding(&plan().set("/confirmation/at", "2025-04-08T09:59:59+08:00")).fails_at("/confirmation/at");
    }

    #[test]
    fn nobody_withdraws_what_is_not_yet_drawn_up() {
        let gone = json!({"at": "2025-04-08T09:00:00+08:00", "by": "zhang-wei", "reason": "甲方要求改期"});
        let withdrawn = drafted_plan().set("/state", "withdrawn").set("/withdrawal", gone);
        trial(&RULE).adding(&withdrawn).fails_at("/withdrawal/at");
    }
}
