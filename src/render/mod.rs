//! Reports as typed tables, rendered as text, JSON, Markdown, CSV, HTML, XLSX or a badge; and calendar feeds ([`feed`]).
//! Reports as typed tables, rendered as text, JSON, Markdown or CSV; calendar feeds ([`feed`]); flat tables for other
//! engines ([`flat`]).
//!
//! A [`Document`] is computed once and rendered by whichever renderer is asked for, alone or bound with others into a
//! [`Bundle`]; each renderer escapes for its own format. This layer knows nothing of what the figures are about, and the
//! same document always gives the same bytes.

mod badge;
mod bundle;
mod chart;
mod csv;
pub mod feed;
pub mod flat;
mod html;
mod json;
mod markdown;
mod schema;
pub mod sheet;
mod text;
mod visible;
mod xlsx;

pub use self::bundle::Bundle;
pub use self::schema::{bundled, schema};
use self::visible::visible;

use crate::text::{Lang, Message, Text};

/// A format of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Aligned tables for a terminal.
    #[default]
    Text,
    /// One object, both languages where it speaks, names of members fixed by the report's version.
    Json,
    /// GitHub-flavoured tables.
    Markdown,
    /// RFC 4180, safe to open in a spreadsheet.
    Csv,
    /// One page that needs nothing else: no script, no address, prints on A4.
    Html,
    /// The first figure as a small picture, SVG.
    Badge,
}

/// A report.
#[derive(Debug, Clone)]
pub struct Document {
    /// Name and version of its JSON form: `callbacks/1`.
    pub report: &'static str,
    /// Its title.
    pub title: &'static Text,
    /// What it rests on: commit, moment, versions.
    pub facts: Vec<Fact>,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// One line of what a report rests on.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its label.
    pub title: &'static Text,
    /// Its value.
    pub value: Cell,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its title.
    pub title: &'static Text,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its head.
    pub title: &'static Text,
    /// What its cells are.
    pub kind: ColumnKind,
}

impl Table {
    /// A table with a row a group: what tells the groups apart, then the figures of each.
    pub fn grouped<const N: usize>(
        (name, title): (&'static str, &'static Text),
        heads: &[Column],
        figures: &[Column; N],
        groups: impl Iterator<Item = (Vec<Cell>, [Cell; N])>,
    ) -> Self {
        let rows = groups.map(|(head, cells)| Row::plain(head.into_iter().chain(cells).collect()));
        Self { name, title, columns: heads.iter().chain(figures).copied().collect(), rows: rows.collect() }
    }
}

impl Table {
    /// The columns that people read, each with its place: an id whose title stands beside it is for machines.
    fn read(&self) -> impl Iterator<Item = (usize, Column)> {
        let titled = |place: usize| self.columns.get(place + 1).is_some_and(|next| next.name == "title");
        self.columns.iter().copied().enumerate().filter(move |(place, _)| !titled(*place))
    }
}

impl Column {
    /// A column of that kind.
    pub const fn new(name: &'static str, title: &'static Text, kind: ColumnKind) -> Self {
        Self { name, title, kind }
    }

    /// A column of words or names.
    pub const fn text(name: &'static str, title: &'static Text) -> Self {
        Self::new(name, title, ColumnKind::Text)
    }

    /// A column of whole numbers.
    pub const fn int(name: &'static str, title: &'static Text) -> Self {
        Self::new(name, title, ColumnKind::Int)
    }

    /// A column of amounts of money.
    pub const fn cents(name: &'static str, title: &'static Text) -> Self {
        Self::new(name, title, ColumnKind::Cents)
    }

    /// A column of fractions.
    pub const fn rate(name: &'static str, title: &'static Text) -> Self {
        Self::new(name, title, ColumnKind::Rate)
    }

    /// A column of days.
    pub const fn date(name: &'static str, title: &'static Text) -> Self {
        Self::new(name, title, ColumnKind::Date)
    }

    /// A column of moments.
    pub const fn instant(name: &'static str, title: &'static Text) -> Self {
        Self::new(name, title, ColumnKind::Instant)
    }
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words or names.
    Text,
    /// Whole numbers.
    Int,
    /// Amounts of money.
    Cents,
    /// Fractions; two columns in CSV, where `3/4` would be read as a day of April.
    Rate,
    /// Instants.
    Instant,
    /// Days.
    Date,
}

/// A row, and what is to be said about it beneath the table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// An explanation, line by line; a column of its own in JSON and CSV.
    pub notes: Vec<Message>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Not known, or there is none: never 0.
    Unknown,
    /// A name, an id, something people wrote.
    Text(String),
    /// A word of ours: as machines read it, and as it is spoken.
    Word(&'static str, Message),
    /// Something with an id and a name: the id is what machines read, the name what people do.
    Named(String, String),
    /// Several names.
    List(Vec<String>),
    /// Several words of ours.
    Words(Vec<(&'static str, &'static Text)>),
    /// A whole number.
    Int(i64),
    /// An amount of money in cents (分); people read it in yuan.
    Cents(i64),
    /// Yes or no.
    Bool(bool),
    /// Done out of due.
    Rate(u64, u64),
    /// An instant, RFC 3339.
    Instant(String),
    /// A day.
    Date(String),
}

crate::texts! {
    NONE_DUE: "无应办", "none due";
    YES: "是", "yes";
    NO: "否", "no";
    NOTHING: "（无）", "(none)";
    EXPLANATION: "说明", "explanation";
    BASIS: "依据", "What this rests on";
    DONE: "{column}（完成）", "{column} (done)";
    DUE: "{column}（应办）", "{column} (due)";
}

impl Document {
    /// The document in a format.
    pub fn render(&self, format: Format, lang: Lang) -> String {
        Bundle::of(self).render(format, lang)
    }

    /// The table of a name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}

impl Fact {
    /// Whether it only tells how the figures could be made again: people read it behind them.
    fn is_basis(&self) -> bool {
        const BASIS: &[&str] = &[
            "findings_errors",
            "findings_warnings",
            "repository",
            "commit",
            "commit_time",
            "commit_chosen",
            "clocks",
            "judged_apart",
            "schemas",
            "calendars",
            "calendar_versions",
            "policy_version",
            "records_read",
            "program",
            "method",
            "provisional",
        ];
        BASIS.contains(&self.name)
    }
}

impl Row {
    /// A row about which nothing is to be said.
    pub const fn plain(cells: Vec<Cell>) -> Self {
        Self { cells, notes: Vec::new() }
    }

    /// What is said about it, line by line.
    fn spoken_notes(&self, lang: Lang) -> impl Iterator<Item = String> {
        self.notes.iter().map(move |note| visible(&note.speak(lang)))
    }
}

impl Cell {
    /// A number that is a count.
    pub fn count(number: impl TryInto<i64>) -> Self {
        Self::Int(number.try_into().unwrap_or(i64::MAX))
    }

    /// Text, or nothing known.
    pub fn text_or_unknown(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Unknown, |text| Self::Text(text.to_string()))
    }

    /// An instant, or nothing known.
    pub fn instant_or_unknown(at: Option<impl ToString>) -> Self {
        at.map_or(Self::Unknown, |at| Self::Instant(at.to_string()))
    }

    /// As people read it; nothing known is an empty text.
    fn spoken(&self, lang: Lang) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::Text(text) | Self::Instant(text) | Self::Date(text) => visible(text),
            Self::Word(_, message) => visible(&message.speak(lang)),
            Self::Named(_, name) => visible(name),
            Self::List(names) => names.iter().map(|name| visible(name)).collect::<Vec<_>>().join(" "),
            Self::Words(words) => {
                let between = match lang {
                    Lang::Zh => "、",
                    Lang::En => ", ",
                };
                words.iter().map(|(_, text)| text.get(lang)).collect::<Vec<_>>().join(between)
            }
            Self::Cents(cents) => match lang {
                Lang::Zh => format!("{}\u{a0}元", yuan(*cents)),
                Lang::En => format!("CNY\u{a0}{}", yuan(*cents)),
            },
            Self::Int(number) => number.to_string(),
            Self::Bool(yes) => (if *yes { &YES } else { &NO }).get(lang).to_owned(),
            Self::Rate(_, 0) => NONE_DUE.get(lang).to_owned(),
            Self::Rate(done, due) => format!("{done}/{due} {}", percent(*done, *due)),
        }
    }
}

/// Cents as yuan: `-1234.05`.
fn yuan(cents: i64) -> String {
    let (sign, all) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
    format!("{sign}{}.{:02}", all / 100, all % 100)
}

/// A percentage with one decimal, rounded down, so that 100.0 % is written only where it is reached.
fn percent(done: u64, due: u64) -> String {
    let tenths = per_mille(done, due);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// Tenths of a percent, rounded down.
fn per_mille(done: u64, due: u64) -> u64 {
    u64::try_from(u128::from(done) * 1000 / u128::from(due.max(1))).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
