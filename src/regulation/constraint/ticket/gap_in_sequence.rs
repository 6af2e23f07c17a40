//! Numbers of a book are used one after the other.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::id::TicketId;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "gap_in_sequence",
    clauses: &["T-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "跳号", en: "a number was skipped" },
    explanation: Explanation {
        checks: Text {
            zh: "除本的第一号外，每张维修单的前一号都已使用（开单、完成、作废或已转）。",
            en: "Except for the first number of a book, the number before every ticket has been used (open, completed, void or transferred).",
        },
        why: Text {
            zh: "T-5：“严格按照顺序号使用，不得跳号。”",
            en: "T-5: “Use strictly in number order; numbers may not be skipped.”",
        },
        fails: Text {
            zh: "已用到 4 号，直接开了 6 号。", en: "Number 4 is the last in use, and number 6 is opened."
        },
        fix: Text {
            zh: "先使用缺的那一号；写坏或丢弃的，把它作废（weibao void）。",
            en: "Use the missing number first; if it was spoilt, void it (`weibao void`).",
        },
    },
    check,
};

texts! {
    WRONG: "前一号 {previous} 尚未使用", "the number before, {previous}, has not been used";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    let records = case.world.records;
    let Some(book) = records.get::<Book>(&ticket.book.key(Kind::Book)).filter(|book| book.covers(&ticket.id)) else {
        return;
    };
    if ticket.id == book.first_no {
        return;
    }
    let Ok(previous) = TicketId::at(ticket.id.series(), ticket.id.number().saturating_sub(1)) else {
        return;
    };
    if !records.exists(&previous.key(Kind::Ticket)) {
        faults.at("/id", Message::new(&WRONG).with("previous", previous));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn the_next_number_is_fine() {
        trial(&RULE).adding(&ticket(5)).passes();
    }

    #[test]
    fn the_first_number_has_none_before() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn no_number_is_skipped() {
        trial(&RULE).adding(&ticket(6)).fails_at("/id");
    }
}
