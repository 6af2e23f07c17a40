//! A request that was answered late says so itself (M-4).

use crate::calendar::Timing;
use crate::record::Kind;
use crate::record::training::Training;
use crate::regulation::finding::Faults;
use crate::regulation::obligation;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "training_late_undeclared",
    clauses: &["M-4"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Training],
    title: Text { zh: "逾期培训未作逾期说明", en: "a late training is not declared late" },
    explanation: Explanation {
        checks: Text {
            zh: "培训开始（或撤回）晚于要求后 training_days 天之末的，须有 late 一节。所涉年份的节假日尚未公布时不判。",
            en: "A training that began (or a request withdrawn) after the end of training_days days comes with a `late` section. Not judged while the calendar of a year concerned is not published.",
        },
        why: Text {
            zh: "M-4：“根据甲方要求安排培训”。条文未定期限，取公司制度值；逾期照收，但须写明，计为逾期。",
            en: "M-4: arrange training as the client requires. The text gives no time: a policy value. Late training is let in, but it says so and counts as late.",
        },
        fails: Text {
            zh: "2025-05-06 要求，期限 2025-06-05 24 时，2025-06-10 才培训，而没有 late。",
            en: "Requested on 2025-05-06, due by 24:00 of 2025-06-05, held on 2025-06-10, and there is no `late`.",
        },
        fix: Text {
            zh: "增加 late：写明原因，由主管或负责人确认并签字；不得改早时间。",
            en: "Add `late`: the reason, acknowledged and signed by the supervisor or the person in charge; the time stays as it was.",
        },
    },
    check,
};

texts! {
    UNDECLARED: "{at} 晚于期限 {deadline}，没有逾期说明", "{at} is after the deadline {deadline}, and lateness is not declared";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(training) = case.form::<Training>().filter(|training| training.late.is_none()) else {
        return;
    };
    let Some((at, pointer)) = training.answered() else {
        return;
    };
    let window = obligation::training_window(training, case.world).0;
    if !window.provisional && window.timing(at) == Timing::Late {
        faults.at(pointer, Message::new(&UNDECLARED).with("at", at).with("deadline", window.deadline));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, training, trial, withdrawn};

    fn held(at: &str) -> Draft {
        training().set("/session/started_at", at)
    }

    #[test]
    fn the_last_moment_is_in_time() {
        trial(&RULE).adding(&held("2025-06-06T00:00:00+08:00")).passes();
    }

    #[test]
    fn a_moment_later_is_late() {
        trial(&RULE).adding(&held("2025-06-06T00:00:01+08:00")).fails_at("/session/started_at");
    }

    #[test]
    fn declared_lateness_is_let_in() {
        let late = held("2025-06-10T14:00:00+08:00").set("/late", lateness("2025-06-10T17:00:00+08:00"));
        trial(&RULE).adding(&late).passes();
    }

    #[test]
    fn a_request_withdrawn_after_its_deadline_was_late_too() {
        trial(&RULE).adding(&withdrawn()).passes();
        trial(&RULE).adding(&withdrawn().set("/withdrawal/at", "2025-06-06T00:00:01+08:00")).fails_at("/withdrawal/at");
    }

    #[test]
    fn a_request_still_open_is_not_judged() {
        let open = training().set("/state", "requested").drop("/session").drop("/attendees").drop("/confirmation");
        trial(&RULE).adding(&open).passes();
    }
}
