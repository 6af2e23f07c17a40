//! Who leaves hands every book back by the day of leaving (T-7).

use super::{Fulfilment, Obligation, ObligationRule};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::book::{Book, SettlementReason};
use crate::record::staff::Staff;
use crate::regulation::rule::Explanation;
use crate::regulation::world::World;
use crate::text::Text;

/// The rule.
pub(super) static RULE: ObligationRule = ObligationRule {
    id: "leaver_book_return",
    clauses: &["T-7"],
    anchors: &[Kind::Staff],
    title: Text { zh: "离职人员应交回维修单本", en: "a leaver's book to be handed back" },
    explanation: Explanation {
        checks: Text {
            zh: "离职人员名下每一本未核销的维修单，至离职日 24 时交回财务核销。不顺延。",
            en: "Every book still open with a person who leaves goes back to finance by 24:00 of the day of leaving, which is not rolled.",
        },
        why: Text {
            zh: "T-7：维修人员离职时，应将未使用的维修单整理上交。",
            en: "T-7: a technician who leaves sorts the unused tickets and turns them in.",
        },
        fails: Text {
            zh: "离职日为 2025-06-30，WX-00001 过后仍为已领用。",
            en: "The person leaves on 2025-06-30, and WX-00001 is still issued after that day.",
        },
        fix: Text {
            zh: "以离职为由核销，未使用的号码列入 unused。",
            en: "Settle the book with reason leave, listing the numbers not used under `unused`.",
        },
    },
    arise,
};

crate::texts! {
    LEFT: "离职日期", "day of leaving";
}

fn arise(entry: &Entry, world: &World<'_>) -> Vec<Obligation> {
    let Some((staff, left_on)) = entry.form::<Staff>().and_then(|staff| Some((staff, staff.left_on?))) else {
        return Vec::new();
    };
    let books = staff.books.iter().filter_map(|id| world.records.get::<Book>(&id.key(Kind::Book)));
    books
        .filter(|book| {
            // A book settled earlier for another reason was not there to be handed back.
            book.settlement
                .as_ref()
                .is_none_or(|done| done.reason == SettlementReason::Leave || done.at.day() > left_on)
        })
        .map(|book| {
            let (window, steps) = Sum::from_day(&world.calendar, &LEFT, left_on).window(book.issue.issued_at, 0);
            Obligation {
                rule: &RULE,
                clauses: RULE.clauses.to_vec(),
                key: book.id.key(Kind::Book),
                anchor: entry.key.clone(),
                client: None,
                site: None,
                responsible: Some(staff.id.clone()),
                arose_at: book.issue.issued_at,
                window,
                steps,
                fulfilment: book.settlement.as_ref().map_or(Fulfilment::Open, |done| Fulfilment::Done { at: done.at }),
            }
        })
        .collect()
}
