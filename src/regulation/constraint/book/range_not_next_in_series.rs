//! A book begins where the one before it in the series ends.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::id::BookId;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "range_not_next_in_series",
    clauses: &["T-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text {
        zh: "起止号与本系列前一本不衔接", en: "a book does not begin where the one before it ends"
    },
    explanation: Explanation {
        checks: Text {
            zh: "系列第一本从 1 号起；以后每本的起号为前一本止号加一，前一本须存在；起止号属于本系列，止号不小于起号。",
            en: "The first book of a series begins at number 1, every later one at the last number of the book before plus one, which exists; both numbers are of the book's series, and the last is not below the first.",
        },
        why: Text {
            zh: "T-5：“严格按照顺序号使用，不得跳号。”首尾相接，各本的号码便不重不漏，无须通查。",
            en: "T-5: “Use strictly in number order; numbers may not be skipped.” Joined end to end, ranges neither overlap nor leave gaps, and no search is needed to know it.",
        },
        fails: Text {
            zh: "前一本止于 50 号，本本从 101 号起。",
            en: "The book before ends at 50 and this one begins at 101.",
        },
        fix: Text {
            zh: "按前一本的止号加一填写；本号须连续。",
            en: "Begin at the number after the last of the book before; book numbers are consecutive too.",
        },
    },
    check,
};

texts! {
    SERIES: "{no} 不属于系列 {series}", "{no} is not of series {series}";
    REVERSED: "止号 {last} 小于起号 {first}", "the last number {last} is below the first {first}";
    START: "起号应为 {expected} 号", "the first number is {expected}";
    GAP: "前一本 {previous} 不存在", "the book before, {previous}, does not exist";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>() else {
        return;
    };
    let series = book.id.series();
    for (pointer, no) in [("/first_no", &book.first_no), ("/last_no", &book.last_no)] {
        if no.series() != series {
            faults.at(pointer, Message::new(&SERIES).with("no", no).with("series", series));
        }
    }
    if book.last_no.number() < book.first_no.number() {
        let reversed = Message::new(&REVERSED).with("last", &book.last_no).with("first", &book.first_no);
        faults.at("/last_no", reversed);
    }
    // Books are counted from 1: there is none before the first.
    let expected = if let Ok(previous) = BookId::at(series, book.id.seq().saturating_sub(1)) {
        let Some(before) = case.world.records.get::<Book>(&previous.key(Kind::Book)) else {
            faults.at("/id", Message::new(&GAP).with("previous", previous));
            return;
        };
        before.last_no.number().saturating_add(1)
    } else {
        1
    };
    if book.first_no.number() != expected {
        faults.at("/first_no", Message::new(&START).with("expected", expected));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, trial};

    #[test]
    fn the_next_book_joins_on() {
        trial(&RULE).adding(&book("WX-00003", "zhang-wei")).passes();
    }

    #[test]
    fn the_first_book_begins_at_one() {
        trial(&RULE).adding(&book("WX-00001", "zhang-wei").set("/first_no", "WX-0000002")).fails_at("/first_no");
    }

    #[test]
    fn ranges_do_not_overlap() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao").set("/first_no", "WX-0000050")).fails_at("/first_no");
    }

    #[test]
    fn no_book_of_a_series_is_left_out() {
        trial(&RULE).adding(&book("WX-00004", "zhang-wei")).fails_at("/id");
    }

    #[test]
    fn a_range_is_of_its_series() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao").set("/last_no", "BY-0000100")).fails_at("/last_no");
    }
}
