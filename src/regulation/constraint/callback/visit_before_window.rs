//! A visit before the month is full does not satisfy it (C-S.2.1, C-7.2.1).

use super::view::before_window;
use crate::record::Kind;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::text::Text;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "visit_before_window",
    clauses: &["C-S.2.1", "C-7.2.1", "C-7.1.4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::OnsiteCallback],
    title: Text { zh: "上门回访早于满月之日", en: "a visit was made before the month was full" },
    explanation: Explanation {
        checks: Text {
            zh: "到达时间不早于窗口开启：安装满月对应日 0 时；要求上门的，不早于重点登记。",
            en: "The arrival is no earlier than the opening of its window: 00:00 of the corresponding day; for a demanded visit, its registration.",
        },
        why: Text {
            zh: "C-S.2.1：“对安装满六个月及十二个月的用户上门回访”——“满”即不早于对应日（D4、D6）。",
            en: "C-S.2.1: visit users at full six and twelve months: full means no earlier than the corresponding day (D4, D6).",
        },
        fails: Text {
            zh: "2025-01-10 安装，三个月的上门在 2025-04-09。",
            en: "Installed on 2025-01-10, the visit of three months was on 2025-04-09.",
        },
        fix: Text {
            zh: "满月后再上门一次；此次上门不计入。",
            en: "Visit again once the month is full; this visit does not count.",
        },
    },
    check: before_window,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, trial};

    #[test]
    fn a_visit_on_the_corresponding_day_counts() {
        trial(&RULE).adding(&onsite().set("/visit/arrived_at", "2025-04-10T00:00:00+08:00")).passes();
    }

    #[test]
    fn a_visit_on_the_day_before_does_not() {
        trial(&RULE)
            .adding(&onsite().set("/visit/arrived_at", "2025-04-09T23:59:59+08:00"))
            .fails_at("/visit/arrived_at");
    }
}
