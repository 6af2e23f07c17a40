//! A table on the page: cards for a single row, a chart above groups, a list that folds when it is long.

use std::fmt::Write as _;

use super::{escaped, meter};
use crate::render::chart::Chart;
use crate::render::{Cell, Column, ColumnKind, EXPLANATION, NOTHING, Row, Table, per_mille, percent};
use crate::text::{Lang, Message};

/// How many rows stand open on the screen; on paper all do.
const OPEN: usize = 40;
/// How many columns fit on a page that stands upright.
const UPRIGHT: usize = 9;
/// Most columns of a table that says most in its notes.
const NARROW: usize = 2;

crate::texts! {
    ROWS: "共 {count} 行", "{count} rows";
}

pub(super) fn render(out: &mut String, table: &Table, lang: Lang) {
    let wide = if table.columns.len() > UPRIGHT && table.rows.len() > 1 { " class=\"wide\"" } else { "" };
    let title = escaped(table.title.get(lang));
    let _ = writeln!(out, "<div{wide}>\n<h3>{title}</h3>");
    match table.rows.as_slice() {
        [] => {
            let _ = writeln!(out, "<p class=\"none\">{}</p>", NOTHING.get(lang));
        }
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
        let text = shown(cell, lang);
        if place == 0 && column.kind == ColumnKind::Text {
            let _ = write!(out, "<th scope=\"row\">{text}</th>");
        } else {
            let _ = write!(out, "<td class=\"{}\">{text}</td>", class(*column));
        }
    }
    out.push_str("</tr>\n");
    if !row.notes.is_empty() {
        let _ = write!(
            out,
            "<tr class=\"note\"><td colspan=\"{}\"><details{}><summary>{}</summary><ul>",
            table.columns.len(),
            // What is said in a narrow table is what it is there for.
            if table.columns.len() <= NARROW { " open" } else { "" },
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
            format!("{} <span class=\"of\">{done}/{due}</span>{bar}", percent(*done, *due))
        }
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
