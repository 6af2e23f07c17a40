//! A client signs electronically only where that was agreed; else on paper (M-5).

use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::client::Client;
use crate::record::parts::{Method, Signer};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "e_signature_without_agreement",
    clauses: &["M-5"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "甲方电子签名而无约定", en: "a client signed electronically without an agreement" },
    explanation: Explanation {
        checks: Text {
            zh: "甲方人员以手写屏或密钥签字的，签字当日其单位有电子签名约定；没有约定的，只收纸质签字的扫描件。",
            en: "Where a person of the client signed on a screen or with a key, an agreement on electronic signatures with that client was in force on the day; without one only a scan of a signature on paper will do.",
        },
        why: Text {
            zh: "M-5：“双方签字确认的表单”。电子签名须当事人约定使用（电子签名法第三条），约定的依据记在甲方名下。",
            en: "M-5: a form signed and confirmed by both. Electronic signatures rest on the parties' agreement (Electronic Signature Law, art. 3), and the client's record says where that stands.",
        },
        fails: Text {
            zh: "甲方 e_signature_agreement 为“无”，而 confirmation 的签字 method 为 drawn。",
            en: "The client's `e_signature_agreement` is 无 and the signature under `confirmation` has the method `drawn`.",
        },
        fix: Text {
            zh: "在纸质表单上签字并附扫描件（method 为 paper_scan）；已有约定的，先在甲方记录写明依据和起日。",
            en: "Have the form signed on paper and attach the scan (`paper_scan`); where there is an agreement, first enter it and its first day in the client's record.",
        },
    },
    check,
};

texts! {
    WRONG: "{client} 在 {day} 没有电子签名约定，须附纸质签字的扫描件",
        "{client} had no agreement on electronic signatures on {day}: a scan of a signature on paper is due";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    for signed in case.after.into_iter().flat_map(Entry::signed) {
        for (index, signature) in signed.signatures.iter().enumerate() {
            let (Signer::Contact(contact), Method::Drawn | Method::Ssh) = (&signature.signer, signature.method) else {
                continue;
            };
            let id = contact.client();
            let day = signature.at.day();
            let client = case.world.records.get::<Client>(&id.key(Kind::Client));
            if client.is_some_and(|client| !client.signs_electronically_on(day)) {
                let wrong = Message::new(&WRONG).with("client", &id).with("day", day);
                faults.at(format!("/{}/signatures/{index}/method", signed.section), wrong);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{client, onsite, ticket, trial};
    use serde_json::json;

    #[test]
    fn a_drawing_is_fine_where_it_was_agreed() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn without_an_agreement_a_scan_will_do() {
        trial(&RULE)
            .beside(&client().set("/e_signature_agreement", "无"))
            .adding(&ticket(1).set("/confirmation/signatures/0/method", "paper_scan"))
            .passes();
    }

    #[test]
    fn without_an_agreement_a_drawing_will_not() {
        trial(&RULE)
            .beside(&client().set("/e_signature_agreement", "无"))
            .adding(&ticket(1))
            .fails_at("/confirmation/signatures/0/method");
    }

    #[test]
    fn an_agreement_counts_from_its_first_day() {
        trial(&RULE)
            .beside(&client().set("/e_signature_period", json!({"from": "2025-03-04"})))
            .adding(&ticket(1))
            .passes();
    }

    #[test]
    fn an_agreement_does_not_count_before_its_first_day() {
        trial(&RULE)
            .beside(&client().set("/e_signature_period", json!({"from": "2025-03-05"})))
            .adding(&ticket(1))
            .fails_at("/confirmation/signatures/0/method");
    }

    #[test]
    fn an_agreement_that_has_ended_no_longer_counts() {
        trial(&RULE)
            .beside(&client().set("/e_signature_period", json!({"from": "2024-12-01", "to": "2025-04-09"})))
            .adding(&onsite())
            .fails_at("/confirmation/signatures/0/method");
    }
}
