//! A book belongs to a series of the company, of its own kind.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::company::Company;
use crate::record::path::Key;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "series_unknown",
    clauses: &["T-1", "T-5"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "系列未登记或正备不符", en: "a book is of no registered series or of the wrong kind" },
    explanation: Explanation {
        checks: Text {
            zh: "本号的系列在公司记录中登记，正式或备用与之相同。",
            en: "The series of a book is registered in the company record, regular or spare as the book is.",
        },
        why: Text {
            zh: "T-1：“须转入‘备用维修单’”。正式与备用是两种本；未登记的系列等于私印的单子。",
            en: "T-1 knows books and spare books, two kinds; a series that is not registered is a book printed by whoever liked.",
        },
        fails: Text {
            zh: "本 ZZ-00001 的系列 ZZ 未在公司记录中登记。",
            en: "The series ZZ of book ZZ-00001 is not in the company record.",
        },
        fix: Text {
            zh: "使用已登记的系列；新系列先登记在公司记录中。",
            en: "Use a registered series; register a new one in the company record first.",
        },
    },
    check,
};

texts! {
    UNKNOWN: "系列 {series} 未登记", "the series {series} is not registered";
    KIND: "系列 {series} 的本不是这一种", "books of series {series} are of the other kind";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>() else {
        return;
    };
    let company = Key::new(Kind::Company, "company").and_then(|key| case.world.records.get::<Company>(&key));
    let series = book.id.series();
    let registered =
        company.as_ref().and_then(|company| company.series.iter().find(|registered| registered.code == series));
    match registered {
        None => faults.at("/id", Message::new(&UNKNOWN).with("series", series)),
        Some(registered) if registered.kind != book.kind => {
            faults.at("/kind", Message::new(&KIND).with("series", series));
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, trial};

    #[test]
    fn a_book_of_a_registered_series_is_fine() {
        trial(&RULE).adding(&book("BY-00001", "zhao-lei")).passes();
    }

    #[test]
    fn a_series_is_registered_first() {
        trial(&RULE).adding(&book("ZZ-00001", "zhang-wei")).fails_at("/id");
    }

    #[test]
    fn a_regular_series_has_no_spare_books() {
        trial(&RULE).adding(&book("WX-00001", "zhang-wei").set("/kind", "spare")).fails_at("/kind");
    }
}
