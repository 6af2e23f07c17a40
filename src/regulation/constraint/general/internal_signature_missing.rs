//! Every hand a paper goes through signs for it.

use crate::record::Kind;
use crate::record::book::{Book, SettlementReason};
use crate::record::parts::Role;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use serde_json::Value;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "internal_signature_missing",
    clauses: &["T-1", "T-2", "T-3", "T-6", "M-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Book, Kind::Ticket, Kind::Delay, Kind::SpareLoan, Kind::Training],
    title: Text { zh: "内部交接缺签字", en: "a paper changed hands without a signature" },
    explanation: Explanation {
        checks: Text {
            zh: "领用由财务与领用人签字，核销由财务与交回人签字（遗失只需财务）；前台、办公室接收，作废，转单各有经手人签字；延时申请由维修人员与主管签字，核算由财务签字；逾期说明由主管或负责人签字。",
            en: "Issue is signed by finance and holder, settlement by finance and who returns (a lost book by finance alone); front desk, office, void and transfer by who acts; a delay's application by technician and supervisor, its accounting by finance; declared lateness by supervisor or person in charge.",
        },
        why: Text {
            zh: "T-1：“并签字确认，方可更换”；T-2：“交前台签字后上交办公室”；T-3：“交财务统一核算生效”；T-6：“上交财务”。",
            en: "T-1: signed, only then exchanged; T-2: to the front desk to sign, then to the office; T-3: to finance to take effect; T-6: handed to finance.",
        },
        fails: Text {
            zh: "front_desk 一节已填接收人和时间，signatures 为空。",
            en: "`front_desk` names receiver and time and its `signatures` is empty.",
        },
        fix: Text {
            zh: "由经手人在该节签字（weibao sign）。",
            en: "Have the one who acted sign the section (`weibao sign`).",
        },
    },
    check,
};

texts! {
    MISSING: "缺{role}签字", "the signature of {role} is missing";
    HOLDER: "领用人（交回人）", "the holder";
    FINANCE: "财务", "finance";
    TECHNICIAN: "维修人员", "the technician";
    FRONT_DESK: "前台", "the front desk";
    OFFICE: "办公室", "the office";
    SUPERVISOR: "部门主管", "the supervisor";
    IN_CHARGE: "主管或负责人", "the supervisor or person in charge";
}

/// Section, the capacities of which one must have signed, and their name.
type Demand = (&'static str, &'static [Role], &'static Text);

fn demands(case: &Case<'_>) -> Vec<Demand> {
    let late: Demand = ("late", &[Role::Supervisor, Role::PersonInCharge], &IN_CHARGE);
    match case.key.kind {
        Kind::Book => {
            let lost = case.form::<Book>().and_then(|book| book.settlement.as_ref());
            let lost = lost.is_some_and(|settlement| settlement.reason == SettlementReason::Lost);
            let mut all: Vec<Demand> = vec![
                ("issue", &[Role::Finance], &FINANCE),
                ("issue", &[Role::Holder], &HOLDER),
                ("settlement", &[Role::Finance], &FINANCE),
            ];
            all.extend((!lost).then_some(("settlement", &[Role::Holder][..], &HOLDER)));
            all
        }
        Kind::Ticket => vec![
            ("front_desk", &[Role::FrontDesk], &FRONT_DESK),
            ("office", &[Role::Office], &OFFICE),
            ("void", &[Role::Holder], &HOLDER),
            ("transfer", &[Role::Technician], &TECHNICIAN),
            late,
        ],
        Kind::Delay => vec![
            ("application", &[Role::Technician], &TECHNICIAN),
            ("application", &[Role::Supervisor], &SUPERVISOR),
            ("finance", &[Role::Finance], &FINANCE),
            late,
        ],
        Kind::SpareLoan | Kind::Training => vec![late],
        _ => Vec::new(),
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    for (name, roles, words) in demands(case) {
        if !after.value.get(name).is_some_and(Value::is_object) {
            continue;
        }
        let signed = after.signatures(name).iter().any(|signature| roles.contains(&signature.role));
        if !signed {
            faults.at(format!("/{name}/signatures"), Message::new(&MISSING).with_message("role", words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, delay, lateness, settlement, ticket, training, trial};

    #[test]
    fn a_ticket_handed_in_with_signatures_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn a_lost_book_is_signed_by_finance_alone() {
        let lost = settlement("WX", "zhang-wei", "lost", &[1], &[2], &[3], &[]);
        let draft = book("WX-00001", "zhang-wei").set("/state", "settled").set("/settlement", lost);
        trial(&RULE).adding(&draft.drop("/settlement/signatures/1")).passes();
    }

    #[test]
    fn the_front_desk_signs() {
        trial(&RULE)
            .adding(&ticket(1).drop("/front_desk/signatures/0").drop("/office/signatures/0"))
            .fails_at_all(&["/front_desk/signatures", "/office/signatures"]);
    }

    #[test]
    fn void_and_transfer_are_signed() {
        trial(&RULE).adding(&ticket(3).drop("/transfer/signatures/0")).fails_at("/transfer/signatures");
    }

    #[test]
    fn a_delay_needs_the_supervisor() {
        trial(&RULE).adding(&delay().drop("/application/signatures/1")).fails_at("/application/signatures");
    }

    #[test]
    fn the_lateness_of_a_training_needs_one_in_charge() {
        let mut late = lateness("2025-06-10T17:00:00+08:00");
        late["signatures"] = serde_json::json!([]);
        trial(&RULE).adding(&training().set("/late", late)).fails_at("/late/signatures");
    }

    #[test]
    fn a_book_needs_its_holder() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao").drop("/issue/signatures/1")).fails_at("/issue/signatures");
    }
}
