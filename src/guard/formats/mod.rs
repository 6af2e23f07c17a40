//! A verdict as forges and their tools read it: annotations on the lines of a change, and reports.
//!
//! The renderer of each escapes by its own format's rules; characters that cannot be seen are named before that.

mod github;
mod gitlab;
mod junit;
mod sarif;
#[cfg(test)]
mod tests;

pub use github::github;
pub use gitlab::gitlab;
pub use junit::junit;
pub use sarif::sarif;

use crate::json;
use crate::sign::sha256_hex;
use crate::text::{Lang, visible};

use super::verdict::{Placed, Verdict};

/// What is wrong and how to put it right, on one line each.
fn words(placed: &Placed, lang: Lang) -> (String, String, String) {
    let finding = &placed.finding;
    let said = |text: &str| visible(text, lang);
    (said(finding.rule.title.get(lang)), said(&finding.wrong.speak(lang)), said(&finding.fix.speak(lang)))
}

/// What makes a finding the same one in the next run, wherever its lines have moved to: rule, file, place, and how many
/// such came before it. The commit is no part of it: a rebase changes that.
fn fingerprints(verdict: &Verdict) -> Vec<String> {
    let mut seen = std::collections::BTreeMap::new();
    let print = |placed: &Placed| {
        let finding = &placed.finding;
        let name = (finding.rule.id, finding.path.clone(), finding.pointer.clone());
        let before: &mut usize = seen.entry(name).or_default();
        *before += 1;
        let text = [finding.rule.id, &finding.path, &finding.pointer, &before.to_string()].join("\0");
        sha256_hex(text.as_bytes())[..40].to_owned()
    };
    verdict.findings.iter().map(print).collect()
}

/// First line and column, last line and the column behind the last character; columns in characters.
struct Region {
    line: usize,
    column: usize,
    end: Option<(usize, usize)>,
}

/// Where a finding stands in its file, if it stands in one.
fn region(verdict: &Verdict, placed: &Placed) -> Option<Region> {
    let start = placed.position?;
    let source = verdict.sources.get(&placed.finding.path);
    let end = source.and_then(|bytes| {
        let span = json::span(bytes, &placed.finding.pointer)?;
        let text = std::str::from_utf8(bytes.get(..span.end)?).ok()?;
        let line = text.matches('\n').count() + 1;
        Some((line, text.rsplit('\n').next().unwrap_or_default().chars().count() + 1))
    });
    Some(Region { line: start.line, column: start.column, end: end.filter(|end| *end >= (start.line, start.column)) })
}
