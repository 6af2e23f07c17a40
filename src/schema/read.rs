//! From bytes to a record's value: strict JSON, the schema it names, the one layout. Whatever fails here is a finding
//! of the built-in rules, never an error of the program.

use serde_json::Value;

use super::{SchemaFault, Schemas};
use crate::json::{self, Places, Position};
use crate::record::path::Key;
use crate::text::{Message, Text};

crate::texts! {
    NOT_CANONICAL: "不是规范写法：第 {line} 行应为 {wanted}", "not in canonical form: line {line} should be {wanted}";
    NOTHING_MORE: "（到此为止，不再有内容）", "(nothing more)";
    FIX_JSON: "改正此处；新记录可用 `weibao new {kind}` 填写", "put it right here; `weibao new {kind}` writes new ones";
    FIX_SCHEMA_NAME: "写明此类记录的格式，如 \"schema\": \"{name}\"；旧程序不认识新格式时请升级 weibao", "name a schema of this kind, such as \"schema\": \"{name}\"; a program too old for it wants upgrading";
    FIX_MEMBER: "改正此项；`weibao explain {kind}` 列出每一项的写法", "put the member right; `weibao explain {kind}` lists how each is written";
    FIX_LAYOUT: "运行 `weibao fmt {path}`", "run `weibao fmt {path}`";
}

/// What kind of fault keeps bytes from being a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadingKind {
    /// Not strict JSON.
    Malformed,
    /// Names no schema that is known for its kind.
    UnknownSchema,
    /// Breaks its schema.
    SchemaViolation,
    /// Another layout than the canonical one.
    NotCanonical,
}

/// A fault that keeps bytes from being a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingFault {
    /// Which kind.
    pub kind: ReadingKind,
    /// The JSON pointer, if the bytes could be read so far; empty for the whole record.
    pub pointer: String,
    /// Line and column.
    pub position: Position,
    /// What is wrong.
    pub message: Message,
    /// How to put it right.
    pub fix: Message,
}

/// Reads a record: its value, or every fault in the order of the file.
///
/// Bytes that are no JSON have one fault, the first; an unknown schema leaves nothing else to judge.
pub fn read(key: &Key, bytes: impl AsRef<[u8]>) -> Result<Value, Vec<ReadingFault>> {
    let bytes = bytes.as_ref();
    let schemas = Schemas::get();
    let value = json::parse(bytes).map_err(|fault| vec![malformed(key, fault)])?;
    let faults = schemas.check(key.kind, &value);
    if faults.is_empty() && schemas.is_canonical(key.kind, &value, bytes) {
        return Ok(value);
    }
    let places = Places::of(bytes);
    let unknown = faults.iter().any(|fault| fault.unknown_schema);
    let mut found: Vec<_> = faults.into_iter().map(|fault| violation(key, &places, fault)).collect();
    if !unknown {
        found.extend(layout(key, bytes, &schemas.format(key.kind, &value)));
    }
    found.sort_by_key(|fault| (fault.kind == ReadingKind::NotCanonical, fault.position));
    Err(found)
}

/// The canonical text of bytes whose content is right but not their layout: what `weibao fmt` writes. Forgives a byte
/// order mark, CRLF and a missing line feed at the end; nothing that could be understood in two ways.
pub fn rewrite(key: &Key, bytes: impl AsRef<[u8]>) -> Result<String, ReadingFault> {
    let tidy = json::tidy(bytes.as_ref());
    let value = json::parse(&tidy).map_err(|fault| malformed(key, fault))?;
    Ok(Schemas::get().format(key.kind, &value))
}

fn malformed(key: &Key, fault: json::Fault) -> ReadingFault {
    ReadingFault {
        kind: ReadingKind::Malformed,
        pointer: String::new(),
        position: fault.position,
        message: fault.message,
        fix: match fault.kind {
            json::FaultKind::Bom | json::FaultKind::CarriageReturn | json::FaultKind::NoFinalNewline => {
                Message::new(&FIX_LAYOUT).with("path", key.path())
            }
            _ => Message::new(&FIX_JSON).with("kind", key.kind),
        },
    }
}

fn violation(key: &Key, places: &Places, fault: SchemaFault) -> ReadingFault {
    let (kind, fix): (_, &'static Text) = match fault.unknown_schema {
        true => (ReadingKind::UnknownSchema, &FIX_SCHEMA_NAME),
        false => (ReadingKind::SchemaViolation, &FIX_MEMBER),
    };
    ReadingFault {
        kind,
        position: places.locate(&fault.pointer),
        pointer: fault.pointer,
        message: fault.message,
        fix: Message::new(fix).with("kind", key.kind).with("name", Schemas::get().name(key.kind)),
    }
}

/// The first line that differs from the canonical text, if one does.
fn layout(key: &Key, bytes: &[u8], canonical: &str) -> Option<ReadingFault> {
    let at = bytes.iter().zip(canonical.as_bytes()).position(|(have, want)| have != want);
    let at = at.or_else(|| (bytes.len() != canonical.len()).then(|| bytes.len().min(canonical.len())))?;
    // Back to the start of a character, so that the column is that of a whole one.
    let at = (0..=at).rev().find(|at| canonical.is_char_boundary(*at)).unwrap_or(0);
    let position = json::position(bytes, at);
    let wanted = canonical.lines().nth(position.line - 1);
    let message = Message::new(&NOT_CANONICAL).with("line", position.line);
    Some(ReadingFault {
        kind: ReadingKind::NotCanonical,
        pointer: String::new(),
        position,
        message: match wanted {
            Some(wanted) => message.with("wanted", format!("`{}`", wanted.chars().take(100).collect::<String>())),
            None => message.with_message("wanted", &NOTHING_MORE),
        },
        fix: Message::new(&FIX_LAYOUT).with("path", key.path()),
    })
}
