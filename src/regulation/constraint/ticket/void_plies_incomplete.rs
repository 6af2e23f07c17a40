//! All plies of a void ticket are marked.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "void_plies_incomplete",
    clauses: &["T-6", "D1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "作废单未在各联注明作废", en: "not all plies of a void ticket are marked" },
    explanation: Explanation {
        checks: Text {
            zh: "作废单的 plies_marked 恰为该本的全部联次（四联即 1、2、3、4）。",
            en: "`plies_marked` of a void ticket lists every ply of the book's forms, 1 to 4 where there are four.",
        },
        why: Text {
            zh: "T-6：“书写错误需在四联单上注明作废字样，领用新维修单以旧换新时上交财务。”",
            en: "T-6: “A writing error: mark all four plies of the form ‘void’; hand to finance when exchanging for a new book.”",
        },
        fails: Text { zh: "plies_marked 为 [1, 2, 3]。", en: "`plies_marked` is [1, 2, 3]." },
        fix: Text {
            zh: "收回已交出的联次，注明作废后补全。",
            en: "Recover plies that were given away, mark them, and complete the list.",
        },
    },
    check,
};

texts! {
    WRONG: "未注明作废的联次：{missing}", "plies not marked: {missing}";
    STRANGE: "联次 {plies} 有重复或不存在", "the plies {plies} are repeated or do not exist";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    let Some(void) = &ticket.void else {
        return;
    };
    let book = case.world.records.get::<Book>(&ticket.book.key(Kind::Book));
    let plies = book.map_or_else(
        || u8::try_from(case.world.policies.number(&named::ticket_plies, void.at.day())).unwrap_or(4),
        |book| book.plies,
    );
    let list = |plies: &[u8]| plies.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    let missing: Vec<_> = (1..=plies).filter(|ply| !void.plies_marked.contains(ply)).collect();
    if !missing.is_empty() {
        faults.at("/void/plies_marked", Message::new(&WRONG).with("missing", list(&missing)));
    } else if void.plies_marked.len() != usize::from(plies) {
        faults.at("/void/plies_marked", Message::new(&STRANGE).with("plies", list(&void.plies_marked)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};
    use serde_json::json;

    #[test]
    fn four_plies_marked_are_fine() {
        trial(&RULE).adding(&ticket(2)).passes();
    }

    #[test]
    fn no_ply_is_left_unmarked() {
        trial(&RULE).adding(&ticket(2).set("/void/plies_marked", json!([1, 2, 4]))).fails_at("/void/plies_marked");
    }

    #[test]
    fn no_ply_is_marked_that_is_not_there() {
        trial(&RULE)
            .adding(&ticket(2).set("/void/plies_marked", json!([1, 2, 3, 4, 5])))
            .fails_at("/void/plies_marked");
    }
}
