//! Reports are numbered one by one (E-3.1).

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
    id: "reports_misnumbered",
    clauses: &["E-3.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text {
        zh: "结案时信息报送期次不连续", en: "the reports of a closed incident are not numbered one by one"
    },
    explanation: Explanation {
        checks: Text {
            zh: "结案的事件中，信息报送的期次从 1 起，每号恰一期，按报送先后连续；终报为最后一期。",
            en: "The reports of a closed incident are numbered from 1, each number once, in the order they were handed in; the final one is the last.",
        },
        why: Text {
            zh: "E-3.1、E-3.3：初报、续报、终报依次编号，缺号或重号就不能证明报送齐全。",
            en: "E-3.1, E-3.3: initial, progress and final reports are numbered in turn; a gap or a number used twice proves nothing complete.",
        },
        fails: Text {
            zh: "两人同时各报一期，期次都写 2。",
            en: "Two people each handed in a report, and both are number 2.",
        },
        fix: Text {
            zh: "用 corrects 更正期次；缺的期次补报。",
            en: "Correct the number with `corrects`; hand in what is missing.",
        },
    },
    check,
};

texts! {
    WRONG: "第 {n} 期应在此处，却是第 {seq} 期（{entry}）", "number {n} is expected here and it is {seq} ({entry})";
    FINAL: "{entry} 是终报，却不是最后一期", "{entry} is the final report and not the last one";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some((incident, closing)) = closed(case) else {
        return;
    };
    let course = Course::of(case.world.records, &incident.id).recorded_by(closing.at);
    let reports: Vec<_> = course.reports().collect();
    for (place, (entry, report)) in reports.iter().enumerate() {
        if usize::from(report.seq) != place + 1 {
            let wrong = Message::new(&WRONG).with("n", place + 1).with("seq", report.seq);
            faults.at("/closing", wrong.with("entry", &entry.id));
        }
        if report.kind == ReportKind::Final && place + 1 < reports.len() {
            faults.at("/closing", Message::new(&FINAL).with("entry", &entry.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, entry_of, incident, incident_entry, trial};
    use serde_json::json;

    fn further(seq: u16, kind: &str, at: &str) -> Draft {
        let content = json!({
            "seq": seq, "kind": kind, "author": "zhao-lei", "written_at": at, "to": ["liu-yan"],
            "text": "火势已控制", "file": "无",
        });
        entry_of("zhao-lei-009", "report", at, content)
    }

    #[test]
    fn numbers_in_turn_are_fine() {
        trial(&RULE).adding(&incident()).passes();
    }

    #[test]
    fn a_number_used_twice_is_found() {
        trial(&RULE)
            .beside(&further(2, "progress", "2025-03-18T12:00:00+08:00"))
            .adding(&incident())
            .fails_at("/closing");
    }

    #[test]
    fn a_gap_is_found() {
        trial(&RULE)
            .beside(&incident_entry("li-na-008").set("/report/seq", 3))
            .adding(&incident())
            .fails_at("/closing");
    }

    #[test]
    fn nothing_follows_the_final_report() {
        trial(&RULE)
            .beside(&further(3, "progress", "2025-03-19T09:30:00+08:00"))
            .adding(&incident())
            .fails_at("/closing");
    }
}
