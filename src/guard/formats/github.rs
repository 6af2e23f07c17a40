//! GitHub's workflow commands: annotations on the lines of a pull request.

use std::fmt::Write as _;

use super::{region, words};
use crate::guard::show::summary;
use crate::guard::verdict::Verdict;
use crate::regulation::rule::Severity;
use crate::text::Lang;

/// One command a finding, and a notice with the sum. Every line of it is a command: nothing that a record holds can
/// begin one of its own.
pub fn github(verdict: &Verdict, lang: Lang) -> String {
    let mut out = String::new();
    for placed in &verdict.findings {
        let (title, wrong, fix) = words(placed, lang);
        let command = match placed.finding.rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut properties = String::new();
        if let Some(region) = region(verdict, placed) {
            let _ = write!(
                properties,
                "file={},line={},col={}",
                property(&placed.finding.path),
                region.line,
                region.column
            );
            if let Some((line, column)) = region.end {
                let _ = write!(properties, ",endLine={line},endColumn={}", column.saturating_sub(1).max(1));
            }
            properties.push(',');
        }
        let title = property(&format!("{title} [{}]", placed.finding.rule.id));
        let clauses = placed.finding.clauses.join(", ");
        let place = if properties.is_empty() { format!("{}: ", placed.finding.path) } else { String::new() };
        let message = data(&format!("{place}{wrong}\n{fix} ({clauses})"));
        let _ = writeln!(out, "::{command} {properties}title={title}::{message}");
    }
    let _ =
        writeln!(out, "::notice title=weibao::{}", data(&crate::text::visible(&summary(verdict).speak(lang), lang)));
    out
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
