//! JSON with names of its own: they change only with the version in `report`, whatever the code calls things.
//!
//! Facts are members of the object, tables lists of objects. What is spoken stands in both languages, so that the
//! bytes do not depend on who asks.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Bundle, Cell, Document, Row, Table};
use crate::text::{Lang, Message};

pub(super) fn render(bundle: &Bundle<'_>) -> String {
    // Strings, numbers and maps with string keys cannot fail to serialize.
    serde_json::to_string_pretty(&Bound(bundle)).unwrap_or_default() + "\n"
}

struct Bound<'a>(&'a Bundle<'a>);

impl Serialize for Bound<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        members(self.0.cover, &mut map)?;
        if !self.0.parts.is_empty() {
            map.serialize_entry("documents", &Parts(self.0.parts))?;
        }
        map.end()
    }
}

struct Parts<'a>(&'a [Document]);

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for part in self.0 {
            map.serialize_entry(part.family(), &Whole(part))?;
        }
        map.end()
    }
}

struct Whole<'a>(&'a Document);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        members(self.0, &mut map)?;
        map.end()
    }
}

/// The facts and tables of a document as members of one object.
fn members<M: SerializeMap>(document: &Document, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("report", document.report)?;
    for fact in &document.facts {
        map.serialize_entry(fact.name, &Value(&fact.value))?;
    }
    for table in &document.tables {
        let noted = table.rows.iter().any(|row| !row.notes.is_empty());
        let rows: Vec<_> = table.rows.iter().map(|row| Line { table, row, noted }).collect();
        map.serialize_entry(table.name, &rows)?;
    }
    Ok(())
}

struct Line<'a> {
    table: &'a Table,
    row: &'a Row,
    noted: bool,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, cell) in self.table.columns.iter().zip(&self.row.cells) {
            map.serialize_entry(column.name, &Value(cell))?;
        }
        if self.noted {
            map.serialize_entry("explanation", &Spoken(&self.row.notes))?;
        }
        map.end()
    }
}

struct Spoken<'a>(&'a [Message]);

impl Serialize for Spoken<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        for lang in [Lang::Zh, Lang::En] {
            let lines: Vec<_> = self.0.iter().map(|message| message.speak(lang)).collect();
            map.serialize_entry(lang.tag(), &lines)?;
        }
        map.end()
    }
}

struct Value<'a>(&'a Cell);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Unknown => serializer.serialize_none(),
            Cell::Text(text) | Cell::Named(text, _) | Cell::Instant(text) | Cell::Date(text) => {
                serializer.serialize_str(text)
            }
            Cell::Word(word, _) => serializer.serialize_str(word),
            Cell::List(names) => names.serialize(serializer),
            Cell::Words(words) => serializer.collect_seq(words.iter().map(|(word, _)| word)),
            Cell::Int(number) | Cell::Cents(number) => serializer.serialize_i64(*number),
            Cell::Bool(yes) => serializer.serialize_bool(*yes),
            Cell::Rate(done, due) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("done", done)?;
                map.serialize_entry("due", due)?;
                map.end()
            }
        }
    }
}
