//! Finance issues all books.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::staff::{Duty, Staff};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "book_not_issued_by_finance",
    clauses: &["T-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "维修单本不是由财务发放", en: "a book was not issued by finance" },
    explanation: Explanation {
        checks: Text {
            zh: "发放人在领用之日任财务。", en: "The one who issued the book was of finance that day."
        },
        why: Text {
            zh: "T-1：“维修人员限领一本维修单，用完后以旧换新，由财务部统一发放。”",
            en: "T-1: “A technician may hold only one ticket book; when used up it is exchanged old-for-new; finance issues all books.”",
        },
        fails: Text { zh: "issue.issued_by 为部门主管。", en: "`issue.issued_by` is the department supervisor." },
        fix: Text { zh: "由财务发放并签字。", en: "Have finance issue the book and sign." },
    },
    check,
};

texts! {
    WRONG: "{who} 在 {day} 不任财务，不能发放维修单本", "{who} was not of finance on {day} and issues no books";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(issue) = case.form::<Book>().map(|book| &book.issue) else {
        return;
    };
    let day = issue.issued_at.day();
    let staff = case.world.records.get::<Staff>(&issue.issued_by.key(Kind::Staff));
    if staff.is_some_and(|staff| !staff.holds(Duty::Finance, day)) {
        faults.at("/issue/issued_by", Message::new(&WRONG).with("who", &issue.issued_by).with("day", day));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, trial};

    #[test]
    fn finance_issues_books() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao")).passes();
    }

    #[test]
    fn the_supervisor_does_not() {
        trial(&RULE)
            .adding(&book("WX-00002", "sun-tao").set("/issue/issued_by", "zhao-lei"))
            .fails_at("/issue/issued_by");
    }
}
