//! CSV after RFC 4180 in UTF-8: one table after another, each under a line with its name, an empty line between.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.

use super::{Cell, ColumnKind, DONE, DUE, Document, EXPLANATION, Table};
use crate::text::{Lang, Message};

pub(super) fn render(document: &Document, lang: Lang) -> String {
    let mut out = String::new();
    for (place, table) in document.tables.iter().enumerate() {
        // A single table is what a machine reads: no name above it.
        if document.tables.len() > 1 {
            out.push_str(if place > 0 { "\r\n" } else { "" });
            out.push_str(&lines([vec![safe(table.title.get(lang))]].into_iter()));
        }
        out.push_str(&sheet(table, lang));
    }
    out
}

fn sheet(table: &Table, lang: Lang) -> String {
    let noted = table.rows.iter().any(|row| !row.notes.is_empty());
    let mut head = Vec::new();
    for column in &table.columns {
        if column.kind == ColumnKind::Rate {
            head.extend([&DONE, &DUE].map(|text| Message::new(text).with_message("column", column.title).speak(lang)));
        } else {
            head.push(column.title.get(lang).to_owned());
        }
    }
    head.extend(noted.then(|| EXPLANATION.get(lang).to_owned()));
    let rows = table.rows.iter().map(|row| {
        let mut line = Vec::with_capacity(head.len());
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            match cell {
                Cell::Rate(done, due) => line.extend([done.to_string(), due.to_string()]),
                Cell::Unknown if column.kind == ColumnKind::Rate => line.extend([String::new(), String::new()]),
                Cell::Int(number) => line.push(number.to_string()),
                other => line.push(safe(&other.spoken(lang))),
            }
        }
        let explanation = || row.notes.iter().map(|note| note.speak(lang)).collect::<Vec<_>>().join("; ");
        line.extend(noted.then(|| safe(&explanation())));
        line
    });
    lines(std::iter::once(head.clone()).chain(rows))
}

fn lines(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for row in rows {
        // Writing into memory cannot fail.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A text as a spreadsheet may hold it: never a formula, in either width.
fn safe(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}') => {
            format!("'{text}")
        }
        _ => text.to_owned(),
    }
}
