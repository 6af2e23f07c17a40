//! The JSON Schema of a report's JSON form, made from the report itself: what its columns are called and hold.
//!
//! The files under `schemas/reports/` are written from here, and a test compares them: a reader of the JSON form may rely on
//! them as long as the version in `report` is the same.

use serde_json::{Map, Value, json};

use super::{Bundle, Cell, Column, ColumnKind, Document, Table};
use crate::text::Text;

/// Where the schemas say they are; nobody answers there.
const BASE: &str = "https://weibao.invalid/schemas/reports/";

/// The schema of a report. `single` is it over one repository, `many` over several: what only the latter has may be absent.
pub fn schema(single: &Document, many: &Document) -> Value {
    let (properties, required) = members(single, many);
    whole(single, &properties, &required)
}

/// The schema of a bundle: its cover, and its parts by their own schemas.
pub fn bundled(single: &Bundle<'_>, many: &Bundle<'_>) -> Value {
    let (mut properties, required) = members(single.cover, many.cover);
    let parts: Map<String, Value> =
        single.parts.iter().map(|part| (part.family().to_owned(), json!({ "$ref": file(part) }))).collect();
    properties.insert(
        "documents".to_owned(),
        json!({ "type": "object", "properties": parts, "additionalProperties": false }),
    );
    whole(single.cover, &properties, &required)
}

/// The name of the file that holds a report's schema: `callbacks.1.json`.
fn file(document: &Document) -> String {
    format!("{}.json", document.report.replace('/', "."))
}

fn whole(document: &Document, properties: &Map<String, Value>, required: &[&str]) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}{}", BASE, file(document)),
        "title": document.title.zh,
        "x-title-en": document.title.en,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn members(single: &Document, many: &Document) -> (Map<String, Value>, Vec<&'static str>) {
    let mut properties = Map::new();
    properties.insert("report".to_owned(), json!({ "const": single.report }));
    let mut required = vec!["report"];
    for fact in single.facts.iter().chain(&many.facts) {
        let known = single.facts.iter().any(|own| own.name == fact.name);
        if known && !required.contains(&fact.name) {
            required.push(fact.name);
        }
        properties.entry(fact.name).or_insert_with(|| titled(fact.title, held(&fact.value)));
    }
    for table in single.tables.iter().chain(&many.tables) {
        let own = single.table(table.name).unwrap_or(table);
        let wide = many.table(table.name).unwrap_or(table);
        properties.entry(table.name).or_insert_with(|| titled(table.title, rows(own, wide)));
    }
    (properties, required)
}

/// What a fact may hold: what it holds here, or nothing known; where nothing is known here, any scalar.
fn held(value: &Cell) -> Value {
    match value {
        Cell::Unknown => json!({ "type": ["string", "integer", "null"] }),
        Cell::Text(_) | Cell::Named(..) | Cell::Word(..) => json!({ "type": ["string", "null"] }),
        Cell::Bool(_) => json!({ "type": ["boolean", "null"] }),
        Cell::List(_) | Cell::Words(_) => json!({ "type": ["array", "null"], "items": { "type": "string" } }),
        Cell::Int(_) => of(ColumnKind::Int),
        Cell::Cents(_) => of(ColumnKind::Cents),
        Cell::Rate(..) => of(ColumnKind::Rate),
        Cell::Instant(_) => of(ColumnKind::Instant),
        Cell::Date(_) => of(ColumnKind::Date),
    }
}

fn rows(own: &Table, wide: &Table) -> Value {
    let mut properties = own.columns.iter().chain(&wide.columns).fold(Map::new(), |mut found, column| {
        found.entry(column.name).or_insert_with(|| cell(*column));
        found
    });
    let lines = json!({ "type": "array", "items": { "type": "string" } });
    properties.insert(
        "explanation".to_owned(),
        json!({
            "type": "object",
            "properties": { "zh-CN": lines, "en": lines },
            "required": ["zh-CN", "en"],
            "additionalProperties": false,
        }),
    );
    let required: Vec<_> = own.columns.iter().map(|column| column.name).collect();
    json!({
        "type": "array",
        "items": { "type": "object", "properties": properties, "required": required, "additionalProperties": false },
    })
}

fn cell(column: Column) -> Value {
    titled(column.title, of(column.kind))
}

fn of(kind: ColumnKind) -> Value {
    match kind {
        ColumnKind::Text => json!({ "type": ["string", "boolean", "array", "null"], "items": { "type": "string" } }),
        ColumnKind::Int => json!({ "type": ["integer", "null"] }),
        ColumnKind::Cents => {
            json!({ "type": ["integer", "null"], "description": "金额，单位为分 / an amount in cents" })
        }
        ColumnKind::Rate => json!({
            "type": ["object", "null"],
            "properties": { "done": { "type": "integer", "minimum": 0 }, "due": { "type": "integer", "minimum": 0 } },
            "required": ["done", "due"],
            "additionalProperties": false,
        }),
        ColumnKind::Instant => json!({ "type": ["string", "null"], "format": "date-time" }),
        ColumnKind::Date => json!({ "type": ["string", "null"], "format": "date" }),
    }
}

fn titled(title: &Text, mut schema: Value) -> Value {
    if let Value::Object(members) = &mut schema {
        members.insert("title".to_owned(), Value::from(title.zh));
        members.insert("x-title-en".to_owned(), Value::from(title.en));
    }
    schema
}
