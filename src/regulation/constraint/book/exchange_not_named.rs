//! A new book names the one it is exchanged for.

use crate::record::Kind;
use crate::record::book::{Book, BookKind};
use crate::record::staff::Staff;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "exchange_not_named",
    clauses: &["T-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "以旧换新未写明旧本", en: "a new book does not name the one it is exchanged for" },
    explanation: Explanation {
        checks: Text {
            zh: "正式本的 exchanged_for 为领用人登记中前一本正式本；第一本写“无”。备用本若写明，须是本人登记中的备用本。",
            en: "`exchanged_for` of a regular book is the regular book before it in the holder's register, 无 on the first; of a spare book, 无 or a spare book of the same register.",
        },
        why: Text { zh: "T-1：“用完后以旧换新”。", en: "T-1: when used up it is exchanged old-for-new." },
        fails: Text {
            zh: "领第二本时 exchanged_for 写“无”。", en: "`exchanged_for` is 无 on a person's second book."
        },
        fix: Text { zh: "写明换回的旧本号。", en: "Name the book that was handed back." },
    },
    check,
};

texts! {
    SHOULD_BE: "应写明换回旧本 {previous}", "it is exchanged for {previous}";
    NONE_BEFORE: "此前没有正式本，应写“无”", "there was no regular book before: 无 is due";
    NOT_SPARE: "{book} 不是本人登记中的备用本", "{book} is no spare book of the same register";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>() else {
        return;
    };
    let place = "/issue/exchanged_for";
    let named = book.issue.exchanged_for.as_option();
    if book.kind == BookKind::Spare {
        let Some(named) = named else {
            return;
        };
        let holder = case.world.records.get::<Staff>(&book.issue.holder.key(Kind::Staff));
        let listed = holder.is_some_and(|holder| holder.books.contains(named));
        let spare =
            case.world.records.get::<Book>(&named.key(Kind::Book)).is_some_and(|old| old.kind == BookKind::Spare);
        if !listed || !spare || *named == book.id {
            faults.at(place, Message::new(&NOT_SPARE).with("book", named));
        }
        return;
    }
    let previous = super::register::regular_before(case.world.records, book);
    match (previous, named) {
        (Some(previous), named) if named != Some(&previous.id) => {
            faults.at(place, Message::new(&SHOULD_BE).with("previous", &previous.id));
        }
        (None, Some(_)) => faults.at(place, &NONE_BEFORE),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, staff, trial};

    #[test]
    fn a_first_book_is_exchanged_for_none() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao")).passes();
    }

    #[test]
    fn a_second_book_names_the_first() {
        trial(&RULE)
            .beside(&staff("zhang-wei").set("/books/-", "WX-00003"))
            .adding(&book("WX-00003", "zhang-wei").set("/issue/exchanged_for", "WX-00001"))
            .passes();
    }

    #[test]
    fn the_old_book_is_not_passed_over() {
        trial(&RULE)
            .beside(&staff("zhang-wei").set("/books/-", "WX-00003"))
            .adding(&book("WX-00003", "zhang-wei"))
            .fails_at("/issue/exchanged_for");
    }

    #[test]
    fn anothers_book_is_not_exchanged() {
        trial(&RULE)
            .adding(&book("WX-00002", "sun-tao").set("/issue/exchanged_for", "WX-00001"))
            .fails_at("/issue/exchanged_for");
    }
}
