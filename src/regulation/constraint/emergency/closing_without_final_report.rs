//! An incident is closed with its final report (E-3.3).

use super::closed;
use crate::record::Kind;
use crate::record::incident_entry::ReportKind;
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "closing_without_final_report",
    clauses: &["E-3.3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text { zh: "没有终报即结案", en: "an incident was closed without a final report" },
    explanation: Explanation {
        checks: Text {
            zh: "closing.final_report 所指的是本事件的一件终报，成稿和报送都不早于处置结束、不晚于结案。",
            en: "`closing.final_report` names a final report of the incident, written and handed in no earlier than the handling ended and no later than the closing.",
        },
        why: Text {
            zh: "E-3.3：“事件处置结束后，要整理……综合性信息，对事件处置进行综合性评价和信息终报。”",
            en: "E-3.3: after the handling ends, compile the information, evaluate, and give a final report.",
        },
        fails: Text { zh: "final_report 所指的是一件初报。", en: "`final_report` names the initial report." },
        fix: Text {
            zh: "处置结束后编写终报并报送，再结案。",
            en: "Write and hand in the final report after the end, then close.",
        },
    },
    check,
};

texts! {
    WRONG: "{entry} 不是处置结束后、结案前的终报", "{entry} is no final report between the end of the handling and the closing";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some((incident, closing)) = closed(case) else {
        return;
    };
    let course = Course::of(case.world.records, &incident.id).recorded_by(closing.at);
    let ended = incident.ended.as_ref().map_or(closing.at, |ended| ended.at);
    let named = course.reports().find(|(entry, _)| entry.id == closing.final_report);
    let fits = named.is_some_and(|(entry, report)| {
        report.kind == ReportKind::Final && report.written_at >= ended && entry.at >= ended && entry.at <= closing.at
    });
    if !fits {
        faults.at("/closing/final_report", Message::new(&WRONG).with("entry", &closing.final_report));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{INCIDENT, incident, incident_entry, trial};

    #[test]
    fn a_final_report_after_the_end_is_fine() {
        trial(&RULE).adding(&incident()).passes();
    }

    #[test]
    fn the_initial_report_is_none() {
        trial(&RULE)
            .adding(&incident().set("/closing/final_report", format!("{INCIDENT}.li-na-005")))
            .fails_at("/closing/final_report");
    }

    #[test]
    fn one_written_before_the_end_is_none() {
        let early = incident_entry("li-na-008").set("/report/written_at", "2025-03-18T15:59:59+08:00");
        trial(&RULE).beside(&early).adding(&incident()).fails_at("/closing/final_report");
    }
}
