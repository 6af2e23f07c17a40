//! A ticket is written only in a book that is issued and not yet settled.

use crate::record::Kind;
use crate::record::book::{Book, BookState};
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "book_not_open",
    clauses: &["T-1", "T-7"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text {
        zh: "维修单所在的本未发放或已核销",
        en: "a ticket is in a book that is not issued or already settled",
    },
    explanation: Explanation {
        checks: Text {
            zh: "维修单的本已有发放记录；开单（或作废）时间不早于领用时间；本已核销的，该单须按同一状态列在核销清单中（完成、作废、已转）。",
            en: "The book of a ticket has been issued; the ticket was opened (or voided) no earlier; when the book is settled, the ticket stands in the settlement with the state it has (completed, void, transferred).",
        },
        why: Text {
            zh: "T-1：“用完后以旧换新，由财务部统一发放”；T-7：“未使用的维修单整理上交”。交回的号码已作废，不得再用。",
            en: "T-1: exchanged old-for-new when used up, all books issued by finance; T-7: unused tickets are turned in. What was turned in is cancelled and never used again.",
        },
        fails: Text {
            zh: "本已核销并把 WX-0000006 列为未使用，之后又出现 WX-0000006。",
            en: "The book is settled with WX-0000006 among the unused, and WX-0000006 turns up later.",
        },
        fix: Text {
            zh: "使用现在领用的本中的下一个号码。", en: "Use the next number of the book held now."
        },
    },
    check,
};

texts! {
    ABSENT: "没有本 {book} 的发放记录", "there is no record that book {book} was issued";
    EARLY: "{at} 早于本 {book} 的领用时间 {issued}", "{at} is before book {book} was issued at {issued}";
    SETTLED: "本 {book} 已核销，核销清单中没有状态为此的 {no}", "book {book} is settled, and its settlement has no {no} in this state";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    let Some(book) = case.world.records.get::<Book>(&ticket.book.key(Kind::Book)) else {
        faults.at("/book", Message::new(&ABSENT).with("book", &ticket.book));
        return;
    };
    let used = ticket.report.as_ref().map(|report| ("/report/opened_at", report.opened_at));
    let used = used.or_else(|| ticket.void.as_ref().map(|void| ("/void/at", void.at)));
    if let Some((pointer, at)) = used.filter(|(_, at)| *at < book.issue.issued_at) {
        let early = Message::new(&EARLY).with("at", at).with("book", &book.id).with("issued", book.issue.issued_at);
        faults.at(pointer, early);
    }
    if book.state == BookState::Settled {
        let settlement = book.settlement.as_ref();
        let listed = settlement.is_some_and(|settlement| {
            let list = match ticket.state {
                TicketState::Completed => &settlement.completed,
                TicketState::Void => &settlement.void,
                TicketState::Transferred => &settlement.transferred,
                TicketState::Open => return false,
            };
            list.contains(&ticket.id)
        });
        if !listed {
            faults.at("/book", Message::new(&SETTLED).with("book", &book.id).with("no", &ticket.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, book, settlement, ticket, trial};

    fn settled() -> Draft {
        let lists = settlement("WX", "zhang-wei", "leave", &[1, 4], &[2], &[3], &(5..=50).collect::<Vec<_>>());
        book("WX-00001", "zhang-wei").set("/state", "settled").set("/settlement", lists)
    }

    #[test]
    fn a_ticket_of_an_issued_book_is_fine() {
        trial(&RULE).adding(&ticket(5)).passes();
    }

    #[test]
    fn a_completed_ticket_outlives_its_book() {
        trial(&RULE).beside(&settled()).adding(&ticket(1)).passes();
    }

    #[test]
    fn a_returned_number_is_not_used() {
        trial(&RULE).beside(&settled()).adding(&ticket(6)).fails_at("/book");
    }

    #[test]
    fn a_book_nobody_issued_has_no_tickets() {
        trial(&RULE).adding(&ticket(5).set("/book", "WX-00009")).fails_at("/book");
    }

    #[test]
    fn a_ticket_is_not_opened_before_its_book_is_issued() {
        trial(&RULE)
            .adding(&ticket(5).set("/report/opened_at", "2025-03-04T08:29:59+08:00"))
            .fails_at("/report/opened_at");
    }
}
