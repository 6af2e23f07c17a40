//! A book is exchanged once it is used up.

use crate::record::Kind;
use crate::record::book::{Book, BookKind, SettlementReason};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "exchanged_before_used_up",
    clauses: &["T-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "未用完即以旧换新", en: "a book was exchanged before it was used up" },
    explanation: Explanation {
        checks: Text {
            zh: "以换新（exchange）为由核销的正式本，没有未使用的号码。",
            en: "A regular book settled as exchanged has no unused numbers.",
        },
        why: Text {
            zh: "T-1：“用完后以旧换新”。未用完而收回的，属离职、停用等，须如实写明原因。",
            en: "T-1: when used up it is exchanged old-for-new. A book taken back earlier was left, lost or withdrawn, and says so.",
        },
        fails: Text {
            zh: "还有 20 张未用，核销原因写 exchange。",
            en: "Twenty numbers are unused and the reason is `exchange`.",
        },
        fix: Text {
            zh: "用完再换；确需提前收回的，原因改为 withdrawn（停用）、leave（离职）或 lost（遗失）。",
            en: "Use the book up first; if it must come back earlier, the reason is `withdrawn`, `leave` or `lost`.",
        },
    },
    check,
};

texts! {
    WRONG: "还有 {count} 张未使用，不能以旧换新", "{count} numbers are unused: it cannot be exchanged yet";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(settlement) = case
        .form::<Book>()
        .filter(|book| book.kind == BookKind::Regular)
        .and_then(|book| book.settlement.as_ref())
        .filter(|settlement| settlement.reason == SettlementReason::Exchange)
    else {
        return;
    };
    if !settlement.unused.is_empty() {
        faults.at("/settlement/reason", Message::new(&WRONG).with("count", settlement.unused.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, book, settlement, trial};

    fn settled(reason: &str, unused: &[u32]) -> Draft {
        book("WX-00001", "zhang-wei")
            .set("/state", "settled")
            .set("/settlement", settlement("WX", "zhang-wei", reason, &[1], &[2], &[3], unused))
    }

    #[test]
    fn a_used_up_book_is_exchanged() {
        trial(&RULE).adding(&settled("exchange", &[])).passes();
    }

    #[test]
    fn a_book_may_be_withdrawn_earlier() {
        trial(&RULE).adding(&settled("withdrawn", &[49, 50])).passes();
    }

    #[test]
    fn an_unfinished_book_is_not_exchanged() {
        trial(&RULE).adding(&settled("exchange", &[49, 50])).fails_at("/settlement/reason");
    }
}
