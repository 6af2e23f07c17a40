//! Unreachable means tried within the window and never answered (D9, C-P.1.4).

use crate::calendar::Timing;
use crate::record::Kind;
use crate::record::phone_callback::{AttemptResult, PhoneCallback, PhoneState};
use crate::regulation::finding::Faults;
use crate::regulation::obligation;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "unreachable_though_reached",
    clauses: &["D9", "C-P.1.4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback],
    title: Text { zh: "无法联系不成立", en: "a user is called unreachable without grounds" },
    explanation: Explanation {
        checks: Text {
            zh: "状态为 unreachable 的，各次拨打均未接通，且至少一次在回访窗口之内。",
            en: "A callback in state `unreachable` has no attempt that was answered, and at least one within the window.",
        },
        why: Text {
            zh: "D9：多次拨打仍无法联系的不算完成；C-P.1.4：在规定时间内回访。窗口之外的拨打不是回访。",
            en: "D9: unreachable after attempts is not done; C-P.1.4: within the prescribed time. An attempt outside the window is no attempt at this callback.",
        },
        fails: Text {
            zh: "attempts 中有一次 reached，状态却为 unreachable。",
            en: "One of the `attempts` is `reached` and the state is `unreachable`.",
        },
        fix: Text {
            zh: "接通的，填写通话内容并改状态为 done；未在窗口内拨打的，如实拨打后再登记。",
            en: "If it was answered, record the talk and set the state `done`; if nobody tried within the window, try.",
        },
    },
    check,
};

texts! {
    REACHED: "此次已接通", "this attempt was answered";
    NEVER_TRIED: "窗口 {opens} 至 {deadline} 内没有拨打", "nobody tried between {opens} and {deadline}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let form = case.form::<PhoneCallback>();
    let Some(callback) = form.filter(|callback| callback.state == PhoneState::Unreachable) else {
        return;
    };
    for (place, attempt) in callback.attempts.iter().enumerate() {
        if attempt.result == AttemptResult::Reached {
            faults.at(format!("/attempts/{place}/result"), &REACHED);
        }
    }
    let Some(due) = obligation::for_callback(case.key, case.world) else {
        return;
    };
    let tried = callback.attempts.iter().any(|attempt| due.window.timing(attempt.at) == Timing::InTime);
    if !tried {
        let never = Message::new(&NEVER_TRIED).with("opens", due.window.opens).with("deadline", due.window.deadline);
        faults.at("/attempts", never);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, phone, trial};
    use serde_json::json;

    fn unreachable() -> Draft {
        phone().set("/state", "unreachable").set("/attempts/0/result", "no_answer").drop("/call")
    }

    #[test]
    fn tried_in_vain_within_the_window_is_unreachable() {
        trial(&RULE).adding(&unreachable()).passes();
    }

    #[test]
    fn an_answered_call_is_not_unreachable() {
        trial(&RULE).adding(&unreachable().set("/attempts/0/result", "reached")).fails_at("/attempts/0/result");
    }

    #[test]
    fn a_call_outside_the_window_does_not_count() {
        let late = unreachable().set("/attempts/0/at", "2025-01-11T00:00:01+08:00");
        trial(&RULE).adding(&late).fails_at("/attempts");
    }

    #[test]
    fn never_having_tried_does_not_count() {
        trial(&RULE).adding(&unreachable().set("/attempts", json!([]))).fails_at("/attempts");
    }
}
