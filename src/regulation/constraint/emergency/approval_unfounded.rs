//! A leader approves a report that someone else wrote (E-3.1).

use crate::record::Kind;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "approval_unfounded",
    clauses: &["E-3.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text {
        zh: "审定的不是报送，或由拟稿人自审",
        en: "an approval is of no report, or by the report's own author",
    },
    explanation: Explanation {
        checks: Text {
            zh: "“领导审定”所指的是本事件此前的一件“信息报送”，审定人不是拟稿人。",
            en: "An approval is of an earlier `report` of the same incident, and not by the one who wrote it.",
        },
        why: Text {
            zh: "E-3.1：“经公司主管领导审定后”。审定须在成文之后，自己审自己的等于没有审定。",
            en: "E-3.1: after approval by the leader in charge. Approval follows the writing, and approving one's own is none.",
        },
        fails: Text {
            zh: "li-na 写的初报，approver 也是 li-na。", en: "A report by Li Na whose `approver` is li-na."
        },
        fix: Text {
            zh: "由主管领导审定，写明其本人。", en: "Have the leader in charge approve it and name them."
        },
    },
    check,
};

texts! {
    NO_REPORT: "{report} 不是本事件的信息报送", "{report} is no report of this incident";
    BEFORE: "审定时间 {at} 早于成稿时间 {written}", "approved at {at}, before it was written at {written}";
    OWN: "{who} 不能审定自己所写的报送", "{who} cannot approve a report of their own";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    let Some(approval) = &entry.approval else {
        return;
    };
    let course = Course::of(case.world.records, &entry.incident);
    let Some(report) = course.entry(&approval.report).and_then(|it| it.report.as_ref()) else {
        return faults.at("/approval/report", Message::new(&NO_REPORT).with("report", &approval.report));
    };
    if entry.at < report.written_at {
        faults.at("/at", Message::new(&BEFORE).with("at", entry.at).with("written", report.written_at));
    }
    if approval.approver == report.author {
        faults.at("/approval/approver", Message::new(&OWN).with("who", &approval.approver));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{INCIDENT, incident_entry, trial};

    #[test]
    fn the_leader_approves_what_was_written() {
        trial(&RULE).adding(&incident_entry("li-na-006")).passes();
    }

    #[test]
    fn nobody_approves_their_own() {
        trial(&RULE)
            .adding(&incident_entry("li-na-006").set("/approval/approver", "li-na"))
            .fails_at("/approval/approver");
    }

    #[test]
    fn nothing_is_approved_before_it_is_written() {
        trial(&RULE).adding(&incident_entry("li-na-006").set("/at", "2025-03-18T10:19:59+08:00")).fails_at("/at");
    }

    #[test]
    fn only_a_report_is_approved() {
        let measure = incident_entry("li-na-006").set("/approval/report", format!("{INCIDENT}.zhao-lei-008"));
        trial(&RULE).adding(&measure).fails_at("/approval/report");
    }
}
