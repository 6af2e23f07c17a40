//! Lateness of a training is declared only where it is late, afterwards, by someone above (M-4).

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
    id: "training_lateness_unfounded",
    clauses: &["M-4", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Training],
    title: Text { zh: "培训的逾期说明不成立", en: "the declared lateness of a training does not hold" },
    explanation: Explanation {
        checks: Text {
            zh: "有 late 一节的，培训开始（或撤回）确实晚于期限；确认不早于培训（或撤回）；确认人不是培训人。",
            en: "Where there is a `late` section the training (or withdrawal) is after the deadline; it is acknowledged no earlier than that, and not by the trainer.",
        },
        why: Text {
            zh: "逾期说明计入逾期数，须属实；自己确认自己的逾期等于没有确认（M-4）。",
            en: "Declared lateness is counted and must be true; acknowledging one's own is no acknowledgement (M-4).",
        },
        fails: Text {
            zh: "期限 2025-06-05，2025-05-20 已培训，却有 late。",
            en: "Due by 2025-06-05, held on 2025-05-20, and there is a `late`.",
        },
        fix: Text {
            zh: "未逾期的删去 late；逾期的由主管或负责人事后确认。",
            en: "Take `late` away where nothing was late; else have the supervisor or person in charge acknowledge it afterwards.",
        },
    },
    check,
};

texts! {
    IN_TIME: "{at} 不晚于期限 {deadline}，并未逾期", "{at} is not after the deadline {deadline}";
    EARLY: "确认时间 {at} 早于培训（撤回）{done}", "acknowledged at {at}, before the training or withdrawal at {done}";
    OWN: "{who} 不能确认自己的逾期", "{who} cannot acknowledge their own lateness";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(training) = case.form::<Training>() else {
        return;
    };
    let (Some(late), Some((at, _))) = (&training.late, training.answered()) else {
        return;
    };
    let window = obligation::training_window(training, case.world).0;
    if !window.provisional && window.timing(at) != Timing::Late {
        faults.at("/late", Message::new(&IN_TIME).with("at", at).with("deadline", window.deadline));
    }
    if late.acknowledged_at < at {
        let early = Message::new(&EARLY).with("at", late.acknowledged_at).with("done", at);
        faults.at("/late/acknowledged_at", early);
    }
    if training.session.as_ref().is_some_and(|session| session.trainer == late.acknowledged_by) {
        faults.at("/late/acknowledged_by", Message::new(&OWN).with("who", &late.acknowledged_by));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, training, trial};

    fn late() -> Draft {
        training()
            .set("/session/started_at", "2025-06-10T14:00:00+08:00")
            .set("/late", lateness("2025-06-10T17:00:00+08:00"))
    }

    #[test]
    fn true_lateness_acknowledged_afterwards_is_fine() {
        trial(&RULE).adding(&late()).passes();
    }

    #[test]
    fn a_training_in_time_declares_nothing() {
        trial(&RULE).adding(&late().set("/session/started_at", "2025-06-06T00:00:00+08:00")).fails_at("/late");
    }

    #[test]
    fn nobody_acknowledges_beforehand() {
        trial(&RULE)
            .adding(&late().set("/late/acknowledged_at", "2025-06-10T13:59:59+08:00"))
            .fails_at("/late/acknowledged_at");
    }

    #[test]
    fn nobody_acknowledges_their_own() {
        trial(&RULE).adding(&late().set("/session/trainer", "zhao-lei")).fails_at("/late/acknowledged_by");
    }
}
