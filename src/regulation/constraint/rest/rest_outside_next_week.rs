//! Rest is taken the week after; later it cancels leave.

use crate::record::Kind;
use crate::record::rest_credit::RestCredit;
use crate::record::rest_use::{RestKind, RestUse, UseState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use chrono::Datelike;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "rest_outside_next_week",
    clauses: &["R-1"],
    class: Class::Policy,
    severity: Severity::Warning,
    kinds: &[Kind::RestUse],
    title: Text { zh: "倒休不在下一周", en: "rest is not taken in the week after" },
    explanation: Explanation {
        checks: Text {
            zh: "使用方式为倒休的，休息之日在所抵用登记的下一周（周一至周日）之内；以后再用的，写作销假。",
            en: "Where the kind is rest, the day lies in the week after that of each credit (Monday to Sunday); what is used later is leave cancelled.",
        },
        why: Text {
            zh: "R-1：“可以在下周维修任务不忙的情况下进行倒休，或者在以后请假时做销假使用”。“可以”不是必须，故仅提示。",
            en: "R-1: rest may be taken the next week, or used later to cancel leave. May is not must, so this only warns.",
        },
        fails: Text {
            zh: "3 月 8 日（周六）的登记，3 月 26 日倒休。",
            en: "A credit of Saturday 8 March is rested on 26 March.",
        },
        fix: Text {
            zh: "确是以后请假时使用的，改为 offset_leave；否则如实保留。",
            en: "If it cancels leave taken later, write `offset_leave`; otherwise leave what is true.",
        },
    },
    check,
};

texts! {
    ELSEWHERE: "{credit} 的下一周是 {from} 至 {to}", "the week after {credit} is {from} to {to}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(taken) = case.form::<RestUse>() else {
        return;
    };
    if taken.rest.kind != RestKind::Rest || taken.state == UseState::Rejected {
        return;
    }
    for (index, draw) in taken.rest.credits.iter().enumerate() {
        let Some(credit) = case.world.records.get::<RestCredit>(&draw.credit.key(Kind::RestCredit)) else {
            continue;
        };
        let day = credit.work.from.day();
        let monday = day.checked_add_days(chrono::Days::new(7 - u64::from(day.weekday().num_days_from_monday())));
        let sunday = monday.and_then(|monday| monday.checked_add_days(chrono::Days::new(6)));
        if let (Some(from), Some(to)) = (monday, sunday)
            && !(from..=to).contains(&taken.rest.date)
        {
            let elsewhere = Message::new(&ELSEWHERE).with("credit", &draw.credit).with("from", from).with("to", to);
            faults.at(format!("/rest/credits/{index}/credit"), elsewhere);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{rest_use, trial};

    #[test]
    fn the_week_after_runs_from_monday_to_sunday() {
        trial(&RULE).adding(&rest_use().set("/rest/date", "2025-03-10")).passes();
        trial(&RULE).adding(&rest_use().set("/rest/date", "2025-03-16")).passes();
    }

    #[test]
    fn the_same_week_and_the_one_after_the_next_are_noted() {
        trial(&RULE).adding(&rest_use().set("/rest/date", "2025-03-09")).fails_at("/rest/credits/0/credit");
        trial(&RULE).adding(&rest_use().set("/rest/date", "2025-03-17")).fails_at("/rest/credits/0/credit");
    }

    #[test]
    fn leave_may_be_cancelled_at_any_later_time() {
        trial(&RULE).adding(&rest_use().set("/rest/date", "2025-06-17").set("/rest/kind", "offset_leave")).passes();
    }
}
