//! A report that the general manager had late is declared late (E-3.1, D8).

use crate::record::Kind;
use crate::record::incident::Incident;
use crate::record::incident_entry::{IncidentEntry, What};
use crate::record::instant::Instant;
use crate::regulation::course::{Course, GENERAL_MANAGER_MINUTES};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "gm_report_late_undeclared",
    clauses: &["E-3.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text {
        zh: "逾期报送总经理未作说明",
        en: "the general manager had the report late and the entry does not say so",
    },
    explanation: Explanation {
        checks: Text {
            zh: "最早一件“报送总经理”晚于接报后 4 小时的（恰 4:00:00 不算晚），须有 late。",
            en: "When the first `gm_report` is later than four hours after the report came in (exactly 4:00:00 is in time), it holds `late`.",
        },
        why: Text {
            zh: "E-3.1：“向总经理报送应急信息，最迟不得超过事件发生或得知事件发生后4小时。”逾期照收，但须写明，计为逾期。",
            en: "E-3.1: the report to the general manager is made at the latest 4 hours after the event was learned of. Lateness is let in, but says so and counts as late.",
        },
        fails: Text {
            zh: "09:05:00 接报，13:05:01 报送总经理，没有 late。",
            en: "Received at 09:05:00, with the general manager at 13:05:01, and no `late`.",
        },
        fix: Text {
            zh: "在本件写 late.reason；时间保持真实。",
            en: "Write `late.reason` into this entry and keep the true time.",
        },
    },
    check,
};

texts! {
    WRONG: "{at} 报送总经理，期限 {deadline}；距接报 {since} 分钟，距事发 {occurred}", "handed in at {at}, due by {deadline}: {since} minutes after learning of it, {occurred} after it happened";
    MINUTES: "{n} 分钟", "{n} minutes";
    UNKNOWN_TIME: "不详", "at a time unknown";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>().filter(|entry| entry.what == What::GmReport) else {
        return;
    };
    let Some(incident) = case.world.records.get::<Incident>(&entry.incident.key(Kind::Incident)) else {
        return;
    };
    let deadline = incident.intake.received_at.plus_minutes(GENERAL_MANAGER_MINUTES);
    let course = Course::of(case.world.records, &entry.incident);
    let first = course.first(What::GmReport).is_some_and(|first| first.id == entry.id);
    if !first || entry.at <= deadline || entry.late.is_some() {
        return;
    }
    let since = |from: Instant| entry.at.seconds_since(from) / 60;
    let occurred = incident
        .intake
        .occurred_at
        .as_option()
        .map_or_else(|| Message::new(&UNKNOWN_TIME), |occurred| Message::new(&MINUTES).with("n", since(*occurred)));
    let wrong = Message::new(&WRONG).with("at", entry.at).with("deadline", deadline);
    faults.at("/at", wrong.with("since", since(incident.intake.received_at)).with_message("occurred", occurred));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, INCIDENT, entry_of, incident, incident_entry, trial};
    use serde_json::json;

    fn handed_in(at: &str) -> Draft {
        incident_entry("li-na-007").set("/at", at).set("/recorded_at", at)
    }

    #[test]
    fn a_second_before_four_hours_is_in_time() {
        trial(&RULE).adding(&handed_in("2025-03-18T13:04:59+08:00")).passes();
    }

    #[test]
    fn exactly_four_hours_is_in_time() {
        trial(&RULE).adding(&handed_in("2025-03-18T13:05:00+08:00")).passes();
    }

    #[test]
    fn a_second_after_is_late() {
        trial(&RULE).adding(&handed_in("2025-03-18T13:05:01+08:00")).fails_at("/at");
    }

    #[test]
    fn an_event_at_an_unknown_time_is_counted_from_learning_of_it() {
        trial(&RULE)
            .beside(&incident().set("/intake/occurred_at", "已问不详"))
            .adding(&handed_in("2025-03-18T13:05:01+08:00"))
            .fails_at("/at");
    }

    #[test]
    fn declared_lateness_is_let_in() {
        let late = handed_in("2025-03-18T14:00:00+08:00").set("/late", json!({"reason": "总经理在飞机上"}));
        trial(&RULE).adding(&late).passes();
    }

    #[test]
    fn a_further_report_is_not_bound_by_the_four_hours() {
        let further = entry_of(
            "li-na-009",
            "gm_report",
            "2025-03-19T09:30:00+08:00",
            json!({"report": format!("{INCIDENT}.li-na-005"), "channel": "visit"}),
        );
        trial(&RULE).adding(&further).passes();
    }
}
