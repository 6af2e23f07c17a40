//! A fault report leads to a ticket: somebody is sent (M-3).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::fault_report::FaultReport;
use crate::record::instant::Instant;
use crate::record::ticket::Ticket;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "fault_ticket",
    clauses: &["M-3"],
    anchors: &[Kind::FaultReport],
    title: Text { zh: "报修后应开维修单派人", en: "a fault report is to lead to a ticket" },
    explanation: Explanation {
        checks: Text {
            zh: "接报后 fault_ticket_hours 小时内为此开出维修单，或写明无须开单。窗口：自接报时刻起，至其后该小时数止。",
            en: "Within fault_ticket_hours of coming in, a fault report has a ticket, or says why it needs none. Window: from the moment it came in until that many hours later.",
        },
        why: Text {
            zh: "M-3：“接到报修后，及时派人赶到现场进行抢修”。“及时”条文未定时限，小时数为公司制度值：只提醒和统计，不拒收。",
            en: "M-3: “On receiving a fault report, promptly send someone to the site.” The text gives no number for “promptly”: the hours are a policy value, shown and counted, and keep nothing out.",
        },
        fails: Text {
            zh: "2025-03-04 09:00 接报，至 2025-03-05 09:00 仍未开单。",
            en: "It came in on 2025-03-04 at 09:00, and has no ticket by 09:00 of 2025-03-05.",
        },
        fix: Text {
            zh: "开维修单派人（weibao new ticket --set report.fault_report=报修单号）；不必派人的，在报修上写明 without_ticket。",
            en: "Open a ticket (`weibao new ticket --set report.fault_report=…`); where nobody need be sent, say so in `without_ticket`.",
        },
    },
    arise,
};

crate::texts! {
    RECEIVED: "接报时间", "fault report received";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some(report) = entry.form::<FaultReport>() else {
        return Vec::new();
    };
    let hours = world.policies.number(&named::fault_ticket_hours, report.received_at.day());
    let (window, steps) =
        Sum::from_instant(&world.calendar, &RECEIVED, report.received_at).hours(report.received_at, hours);
    vec![Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        key: entry.key.clone(),
        anchor: entry.key.clone(),
        client: Some(report.client.clone()),
        site: Some(report.site.clone()),
        responsible: Some(report.received_by.clone()),
        arose_at: report.received_at,
        window,
        steps,
        fulfilment: answered_at(report, world).map_or(Fulfilment::Open, |at| Fulfilment::Done { at }),
    }]
}

/// When somebody was first sent, or the report settled without.
fn answered_at(report: &FaultReport, world: &World<'_>) -> Option<Instant> {
    let opened = |ticket: Option<&crate::record::id::TicketId>| {
        let ticket = world.records.get::<Ticket>(&ticket?.key(Kind::Ticket))?;
        ticket.report.as_ref().map(|report| report.opened_at)
    };
    opened(report.tickets.first()).or_else(|| report.without_ticket.as_ref().map(|settled| settled.at))
}
