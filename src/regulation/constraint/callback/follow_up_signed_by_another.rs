//! Registration, hand-over and acceptance are signed by those they name (C-P.3, C-7.3.2, C-S.3.2).

use super::view::Callback;
use crate::record::Kind;
use crate::record::Record;
use crate::record::onsite_callback::OnsiteCallback;
use crate::record::parts::{OrNone, Role, Signature};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "follow_up_signed_by_another",
    clauses: &["C-7.3.2", "C-S.3.2", "C-P.3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text {
        zh: "重点登记、转交或许可由他人签字", en: "a follow-up is signed by somebody else than it names"
    },
    explanation: Explanation {
        checks: Text {
            zh: "重点登记由回访人以回访人身份签字；转交由接收人以接收部门身份签字，用户许可由所写用户签字；转交和许可不得无人签字。",
            en: "A registration is signed by the caller or visitor; a hand-over by its receiver, for the department; an acceptance by the user it names; neither of the last two goes unsigned.",
        },
        why: Text {
            zh: "C-7.3.2：“在处理并得到用户许可，转交过程要有记录”；C-P.3：“如实记录回访内容”。",
            en: "C-7.3.2: handled and accepted by the user, the hand-over recorded; C-P.3: record truthfully.",
        },
        fails: Text {
            zh: "transfers[0].accepted_by 为 zhao-lei，签字的是 sun-tao。",
            en: "`transfers[0].accepted_by` is zhao-lei and sun-tao signed.",
        },
        fix: Text {
            zh: "由所写的人签字；写错了人的，改正后重新签字。",
            en: "Have the one named sign; if the wrong one is named, correct it and sign again.",
        },
    },
    check,
};

texts! {
    OTHER: "{signer} 签了字，而所写的是 {named}", "{signer} signed, and {named} is named";
    UNSIGNED: "{named} 没有签字", "{named} has not signed";
}

/// A section: its signatures, the role in question, who is named, where it stands, whether it must be signed.
struct Section<'a> {
    signatures: &'a [Signature],
    role: Role,
    named: String,
    pointer: String,
    must: bool,
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.after else {
        return;
    };
    let mut sections = registration_of(Callback::of(entry));
    if let Record::OnsiteCallback(callback) = &entry.record {
        sections.extend(issues(callback));
    }
    for section in sections {
        let mut present = false;
        for (place, signature) in section.signatures.iter().enumerate().filter(|(_, one)| one.role == section.role) {
            present = true;
            let signer = signature.signer.to_string();
            if signer != section.named {
                let other = Message::new(&OTHER).with("signer", signer).with("named", &section.named);
                faults.at(format!("{}/signatures/{place}/signer", section.pointer), other);
            }
        }
        if section.must && !present {
            let unsigned = Message::new(&UNSIGNED).with("named", &section.named);
            faults.at(format!("{}/signatures", section.pointer), unsigned);
        }
    }
}

fn registration_of(callback: Option<Callback<'_>>) -> Vec<Section<'_>> {
    let named = callback.and_then(|callback| Some((callback.registration?, callback.act?.by)));
    named
        .map(|(registration, by)| Section {
            signatures: &registration.signatures,
            role: Role::Caller,
            named: by.to_string(),
            pointer: "/key_registration".to_owned(),
            must: false,
        })
        .into_iter()
        .collect()
}

fn issues(callback: &OnsiteCallback) -> Vec<Section<'_>> {
    let mut all = Vec::new();
    for (place, issue) in callback.issues.iter().flat_map(OrNone::entries).enumerate() {
        all.extend(issue.transfers.iter().enumerate().map(|(link, transfer)| Section {
            signatures: &transfer.signatures,
            role: Role::Department,
            named: transfer.accepted_by.to_string(),
            pointer: format!("/issues/{place}/transfers/{link}"),
            must: true,
        }));
        all.extend(issue.acceptance.iter().map(|acceptance| Section {
            signatures: &acceptance.signatures,
            role: Role::Client,
            named: acceptance.contact.to_string(),
            pointer: format!("/issues/{place}/acceptance"),
            must: true,
        }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, handed_over, onsite, phone_after_repair, registration, trial};
    use serde_json::json;

    fn handed() -> Draft {
        onsite().set("/issues", json!([handed_over()]))
    }

    #[test]
    fn a_hand_over_signed_by_its_receiver_is_fine() {
        trial(&RULE).adding(&handed()).passes();
    }

    #[test]
    fn somebody_else_does_not_receive_it() {
        trial(&RULE)
            .adding(&handed().set("/issues/0/transfers/0/accepted_by", "sun-tao"))
            .fails_at("/issues/0/transfers/0/signatures/0/signer");
    }

    #[test]
    fn a_hand_over_does_not_go_unsigned() {
        trial(&RULE)
            .adding(&handed().set("/issues/0/transfers/0/signatures", json!([])))
            .fails_at("/issues/0/transfers/0/signatures");
    }

    #[test]
    fn an_acceptance_does_not_go_unsigned() {
        let silent = json!({"at": "2025-04-12T10:00:00+08:00", "contact": "C00001-01", "signatures": []});
        trial(&RULE).adding(&handed().set("/issues/0/acceptance", silent)).fails_at("/issues/0/acceptance/signatures");
    }

    #[test]
    fn the_caller_signs_the_registration() {
        let call = phone_after_repair().set("/key_registration", registration("WX-0000001.post_repair.after_call"));
        trial(&RULE)
            .adding(&call.set("/key_registration/signatures/0/signer", "li-na"))
            .fails_at("/key_registration/signatures/0/signer");
    }
}
