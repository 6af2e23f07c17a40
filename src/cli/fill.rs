//! Asking for what is missing: the schema says what belongs into a record, people say what it is.
//!
//! Without a terminal everything that is missing is named at once, each with the flag that gives it.

use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::prompt::{Check, NoAnswer, Question};
use super::session::Session;
use super::value;
use super::words::CliError;
use super::{attach, known};
use crate::desk::merge;
use crate::record::Kind;
use crate::record::parts::{NONE, UNKNOWN};
use crate::schema::{Field, FieldType, Schemas};
use crate::text::{Lang, Message};
use crate::texts;

texts! {
    ADD: "{title}：添加一项？", "{title}: add an entry?";
    SEPARATED: "多项用逗号分开", "separate several with commas";
    OR_NONE: "没有就写“无”", "write 无 for none";
    KNOWN: "{title}：已知？", "{title}: is it known?";
    OR_UNKNOWN: "问了不详就写“已问不详”", "write 已问不详 if it was asked and is not known";
}

/// Everything missing from a record that its schema requires in every state.
#[derive(Debug, Default)]
struct Missing {
    paths: Vec<(String, String)>,
}

/// Asks for one member of a section if it is not there yet; `flag` is what would have given it.
pub fn ask(
    session: &mut Session<'_>,
    kind: Kind,
    schema_path: &str,
    flag: &str,
    members: &mut Value,
    path: &str,
) -> Result<(), CliError> {
    let pointer = format!("/{}", path.replace('.', "/"));
    if members.pointer(&pointer).is_some_and(|value| !value.is_null()) {
        return Ok(());
    }
    let field = value::field(kind, schema_path)?;
    let answer = one(session, field, schema_path, None)
        .map_err(|why| CliError::unanswered(why, field.title.get(session.lang()), flag))?;
    merge::set(members, path, answer)?;
    Ok(())
}

/// Completes a record: constants and empty signature lists by themselves, everything else by asking.
///
/// `value` keeps what was answered even when the asking ends early.
pub fn complete(session: &mut Session<'_>, kind: Kind, value: &mut Value) -> Result<(), CliError> {
    let root = Schemas::get().fields(kind);
    let mut missing = Missing::default();
    members(session, root, "", value, &mut missing)?;
    if missing.paths.is_empty() {
        return Ok(());
    }
    let what = missing.paths.iter().map(|(path, title)| format!("{title} ({path})")).collect::<Vec<_>>().join("、");
    let flag = missing.paths.iter().map(|(path, _)| format!("--set {path}=…")).collect::<Vec<_>>().join(" ");
    Err(CliError::Missing { what, flag })
}

/// Fills the required members of one object.
fn members(
    session: &mut Session<'_>,
    field: &'static Field,
    path: &str,
    value: &mut Value,
    missing: &mut Missing,
) -> Result<(), CliError> {
    let Value::Object(_) = value else {
        return Ok(());
    };
    // A form of several kinds: the member named like its kind belongs to it (an incident entry's `call`).
    for child in &field.children {
        let tag = value.get("what").and_then(Value::as_str).map(str::to_owned);
        let here = if path.is_empty() { child.name.to_owned() } else { format!("{path}.{}", child.name) };
        let there = value.get(child.name).is_some();
        if !there && !child.required && tag.as_deref() != Some(child.name) {
            continue;
        }
        if !there && let Some(told) = told(child) {
            put(value, child.name, told);
        } else if !there && is_group(child) {
            put(value, child.name, Value::Object(Map::new()));
        } else if !there {
            match one(session, child, &here, None) {
                Ok(answer) => put(value, child.name, answer),
                Err(NoAnswer::Nobody) => {
                    missing.paths.push((here, child.title.get(session.lang()).to_owned()));
                    continue;
                }
                Err(why) => {
                    return Err(CliError::unanswered(why, child.title.get(session.lang()), &format!("--set {here}=…")));
                }
            }
        }
        match value.get_mut(child.name) {
            Some(inner @ Value::Object(_)) => members(session, child, &here, inner, missing)?,
            Some(Value::Array(items)) => {
                if let Some(entry) = child.items.as_deref().filter(|entry| !entry.children.is_empty()) {
                    for (index, item) in items.iter_mut().enumerate() {
                        members(session, entry, &format!("{here}.{index}"), item, missing)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// What needs no asking.
fn told(field: &Field) -> Option<Value> {
    if let Some(constant) = &field.constant {
        return Some(constant.clone());
    }
    (field.name == "signatures").then(|| json!([]))
}

fn is_group(field: &Field) -> bool {
    field.ty == FieldType::Object && !field.none_allowed && !field.unknown_allowed
}

/// Puts a member into an object; anything else stays as it is.
pub fn put(value: &mut Value, name: &str, member: Value) {
    if let Value::Object(members) = value {
        members.insert(name.to_owned(), member);
    }
}

/// Asks for one value of a field, whatever its type; `current` is what Enter leaves.
pub fn one(
    session: &mut Session<'_>,
    field: &'static Field,
    path: &str,
    current: Option<&Value>,
) -> Result<Value, NoAnswer> {
    if !session.prompter.is_there() {
        return Err(NoAnswer::Nobody);
    }
    let lang = session.lang();
    let title = if field.title.get(lang) == field.name { path.to_owned() } else { field.title.get(lang).to_owned() };
    if !field.choices.is_empty() {
        return choose(session, field, &title);
    }
    if field.definition == Some("sha256") {
        return attach::ask_hash(session, &title);
    }
    match field.ty {
        FieldType::Bool => {
            let default = current.and_then(Value::as_bool).unwrap_or(false);
            session.prompter.confirm(&title, default).map(Value::from)
        }
        FieldType::Object if !field.children.is_empty() => {
            if field.none_allowed
                && !session.prompter.confirm(&Message::new(&ADD).with("title", &title).speak(lang), false)?
            {
                return Ok(Value::from(NONE));
            }
            if field.unknown_allowed
                && !session.prompter.confirm(&Message::new(&KNOWN).with("title", &title).speak(lang), false)?
            {
                return Ok(Value::from(UNKNOWN));
            }
            if field.definition == Some("attachment") {
                return attach::ask(session, &title, path);
            }
            let mut object = Map::new();
            for child in asked_in_order(field) {
                if object.contains_key(child.name) {
                    continue;
                }
                let inner = match told(child) {
                    Some(told) => told,
                    None => one(session, child, &format!("{path}.{}", child.name), None)?,
                };
                // The file that is attached tells the hash beside it.
                if let Some(hash) = inner.get("sha256").filter(|_| child.definition == Some("attachment")) {
                    object.insert("sha256".to_owned(), hash.clone());
                }
                object.insert(child.name.to_owned(), inner);
            }
            Ok(Value::Object(object))
        }
        FieldType::List if field.items.as_deref().is_some_and(|items| !items.children.is_empty()) => {
            entries(session, field, &title, path)
        }
        _ => session
            .prompter
            .text(&question(session, field, title, current))
            .and_then(|text| value::read(field, &text).map_err(|wrong| NoAnswer::Broken(wrong.speak(lang)))),
    }
}

/// The members to ask for, an attached file before what it tells.
fn asked_in_order(field: &'static Field) -> impl Iterator<Item = &'static Field> {
    let required = || field.children.iter().filter(|child| child.required);
    let is_file = |child: &&Field| child.definition == Some("attachment");
    required().filter(move |child| is_file(child)).chain(required().filter(move |child| !is_file(child)))
}

/// Entries of a list, one after the other, until there are enough.
fn entries(session: &mut Session<'_>, field: &'static Field, title: &str, path: &str) -> Result<Value, NoAnswer> {
    let lang = session.lang();
    let least = if field.none_allowed { 0 } else { field.minimum.unwrap_or(0) };
    let mut items = Vec::new();
    let Some(entry) = field.items.as_deref() else {
        return Ok(Value::Array(items));
    };
    loop {
        let enough = i64::try_from(items.len()).unwrap_or(i64::MAX) >= least;
        let more = Message::new(&ADD).with("title", title).speak(lang);
        if enough && !session.prompter.confirm(&more, false)? {
            break;
        }
        items.push(one(session, entry, &format!("{path}.{}", items.len()), None)?);
    }
    Ok(if items.is_empty() && field.none_allowed { Value::from(NONE) } else { Value::Array(items) })
}

fn choose(session: &mut Session<'_>, field: &'static Field, title: &str) -> Result<Value, NoAnswer> {
    let lang = session.lang();
    let mut options: Vec<String> = field.choices.iter().map(|choice| choice.title.get(lang).to_owned()).collect();
    if field.none_allowed {
        options.push(NONE.to_owned());
    }
    let place = session.prompter.choose(title, &options)?;
    Ok(Value::from(field.choices.get(place).map_or(NONE, |choice| choice.value)))
}

fn question(session: &Session<'_>, field: &'static Field, title: String, current: Option<&Value>) -> Question {
    let lang = session.lang();
    let is_time = field.definition == Some("instant");
    let default = match current {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Null) | None if may_be_unknown(field) => Some(UNKNOWN.to_owned()),
        Some(Value::Null) | None if is_time => Some(session.now.to_string()),
        Some(Value::Null) | None => may_be_none(field).then(|| NONE.to_owned()),
        Some(other) => Some(other.to_string()),
    };
    let check: Check = Rc::new(move |text: &str| value::read(field, text).err().map(|wrong| wrong.speak(lang)));
    let known = known::of(session, field.definition);
    Question { title, help: help(field, lang), default, check, known }
}

/// Whether 无 is a good answer: by type, or for a plain text by what its description says.
fn may_be_none(field: &Field) -> bool {
    field.none_allowed || field.description.zh.contains("写“无”")
}

/// Whether 已问不详 is a good answer: by type, or for a plain text by what its description says.
fn may_be_unknown(field: &Field) -> bool {
    field.unknown_allowed || field.description.zh.contains("写“已问不详”")
}

fn help(field: &Field, lang: Lang) -> Option<String> {
    let mut parts = Vec::new();
    if !field.description.get(lang).is_empty() {
        parts.push(field.description.get(lang).to_owned());
    }
    if field.ty == FieldType::List {
        parts.push(SEPARATED.get(lang).to_owned());
    }
    if field.none_allowed && !field.description.zh.contains("写“无”") {
        parts.push(OR_NONE.get(lang).to_owned());
    }
    if field.unknown_allowed && !field.description.zh.contains("写“已问不详”") {
        parts.push(OR_UNKNOWN.get(lang).to_owned());
    }
    let example = field.examples.first().and_then(Value::as_str);
    parts.extend(example.map(|example| match lang {
        Lang::Zh => format!("如 {example}"),
        Lang::En => format!("e.g. {example}"),
    }));
    (!parts.is_empty()).then(|| parts.join("；"))
}

/// The text at a dotted path, empty if there is none.
pub fn text_at(members: &Value, path: &str) -> String {
    members.pointer(&format!("/{}", path.replace('.', "/"))).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The typed form of a member.
pub fn form_at<T: DeserializeOwned>(members: &Value, path: &str) -> Result<T, CliError> {
    let value = members.pointer(&format!("/{}", path.replace('.', "/"))).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|error| CliError::Desk(crate::desk::DeskError::NotJson(error)))
}
