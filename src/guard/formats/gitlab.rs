//! GitLab's Code Quality report: a list of findings that a merge request shows beside its lines.

use serde_json::{Value, json};

use super::{fingerprints, words};
use crate::guard::show::summary;
use crate::guard::verdict::Verdict;
use crate::regulation::rule::Severity;
use crate::text::{Lang, visible};

/// The report, with a newline at the end. What could not be judged is a finding of its own: an empty report would say
/// that all is well.
pub fn gitlab(verdict: &Verdict, lang: Lang) -> String {
    let prints = fingerprints(verdict);
    let mut list: Vec<Value> = verdict
        .findings
        .iter()
        .zip(prints)
        .map(|(placed, fingerprint)| {
            let (title, wrong, fix) = words(placed, lang);
            json!({
                "description": format!("{title}: {wrong} → {fix}"),
                "check_name": placed.finding.rule.id,
                "fingerprint": fingerprint,
                "severity": match placed.finding.rule.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                },
                "location": {
                    "path": visible(&placed.finding.path, lang),
                    "lines": {"begin": placed.position.map_or(1, |position| position.line)},
                },
            })
        })
        .collect();
    if let Some(unreadable) = &verdict.unreadable {
        list.push(json!({
            "description": visible(&summary(verdict).speak(lang), lang),
            "check_name": "could_not_judge",
            "fingerprint": "could_not_judge",
            "severity": "blocker",
            "location": {"path": visible(&unreadable.path, lang), "lines": {"begin": 1}},
        }));
    }
    let mut out = serde_json::to_string_pretty(&list).unwrap_or_default();
    out.push('\n');
    out
}
