//! What a record says has happened lies in the past.

use crate::regulation::constraint::places::{told, walk};
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "time_in_future",
    clauses: &["G"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "所记时间在未来", en: "a recorded time lies in the future" },
    explanation: Explanation {
        checks: Text {
            zh: "记录中除约定、计划之外的时刻，不晚于检查时刻加 clock_tolerance_minutes。",
            en: "No moment in a record, agreed and planned ones excepted, is later than the moment of judgement plus clock_tolerance_minutes.",
        },
        why: Text {
            zh: "尚未发生的事不能记成已经发生；留几分钟是因为各机时钟不齐。",
            en: "What has not happened yet cannot be recorded as done; a few minutes are left because clocks differ.",
        },
        fails: Text {
            zh: "今天提交的电话回访，call.at 写的是明天。",
            en: "A phone callback committed today has `call.at` tomorrow.",
        },
        fix: Text {
            zh: "改为真实时间；本机时钟不准的，请先校时。",
            en: "Write the true time; if the clock of the machine is wrong, set it first.",
        },
    },
    check,
};

texts! {
    WRONG: "{at} 尚未到来", "{at} is yet to come";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    let clock = &case.world.clock;
    let tolerance = case.world.policies.number_now(&named::clock_tolerance_minutes, clock);
    walk(&after.value, true, &mut |trail, value| {
        if let Some(at) = told(trail, value).filter(|at| !clock.has_come(at.plus_minutes(tolerance.saturating_neg()))) {
            faults.at(trail.to_string(), Message::new(&WRONG).with("at", at));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{delay, ticket, trial};

    #[test]
    fn a_clock_may_be_five_minutes_ahead() {
        trial(&RULE).now("2025-03-05T09:56:00+08:00").adding(&ticket(1)).passes();
    }

    #[test]
    fn a_promise_may_lie_in_the_future() {
        trial(&RULE).now("2025-03-10T09:01:00+08:00").adding(&delay()).passes();
    }

    #[test]
    fn nothing_is_received_tomorrow() {
        trial(&RULE).now("2025-03-05T09:55:59+08:00").adding(&ticket(1)).fails_at("/office/signatures/0/at");
    }
}
