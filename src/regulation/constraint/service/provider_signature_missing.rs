//! A finished service form bears our own people's signatures (M-5).

use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "provider_signature_missing",
    clauses: &["M-5", "M-3", "M-2.F", "M-4", "C-P.3"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[
        Kind::Ticket,
        Kind::Install,
        Kind::Upgrade,
        Kind::Training,
        Kind::Plan,
        Kind::Maintenance,
        Kind::PhoneCallback,
        Kind::OnsiteCallback,
        Kind::SpareLoan,
    ],
    title: Text { zh: "服务表单缺我方签字", en: "a service form lacks our own signature" },
    explanation: Explanation {
        checks: Text {
            zh: "维修单的维修一节、安装单的安装一节（含负责人）、升级的操作一节、培训一节、季度计划的编制一节、季度维护保养的维护保养一节、回访的通话或上门一节、重点登记、落实结果、无法联系说明、备品借出与归还，各有经办人签字。",
            en: "The work of a ticket, the service of an installation (with the lead), the execution of an upgrade, the session of a training, the preparation of a quarterly plan, the work of the maintenance, the call or visit of a callback, its registration, outcome and excuse, the lending and return of a spare: each is signed by the one who did it.",
        },
        why: Text {
            zh: "M-5：“所有维护保养、抢修、软件升级、培训等服务行为均有双方签字确认的表单”。我方经办人是其中一方。",
            en: "M-5: every act of service has a form signed and confirmed by both parties. Our own person is one of the two.",
        },
        fails: Text {
            zh: "安装单 state 为 confirmed，而 service.signatures 中没有 install_lead。",
            en: "`state` of an installation form is `confirmed` and no signature under `service` has the role `install_lead`.",
        },
        fix: Text {
            zh: "由经办人在该节签字（weibao sign）。",
            en: "Have the one who did it sign that section (`weibao sign`).",
        },
    },
    check,
};

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    super::parties::missing(case, faults, false);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{
        install, maintenance, onsite, phone, plan, spare_loan, ticket, training, trial, upgrade,
    };

    #[test]
    fn a_ticket_signed_by_the_technician_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn a_completed_ticket_needs_the_technician() {
        trial(&RULE).adding(&ticket(1).drop("/work/signatures/0")).fails_at("/work/signatures");
    }

    #[test]
    fn an_installation_needs_its_lead() {
        trial(&RULE).adding(&install().drop("/service/signatures/1")).fails_at("/service/signatures");
    }

    #[test]
    fn an_upgrade_needs_its_operator() {
        trial(&RULE).adding(&upgrade().drop("/execution/signatures/0")).fails_at("/execution/signatures");
    }

    #[test]
    fn a_training_needs_its_trainer() {
        trial(&RULE).adding(&training().drop("/session/signatures/0")).fails_at("/session/signatures");
    }

    #[test]
    fn a_plan_needs_whoever_drew_it_up_and_the_maintenance_its_technician() {
        trial(&RULE).adding(&plan().drop("/preparation/signatures/0")).fails_at("/preparation/signatures");
        trial(&RULE).adding(&maintenance().drop("/work/signatures/0")).fails_at("/work/signatures");
    }

    #[test]
    fn a_call_needs_its_caller() {
        trial(&RULE).adding(&phone().drop("/call/signatures/0")).fails_at("/call/signatures");
    }

    #[test]
    fn a_visit_needs_its_visitor() {
        trial(&RULE).adding(&onsite().drop("/visit/signatures/0")).fails_at("/visit/signatures");
    }

    #[test]
    fn a_lost_spare_needs_the_supervisor() {
        let lost = spare_loan().set("/state", "lost").set(
            "/giving_back",
            serde_json::json!({
                "at": "2025-03-14T16:00:00+08:00", "condition": "无", "damage": "被盗，已报警", "converted": "无",
                "received_by": "wu-gang",
                "signatures": [
                    crate::regulation::fixture::signed("storekeeper", "wu-gang", "2025-03-14T17:00:00+08:00"),
                    crate::regulation::fixture::signed("supervisor", "zhao-lei", "2025-03-14T17:05:00+08:00"),
                ],
            }),
        );
        trial(&RULE).adding(&lost).passes();
        trial(&RULE).adding(&lost.drop("/giving_back/signatures/1")).fails_at("/giving_back/signatures");
    }

    #[test]
    fn a_spare_needs_storekeeper_and_borrower() {
        let loan = spare_loan().drop("/lending/signatures/1").drop("/lending/signatures/0");
        trial(&RULE).adding(&loan).fails_at_all(&["/lending/signatures", "/lending/signatures"]);
    }
}
