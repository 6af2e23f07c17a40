//! The count of a book is that of its range.

use crate::record::Kind;
use crate::record::book::Book;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "count_differs_from_range",
    clauses: &["T-5"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "张数与起止号不符", en: "the count of a book is not that of its range" },
    explanation: Explanation {
        checks: Text {
            zh: "张数 = 止号 − 起号 + 1。", en: "The count is the last number minus the first plus one."
        },
        why: Text {
            zh: "T-5：“严格按照顺序号使用，不得跳号。”张数对不上，说明起止号或张数有一个是错的。",
            en: "T-5: “Use strictly in number order; numbers may not be skipped.” When the count does not fit, it or the range is wrong.",
        },
        fails: Text { zh: "1 号至 50 号，张数写 49。", en: "Numbers 1 to 50, and a count of 49." },
        fix: Text { zh: "重新清点后改正。", en: "Count again and correct it." },
    },
    check,
};

texts! {
    WRONG: "起止号共 {real} 张", "the range has {real} tickets";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>() else {
        return;
    };
    let real = i64::from(book.last_no.number()) - i64::from(book.first_no.number()) + 1;
    if i64::from(book.count) != real {
        faults.at("/count", Message::new(&WRONG).with("real", real));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, trial};

    #[test]
    fn a_count_that_fits_is_fine() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao")).passes();
    }

    #[test]
    fn a_missing_ticket_is_noticed() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao").set("/count", 49)).fails_at("/count");
    }
}
