//! What was issued stays as it was issued.

use crate::record::Kind;
use crate::regulation::constraint::places::changed;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "issued_range_changed",
    clauses: &["T-1", "T-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "发放之后改动了号码或领用内容", en: "a book was changed after it was issued" },
    explanation: Explanation {
        checks: Text {
            zh: "已发放的本，种类、起止号、张数、联数和发放一节（补签除外）不再改变；核销之后核销一节亦然。",
            en: "Kind, range, count, plies and issue of a book do not change after the issue, further signatures excepted; nor does its settlement once it is there.",
        },
        why: Text {
            zh: "T-1：“由财务部统一发放”；T-5：“严格按照顺序号使用”。号码发给谁、有哪些，发出即定。",
            en: "T-1: finance issues all books; T-5: use strictly in number order. Which numbers went to whom is settled at the issue.",
        },
        fails: Text {
            zh: "发放后把止号从 50 改为 60。",
            en: "The last number is moved from 50 to 60 after the issue.",
        },
        fix: Text {
            zh: "恢复原内容；需要更多号码的，另发一本。",
            en: "Restore it; issue another book when more numbers are needed.",
        },
    },
    check,
};

texts! {
    WRONG: "发放（核销）之后不得改动", "this does not change once issued (or settled)";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (Some(before), Some(after)) = (case.before, case.after) else {
        return;
    };
    for pointer in ["/kind", "/first_no", "/last_no", "/count", "/plies", "/issue", "/settlement"] {
        for place in changed(&before.value, &after.value, pointer) {
            faults.at(place, &WRONG);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, settlement, trial};

    #[test]
    fn a_book_may_be_settled() {
        let lists = settlement("WX", "zhang-wei", "withdrawn", &[1], &[2], &[3], &(4..=50).collect::<Vec<_>>());
        trial(&RULE)
            .changing(&book("WX-00001", "zhang-wei"), |draft| draft.set("/state", "settled").set("/settlement", lists))
            .passes();
    }

    #[test]
    fn a_range_is_not_stretched() {
        trial(&RULE)
            .changing(&book("WX-00002", "sun-tao"), |draft| draft.set("/last_no", "WX-0000110").set("/count", 60))
            .fails_at_all(&["/last_no", "/count"]);
    }

    #[test]
    fn a_book_is_not_passed_on() {
        trial(&RULE)
            .changing(&book("WX-00002", "sun-tao"), |draft| draft.set("/issue/holder", "zhang-wei"))
            .fails_at("/issue/holder");
    }
}
