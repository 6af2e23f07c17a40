//! `weibao-report incidents`: the clocks of every emergency, what was missed by name, and what each course holds.

use clap::Args;

use super::moment::Moment;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, names, source, walk};
use crate::ledger::Records;
use crate::measure::Tally;
use crate::measure::incidents::{Incidents as Figures, Line, Miss};
use crate::record::Kind;
use crate::record::incident::IncidentState;
use crate::regulation::obligation::Standing;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Row, Table};
use crate::store::Store;
use crate::text::Text;

crate::texts! {
    TITLE: "突发公共事件", "Emergencies";
    INCIDENTS: "事件数", "incidents";
    TOTAL: "时限合计", "All clocks";
    BY_CLOCK: "按时限", "By clock";
    BY_MONTH: "按接报月份", "By month of the report";
    LINES: "各起事件", "Incidents";
    MISSES: "未按时的各项", "Missed clocks";
    CLOCK: "时限", "clock";
    NAMED: "时限事项", "clock";
    CLAUSES: "条款", "clauses";
    MONTH: "月份", "month";
    RATE: "按时率", "in time";
    IN_TIME: "按时", "in time";
    LATE: "逾期", "late";
    MISSING: "未办", "missing";
    NOT_YET_DUE: "未到期", "not yet due";
    INCIDENT: "事件", "incident";
    STATE: "状态", "state";
    OPEN: "处置中", "open";
    ENDED: "处置结束", "ended";
    CLOSED: "已结案", "closed";
    RECEIVED_AT: "接报时间", "received at";
    RECEIVED_BY: "接报人", "received by";
    INFORMED: "报告公司用时（分）", "minutes until the company was informed";
    GM: "报总经理用时（分）", "minutes until the general manager's report";
    GM_EVENT: "距事发（分）", "minutes from the event";
    POSTS: "五职报告", "five posts called";
    CONVEYED: "指示传达", "instructions conveyed";
    REPORTS: "报送期数", "reports";
    ENTRIES: "过程记录", "entries";
    ENTERED_LATE: "补记", "entered late";
    CORRECTED: "更正", "corrected";
    RECORD: "所涉记录", "record";
    STANDING: "情况", "standing";
    PERSON: "责任人", "responsible";
    NAME: "姓名", "name";
    DEADLINE: "截止", "deadline";
    DONE_AT: "办理时间", "done at";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Incidents {
    /// 不列时限的算法 / Without the sums of the deadlines
    #[arg(long)]
    brief: bool,
}

impl Incidents {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let mut figures = Figures::new(moment.as_of);
        let seen =
            walk::each(&snapshot, &[Kind::Incident], moment.as_of, &mut |entry, world| figures.take(entry, world))?;
        let figures = figures.finish();
        let records = Records::new(&snapshot);
        let mut facts = source::facts(&moment, &seen, &World::new(&records, moment.as_of));
        facts.push(Fact { name: "incidents", title: &INCIDENTS, value: Cell::count(figures.lines.len()) });
        let mut tables = tables(&figures, &records);
        if self.brief {
            tables.iter_mut().flat_map(|table| &mut table.rows).for_each(|row| row.notes.clear());
        }
        Ok(Outcome { document: Document { report: "incidents/1", title: &TITLE, facts, tables }, wrong: None })
    }
}

const COUNTS: [Column; 5] = [
    Column::rate("rate", &RATE),
    Column::int("in_time", &IN_TIME),
    Column::int("late", &LATE),
    Column::int("missing", &MISSING),
    Column::int("not_yet_due", &NOT_YET_DUE),
];

fn counts(tally: &Tally) -> [Cell; 5] {
    let rate = tally.claimed();
    [
        Cell::Rate(rate.done, rate.due),
        Cell::count(tally.in_time),
        Cell::count(tally.late),
        Cell::count(tally.missing),
        Cell::count(tally.not_yet_due),
    ]
}

fn grouped<'a>(
    name: &'static str,
    title: &'static Text,
    heads: &[Column],
    groups: impl Iterator<Item = (Vec<Cell>, &'a Tally)>,
) -> Table {
    Table::grouped((name, title), heads, &COUNTS, groups.map(|(head, of)| (head, counts(of))))
}

fn tables(figures: &Figures, records: &Records<'_>) -> Vec<Table> {
    let by_clock = figures.by_clock.values().map(|(rule, tally)| {
        let clauses = rule.clauses.iter().map(ToString::to_string).collect();
        (
            vec![Cell::Text(rule.id.to_owned()), Cell::Word(rule.title.en, (&rule.title).into()), Cell::List(clauses)],
            tally,
        )
    });
    let heads = [Column::text("clock", &CLOCK), Column::text("title", &NAMED), Column::text("clauses", &CLAUSES)];
    let by_month = figures.by_month.iter().map(|(month, tally)| (vec![Cell::Text(month.clone())], tally));
    vec![
        grouped("total", &TOTAL, &[], std::iter::once((Vec::new(), &figures.total))),
        grouped("by_clock", &BY_CLOCK, &heads, by_clock),
        grouped("by_month", &BY_MONTH, &[Column::text("month", &MONTH)], by_month),
        lines(&figures.lines),
        misses(&figures.misses, records),
    ]
}

fn lines(lines: &[Line]) -> Table {
    let minutes = |minutes: Option<i64>| minutes.map_or(Cell::Unknown, Cell::Int);
    let row = |line: &Line| Row {
        cells: vec![
            Cell::Text(line.id.to_string()),
            state(line.state),
            Cell::Instant(line.received_at.to_string()),
            Cell::Text(line.received_by.to_string()),
            Cell::Rate(line.clocks.claimed().done, line.clocks.claimed().due),
            minutes(line.informed_minutes),
            minutes(line.gm_minutes),
            minutes(line.gm_minutes_from_event),
            Cell::Rate(line.posts.done, line.posts.due),
            Cell::Rate(line.conveyed.done, line.conveyed.due),
            Cell::count(line.reports),
            Cell::count(line.entries),
            Cell::count(line.entered_late),
            Cell::count(line.corrected),
        ],
        notes: Vec::new(),
    };
    Table {
        name: "incidents_by_report",
        title: &LINES,
        columns: vec![
            Column::text("incident", &INCIDENT),
            Column::text("state", &STATE),
            Column::instant("received_at", &RECEIVED_AT),
            Column::text("received_by", &RECEIVED_BY),
            Column::rate("rate", &RATE),
            Column::int("informed_minutes", &INFORMED),
            Column::int("gm_minutes", &GM),
            Column::int("gm_minutes_from_event", &GM_EVENT),
            Column::rate("posts", &POSTS),
            Column::rate("conveyed", &CONVEYED),
            Column::int("reports", &REPORTS),
            Column::int("entries", &ENTRIES),
            Column::int("entered_late", &ENTERED_LATE),
            Column::int("corrected", &CORRECTED),
        ],
        rows: lines.iter().map(row).collect(),
    }
}

fn state(state: IncidentState) -> Cell {
    let (word, text): (_, &'static Text) = match state {
        IncidentState::Open => ("open", &OPEN),
        IncidentState::Ended => ("ended", &ENDED),
        IncidentState::Closed => ("closed", &CLOSED),
    };
    Cell::Word(word, text.into())
}

fn misses(misses: &[Miss], records: &Records<'_>) -> Table {
    let standing = |standing: Standing| match standing {
        Standing::Late => Cell::Word("late", (&LATE).into()),
        _ => Cell::Word("missing", (&MISSING).into()),
    };
    let row = |miss: &Miss| Row {
        cells: vec![
            Cell::Text(miss.incident.to_string()),
            Cell::Text(miss.rule.id.to_owned()),
            Cell::List(miss.rule.clauses.iter().map(ToString::to_string).collect()),
            Cell::Text(miss.key.id.clone()),
            standing(miss.standing),
            Cell::Instant(miss.deadline.to_string()),
            Cell::instant_or_unknown(miss.done_at),
            Cell::text_or_unknown(miss.responsible.as_ref()),
            names::of_staff(records, miss.responsible.as_ref()),
        ],
        notes: miss.steps.clone(),
    };
    Table {
        name: "misses",
        title: &MISSES,
        columns: vec![
            Column::text("incident", &INCIDENT),
            Column::text("clock", &CLOCK),
            Column::text("clauses", &CLAUSES),
            Column::text("record", &RECORD),
            Column::text("standing", &STANDING),
            Column::instant("deadline", &DEADLINE),
            Column::instant("done_at", &DONE_AT),
            Column::text("responsible", &PERSON),
            Column::text("name", &NAME),
        ],
        rows: misses.iter().map(row).collect(),
    }
}
