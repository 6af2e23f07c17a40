//! What goes to the general manager was approved before (E-3.1).

use crate::record::Kind;
use crate::record::incident_entry::{IncidentEntry, What};
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "gm_report_unapproved",
    clauses: &["E-3.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "未经审定即报送总经理", en: "a report went to the general manager without approval" },
    explanation: Explanation {
        checks: Text {
            zh: "“报送总经理”所指的是本事件的一件“信息报送”，且此前（或同时）已有主管领导对它的“领导审定”。",
            en: "What goes to the general manager is a `report` of the same incident, and an `approval` of it is no later.",
        },
        why: Text {
            zh: "E-3.1：“经公司主管领导审定后，向总经理报送应急信息。”先审定，后报送。",
            en: "E-3.1: after approval by the leader in charge, report to the general manager. Approval first.",
        },
        fails: Text {
            zh: "10:40 审定，10:35 已报送总经理。",
            en: "Approved at 10:40, with the general manager at 10:35.",
        },
        fix: Text {
            zh: "先请主管领导审定并记“领导审定”，再报送。",
            en: "Have the leader in charge approve it, log `approval`, then hand it in.",
        },
    },
    check,
};

texts! {
    NONE: "{report} 没有经审定", "{report} has not been approved";
    LATER: "{report} 于 {approved} 才审定，晚于报送 {at}", "{report} was approved at {approved}, after it was handed in at {at}";
    NO_REPORT: "{report} 不是本事件的信息报送", "{report} is no report of this incident";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    let Some(named) = entry.gm_report.as_ref().map(|handed_in| &handed_in.report) else {
        return;
    };
    let course = Course::of(case.world.records, &entry.incident);
    let message = |text| Message::new(text).with("report", named);
    if course.entry(named).is_none_or(|report| report.what != What::Report) {
        return faults.at("/gm_report/report", message(&NO_REPORT));
    }
    let mut approvals = course.of_kind(What::Approval);
    let first = approvals.find(|it| it.approval.as_ref().is_some_and(|approval| approval.report == *named));
    match first {
        None => faults.at("/gm_report/report", message(&NONE)),
        Some(approval) if approval.at > entry.at => {
            faults.at("/at", message(&LATER).with("approved", approval.at).with("at", entry.at));
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{INCIDENT, entry_path, incident_entry, trial};

    #[test]
    fn approved_first_is_fine() {
        trial(&RULE).adding(&incident_entry("li-na-007")).passes();
    }

    #[test]
    fn approved_at_the_same_moment_is_fine() {
        trial(&RULE).adding(&incident_entry("li-na-007").set("/at", "2025-03-18T10:40:00+08:00")).passes();
    }

    #[test]
    fn approved_afterwards_is_not() {
        trial(&RULE).adding(&incident_entry("li-na-007").set("/at", "2025-03-18T10:39:59+08:00")).fails_at("/at");
    }

    #[test]
    fn without_approval_nothing_goes_to_the_general_manager() {
        trial(&RULE)
            .scene(|scene| scene.without(&entry_path("li-na-006")))
            .adding(&incident_entry("li-na-007"))
            .fails_at("/gm_report/report");
    }

    #[test]
    fn only_a_report_is_handed_in() {
        let measure = incident_entry("li-na-007").set("/gm_report/report", format!("{INCIDENT}.zhao-lei-008"));
        trial(&RULE).adding(&measure).fails_at("/gm_report/report");
    }
}
