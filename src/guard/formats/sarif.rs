//! SARIF 2.1.0 (OASIS): findings with their rules, help in both languages, regions in characters.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{fingerprints, region, words};
use crate::guard::show::{class_text, summary};
use crate::guard::verdict::{ExitCode, Placed, Verdict};
use crate::regulation::rule::{Rule, Severity};
use crate::text::{Lang, Text, visible};

/// The log, with a newline at the end.
pub fn sarif(verdict: &Verdict, lang: Lang) -> String {
    let rules: BTreeMap<&str, &'static Rule> =
        verdict.findings.iter().map(|placed| (placed.finding.rule.id, placed.finding.rule)).collect();
    let place = |id: &str| rules.keys().position(|known| *known == id);
    let prints = fingerprints(verdict);
    let results: Vec<Value> = verdict
        .findings
        .iter()
        .zip(prints)
        .map(|(placed, print)| result(verdict, placed, place(placed.finding.rule.id), &print, lang))
        .collect();
    let notifications: Vec<Value> = verdict
        .unreadable
        .iter()
        .map(|_| json!({"level": "error", "message": {"text": visible(&summary(verdict).speak(lang), lang)}}))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "weibao",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": lang.tag(),
                "rules": rules.values().map(|rule| descriptor(rule, lang)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": verdict.exit() != ExitCode::CouldNotJudge,
                "exitCode": verdict.exit() as i32,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    let mut out = serde_json::to_string_pretty(&log).unwrap_or_default();
    out.push('\n');
    out
}

fn level(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A rule with its whole explanation; help is Chinese, then English, whatever the language of the run.
fn descriptor(rule: &'static Rule, lang: Lang) -> Value {
    let it = &rule.explanation;
    let parts: [&Text; 4] = [&it.checks, &it.why, &it.fails, &it.fix];
    let joined = |lang: Lang| parts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join("\n\n");
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.title.get(lang)},
        "fullDescription": {"text": it.checks.get(lang)},
        "help": {"text": format!("{}\n\n{}", joined(Lang::Zh), joined(Lang::En))},
        "defaultConfiguration": {"level": level(rule)},
        "properties": {
            "tags": rule.clauses,
            "class": class_text(rule.class).get(lang),
            "title": {"zh-CN": rule.title.zh, "en": rule.title.en},
        },
    })
}

fn result(verdict: &Verdict, placed: &Placed, place: Option<usize>, print: &str, lang: Lang) -> Value {
    let finding = &placed.finding;
    let (_, wrong, fix) = words(placed, lang);
    let named =
        if finding.pointer.is_empty() { finding.path.clone() } else { format!("{}#{}", finding.path, finding.pointer) };
    let mut location = json!({"logicalLocations": [{"fullyQualifiedName": visible(&named, lang)}]});
    if let Some(region) = region(verdict, placed) {
        let mut shown = json!({"startLine": region.line, "startColumn": region.column});
        if let Some((line, column)) = region.end {
            shown["endLine"] = json!(line);
            shown["endColumn"] = json!(column);
        }
        location["physicalLocation"] =
            json!({"artifactLocation": {"uri": uri(&finding.path), "uriBaseId": "%SRCROOT%"}, "region": shown});
    }
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": place,
        "level": level(finding.rule),
        "message": {"text": format!("{wrong}\n{fix}")},
        "locations": [location],
        "partialFingerprints": {"weibaoFinding/v1": print},
        "properties": {"commit": placed.commit, "clauses": finding.clauses},
    })
}

/// A path as a relative URI: what is not unreserved is percent-encoded.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
