//! An excuse follows attempts made in vain (D9).

use crate::record::Kind;
use crate::record::phone_callback::{PhoneCallback, PhoneState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "excuse_without_attempts",
    clauses: &["D9", "C-P.1.4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback],
    title: Text { zh: "没有拨打就说明无法联系", en: "an excuse without attempts" },
    explanation: Explanation {
        checks: Text {
            zh: "无法联系说明只用于状态 unreachable，至少有一次未接通的拨打，主管认可不早于最后一次拨打；认可人不是拨打人。",
            en: "An excuse goes with the state `unreachable`, at least one attempt in vain, and the supervisor's acknowledgement no earlier than the last one, by someone who did not make the attempts.",
        },
        why: Text {
            zh: "D9：无法联系不算完成，经主管签字的另行列示；没有拨打过就谈不上无法联系。",
            en: "D9: unreachable is not done, and shown beside the rate only with the supervisor's signature; without attempts nobody is unreachable.",
        },
        fails: Text { zh: "attempts 为空，却有 excuse。", en: "`attempts` is empty and there is an `excuse`." },
        fix: Text {
            zh: "先拨打并记录；仍无法联系的再请主管认可。",
            en: "Call and record it first; then have the supervisor acknowledge.",
        },
    },
    check,
};

texts! {
    NO_ATTEMPT: "没有拨打记录，不能说明无法联系", "there is no attempt to excuse";
    NOT_UNREACHABLE: "状态不是无法联系，不需说明", "the state is not unreachable: there is nothing to excuse";
    EARLY: "主管认可 {at} 早于最后一次拨打 {last}", "acknowledged at {at}, before the last attempt at {last}";
    OWN: "{who} 不能认可自己的拨打", "{who} cannot acknowledge their own attempts";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<PhoneCallback>() else {
        return;
    };
    let Some(excuse) = &callback.excuse else {
        return;
    };
    if callback.state != PhoneState::Unreachable {
        faults.at("/excuse", &NOT_UNREACHABLE);
        return;
    }
    match callback.attempts.iter().map(|attempt| attempt.at).max() {
        None => faults.at("/excuse", &NO_ATTEMPT),
        Some(last) if excuse.at < last => {
            faults.at("/excuse/at", Message::new(&EARLY).with("at", excuse.at).with("last", last));
        }
        Some(_) => {}
    }
    if callback.attempts.iter().any(|attempt| attempt.by == excuse.by) {
        faults.at("/excuse/by", Message::new(&OWN).with("who", &excuse.by));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, phone, signed, trial};
    use serde_json::json;

    fn excused(at: &str) -> Draft {
        phone().set("/state", "unreachable").set("/attempts/0/result", "no_answer").drop("/call").set(
            "/excuse",
            json!({
                "reason": "三次未接通", "by": "zhao-lei", "at": at, "signatures": [signed("supervisor", "zhao-lei", at)],
            }),
        )
    }

    #[test]
    fn attempts_then_an_excuse_are_fine() {
        trial(&RULE).adding(&excused("2025-01-10T18:00:00+08:00")).passes();
    }

    #[test]
    fn nothing_is_excused_without_an_attempt() {
        trial(&RULE).adding(&excused("2025-01-10T18:00:00+08:00").set("/attempts", json!([]))).fails_at("/excuse");
    }

    #[test]
    fn nothing_is_excused_beforehand() {
        trial(&RULE).adding(&excused("2025-01-10T16:00:00+08:00")).fails_at("/excuse/at");
    }

    #[test]
    fn a_callback_that_goes_on_is_not_excused() {
        trial(&RULE).adding(&excused("2025-01-10T18:00:00+08:00").set("/state", "open")).fails_at("/excuse");
    }

    #[test]
    fn nobody_excuses_themselves() {
        let own = excused("2025-01-10T18:00:00+08:00").set("/attempts/0/by", "zhao-lei");
        trial(&RULE).adding(&own).fails_at("/excuse/by");
    }
}
