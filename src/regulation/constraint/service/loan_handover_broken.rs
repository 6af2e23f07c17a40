//! A spare that changes hands goes from the one who answers for it to another, who signs (M-3, T-7).

use crate::record::Kind;
use crate::record::parts::{Role, Signer};
use crate::record::spare_loan::SpareLoan;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "loan_handover_broken",
    clauses: &["M-3", "T-7"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::SpareLoan],
    title: Text { zh: "备品移交不连贯", en: "the hand-over of a spare is broken" },
    explanation: Explanation {
        checks: Text {
            zh: "移交依次相接：移交人是此前负责的人，接手人另是他人并签字；时间不早于借出和上一次移交，不晚于归还。",
            en: "Hand-overs follow each other: from the one who answered for it until then, to another, who signs; no earlier than the lending and the hand-over before, no later than the return.",
        },
        why: Text {
            zh: "M-3 的备品备件须始终有人负责归还；T-7：维修人员离职时整理上交。",
            en: "M-3: somebody answers for the return of a spare at any time. T-7: who leaves sorts and turns in what they hold.",
        },
        fails: Text {
            zh: "借用人是 zhang-wei，移交人写 sun-tao。",
            en: "The borrower is Zhang Wei, and the spare is handed over by Sun Tao.",
        },
        fix: Text {
            zh: "写明此前负责的人和接手人，由接手人签字（weibao depart 会写好）。",
            en: "Name who answered for it and who takes it, and have the latter sign (`weibao depart` writes it).",
        },
    },
    check,
};

texts! {
    NOT_FROM: "此前负责的是 {holder}，不是 {from}", "{holder} answered for it until then, not {from}";
    TO_ONESELF: "接手人须是他人", "somebody else takes it";
    EARLY: "移交时间 {at} 早于 {before}", "handed over at {at}, before {before}";
    AFTER_RETURN: "移交时间 {at} 晚于归还时间 {back}", "handed over at {at}, after it came back at {back}";
    UNSIGNED: "接手人 {to} 没有签字", "{to}, who takes it, has not signed";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(loan) = case.form::<SpareLoan>() else {
        return;
    };
    let mut holder = &loan.lending.borrower;
    let mut before = loan.lending.lent_at;
    for (index, handover) in loan.handovers.iter().enumerate() {
        let at = |member: &str| format!("/handovers/{index}/{member}");
        if handover.from != *holder {
            faults.at(at("from"), Message::new(&NOT_FROM).with("holder", holder).with("from", &handover.from));
        }
        if handover.to == handover.from {
            faults.at(at("to"), &TO_ONESELF);
        }
        if handover.at < before {
            faults.at(at("at"), Message::new(&EARLY).with("at", handover.at).with("before", before));
        }
        if let Some(back) = loan.giving_back.as_ref().filter(|back| handover.at > back.at) {
            faults.at(at("at"), Message::new(&AFTER_RETURN).with("at", handover.at).with("back", back.at));
        }
        let signer = Signer::Staff(handover.to.clone());
        if !handover.signatures.iter().any(|one| one.role == Role::Holder && one.signer == signer) {
            faults.at(at("signatures"), Message::new(&UNSIGNED).with("to", &handover.to));
        }
        holder = &handover.to;
        before = handover.at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, signed, spare_loan, trial};
    use serde_json::json;

    fn handed(from: &str, to: &str, at: &str) -> Draft {
        spare_loan().set(
            "/handovers",
            json!([{ "at": at, "from": from, "to": to, "reason": "人员离职", "signatures": [signed("holder", to, at)] }]),
        )
    }

    #[test]
    fn who_takes_a_spare_over_signs_for_it() {
        trial(&RULE).adding(&handed("zhang-wei", "sun-tao", "2025-03-10T09:00:00+08:00")).passes();
    }

    #[test]
    fn only_the_holder_hands_over() {
        trial(&RULE).adding(&handed("wu-gang", "sun-tao", "2025-03-10T09:00:00+08:00")).fails_at("/handovers/0/from");
    }

    #[test]
    fn nobody_hands_over_to_oneself() {
        trial(&RULE).adding(&handed("zhang-wei", "zhang-wei", "2025-03-10T09:00:00+08:00")).fails_at("/handovers/0/to");
    }

    #[test]
    fn nothing_is_handed_over_before_it_is_lent() {
        trial(&RULE).adding(&handed("zhang-wei", "sun-tao", "2025-03-07T12:00:00+08:00")).fails_at("/handovers/0/at");
    }

    #[test]
    fn nothing_is_handed_over_after_it_came_back() {
        let back = json!({
            "at": "2025-03-14T16:00:00+08:00", "condition": "完好", "damage": "无", "converted": "无",
            "received_by": "wu-gang", "signatures": [signed("storekeeper", "wu-gang", "2025-03-14T17:00:00+08:00")],
        });
        let late = handed("zhang-wei", "sun-tao", "2025-03-14T16:00:01+08:00");
        trial(&RULE).adding(&late.set("/state", "returned").set("/giving_back", back)).fails_at("/handovers/0/at");
    }

    #[test]
    fn a_hand_over_that_nobody_signed_is_none() {
        let unsigned =
            handed("zhang-wei", "sun-tao", "2025-03-10T09:00:00+08:00").set("/handovers/0/signatures", json!([]));
        trial(&RULE).adding(&unsigned).fails_at("/handovers/0/signatures");
    }
}
