//! An issued book stands in its holder's register.

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
    id: "book_not_in_holders_register",
    clauses: &["T-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "领用人的登记中没有这一本", en: "a book is not in its holder's register" },
    explanation: Explanation {
        checks: Text {
            zh: "领用人的员工记录 books 中列有这一本。",
            en: "The holder's staff record lists the book in `books`.",
        },
        why: Text {
            zh: "T-1：“维修人员限领一本维修单”。领用登记是一人一本的凭据，发放与登记在同一次提交。",
            en: "T-1: “A technician may hold only one ticket book.” The register is how one knows; issue and register come in one commit.",
        },
        fails: Text {
            zh: "本 WX-00003 发给 zhang-wei，其 books 中没有它。",
            en: "Book WX-00003 is issued to zhang-wei, whose `books` does not list it.",
        },
        fix: Text {
            zh: "在领用人的 books 末尾加上本号（weibao issue 会一并完成）。",
            en: "Add the book at the end of the holder's `books` (`weibao issue` does both).",
        },
    },
    check,
};

texts! {
    WRONG: "{holder} 的领用登记中没有 {book}", "the register of {holder} does not list {book}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>() else {
        return;
    };
    let holder = case.world.records.get::<Staff>(&book.issue.holder.key(Kind::Staff));
    if holder.is_some_and(|holder| !holder.books.contains(&book.id)) {
        let wrong = Message::new(&WRONG).with("holder", &book.issue.holder).with("book", &book.id);
        faults.at("/issue/holder", wrong);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, trial};

    #[test]
    fn a_registered_book_is_fine() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao")).passes();
    }

    #[test]
    fn a_book_is_registered_with_its_holder() {
        trial(&RULE).adding(&book("WX-00003", "zhang-wei")).fails_at("/issue/holder");
    }
}
