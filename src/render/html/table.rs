//! A table on the page: cards for a single row, a chart above groups, a list that folds when it is long.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::{digits, escaped, meter};
use crate::render::chart::Chart;
use crate::render::{Cell, Column, ColumnKind, EXPLANATION, NOTHING, Row, Table, per_mille, percent};
use crate::text::{Lang, Message};

/// How many rows stand open on the screen; on paper all do.
const OPEN: usize = 40;
/// How many columns fit on a page that stands upright.
const UPRIGHT: usize = 9;
/// How wide a text is that is never broken.
const SHORT: usize = 18;
/// How many columns a table of figures has: what it is of, its name, and a share or a number.
const FIGURES: usize = 4;

crate::texts! {
    ROWS: "共 {count} 行", "{count} rows";
}

/// Whether a table lies across on paper.
pub(super) fn is_wide(table: &Table) -> bool {
    table.columns.len() > UPRIGHT && table.rows.len() > 1
}

pub(super) fn render(out: &mut String, table: &Table, lang: Lang) {
    let said = table.columns.len() == 1 && table.rows.iter().any(|row| !row.notes.is_empty());
    let class = if said { " class=\"attention\"" } else { "" };
    let title = escaped(table.title.get(lang));
    let _ = writeln!(out, "<div{class}>\n<h3>{title}</h3>");
    match table.rows.as_slice() {
        [] => {
            let _ = writeln!(out, "<p class=\"none\">{}</p>", NOTHING.get(lang));
        }
        rows if said && table.columns.len() == 1 => list(out, rows, lang),
        rows if table.columns.len() == FIGURES && rows.iter().all(is_figure) => families(out, rows, lang),
        [row] if table.columns.len() > 2 && row.notes.is_empty() => cards(out, table, row, lang),
        rows => {
            if let Some(chart) = Chart::of(table, lang) {
                out.push_str(&chart.figure(&title));
            }
            let folds = rows.len() > OPEN;
            if folds {
                let count = Message::new(&ROWS).with("count", rows.len()).speak(lang);
                let _ = writeln!(out, "<details><summary>{}</summary>", escaped(&count));
            }
            grid(out, table, &title, lang);
            out.push_str(if folds { "</details>\n" } else { "" });
        }
    }
    out.push_str("</div>\n");
}

/// Rows that are there for what is said about them.
fn list(out: &mut String, rows: &[Row], lang: Lang) {
    out.push_str("<ul class=\"said\">");
    for row in rows {
        let head = row.cells.first().map(|cell| shown(cell, lang)).unwrap_or_default();
        let said: Vec<_> = row.spoken_notes(lang).map(|note| escaped(&note)).collect();
        let _ = write!(out, "<li><b>{head}</b> {}</li>", said.join("<br>"));
    }
    out.push_str("</ul>\n");
}

/// Whether a row is a figure with its name and what it is of: the last two cells are a share or a number, never both.
fn is_figure(row: &Row) -> bool {
    let words = row.cells.iter().take(FIGURES - 2).all(|cell| matches!(cell, Cell::Word(..)));
    words
        && matches!(
            row.cells.as_slice(),
            [.., Cell::Rate(..), Cell::Unknown] | [.., Cell::Unknown, Cell::Int(_) | Cell::Unknown]
        )
}

/// Figures as cards under what they are of, which has a section of its own further down.
fn families(out: &mut String, rows: &[Row], lang: Lang) {
    out.push_str("<div class=\"families\">\n");
    for family in rows.chunk_by(|one, next| one.cells.first() == next.cells.first()) {
        let Some(Cell::Word(word, title)) = family.first().and_then(|row| row.cells.first()) else { continue };
        let (word, title) = (escaped(word), escaped(&title.speak(lang)));
        let _ = write!(out, "<section><h4><a href=\"#{word}\">{title}</a></h4><dl class=\"figures\">");
        for row in family {
            if let [_, name, share, count] = row.cells.as_slice() {
                let figure = if matches!(share, Cell::Unknown) { count } else { share };
                let _ = write!(out, "<div><dt>{}</dt><dd>{}</dd></div>", shown(name, lang), shown(figure, lang));
            }
        }
        out.push_str("</dl></section>\n");
    }
    out.push_str("</div>\n");
}

fn cards(out: &mut String, table: &Table, row: &Row, lang: Lang) {
    out.push_str("<dl class=\"figures\">");
    for (column, cell) in table.columns.iter().zip(&row.cells) {
        let _ = write!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(column.title.get(lang)), shown(cell, lang));
    }
    out.push_str("</dl>\n");
}

fn grid(out: &mut String, table: &Table, title: &str, lang: Lang) {
    let _ =
        write!(out, "<div class=\"scroll\" role=\"region\" aria-label=\"{title}\" tabindex=\"0\"><table><thead><tr>");
    for column in &table.columns {
        let class = if column.kind == ColumnKind::Int { " class=\"n\"" } else { "" };
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", escaped(column.title.get(lang)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        line(out, table, row, lang);
    }
    out.push_str("</tbody></table></div>\n");
}

fn line(out: &mut String, table: &Table, row: &Row, lang: Lang) {
    let classes = match (row.is_sum(), row.notes.is_empty()) {
        (true, _) => " class=\"sum\"",
        (false, false) => " class=\"noted\"",
        (false, true) => "",
    };
    let _ = write!(out, "<tr{classes}>");
    for (place, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
        let (text, words) = (shown(cell, lang), column.kind == ColumnKind::Text);
        // A name or an id stays in one piece.
        let class = if words && cell.spoken(lang).width() <= SHORT { "k" } else { class(*column) };
        if place == 0 && words {
            let _ = write!(out, "<th scope=\"row\" class=\"{class}\">{text}</th>");
        } else {
            let _ = write!(out, "<td class=\"{class}\">{text}</td>");
        }
    }
    out.push_str("</tr>\n");
    if !row.notes.is_empty() {
        let _ = write!(
            out,
            "<tr class=\"note\"><td colspan=\"{}\"><details><summary>{}</summary><ul>",
            table.columns.len(),
            EXPLANATION.get(lang)
        );
        for note in row.spoken_notes(lang) {
            let _ = write!(out, "<li>{}</li>", escaped(&note));
        }
        out.push_str("</ul></details></td></tr>\n");
    }
}

const fn class(column: Column) -> &'static str {
    match column.kind {
        ColumnKind::Text => "x",
        ColumnKind::Int => "n",
        ColumnKind::Rate => "r",
        ColumnKind::Instant => "t",
        ColumnKind::Date => "d",
    }
}

/// A cell as markup.
pub(super) fn shown(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Unknown => "<span class=\"no\">–</span>".to_owned(),
        Cell::Rate(done, due) if *due > 0 => {
            let bar = meter(per_mille(*done, *due));
            format!("{} <span class=\"of\">{}/<wbr>{}</span>{bar}", percent(*done, *due), digits(done), digits(due))
        }
        Cell::Int(number) => digits(number),
        Cell::Rate(..) => format!("<span class=\"no\">{}</span>", escaped(&cell.spoken(lang))),
        Cell::Instant(at) => format!("<time datetime=\"{0}\">{1}</time>", escaped(at), escaped(&minute(at))),
        other => {
            let text = other.spoken(lang);
            if text.is_empty() { "<span class=\"no\">–</span>".to_owned() } else { escaped(&text) }
        }
    }
}

/// An instant of China's clock to the minute, if it is on one: `2026-03-02 12:00`; any other as it is written.
fn minute(at: &str) -> String {
    let whole = at.strip_suffix(":00+08:00").filter(|text| text.len() == 16);
    whole.map_or_else(|| at.to_owned(), |text| text.replacen('T', " ", 1))
}
