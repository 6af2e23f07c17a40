//! People named or signing for the client belong to it (M-5, M-6).

use crate::ledger::Records;
use crate::record::Kind;
use crate::record::Record;
use crate::record::id::{ClientId, ContactId, TicketId};
use crate::record::ticket::Ticket;
use crate::regulation::constraint::places::{Trail, walk};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "contact_of_another_client",
    clauses: &["M-5", "M-6"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[
        Kind::FaultReport,
        Kind::Ticket,
        Kind::Delay,
        Kind::Install,
        Kind::Upgrade,
        Kind::Training,
        Kind::PhoneCallback,
        Kind::OnsiteCallback,
        Kind::SpareLoan,
    ],
    title: Text { zh: "联系人不属于该甲方", en: "a person of another client is named" },
    explanation: Explanation {
        checks: Text {
            zh: "表单上出现的联系人与甲方签字人，其编号前段即该表单的甲方；延时单和借用单以维修单的甲方为准。",
            en: "Every contact on a form, and every signer for the client, belongs to the form's client; for delay slips and loans, the client of their ticket.",
        },
        why: Text {
            zh: "M-5 要求双方签字，M-6 要求与甲方相关人员联系：别家的人不是甲方。",
            en: "M-5 demands the signatures of both parties and M-6 contact with the client's people: someone else's people are not the client.",
        },
        fails: Text {
            zh: "client 为 C00001，而 confirmation 由 C00002-01 签字。",
            en: "`client` is C00001 and C00002-01 signs the confirmation.",
        },
        fix: Text {
            zh: "改为该甲方的联系人；新联系人先建联系人记录。",
            en: "Name a person of this client; a new one gets a contact record first.",
        },
    },
    check,
};

texts! {
    OTHER: "{contact} 不是甲方 {client} 的人", "{contact} is no person of {client}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.after else {
        return;
    };
    let Some(client) = client_of(&entry.record, case.world.records) else {
        return;
    };
    walk(&entry.value, true, &mut |trail, value| {
        let contact = value.as_str().filter(|text| names_a_contact(trail) && ContactId::is(text));
        if let Some(contact) = contact.filter(|contact| !contact.starts_with(client.as_str())) {
            faults.at(trail.to_string(), Message::new(&OTHER).with("contact", contact).with("client", &client));
        }
    });
}

fn client_of(record: &Record, records: &Records<'_>) -> Option<ClientId> {
    let of_ticket = |ticket: &TicketId| {
        let ticket = records.get::<Ticket>(&ticket.key(Kind::Ticket))?;
        ticket.report.as_ref().map(|report| report.client.clone())
    };
    match record {
        Record::FaultReport(report) => Some(report.client.clone()),
        Record::Ticket(ticket) => ticket.report.as_ref().map(|report| report.client.clone()),
        Record::Install(install) => Some(install.client.clone()),
        Record::Training(training) => Some(training.client.clone()),
        Record::Upgrade(upgrade) => Some(upgrade.client.clone()),
        Record::PhoneCallback(callback) => Some(callback.client.clone()),
        Record::OnsiteCallback(callback) => Some(callback.client.clone()),
        Record::Plan(plan) => Some(plan.client.clone()),
        Record::Maintenance(maintenance) => Some(maintenance.client.clone()),
        Record::Delay(delay) => of_ticket(&delay.ticket),
        Record::SpareLoan(loan) => of_ticket(&loan.ticket),
        _ => None,
    }
}

/// Whether a person of a client may be named here, as the one spoken to or as a signer.
fn names_a_contact(trail: &Trail<'_>) -> bool {
    matches!(trail.member(), Some("contact" | "with" | "respondent" | "reporter" | "signer"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, spare_loan, ticket, training, trial, upgrade};

    #[test]
    fn people_of_the_client_are_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn whoever_is_contacted_belongs_to_the_client() {
        trial(&RULE).adding(&ticket(1).set("/pre_contact/with", "C00002-01")).fails_at("/pre_contact/with");
    }

    #[test]
    fn whoever_signs_for_the_client_belongs_to_it() {
        let signed = onsite().set("/confirmation/signatures/0/signer", "C00002-01");
        trial(&RULE).adding(&signed).fails_at("/confirmation/signatures/0/signer");
    }

    #[test]
    fn whoever_agrees_to_a_downtime_belongs_to_the_client() {
        trial(&RULE).adding(&upgrade().set("/agreement/contact", "C00002-01")).fails_at("/agreement/contact");
    }

    #[test]
    fn whoever_is_trained_belongs_to_the_client() {
        trial(&RULE).adding(&training().set("/attendees/1/contact", "C00002-01")).fails_at("/attendees/1/contact");
    }

    #[test]
    fn a_loan_is_received_by_the_client_of_its_ticket() {
        let loan = spare_loan().set("/lending/signatures/2/signer", "C00002-01");
        trial(&RULE).adding(&loan).fails_at("/lending/signatures/2/signer");
    }
}
