//! A spare is due and comes back after it was lent (M-3).

use crate::record::Kind;
use crate::record::spare_loan::SpareLoan;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "loan_times_out_of_order",
    clauses: &["M-3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::SpareLoan],
    title: Text { zh: "备品借还时间先后不合", en: "the times of a spare loan are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "预计归还不早于借出之日；归还不早于借出时间。",
            en: "It is due no earlier than the day it was lent, and comes back no earlier than it was lent.",
        },
        why: Text {
            zh: "M-3 的备品备件借用须有据可查；不可能的时间不是证据。",
            en: "A loan under M-3 is evidence; impossible times are none.",
        },
        fails: Text {
            zh: "giving_back.at 早于 lending.lent_at。",
            en: "`giving_back.at` is earlier than `lending.lent_at`.",
        },
        fix: Text { zh: "按实际改正时间。", en: "Enter the true times." },
    },
    check,
};

texts! {
    DUE_EARLY: "预计归还 {due} 早于借出之日 {lent}", "due on {due}, before it was lent on {lent}";
    BACK_EARLY: "归还时间 {back} 早于借出时间 {lent}", "given back at {back}, before it was lent at {lent}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(loan) = case.form::<SpareLoan>() else {
        return;
    };
    let lent = loan.lending.lent_at;
    if loan.lending.due_on < lent.day() {
        let early = Message::new(&DUE_EARLY).with("due", loan.lending.due_on).with("lent", lent.day());
        faults.at("/lending/due_on", early);
    }
    if let Some(back) = &loan.giving_back
        && back.at < lent
    {
        faults.at("/giving_back/at", Message::new(&BACK_EARLY).with("back", back.at).with("lent", lent));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, signed, spare_loan, trial};
    use serde_json::json;

    fn given_back(at: &str) -> Draft {
        spare_loan().set("/state", "returned").set(
            "/giving_back",
            json!({
                "at": at, "condition": "完好", "damage": "无", "converted": "无", "received_by": "wu-gang",
                "signatures": [signed("storekeeper", "wu-gang", "2025-03-14T17:00:00+08:00")],
            }),
        )
    }

    #[test]
    fn lent_then_given_back_is_fine() {
        trial(&RULE).adding(&given_back("2025-03-14T16:00:00+08:00")).passes();
    }

    #[test]
    fn nothing_comes_back_before_it_is_lent() {
        trial(&RULE).adding(&given_back("2025-03-07T12:59:00+08:00")).fails_at("/giving_back/at");
    }

    #[test]
    fn nothing_is_due_before_it_is_lent() {
        trial(&RULE).adding(&spare_loan().set("/lending/due_on", "2025-03-06")).fails_at("/lending/due_on");
    }
}
