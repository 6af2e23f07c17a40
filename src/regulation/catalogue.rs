//! The catalogue of rules as a document: every constraint and obligation with its whole explanation.
//!
//! It says what the rules say about themselves and nothing else; a test compares it with the committed copy.

use std::fmt::Write as _;

use super::coverage::{class_name, escaped};
use super::obligation::{self, ObligationRule};
use super::policy;
use super::rule::{Explanation, Rule, Severity};
use super::{clause, commit, constraint, reading};
use crate::record::Kind;
use crate::text::{Lang, Message};
use crate::texts;

texts! {
    TITLE: "规则目录", "Catalogue of rules";
    GENERATED: "由程序生成，勿手改。规则判定每次变更；义务规定何事须在何时之前出现；制度参数由公司记录设定。",
        "Generated; do not edit. Constraints judge every change; obligations say what must come to exist by when; policy values are set in the company record.";
    CONSTRAINTS: "规则（{count}）", "Constraints ({count})";
    OBLIGATIONS: "义务（{count}）", "Obligations ({count})";
    POLICIES: "制度参数（{count}）", "Policy values ({count})";
    POLICY_HEAD: "| 参数 | 条款 | 默认 | 单位 | 含义 |", "| Name | Clause | Default | Unit | Meaning |";
    FACTS: "条款 {clauses} · {class} · {severity} · {kinds}", "Clauses {clauses} · {class} · {severity} · {kinds}";
    DUE_FACTS: "条款 {clauses} · 产生于 {kinds}", "Clauses {clauses} · arises from {kinds}";
    ALL_KINDS: "各种记录", "every kind";
    CHECKS: "检查", "Checks";
    WHY: "依据", "Why";
    FAILS: "不通过之例", "Fails";
    FIX: "如何改正", "How to put it right";
    ERROR: "错误", "error";
    WARNING: "警告", "warning";
}

/// Every rule that may find something: those of reading and of commits first, then the constraints.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    reading::RULES.iter().chain(commit::RULES).copied().chain(constraint::all())
}

/// The catalogue as a Markdown document.
pub fn markdown(lang: Lang) -> String {
    let mut out = format!("# {}\n\n{}\n", TITLE.get(lang), GENERATED.get(lang));
    heading(&mut out, &Message::new(&CONSTRAINTS).with("count", rules().count()), lang);
    for rule in rules() {
        of_constraint(&mut out, rule, lang);
    }
    heading(&mut out, &Message::new(&OBLIGATIONS).with("count", obligation::ALL.len()), lang);
    for rule in obligation::ALL {
        of_obligation(&mut out, rule, lang);
    }
    heading(&mut out, &Message::new(&POLICIES).with("count", policy::ALL.len()), lang);
    let _ = write!(out, "\n{}\n|---|---|---|---|---|\n", POLICY_HEAD.get(lang));
    for policy in policy::ALL {
        let (default, title) = (policy.default, policy.title.get(lang));
        let _ = writeln!(out, "| `{}` | {} | {default} | {} | {title} |", policy.name, policy.clause, policy.unit);
    }
    out
}

fn heading(out: &mut String, message: &Message, lang: Lang) {
    let _ = write!(out, "\n## {}\n", message.speak(lang));
}

fn of_constraint(out: &mut String, rule: &Rule, lang: Lang) {
    let severity = match rule.severity {
        Severity::Error => &ERROR,
        Severity::Warning => &WARNING,
    };
    let facts = Message::new(&FACTS)
        .with("clauses", rule.clauses.join(", "))
        .with_message("class", class_name(rule.class))
        .with_message("severity", severity)
        .with("kinds", kinds(rule.kinds, lang));
    let _ = write!(out, "\n### {}\n\n**{}**\n\n{}\n", rule.id, rule.title.get(lang), facts.speak(lang));
    explanation(out, &rule.explanation, lang);
}

fn of_obligation(out: &mut String, rule: &ObligationRule, lang: Lang) {
    let facts =
        Message::new(&DUE_FACTS).with("clauses", rule.clauses.join(", ")).with("kinds", kinds(rule.anchors, lang));
    let _ = write!(out, "\n### {}\n\n**{}**\n\n{}\n", rule.id, rule.title.get(lang), facts.speak(lang));
    explanation(out, &rule.explanation, lang);
}

fn kinds(kinds: &[Kind], lang: Lang) -> String {
    if kinds.is_empty() {
        return ALL_KINDS.get(lang).to_owned();
    }
    let separator = if lang == Lang::Zh { "、" } else { ", " };
    kinds.iter().map(|kind| kind.name().get(lang)).collect::<Vec<_>>().join(separator)
}

fn explanation(out: &mut String, explanation: &Explanation, lang: Lang) {
    for (head, text) in [
        (&CHECKS, &explanation.checks),
        (&WHY, &explanation.why),
        (&FAILS, &explanation.fails),
        (&FIX, &explanation.fix),
    ] {
        let _ = write!(out, "\n- **{}** {}", head.get(lang), escaped(text.get(lang)));
    }
    out.push('\n');
}

/// The clauses that a rule names but the regulation does not have; empty when all is well.
pub fn unknown_clauses() -> Vec<(&'static str, &'static str)> {
    let constraints = rules().flat_map(|rule| rule.clauses.iter().map(|clause| (rule.id, *clause)));
    let obligations = obligation::ALL.iter().flat_map(|rule| rule.clauses.iter().map(|clause| (rule.id, *clause)));
    let policies = policy::ALL.iter().map(|policy| (policy.name, policy.clause));
    constraints.chain(obligations).chain(policies).filter(|(_, id)| clause::get(id).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::{coverage, role};
    use std::fs;
    use std::path::Path;

    /// Compares a generated document with its committed copy; `UPDATE_GOLDEN=1` writes the copy anew.
    #[expect(clippy::disallowed_methods, reason = "the one who runs the tests asks for new copies")]
    fn is_committed_as(name: &str, text: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, text).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "{name} is out of date: run the tests once with UPDATE_GOLDEN=1 and commit it");
    }

    #[test]
    fn the_committed_catalogue_says_what_the_rules_say() {
        is_committed_as("rules.zh.md", &markdown(Lang::Zh));
        is_committed_as("rules.en.md", &markdown(Lang::En));
    }

    #[test]
    fn the_committed_coverage_says_what_the_rules_say() {
        is_committed_as("coverage.zh.md", &coverage::markdown(Lang::Zh));
        is_committed_as("coverage.en.md", &coverage::markdown(Lang::En));
    }

    #[test]
    fn the_committed_table_of_posts_says_what_the_gate_judges_by() {
        is_committed_as("roles.zh.md", &role::document::markdown(Lang::Zh));
        is_committed_as("roles.en.md", &role::document::markdown(Lang::En));
    }

    #[test]
    fn every_rule_and_policy_names_clauses_of_the_regulation() {
        assert_eq!(unknown_clauses(), []);
    }
}
