//! `weibao log`: one record's history: who brought which change, when, and what differs.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::columns::{aligned, tame};
use crate::cli::session::Session;
use crate::cli::which::Which;
use crate::cli::{CliError, Exit};
use crate::desk::DeskError;
use crate::ledger::Snapshot;
use crate::record::parts::NONE;

/// 一条记录的历史：谁、何时、改了什么 / One record's history: who, when, what changed
#[derive(Debug, Args)]
pub struct Log {
    #[command(flatten)]
    which: Which,
}

impl Log {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let key = self.which.key(session)?;
        let store = session.store()?;
        store.require_whole_history()?;
        let Some(tip) = store.head()? else {
            return Err(DeskError::NotThere(key).into());
        };
        let path = key.path();
        let mut steps = Vec::new();
        for commit in store.commits(&[], tip)? {
            let after = store.snapshot_of(commit.id)?.read(&path)?;
            let mut inherited = after.is_none() && commit.parents.is_empty();
            let mut before = None;
            for parent in &commit.parents {
                let there = store.snapshot_of(*parent)?.read(&path)?;
                inherited |= there == after;
                before = before.or(there);
            }
            if inherited {
                continue;
            }
            let read = |bytes: Option<Vec<u8>>| {
                bytes.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok()).unwrap_or(Value::Null)
            };
            let (before, after) = (read(before), read(after));
            let state = after.get("state").and_then(Value::as_str).unwrap_or_default().to_owned();
            steps.push((commit, differing(&before, &after), state));
        }
        if steps.is_empty() {
            return Err(DeskError::NotThere(key).into());
        }
        if session.out.is_json() {
            let list: Vec<_> = steps
                .iter()
                .map(|(commit, members, state)| {
                    json!({
                        "commit": commit.info.id, "authored_at": commit.info.authored_at.to_string(),
                        "committed_at": commit.info.committed_at.to_string(), "author": commit.info.author_email,
                        "subject": commit.subject, "members": members, "state": state,
                    })
                })
                .collect();
            session.out.json("weibao-log/1", json!({ "kind": key.kind.word(), "key": key.id, "history": list }))?;
            return Ok(Exit::Clean);
        }
        let rows: Vec<Vec<String>> = steps
            .into_iter()
            .map(|(commit, members, state)| {
                vec![
                    commit.info.committed_at.to_string(),
                    commit.info.id.chars().take(10).collect(),
                    tame(&commit.info.author_email),
                    tame(&state),
                    if members.is_empty() { NONE.to_owned() } else { tame(&members.join(", ")) },
                    format!("({})", tame(&commit.subject)),
                ]
            })
            .collect();
        for line in aligned(&rows) {
            session.out.line(&line)?;
        }
        Ok(Exit::Clean)
    }
}

/// The names of the members that differ, sorted.
fn differing(before: &Value, after: &Value) -> Vec<String> {
    let names = |value: &Value| {
        value.as_object().map(|members| members.keys().cloned().collect::<Vec<_>>()).unwrap_or_default()
    };
    let mut all = names(before);
    all.extend(names(after));
    all.sort_unstable();
    all.dedup();
    all.retain(|name| before.get(name) != after.get(name));
    all
}
