//! The course of an incident begins when it is reported (E-1.2, E-4).

use crate::record::Kind;
use crate::record::incident::Incident;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "entry_before_receipt",
    clauses: &["E-1.2", "E-4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "过程记录早于接报", en: "an entry tells of a time before the incident was reported" },
    explanation: Explanation {
        checks: Text {
            zh: "过程记录的发生时间不早于该事件的接报时间。",
            en: "What an entry tells happened no earlier than the incident was reported to us.",
        },
        why: Text {
            zh: "E-1.2、E-4：报告公司、到位、指示、措施都在接报之后；早于接报的时间必有误记。",
            en: "E-1.2, E-4: informing, arriving, instructing and acting follow the report; an earlier time is a slip.",
        },
        fails: Text {
            zh: "09:05 接报，“报告公司”却写 09:02。",
            en: "Received at 09:05, the company informed at 09:02.",
        },
        fix: Text {
            zh: "核对时间；接报之前已做的事写在接报的“处置进展”里。",
            en: "Check the time; what had been done before the report belongs into the intake's `handling_progress`.",
        },
    },
    check,
};

texts! {
    WRONG: "{at} 早于接报时间 {received}", "{at} is before the report came in at {received}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    let incident = case.world.records.get::<Incident>(&entry.incident.key(Kind::Incident));
    let Some(received) = incident.map(|incident| incident.intake.received_at).filter(|at| entry.at < *at) else {
        return;
    };
    faults.at("/at", Message::new(&WRONG).with("at", entry.at).with("received", received));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{incident_entry, trial};

    #[test]
    fn the_moment_of_the_report_is_fine() {
        trial(&RULE).adding(&incident_entry("li-na-001").set("/at", "2025-03-18T09:05:00+08:00")).passes();
    }

    #[test]
    fn a_second_earlier_is_not() {
        trial(&RULE).adding(&incident_entry("li-na-001").set("/at", "2025-03-18T09:04:59+08:00")).fails_at("/at");
    }
}
