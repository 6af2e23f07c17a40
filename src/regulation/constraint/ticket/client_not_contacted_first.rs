//! The client is contacted before the technician comes.

use crate::record::Kind;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "client_not_contacted_first",
    clauses: &["M-6"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "到场之前未与甲方联系", en: "the client was not contacted before arrival" },
    explanation: Explanation {
        checks: Text {
            zh: "维修单已有到达时间的，须有服务前联系，且不晚于到达时间。",
            en: "A ticket with an arrival has a contact before the service, no later than the arrival.",
        },
        why: Text {
            zh: "M-6：“进行售后服务前与甲方相关人员联系”。",
            en: "M-6: before after-sales service, contact the client's people.",
        },
        fails: Text {
            zh: "trip.arrived_at 为 10:20,pre_contact.at 为 10:30。",
            en: "`trip.arrived_at` is 10:20 and `pre_contact.at` is 10:30.",
        },
        fix: Text {
            zh: "填写真实的联系时间和联系人；确未联系的，不得补写更早的时间。",
            en: "Enter when and whom one really contacted; never write an earlier time than the true one.",
        },
    },
    check,
};

texts! {
    MISSING: "已到场，却没有服务前联系", "arrived, and nobody had been contacted";
    AFTER: "联系时间 {at} 晚于到达时间 {arrived}", "contacted at {at}, after the arrival at {arrived}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    match (&ticket.pre_contact, &ticket.trip) {
        (None, Some(_)) => faults.at("/pre_contact", &MISSING),
        (Some(contact), Some(trip)) if contact.at > trip.arrived_at => {
            let after = Message::new(&AFTER).with("at", contact.at).with("arrived", trip.arrived_at);
            faults.at("/pre_contact/at", after);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn a_call_before_arrival_is_fine() {
        trial(&RULE).adding(&ticket(1).set("/pre_contact/at", "2025-03-04T10:20:00+08:00")).passes();
    }

    #[test]
    fn nobody_arrives_unannounced() {
        trial(&RULE).adding(&ticket(1).drop("/pre_contact")).fails_at("/pre_contact");
    }

    #[test]
    fn a_call_after_arrival_comes_too_late() {
        trial(&RULE).adding(&ticket(1).set("/pre_contact/at", "2025-03-04T10:20:01+08:00")).fails_at("/pre_contact/at");
    }
}
