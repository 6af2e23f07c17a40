//! Whoever has left holds no book.

use crate::record::Kind;
use crate::record::Record;
use crate::record::book::{Book, BookState};
use crate::record::id::{BookId, StaffId};
use crate::record::staff::Staff;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "leaver_keeps_book",
    clauses: &["T-7"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Staff, Kind::Book],
    title: Text { zh: "离职人员仍持有维修单本", en: "someone who has left still holds a book" },
    explanation: Explanation {
        checks: Text {
            zh: "员工已离职的，其登记中的各本均已核销；离职当日起检查。",
            en: "Once a member of staff has left, every book of their register is settled; from the day of leaving on.",
        },
        why: Text {
            zh: "T-7：“维修人员离职时，应将未使用的维修单整理上交。”",
            en: "T-7: “When a technician leaves, unused tickets must be sorted and turned in.”",
        },
        fails: Text {
            zh: "zhang-wei 的 left_on 已到，WX-00001 仍未核销。",
            en: "The day `left_on` of zhang-wei has come and WX-00001 is not settled.",
        },
        fix: Text {
            zh: "在登记离职之前或同一次提交中核销其各本（weibao return --reason leave）。",
            en: "Settle the books before entering the leave or in the same commit (`weibao return --reason leave`).",
        },
    },
    check,
};

texts! {
    WRONG: "{who} 于 {day} 离职，本 {book} 尚未核销", "{who} left on {day} and book {book} is not settled";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    match case.after.map(|entry| &entry.record) {
        Some(Record::Staff(staff)) => {
            for (index, id) in staff.books.iter().enumerate() {
                let book = case.world.records.get::<Book>(&id.key(Kind::Book));
                if book.is_some_and(|book| book.state == BookState::Issued && book.issue.holder == staff.id) {
                    judge(case, staff, &staff.id, id, format!("/books/{index}"), faults);
                }
            }
        }
        Some(Record::Book(book)) if book.state == BookState::Issued => {
            if let Some(holder) = case.world.records.get::<Staff>(&book.issue.holder.key(Kind::Staff)) {
                judge(case, &holder, &book.issue.holder, &book.id, "/state".to_owned(), faults);
            }
        }
        _ => {}
    }
}

fn judge(case: &Case<'_>, holder: &Staff, who: &StaffId, book: &BookId, pointer: String, faults: &mut Faults<'_>) {
    if let Some(left) = holder.left_on.filter(|left| case.world.clock.has_begun(*left)) {
        faults.at(pointer, Message::new(&WRONG).with("who", who).with("day", left).with("book", book));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, settlement, staff, trial};

    #[test]
    fn who_stays_keeps_the_book() {
        trial(&RULE).adding(&staff("zhang-wei")).passes();
    }

    #[test]
    fn who_is_going_to_leave_keeps_the_book_until_then() {
        trial(&RULE).adding(&staff("zhang-wei").set("/left_on", "2026-03-31")).passes();
    }

    #[test]
    fn who_returned_the_book_may_leave() {
        let lists = settlement("WX", "zhang-wei", "leave", &[1], &[2], &[3], &(4..=50).collect::<Vec<_>>());
        trial(&RULE)
            .beside(&book("WX-00001", "zhang-wei").set("/state", "settled").set("/settlement", lists))
            .adding(&staff("zhang-wei").set("/left_on", "2025-06-03"))
            .passes();
    }

    #[test]
    fn nobody_leaves_with_a_book() {
        trial(&RULE).adding(&staff("zhang-wei").set("/left_on", "2026-03-02")).fails_at("/books/0");
    }

    #[test]
    fn the_book_itself_shows_it() {
        trial(&RULE)
            .beside(&staff("zhang-wei").set("/left_on", "2026-03-01"))
            .adding(&book("WX-00001", "zhang-wei"))
            .fails_at("/state");
    }
}
