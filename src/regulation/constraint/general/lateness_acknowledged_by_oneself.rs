//! Nobody acknowledges their own lateness.

use crate::record::id::StaffId;
use crate::record::parts::Lateness;
use crate::record::{Kind, Record};
use crate::regulation::constraint::lateness;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;

/// The rule. Callbacks, plans and maintenance have it among what else their lateness is judged by.
pub(crate) static RULE: Rule = Rule {
    id: "lateness_acknowledged_by_oneself",
    clauses: &["M-3", "M-4", "T-2", "T-3", "D-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket, Kind::Delay, Kind::SpareLoan, Kind::Training, Kind::DutyRoster],
    title: Text { zh: "自己确认自己的逾期", en: "somebody acknowledged their own lateness" },
    explanation: Explanation {
        checks: Text {
            zh: "late.acknowledged_by 不是逾期的人：维修单的维修人员、延时单的申请人、借用单现在的借用人、培训的安排人和培训人、值班表的编制人。",
            en: "`late.acknowledged_by` is not the one who was late: the technicians of a ticket, the applicant of a delay slip, whoever answers for a lent spare now, who saw to a training or gave it, who prepared a roster.",
        },
        why: Text {
            zh: "逾期的登记不因此受罚，但负责人须知情；自己确认自己的逾期等于没有确认。",
            en: "Lateness is let in, but the one in charge knows of it; acknowledging one's own is no acknowledgement.",
        },
        fails: Text {
            zh: "主管 zhao-lei 自己借的备件逾期归还，late.acknowledged_by 也是 zhao-lei。",
            en: "The supervisor Zhao Lei gave a spare back late that he had borrowed himself, and acknowledged it.",
        },
        fix: Text {
            zh: "由另一位主管或负责人确认并签字。",
            en: "Have another supervisor or the person in charge acknowledge and sign it.",
        },
    },
    check,
};

/// The declared lateness of a form and whose it is.
fn whose(record: &Record) -> Option<(&Lateness, Vec<&StaffId>)> {
    Some(match record {
        Record::Ticket(ticket) => {
            let opened = ticket.report.iter().map(|report| &report.opened_by);
            let sent = ticket.dispatch.iter().flat_map(|dispatch| &dispatch.technicians);
            (ticket.late.as_ref()?, opened.chain(sent).collect())
        }
        Record::Delay(delay) => (delay.late.as_ref()?, vec![&delay.application.applied_by]),
        Record::SpareLoan(loan) => (loan.late.as_ref()?, vec![loan.holder()]),
        Record::Training(training) => {
            let gave = training.session.iter().map(|session| &session.trainer);
            (training.late.as_ref()?, std::iter::once(&training.request.assigned_to).chain(gave).collect())
        }
        Record::DutyRoster(roster) => (roster.late.as_ref()?, vec![&roster.plan.prepared_by]),
        _ => return None,
    })
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some((late, by)) = case.after.and_then(|after| whose(&after.record)) {
        lateness::by_oneself(late, by.into_iter(), faults);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, signed, spare_loan, ticket, training, trial};
    use serde_json::json;

    fn returned_late() -> Draft {
        spare_loan()
            .set("/state", "returned")
            .set(
                "/giving_back",
                json!({
                    "at": "2025-03-20T16:00:00+08:00", "condition": "完好", "damage": "无", "converted": "无",
                    "received_by": "wu-gang", "signatures": [signed("storekeeper", "wu-gang", "2025-03-20T16:00:00+08:00")],
                }),
            )
            .set("/late", lateness("2025-03-20T17:00:00+08:00"))
    }

    #[test]
    fn another_in_charge_acknowledges_a_late_return() {
        trial(&RULE).adding(&returned_late()).passes();
    }

    #[test]
    fn a_supervisor_does_not_acknowledge_their_own_late_return() {
        trial(&RULE).adding(&returned_late().set("/lending/borrower", "zhao-lei")).fails_at("/late/acknowledged_by");
    }

    #[test]
    fn whoever_took_the_spare_over_is_the_late_one() {
        let handover = json!({
            "at": "2025-03-10T09:00:00+08:00", "from": "zhang-wei", "to": "zhao-lei", "reason": "离职",
            "signatures": [signed("holder", "zhao-lei", "2025-03-10T09:00:00+08:00")],
        });
        let taken = returned_late().set("/handovers", json!([handover]));
        trial(&RULE).adding(&taken).fails_at("/late/acknowledged_by");
    }

    #[test]
    fn a_technician_in_charge_does_not_acknowledge_their_own_ticket() {
        let late = ticket(1).set("/late", lateness("2025-03-20T17:00:00+08:00"));
        trial(&RULE).adding(&late).passes();
        trial(&RULE).adding(&late.set("/dispatch/technicians/0", "zhao-lei")).fails_at("/late/acknowledged_by");
    }

    #[test]
    fn who_saw_to_a_training_does_not_acknowledge_it() {
        let late = training().set("/late", lateness("2025-06-10T17:00:00+08:00"));
        trial(&RULE).adding(&late.set("/request/assigned_to", "zhao-lei")).fails_at("/late/acknowledged_by");
    }
}
