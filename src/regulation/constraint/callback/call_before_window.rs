//! A phone callback is made within its window, not before it opens (C-P.1.4).

use super::view::before_window;
use crate::record::Kind;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "call_before_window",
    clauses: &["C-P.1.4"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback],
    title: Text { zh: "电话回访早于窗口", en: "a phone callback was made before its window" },
    explanation: Explanation {
        checks: Text {
            zh: "通话时间不早于窗口开启：到期日前 phone_early_days 天的 0 时；安装当天自用户确认起；维修后自恢复起。",
            en: "The talk is no earlier than the opening of its window: 00:00 phone_early_days before the due day; on installation day the user's confirmation; after a repair the restoration.",
        },
        why: Text {
            zh: "C-P.1.4：“必须在规定时间内对用户回访”。可提前几天由制度参数 phone_early_days 规定。",
            en: "C-P.1.4: users must be called back within the prescribed time. How early is a policy value, phone_early_days.",
        },
        fails: Text {
            zh: "一个月回访到期日 2025-02-10，2025-02-02 即通话。",
            en: "The call of one month falls due on 2025-02-10 and was made on 2025-02-02.",
        },
        fix: Text {
            zh: "在窗口内再次回访；此次通话可另作拨打记录。",
            en: "Call again within the window; this talk may stand among the attempts.",
        },
    },
    check: before_window,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, phone, trial};

    fn month_1(at: &str) -> Draft {
        phone()
            .filed_as("S00001-01.month_1")
            .set("/id", "S00001-01.month_1")
            .set("/stage", "month_1")
            .set("/attempts/0/at", at)
            .set("/call/at", at)
    }

    #[test]
    fn a_call_may_be_some_days_early() {
        trial(&RULE).adding(&month_1("2025-02-03T00:00:00+08:00")).passes();
    }

    #[test]
    fn a_call_before_the_window_is_noticed() {
        trial(&RULE).adding(&month_1("2025-02-02T23:59:59+08:00")).fails_at("/call/at");
    }
}
