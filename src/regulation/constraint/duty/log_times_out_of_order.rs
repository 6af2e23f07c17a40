//! Nothing is recorded before it happens (D-1, E-4).

use crate::record::Kind;
use crate::record::duty_log::DutyLog;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "log_times_out_of_order",
    clauses: &["D-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::DutyLog],
    title: Text { zh: "值班记录时间先后不对", en: "times of a log entry are out of order" },
    explanation: Explanation {
        checks: Text {
            zh: "记录时间、报告时间、人员到位时间都不早于发生时间。",
            en: "Writing, reporting and the arrival of people come no earlier than the event.",
        },
        why: Text {
            zh: "E-4：时间要如实、详细。先记录、后发生是不可能的。",
            en: "E-4: times are recorded truly and in detail. Nothing is written down before it happens.",
        },
        fails: Text { zh: "20:10 来电，记录时间写 20:00。", en: "A call at 20:10 is written down at 20:00." },
        fix: Text { zh: "改正时间。", en: "Correct the times." },
    },
    check,
};

texts! {
    BEFORE: "{then} 早于发生时间 {at}", "{then} is before the event at {at}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(log) = case.form::<DutyLog>() else {
        return;
    };
    let entry = &log.entry;
    let reports = entry.reported_to.entries().iter().enumerate();
    let reports = reports.map(|(index, report)| (format!("/entry/reported_to/{index}/at"), report.at));
    let present = entry.present_at.as_option().map(|at| ("/entry/present_at".to_owned(), *at));
    let written = std::iter::once(("/entry/recorded_at".to_owned(), entry.recorded_at));
    for (pointer, then) in written.chain(reports).chain(present).filter(|(_, then)| *then < entry.at) {
        faults.at(pointer, Message::new(&BEFORE).with("then", then).with("at", entry.at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_log, trial};
    use serde_json::json;

    #[test]
    fn times_in_their_order_are_fine() {
        trial(&RULE).adding(&duty_log()).passes();
    }

    #[test]
    fn nothing_is_written_down_before_it_happens() {
        trial(&RULE)
            .adding(&duty_log().set("/entry/recorded_at", "2026-03-01T20:09:59+08:00"))
            .fails_at("/entry/recorded_at");
    }

    #[test]
    fn nothing_is_reported_before_it_happens() {
        let report = json!([{"to": "部门主管", "at": "2026-03-01T20:00:00+08:00"}]);
        trial(&RULE).adding(&duty_log().set("/entry/reported_to", report)).fails_at("/entry/reported_to/0/at");
    }
}
