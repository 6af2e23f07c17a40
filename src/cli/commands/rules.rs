//! `weibao rules`: every rule, by family, by clause, or the policy values.

use clap::Args;
use serde_json::json;

use super::explain::answers_json;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::regulation::policy;
use crate::regulation::rule::{Class, Severity};
use crate::regulation::{catalogue, clause, coverage, obligation};
use crate::text::Text;

/// 列出规则、义务、条款或制度参数 / Lists rules and obligations, by clause, or the policy values
#[derive(Debug, Args)]
pub struct Rules {
    /// 按条款列 / By clause
    #[arg(long)]
    pub by_clause: bool,
    /// 列制度参数 / The policy values
    #[arg(long, conflicts_with = "by_clause")]
    pub policy: bool,
    /// 输出带全部说明的 Markdown 文档 / A Markdown document with every explanation
    #[arg(long, conflicts_with = "policy")]
    pub markdown: bool,
}

/// A constraint or an obligation, as far as a list speaks of it.
struct Line {
    id: &'static str,
    clauses: &'static [&'static str],
    what: &'static str,
    title: &'static Text,
}

fn lines() -> Vec<Line> {
    let constraints = catalogue::rules().map(|rule| Line {
        id: rule.id,
        clauses: rule.clauses,
        what: match (rule.severity, rule.class) {
            (Severity::Warning, _) => "warning",
            (Severity::Error, Class::Text) => "text",
            (Severity::Error, Class::Policy) => "policy",
            (Severity::Error, Class::Missing) => "missing",
        },
        title: &rule.title,
    });
    let obligations = obligation::ALL.iter().map(|rule| Line {
        id: rule.id,
        clauses: rule.clauses,
        what: "obligation",
        title: &rule.title,
    });
    constraints.chain(obligations).collect()
}

impl Rules {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        if self.policy {
            return policies(session);
        }
        if self.markdown {
            let lang = session.lang();
            let document = if self.by_clause { coverage::markdown(lang) } else { catalogue::markdown(lang) };
            session.out.line(document.trim_end())?;
            return Ok(Exit::Clean);
        }
        if self.by_clause {
            return by_clause(session);
        }
        let lines = lines();
        if session.out.is_json() {
            let rules: Vec<_> = lines
                .iter()
                .map(|line| {
                    json!({ "id": line.id, "clauses": line.clauses, "what": line.what,
                        "title": { "zh": line.title.zh, "en": line.title.en } })
                })
                .collect();
            session.out.json("weibao-rules/1", json!({ "rules": rules }))?;
            return Ok(Exit::Clean);
        }
        let lang = session.lang();
        let print = |line: &Line| format!("{:<34} {:<10} {}", line.id, line.what, line.title.get(lang));
        for line in &lines {
            session.out.line(&format!("{}  [{}]", print(line), line.clauses.join(" ")))?;
        }
        Ok(Exit::Clean)
    }
}

/// Every clause and reading with everything that answers it.
fn by_clause(session: &mut Session<'_>) -> Result<Exit, CliError> {
    let clauses = || clause::all().iter().chain(clause::readings());
    if session.out.is_json() {
        let list: Vec<_> = clauses()
            .map(|clause| {
                json!({ "id": clause.id, "text": { "zh": clause.text.zh, "en": clause.text.en },
                    "answered_by": answers_json(&coverage::answers(clause.id)) })
            })
            .collect();
        session.out.json("weibao-clauses/1", json!({ "clauses": list }))?;
        return Ok(Exit::Clean);
    }
    let lang = session.lang();
    for clause in clauses() {
        let text: String = clause.text.get(lang).chars().take(60).collect();
        session.out.line(&format!("{}  {text}", clause.id))?;
        let answers = coverage::answers(clause.id);
        if answers.is_empty() {
            session.out.line(&format!("    {}", coverage::NO_RULE.get(lang)))?;
        }
        for answer in answers {
            session.out.line(&format!("    {}", answer.message().speak(lang)))?;
        }
    }
    Ok(Exit::Clean)
}

fn policies(session: &mut Session<'_>) -> Result<Exit, CliError> {
    if session.out.is_json() {
        let list: Vec<_> = policy::ALL
            .iter()
            .map(|policy| {
                json!({ "name": policy.name, "clause": policy.clause, "default": policy.default,
                    "unit": policy.unit, "title": { "zh": policy.title.zh, "en": policy.title.en } })
            })
            .collect();
        session.out.json("weibao-policies/1", json!({ "policies": list }))?;
        return Ok(Exit::Clean);
    }
    let lang = session.lang();
    for policy in policy::ALL {
        let default = policy.default;
        session.out.line(&format!(
            "{:<26} {:<8} {:>6} {:<13} {}",
            policy.name,
            policy.clause,
            default.to_string(),
            policy.unit,
            policy.title.get(lang)
        ))?;
    }
    Ok(Exit::Clean)
}
