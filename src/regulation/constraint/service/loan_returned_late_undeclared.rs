//! A spare that came back after the agreed day says so itself, and only then (M-3).

use crate::calendar::end_of;
use crate::record::Kind;
use crate::record::spare_loan::SpareLoan;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "loan_returned_late_undeclared",
    clauses: &["M-3"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::SpareLoan],
    title: Text { zh: "备品逾期归还未作逾期说明", en: "a late return of a spare is not declared late" },
    explanation: Explanation {
        checks: Text {
            zh: "归还（转换、确认遗失）晚于预计归还日 24 时的，须有 late 一节；不晚的没有；确认不早于归还。",
            en: "A return, conversion or loss after 24:00 of the agreed day comes with a `late` section, one in time has none; it is acknowledged no earlier than the return.",
        },
        why: Text {
            zh: "M-3：备品备件收回后才能再用于抢修。期限是借用时约定的；逾期照收，但须写明，计为逾期。",
            en: "M-3: only a spare that came back serves the next repair. The day is the one agreed on; a late return is let in, but it says so and counts as late.",
        },
        fails: Text {
            zh: "预计 2025-03-14 归还，2025-03-17 归还，而没有 late。",
            en: "Due on 2025-03-14, back on 2025-03-17, and there is no `late`.",
        },
        fix: Text {
            zh: "增加 late：写明原因，由主管或负责人确认并签字；未逾期的删去 late。",
            en: "Add `late`: the reason, acknowledged and signed by the supervisor or the person in charge; take it away where nothing was late.",
        },
    },
    check,
};

texts! {
    UNDECLARED: "{at} 晚于预计归还 {due}，没有逾期说明", "{at} is after the agreed {due}, and lateness is not declared";
    IN_TIME: "{at} 不晚于预计归还 {due}，并未逾期", "{at} is not after the agreed {due}";
    EARLY: "确认时间 {at} 早于归还 {back}", "acknowledged at {at}, before the return at {back}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(loan) = case.form::<SpareLoan>() else {
        return;
    };
    let Some(back) = &loan.giving_back else {
        return;
    };
    let overdue = back.at > end_of(loan.lending.due_on);
    let said = |text| Message::new(text).with("at", back.at).with("due", loan.lending.due_on);
    match &loan.late {
        None if overdue => faults.at("/giving_back/at", said(&UNDECLARED)),
        Some(_) if !overdue => faults.at("/late", said(&IN_TIME)),
        Some(late) if late.acknowledged_at < back.at => {
            let early = Message::new(&EARLY).with("at", late.acknowledged_at).with("back", back.at);
            faults.at("/late/acknowledged_at", early);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, signed, spare_loan, trial};
    use serde_json::json;

    fn back(at: &str) -> Draft {
        spare_loan().set("/state", "returned").set(
            "/giving_back",
            json!({
                "at": at, "condition": "完好", "damage": "无", "converted": "无", "received_by": "wu-gang",
                "signatures": [signed("storekeeper", "wu-gang", "2025-03-17T17:00:00+08:00")],
            }),
        )
    }

    #[test]
    fn the_last_moment_of_the_agreed_day_is_in_time() {
        trial(&RULE).adding(&back("2025-03-14T23:59:59+08:00")).passes();
        trial(&RULE).adding(&back("2025-03-15T00:00:00+08:00")).passes();
    }

    #[test]
    fn a_second_later_is_late() {
        trial(&RULE).adding(&back("2025-03-15T00:00:01+08:00")).fails_at("/giving_back/at");
    }

    #[test]
    fn declared_lateness_is_let_in() {
        let declared = lateness("2025-03-17T17:30:00+08:00");
        trial(&RULE).adding(&back("2025-03-17T16:00:00+08:00").set("/late", declared.clone())).passes();
        trial(&RULE).adding(&back("2025-03-14T16:00:00+08:00").set("/late", declared)).fails_at("/late");
    }

    #[test]
    fn nobody_acknowledges_beforehand() {
        let early = lateness("2025-03-17T15:59:59+08:00");
        trial(&RULE).adding(&back("2025-03-17T16:00:00+08:00").set("/late", early)).fails_at("/late/acknowledged_at");
    }
}
