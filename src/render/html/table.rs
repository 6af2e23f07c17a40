//! A table on the page: cards for a single row, a chart above groups, a list that folds when it is long.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::{digits, escaped, figures, meter};
use crate::render::chart::Chart;
use crate::render::{Cell, Column, ColumnKind, EXPLANATION, NOTHING, Row, Table, per_mille, percent};
use crate::text::{Lang, Message};

/// How many rows stand open on the screen; on paper all do.
const OPEN: usize = 40;
/// How many columns fit on a page that stands upright.
const UPRIGHT: usize = 9;
/// How wide a text is that is never broken.
const SHORT: usize = 18;

crate::texts! {
    ROWS: "共 {count} 行", "{count} rows";
}

/// Whether a table lies across on paper.
pub(super) fn is_wide(table: &Table) -> bool {
    table.columns.len() > UPRIGHT && table.rows.len() > 1
}

pub(super) fn render(out: &mut String, table: &Table, lang: Lang) {
    let class = if table.name == "attention" && !table.rows.is_empty() { " class=\"attention\"" } else { "" };
    let title = escaped(table.title.get(lang));
    let _ = writeln!(out, "<div{class}>\n<h3>{title}</h3>");
    match table.rows.as_slice() {
        [] => {
            let _ = writeln!(out, "<p class=\"none\">{}</p>", NOTHING.get(lang));
        }
        _ if figures::render(out, table, lang) => {}
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
    for (_, column) in table.read() {
        let class = if is_number(column) { " class=\"n\"" } else { "" };
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
    let cell = |place: usize| row.cells.get(place).unwrap_or(&Cell::Unknown);
    for (nth, (place, column)) in table.read().enumerate() {
        let cell = cell(place);
        let (text, words) = (shown(cell, lang), column.kind == ColumnKind::Text);
        // A name or an id stays in one piece.
        let class = if words && cell.spoken(lang).width() <= SHORT { "k" } else { class(column) };
        if nth == 0 && words {
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
            table.read().count(),
            EXPLANATION.get(lang)
        );
        for note in row.spoken_notes(lang) {
            let _ = write!(out, "<li>{}</li>", escaped(&note));
        }
        out.push_str("</ul></details></td></tr>\n");
    }
}

/// Whether a column stands to the right.
const fn is_number(column: Column) -> bool {
    matches!(column.kind, ColumnKind::Int | ColumnKind::Cents)
}

const fn class(column: Column) -> &'static str {
    match column.kind {
        ColumnKind::Text => "x",
        ColumnKind::Int | ColumnKind::Cents => "n",
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
            // A long fraction may be broken behind its stroke, a short one never.
            let stroke = if *due < 10_000 { "/" } else { "/<wbr>" };
            format!("{} <span class=\"of\">{}{stroke}{}</span>{bar}", percent(*done, *due), digits(done), digits(due))
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

/// An instant of China's clock without its offset, and without seconds where it is on a minute: `2026-03-02 12:00`; any other
/// as it is written.
fn minute(at: &str) -> String {
    let local = at.strip_suffix("+08:00").filter(|text| text.len() == 19);
    let short = local.map(|text| text.strip_suffix(":00").unwrap_or(text));
    short.map_or_else(|| at.to_owned(), |text| text.replacen('T', " ", 1))
}
