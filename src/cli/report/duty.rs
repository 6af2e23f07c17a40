//! `weibao-report duty`: cover to the second, hours a person, hand-overs, entries of the log (D-1).

use clap::Args;

use super::demand::Wrong;
use super::moment::Moment;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, names, source, walk};
use crate::ledger::Records;
use crate::measure::duty::{Counting, Duty as Figures, Scope};
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::{Date, date};
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Row, Table};
use crate::store::Store;
use crate::text::Message;

crate::texts! {
    TITLE: "值班", "Duty";
    TOTAL: "合计", "Total";
    GAPS: "无人值班的时段", "Time without anyone on duty";
    ROSTERS: "值班表", "Rosters";
    PEOPLE: "各人", "By person";
    HANDOVERS: "缺交接班记录", "Changes of people without a hand-over";
    LATE: "补记的值班记录", "Entries written late";
    FROM: "自", "from";
    TO: "至", "to";
    COVERED: "有人值班（秒）", "covered (seconds)";
    DONE: "有交接记录", "with a hand-over";
    GAP_COUNT: "空档数", "gaps";
    ENTRIES: "记录条数", "entries";
    LATE_ENTRIES: "补记条数", "late entries";
    SECONDS: "秒数", "seconds";
    MONTH: "月份", "month";
    PUBLISHED_AT: "公布", "published at";
    DECLARED_LATE: "逾期公布", "published late";
    PERSON: "人员", "person";
    NAME: "姓名", "name";
    WORKDAY: "工作日（分钟）", "workdays (minutes)";
    REST_DAY: "休息日（分钟）", "rest days (minutes)";
    STATUTORY: "法定节假日（分钟）", "statutory holidays (minutes)";
    UNKNOWN: "节假日未公布（分钟）", "calendar not published (minutes)";
    ALL: "共计（分钟）", "all (minutes)";
    AT: "时刻", "at";
    ENTRY: "记录", "entry";
    HAPPENED_AT: "发生", "happened at";
    RECORDED_AT: "记录时间", "written at";
    OPEN: "有 {seconds} 秒无人值班", "nobody was on duty for {seconds} seconds";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Duty {
    /// 自此日起；默认自第一张值班表 / From this day on; otherwise from the first roster
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// 至此日止；默认至 --as-of / Until this day; otherwise until --as-of
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
}

fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| format!("`{text}` is not a date such as 2026-03-15"))
}

impl Duty {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        store.require_whole_history()?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let mut counting = Counting::new(Scope { as_of: moment.as_of, since: self.since, until: self.until });
        let kinds = [Kind::DutyRoster, Kind::DutyLog];
        let seen = walk::each(&snapshot, &kinds, moment.as_of, &mut |entry, world| counting.take(entry, world))?;
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let duty = counting.finish(&world.calendar, &world.policies);
        let facts = source::facts(&moment, &seen, &world);
        let open: u64 = duty.gaps.iter().map(|gap| gap.seconds()).sum();
        let wrong = (open > 0).then(|| Wrong::Said(Message::new(&OPEN).with("seconds", open)));
        let document = Document { report: "duty/1", title: &TITLE, facts, tables: tables(&duty, &records) };
        Ok(Outcome { document, wrong })
    }
}

fn list(people: &[StaffId]) -> Cell {
    Cell::List(people.iter().map(ToString::to_string).collect())
}

fn tables(duty: &Figures, records: &Records<'_>) -> Vec<Table> {
    let table = |name, title, columns: &[Column], rows: Vec<Vec<Cell>>| Table {
        name,
        title,
        columns: columns.to_vec(),
        rows: rows.into_iter().map(|cells| Row { cells, notes: Vec::new() }).collect(),
    };
    let (from, to) = (Column::instant("from", &FROM), Column::instant("to", &TO));
    let person = [Column::text("person", &PERSON), Column::text("name", &NAME)];
    vec![
        table(
            "total",
            &TOTAL,
            &[
                from,
                to,
                Column::rate("covered", &COVERED),
                Column::int("gaps", &GAP_COUNT),
                Column::rate("handovers", &DONE),
                Column::int("entries", &ENTRIES),
                Column::int("late_entries", &LATE_ENTRIES),
            ],
            vec![total(duty)],
        ),
        table(
            "gaps",
            &GAPS,
            &[from, to, Column::int("seconds", &SECONDS)],
            duty.gaps
                .iter()
                .map(|gap| {
                    vec![
                        Cell::Instant(gap.from.to_string()),
                        Cell::Instant(gap.to.to_string()),
                        Cell::count(gap.seconds()),
                    ]
                })
                .collect(),
        ),
        table(
            "rosters",
            &ROSTERS,
            &[
                Column::text("month", &MONTH),
                Column::instant("published_at", &PUBLISHED_AT),
                Column::text("late", &DECLARED_LATE),
            ],
            duty.rosters
                .iter()
                .map(|(month, at, late)| {
                    vec![Cell::Text(month.to_string()), Cell::instant_or_unknown(*at), Cell::Bool(*late)]
                })
                .collect(),
        ),
        table(
            "people",
            &PEOPLE,
            &[
                person[0],
                person[1],
                Column::int("workday", &WORKDAY),
                Column::int("rest_day", &REST_DAY),
                Column::int("statutory", &STATUTORY),
                Column::int("unknown", &UNKNOWN),
                Column::int("all", &ALL),
                Column::int("entries", &ENTRIES),
                Column::int("late_entries", &LATE_ENTRIES),
            ],
            duty.people
                .iter()
                .map(|(who, share)| {
                    let hours = &share.on_duty;
                    let minutes = [hours.workday, hours.rest_day, hours.statutory, hours.unknown, hours.all()];
                    let head = [Cell::Text(who.to_string()), names::of_staff(records, Some(who))];
                    let counts = [share.entries, share.late].map(Cell::count);
                    head.into_iter().chain(minutes.map(|seconds| Cell::count(seconds / 60))).chain(counts).collect()
                })
                .collect(),
        ),
        table(
            "handovers_missing",
            &HANDOVERS,
            &[Column::instant("at", &AT), Column::text("from", &FROM), Column::text("to", &TO)],
            duty.handovers_missing
                .iter()
                .map(|missing| vec![Cell::Instant(missing.at.to_string()), list(&missing.from), list(&missing.to)])
                .collect(),
        ),
        table(
            "late_entries",
            &LATE,
            &[
                Column::text("entry", &ENTRY),
                Column::text("person", &PERSON),
                Column::instant("happened_at", &HAPPENED_AT),
                Column::instant("recorded_at", &RECORDED_AT),
            ],
            duty.late
                .iter()
                .map(|late| {
                    vec![
                        Cell::Text(late.id.to_string()),
                        Cell::Text(late.by.to_string()),
                        Cell::Instant(late.at.to_string()),
                        Cell::Instant(late.recorded_at.to_string()),
                    ]
                })
                .collect(),
        ),
    ]
}

fn total(duty: &Figures) -> Vec<Cell> {
    let sum = |of: fn(&crate::measure::duty::Share) -> u64| Cell::count(duty.people.values().map(of).sum::<u64>());
    let missing = u64::try_from(duty.handovers_missing.len()).unwrap_or(u64::MAX);
    vec![
        Cell::instant_or_unknown(duty.period.map(|period| period.from)),
        Cell::instant_or_unknown(duty.period.map(|period| period.to)),
        // Without a roster nothing is known: never 0 of 0, and never 100 %.
        duty.period.map_or(Cell::Unknown, |period| Cell::Rate(duty.covered, period.seconds())),
        Cell::count(duty.gaps.len()),
        Cell::Rate(duty.handovers_due.saturating_sub(missing), duty.handovers_due),
        sum(|share| share.entries),
        sum(|share| share.late),
    ]
}
