//! A finished service form bears the client's signature (M-5).

use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "client_signature_missing",
    clauses: &["M-5", "M-2", "M-4", "C-7.3.1", "C-S.3.1", "C-7.2.2", "C-S.2.2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[
        Kind::Ticket,
        Kind::Install,
        Kind::Upgrade,
        Kind::Training,
        Kind::Plan,
        Kind::Maintenance,
        Kind::OnsiteCallback,
        Kind::SpareLoan,
    ],
    title: Text { zh: "服务表单缺甲方签字", en: "a service form lacks the client's signature" },
    explanation: Explanation {
        checks: Text {
            zh: "维修单完成、安装单确认、升级记录、培训记录确认、季度计划确认、季度维护保养完成、上门回访完成时，确认一节须有甲方签字；借用单的借出一节须有甲方签收；培训要求的撤回须有甲方签字。",
            en: "A completed ticket, a confirmed installation form, upgrade, training or quarterly plan, done maintenance and a done visit have the client's signature under their confirmation; a spare loan has it under the lending, a withdrawn training request under the withdrawal.",
        },
        why: Text {
            zh: "M-5：“所有维护保养、抢修、软件升级、培训等服务行为均有双方签字确认的表单”。安装与上门回访属于“等”。",
            en: "M-5: every act of service has a form signed and confirmed by both parties. Installation and on-site callbacks are of the same kind.",
        },
        fails: Text {
            zh: "维修单 state 为 completed，而 confirmation.signatures 中没有 client。",
            en: "`state` of a ticket is `completed` and no signature under `confirmation` has the role `client`.",
        },
        fix: Text {
            zh: "请甲方在确认一节签字后再完成表单。",
            en: "Have the client sign the confirmation before the form is finished.",
        },
    },
    check,
};

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    super::parties::missing(case, faults, true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{
        install, maintenance, onsite, plan, spare_loan, ticket, training, trial, upgrade, withdrawn,
    };

    #[test]
    fn a_ticket_signed_by_the_client_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn an_open_ticket_waits_for_the_client() {
        trial(&RULE).adding(&ticket(4)).passes();
    }

    #[test]
    fn a_completed_ticket_needs_the_client() {
        trial(&RULE).adding(&ticket(1).drop("/confirmation/signatures/0")).fails_at("/confirmation/signatures");
    }

    #[test]
    fn a_confirmed_installation_needs_the_client() {
        trial(&RULE).adding(&install().drop("/confirmation/signatures/0")).fails_at("/confirmation/signatures");
    }

    #[test]
    fn a_confirmed_upgrade_needs_the_client() {
        trial(&RULE).adding(&upgrade().drop("/confirmation/signatures/0")).fails_at("/confirmation/signatures");
    }

    #[test]
    fn a_training_needs_the_client_and_so_does_its_withdrawal() {
        trial(&RULE).adding(&training().drop("/confirmation/signatures/0")).fails_at("/confirmation/signatures");
        trial(&RULE).adding(&withdrawn().drop("/withdrawal/signatures/0")).fails_at("/withdrawal/signatures");
    }

    #[test]
    fn a_plan_and_the_maintenance_need_the_client() {
        for form in [plan(), maintenance()] {
            trial(&RULE).adding(&form.drop("/confirmation/signatures/0")).fails_at("/confirmation/signatures");
        }
    }

    #[test]
    fn a_visit_needs_the_client() {
        trial(&RULE).adding(&onsite().drop("/confirmation/signatures/0")).fails_at("/confirmation/signatures");
    }

    #[test]
    fn a_spare_is_received_by_the_client() {
        trial(&RULE).adding(&spare_loan().drop("/lending/signatures/2")).fails_at("/lending/signatures");
    }
}
