//! `weibao explain`: what a rule checks and why, or what a clause says and who answers it.

use clap::Args;
use serde_json::{Value, json};

use super::show;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::record::Kind;
use crate::regulation::coverage::{self, Answer};
use crate::regulation::rule::Explanation;
use crate::regulation::{catalogue, clause, obligation, policy};
use crate::text::{Message, Text};
use crate::texts;

texts! {
    CHECKS: "查什么：{text}", "What it checks: {text}";
    WHY: "为什么：{text}", "Why: {text}";
    FAILS: "不合格的例子：{text}", "An example that fails: {text}";
    FIX: "怎样改正：{text}", "How to put it right: {text}";
    DEFAULT: "默认：{value}（{unit}）", "Default: {value} ({unit})";
    CLAUSES: "条款：{text}", "Clauses: {text}";
    READING: "读法：{text}", "Reading: {text}";
    UNKNOWN: "没有规则、义务、条款或参数叫 “{what}”", "no rule, obligation, clause or policy is called `{what}`";
    UNKNOWN_FIX: "查看全部：weibao rules，或 weibao rules --by-clause", "see weibao rules, or weibao rules --by-clause";
}

/// 解释规则、义务、条款、制度参数，或一类记录的各项 / Explains a rule, an obligation, a clause, a policy, or the fields of a kind
#[derive(Debug, Args)]
pub struct Explain {
    /// 规则名（如 `gap_in_sequence`）、条款号（如 T-5）、参数名或记录种类 / A rule's id, a clause's id, a policy's name or a kind of record
    pub what: String,
}

impl Explain {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let what = self.what.as_str();
        if let Some(rule) = catalogue::rules().find(|rule| rule.id == what) {
            return rule_text(session, rule.id, rule.clauses, &rule.title, &rule.explanation);
        }
        if let Some(rule) = obligation::ALL.iter().find(|rule| rule.id == what) {
            return rule_text(session, rule.id, rule.clauses, &rule.title, &rule.explanation);
        }
        if let Some(clause) = clause::get(what) {
            return clause_text(session, clause);
        }
        if let Some(kind) = Kind::parse(what) {
            return show::fields(session, kind);
        }
        if let Some(policy) = policy::Policy::named(what) {
            return policy_text(session, policy);
        }
        Err(CliError::said(Message::new(&UNKNOWN).with("what", what), &UNKNOWN_FIX))
    }
}

fn rule_text(
    session: &mut Session<'_>,
    id: &str,
    clauses: &[&str],
    title: &'static Text,
    text: &'static Explanation,
) -> Result<Exit, CliError> {
    if session.out.is_json() {
        let members = json!({
            "id": id, "clauses": clauses, "title": both(title), "checks": both(&text.checks), "why": both(&text.why),
            "fails": both(&text.fails), "fix": both(&text.fix),
        });
        session.out.json("weibao-explain/1", members)?;
        return Ok(Exit::Clean);
    }
    let lang = session.lang();
    session.out.line(&format!("{id}: {}", title.get(lang)))?;
    session.out.line("")?;
    for (head, part) in [(&CHECKS, &text.checks), (&WHY, &text.why), (&FAILS, &text.fails), (&FIX, &text.fix)] {
        session.out.say(Message::new(head).with_message("text", part))?;
    }
    session.out.say(Message::new(&CLAUSES).with("text", clauses.join(" ")))?;
    Ok(Exit::Clean)
}

fn clause_text(session: &mut Session<'_>, clause: &'static clause::Clause) -> Result<Exit, CliError> {
    let answers = coverage::answers(clause.id);
    if session.out.is_json() {
        let members = json!({
            "id": clause.id, "part": both(&clause.part), "text": both(&clause.text),
            "reading": clause.reading.as_ref().map(both), "answered_by": answers_json(&answers),
        });
        session.out.json("weibao-explain/1", members)?;
        return Ok(Exit::Clean);
    }
    let lang = session.lang();
    session.out.line(&format!("{}  {}", clause.id, clause.part.get(lang)))?;
    session.out.line(&format!("  {}", clause.text.get(lang)))?;
    if let Some(reading) = &clause.reading {
        session.out.say(Message::new(&READING).with_message("text", reading))?;
    }
    if answers.is_empty() {
        session.out.say(&coverage::NO_RULE)?;
    }
    for answer in answers {
        let title = answer.title().map(|title| format!("  {}", title.get(lang))).unwrap_or_default();
        session.out.line(&format!("  · {}{title}", answer.message().speak(lang)))?;
    }
    Ok(Exit::Clean)
}

fn policy_text(session: &mut Session<'_>, policy: &'static policy::Policy) -> Result<Exit, CliError> {
    if session.out.is_json() {
        let members = json!({
            "id": policy.name, "clauses": [policy.clause], "default": policy.default, "unit": policy.unit,
            "title": both(&policy.title),
        });
        session.out.json("weibao-explain/1", members)?;
        return Ok(Exit::Clean);
    }
    session.out.line(&format!("{}: {}", policy.name, policy.title.get(session.lang())))?;
    let unit = policy.unit_name();
    session.out.say(Message::new(&DEFAULT).with("value", policy.default).with_pair("unit", unit.zh, unit.en))?;
    session.out.say(Message::new(&CLAUSES).with("text", policy.clause))?;
    Ok(Exit::Clean)
}

/// What answers a clause, for machines: what it is, its name, and the members of a form.
pub fn answers_json(answers: &[Answer]) -> Vec<Value> {
    let named = |what: &str, id: &str, title: &Text| json!({ "what": what, "id": id, "title": both(title) });
    answers
        .iter()
        .map(|answer| match answer {
            Answer::Constraint(rule) => named("constraint", rule.id, &rule.title),
            Answer::Obligation(rule) => named("obligation", rule.id, &rule.title),
            Answer::Policy(policy) => named("policy", policy.name, &policy.title),
            Answer::Members(kind, members) => json!({ "what": "members", "id": kind.word(), "members": members }),
            Answer::PurposeOnly => json!({ "what": "purpose_only" }),
            Answer::Later(title) => json!({ "what": "later", "title": both(title) }),
        })
        .collect()
}

fn both(text: &Text) -> Value {
    json!({ "zh": text.zh, "en": text.en })
}
