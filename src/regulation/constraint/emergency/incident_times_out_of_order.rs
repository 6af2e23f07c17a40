//! An incident's times follow one another (E-1.1, E-3.3).

use crate::record::Kind;
use crate::record::incident::Incident;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "incident_times_out_of_order",
    clauses: &["E-1.1", "E-3.3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text { zh: "事件各时间先后颠倒", en: "the times of an incident are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "事发不晚于接报，接报不晚于处置结束，处置结束不晚于结案。",
            en: "It happened no later than it was reported, was reported no later than the handling ended, and ended no later than it was closed.",
        },
        why: Text {
            zh: "E-1.1、E-3.3：先发生，后得知；处置结束之后才评价、结案。",
            en: "E-1.1, E-3.3: it happens, is learned of, ends, and only then is evaluated and closed.",
        },
        fails: Text {
            zh: "16:00 处置结束，15:00 已结案。",
            en: "The handling ended at 16:00, and it was closed at 15:00.",
        },
        fix: Text { zh: "核对各时间。", en: "Check the times." },
    },
    check,
};

texts! {
    WRONG: "{at} 早于 {before}", "{at} is before {before}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(incident) = case.form::<Incident>() else {
        return;
    };
    let received = incident.intake.received_at;
    let occurred = incident.intake.occurred_at.as_option();
    let mut steps = vec![("/intake/received_at", occurred.copied().unwrap_or(received)), ("/ended/at", received)];
    let ended = incident.ended.as_ref().map(|ended| ended.at);
    steps.extend(ended.map(|ended| ("/closing/at", ended)));
    let times = [Some(received), ended, incident.closing.as_ref().map(|closing| closing.at)];
    for ((pointer, before), at) in steps.into_iter().zip(times) {
        if let Some(at) = at.filter(|at| *at < before) {
            faults.at(pointer, Message::new(&WRONG).with("at", at).with("before", before));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{incident, trial};

    #[test]
    fn one_after_the_other_is_fine() {
        trial(&RULE).adding(&incident()).passes();
    }

    #[test]
    fn an_unknown_time_of_the_event_is_fine() {
        trial(&RULE).adding(&incident().set("/intake/occurred_at", "已问不详")).passes();
    }

    #[test]
    fn nothing_is_reported_before_it_happens() {
        trial(&RULE)
            .adding(&incident().set("/intake/occurred_at", "2025-03-18T09:05:01+08:00"))
            .fails_at("/intake/received_at");
    }

    #[test]
    fn nothing_ends_before_it_is_reported() {
        trial(&RULE).adding(&incident().set("/ended/at", "2025-03-18T09:04:59+08:00")).fails_at("/ended/at");
    }

    #[test]
    fn nothing_is_closed_before_it_ends() {
        trial(&RULE).adding(&incident().set("/closing/at", "2025-03-18T15:59:59+08:00")).fails_at("/closing/at");
    }
}
