//! A lost book is never passed over in silence.

use crate::record::Kind;
use crate::record::book::{Book, SettlementReason};
use crate::record::parts::NONE;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "lost_book_without_remark",
    clauses: &["T-1"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "遗失维修单本而无说明", en: "a book was lost without a word about it" },
    explanation: Explanation {
        checks: Text {
            zh: "核销原因为遗失（lost）的，备注写明经过，不能写“无”。",
            en: "A book settled as lost says in its remark how; 无 is not enough.",
        },
        why: Text {
            zh: "T-1 未提遗失：由财务另行记录，不得悄悄核销；写明经过是公司要求。",
            en: "T-1 says nothing of lost books: finance records it expressly, and how it came about is the company's demand.",
        },
        fails: Text { zh: "reason 为 lost,remark 为“无”。", en: "`reason` is `lost` and `remark` is 无." },
        fix: Text {
            zh: "在 remark 写明遗失经过、时间和处理。",
            en: "Tell in `remark` how and when it was lost and what was done.",
        },
    },
    check,
};

texts! {
    WRONG: "遗失须在备注中说明经过", "the remark must tell how the book was lost";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let settlement = case.form::<Book>().and_then(|book| book.settlement.as_ref());
    if settlement.is_some_and(|settled| settled.reason == SettlementReason::Lost && settled.remark == NONE) {
        faults.at("/settlement/remark", &WRONG);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, book, settlement, trial};

    fn lost() -> Draft {
        let lists = settlement("WX", "zhang-wei", "lost", &[1], &[2], &[3], &(4..=50).collect::<Vec<_>>());
        book("WX-00001", "zhang-wei").set("/state", "settled").set("/settlement", lists)
    }

    #[test]
    fn a_loss_that_is_told_is_fine() {
        trial(&RULE).adding(&lost().set("/settlement/remark", "途中被雨水浸毁,已报主管")).passes();
    }

    #[test]
    fn a_loss_is_told() {
        trial(&RULE).adding(&lost()).fails_at("/settlement/remark");
    }
}
