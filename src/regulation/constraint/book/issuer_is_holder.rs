//! Who issues or takes back a book is not who holds it.

use crate::record::Kind;
use crate::record::book::Book;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "issuer_is_holder",
    clauses: &["T-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text {
        zh: "自己给自己发放或收回维修单本",
        en: "someone issued a book to themselves or took their own back",
    },
    explanation: Explanation {
        checks: Text {
            zh: "发放人不是领用人，收回人不是交回人。",
            en: "Who issues is not who holds, and who takes back is not who returns.",
        },
        why: Text {
            zh: "T-1：“由财务部统一发放”。自发自领，等于没有发放。",
            en: "T-1: finance issues all books. To issue to oneself is not to issue.",
        },
        fails: Text {
            zh: "issue.holder 与 issue.issued_by 都是 wang-fang。",
            en: "`issue.holder` and `issue.issued_by` are both wang-fang.",
        },
        fix: Text {
            zh: "由另一位财务人员发放或收回。",
            en: "Have another person of finance issue it or take it back.",
        },
    },
    check,
};

texts! {
    ISSUE: "{who} 不能发放给自己", "{who} cannot issue to themselves";
    RETURN: "{who} 不能收回自己交的本", "{who} cannot take back what they return";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>() else {
        return;
    };
    if book.issue.issued_by == book.issue.holder {
        faults.at("/issue/issued_by", Message::new(&ISSUE).with("who", &book.issue.issued_by));
    }
    if let Some(settlement) = book.settlement.as_ref().filter(|settled| settled.received_by == settled.returned_by) {
        faults.at("/settlement/received_by", Message::new(&RETURN).with("who", &settlement.received_by));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, settlement, trial};

    #[test]
    fn finance_issues_to_a_technician() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao")).passes();
    }

    #[test]
    fn finance_does_not_issue_to_itself() {
        trial(&RULE).adding(&book("WX-00002", "wang-fang")).fails_at("/issue/issued_by");
    }

    #[test]
    fn finance_does_not_take_its_own_book_back() {
        let lists = settlement("WX", "wang-fang", "withdrawn", &[1], &[2], &[3], &(4..=50).collect::<Vec<_>>());
        trial(&RULE)
            .adding(&book("WX-00001", "zhang-wei").set("/state", "settled").set("/settlement", lists))
            .fails_at("/settlement/received_by");
    }
}
