//! A register names the books of its person, each once.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::staff::Staff;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "register_names_foreign_book",
    clauses: &["T-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Staff],
    title: Text { zh: "领用登记中有不属本人的本", en: "a register lists a book that is not that person's" },
    explanation: Explanation {
        checks: Text {
            zh: "员工 books 中每一本都存在、由本人领用、只列一次，并按领用时间排列。",
            en: "Every book in `books` of a member of staff exists, is issued to them, is listed once, and in the order of issue.",
        },
        why: Text {
            zh: "T-1：“维修人员限领一本维修单”。登记里多写少写，都看不出谁手里有几本。",
            en: "T-1: “A technician may hold only one ticket book.” When the register is wrong, nobody sees who holds how many.",
        },
        fails: Text {
            zh: "zhang-wei 的 books 列有 sun-tao 领用的 WX-00002。",
            en: "`books` of zhang-wei lists WX-00002, which sun-tao holds.",
        },
        fix: Text {
            zh: "去掉误列的本号；漏登的在末尾补上。",
            en: "Take the wrong book out; add a missing one at the end.",
        },
    },
    check,
};

texts! {
    ABSENT: "没有发放过 {book}", "{book} was never issued";
    FOREIGN: "{book} 由 {holder} 领用", "{book} is held by {holder}";
    TWICE: "{book} 列了两次", "{book} is listed twice";
    ORDER: "{book} 的领用时间早于前一本", "{book} was issued before the one listed ahead of it";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(staff) = case.form::<Staff>() else {
        return;
    };
    let mut last = None;
    for (index, id) in staff.books.iter().enumerate() {
        let pointer = format!("/books/{index}");
        let wrong = |text| Message::new(text).with("book", id);
        if staff.books[..index].contains(id) {
            faults.at(pointer, wrong(&TWICE));
            continue;
        }
        let Some(book) = case.world.records.get::<Book>(&id.key(Kind::Book)) else {
            faults.at(pointer, wrong(&ABSENT));
            continue;
        };
        if book.issue.holder != staff.id {
            faults.at(pointer, wrong(&FOREIGN).with("holder", &book.issue.holder));
        } else if last.is_some_and(|last| book.issue.issued_at < last) {
            faults.at(pointer, wrong(&ORDER));
        }
        last = Some(book.issue.issued_at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, staff, trial};

    #[test]
    fn ones_own_books_are_fine() {
        trial(&RULE).adding(&staff("zhang-wei")).passes();
    }

    #[test]
    fn anothers_book_is_not() {
        trial(&RULE).adding(&staff("zhang-wei").set("/books/-", "WX-00002")).fails_at("/books/1");
    }

    #[test]
    fn a_book_is_issued_before_it_is_registered() {
        trial(&RULE).adding(&staff("zhang-wei").set("/books/-", "WX-00003")).fails_at("/books/1");
    }

    #[test]
    fn a_book_is_listed_once() {
        trial(&RULE).adding(&staff("zhang-wei").set("/books/-", "WX-00001")).fails_at("/books/1");
    }

    #[test]
    fn books_stand_in_the_order_of_issue() {
        let earlier = book("WX-00003", "zhang-wei").set("/issue/issued_at", "2025-03-04T08:00:00+08:00");
        trial(&RULE).beside(&earlier).adding(&staff("zhang-wei").set("/books/-", "WX-00003")).fails_at("/books/1");
    }
}
