//! A ticket's number lies in its book.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "number_outside_book",
    clauses: &["T-1", "T-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "单号不在所写的本内", en: "a ticket's number is not in the book it names" },
    explanation: Explanation {
        checks: Text {
            zh: "维修单的单号在 book 所写那一本的起止号之内。",
            en: "The number of a ticket lies between the first and last number of the book named in `book`.",
        },
        why: Text {
            zh: "T-1：“维修人员限领一本维修单……由财务部统一发放。”号码只能出自财务发放的本。",
            en: "T-1: “A technician may hold only one ticket book … finance issues all books.” A number comes from an issued book or from nowhere.",
        },
        fails: Text {
            zh: "本 WX-00001 为 1–50 号，维修单 WX-0000077 写 book 为 WX-00001。",
            en: "Book WX-00001 has numbers 1–50, and ticket WX-0000077 names it in `book`.",
        },
        fix: Text {
            zh: "改正 book，或使用自己本中的下一个号码。",
            en: "Correct `book`, or use the next number of one's own book.",
        },
    },
    check,
};

texts! {
    WRONG: "单号 {no} 不在 {book} 的 {first} 至 {last} 之内", "number {no} is not within {first} to {last} of {book}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    let Some(book) = case.world.records.get::<Book>(&ticket.book.key(Kind::Book)) else {
        return;
    };
    if !book.covers(&ticket.id) {
        let wrong = Message::new(&WRONG)
            .with("no", &ticket.id)
            .with("book", &ticket.book)
            .with("first", &book.first_no)
            .with("last", &book.last_no);
        faults.at("/book", wrong);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn the_last_number_belongs_to_the_book() {
        trial(&RULE).adding(&ticket(50)).passes();
    }

    #[test]
    fn the_number_after_it_does_not() {
        trial(&RULE).adding(&ticket(51)).fails_at("/book");
    }

    #[test]
    fn a_spare_book_has_numbers_of_its_own() {
        trial(&RULE).adding(&ticket(4).set("/book", "BY-00001")).fails_at("/book");
    }
}
