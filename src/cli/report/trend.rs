//! `weibao-report trend`: each month's rates as first published, some days after its end, and as known today.

use std::collections::BTreeMap;

use clap::Args;

use super::moment::{Line, Moment};
use super::standing::{self, Month};
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, source};
use crate::calendar::end_of;
use crate::ledger::Records;
use crate::measure::Tally;
use crate::measure::standings::{Family, Standings};
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
        let mut rows = Vec::new();
        for published in self.published(&Line::of(&store, moment.commit)?, &moment) {
            let then = match published.commit {
                Some(commit) => {
                    let (then, also) = standing::standings(&store, commit, published.at, moment.receipts.as_ref())?;
                    seen.add(also);
                    Some(then)
                }
                None => None,
            };
            rows.extend(month(&published, then.as_ref(), &now));
        }
        let snapshot = store.snapshot_of(moment.commit)?;
        let records = Records::new(&snapshot);
        let mut facts = source::facts(&moment, &seen, &World::new(&records, moment.as_of));
        facts.push(Fact { name: "published_after_days", title: &AFTER_DAYS, value: Cell::count(self.after) });
        let columns = columns();
        let tables = vec![Table { name: "trend", title: &TREND, columns, rows }];
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

/// The lines of a month: each family in which anything was due, then or now.
fn month(published: &Published, then: Option<&Standings>, now: &Standings) -> Vec<Row> {
    let name = published.month.to_string();
    let first = then.map(|then| then.of_month(&name));
    let now = now.of_month(&name);
    let of = |tallies: &BTreeMap<Family, Tally>, family| tallies.get(&family).copied().unwrap_or_default();
    let mut rows = Vec::new();
    for (family, head) in standing::families() {
        let (then, now) = (first.as_ref().map(|first| of(first, family)), of(&now, family));
        if then.unwrap_or_default().due() == 0 && now.due() == 0 {
            continue;
        }
        let unknown = [Cell::Unknown, Cell::Unknown, Cell::Unknown];
        let cells = [Cell::Text(name.clone()), head]
            .into_iter()
            .chain(then.as_ref().map_or(unknown, standing::rates))
            .chain(standing::rates(&now))
            .chain([
                then.map_or(Cell::Unknown, |then| Cell::Bool(then != now)),
                Cell::Instant(published.at.to_string()),
                Cell::text_or_unknown(published.commit),
            ]);
        rows.push(Row { cells: cells.collect(), notes: Vec::new() });
    }
    rows
}
