//! A talk rests on an attempt that was answered (C-P.3).

use crate::record::Kind;
use crate::record::phone_callback::{AttemptResult, PhoneCallback, PhoneState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "call_without_reached_attempt",
    clauses: &["C-P.3", "C-P.1.4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback],
    title: Text { zh: "通话没有相应的接通记录", en: "a talk without an attempt that was answered" },
    explanation: Explanation {
        checks: Text {
            zh: "已回访的记录中，有一次接通的拨打，受访人与通话相同，时间不晚于通话。",
            en: "A callback that is done has an attempt that was answered by the same person, no later than the talk.",
        },
        why: Text { zh: "C-P.3：“如实记录回访内容”。", en: "C-P.3: record truthfully." },
        fails: Text {
            zh: "attempts 只有一次 busy，却有通话内容。",
            en: "`attempts` holds one `busy` and there is a talk.",
        },
        fix: Text { zh: "把接通的那次拨打记入 attempts。", en: "Enter the attempt that was answered." },
    },
    check,
};

texts! {
    NEVER_REACHED: "没有接通此受访人的拨打记录", "no attempt reached this person by then";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<PhoneCallback>().filter(|callback| callback.state == PhoneState::Done) else {
        return;
    };
    let Some(call) = &callback.call else {
        return;
    };
    let reached = callback.attempts.iter().any(|attempt| {
        attempt.result == AttemptResult::Reached && attempt.contact == call.respondent && attempt.at <= call.at
    });
    if !reached {
        faults.at("/attempts", &NEVER_REACHED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{phone, trial};

    #[test]
    fn an_answered_attempt_is_fine() {
        trial(&RULE).adding(&phone()).passes();
    }

    #[test]
    fn a_busy_line_is_no_talk() {
        trial(&RULE).adding(&phone().set("/attempts/0/result", "busy")).fails_at("/attempts");
    }

    #[test]
    fn the_talk_is_with_the_person_reached() {
        trial(&RULE).adding(&phone().set("/attempts/0/contact", "C00001-02")).fails_at("/attempts");
    }

    #[test]
    fn the_talk_does_not_begin_before_it_is_answered() {
        trial(&RULE).adding(&phone().set("/attempts/0/at", "2025-01-10T17:00:01+08:00")).fails_at("/attempts");
    }
}
