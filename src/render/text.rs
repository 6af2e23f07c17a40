//! Aligned tables for a terminal; wide characters count two columns, and no cell is ever broken.
//!
//! Lines are drawn with plain hyphens: the box-drawing characters are one or two columns wide as the terminal pleases.

use std::fmt::Write as _;

use comfy_table::{Cell as Shown, CellAlignment, LineStyle, Table as Grid, TableStyle};

use super::{Bundle, Cell, ColumnKind, Document, NOTHING, Table};
use crate::text::Lang;

pub(super) fn render(bundle: &Bundle<'_>, lang: Lang) -> String {
    let mut out = one(bundle.cover, lang);
    for part in bundle.parts {
        let _ = write!(out, "\n\n{}", one(part, lang));
    }
    out
}

fn one(document: &Document, lang: Lang) -> String {
    let mut out = format!("{}\n\n", document.title.get(lang));
    let mut facts = Grid::new();
    facts.load_style(TableStyle::new());
    for fact in &document.facts {
        facts.add_row([fact.title.get(lang).to_owned(), shown(&fact.value, lang)]);
    }
    trimmed(&mut out, &facts);
    for table in &document.tables {
        let _ = write!(out, "\n{}\n", table.title.get(lang));
        grid(&mut out, table, lang);
    }
    out
}

fn grid(out: &mut String, table: &Table, lang: Lang) {
    if table.rows.is_empty() {
        let _ = writeln!(out, "  {}", NOTHING.get(lang));
        return;
    }
    let mut grid = Grid::new();
    grid.load_style(TableStyle::new().header_separator(LineStyle::none().fill('-').junction(' ')));
    grid.set_header(table.columns.iter().map(|column| column.title.get(lang)));
    for row in &table.rows {
        grid.add_row(table.columns.iter().zip(&row.cells).map(|(column, cell)| {
            let right = matches!(column.kind, ColumnKind::Int);
            Shown::new_owned(shown(cell, lang)).set_alignment(if right {
                CellAlignment::Right
            } else {
                CellAlignment::Left
            })
        }));
    }
    trimmed(out, &grid);
    for row in table.rows.iter().filter(|row| !row.notes.is_empty()) {
        let head = row.cells.first().map(|cell| shown(cell, lang)).unwrap_or_default();
        let _ = write!(out, "\n  {head}\n");
        for note in row.spoken_notes(lang) {
            let _ = writeln!(out, "    {}", unheard(&note));
        }
    }
}

fn shown(cell: &Cell, lang: Lang) -> String {
    let spoken = cell.spoken(lang);
    if spoken.is_empty() { "-".to_owned() } else { spoken }
}

fn trimmed(out: &mut String, grid: &Grid) {
    for line in grid.lines() {
        let _ = writeln!(out, " {}", unheard(line.trim_end()));
    }
}

/// A line that the machine which runs a pipeline takes for no command to itself: those begin with `::` or `##`.
fn unheard(line: &str) -> String {
    let words = line.trim_start();
    let blank = &line[..line.len() - words.len()];
    let command = words.starts_with("::") || words.starts_with("##");
    format!("{blank}{}{words}", if command { "\\" } else { "" })
}
