//! `weibao show`: one record in words, or the fields of a kind.

use clap::Args;
use serde_json::{Value, json};

use super::contact::reveal::{Opener, Reveal};
use crate::cli::columns::tame;
use crate::cli::session::Session;
use crate::cli::which::{Which, kind_named};
use crate::cli::{CliError, Exit};
use crate::desk::DeskError;
use crate::ledger::Records;
use crate::record::Kind;
use crate::schema::{Field, FieldType, Schemas};
use crate::text::{Lang, Message};
use crate::texts;

texts! {
    YES: "是", "yes";
    NO: "否", "no";
    REQUIRED: "必填", "required";
    CONTACT: "  联系人 {contact}", "  contact {contact}";
}

/// 查看一条记录，或一类记录有哪些项 / Shows a record, or with --fields what a kind's records hold
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    which: Which,
    /// 列出这一类的各项 / Lists the fields of the kind
    #[arg(long)]
    pub fields: bool,
    /// 某次提交时的样子 / As it stood at a commit
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
    #[command(flatten)]
    reveal: Reveal,
}

impl Show {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        if self.fields {
            let word = self.which.words.first().map_or("", String::as_str);
            let kind = kind_named(word, session)?;
            return fields(session, kind);
        }
        let key = self.which.key(session)?;
        let root = Schemas::get().fields(key.kind);
        let store = session.store()?;
        let snapshot = match &self.at {
            Some(rev) => store.snapshot(rev)?,
            None => store.head_snapshot()?,
        };
        let records = Records::new(&snapshot);
        let entry = records.entry(&key);
        if let Some(unreadable) = records.failure() {
            return Err(unreadable.into());
        }
        let entry = entry.ok_or_else(|| DeskError::NotThere(key.clone()))?;
        if session.out.is_json() {
            let mut members =
                json!({ "kind": key.kind.word(), "key": key.id, "path": key.path(), "record": entry.value });
            if let Some(mut opener) = Opener::new(&self.reveal, &store, &records) {
                let contacts = opener.of(&key, None);
                members["contacts"] = contacts.iter().map(|it| opener.described(session, it)).collect();
                opener.tell(session)?;
            }
            session.out.json("weibao-show/1", members)?;
            return Ok(Exit::Clean);
        }
        let lang = session.lang();
        let mut lines = vec![format!("{} {}", key.kind.name().get(lang), key.id)];
        members(root, &entry.value, 1, lang, &mut lines);
        session.out.text(&format!("{}\n", lines.join("\n")))?;
        if let Some(mut opener) = Opener::new(&self.reveal, &store, &records) {
            for contact in opener.of(&key, None) {
                let contact = opener.line(session, &contact);
                session.out.say(Message::new(&CONTACT).with_message("contact", contact))?;
            }
            opener.tell(session)?;
        }
        Ok(Exit::Clean)
    }
}

/// A record's members by their titles, in the order of the schema.
fn members(field: &Field, value: &Value, depth: usize, lang: Lang, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    for child in field.children.iter().filter(|child| child.name != "schema") {
        let Some(member) = value.get(child.name) else {
            continue;
        };
        let title = child.title.get(lang);
        match member {
            Value::Object(_) => {
                lines.push(format!("{indent}{title}"));
                members(child, member, depth + 1, lang, lines);
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for (n, item) in items.iter().enumerate() {
                    lines.push(format!("{indent}{title} {}", n + 1));
                    members(child.items.as_deref().unwrap_or(child), item, depth + 1, lang, lines);
                }
            }
            Value::Array(items) => {
                let entry = child.items.as_deref().unwrap_or(child);
                let all = items.iter().map(|item| scalar(entry, item, lang)).collect::<Vec<_>>().join(" ");
                lines.push(format!("{indent}{title}: {all}"));
            }
            scalar_value => lines.push(format!("{indent}{title}: {}", scalar(child, scalar_value, lang))),
        }
    }
}

/// A plain value as people read it.
pub fn scalar(field: &Field, value: &Value, lang: Lang) -> String {
    match value {
        Value::String(text) => {
            let title = field.choices.iter().find(|choice| choice.value == text).map(|choice| choice.title.get(lang));
            let text = title.unwrap_or(text);
            // An armoured signature is for machines.
            let text = if text.starts_with("-----BEGIN") { text.lines().next().unwrap_or_default() } else { text };
            tame(text)
        }
        Value::Bool(true) => YES.get(lang).to_owned(),
        Value::Bool(false) => NO.get(lang).to_owned(),
        other => other.to_string(),
    }
}

/// Lists what the records of a kind hold.
pub fn fields(session: &mut Session<'_>, kind: Kind) -> Result<Exit, CliError> {
    let root = Schemas::get().fields(kind);
    if session.out.is_json() {
        let schema: Value = serde_json::from_str(Schemas::get().text(kind)).unwrap_or_default();
        session.out.json("weibao-fields/1", json!({ "kind": kind.word(), "schema": schema }))?;
        return Ok(Exit::Clean);
    }
    let mut lines = Vec::new();
    let lang = session.lang();
    list(root, "", lang, 0, &mut lines);
    session.out.text(&lines.concat())?;
    Ok(Exit::Clean)
}

/// Deeper than any form; a guard against a schema that refers to itself.
const DEEPEST: usize = 8;

fn list(field: &'static Field, path: &str, lang: Lang, depth: usize, lines: &mut Vec<String>) {
    if depth > DEEPEST {
        return;
    }
    for child in field.children.iter().filter(|child| !matches!(child.name, "schema" | "signatures")) {
        let here = if path.is_empty() { child.name.to_owned() } else { format!("{path}.{}", child.name) };
        let mut notes = vec![Message::new(&child.title).speak(lang)];
        if child.required {
            notes.push(REQUIRED.get(lang).to_owned());
        }
        if !child.choices.is_empty() {
            notes.push(child.choices.iter().map(|choice| choice.title.get(lang)).collect::<Vec<_>>().join("|"));
        }
        lines.push(format!("{here}  {}\n", notes.join(" · ")));
        list(child, &here, lang, depth + 1, lines);
        if child.ty == FieldType::List
            && let Some(items) = child.items.as_deref()
        {
            list(items, &format!("{here}.0"), lang, depth + 1, lines);
        }
    }
}
