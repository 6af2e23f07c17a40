//! Lateness is declared only where a deadline was missed.

use super::view::Callback;
use crate::calendar::Timing;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::obligation;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "lateness_declared_in_time",
    clauses: &["G", "C-7.1.4", "C-P.1.4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "未逾期而作逾期说明", en: "lateness is declared though the callback is in time" },
    explanation: Explanation {
        checks: Text {
            zh: "有 late 一节的回访，其通话或到达晚于窗口截止。所涉年份的节假日尚未公布时不判。",
            en: "A callback with a `late` section has its talk or arrival after the deadline. Not judged while the calendar of a year concerned is not published.",
        },
        why: Text {
            zh: "逾期说明计入逾期数；按时的回访写成逾期，回访率就不真实（C-7.1.4、C-P.1.4）。",
            en: "Declared lateness is counted; a callback in time that calls itself late makes the rate untrue (C-7.1.4, C-P.1.4).",
        },
        fails: Text {
            zh: "截止 2025-04-11 24 时，2025-04-10 到达，却有 late。",
            en: "The deadline is 24:00 of 2025-04-11, the arrival on 2025-04-10, and there is a `late`.",
        },
        fix: Text { zh: "删去 late。", en: "Take `late` away." },
    },
    check,
};

texts! {
    IN_TIME: "{at} 不晚于截止 {deadline}，并未逾期", "{at} is not after the deadline {deadline}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.after.and_then(Callback::of).filter(|callback| callback.late.is_some()) else {
        return;
    };
    let (Some(act), Some(due)) = (callback.act, obligation::for_callback(case.key, case.world)) else {
        return;
    };
    if !due.window.provisional && due.window.timing(act.at) != Timing::Late {
        faults.at("/late", Message::new(&IN_TIME).with("at", act.at).with("deadline", due.window.deadline));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, onsite, trial};

    fn declared(arrived: &str) -> Draft {
        onsite().set("/visit/arrived_at", arrived).set("/late", lateness("2025-04-14T12:00:00+08:00"))
    }

    #[test]
    fn a_late_visit_declares_it() {
        trial(&RULE).adding(&declared("2025-04-14T10:00:00+08:00")).passes();
    }

    #[test]
    fn a_visit_in_time_does_not() {
        trial(&RULE).adding(&declared("2025-04-12T00:00:00+08:00")).fails_at("/late");
    }
}
