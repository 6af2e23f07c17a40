//! A plan or its maintenance is declared late only where it is (M-2).

use super::late::Owed;
use crate::calendar::Timing;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "maintenance_lateness_unfounded",
    clauses: &["M-2", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Plan, Kind::Maintenance],
    title: Text {
        zh: "计划或维护保养未逾期而作逾期说明",
        en: "a plan or maintenance is declared late though it is in time",
    },
    explanation: Explanation {
        checks: Text {
            zh: "有 late 一节的计划，是季度内首份经确认的，且确认晚于截止；有 late 一节的维护保养，结束时间晚于截止。",
            en: "A plan with a `late` section was the first of its quarter to be confirmed, after the deadline; maintenance with one ended after the deadline.",
        },
        why: Text {
            zh: "逾期说明计入逾期数；按时的写成逾期，及时率就不真实（M-2）。",
            en: "Declared lateness is counted; what is in time and calls itself late makes the rate untrue (M-2).",
        },
        fails: Text {
            zh: "2026Q1 的计划 1 月 20 日确认，却有 late。",
            en: "The plan of 2026Q1 was confirmed on 20 January, and there is a `late`.",
        },
        fix: Text { zh: "删去 late。", en: "Take `late` away." },
    },
    check,
};

texts! {
    IN_TIME: "{at} 不晚于截止，并未逾期", "{at} is not after the deadline";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(owed) = Owed::of(case).filter(|owed| owed.late.is_some()) else {
        return;
    };
    if owed.timing() != Some(Timing::Late) {
        faults.at("/late", Message::new(&IN_TIME).with("at", owed.at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{changed_plan, lateness, maintenance, plan, trial};

    #[test]
    fn what_is_late_declares_it() {
        let late = plan()
            .set("/confirmation/at", "2025-05-06T10:00:00+08:00")
            .set("/late", lateness("2025-05-06T12:00:00+08:00"));
        trial(&RULE).adding(&late).passes();
    }

    #[test]
    fn what_is_in_time_does_not() {
        for form in [plan(), maintenance()] {
            trial(&RULE).adding(&form.set("/late", lateness("2025-07-03T12:00:00+08:00"))).fails_at("/late");
        }
    }

    #[test]
    fn a_changed_plan_is_never_late() {
        let changed = changed_plan("2025-06-10T10:00:00+08:00").set("/late", lateness("2025-06-10T12:00:00+08:00"));
        trial(&RULE).adding(&changed).fails_at("/late");
    }
}
