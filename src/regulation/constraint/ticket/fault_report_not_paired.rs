//! A fault report and the tickets it led to name each other.

use crate::record::Kind;
use crate::record::fault_report::FaultReport;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "fault_report_not_paired",
    clauses: &["M-3"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::FaultReport, Kind::Ticket],
    title: Text {
        zh: "报修与为此开的维修单没有互相注明", en: "a fault report and its ticket do not name each other"
    },
    explanation: Explanation {
        checks: Text {
            zh: "维修单写明的报修，其 tickets 中列有本单；报修 tickets 中每一单都写明为此报修而开。转自他单的备用维修单沿用原报修，作废的不必列。已开单的报修不再写“无须开单”；“无须开单”不早于接报。",
            en: "The fault report that a ticket names lists the ticket in `tickets`, and every ticket listed there names this report. A spare ticket goes on with the report of the one before it, and a void one need not be listed. A report with a ticket is not settled without one, and none is settled before it came in.",
        },
        why: Text {
            zh: "M-3：“接到报修后，及时派人赶到现场进行抢修”。报修处看得见派了哪一单，才查得出没有派人的报修。",
            en: "M-3: “On receiving a fault report, promptly send someone to the site.” Only where the report shows its ticket does one see the report that nobody answered.",
        },
        fails: Text {
            zh: "WX-0000001 写明报修 20250304-li-na-01，而该报修的 tickets 为空。",
            en: "WX-0000001 names the fault report 20250304-li-na-01, whose `tickets` is empty.",
        },
        fix: Text {
            zh: "在报修的 tickets 末尾加上单号（weibao new ticket 会在同一次提交中完成）。",
            en: "Add the number at the end of the report's `tickets` (`weibao new ticket` does so in the same commit).",
        },
    },
    check,
};

texts! {
    NOT_LISTED: "报修 {report} 的 tickets 中没有 {ticket}", "the fault report {report} does not list {ticket}";
    FOREIGN: "{ticket} 不是为这次报修开的", "{ticket} was not opened for this fault report";
    BOTH: "已开维修单，不是“无须开单”", "it has a ticket and was not settled without one";
    EARLY: "了结时间 {at} 早于接报时间 {received}", "settled at {at}, before it came in at {received}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some(ticket) = case.form::<Ticket>() {
        on_ticket(case, ticket, faults);
    }
    if let Some(report) = case.form::<FaultReport>() {
        on_report(case, report, faults);
    }
}

fn on_ticket(case: &Case<'_>, ticket: &Ticket, faults: &mut Faults<'_>) {
    if ticket.state == TicketState::Void || ticket.transferred_from.is_some() {
        return;
    }
    let Some(id) = ticket.report.as_ref().and_then(|report| report.fault_report.as_option()) else {
        return;
    };
    let report = case.world.records.get::<FaultReport>(&id.key(Kind::FaultReport));
    if report.is_some_and(|report| !report.tickets.contains(&ticket.id)) {
        let wrong = Message::new(&NOT_LISTED).with("report", id).with("ticket", &ticket.id);
        faults.at("/report/fault_report", wrong);
    }
}

fn on_report(case: &Case<'_>, report: &FaultReport, faults: &mut Faults<'_>) {
    for (index, id) in report.tickets.iter().enumerate() {
        let Some(ticket) = case.world.records.get::<Ticket>(&id.key(Kind::Ticket)) else {
            continue;
        };
        let named = ticket.report.as_ref().and_then(|report| report.fault_report.as_option());
        if named != Some(&report.id) {
            faults.at(format!("/tickets/{index}"), Message::new(&FOREIGN).with("ticket", id));
        }
    }
    let Some(settled) = &report.without_ticket else {
        return;
    };
    if !report.tickets.is_empty() {
        faults.at("/without_ticket", &BOTH);
    }
    if settled.at < report.received_at {
        let early = Message::new(&EARLY).with("at", settled.at).with("received", report.received_at);
        faults.at("/without_ticket/at", early);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, fault_report, ticket, trial};
    use serde_json::json;

    fn settled(at: &str) -> Draft {
        let by_phone = json!({"at": at, "by": "li-na", "reason": "电话指导后恢复正常"});
        fault_report().set("/tickets", json!([])).set("/without_ticket", by_phone)
    }

    #[test]
    fn a_report_and_its_ticket_name_each_other() {
        trial(&RULE).adding(&ticket(1)).passes();
        trial(&RULE).adding(&fault_report()).passes();
    }

    #[test]
    fn a_ticket_is_listed_by_the_report_it_names() {
        trial(&RULE)
            .beside(&fault_report().set("/tickets", json!([])))
            .adding(&ticket(1))
            .fails_at("/report/fault_report");
    }

    #[test]
    fn a_report_lists_only_its_own_tickets() {
        trial(&RULE).adding(&fault_report().set("/tickets/-", "WX-0000004")).fails_at("/tickets/1");
    }

    #[test]
    fn a_report_may_be_settled_without_a_ticket() {
        trial(&RULE).beside(&ticket(4)).adding(&settled("2025-03-04T09:20:00+08:00")).passes();
    }

    #[test]
    fn a_report_is_not_settled_before_it_came_in() {
        trial(&RULE).adding(&settled("2025-03-04T08:59:59+08:00")).fails_at("/without_ticket/at");
    }

    #[test]
    fn a_report_with_a_ticket_is_not_settled_without_one() {
        let both = settled("2025-03-04T09:20:00+08:00").set("/tickets", json!(["WX-0000001"]));
        trial(&RULE).adding(&both).fails_at("/without_ticket");
    }
}
