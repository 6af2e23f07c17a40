//! GitHub-flavoured Markdown; what people wrote cannot end a cell or become markup.

use std::fmt::Write as _;

use super::{Cell, ColumnKind, Document, NOTHING};
use crate::text::Lang;

pub(super) fn render(document: &Document, lang: Lang) -> String {
    let mut out = format!("# {}\n\n", document.title.get(lang));
    for fact in &document.facts {
        let _ = writeln!(out, "- {}: {}", fact.title.get(lang), shown(&fact.value, lang));
    }
    for table in &document.tables {
        let _ = write!(out, "\n## {}\n\n", table.title.get(lang));
        if table.rows.is_empty() {
            let _ = writeln!(out, "{}", NOTHING.get(lang));
            continue;
        }
        let heads = table.columns.iter().map(|column| escaped(column.title.get(lang)));
        let _ = writeln!(out, "| {} |", heads.collect::<Vec<_>>().join(" | "));
        let rule = |kind| if kind == ColumnKind::Int { "---:" } else { "---" };
        let rules = table.columns.iter().map(|column| rule(column.kind));
        let _ = writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "));
        for row in &table.rows {
            let cells = row.cells.iter().map(|cell| shown(cell, lang));
            let _ = writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "));
        }
        for row in table.rows.iter().filter(|row| !row.notes.is_empty()) {
            let head = row.cells.first().map(|cell| shown(cell, lang)).unwrap_or_default();
            let _ = write!(out, "\n- {head}\n");
            for note in &row.notes {
                let _ = writeln!(out, "  - {}", escaped(&note.speak(lang)));
            }
        }
    }
    out
}

fn shown(cell: &Cell, lang: Lang) -> String {
    let spoken = cell.spoken(lang);
    if spoken.is_empty() { "-".to_owned() } else { escaped(&spoken) }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '`' | '*' | '[' | ']' | '~' | '#' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}
