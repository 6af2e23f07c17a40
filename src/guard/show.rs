//! A verdict in words: text for people, JSON for machines. Returns strings; printing is the caller's.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use crate::regulation::rule::{Class, Severity};
use crate::text::{Lang, Message, Text};
use crate::texts;

use super::verdict::{ExitCode, Placed, Verdict};

texts! {
    ERROR: "错误", "error";
    WARNING: "警告", "warning";
    CLAUSE: "条款 {clauses} · {class}", "clause {clauses} · {class}";
    FIX: "怎么改：{fix}", "how to put it right: {fix}";
    COMMIT: "提交 {commit}", "commit {commit}";
    TEXT_CLASS: "违反条文", "breach of the text";
    POLICY_CLASS: "违反制度参数", "breach of a policy value";
    MISSING_CLASS: "资料缺失", "missing data";
    MORE: "另有 {more} 处未列；在本机运行 weibao check 可见全部", "{more} more are not listed; weibao check on your machine shows them all";
    SUM_CLEAN: "判断了 {judged} 份记录：没有问题", "{judged} records judged: nothing found";
    SUM: "判断了 {judged} 份记录：{errors} 个错误，{warnings} 个警告", "{judged} records judged: {errors} errors, {warnings} warnings";
    UNREADABLE: "无法判断：读不到 {path}（{reason}）", "could not judge: cannot read {path} ({reason})";
}

/// The words for a class.
pub(super) fn class_text(class: Class) -> &'static Text {
    match class {
        Class::Text => &TEXT_CLASS,
        Class::Policy => &POLICY_CLASS,
        Class::Missing => &MISSING_CLASS,
    }
}

/// The verdict for a person: every finding with its place, excerpt, clause and advice, then the count.
pub fn text(verdict: &Verdict, lang: Lang, coloured: bool) -> String {
    text_of_first(usize::MAX, verdict, lang, coloured)
}

/// The first findings in words, how many more there are, and the sum: what whoever pushes is told, so that a push of
/// ten thousand faults floods no log.
pub fn text_of_first(most: usize, verdict: &Verdict, lang: Lang, coloured: bool) -> String {
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for placed in verdict.findings.iter().take(most) {
        out.push_str(&one(verdict, placed, lang, &renderer));
        out.push('\n');
    }
    if let Some(more) = verdict.findings.len().checked_sub(most).filter(|more| *more > 0) {
        out.push_str(&Message::new(&MORE).with("more", more).speak(lang));
        out.push('\n');
    }
    out.push_str(&summary(verdict).speak(lang));
    out.push('\n');
    out
}

fn one(verdict: &Verdict, placed: &Placed, lang: Lang, renderer: &Renderer) -> String {
    let finding = &placed.finding;
    let rule = finding.rule;
    let level = match rule.severity {
        Severity::Error => Level::ERROR.with_name(ERROR.get(lang)),
        Severity::Warning => Level::WARNING.with_name(WARNING.get(lang)),
    };
    let wrong = finding.wrong.speak(lang);
    let mut notes = vec![
        Message::new(&CLAUSE).with("clauses", finding.clauses.join(", ")).with_message("class", class_text(rule.class)),
        Message::new(&FIX).with_message("fix", finding.fix.clone()),
    ];
    if let Some(commit) = &placed.commit {
        notes.insert(0, Message::new(&COMMIT).with("commit", commit));
    }
    let notes: Vec<String> = notes.into_iter().map(|note| note.speak(lang)).collect();
    let source = verdict.sources.get(&finding.path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let span = source.and_then(|source| {
        let place = placed.position?;
        Some(crate::json::span(source.as_bytes(), &finding.pointer).unwrap_or_else(|| line(source, place.line)))
    });
    let title = level.clone().primary_title(rule.title.get(lang)).id(rule.id);
    let mut group = match (source, span) {
        (Some(source), Some(span)) => {
            let span = shortened(source, span);
            title.element(
                Snippet::source(source)
                    .path(&finding.path)
                    .annotation(AnnotationKind::Primary.span(span).label(&wrong)),
            )
        }
        _ => {
            title.element(annotate_snippets::Origin::path(&finding.path)).element(Level::NOTE.no_name().message(&wrong))
        }
    };
    for note in &notes {
        group = group.element(Level::NOTE.no_name().message(note));
    }
    let mut shown = renderer.render(&[group]);
    shown.push('\n');
    shown
}

/// The bytes of a line.
fn line(source: &str, number: usize) -> std::ops::Range<usize> {
    let start: usize = source.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum();
    let len = source[start..].find('\n').unwrap_or(source.len() - start);
    start..start + len
}

/// A span that stays within its first line, so that an excerpt never shows a whole record.
fn shortened(source: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let end = source[span.start..span.end].find('\n').map_or(span.end, |len| span.start + len);
    span.start..end.max(span.start + usize::from(span.start < source.len()))
}

pub(super) fn summary(verdict: &Verdict) -> Message {
    if let Some(unreadable) = &verdict.unreadable {
        return Message::new(&UNREADABLE).with("path", &unreadable.path).with("reason", &unreadable.reason);
    }
    if verdict.findings.is_empty() {
        return Message::new(&SUM_CLEAN).with("judged", verdict.judged);
    }
    let errors = verdict.errors().count();
    Message::new(&SUM)
        .with("judged", verdict.judged)
        .with("errors", errors)
        .with("warnings", verdict.findings.len() - errors)
}

/// The verdict for a machine; `"format": "weibao-verdict/1"`.
#[derive(Serialize)]
struct JsonVerdict<'a> {
    format: &'static str,
    exit: i32,
    judged: usize,
    unreadable: Option<JsonUnreadable<'a>>,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct JsonUnreadable<'a> {
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    clauses: &'a [&'a str],
    class: &'static str,
    severity: &'static str,
    commit: Option<&'a str>,
    path: &'a str,
    pointer: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    title: Both,
    wrong: Both,
    fix: Both,
}

/// A sentence in both languages.
#[derive(Serialize)]
struct Both {
    #[serde(rename = "zh-CN")]
    zh: String,
    en: String,
}

impl Both {
    fn of(message: &Message) -> Self {
        Self { zh: message.speak(Lang::Zh), en: message.speak(Lang::En) }
    }
}

/// The verdict as JSON, one document, with a newline at the end.
pub fn json(verdict: &Verdict) -> String {
    let findings = verdict.findings.iter().map(|placed| {
        let finding = &placed.finding;
        JsonFinding {
            rule: finding.rule.id,
            clauses: &finding.clauses,
            class: match finding.rule.class {
                Class::Text => "text",
                Class::Policy => "policy",
                Class::Missing => "missing",
            },
            severity: match finding.rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            commit: placed.commit.as_deref(),
            path: &finding.path,
            pointer: &finding.pointer,
            line: placed.position.map(|position| position.line),
            column: placed.position.map(|position| position.column),
            title: Both::of(&Message::new(&finding.rule.title)),
            wrong: Both::of(&finding.wrong),
            fix: Both::of(&finding.fix),
        }
    });
    let document = JsonVerdict {
        format: "weibao-verdict/1",
        exit: verdict.exit() as i32,
        judged: verdict.judged,
        unreadable: verdict
            .unreadable
            .as_ref()
            .map(|unreadable| JsonUnreadable { path: &unreadable.path, reason: &unreadable.reason }),
        findings: findings.collect(),
    };
    let mut out = serde_json::to_string_pretty(&document).unwrap_or_default();
    out.push('\n');
    out
}

impl ExitCode {
    /// The number a process ends with.
    pub const fn code(self) -> u8 {
        self as u8
    }
}
