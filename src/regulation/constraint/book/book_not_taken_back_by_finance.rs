//! Finance takes books back.

use crate::record::Kind;
use crate::record::book::{Book, SettlementReason};
use crate::record::staff::{Duty, Staff};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "book_not_taken_back_by_finance",
    clauses: &["T-1", "T-6", "T-7"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "维修单本不是由财务收回", en: "a book was not taken back by finance" },
    explanation: Explanation {
        checks: Text {
            zh: "收回人在交回之日任财务；交回不早于领用；除遗失外，交回人是领用人，或（领用人已离职时）由他人代交。",
            en: "The one who received the book was of finance that day; it came back no earlier than it was issued; unless lost, it is returned by its holder, or by another once the holder has left.",
        },
        why: Text {
            zh: "T-6：“领用新维修单以旧换新时上交财务”；T-7：“维修人员离职时，应将未使用的维修单整理上交。”收者未写明，读作发放的财务。",
            en: "T-6: handed to finance when exchanging; T-7: unused tickets are turned in on leaving, read as to finance, which issued them.",
        },
        fails: Text { zh: "settlement.received_by 是前台。", en: "`settlement.received_by` is of the front desk." },
        fix: Text { zh: "交财务核销并签字。", en: "Hand the book to finance to settle and sign." },
    },
    check,
};

texts! {
    WRONG: "{who} 在 {day} 不任财务，不能收回维修单本", "{who} was not of finance on {day} and takes no books back";
    EARLY: "交回时间 {at} 早于领用时间 {issued}", "returned at {at}, before it was issued at {issued}";
    STRANGER: "本由 {holder} 领用，不由 {who} 交回", "the book is held by {holder}, not returned by {who}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>() else {
        return;
    };
    let Some(settlement) = &book.settlement else {
        return;
    };
    let day = settlement.at.day();
    let staff = case.world.records.get::<Staff>(&settlement.received_by.key(Kind::Staff));
    if staff.is_some_and(|staff| !staff.holds(Duty::Finance, day)) {
        let wrong = Message::new(&WRONG).with("who", &settlement.received_by).with("day", day);
        faults.at("/settlement/received_by", wrong);
    }
    if settlement.at < book.issue.issued_at {
        let early = Message::new(&EARLY).with("at", settlement.at).with("issued", book.issue.issued_at);
        faults.at("/settlement/at", early);
    }
    let holder = case.world.records.get::<Staff>(&book.issue.holder.key(Kind::Staff));
    let gone = holder.is_some_and(|holder| !holder.employed(day));
    if settlement.returned_by != book.issue.holder && !gone && settlement.reason != SettlementReason::Lost {
        let wrong = Message::new(&STRANGER).with("holder", &book.issue.holder).with("who", &settlement.returned_by);
        faults.at("/settlement/returned_by", wrong);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, book, settlement, staff, trial};

    fn settled() -> Draft {
        let rest: Vec<_> = (4..=50).collect();
        book("WX-00001", "zhang-wei")
            .set("/state", "settled")
            .set("/settlement", settlement("WX", "zhang-wei", "withdrawn", &[1], &[2], &[3], &rest))
    }

    #[test]
    fn finance_takes_a_book_back_from_its_holder() {
        trial(&RULE).adding(&settled()).passes();
    }

    #[test]
    fn another_may_return_the_book_of_one_who_has_left() {
        trial(&RULE)
            .beside(&staff("zhang-wei").set("/left_on", "2025-06-02"))
            .adding(&settled().set("/settlement/returned_by", "zhao-lei"))
            .passes();
    }

    #[test]
    fn the_front_desk_takes_no_books_back() {
        trial(&RULE).adding(&settled().set("/settlement/received_by", "li-na")).fails_at("/settlement/received_by");
    }

    #[test]
    fn a_colleague_does_not_return_it() {
        trial(&RULE).adding(&settled().set("/settlement/returned_by", "sun-tao")).fails_at("/settlement/returned_by");
    }

    #[test]
    fn a_book_does_not_come_back_before_it_went_out() {
        trial(&RULE).adding(&settled().set("/settlement/at", "2025-03-04T08:00:00+08:00")).fails_at("/settlement/at");
    }
}
