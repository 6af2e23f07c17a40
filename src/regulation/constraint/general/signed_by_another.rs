//! Who a section names as acting is who signs it in that capacity.

use crate::record::Kind;
use crate::record::parts::Role;
use crate::regulation::constraint::places::each;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "signed_by_another",
    clauses: &["M-5", "T-1", "T-2", "T-3", "T-6"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[
        Kind::Contact,
        Kind::Book,
        Kind::Ticket,
        Kind::Delay,
        Kind::SpareLoan,
        Kind::Install,
        Kind::Upgrade,
        Kind::Training,
        Kind::Plan,
        Kind::Maintenance,
        Kind::PhoneCallback,
        Kind::OnsiteCallback,
        Kind::DutyLog,
        Kind::DutyRoster,
        Kind::RestCredit,
        Kind::RestUse,
        Kind::Incident,
    ],
    title: Text { zh: "签字人不是所写的经办人", en: "a signature is not by the one the section names" },
    explanation: Explanation {
        checks: Text {
            zh: "前台、办公室、财务、作废人、转单人、领用人、借用人、回访人、负责人等，由该节所写的那个人签字；维修和安装的签字人在所列人员之中；甲方确认由所写的用户签字。",
            en: "Front desk, office, finance, who voids, transfers, holds, borrows, calls or answers for it: the one the section names signs it; work and installation are signed by one of the people listed; the user named confirms.",
        },
        why: Text {
            zh: "M-5：“双方签字确认”；T-1：“注明原单号、转入单号并签字确认”。写甲、签乙，谁也没有负责。",
            en: "M-5: signed and confirmed by both parties; T-1: noting both numbers and signing. When one is named and another signs, nobody has answered for it.",
        },
        fails: Text {
            zh: "front_desk.received_by 为 li-na，签字的却是另一位前台。",
            en: "`front_desk.received_by` is li-na and another receptionist signed.",
        },
        fix: Text {
            zh: "由所写的人签字，或把经办人改为真正经手的人再签。",
            en: "Have the one who is named sign, or name the one who really acted and sign then.",
        },
    },
    check,
};

texts! {
    WRONG: "本节所写为 {named}，签字的是 {signer}", "the section names {named}, yet {signer} signed";
}

/// Section, capacity, and where the one who acts is named (a pattern from the record's root).
type Act = (&'static str, &'static [Role], &'static str);

const IN_CHARGE: &[Role] = &[Role::Supervisor, Role::PersonInCharge];

fn acts(kind: Kind) -> &'static [Act] {
    match kind {
        Kind::Contact => &[
            ("/erasure", &[Role::Applicant], "/erasure/requested_by"),
            ("/erasure", IN_CHARGE, "/erasure/confirmed_by"),
        ],
        Kind::Book => &[
            ("/issue", &[Role::Finance], "/issue/issued_by"),
            ("/issue", &[Role::Holder], "/issue/holder"),
            ("/settlement", &[Role::Finance], "/settlement/received_by"),
            ("/settlement", &[Role::Holder], "/settlement/returned_by"),
        ],
        Kind::Ticket => &[
            ("/work", &[Role::Technician], "/dispatch/technicians/*"),
            ("/front_desk", &[Role::FrontDesk], "/front_desk/received_by"),
            ("/office", &[Role::Office], "/office/received_by"),
            ("/void", &[Role::Holder], "/void/by"),
            ("/transfer", &[Role::Technician], "/transfer/by"),
            ("/late", IN_CHARGE, "/late/acknowledged_by"),
        ],
        Kind::Delay => &[
            ("/application", &[Role::Technician], "/application/applied_by"),
            ("/finance", &[Role::Finance], "/finance/by"),
            ("/late", IN_CHARGE, "/late/acknowledged_by"),
        ],
        Kind::SpareLoan => &[
            ("/lending", &[Role::Holder], "/lending/borrower"),
            ("/giving_back", &[Role::Storekeeper], "/giving_back/received_by"),
            ("/late", IN_CHARGE, "/late/acknowledged_by"),
        ],
        Kind::Install => &[("/service", &[Role::Technician], "/service/technicians/*")],
        Kind::Training => &[
            ("/session", &[Role::Trainer], "/session/trainer"),
            ("/confirmation", &[Role::Client], "/confirmation/contact"),
            ("/withdrawal", &[Role::Client], "/withdrawal/contact"),
            ("/late", IN_CHARGE, "/late/acknowledged_by"),
        ],
        Kind::Upgrade => &[
            ("/agreement", &[Role::Client], "/agreement/contact"),
            ("/execution", &[Role::Technician], "/execution/operator"),
            ("/confirmation", &[Role::Client], "/confirmation/contact"),
        ],
        Kind::Plan => &[
            ("/preparation", &[Role::Preparer], "/preparation/prepared_by"),
            ("/confirmation", &[Role::Client], "/confirmation/contact"),
            ("/late", IN_CHARGE, "/late/acknowledged_by"),
        ],
        Kind::Maintenance => &[
            ("/work", &[Role::Technician], "/work/technicians/*"),
            ("/confirmation", &[Role::Client], "/confirmation/contact"),
            ("/late", IN_CHARGE, "/late/acknowledged_by"),
        ],
        Kind::PhoneCallback => &[
            ("/call", &[Role::Caller], "/call/caller"),
            ("/excuse", &[Role::Supervisor], "/excuse/by"),
            ("/outcome", &[Role::PersonInCharge], "/outcome/by"),
            ("/late", IN_CHARGE, "/late/acknowledged_by"),
        ],
        Kind::OnsiteCallback => &[
            ("/visit", &[Role::Caller], "/visit/visitor"),
            ("/confirmation", &[Role::Client], "/confirmation/contact"),
            ("/outcome", &[Role::PersonInCharge], "/outcome/by"),
            ("/late", IN_CHARGE, "/late/acknowledged_by"),
        ],
        Kind::RestCredit => &[
            ("/work", &[Role::Applicant], "/person"),
            ("/work", &[Role::Supervisor], "/work/confirmed_by"),
            ("/refusal", &[Role::Supervisor], "/refusal/by"),
        ],
        Kind::RestUse => &[
            ("/rest", &[Role::Applicant], "/person"),
            ("/rest", &[Role::Supervisor], "/rest/approved_by"),
            ("/refusal", &[Role::Supervisor], "/refusal/by"),
        ],
        Kind::DutyLog => &[("/entry", &[Role::DutyOfficer], "/entry/recorded_by")],
        Kind::DutyRoster => &[
            ("/plan", &[Role::Preparer], "/plan/prepared_by"),
            ("/plan", &[Role::Supervisor], "/plan/approved_by"),
            ("/late", IN_CHARGE, "/late/acknowledged_by"),
        ],
        Kind::Incident => &[("/closing", IN_CHARGE, "/closing/by")],
        _ => &[],
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    for (pointer, roles, named) in acts(case.key.kind) {
        let signatures = after.signatures(&pointer[1..]);
        if signatures.is_empty() {
            continue;
        }
        let mut people: Vec<&str> = Vec::new();
        each(&after.value, named, &mut |_, who| people.extend(who.as_str()));
        for (index, signature) in signatures.iter().enumerate() {
            let signer = signature.signer.as_str();
            if roles.contains(&signature.role) && !people.is_empty() && !people.contains(&signer) {
                let wrong = Message::new(&WRONG).with("named", people.join(", ")).with("signer", signer);
                faults.at(format!("{pointer}/signatures/{index}/signer"), wrong);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, ticket, trial};

    #[test]
    fn every_kind_with_something_to_look_at_is_looked_at() {
        let left_out: Vec<_> =
            Kind::ALL.iter().filter(|kind| !acts(**kind).is_empty() && !RULE.kinds.contains(kind)).collect();
        assert!(left_out.is_empty(), "{left_out:?}");
    }

    #[test]
    fn those_named_sign() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn another_technician_does_not_sign_the_work() {
        trial(&RULE)
            .adding(&ticket(1).set("/work/signatures/0/signer", "sun-tao"))
            .fails_at("/work/signatures/0/signer");
    }

    #[test]
    fn the_holder_signs_for_the_book() {
        trial(&RULE)
            .adding(&book("WX-00001", "zhang-wei").set("/issue/signatures/1/signer", "sun-tao"))
            .fails_at("/issue/signatures/1/signer");
    }
}
