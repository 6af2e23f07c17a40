//! Files that go beside a record: put there with `--attach PATH=FILE` or asked for at a terminal; name, size and
//! SHA-256 are written by the program, never typed.

use std::path::Path;
use std::rc::Rc;

use serde_json::{Value, json};

use super::CliError;
use super::input::read_file;
use super::prompt::{NoAnswer, Question};
use super::session::Session;
use super::value;
use crate::desk::{DeskError, merge};
use crate::record::Kind;
use crate::record::path::is_attachment_name;
use crate::sign::sha256_hex;
use crate::texts;

texts! {
    BAD_ATTACH: "--attach “{text}” 不对", "--attach `{text}` does not say what to attach";
    BAD_ATTACH_FIX: "形如 --attach session.materials.0.attachment=手册.pdf", "write it as --attach session.materials.0.attachment=manual.pdf";
    NO_FILE: "没有这个文件", "there is no such file";
    NO_HASH: "须是 64 位小写十六进制，或一个文件", "must be 64 lower-case hexadecimal digits, or a file";
}

/// Attaches what `PATH=FILE` says: the member at the path names the file, a `sha256` beside it its content.
pub(super) fn by_flag(session: &Session<'_>, kind: Kind, members: &mut Value, text: &str) -> Result<(), CliError> {
    let bad = || CliError::said(crate::text::Message::new(&BAD_ATTACH).with("text", text), &BAD_ATTACH_FIX);
    let (path, file) = text.split_once('=').filter(|(path, _)| !path.is_empty()).ok_or_else(bad)?;
    let field = value::field(kind, path)?;
    if field.definition != Some("attachment") {
        return Err(bad());
    }
    let attachment = attach(session, path, Path::new(file))?;
    if let Some((front, _)) = path.rsplit_once('.') {
        let beside = format!("{front}.sha256");
        if value::field(kind, &beside).is_ok() {
            merge::set(members, &beside, attachment["sha256"].clone())?;
        }
    }
    merge::set(members, path, attachment)?;
    Ok(())
}

/// Keeps a file for the record under a name made of the member's path; gives the member.
fn attach(session: &Session<'_>, path: &str, file: &Path) -> Result<Value, CliError> {
    let bytes = read_file(session, file)?;
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let ending = if ending == "jpeg" { "jpg" } else { ending.as_str() };
    let base = path.strip_suffix(".attachment").unwrap_or(path).replace(['.', '_'], "-");
    let name = format!("{base}.{ending}");
    if !is_attachment_name(&name) {
        return Err(DeskError::BadAttachment(file.display().to_string()).into());
    }
    let member = json!({ "file": name, "sha256": sha256_hex(&bytes), "size": bytes.len() });
    session.attached.borrow_mut().push((name, bytes));
    Ok(member)
}

/// Asks for a file and attaches it.
pub(super) fn ask(session: &Session<'_>, title: &str, path: &str) -> Result<Value, NoAnswer> {
    let file = ask_file(session, title, None)?;
    attach(session, path, Path::new(&file)).map_err(|error| NoAnswer::Broken(error.to_string()))
}

/// Asks for a SHA-256, or for the file that it is the hash of.
pub(super) fn ask_hash(session: &Session<'_>, title: &str) -> Result<Value, NoAnswer> {
    let answer = ask_file(session, title, Some(is_hash))?;
    if is_hash(&answer) {
        return Ok(Value::from(answer));
    }
    let bytes = read_file(session, Path::new(&answer)).map_err(|error| NoAnswer::Broken(error.to_string()))?;
    Ok(Value::from(sha256_hex(&bytes)))
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn ask_file(session: &Session<'_>, title: &str, or: Option<fn(&str) -> bool>) -> Result<String, NoAnswer> {
    let here = session.surroundings.here.clone();
    let wrong = if or.is_some() { &NO_HASH } else { &NO_FILE }.get(session.lang());
    let check = move |text: &str| {
        let text = text.trim();
        let will_do = here.join(text).is_file() || or.is_some_and(|or| or(text));
        (!will_do).then(|| wrong.to_owned())
    };
    let question =
        Question { title: title.to_owned(), help: None, default: None, check: Rc::new(check), known: Vec::new() };
    session.prompter.text(&question).map(|answer| answer.trim().to_owned())
}
