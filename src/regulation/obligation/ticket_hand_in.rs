//! A completed ticket is to be handed in: front desk, then office (T-2).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "ticket_hand_in",
    clauses: &["T-2"],
    anchors: &[Kind::Ticket],
    title: Text { zh: "完成的维修单应上交办公室", en: "completed ticket to be handed in to the office" },
    explanation: Explanation {
        checks: Text {
            zh: "完成的维修单经前台签字后，在 hand_in_days 个工作日内上交办公室。窗口：自用户确认时刻起，至该工作日 24 时止。",
            en: "A completed ticket, signed by the front desk, reaches the office within hand_in_days working days. Window: from the client's confirmation until 24:00 of that working day.",
        },
        why: Text {
            zh: "T-2：维修单（两联）交前台签字后上交办公室。条文未定时限，天数为公司制度值。",
            en: "T-2: two plies are signed by the front desk, then turned in to the office. The text gives no time: the days are a policy value.",
        },
        fails: Text {
            zh: "2025-03-04 用户确认，至 2025-03-06 24 时办公室仍未接收。",
            en: "Confirmed on 2025-03-04, and not received by the office by 24:00 of 2025-03-06.",
        },
        fix: Text {
            zh: "将第三、四联交前台签字并上交办公室；已逾期的由主管确认逾期原因。",
            en: "Hand plies 3 and 4 to the front desk and on to the office; when late, declare it with the supervisor's acknowledgement.",
        },
    },
    arise,
};

crate::texts! {
    CONFIRMED: "用户确认时间", "confirmed by the client";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    of(entry, world).into_iter().collect()
}

fn of(entry: &Entry, world: &World<'_>) -> Option<Obligation> {
    let ticket = entry.form::<Ticket>().filter(|ticket| ticket.state == TicketState::Completed)?;
    let report = ticket.report.as_ref()?;
    let confirmed_at = ticket.confirmation.as_ref()?.at;
    let days = world.policies.number(&named::hand_in_days, confirmed_at.day());
    let (window, steps) = Sum::from_instant(&world.calendar, &CONFIRMED, confirmed_at)
        .working_days(u32::try_from(days).unwrap_or_default())
        .window(confirmed_at, 0);
    Some(Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        key: entry.key.clone(),
        anchor: entry.key.clone(),
        client: Some(report.client.clone()),
        site: Some(report.site.clone()),
        responsible: Some(report.opened_by.clone()),
        arose_at: confirmed_at,
        window,
        steps,
        fulfilment: ticket.office.as_ref().map_or(Fulfilment::Open, |office| Fulfilment::Done { at: office.at }),
    })
}
