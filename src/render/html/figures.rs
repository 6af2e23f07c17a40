//! Figures that are looked at before any table: as cards under what they are of; of several companies side by side.

use std::fmt::Write as _;

use super::escaped;
use super::table::shown;
use crate::render::{Cell, Row, Table};
use crate::text::Lang;

crate::texts! {
    FIGURE: "项目", "figure";
}

/// How many columns a figure takes: what it is of, its name, and a share or a number.
const FIGURES: usize = 4;

/// Whether the rows of a table are such figures, of one company or several, and are shown as such.
pub(super) fn render(out: &mut String, table: &Table, lang: Lang) -> bool {
    let of_companies = table.columns.first().is_some_and(|column| column.name == "company");
    let head = usize::from(of_companies);
    if table.columns.len() != head + FIGURES || !table.rows.iter().all(|row| is_figure(&row.cells[head..])) {
        return false;
    }
    if of_companies {
        side_by_side(out, table, lang);
    } else {
        families(out, &table.rows, lang);
    }
    true
}

/// Whether cells are a figure with its name and what it is of: the last two are a share or a number, never both.
fn is_figure(cells: &[Cell]) -> bool {
    cells.iter().take(FIGURES - 2).all(|cell| matches!(cell, Cell::Word(..)))
        && matches!(
            cells,
            [.., Cell::Rate(..), Cell::Unknown] | [.., Cell::Unknown, Cell::Int(_) | Cell::Cents(_) | Cell::Unknown]
        )
}

/// The share or the number.
fn value(cells: &[Cell]) -> &Cell {
    match cells {
        [.., Cell::Unknown, count] => count,
        [.., share, _] => share,
        _ => &Cell::Unknown,
    }
}

/// As cards under what they are of, which has a section of its own further down.
fn families(out: &mut String, rows: &[Row], lang: Lang) {
    out.push_str("<div class=\"families\">\n");
    for family in rows.chunk_by(|one, next| one.cells.first() == next.cells.first()) {
        let Some(head) = family.first().and_then(|row| row.cells.first()) else { continue };
        let _ = write!(out, "<section><h4>{}</h4><dl class=\"figures\">", linked(head, lang));
        for row in family {
            let name = row.cells.get(1).map(|name| shown(name, lang)).unwrap_or_default();
            let _ = write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", shown(value(&row.cells), lang));
        }
        out.push_str("</dl></section>\n");
    }
    out.push_str("</div>\n");
}

/// A line a figure, a column a company, the sum last.
fn side_by_side(out: &mut String, table: &Table, lang: Lang) {
    let mut companies: Vec<&Cell> = Vec::new();
    for cell in table.rows.iter().filter_map(|row| row.cells.first()) {
        if !companies.contains(&cell) {
            companies.push(cell);
        }
    }
    let title = escaped(table.title.get(lang));
    let _ = write!(
        out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"{title}\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">{}</th>",
        FIGURE.get(lang)
    );
    for company in &companies {
        let _ = write!(out, "<th scope=\"col\">{}</th>", shown(company, lang));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let mut family = None;
    for figure in table.rows.chunk_by(|one, next| one.cells[1..3] == next.cells[1..3]) {
        let Some(first) = figure.first() else { continue };
        let (of, name) = (&first.cells[1], &first.cells[2]);
        if family != Some(of) {
            family = Some(of);
            let across = companies.len() + 1;
            let _ = writeln!(
                out,
                "<tr class=\"sum\"><th scope=\"colgroup\" colspan=\"{across}\">{}</th></tr>",
                linked(of, lang)
            );
        }
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", shown(name, lang));
        for company in &companies {
            let own = figure.iter().find(|row| row.cells.first() == Some(company));
            let cell = own.map_or(&Cell::Unknown, |row| value(&row.cells));
            let _ = write!(out, "<td class=\"r\">{}</td>", shown(cell, lang));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

/// What figures are of, as a way to its section.
fn linked(family: &Cell, lang: Lang) -> String {
    match family {
        Cell::Word(word, _) => format!("<a href=\"#{}\">{}</a>", escaped(word), shown(family, lang)),
        other => shown(other, lang),
    }
}
