//! A period ends no earlier than it begins.

use super::periods::{KINDS, series};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "period_ends_before_it_begins",
    clauses: &["C-P.2.3", "C-7.2.1", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: KINDS,
    title: Text { zh: "期间的止日早于起日", en: "a period ends before it begins" },
    explanation: Explanation {
        checks: Text {
            zh: "服务期、重要用户期间、任职期间和电子签名约定期间，止日不早于起日。",
            en: "A service period, an importance flag, a post and an agreement on electronic signatures end no earlier than they begin.",
        },
        why: Text {
            zh: "C-7.2.1 的定期回访以服务期为准，C-P.2.3 以当日是否重要用户为准；倒置的期间等于没有期间。",
            en: "C-7.2.1 counts visits while service runs, C-P.2.3 asks whether the site is important on a day; a period turned round is no period at all.",
        },
        fails: Text {
            zh: "service 一项 from 为 2025-01-10，to 为 2025-01-09。",
            en: "An entry of `service` has `from` 2025-01-10 and `to` 2025-01-09.",
        },
        fix: Text { zh: "按实际填写起止日期。", en: "Enter the true first and last day." },
    },
    check,
};

texts! {
    WRONG: "止日 {to} 早于起日 {from}", "ends on {to}, before it begins on {from}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    for period in series(after).into_iter().flatten() {
        if let Some(to) = period.to.filter(|to| *to < period.from) {
            let wrong = Message::new(&WRONG).with("to", to).with("from", period.from);
            faults.at(format!("{}/to", period.pointer), wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{site_near, staff, trial};

    #[test]
    fn a_flag_may_last_one_day() {
        trial(&RULE).adding(&site_near().set("/important/0/to", "2025-02-01")).passes();
    }

    #[test]
    fn service_does_not_end_before_it_begins() {
        trial(&RULE).adding(&site_near().set("/service/0/to", "2025-01-09")).fails_at("/service/0/to");
    }

    #[test]
    fn a_post_does_not_end_before_it_begins() {
        trial(&RULE).adding(&staff("li-na").set("/roles/0/to", "2024-02-29")).fails_at("/roles/0/to");
    }
}
