//! Whoever a form names as the one who did it is the one who signs for it (M-5).

use crate::record::Kind;
use crate::record::Record;
use crate::record::install::Install;
use crate::record::onsite_callback::OnsiteCallback;
use crate::record::parts::{OrNone, Role, Signature};
use crate::record::phone_callback::PhoneCallback;
use crate::record::spare_loan::SpareLoan;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "signed_by_another",
    clauses: &["M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Install, Kind::PhoneCallback, Kind::OnsiteCallback, Kind::SpareLoan],
    title: Text { zh: "签字人不是表单所写的经办人", en: "somebody else signed than the form names" },
    explanation: Explanation {
        checks: Text {
            zh: "安装由所列安装人员之一签字；通话由回访人、上门由上门人、确认由所写用户、落实与说明由所写负责人或主管、转交由接收人、借用由借用人、归还由验收人签字。",
            en: "The service is signed by one of its technicians; the talk by its caller, the visit by its visitor, the confirmation by the user named, outcome and excuse by their authors, a hand-over by its receiver, a loan by its borrower, a return by who received it.",
        },
        why: Text {
            zh: "M-5：“均有双方签字确认的表单，予以详细、准确的记录”；签字人与经办人不一，记录即不准确。",
            en: "M-5: a form signed by both parties as a detailed, accurate record; with another signer than the one named it is not accurate.",
        },
        fails: Text {
            zh: "call.caller 为 zhou-min，而 call 由 li-na 以回访人身份签字。",
            en: "`call.caller` is zhou-min and li-na signed the talk as caller.",
        },
        fix: Text {
            zh: "由所写经办人签字；写错了人的，改正后重新签字。",
            en: "Have the one named sign; if the wrong one is named, correct it and sign again.",
        },
    },
    check,
};

texts! {
    OTHER: "{signer} 签了字，而表单写的是 {named}", "{signer} signed, and the form names {named}";
}

/// A section's signatures, the role in question, who may sign in it, and where the signatures stand.
struct Named<'a> {
    signatures: &'a [Signature],
    role: Role,
    people: Vec<String>,
    pointer: String,
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let named = match case.after.map(|entry| &entry.record) {
        Some(Record::Install(install)) => on_install(install),
        Some(Record::PhoneCallback(callback)) => on_call(callback),
        Some(Record::OnsiteCallback(callback)) => on_visit(callback),
        Some(Record::SpareLoan(loan)) => on_loan(loan),
        _ => Vec::new(),
    };
    for section in named {
        for (place, signature) in section.signatures.iter().enumerate() {
            let signer = signature.signer.to_string();
            if signature.role == section.role && !section.people.contains(&signer) {
                let other = Message::new(&OTHER).with("signer", signer).with("named", section.people.join(", "));
                faults.at(format!("/{}/signatures/{place}/signer", section.pointer), other);
            }
        }
    }
}

fn one<'a>(signatures: &'a [Signature], role: Role, person: &impl ToString, pointer: impl Into<String>) -> Named<'a> {
    Named { signatures, role, people: vec![person.to_string()], pointer: pointer.into() }
}

fn on_install(install: &Install) -> Vec<Named<'_>> {
    let service = install.service.iter().map(|service| Named {
        signatures: &service.signatures,
        role: Role::Technician,
        people: service.technicians.iter().map(ToString::to_string).collect(),
        pointer: "service".to_owned(),
    });
    service.collect()
}

fn on_call(callback: &PhoneCallback) -> Vec<Named<'_>> {
    let mut all = Vec::new();
    if let Some(call) = &callback.call {
        all.push(one(&call.signatures, Role::Caller, &call.caller, "call"));
        if let Some(registration) = &callback.key_registration {
            all.push(one(&registration.signatures, Role::Caller, &call.caller, "key_registration"));
        }
    }
    if let Some(excuse) = &callback.excuse {
        all.push(one(&excuse.signatures, Role::Supervisor, &excuse.by, "excuse"));
    }
    if let Some(outcome) = &callback.outcome {
        all.push(one(&outcome.signatures, Role::PersonInCharge, &outcome.by, "outcome"));
    }
    all
}

fn on_visit(callback: &OnsiteCallback) -> Vec<Named<'_>> {
    let mut all = Vec::new();
    if let Some(visit) = &callback.visit {
        all.push(one(&visit.signatures, Role::Caller, &visit.visitor, "visit"));
        if let Some(registration) = &callback.key_registration {
            all.push(one(&registration.signatures, Role::Caller, &visit.visitor, "key_registration"));
        }
    }
    if let Some(confirmation) = &callback.confirmation {
        all.push(one(&confirmation.signatures, Role::Client, &confirmation.contact, "confirmation"));
    }
    if let Some(outcome) = &callback.outcome {
        all.push(one(&outcome.signatures, Role::PersonInCharge, &outcome.by, "outcome"));
    }
    for (place, issue) in callback.issues.iter().flat_map(OrNone::entries).enumerate() {
        for (link, transfer) in issue.transfers.iter().enumerate() {
            let pointer = format!("issues/{place}/transfers/{link}");
            all.push(one(&transfer.signatures, Role::Department, &transfer.accepted_by, pointer));
        }
        if let Some(acceptance) = &issue.acceptance {
            let pointer = format!("issues/{place}/acceptance");
            all.push(one(&acceptance.signatures, Role::Client, &acceptance.contact, pointer));
        }
    }
    all
}

fn on_loan(loan: &SpareLoan) -> Vec<Named<'_>> {
    let mut all = vec![one(&loan.lending.signatures, Role::Holder, &loan.lending.borrower, "lending")];
    if let Some(back) = &loan.giving_back {
        all.push(one(&back.signatures, Role::Storekeeper, &back.received_by, "giving_back"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{handed_over, install, onsite, phone, spare_loan, trial};
    use serde_json::json;

    #[test]
    fn signed_by_those_named_is_fine() {
        trial(&RULE).adding(&onsite().set("/issues", json!([handed_over()]))).passes();
    }

    #[test]
    fn a_talk_is_signed_by_its_caller() {
        trial(&RULE).adding(&phone().set("/call/caller", "li-na")).fails_at("/call/signatures/0/signer");
    }

    #[test]
    fn a_visit_is_signed_by_its_visitor_and_by_the_user_named() {
        let other = onsite().set("/visit/visitor", "sun-tao").set("/confirmation/contact", "C00001-02");
        trial(&RULE).adding(&other).fails_at_all(&["/visit/signatures/0/signer", "/confirmation/signatures/0/signer"]);
    }

    #[test]
    fn a_hand_over_is_signed_by_its_receiver() {
        let other = onsite().set("/issues", json!([handed_over()])).set("/issues/0/transfers/0/accepted_by", "sun-tao");
        trial(&RULE).adding(&other).fails_at("/issues/0/transfers/0/signatures/0/signer");
    }

    #[test]
    fn an_installation_is_signed_by_one_of_its_technicians() {
        let other = install().set("/service/technicians", json!(["sun-tao"]));
        trial(&RULE).adding(&other).fails_at("/service/signatures/0/signer");
    }

    #[test]
    fn a_loan_is_signed_by_its_borrower() {
        trial(&RULE).adding(&spare_loan().set("/lending/borrower", "sun-tao")).fails_at("/lending/signatures/1/signer");
    }
}
