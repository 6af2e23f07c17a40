//! A later plan of a quarter takes the place of the one before it (M-2).

use crate::record::Kind;
use crate::record::id::PlanId;
use crate::record::plan::{Plan, PlanState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "plan_supersession_broken",
    clauses: &["M-2", "G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Plan],
    title: Text { zh: "计划的取代关系不连续", en: "the chain of plans is broken" },
    explanation: Explanation {
        checks: Text {
            zh: "第一号计划不写 supersedes；其后各号的 supersedes 为本季度的上一号，而上一号已经甲方确认或已撤回。",
            en: "The first plan has no `supersedes`; every later one names the number before it, which is confirmed or withdrawn.",
        },
        why: Text {
            zh: "M-2：计划“经甲方确认后切实执行”。确认后的变更是另一份计划，要写明取代哪一份并重新确认，任一时刻才只有一份有效。",
            en: "M-2: a plan is carried out once confirmed. A change after that is another plan that says which one it replaces and is confirmed anew, so that one alone is in force.",
        },
        fails: Text {
            zh: "S00001-2026Q1-03 的 supersedes 为 S00001-2026Q1-01；或上一号仍在编制。",
            en: "`supersedes` of S00001-2026Q1-03 is S00001-2026Q1-01; or the former plan is still being drawn up.",
        },
        fix: Text {
            zh: "改为上一号；上一号未经确认的，直接修改，已签字不能改的先撤回（state 改为 withdrawn）。",
            en: "Name the number before; change that plan instead if nobody has signed it, or withdraw it first.",
        },
    },
    check,
};

texts! {
    FIRST: "第一号计划没有可取代的", "the first plan has none to take the place of";
    NEEDED: "须取代上一号计划 {before}", "it takes the place of the plan before it, {before}";
    WRONG: "上一号是 {before}，不是 {found}", "the plan before it is {before}, not {found}";
    ABSENT: "本季度没有计划 {before}", "the quarter has no plan {before}";
    DRAFTED: "计划 {before} 尚在编制，直接修改或先撤回", "the plan {before} is still being drawn up: change it, or withdraw it first";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(plan) = case.form::<Plan>() else {
        return;
    };
    let n = plan.id.n();
    if n == 1 {
        if plan.supersedes.is_some() {
            faults.at("/supersedes", &FIRST);
        }
        return;
    }
    let Some(before) = plan.id.quarter().and_then(|quarter| PlanId::at(&plan.id.site(), quarter, n - 1).ok()) else {
        return;
    };
    match &plan.supersedes {
        None => faults.at("/supersedes", Message::new(&NEEDED).with("before", &before)),
        Some(named) if *named != before => {
            faults.at("/supersedes", Message::new(&WRONG).with("before", &before).with("found", named));
        }
        Some(_) => match case.world.records.get::<Plan>(&before.key(Kind::Plan)) {
            None => faults.at("/supersedes", Message::new(&ABSENT).with("before", &before)),
            Some(former) if former.state == PlanState::Drafted => {
                faults.at("/supersedes", Message::new(&DRAFTED).with("before", &before));
            }
            Some(_) => {}
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, changed_plan, drafted_plan, plan, trial};
    use serde_json::json;

    fn second() -> Draft {
        changed_plan("2025-04-20T15:00:00+08:00")
    }

    #[test]
    fn the_first_plan_stands_for_itself_and_the_second_in_its_place() {
        trial(&RULE).adding(&plan()).passes();
        trial(&RULE).adding(&second()).passes();
    }

    #[test]
    fn a_plan_that_was_withdrawn_is_followed_by_another() {
        let gone = json!({"at": "2025-04-09T09:00:00+08:00", "by": "zhang-wei", "reason": "甲方要求改期"});
        let withdrawn = drafted_plan().set("/state", "withdrawn").set("/withdrawal", gone);
        trial(&RULE).beside(&withdrawn).adding(&second()).passes();
    }

    #[test]
    fn the_first_plan_replaces_nothing() {
        trial(&RULE).adding(&plan().set("/supersedes", "S00001-2025Q2-01")).fails_at("/supersedes");
    }

    #[test]
    fn a_later_plan_says_what_it_replaces() {
        trial(&RULE).adding(&second().drop("/supersedes")).fails_at("/supersedes");
    }

    #[test]
    fn no_number_is_passed_over() {
        let third = second().filed_as("S00001-2025Q2-03").set("/id", "S00001-2025Q2-03");
        trial(&RULE).adding(&third).fails_at("/supersedes");
        trial(&RULE).adding(&third.set("/supersedes", "S00001-2025Q2-02")).fails_at("/supersedes");
    }

    #[test]
    fn a_draft_is_changed_rather_than_replaced() {
        trial(&RULE).beside(&drafted_plan()).adding(&second()).fails_at("/supersedes");
    }
}
