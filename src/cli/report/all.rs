//! `weibao-report all`: every report's key figures and what needs attention, for the monthly meeting.
//!
//! It stands for command lines that anybody may type one by one; what they give is bound behind a cover with the figures
//! that the meeting looks at first. Lists that only those concerned need are left to the reports themselves.

use std::ffi::OsString;

use clap::{Args, Parser as _};

use super::group::Group;
use super::words::Trouble;
use super::{Command, Program, Report, Whole, merge};
use crate::record::instant::Date;
use crate::render::{Cell, Column, Document, Fact, Row, Table};
use crate::text::Message;

crate::texts! {
    TITLE: "售后服务月报", "After-sales service, monthly report";
    KEY_FIGURES: "主要数字", "Key figures";
    ATTENTION: "须过问", "Needs attention";
    FAMILY: "报表", "report";
    FIGURE: "项目", "figure";
    SHARE: "比率", "share";
    COUNT: "数目", "count";
    SINCE: "期间自", "period from";
    UNTIL: "期间至", "period until";
    UNREAD: "月报中的 {report} 无法运行：{why}", "{report} of the monthly report cannot be run: {why}";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct All {
    /// 只计日期（到期日、报修日等，依各报表）不早于此日的 / Only what is of this day or later, by the day each report counts by
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    since: Option<Date>,
    /// 只计日期不晚于此日的 / Only what is of this day or earlier
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    until: Option<Date>,
}

/// One report of the meeting.
pub(super) struct Line {
    /// As it is typed.
    words: &'static [&'static str],
    /// Whether it can be of a period.
    period: bool,
    /// The figures for the cover.
    pub(super) figures: &'static [Figure],
    /// What ought to be nothing: if it is not, the meeting asks after it.
    pub(super) watched: &'static [Figure],
    /// The tables behind it.
    pub(super) tables: &'static [&'static str],
}

/// A figure for the cover.
pub(super) enum Figure {
    /// A column of a table of one row a company.
    Cell(&'static str, &'static str),
    /// How many rows a list has.
    Rows(&'static str),
    /// A column of a list, added up.
    Sum(&'static str, &'static str),
}

use Figure::{Cell as At, Rows, Sum};

/// The families, in the order in which the meeting goes through them.
pub(super) const FAMILIES: &[Line] = &[
    Line {
        words: &["callbacks", "--brief"],
        period: true,
        figures: &[At("total", "claimed"), At("total", "recorded"), At("total", "missing"), At("total", "late")],
        watched: &[At("total", "missing"), At("total", "late"), At("total", "unreachable"), Rows("recorded_late")],
        tables: &["total", "by_month", "by_obligation", "by_responsible", "misses", "recorded_late"],
    },
    Line {
        words: &["books"],
        period: false,
        figures: &[
            At("total", "books"),
            At("total", "numbers"),
            Rows("unreturned"),
            Rows("open"),
            Rows("discrepancies"),
        ],
        watched: &[Rows("unreturned"), Rows("discrepancies")],
        tables: &["total", "unreturned", "open", "discrepancies"],
    },
    Line {
        words: &["tickets"],
        period: true,
        figures: &[
            At("total", "tickets"),
            At("total", "first_time_fix"),
            At("total", "repeat_rate"),
            At("total", "delayed_share"),
            At("total", "void_share"),
        ],
        watched: &[At("total", "waiting")],
        tables: &["total", "times", "by_month"],
    },
    Line {
        words: &["maintenance", "--brief"],
        period: true,
        figures: &[
            At("total", "plans_claimed"),
            At("total", "work_claimed"),
            At("total", "items"),
            At("total", "open"),
        ],
        watched: &[Rows("misses"), Rows("recorded_late"), At("total", "open")],
        tables: &["total", "by_quarter", "misses", "recorded_late"],
    },
    Line {
        words: &["incidents", "--brief"],
        period: false,
        figures: &[At("total", "rate"), Rows("incidents_by_report"), Rows("misses")],
        watched: &[Rows("misses")],
        tables: &["total", "by_clock", "misses"],
    },
    Line {
        words: &["duty"],
        period: true,
        figures: &[At("total", "covered"), At("total", "gaps"), At("total", "handovers")],
        watched: &[Rows("gaps"), Rows("handovers_missing"), Rows("late_entries")],
        tables: &["total", "gaps", "people"],
    },
    Line {
        words: &["leave"],
        period: false,
        figures: &[Sum("people", "balance"), Rows("unused"), Rows("pay_due")],
        watched: &[Rows("unused"), Rows("pay_due")],
        tables: &["people", "unused"],
    },
    Line {
        words: &["parts"],
        period: true,
        figures: &[At("loans", "loans"), At("loans", "overdue"), At("parts", "pieces"), At("parts", "charge_cents")],
        watched: &[At("loans", "overdue"), At("loans", "lost"), At("parts", "failed")],
        tables: &["loans", "parts", "parts_by_month", "watched"],
    },
    Line {
        words: &["signatures"],
        period: false,
        figures: &[At("total", "both"), At("total", "same_day"), Rows("missing"), Rows("without_agreement")],
        watched: &[Rows("missing"), Rows("without_agreement")],
        tables: &["total", "by_kind", "missing"],
    },
];

impl All {
    pub(super) fn run(&self, group: &Group<'_>) -> Result<Whole, Trouble> {
        if self.since.zip(self.until).is_some_and(|(since, until)| since > until) {
            return Err(Trouble::backwards());
        }
        let (mut parts, mut wrong) = (Vec::new(), Vec::new());
        let (mut figures, mut attention, mut companies) = (Vec::new(), Vec::new(), Vec::new());
        let several = group.is_several();
        for line in FAMILIES {
            let whole = group.report(&self.report(line)?)?;
            let mut document = whole.cover;
            let family = Cell::Word(document.family(), document.title.into());
            figures.extend(line.figures.iter().flat_map(|figure| figure.rows(&document, &family, several)));
            attention.extend(line.watched.iter().flat_map(|figure| figure.asked_after(&document, &family, several)));
            attention.extend(whole.wrong.iter().map(|what| said(what, &family, several)));
            wrong.extend(whole.wrong);
            if parts.is_empty() {
                companies.extend(document.tables.iter().filter_map(cover_of));
            }
            document.tables.retain(|table| line.tables.contains(&table.name));
            parts.push(document);
        }
        let mut tables = vec![needs_attention(attention, several), key_figures(figures, several)];
        tables.extend(companies);
        let bound = |day: Option<Date>| day.map_or(Cell::Unknown, |day| Cell::Date(day.to_string()));
        let mut facts = shared(&parts);
        facts.push(Fact { name: "since", title: &SINCE, value: bound(self.since) });
        facts.push(Fact { name: "until", title: &UNTIL, value: bound(self.until) });
        let cover = Document { report: "all/1", title: &TITLE, facts, tables };
        Ok(Whole { cover, parts, wrong })
    }

    /// The report a line stands for, read as it would be typed.
    fn report(&self, line: &Line) -> Result<Report, Trouble> {
        let bounds = [("--since", self.since), ("--until", self.until)].into_iter().filter(|_| line.period);
        let bounds = bounds.filter_map(|(flag, day)| Some([flag.to_owned(), day?.to_string()])).flatten();
        let words = ["weibao-report"].iter().chain(line.words).map(|word| (*word).to_owned()).chain(bounds);
        let name = line.words.first().copied().unwrap_or_default();
        let unread = |why: String| Trouble::Said(Message::new(&UNREAD).with("report", name).with("why", why));
        let read = Program::try_parse_from(words.map(OsString::from)).map_err(|error| unread(error.to_string()))?;
        match read.command {
            Command::One(report) => Ok(report),
            Command::All(_) => Err(unread(String::new())),
        }
    }
}

/// Of the tables about the companies, what holds for every report.
fn cover_of(table: &Table) -> Option<Table> {
    const COLUMNS: &[&str] = &["company", "repository", "commit", "as_of", "calendars"];
    if table.name == "unequal_policies" {
        return Some(table.clone());
    }
    let kept = |column: &&Column| COLUMNS.contains(&column.name);
    let row = |row: &Row| {
        let cells = table.columns.iter().zip(&row.cells).filter(|(column, _)| kept(column));
        Row::plain(cells.map(|(_, cell)| cell.clone()).collect())
    };
    (table.name == "companies").then(|| Table {
        columns: table.columns.iter().filter(kept).copied().collect(),
        rows: table.rows.iter().map(row).collect(),
        ..table.clone()
    })
}

impl Figure {
    fn found(&self, document: &Document, several: bool) -> Vec<Found> {
        match self {
            Self::Cell(table, column) => taken(document, table, column, several),
            Self::Rows(table) => counted(document, table, several),
            Self::Sum(table, column) => summed(document, table, column, several),
        }
    }

    fn rows(&self, document: &Document, family: &Cell, several: bool) -> Vec<Row> {
        let row = |(company, title, name, value): Found| {
            let (share, count) = match value {
                Cell::Int(_) | Cell::Cents(_) => (Cell::Unknown, value),
                value => (value, Cell::Unknown),
            };
            let head = company.into_iter().chain([family.clone(), Cell::Word(name, title)]);
            Row::plain(head.chain([share, count]).collect())
        };
        self.found(document, several).into_iter().map(row).collect()
    }

    /// The figure where it is not nothing, company by company.
    fn asked_after(&self, document: &Document, family: &Cell, several: bool) -> Vec<Row> {
        let own = |found: &Found| !matches!(found, (Some(Cell::Word("total", _)), ..));
        let row = |(company, title, name, value): Found| {
            let some = matches!(value, Cell::Int(number) if number > 0);
            let head = company.into_iter().chain([family.clone(), Cell::Word(name, title)]);
            some.then(|| Row::plain(head.chain([value]).collect()))
        };
        self.found(document, several).into_iter().filter(own).filter_map(row).collect()
    }
}

/// What a report says is not as it must be, as a line of what needs attention.
fn said(what: &Message, family: &Cell, several: bool) -> Row {
    let company = several.then_some(Cell::Unknown);
    let own = [family.clone(), Cell::Word("wrong", what.clone()), Cell::Unknown];
    Row::plain(company.into_iter().chain(own).collect())
}

type Found = (Option<Cell>, Message, &'static str, Cell);

/// The cells of a column, with the company of each.
fn taken(document: &Document, table: &str, column: &str, several: bool) -> Vec<Found> {
    let Some(table) = document.table(table) else { return Vec::new() };
    let Some(place) = table.columns.iter().position(|own| own.name == column) else { return Vec::new() };
    let column = table.columns[place];
    let cell = |row: &Row| {
        let company = row.cells.first().filter(|_| several).cloned();
        Some((company, column.title.into(), column.name, row.cells.get(place)?.clone()))
    };
    table.rows.iter().filter_map(cell).collect()
}

/// The number of rows, of each company and of all.
fn counted(document: &Document, name: &str, several: bool) -> Vec<Found> {
    let Some(table) = document.table(name) else { return Vec::new() };
    of_each(document, several)
        .into_iter()
        .map(|company| {
            let rows = table.rows.iter().filter(|row| belongs(row, company.as_ref())).count();
            (company, table.title.into(), table.name, Cell::count(rows))
        })
        .collect()
}

/// The sum of a column, of each company and of all.
fn summed(document: &Document, table: &str, column: &str, several: bool) -> Vec<Found> {
    let Some(table) = document.table(table) else { return Vec::new() };
    let Some(place) = table.columns.iter().position(|own| own.name == column) else { return Vec::new() };
    let column = table.columns[place];
    let number = |row: &Row| if let Some(Cell::Int(number)) = row.cells.get(place) { Some(*number) } else { None };
    of_each(document, several)
        .into_iter()
        .map(|company| {
            let rows = table.rows.iter().filter(|row| belongs(row, company.as_ref()));
            let sum = rows.map(number).sum::<Option<i64>>().map_or(Cell::Unknown, Cell::Int);
            (company, column.title.into(), column.name, sum)
        })
        .collect()
}

/// Each company and all of them; of one alone, nothing needs to be said.
fn of_each(document: &Document, several: bool) -> Vec<Option<Cell>> {
    let companies = document.table("companies").filter(|_| several);
    let Some(companies) = companies else { return vec![None] };
    let each = companies.rows.iter().filter_map(|row| row.cells.first().cloned());
    each.chain([merge::total()]).map(Some).collect()
}

fn belongs(row: &Row, company: Option<&Cell>) -> bool {
    company.is_none_or(|company| matches!(company, Cell::Word("total", _)) || row.cells.first() == Some(company))
}

fn key_figures(rows: Vec<Row>, several: bool) -> Table {
    let company = several.then_some(Column::text("company", &merge::COMPANY));
    let own = [
        Column::text("family", &FAMILY),
        Column::text("figure", &FIGURE),
        Column::rate("share", &SHARE),
        Column::int("count", &COUNT),
    ];
    Table { name: "key_figures", title: &KEY_FIGURES, columns: company.into_iter().chain(own).collect(), rows }
}

fn needs_attention(rows: Vec<Row>, several: bool) -> Table {
    let company = several.then_some(Column::text("company", &merge::COMPANY));
    let own = [Column::text("family", &FAMILY), Column::text("figure", &FIGURE), Column::int("count", &COUNT)];
    Table { name: "attention", title: &ATTENTION, columns: company.into_iter().chain(own).collect(), rows }
}

/// The facts that hold for every part.
fn shared(parts: &[Document]) -> Vec<Fact> {
    let everywhere = |fact: &&Fact| {
        parts.iter().all(|part| part.facts.iter().any(|own| own.name == fact.name && own.value == fact.value))
    };
    parts.first().map(|first| first.facts.iter().filter(everywhere).cloned().collect()).unwrap_or_default()
}
