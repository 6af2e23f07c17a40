//! The times of an upgrade follow each other: window, work, confirmation (M-5, M-6).

use crate::record::Kind;
use crate::record::upgrade::Upgrade;
use crate::regulation::constraint::confirmed;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "upgrade_times_out_of_order",
    clauses: &["M-5", "M-6"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Upgrade],
    title: Text { zh: "升级记录的时间先后不合", en: "the times of an upgrade are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "停机窗口、操作、确认的工作时间，各自开始早于结束；操作在确认的工作时间之内；甲方确认不早于工作结束。",
            en: "Downtime, work and confirmed time each begin before they end; the work lies within the confirmed time; the client confirms no earlier than its end.",
        },
        why: Text {
            zh: "M-6：“售后服务后，就售后服务工作时间、具体内容和服务质量进行确认”；M-5：“详细、准确的记录”。",
            en: "M-6: after the service, confirm its time, content and quality; M-5: a detailed, accurate record.",
        },
        fails: Text {
            zh: "confirmation.at 早于 confirmation.work_end。",
            en: "`confirmation.at` is earlier than `confirmation.work_end`.",
        },
        fix: Text {
            zh: "按实际改正时间，由有关各方重新签字。",
            en: "Enter the true times and have those concerned sign again.",
        },
    },
    check,
};

texts! {
    OUTSIDE: "操作 {started} 至 {ended} 不在确认的工作时间之内", "the work from {started} to {ended} is not within the confirmed time";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(upgrade) = case.form::<Upgrade>() else {
        return;
    };
    let window = upgrade.agreement.as_ref().map(|agreement| {
        ("/agreement/downtime/planned_to", agreement.downtime.planned_from, agreement.downtime.planned_to)
    });
    let work =
        upgrade.execution.as_ref().map(|execution| ("/execution/ended_at", execution.started_at, execution.ended_at));
    let agreed = upgrade
        .confirmation
        .as_ref()
        .map(|confirmation| ("/confirmation/work_end", confirmation.work_start, confirmation.work_end));
    for (pointer, start, end) in [window, work, agreed].into_iter().flatten() {
        confirmed::empty((start, end), pointer, faults);
    }
    let Some(confirmation) = &upgrade.confirmation else {
        return;
    };
    let time = (confirmation.work_start, confirmation.work_end);
    if let Some((_, started, ended)) = work {
        confirmed::outside((started, ended), time, &OUTSIDE, faults);
    }
    confirmed::early(confirmation.at, time, faults);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{trial, upgrade};

    #[test]
    fn window_work_and_confirmation_in_this_order_are_fine() {
        trial(&RULE).adding(&upgrade()).passes();
    }

    #[test]
    fn a_window_has_an_extent() {
        let empty = upgrade().set("/agreement/downtime/planned_to", "2025-03-20T14:00:00+08:00");
        trial(&RULE).adding(&empty).fails_at("/agreement/downtime/planned_to");
    }

    #[test]
    fn the_work_lies_within_the_time_that_is_confirmed() {
        let short = upgrade().set("/confirmation/work_end", "2025-03-20T14:59:59+08:00");
        trial(&RULE).adding(&short).fails_at("/confirmation/work_start");
    }

    #[test]
    fn nobody_confirms_work_that_goes_on() {
        let early = upgrade().set("/confirmation/at", "2025-03-20T15:04:59+08:00");
        trial(&RULE).adding(&early).fails_at("/confirmation/at");
        trial(&RULE).adding(&upgrade().set("/confirmation/at", "2025-03-20T15:05:00+08:00")).passes();
    }
}
