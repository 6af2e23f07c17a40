//! A used-up book is to be exchanged, old for new (T-1).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::book::Book;
use crate::record::ticket::Ticket;
use crate::regulation::policy::named;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "book_hand_back",
    clauses: &["T-1"],
    anchors: &[Kind::Book],
    title: Text { zh: "用完的维修单本应以旧换新", en: "used-up book to be handed back" },
    explanation: Explanation {
        checks: Text {
            zh: "最后一号用出后，在 book_return_days 个工作日内把本子交回财务核销。窗口：自最后一号开单（或作废）时刻起，至该工作日 24 时止。",
            en: "Once the last number is used, the book goes back to finance for settlement within book_return_days working days. Window: from the last ticket's opening (or voiding) until 24:00 of that working day.",
        },
        why: Text {
            zh: "T-1：维修人员限领一本维修单，用完后以旧换新。条文未定时限，天数为公司制度值。",
            en: "T-1: one book a technician, exchanged old for new when used up. The text gives no time: the days are a policy value.",
        },
        fails: Text {
            zh: "第 50 号于 2025-05-20 开出，至 2025-05-27 24 时本子仍未核销。",
            en: "Number 50 was opened on 2025-05-20, and the book is not settled by 24:00 of 2025-05-27.",
        },
        fix: Text {
            zh: "整理整本并交财务核销，换领新本。",
            en: "Put the book in order, have finance settle it, and take the new one.",
        },
    },
    arise,
};

crate::texts! {
    LAST_USED: "最后一号用出", "last number used";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    of(entry, world).into_iter().collect()
}

fn of(entry: &Entry, world: &World<'_>) -> Option<Obligation> {
    let book = entry.form::<Book>()?;
    // Numbers are used in order (T-5): when the last has a ticket, all have.
    let last = world.records.get::<Ticket>(&book.last_no.key(Kind::Ticket))?;
    let used_at = match (&last.report, &last.void) {
        (Some(report), _) => report.opened_at,
        (None, Some(void)) => void.at,
        (None, None) => return None,
    };
    let days = world.policies.number(&named::book_return_days, used_at.day());
    let (window, steps) = Sum::from_instant(&world.calendar, &LAST_USED, used_at)
        .working_days(u32::try_from(days).unwrap_or_default())
        .window(used_at, 0);
    Some(Obligation {
        rule: &RULE,
        clauses: RULE.clauses.to_vec(),
        key: entry.key.clone(),
        anchor: entry.key.clone(),
        client: None,
        site: None,
        responsible: Some(book.issue.holder.clone()),
        arose_at: used_at,
        window,
        steps,
        fulfilment: book.settlement.as_ref().map_or(Fulfilment::Open, |done| Fulfilment::Done { at: done.at }),
    })
}
