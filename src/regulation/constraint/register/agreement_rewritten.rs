//! An agreement on electronic signatures is ended, not rewritten (M-5).

use crate::record::Kind;
use crate::record::client::Client;
use crate::record::parts::OrNone;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "agreement_rewritten",
    clauses: &["M-5", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Client],
    title: Text { zh: "电子签名约定被改写", en: "an agreement on electronic signatures was rewritten" },
    explanation: Explanation {
        checks: Text {
            zh: "已登记的电子签名约定不改回“无”，起日不改，止日写上后不改，止日不早于录入前一日；换了约定的，约定内容可改写为新的依据。",
            en: "An agreement once entered does not turn back to 无, its first day stays, its last day stays once written and is no earlier than the day before it is entered; the text may name a newer contract.",
        },
        why: Text {
            zh: "M-5：签字当日有无约定，决定那份表单当时是否有效；事后改写约定，等于改写旧表单的效力。",
            en: "M-5: whether an agreement was in force on its day decides whether a form was signed; to rewrite the agreement is to rewrite what the old forms were worth.",
        },
        fails: Text {
            zh: "约定终止后，把 e_signature_agreement 改成“无”。",
            en: "The agreement ends and `e_signature_agreement` turns to 无.",
        },
        fix: Text {
            zh: "恢复约定，用 e_signature_period.to 写明最后一天。",
            en: "Put the agreement back and write its last day in `e_signature_period.to`.",
        },
    },
    check,
};

texts! {
    TAKEN_BACK: "已登记的约定不能改为“无”", "an agreement that was entered does not turn to 无";
    MOVED: "起止日期一经写入不得更改", "first and last day, once written, do not change";
    BACKDATED: "止日 {day} 早于录入前一日（今日 {today}）", "its last day {day} is earlier than the day before today, {today}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (Some(old), Some(new)) = (case.old::<Client>(), case.form::<Client>()) else {
        return;
    };
    if old.e_signature_agreement == OrNone::Nothing {
        return;
    }
    if new.e_signature_agreement == OrNone::Nothing {
        faults.at("/e_signature_agreement", &TAKEN_BACK);
        return;
    }
    let first = |client: &Client| client.e_signature_period.as_ref().map_or(client.since, |period| period.from);
    let last = |client: &Client| client.e_signature_period.as_ref().and_then(|period| period.to);
    if first(old) != first(new) {
        faults.at("/e_signature_period/from", &MOVED);
    }
    if last(old).is_some() && last(old) != last(new) {
        faults.at("/e_signature_period/to", &MOVED);
    } else if let (None, Some(day)) = (last(old), last(new)) {
        let today = case.world.clock.today();
        if day < today.pred_opt().unwrap_or(today) {
            faults.at("/e_signature_period/to", Message::new(&BACKDATED).with("day", day).with("today", today));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{client, trial};
    use serde_json::json;

    #[test]
    fn an_agreement_may_be_made() {
        let before = client().set("/e_signature_agreement", "无");
        trial(&RULE)
            .changing(&before, |draft| {
                draft
                    .set("/e_signature_agreement", "补充协议二")
                    .set("/e_signature_period", json!({"from": "2026-03-01"}))
            })
            .passes();
    }

    #[test]
    fn an_agreement_may_end_yesterday() {
        trial(&RULE)
            .changing(&client(), |draft| {
                draft.set("/e_signature_period", json!({"from": "2024-12-01", "to": "2026-03-01"}))
            })
            .passes();
    }

    #[test]
    fn an_agreement_is_not_taken_back() {
        trial(&RULE)
            .changing(&client(), |draft| draft.set("/e_signature_agreement", "无"))
            .fails_at("/e_signature_agreement");
    }

    #[test]
    fn an_agreement_does_not_end_in_the_past() {
        trial(&RULE)
            .changing(&client(), |draft| {
                draft.set("/e_signature_period", json!({"from": "2024-12-01", "to": "2025-12-31"}))
            })
            .fails_at("/e_signature_period/to");
    }

    #[test]
    fn an_agreement_does_not_begin_earlier_than_it_did() {
        let before = client().set("/e_signature_period", json!({"from": "2025-06-01"}));
        trial(&RULE)
            .changing(&before, |draft| draft.set("/e_signature_period/from", "2025-01-01"))
            .fails_at("/e_signature_period/from");
    }

    #[test]
    fn the_end_of_an_agreement_stays() {
        let before = client().set("/e_signature_period", json!({"from": "2024-12-01", "to": "2026-02-27"}));
        trial(&RULE)
            .changing(&before, |draft| draft.set("/e_signature_period/to", "2026-12-31"))
            .fails_at("/e_signature_period/to");
    }
}
