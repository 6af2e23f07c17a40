//! The times of a training follow each other: request, training, confirmation (M-4, M-6).

use crate::record::Kind;
use crate::record::training::{Session, Training};
use crate::regulation::constraint::confirmed;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "training_times_out_of_order",
    clauses: &["M-4", "M-6"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Training],
    title: Text { zh: "培训记录的时间先后不合", en: "the times of a training are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "培训或撤回不早于要求；培训开始早于结束，在确认的服务时间之内；甲方确认不早于服务结束。",
            en: "A training or withdrawal is no earlier than the request; the training begins before it ends and lies within the confirmed time; the client confirms no earlier than its end.",
        },
        why: Text {
            zh: "M-4：“根据甲方要求安排培训”；M-6：“售后服务后，就售后服务工作时间、具体内容和服务质量进行确认”。",
            en: "M-4: training as the client requires; M-6: after the service, confirm its time, content and quality.",
        },
        fails: Text {
            zh: "session.started_at 早于 request.at。",
            en: "`session.started_at` is earlier than `request.at`.",
        },
        fix: Text {
            zh: "按实际改正时间，由有关各方重新签字。",
            en: "Enter the true times; those who signed sign again.",
        },
    },
    check,
};

texts! {
    UNASKED: "{at} 早于甲方要求 {asked}", "{at} is before the client asked at {asked}";
    OUTSIDE: "培训 {started} 至 {ended} 不在确认的服务时间之内", "the training from {started} to {ended} is not within the confirmed time";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(training) = case.form::<Training>() else {
        return;
    };
    let asked = training.request.at;
    if let Some((at, pointer)) = training.answered()
        && at < asked
    {
        faults.at(pointer, Message::new(&UNASKED).with("at", at).with("asked", asked));
    }
    let Some(Session { started_at: started, ended_at: ended, .. }) = &training.session else {
        return;
    };
    confirmed::empty((*started, *ended), "/session/ended_at", faults);
    let Some(confirmation) = &training.confirmation else {
        return;
    };
    let time = (confirmation.work_start, confirmation.work_end);
    confirmed::outside((*started, *ended), time, &OUTSIDE, faults);
    confirmed::early(confirmation.at, time, faults);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{training, trial, withdrawn};

    #[test]
    fn asked_taught_and_confirmed_in_this_order_is_fine() {
        trial(&RULE).adding(&training()).passes();
    }

    #[test]
    fn nothing_is_answered_before_it_is_asked() {
        let late_request = "2025-05-20T14:00:01+08:00";
        trial(&RULE).adding(&training().set("/request/at", late_request)).fails_at("/session/started_at");
        trial(&RULE).adding(&withdrawn().set("/request/at", late_request)).fails_at("/withdrawal/at");
    }

    #[test]
    fn a_training_takes_time() {
        let nothing = training().set("/session/ended_at", "2025-05-20T14:00:00+08:00");
        trial(&RULE).adding(&nothing).fails_at("/session/ended_at");
    }

    #[test]
    fn the_confirmed_time_holds_the_training() {
        let short = training().set("/confirmation/work_end", "2025-05-20T15:59:59+08:00");
        trial(&RULE).adding(&short).fails_at("/confirmation/work_start");
    }

    #[test]
    fn nobody_confirms_beforehand() {
        let early = training().set("/confirmation/at", "2025-05-20T16:04:59+08:00");
        trial(&RULE).adding(&early).fails_at("/confirmation/at");
    }
}
