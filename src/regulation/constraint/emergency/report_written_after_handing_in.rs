//! A report is written before the leaders have it (E-3.1).

use crate::record::Kind;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "report_written_after_handing_in",
    clauses: &["E-3.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "报送时间早于成稿时间", en: "a report was handed in before it was written" },
    explanation: Explanation {
        checks: Text {
            zh: "“信息报送”的发生时间（报送领导）不早于成稿时间。",
            en: "A report reached the leaders no earlier than it was written.",
        },
        why: Text {
            zh: "E-3.1：“以文字形式向有关领导报送。”先成文，后报送。",
            en: "E-3.1: report in writing to the leaders concerned. Writing first.",
        },
        fails: Text {
            zh: "10:20 成稿，10:10 已报送领导。", en: "Written at 10:20, with the leaders at 10:10."
        },
        fix: Text { zh: "核对成稿与报送的时间。", en: "Check both times." },
    },
    check,
};

texts! {
    WRONG: "{at} 报送，{written} 才成稿", "handed in at {at}, yet written at {written}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    if let Some(report) = entry.report.as_ref().filter(|report| report.written_at > entry.at) {
        let wrong = Message::new(&WRONG).with("at", entry.at).with("written", report.written_at);
        faults.at("/report/written_at", wrong);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{incident_entry, trial};

    #[test]
    fn written_then_handed_in_is_fine() {
        trial(&RULE).adding(&incident_entry("li-na-005")).passes();
    }

    #[test]
    fn handed_in_before_it_was_written_is_not() {
        trial(&RULE)
            .adding(&incident_entry("li-na-005").set("/at", "2025-03-18T10:19:59+08:00"))
            .fails_at("/report/written_at");
    }
}
