//! `weibao-report trend`: each month's rates and counts as first published, some days after its end, and as known today.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;

use super::moment::{Line, Moment};
use super::standing::{self, Known, Month};
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, source};
use crate::calendar::end_of;
use crate::ledger::Records;
use crate::measure::counts::{Figure, Sums};
use crate::measure::{Family, Tally};
use crate::record::instant::Instant;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Row, Table};
use crate::store::{Id, Store};

crate::texts! {
    TITLE: "逐月趋势", "Trend, month by month";
    AFTER_DAYS: "月末后几日公布", "days after the month's end at which it is published";
    TREND: "首次公布与现在所知", "As first published and as known now";
    MONTH: "月份", "month";
    CLAIMED_FIRST: "首次：按时率（记录）", "first: in time (claimed)";
    RECORDED_FIRST: "首次：按时率（入库）", "first: in time (recorded)";
    RECEIVED_FIRST: "首次：按时率（接收）", "first: in time (received)";
    CLAIMED_NOW: "现在：按时率（记录）", "now: in time (claimed)";
    RECORDED_NOW: "现在：按时率（入库）", "now: in time (recorded)";
    RECEIVED_NOW: "现在：按时率（接收）", "now: in time (received)";
    RESTATED: "有变动", "restated";
    PUBLISHED_AT: "公布时刻", "published as of";
    COMMIT: "公布时的提交", "published from";
    COUNTS: "首次公布与现在所知的数目", "Counts as first published and as known now";
    FIGURE: "项目", "figure";
    FIRST: "首次", "first";
    NOW: "现在", "now";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Trend {
    /// 月末后几日为首次公布 / Days after a month's end at which it is first published
    #[arg(long, value_name = "DAYS", default_value = "5", value_parser = clap::value_parser!(u16).range(0..=366))]
    after: u16,
    /// 最近几个月 / How many months back
    #[arg(long, value_name = "MONTHS", default_value = "12", value_parser = clap::value_parser!(u16).range(1..=240))]
    months: u16,
}

/// A month as it was first published; no commit where nothing was known yet.
struct Published {
    month: Month,
    at: Instant,
    commit: Option<Id>,
}

impl Trend {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let (now, mut seen) = standing::of_moment(&store, &moment)?;
        let (mut rows, mut counts) = (Vec::new(), Vec::new());
        for published in self.published(&Line::of(&store, moment.commit)?, &moment) {
            let then = match published.commit {
                Some(commit) => {
                    let (then, also) = standing::known(&store, commit, published.at, moment.receipts.as_ref())?;
                    seen.add(also);
                    Some(then)
                }
                None => None,
            };
            rows.extend(month(&published, then.as_ref(), &now));
            counts.extend(counted(&published, then.as_ref(), &now));
        }
        let snapshot = store.snapshot_of(moment.commit)?;
        let records = Records::new(&snapshot);
        let mut facts = source::facts(&moment, &seen, &World::new(&records, moment.as_of));
        facts.push(Fact { name: "published_after_days", title: &AFTER_DAYS, value: Cell::count(self.after) });
        let tables = vec![
            Table { name: "trend", title: &TREND, columns: columns(), rows },
            Table { name: "counts", title: &COUNTS, columns: count_columns(), rows: counts },
        ];
        Ok(Outcome { document: Document { report: "trend/1", title: &TITLE, facts, tables }, wrong: None })
    }

    /// The months that have been published by the moment of the report, oldest first, as far as asked for.
    fn published(&self, line: &Line, moment: &Moment) -> Vec<Published> {
        let mut published = Vec::new();
        let mut month = Month::of(moment.as_of.day());
        while let Some(one) = month.filter(|_| published.len() < usize::from(self.months)) {
            month = one.before();
            let day = one.last_day().and_then(|day| day.checked_add_days(chrono::Days::new(self.after.into())));
            let Some(day) = day else {
                break;
            };
            let at = end_of(day).plus_seconds(1);
            if line.first().is_none_or(|first| first > at) {
                break;
            }
            if at <= moment.as_of {
                published.push(Published { month: one, at, commit: line.known_at(end_of(day), moment) });
            }
        }
        published.reverse();
        published
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("month", &MONTH),
        standing::FAMILY_COLUMN,
        Column::rate("claimed_first", &CLAIMED_FIRST),
        Column::rate("recorded_first", &RECORDED_FIRST),
        Column::rate("received_first", &RECEIVED_FIRST),
        Column::rate("claimed_now", &CLAIMED_NOW),
        Column::rate("recorded_now", &RECORDED_NOW),
        Column::rate("received_now", &RECEIVED_NOW),
        Column::text("restated", &RESTATED),
        Column::instant("published_at", &PUBLISHED_AT),
        Column::text("published_commit", &COMMIT),
    ]
}

fn count_columns() -> Vec<Column> {
    vec![
        Column::text("month", &MONTH),
        standing::FAMILY_COLUMN,
        Column::text("figure", &FIGURE),
        Column::int("first", &FIRST),
        Column::int("now", &NOW),
        Column::text("restated", &RESTATED),
        Column::instant("published_at", &PUBLISHED_AT),
        Column::text("published_commit", &COMMIT),
    ]
}

/// The lines of a month: each family in which anything was due, then or now.
fn month(published: &Published, then: Option<&Known>, now: &Known) -> Vec<Row> {
    let name = published.month.to_string();
    let first = then.map(|then| then.standings.of_month(&name));
    let now = now.standings.of_month(&name);
    let of = |tallies: &BTreeMap<Family, Tally>, family| tallies.get(&family).copied().unwrap_or_default();
    let mut rows = Vec::new();
    for family in Family::ALL {
        let (then, now) = (first.as_ref().map(|first| of(first, family)), of(&now, family));
        if then.unwrap_or_default().due() == 0 && now.due() == 0 {
            continue;
        }
        let unknown = [Cell::Unknown, Cell::Unknown, Cell::Unknown];
        let cells = [Cell::Text(name.clone()), standing::family(family)]
            .into_iter()
            .chain(then.as_ref().map_or(unknown, standing::rates))
            .chain(standing::rates(&now))
            .chain(published.foot(then.map(|then| then != now)));
        rows.push(Row::plain(cells.collect()));
    }
    rows
}

/// The counts of a month that are not nothing both then and now.
fn counted(published: &Published, then: Option<&Known>, now: &Known) -> Vec<Row> {
    let name = published.month.to_string();
    let first = then.map(|then| then.counts.of_month(&name));
    let now = now.counts.of_month(&name);
    let figures: BTreeSet<_> = first.iter().flatten().chain(&now).map(|(figure, _)| *figure).collect();
    let row = |figure: Figure| {
        let number = |sums: &Sums| sums.get(&figure).map_or(0, |(_, number)| *number);
        let measure = first.iter().chain([&now]).find_map(|sums| sums.get(&figure)).map(|(measure, _)| *measure)?;
        let then = first.as_ref().map(number);
        let cells = [
            Cell::Text(name.clone()),
            standing::family(figure.family),
            Cell::Word(measure.id, (&measure.title).into()),
            then.map_or(Cell::Unknown, Cell::Int),
            Cell::Int(number(&now)),
        ];
        Some(Row::plain(cells.into_iter().chain(published.foot(then.map(|then| then != number(&now)))).collect()))
    };
    figures.into_iter().filter_map(row).collect()
}

impl Published {
    /// Whether a line was restated, and what it was first published from.
    fn foot(&self, restated: Option<bool>) -> [Cell; 3] {
        [
            restated.map_or(Cell::Unknown, Cell::Bool),
            Cell::Instant(self.at.to_string()),
            Cell::text_or_unknown(self.commit),
        ]
    }
}
