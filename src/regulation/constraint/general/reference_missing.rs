//! Whatever a record names by its id exists.

use crate::record::Kind;
use crate::record::parts::Signer;
use crate::record::path::Key;
use crate::regulation::constraint::places::each;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "reference_missing",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "引用的记录不存在", en: "a record that is referred to does not exist" },
    explanation: Explanation {
        checks: Text {
            zh: "记录中按编号引用的员工、甲方、联系人、站点、本、单据，以及每个签字人，都有其记录。",
            en: "Staff, clients, contacts, sites, books and forms that a record names by id, and everyone who signed, have a record.",
        },
        why: Text {
            zh: "没有记录的编号无从核对，等于漏填。",
            en: "An id without a record cannot be checked; it is as good as left out.",
        },
        fails: Text {
            zh: "维修单 report.site 写 S00099，而没有该站点的记录。",
            en: "`report.site` of a ticket is S00099 and there is no such site.",
        },
        fix: Text {
            zh: "改正编号，或在同一次提交中补上被引用的记录。",
            en: "Correct the id, or bring the missing record in the same commit.",
        },
    },
    check,
};

texts! {
    WRONG: "没有{kind} {id}", "there is no {kind} {id}";
}

/// Where each kind names other records.
fn references(kind: Kind) -> &'static [(&'static str, Kind)] {
    use Kind::{
        Book, Client, Contact, Delay, FaultReport, Incident, IncidentEntry, Install, Plan, RestCredit, RestUse, Site,
        Staff, Ticket, Upgrade,
    };
    match kind {
        Kind::Company | Kind::Calendar | Kind::Client => &[],
        Kind::Staff => &[("/books/*", Book)],
        Kind::Site => {
            &[("/client", Client), ("/callback_by", Staff), ("/maintained_by", Staff), ("/important/*/set_by", Staff)]
        }
        Kind::Contact => &[("/client", Client), ("/erasure/requested_by", Staff), ("/erasure/confirmed_by", Staff)],
        Kind::Book => &[
            ("/issue/holder", Staff),
            ("/issue/issued_by", Staff),
            ("/issue/exchanged_for", Book),
            ("/settlement/returned_by", Staff),
            ("/settlement/received_by", Staff),
        ],
        Kind::FaultReport => &[
            ("/received_by", Staff),
            ("/client", Client),
            ("/reporter", Contact),
            ("/site", Site),
            ("/tickets/*", Ticket),
            ("/without_ticket/by", Staff),
        ],
        Kind::Ticket => &[
            ("/book", Book),
            ("/transferred_from", Ticket),
            ("/report/opened_by", Staff),
            ("/report/fault_report", FaultReport),
            ("/report/client", Client),
            ("/report/site", Site),
            ("/report/contact", Contact),
            ("/report/repeat_of", Ticket),
            ("/pre_contact/by", Staff),
            ("/pre_contact/with", Contact),
            ("/dispatch/by", Staff),
            ("/dispatch/technicians/*", Staff),
            ("/trip/traveller", Staff),
            ("/trip/vehicle/assigned_by", Staff),
            ("/trip/consent/by", Staff),
            ("/work/delays/*", Delay),
            ("/front_desk/received_by", Staff),
            ("/office/received_by", Staff),
            ("/void/by", Staff),
            ("/transfer/to", Ticket),
            ("/transfer/by", Staff),
            ("/transfer/client_informed/by", Staff),
            ("/transfer/client_informed/contact", Contact),
            ("/late/acknowledged_by", Staff),
        ],
        Kind::Delay => &[
            ("/ticket", Ticket),
            ("/site", Site),
            ("/application/applied_by", Staff),
            ("/application/client_informed/by", Staff),
            ("/application/client_informed/contact", Contact),
            ("/finance/by", Staff),
            ("/late/acknowledged_by", Staff),
        ],
        Kind::SpareLoan => &[
            ("/ticket", Ticket),
            ("/site", Site),
            ("/lending/borrower", Staff),
            ("/handovers/*/from", Staff),
            ("/handovers/*/to", Staff),
            ("/giving_back/received_by", Staff),
            ("/late/acknowledged_by", Staff),
        ],
        Kind::Install => &[
            ("/client", Client),
            ("/contact", Contact),
            ("/site", Site),
            ("/supersedes", Install),
            ("/pre_contact/by", Staff),
            ("/pre_contact/with", Contact),
            ("/service/technicians/*", Staff),
        ],
        Kind::Training => &[
            ("/client", Client),
            ("/request/contact", Contact),
            ("/request/received_by", Staff),
            ("/request/assigned_to", Staff),
            ("/pre_contact/by", Staff),
            ("/pre_contact/with", Contact),
            ("/session/trainer", Staff),
            ("/attendees/*/contact", Contact),
            ("/confirmation/contact", Contact),
            ("/withdrawal/contact", Contact),
            ("/withdrawal/received_by", Staff),
            ("/late/acknowledged_by", Staff),
        ],
        Kind::Upgrade => &[
            ("/client", Client),
            ("/site", Site),
            ("/pre_contact/by", Staff),
            ("/pre_contact/with", Contact),
            ("/agreement/by", Staff),
            ("/agreement/contact", Contact),
            ("/execution/operator", Staff),
            ("/execution/ticket", Ticket),
            ("/confirmation/contact", Contact),
        ],
        Kind::Plan => &[
            ("/client", Client),
            ("/site", Site),
            ("/supersedes", Plan),
            ("/preparation/prepared_by", Staff),
            ("/preparation/items/*/assignee", Staff),
            ("/confirmation/contact", Contact),
            ("/withdrawal/by", Staff),
            ("/late/acknowledged_by", Staff),
        ],
        Kind::Maintenance => &[
            ("/plan", Plan),
            ("/client", Client),
            ("/site", Site),
            ("/pre_contact/by", Staff),
            ("/pre_contact/with", Contact),
            ("/trip/traveller", Staff),
            ("/trip/vehicle/assigned_by", Staff),
            ("/trip/consent/by", Staff),
            ("/work/technicians/*", Staff),
            ("/work/a_equipment/equipment/*/ticket", Ticket),
            ("/work/d_performance/measurements/*/ticket", Ticket),
            ("/work/f_software/decisions/*/upgrade", Upgrade),
            ("/work/g_lines/faults/*/ticket", Ticket),
            ("/confirmation/contact", Contact),
            ("/late/acknowledged_by", Staff),
        ],
        Kind::PhoneCallback => &[
            ("/client", Client),
            ("/site", Site),
            ("/attempts/*/by", Staff),
            ("/attempts/*/contact", Contact),
            ("/call/caller", Staff),
            ("/call/respondent", Contact),
            ("/late/acknowledged_by", Staff),
            ("/excuse/by", Staff),
            ("/key_registration/reported_to", Staff),
            ("/outcome/by", Staff),
        ],
        Kind::Incident => &[
            ("/site", Site),
            ("/intake/received_by", Staff),
            ("/intake/reporter/contact", Contact),
            ("/ended/by", Staff),
            ("/closing/by", Staff),
            ("/closing/final_report", IncidentEntry),
            ("/closing/breaches/*/entry", IncidentEntry),
        ],
        Kind::IncidentEntry => &[
            ("/incident", Incident),
            ("/by", Staff),
            ("/company_informed/to", Staff),
            ("/head_notified/person", Staff),
            ("/head_arrived/person", Staff),
            ("/call/person", Staff),
            ("/instruction/leader", Staff),
            ("/conveyed/instruction", IncidentEntry),
            ("/conveyed/to", Staff),
            ("/report/author", Staff),
            ("/report/to/*", Staff),
            ("/approval/report", IncidentEntry),
            ("/approval/approver", Staff),
            ("/gm_report/report", IncidentEntry),
            ("/corrects/entry", IncidentEntry),
        ],
        Kind::OnsiteCallback => &[
            ("/client", Client),
            ("/site", Site),
            ("/pre_contact/by", Staff),
            ("/pre_contact/with", Contact),
            ("/trip/traveller", Staff),
            ("/trip/vehicle/assigned_by", Staff),
            ("/trip/consent/by", Staff),
            ("/visit/visitor", Staff),
            ("/visit/hazards/*/ticket", Ticket),
            ("/confirmation/contact", Contact),
            ("/late/acknowledged_by", Staff),
            ("/key_registration/reported_to", Staff),
            ("/outcome/by", Staff),
            ("/issues/*/transfers/*/by", Staff),
            ("/issues/*/transfers/*/accepted_by", Staff),
            ("/issues/*/resolution/by", Staff),
            ("/issues/*/acceptance/contact", Contact),
        ],
        Kind::RestCredit => &[
            ("/person", Staff),
            ("/work/ticket", Ticket),
            ("/work/confirmed_by", Staff),
            ("/used_by/*", RestUse),
            ("/refusal/by", Staff),
        ],
        Kind::RestUse => &[
            ("/person", Staff),
            ("/rest/credits/*/credit", RestCredit),
            ("/rest/approved_by", Staff),
            ("/refusal/by", Staff),
        ],
        Kind::DutyLog => &[
            ("/entry/recorded_by", Staff),
            ("/entry/contact", Contact),
            ("/handover/from", Staff),
            ("/handover/to", Staff),
            ("/reach_test/person", Staff),
        ],
        Kind::DutyRoster => &[
            ("/plan/groups/*/leader", Staff),
            ("/plan/groups/*/members/*", Staff),
            ("/plan/shifts/*/backup", Staff),
            ("/plan/prepared_by", Staff),
            ("/plan/approved_by", Staff),
            ("/changes/*/leader", Staff),
            ("/changes/*/members/*", Staff),
            ("/changes/*/backup", Staff),
            ("/late/acknowledged_by", Staff),
        ],
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    let mut expect = |key: Key, pointer: &dyn Fn() -> String| {
        if !case.world.records.exists(&key) {
            let wrong = Message::new(&WRONG).with_message("kind", key.kind.name()).with("id", &key.id);
            faults.at(pointer(), wrong);
        }
    };
    for (pattern, kind) in references(case.key.kind) {
        each(&after.value, pattern, &mut |trail, value| {
            // 无 is no key of any kind.
            if let Some(key) = value.as_str().and_then(|id| Key::new(*kind, id)) {
                expect(key, &|| trail.to_string());
            }
        });
    }
    for signed in after.signed() {
        for (index, signature) in signed.signatures.iter().enumerate() {
            let key = match &signature.signer {
                Signer::Contact(id) => id.key(Kind::Contact),
                Signer::Staff(id) => id.key(Kind::Staff),
            };
            expect(key, &|| format!("/{}/signatures/{index}/signer", signed.section));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{signed, site_near, ticket, trial};

    #[test]
    fn a_ticket_whose_references_exist_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn every_missing_record_is_named() {
        trial(&RULE)
            .adding(&ticket(1).set("/report/site", "S00099").set("/dispatch/technicians/-", "nobody-here"))
            .fails_at_all(&["/report/site", "/dispatch/technicians/1"]);
    }

    #[test]
    fn a_flag_is_set_by_someone_known() {
        trial(&RULE).adding(&site_near().set("/important/0/set_by", "nobody-here")).fails_at("/important/0/set_by");
    }

    #[test]
    fn a_signer_has_a_record() {
        let stranger = signed("technician", "nobody-here", "2025-03-04T11:40:00+08:00");
        trial(&RULE).adding(&ticket(1).set("/work/signatures/-", stranger)).fails_at("/work/signatures/1/signer");
    }
}
