//! A badge: the title of a report and its first figure, as SVG that needs nothing else.
//!
//! Widths are counted in columns and the text is held to them, so that the picture is the same wherever it is shown.

use unicode_width::UnicodeWidthStr as _;

use super::html::escaped;
use super::{Cell, Document, NOTHING, per_mille, percent};
use crate::text::Lang;

/// Units to a column of text.
const COLUMN: usize = 7;
/// Units left and right of each text.
const EDGE: usize = 7;

pub(super) fn render(document: &Document, lang: Lang) -> String {
    let (figure, colour) = figure(document, lang);
    let title = document.title.get(lang);
    let (left, right) = (title.width() * COLUMN, figure.width() * COLUMN);
    let (middle, width) = (left + 2 * EDGE, left + right + 4 * EDGE);
    let (title, figure) = (escaped(title), escaped(&figure));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"20\" role=\"img\" aria-label=\"{title}: {figure}\">\
         <title>{title}: {figure}</title>\
         <rect width=\"{middle}\" height=\"20\" fill=\"#444c56\"/><rect x=\"{middle}\" width=\"{}\" height=\"20\" fill=\"{colour}\"/>\
         <g fill=\"#fff\" font-family=\"Verdana,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif\" font-size=\"12\">\
         <text x=\"{EDGE}\" y=\"14\" textLength=\"{left}\" lengthAdjust=\"spacingAndGlyphs\">{title}</text>\
         <text x=\"{}\" y=\"14\" textLength=\"{right}\" lengthAdjust=\"spacingAndGlyphs\">{figure}</text></g></svg>\n",
        right + 2 * EDGE,
        middle + EDGE,
    )
}

/// The first rate of the first table that has one, else the first number; in the last row, where the sum of several
/// companies stands.
fn figure(document: &Document, lang: Lang) -> (String, &'static str) {
    const GREY: &str = "#5b6672";
    let rows = || document.tables.iter().filter_map(|table| table.rows.last());
    let rate = rows().flat_map(|row| &row.cells).find_map(|cell| match cell {
        Cell::Rate(done, due) => Some((*done, *due)),
        _ => None,
    });
    match rate {
        Some((_, 0)) => (Cell::Rate(0, 0).spoken(lang), GREY),
        Some((done, due)) => {
            let colour = match per_mille(done, due) {
                1000.. => "#2f7d4f",
                900..1000 => "#a8650c",
                _ => "#b3362b",
            };
            (percent(done, due), colour)
        }
        None => {
            let number = rows().flat_map(|row| &row.cells).find(|cell| matches!(cell, Cell::Int(_)));
            (number.map_or_else(|| NOTHING.get(lang).to_owned(), |number| number.spoken(lang)), GREY)
        }
    }
}
