//! A regular book is written in by its holder alone.

use crate::record::Kind;
use crate::record::book::{Book, BookKind};
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "not_holders_book",
    clauses: &["T-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "在他人的维修单本上开单", en: "a ticket was written in someone else's book" },
    explanation: Explanation {
        checks: Text {
            zh: "正式本中的维修单，开单人、作废人就是该本的领用人。备用本由各维修人员转单使用，不在此列。",
            en: "In a regular book, the one who opens or voids a ticket is the book's holder. Spare books take transfers of every technician and are not concerned.",
        },
        why: Text {
            zh: "T-1：“维修人员限领一本维修单”。一人一本，号码才有人负责。",
            en: "T-1: “A technician may hold only one ticket book.” One person, one book: then someone answers for every number.",
        },
        fails: Text {
            zh: "本 WX-00001 由 zhang-wei 领用，report.opened_by 为 sun-tao。",
            en: "Book WX-00001 is held by zhang-wei and `report.opened_by` is sun-tao.",
        },
        fix: Text { zh: "在自己领用的本上开单。", en: "Open the ticket in the book one holds." },
    },
    check,
};

texts! {
    WRONG: "本 {book} 由 {holder} 领用，不由 {who} 使用", "book {book} is held by {holder}, not by {who}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    let Some(book) = case.world.records.get::<Book>(&ticket.book.key(Kind::Book)) else {
        return;
    };
    if book.kind != BookKind::Regular {
        return;
    }
    let opened = ticket.report.as_ref().map(|report| ("/report/opened_by", &report.opened_by));
    let voided = ticket.void.as_ref().map(|void| ("/void/by", &void.by));
    for (pointer, who) in opened.into_iter().chain(voided).filter(|(_, who)| **who != book.issue.holder) {
        let wrong = Message::new(&WRONG).with("book", &book.id).with("holder", &book.issue.holder).with("who", who);
        faults.at(pointer, wrong);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{spare_ticket, ticket, trial};

    #[test]
    fn the_holder_writes_in_the_book() {
        trial(&RULE).adding(&ticket(4)).passes();
    }

    #[test]
    fn anyone_may_transfer_into_a_spare_book() {
        trial(&RULE).adding(&spare_ticket()).passes();
    }

    #[test]
    fn nobody_else_opens_a_ticket() {
        trial(&RULE).adding(&ticket(4).set("/report/opened_by", "sun-tao")).fails_at("/report/opened_by");
    }

    #[test]
    fn nobody_else_voids_one() {
        trial(&RULE).adding(&ticket(2).set("/void/by", "sun-tao")).fails_at("/void/by");
    }
}
