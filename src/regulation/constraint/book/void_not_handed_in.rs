//! Void tickets are handed to finance when the book comes back.

use crate::record::Kind;
use crate::record::book::{Book, SettlementReason};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use std::collections::BTreeSet;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "void_not_handed_in",
    clauses: &["T-6"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "作废单未全部上交财务", en: "not all void tickets were handed to finance" },
    explanation: Explanation {
        checks: Text {
            zh: "核销时，上交的作废单（void_handed）与作废清单（void）完全相同；遗失的本除外。",
            en: "At the settlement, the void tickets handed over (`void_handed`) are exactly those listed as void; a lost book is excepted.",
        },
        why: Text {
            zh: "T-6：“书写错误需在四联单上注明作废字样，领用新维修单以旧换新时上交财务。”",
            en: "T-6: “A writing error: mark all four plies of the form ‘void’; hand to finance when exchanging for a new book.”",
        },
        fails: Text {
            zh: "作废 2 号、9 号，只上交了 2 号。",
            en: "Numbers 2 and 9 are void, and only 2 was handed over.",
        },
        fix: Text {
            zh: "找齐作废单各联上交；找不到的，说明情况后按遗失处理。",
            en: "Find the void tickets and hand them over; if one cannot be found, say so and treat it as lost.",
        },
    },
    check,
};

texts! {
    MISSING: "未上交的作废单：{list}", "void tickets not handed over: {list}";
    STRANGE: "上交的不是作废单：{list}", "handed over and not void: {list}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(settlement) = case
        .form::<Book>()
        .and_then(|book| book.settlement.as_ref())
        .filter(|settlement| settlement.reason != SettlementReason::Lost)
    else {
        return;
    };
    let void: BTreeSet<_> = settlement.void.iter().collect();
    let handed: BTreeSet<_> = settlement.void_handed.iter().collect();
    for (text, difference) in [(&MISSING, &void - &handed), (&STRANGE, &handed - &void)] {
        if !difference.is_empty() {
            let list = difference.iter().map(|no| no.as_str()).collect::<Vec<_>>().join(", ");
            faults.at("/settlement/void_handed", Message::new(text).with("list", list));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, book, settlement, trial};
    use serde_json::json;

    fn settled() -> Draft {
        book("WX-00001", "zhang-wei")
            .set("/state", "settled")
            .set("/settlement", settlement("WX", "zhang-wei", "exchange", &[1], &[2, 9], &[3], &[]))
    }

    #[test]
    fn all_void_tickets_handed_over_are_fine() {
        trial(&RULE).adding(&settled()).passes();
    }

    #[test]
    fn no_void_ticket_is_kept_back() {
        trial(&RULE)
            .adding(&settled().set("/settlement/void_handed", json!(["WX-0000002"])))
            .fails_at("/settlement/void_handed");
    }

    #[test]
    fn only_void_tickets_are_handed_over() {
        trial(&RULE)
            .adding(&settled().set("/settlement/void_handed", json!(["WX-0000002", "WX-0000009", "WX-0000001"])))
            .fails_at("/settlement/void_handed");
    }
}
