//! Two capacities under one form are two people.

use crate::record::delay::Delay;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "same_person_twice",
    clauses: &["M-5", "T-2", "T-3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "一人签了应由两人签的字", en: "one person signed where two are needed" },
    explanation: Explanation {
        checks: Text {
            zh: "同一节的各个签字出自不同的人；维修单的前台与办公室不是同一人；延时单的申请人、主管、核算人互不相同。",
            en: "The signatures under one section are by different people; front desk and office of a ticket are not the same person; applicant, supervisor and finance of a delay slip are three.",
        },
        why: Text {
            zh: "M-5：“双方签字确认”；T-2：“交前台签字后上交办公室”；T-3：“交财务统一核算”。一人兼签，就没有了复核。",
            en: "M-5: signed by both parties; T-2: to the front desk to sign, then to the office; T-3: to finance for accounting. When one person signs for two, nobody has checked.",
        },
        fails: Text {
            zh: "front_desk.received_by 和 office.received_by 都是 li-na。",
            en: "`front_desk.received_by` and `office.received_by` are both li-na.",
        },
        fix: Text { zh: "由另一位任该岗位的人签字。", en: "Have another person who holds the post sign." },
    },
    check,
};

texts! {
    TWICE: "{who} 在同一节签了两次", "{who} signed the same section twice";
    BOTH: "{who} 已在前一道手续中签字", "{who} already acted in the step before";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    for signed in after.signed() {
        for (index, signature) in signed.signatures.iter().enumerate() {
            if signed.signatures[..index].iter().any(|earlier| earlier.signer == signature.signer) {
                let place = format!("/{}/signatures/{index}/signer", signed.section);
                faults.at(place, Message::new(&TWICE).with("who", &signature.signer));
            }
        }
    }
    if let Some(ticket) = case.form::<Ticket>()
        && let (Some(desk), Some(office)) = (&ticket.front_desk, &ticket.office)
        && desk.received_by == office.received_by
    {
        faults.at("/office/received_by", Message::new(&BOTH).with("who", &office.received_by));
    }
    if let Some(delay) = case.form::<Delay>()
        && let Some(finance) = &delay.finance
    {
        let signers = delay.application.signatures.iter().map(|signature| signature.signer.to_string());
        if signers.chain([delay.application.applied_by.to_string()]).any(|who| who == finance.by.as_str()) {
            faults.at("/finance/by", Message::new(&BOTH).with("who", &finance.by));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, delay, signed, ticket, trial};

    #[test]
    fn different_people_sign_a_ticket() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn the_office_is_not_the_front_desk() {
        trial(&RULE).adding(&ticket(1).set("/office/received_by", "li-na")).fails_at("/office/received_by");
    }

    #[test]
    fn finance_does_not_account_its_own_application() {
        trial(&RULE).adding(&delay().set("/finance/by", "zhao-lei")).fails_at("/finance/by");
    }

    #[test]
    fn nobody_signs_a_book_out_to_themselves() {
        let own = signed("holder", "wang-fang", "2025-03-04T08:32:00+08:00");
        trial(&RULE)
            .adding(&book("WX-00001", "zhang-wei").set("/issue/signatures/1", own))
            .fails_at("/issue/signatures/1/signer");
    }
}
