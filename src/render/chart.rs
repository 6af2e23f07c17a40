//! A chart of a table of groups with rates: upright bars along months and quarters, lying bars for anything else.
//!
//! Which table gets one follows from its columns alone. The picture is SVG without a script or a style of its own: classes
//! take their colours from the page, so that it is right in the dark and on paper. The table stands below it, always.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::html::escaped;
use super::{Cell, ColumnKind, Row, Table, per_mille, percent};
use crate::text::Lang;

/// Most groups that a picture can still tell apart.
const MOST: usize = 36;
/// Most rates that stand beside each other.
const SERIES: usize = 2;
/// Width of every picture in its own units; on a phone they are about four fifths of a pixel.
const WIDTH: usize = 480;
const CLASSES: [&str; SERIES] = ["first", "second"];

/// Done and due; nothing where nothing was due.
type Share = Option<(u64, u64)>;

/// What is drawn.
pub(super) struct Chart {
    /// Along time, or one below the other.
    along: bool,
    /// What the bars mean.
    names: Vec<String>,
    /// The groups: what each is called, and its shares as done, due.
    groups: Vec<(String, Vec<Share>)>,
}

impl Chart {
    /// The chart of a table, if it is one of groups with rates.
    pub(super) fn of(table: &Table, lang: Lang) -> Option<Self> {
        let head = table.columns.iter().take_while(|column| column.kind == ColumnKind::Text).count();
        let listed = table.columns.iter().any(|column| matches!(column.kind, ColumnKind::Instant | ColumnKind::Date));
        let rates: Vec<usize> = (head..table.columns.len())
            .filter(|place| table.columns[*place].kind == ColumnKind::Rate)
            .take(SERIES)
            .collect();
        let rows: Vec<&Row> = table.rows.iter().filter(|row| !row.is_sum()).collect();
        if head == 0 || listed || rates.is_empty() || !(2..=MOST).contains(&rows.len()) {
            return None;
        }
        let groups: Vec<_> = rows.iter().map(|row| (label(table, row, head, lang), shares(row, &rates))).collect();
        let drawn = groups.iter().filter(|(_, shares)| shares.iter().any(Option::is_some)).count();
        let names = rates.iter().map(|place| table.columns[*place].title.get(lang).to_owned()).collect();
        let along = head == 1 && matches!(table.columns[0].name, "month" | "quarter");
        // Where most have nothing to draw, the table says it better.
        (drawn > 1 && 2 * drawn >= groups.len()).then_some(Self { along, names, groups })
    }

    /// The chart as a figure with its legend.
    pub(super) fn figure(&self, title: &str) -> String {
        let mut out = String::from("<figure>");
        out.push_str(&if self.along { self.upright(title) } else { self.lying(title) });
        out.push_str("<figcaption>");
        for (name, class) in self.names.iter().zip(CLASSES) {
            let swatch = format!(
                "<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{class}\" width=\"10\" height=\"10\"/></svg>"
            );
            let _ = write!(out, "<span>{swatch}{}</span>", escaped(name));
        }
        out.push_str("</figcaption></figure>\n");
        out
    }

    fn upright(&self, title: &str) -> String {
        const LEFT: usize = 42;
        const TOP: usize = 12;
        const HIGH: usize = 150;
        let mut out = opened(title, TOP + HIGH + 26);
        for share in [0, 50, 100] {
            let y = TOP + HIGH - HIGH * share / 100;
            let _ = write!(out, "<path class=\"axis\" d=\"M{LEFT} {y}H{WIDTH}\"/>");
            let _ =
                write!(out, "<text class=\"s\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{share}%</text>", LEFT - 6, y + 4);
        }
        // In tenths, so that the bars of a year stand evenly.
        let step = (WIDTH - LEFT) * 10 / self.groups.len();
        let each = (step * 7 / 10 / self.names.len()).min(220);
        let every = 560_usize.div_ceil(step);
        for (place, (name, shares)) in self.groups.iter().enumerate() {
            let middle = LEFT * 10 + place * step + step / 2;
            let start = middle - each * self.names.len() / 2;
            for (nth, share) in shares.iter().enumerate() {
                let Some((done, due)) = *share else { continue };
                let high = tenths(HIGH, done, due);
                let _ = write!(
                    out,
                    "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">{}</rect>",
                    CLASSES[nth],
                    decimal(start + nth * each),
                    decimal((TOP + HIGH) * 10 - high),
                    decimal(each.saturating_sub(8)),
                    decimal(high),
                    told(name, &self.names[nth], done, due)
                );
            }
            if place % every == 0 && middle / 10 + 24 <= WIDTH {
                let (x, y) = (decimal(middle), TOP + HIGH + 17);
                let _ = write!(
                    out,
                    "<text class=\"s\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{}</text>",
                    escaped(name)
                );
            }
        }
        out + "</svg>"
    }

    fn lying(&self, title: &str) -> String {
        const RIGHT: usize = 112;
        const BAR: usize = 9;
        // Columns of the longest name; a letter may be as wide as in the widest of the usual faces.
        const LABEL: usize = 26;
        let widest = self.groups.iter().map(|(name, _)| name.width()).max().unwrap_or(0).min(LABEL);
        let left = widest * 37 / 5 + 10;
        let whole = WIDTH - RIGHT - left;
        let each = self.names.len() * (BAR + 1) + 10;
        let mut out = opened(title, self.groups.len() * each + 4);
        for (place, (name, shares)) in self.groups.iter().enumerate() {
            let (top, high) = (place * each + 4, self.names.len() * (BAR + 1));
            let middle = top + high / 2 + 4;
            let label = escaped(&shortened(name, LABEL));
            let _ = write!(out, "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{label}</text>", left - 8);
            for (nth, share) in shares.iter().enumerate() {
                let y = top + nth * (BAR + 1);
                let _ =
                    write!(out, "<rect class=\"track\" x=\"{left}\" y=\"{y}\" width=\"{whole}\" height=\"{BAR}\"/>");
                let Some((done, due)) = *share else { continue };
                let _ = write!(
                    out,
                    "<rect class=\"{}\" x=\"{left}\" y=\"{y}\" width=\"{}\" height=\"{BAR}\">{}</rect>",
                    CLASSES[nth],
                    decimal(tenths(whole, done, due)),
                    told(name, &self.names[nth], done, due)
                );
            }
            if let Some((done, due)) = shares.iter().flatten().next() {
                let x = left + whole + 8;
                let figure = percent(*done, *due);
                let counts = format!("{done}/{due}");
                let counts = if counts.len() < 10 { counts } else { String::new() };
                let _ = write!(out, "<text x=\"{x}\" y=\"{middle}\">{figure} {counts}</text>");
            }
        }
        out + "</svg>"
    }
}

fn opened(title: &str, height: usize) -> String {
    format!("<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">")
}

/// What a bar says to whoever points at it, and to a reader of screens.
fn told(name: &str, series: &str, done: u64, due: u64) -> String {
    format!("<title>{} · {} {} {done}/{due}</title>", escaped(name), escaped(series), percent(done, due))
}

/// The groups of a company carry its name; a name people read stands for the id before it.
fn label(table: &Table, row: &Row, head: usize, lang: Lang) -> String {
    let spoken = |place: usize| row.cells.get(place).map(|cell| cell.spoken(lang)).unwrap_or_default();
    let named =
        (0..head).find(|place| matches!(table.columns[*place].name, "name" | "title") && !spoken(*place).is_empty());
    let company = table.columns[0].name == "company";
    let own = named.unwrap_or(usize::from(company && head > 1));
    let mut words: Vec<String> = if named.is_some() {
        vec![spoken(own)]
    } else {
        (own..head).map(spoken).filter(|word| !word.is_empty()).collect()
    };
    if company && own > 0 {
        words.insert(0, spoken(0));
    }
    words.join(" ")
}

fn shares(row: &Row, rates: &[usize]) -> Vec<Share> {
    let share = |place: &usize| match row.cells.get(*place) {
        Some(Cell::Rate(done, due)) if *due > 0 => Some((*done, *due)),
        _ => None,
    };
    rates.iter().map(share).collect()
}

/// How long a bar is, in tenths.
fn tenths(whole: usize, done: u64, due: u64) -> usize {
    usize::try_from(per_mille(done, due).min(1000)).unwrap_or(1000) * whole / 100
}

fn decimal(tenths: usize) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A name cut to a number of columns.
fn shortened(name: &str, columns: usize) -> String {
    if name.width() <= columns {
        return name.to_owned();
    }
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used < columns
    };
    name.chars().take_while(fits).collect::<String>() + "…"
}
