//! A final report that is late is declared late (E-3.3).

use crate::record::Kind;
use crate::record::incident::Incident;
use crate::record::incident_entry::{IncidentEntry, ReportKind};
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "final_report_late_undeclared",
    clauses: &["E-3.3"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "逾期终报未作说明", en: "a final report is late and does not say so" },
    explanation: Explanation {
        checks: Text {
            zh: "最早一件终报晚于处置结束后 final_report_days 日的，须有 late。",
            en: "When the first final report is later than final_report_days after the end of the handling, it holds `late`.",
        },
        why: Text {
            zh: "E-3.3：处置结束后“对事件处置进行综合性评价和信息终报”。条文未定期限，为公司制度值；逾期照收，但须写明。",
            en: "E-3.3: after the handling ends, a final report is given. The text gives no deadline: it is a policy value, and lateness is let in when it says so.",
        },
        fails: Text {
            zh: "18 日 16:00 处置结束，25 日 16:00:01 终报，没有 late。",
            en: "The handling ended on the 18th at 16:00:00, the final report came on the 25th at 16:00:01, and there is no `late`.",
        },
        fix: Text {
            zh: "在终报这一件写 late.reason。", en: "Write `late.reason` into the entry of the final report."
        },
    },
    check,
};

texts! {
    WRONG: "{at} 终报，期限 {deadline}，没有逾期说明", "final report at {at}, due by {deadline}, and lateness is not declared";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>().filter(|entry| entry.late.is_none()) else {
        return;
    };
    if entry.report.as_ref().is_none_or(|report| report.kind != ReportKind::Final) {
        return;
    }
    let incident = case.world.records.get::<Incident>(&entry.incident.key(Kind::Incident));
    let Some(ended) = incident.and_then(|incident| incident.ended.as_ref().map(|ended| ended.at)) else {
        return;
    };
    let days = case.world.policies.number(&named::final_report_days, ended.day());
    let deadline = ended.plus_hours(days.saturating_mul(24));
    let course = Course::of(case.world.records, &entry.incident);
    let mut finals = course.reports().filter(|(it, report)| report.kind == ReportKind::Final && it.at >= ended);
    if finals.next().is_some_and(|(first, _)| first.id == entry.id) && entry.at > deadline {
        faults.at("/at", Message::new(&WRONG).with("at", entry.at).with("deadline", deadline));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, incident_entry, trial};
    use serde_json::json;

    fn reported(at: &str) -> Draft {
        incident_entry("li-na-008").set("/at", at).set("/recorded_at", at)
    }

    #[test]
    fn the_last_moment_is_in_time() {
        trial(&RULE).adding(&reported("2025-03-25T16:00:00+08:00")).passes();
    }

    #[test]
    fn a_second_after_is_late() {
        trial(&RULE).adding(&reported("2025-03-25T16:00:01+08:00")).fails_at("/at");
    }

    #[test]
    fn declared_lateness_is_let_in() {
        trial(&RULE)
            .adding(&reported("2025-03-26T09:00:00+08:00").set("/late", json!({"reason": "等待消防认定"})))
            .passes();
    }
}
