//! The client agrees to the downtime before it begins, and nothing is done earlier than agreed (M-6, M-2.F).

use crate::record::Kind;
use crate::record::upgrade::Upgrade;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "upgrade_before_agreement",
    clauses: &["M-6", "M-2.F"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Upgrade],
    title: Text { zh: "甲方同意之前升级", en: "software was upgraded before the client agreed" },
    explanation: Explanation {
        checks: Text {
            zh: "甲方同意的时间不晚于停机窗口开始，也不晚于操作开始；操作不早于窗口开始。",
            en: "The client agreed no later than the downtime and the work began; the work began no earlier than the agreed downtime.",
        },
        why: Text {
            zh: "M-6：“进行售后服务前与甲方相关人员联系”。停机影响甲方，须先商定再动手。",
            en: "M-6: before the service, contact the client's people. A downtime concerns the client: it is agreed first.",
        },
        fails: Text {
            zh: "agreement.at 为 14:10，而停机窗口 14:00 开始。",
            en: "`agreement.at` is 14:10 and the downtime begins at 14:00.",
        },
        fix: Text {
            zh: "按实际改正时间；确未事先同意的，不得补写更早的时间。",
            en: "Enter the true times; where nobody had agreed, never write an earlier time.",
        },
    },
    check,
};

texts! {
    AFTER: "甲方 {at} 才同意，停机窗口 {from} 已开始", "the client agreed at {at}, after the downtime had begun at {from}";
    DONE: "甲方 {at} 才同意，操作 {started} 已开始", "the client agreed at {at}, after the work had begun at {started}";
    EARLY: "操作 {started} 开始，早于商定的停机窗口 {from}", "the work began at {started}, before the agreed downtime {from}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(upgrade) = case.form::<Upgrade>() else {
        return;
    };
    let Some(agreement) = &upgrade.agreement else {
        return;
    };
    let (at, from) = (agreement.at, agreement.downtime.planned_from);
    let started = upgrade.execution.as_ref().map(|execution| execution.started_at);
    if at > from {
        faults.at("/agreement/at", Message::new(&AFTER).with("at", at).with("from", from));
    } else if let Some(started) = started.filter(|started| at > *started) {
        faults.at("/agreement/at", Message::new(&DONE).with("at", at).with("started", started));
    }
    if let Some(started) = started.filter(|started| *started < from) {
        faults.at("/execution/started_at", Message::new(&EARLY).with("started", started).with("from", from));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{trial, upgrade};

    #[test]
    fn agreed_two_days_before_is_fine() {
        trial(&RULE).adding(&upgrade()).passes();
    }

    #[test]
    fn agreed_at_the_very_moment_is_still_before() {
        trial(&RULE).adding(&upgrade().set("/agreement/at", "2025-03-20T14:00:00+08:00")).passes();
    }

    #[test]
    fn agreed_a_second_later_is_too_late() {
        trial(&RULE).adding(&upgrade().set("/agreement/at", "2025-03-20T14:00:01+08:00")).fails_at("/agreement/at");
    }

    #[test]
    fn work_does_not_begin_before_the_window() {
        let early = upgrade().set("/execution/started_at", "2025-03-20T13:59:59+08:00");
        trial(&RULE).adding(&early).fails_at("/execution/started_at");
        trial(&RULE).adding(&upgrade().set("/execution/started_at", "2025-03-20T14:00:00+08:00")).passes();
    }

    #[test]
    fn work_does_not_begin_before_the_agreement() {
        let unasked = upgrade().set("/execution/started_at", "2025-03-18T10:00:00+08:00");
        trial(&RULE).adding(&unasked).fails_at_all(&["/agreement/at", "/execution/started_at"]);
    }
}
