//! Attempts stand in the order they were made (C-P.3).

use crate::record::Kind;
use crate::record::phone_callback::PhoneCallback;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "attempts_out_of_order",
    clauses: &["C-P.3"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback],
    title: Text { zh: "拨打记录先后颠倒", en: "attempts are out of order" },
    explanation: Explanation {
        checks: Text { zh: "每次拨打晚于前一次。", en: "Each attempt is later than the one before it." },
        why: Text {
            zh: "C-P.3：“如实记录回访内容”；拨打记录只增不改，后补的也按时间排列。",
            en: "C-P.3: record truthfully. Attempts are added, never changed, and stand in order of time.",
        },
        fails: Text {
            zh: "第二次拨打 09:00，第一次 10:00。",
            en: "The second attempt was at 09:00, the first at 10:00.",
        },
        fix: Text { zh: "按时间排列 attempts。", en: "Put `attempts` in order of time." },
    },
    check,
};

texts! {
    BACKWARDS: "{at} 不晚于前一次 {before}", "{at} is not later than the one before, {before}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<PhoneCallback>() else {
        return;
    };
    for (place, pair) in callback.attempts.windows(2).enumerate() {
        if pair[1].at <= pair[0].at {
            let backwards = Message::new(&BACKWARDS).with("at", pair[1].at).with("before", pair[0].at);
            faults.at(format!("/attempts/{}/at", place + 1), backwards);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, phone, trial};
    use serde_json::json;

    fn twice(first: &str) -> Draft {
        phone().set(
            "/attempts",
            json!([
                {"at": first, "by": "zhou-min", "contact": "C00001-01", "result": "busy"},
                {"at": "2025-01-10T17:00:00+08:00", "by": "zhou-min", "contact": "C00001-01", "result": "reached"},
            ]),
        )
    }

    #[test]
    fn one_after_the_other_is_fine() {
        trial(&RULE).adding(&twice("2025-01-10T16:50:00+08:00")).passes();
    }

    #[test]
    fn two_at_once_are_not() {
        trial(&RULE).adding(&twice("2025-01-10T17:00:00+08:00")).fails_at("/attempts/1/at");
    }
}
