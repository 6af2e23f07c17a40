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
    let (kind, fix): (_, &'static Text) = if fault.unknown_schema {
        (ReadingKind::UnknownSchema, &FIX_SCHEMA_NAME)
    } else {
        (ReadingKind::SchemaViolation, &FIX_MEMBER)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;
    use crate::text::Lang;

    const CLIENT: &str = "{\n  \"schema\": \"client/1\",\n  \"id\": \"C00001\",\n  \"name\": \"昌平第一中学\",\n  \"since\": \"2024-06-01\",\n  \"e_signature_agreement\": \"无\"\n}\n";

    fn client() -> Key {
        Key::new(Kind::Client, "C00001").unwrap()
    }

    fn faults(text: &str) -> Vec<(ReadingKind, String, String, String)> {
        let told = |fault: ReadingFault| {
            (fault.kind, fault.pointer, fault.position.to_string(), fault.message.speak(Lang::En))
        };
        read(&client(), text).err().into_iter().flatten().map(told).collect()
    }

    fn changed(from: &str, to: &str) -> String {
        assert!(CLIENT.contains(from), "{from}");
        CLIENT.replacen(from, to, 1)
    }

    #[test]
    fn a_record_in_canonical_form_is_its_value() {
        assert_eq!(read(&client(), CLIENT).unwrap()["name"], "昌平第一中学");
    }

    #[test]
    fn bytes_that_are_no_json_have_one_fault_with_its_place() {
        let found = faults(&changed("\"since\"", "'since'"));
        assert_eq!(
            found,
            [(
                ReadingKind::Malformed,
                String::new(),
                "5:3".to_owned(),
                "strings take double quotes, not single ones".to_owned()
            )]
        );
    }

    #[test]
    fn a_schema_of_another_kind_or_version_is_unknown_and_nothing_else_is_said() {
        for name in ["client/2", "client/01", "ticket/1", "client/", "client"] {
            let found = faults(&changed("client/1", name).replace("C00001", "broken"));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(
                (found[0].0, found[0].1.as_str(), found[0].2.as_str()),
                (ReadingKind::UnknownSchema, "/schema", "2:13")
            );
        }
        assert_eq!(faults("{}\n")[0].3, "no schema is named (schema); it should be client/1");
        assert_eq!(faults("[]\n")[0].0, ReadingKind::UnknownSchema);
        assert_eq!(faults("null\n")[0].0, ReadingKind::UnknownSchema);
    }

    #[test]
    fn every_fault_is_told_in_the_order_of_the_file() {
        let text = changed("C00001", "C1").replace("2024-06-01", "2024-02-30").replace("\"无\"", "7");
        let places: Vec<_> = faults(&text).into_iter().map(|fault| (fault.1, fault.2)).collect();
        let wanted = [("/id", "3:9"), ("/since", "5:12"), ("/e_signature_agreement", "6:28")];
        assert_eq!(places, wanted.map(|(pointer, place)| (pointer.to_owned(), place.to_owned())));
    }

    #[test]
    fn another_layout_is_its_own_fault_with_the_line_that_differs() {
        for (text, place) in [
            (changed("  \"name\"", "\t\"name\""), "4:1"),
            (changed("昌平", "\\u660c平"), "4:12"),
            (changed("\": \"2024", "\":\"2024"), "5:11"),
            (changed("}\n", "}\n\n"), "8:1"),
            (format!("\n{CLIENT}"), "1:1"),
        ] {
            let found = faults(&text);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!((found[0].0, found[0].2.as_str()), (ReadingKind::NotCanonical, place), "{text}");
        }
        let swapped = CLIENT.replace(
            "\"id\": \"C00001\",\n  \"name\": \"昌平第一中学\"",
            "\"name\": \"昌平第一中学\",\n  \"id\": \"C00001\"",
        );
        assert_eq!(faults(&swapped)[0].3, "not in canonical form: line 3 should be `  \"id\": \"C00001\",`");
    }

    #[test]
    fn what_breaks_the_schema_and_the_layout_is_told_both() {
        let found = faults(&changed("C00001", "C1").replace("  \"name\"", " \"name\""));
        assert_eq!(
            found.iter().map(|fault| fault.0).collect::<Vec<_>>(),
            [ReadingKind::SchemaViolation, ReadingKind::NotCanonical]
        );
    }

    #[test]
    fn rewriting_gives_the_canonical_form_and_changes_nothing_twice() {
        let untidy = format!("\u{feff}{}", CLIENT.replace('\n', "\r\n").replace("  ", "\t").trim_end());
        let text = rewrite(&client(), untidy).unwrap();
        assert_eq!(text, CLIENT);
        assert_eq!(rewrite(&client(), &text).unwrap(), CLIENT);
        assert_eq!(rewrite(&client(), "{\"a\": 1, \"a\": 2}").unwrap_err().kind, ReadingKind::Malformed);
    }
}
