//! What is planned lies within the quarter (M-2).

use crate::record::Kind;
use crate::record::plan::Plan;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "planned_outside_quarter",
    clauses: &["M-2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Plan],
    title: Text { zh: "计划日期不在本季度", en: "planned days lie outside of the quarter" },
    explanation: Explanation {
        checks: Text {
            zh: "每个计划项的 planned_from 不晚于 planned_to，两日都在本季度内。",
            en: "`planned_from` of each item is no later than `planned_to`, and both days lie in the quarter.",
        },
        why: Text {
            zh: "M-2：“季度维护保养工作计划”，按日历季度；本季度的项排到季度以外，就不是本季度的计划。",
            en: "M-2: a quarterly plan, by calendar quarters; what is planned outside of it is no plan of the quarter.",
        },
        fails: Text {
            zh: "2026Q1 的计划项 planned_to 为 2026-04-03。",
            en: "`planned_to` of an item of 2026Q1 is 2026-04-03.",
        },
        fix: Text {
            zh: "把日期改到本季度内；确实做不完的，到时如实登记并说明逾期。",
            en: "Move the days into the quarter; what cannot be done in it is recorded as late when it is done.",
        },
    },
    check,
};

texts! {
    OUTSIDE: "{day} 不在 {quarter} 内", "{day} is not in {quarter}";
    BACKWARDS: "计划完成 {to} 早于计划开始 {from}", "planned to end on {to}, before it begins on {from}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(plan) = case.form::<Plan>() else {
        return;
    };
    for (n, item) in plan.preparation.items.iter().enumerate() {
        let place = |member: &str| format!("/preparation/items/{n}/{member}");
        for (member, day) in [("planned_from", item.planned_from), ("planned_to", item.planned_to)] {
            if !plan.period.contains(day) {
                faults.at(place(member), Message::new(&OUTSIDE).with("day", day).with("quarter", plan.period));
            }
        }
        if item.planned_to < item.planned_from {
            let wrong = Message::new(&BACKWARDS).with("to", item.planned_to).with("from", item.planned_from);
            faults.at(place("planned_to"), wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{plan, trial};

    #[test]
    fn the_first_and_the_last_day_of_the_quarter_are_in_it() {
        let whole = plan()
            .set("/preparation/items/0/planned_from", "2025-04-01")
            .set("/preparation/items/0/planned_to", "2025-06-30");
        trial(&RULE).adding(&whole).passes();
    }

    #[test]
    fn a_day_before_or_after_is_not() {
        let early = plan().set("/preparation/items/0/planned_from", "2025-03-31");
        trial(&RULE).adding(&early).fails_at("/preparation/items/0/planned_from");
        let late = plan().set("/preparation/items/7/planned_to", "2025-07-01");
        trial(&RULE).adding(&late).fails_at("/preparation/items/7/planned_to");
    }

    #[test]
    fn nothing_ends_before_it_begins() {
        let backwards = plan().set("/preparation/items/1/planned_to", "2025-05-11");
        trial(&RULE).adding(&backwards).fails_at("/preparation/items/1/planned_to");
    }
}
