//! `JUnit` XML: a test case a finding, failed where it keeps a record out, and one for the judgement itself.

use std::fmt::Write as _;

use super::words;
use crate::guard::show::summary;
use crate::guard::verdict::Verdict;
use crate::regulation::rule::Severity;
use crate::text::{Lang, visible};

/// The report. Times are 0: the same verdict gives the same bytes.
pub fn junit(verdict: &Verdict, lang: Lang) -> String {
    let tests = verdict.findings.len() + 1;
    let failures = verdict.errors().count();
    let errors = usize::from(verdict.unreadable.is_some());
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"");
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"weibao\" {counts} time=\"0\">\n  <testsuite name=\"weibao\" {counts} skipped=\"0\" time=\"0\">\n"
    );
    let sum = escaped(&visible(&summary(verdict).speak(lang), lang));
    out.push_str("    <testcase name=\"judged\" classname=\"weibao\" time=\"0\">");
    if errors > 0 {
        let _ = write!(out, "<error message=\"{sum}\" type=\"could_not_judge\"></error>");
    } else {
        let _ = write!(out, "<system-out>{sum}</system-out>");
    }
    out.push_str("</testcase>\n");
    for placed in &verdict.findings {
        let finding = &placed.finding;
        let (title, wrong, fix) = words(placed, lang);
        let place = placed.position.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
        let path = visible(&format!("{}{place}", finding.path), lang);
        let _ = write!(
            out,
            "    <testcase name=\"{}\" classname=\"weibao.{}\" time=\"0\">",
            escaped(&format!("{title} {path}")),
            finding.rule.id
        );
        let text = escaped(&format!("{path}\n{wrong}\n{fix}"));
        let _ = match finding.rule.severity {
            Severity::Error => {
                write!(out, "<failure message=\"{}\" type=\"{}\">{text}</failure>", escaped(&wrong), finding.rule.id)
            }
            Severity::Warning => write!(out, "<system-out>{text}</system-out>"),
        };
        out.push_str("</testcase>\n");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

/// Text for XML 1.0, between tags and in attributes; what XML may not hold at all is replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push('\n'),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
