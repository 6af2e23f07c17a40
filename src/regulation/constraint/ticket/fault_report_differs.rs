//! A ticket repeats its fault report truthfully.

use crate::record::Kind;
use crate::record::fault_report::FaultReport;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "fault_report_differs",
    clauses: &["M-3", "T-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "维修单与报修不符", en: "a ticket differs from its fault report" },
    explanation: Explanation {
        checks: Text {
            zh: "写有报修单号的维修单，甲方、站点、报修时间、报修方式与报修记录一致。",
            en: "A ticket that names a fault report has its client, site, time of receipt and channel.",
        },
        why: Text {
            zh: "M-3：“接到报修后，及时派人赶到现场进行抢修”。响应时间从接报算起，抄错即算错。",
            en: "M-3: on receiving a fault report, promptly send someone to the site. The response is counted from the receipt; a wrong copy counts wrongly.",
        },
        fails: Text {
            zh: "报修 9:00 接到，维修单 received_at 写 10:00。",
            en: "The fault was received at 9:00 and the ticket says 10:00 in `received_at`.",
        },
        fix: Text {
            zh: "按报修记录填写；报修单号写错的改正单号。",
            en: "Copy from the fault report, or correct which report is named.",
        },
    },
    check,
};

texts! {
    CLIENT: "报修的甲方是 {said}", "the fault report is by client {said}";
    SITE: "报修的站点是 {said}", "the fault report is for site {said}";
    RECEIVED: "接报时间是 {said}", "the fault was received at {said}";
    CHANNEL: "报修方式与报修记录不同", "the channel is not that of the fault report";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(report) = case.form::<Ticket>().and_then(|ticket| ticket.report.as_ref()) else {
        return;
    };
    let Some(id) = report.fault_report.as_option() else {
        return;
    };
    let Some(fault) = case.world.records.get::<FaultReport>(&id.key(Kind::FaultReport)) else {
        return;
    };
    if report.client != fault.client {
        faults.at("/report/client", Message::new(&CLIENT).with("said", &fault.client));
    }
    if report.site != fault.site {
        faults.at("/report/site", Message::new(&SITE).with("said", &fault.site));
    }
    if report.received_at != fault.received_at {
        faults.at("/report/received_at", Message::new(&RECEIVED).with("said", fault.received_at));
    }
    if report.channel != fault.channel {
        faults.at("/report/channel", &CHANNEL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn a_ticket_that_agrees_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn planned_work_has_no_fault_report() {
        trial(&RULE).adding(&ticket(4)).passes();
    }

    #[test]
    fn every_difference_is_named() {
        trial(&RULE)
            .adding(&ticket(1).set("/report/site", "S00002").set("/report/received_at", "2025-03-04T09:05:00+08:00"))
            .fails_at_all(&["/report/site", "/report/received_at"]);
    }
}
