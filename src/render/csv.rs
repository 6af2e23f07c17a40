//! CSV after RFC 4180 in UTF-8: one table after another, each under a line with its name, an empty line between.
//!
//! A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.

use super::{Bundle, Cell, ColumnKind, DONE, DUE, Document, EXPLANATION, Table, yuan};
use crate::text::{Lang, Message};

pub(super) fn render(bundle: &Bundle<'_>, lang: Lang) -> String {
    let sheets: Vec<(&Document, &Table)> =
        bundle.documents().flat_map(|document| document.tables.iter().map(move |table| (document, table))).collect();
    let mut out = String::new();
    for (place, (document, table)) in sheets.iter().enumerate() {
        // A single table is what a machine reads: no name above it.
        if sheets.len() > 1 {
            out.push_str(if place > 0 { "\r\n" } else { "" });
            let mut name = vec![safe(table.title.get(lang))];
            if !bundle.parts.is_empty() {
                name.insert(0, safe(document.title.get(lang)));
            }
            out.push_str(&lines([name].into_iter()));
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
                Cell::Cents(cents) => line.push(yuan(*cents)),
                other => line.push(safe(&other.spoken(lang))),
            }
        }
        line.extend(noted.then(|| safe(&row.spoken_notes(lang).collect::<Vec<_>>().join("; "))));
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

/// A text as a spreadsheet may hold it: never a formula, in either width, behind blanks or quotes, nor where a program set to
/// semicolons or tabs would begin another cell; never a command to the machine that runs a pipeline.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for (place, part) in text.split_inclusive(';').enumerate() {
        let begins = part.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let formula = begins
            .starts_with(['=', '+', '-', '@', '|', '%', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
        let command = place == 0 && (begins.starts_with("::") || begins.starts_with("##"));
        if formula || command {
            out.push('\'');
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Column, Row};

    crate::texts! {
        NAME: "名称", "name";
        COUNT: "数", "count";
    }

    fn table(rows: Vec<Vec<Cell>>) -> Document {
        let columns = vec![
            Column { name: "name", title: &NAME, kind: ColumnKind::Text },
            Column { name: "count", title: &COUNT, kind: ColumnKind::Int },
        ];
        let tables = vec![Table { name: "t", title: &NAME, columns, rows: rows.into_iter().map(Row::plain).collect() }];
        Document { report: "t/1", title: &NAME, facts: Vec::new(), tables }
    }

    #[test]
    fn no_cell_that_people_wrote_is_a_formula() {
        for start in
            ["=", "+", "-", "@", "\t", "\r", "\n=", " =", "\u{a0}=", "\"=", "＝", "＋", "－", "＠", "|", "%", "'="]
        {
            let text =
                render(&Bundle::of(&table(vec![vec![Cell::Text(format!("{start}1+1")), Cell::Int(1)]])), Lang::En);
            let mut reader = ::csv::Reader::from_reader(text.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            assert!(record[0].starts_with('\'') || record[0].starts_with(' '), "{start:?}: {record:?}");
            assert!(!record[0].trim().starts_with(['=', '+', '-', '@']), "{start:?}: {record:?}");
        }
    }

    #[test]
    fn another_separator_begins_no_formula() {
        assert_eq!(safe("a; =cmd;b;-1"), "a;' =cmd;b;'-1");
    }

    #[test]
    fn a_negative_number_stays_a_number() {
        let text = render(&Bundle::of(&table(vec![vec![Cell::Text("周敏".to_owned()), Cell::Int(-3)]])), Lang::En);
        assert_eq!(text, "name,count\r\n周敏,-3\r\n");
    }

    #[test]
    fn an_independent_reading_gives_back_quotes_commas_and_separators() {
        let written = "他说 \"好, 行\"; 再来";
        let text = render(&Bundle::of(&table(vec![vec![Cell::Text(written.to_owned()), Cell::Int(0)]])), Lang::En);
        assert_eq!(text, "name,count\r\n\"他说 \"\"好, 行\"\"; 再来\",0\r\n");
    }
}
