//! `weibao-report maintenance`: plans confirmed and quarters maintained, in time, late or missing; items answered; what is
//! abnormal and still open; every miss by name.

use clap::Args;

use super::demand::FailUnder;
use super::misses::Misses;
use super::moment::Moment;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, names, source, walk};
use crate::ledger::Records;
use crate::measure::Rate;
use crate::measure::maintenance::{ANCHORS, DUE, Figures, Group, Scope};
use crate::record::instant::{Date, date};
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Table};
use crate::store::Store;
use crate::text::Text;

crate::texts! {
    TITLE: "季度维护保养", "Quarterly maintenance";
    SINCE: "到期日自", "due since";
    UNTIL: "到期日至", "due until";
    TOTAL: "合计", "Total";
    BY_QUARTER: "按季度", "By quarter";
    BY_SITE: "按站点", "By site";
    BY_CLIENT: "按甲方", "By client";
    BY_RESPONSIBLE: "按责任人", "By person responsible";
    MISSES: "未按时的计划和维护保养", "Plans and maintenance not in time";
    RECORDED_LATE: "自称按时而逾期入库或接收", "In time by their own claim, committed or received late";
    QUARTER: "季度", "quarter";
    SITE: "站点", "site";
    CLIENT: "甲方", "client";
    CLIENT_NAME: "甲方名称", "client name";
    PERSON: "责任人", "responsible";
    NAME: "姓名", "name";
    PLANS: "计划按时率（记录）", "plans in time (claimed)";
    PLANS_RECORDED: "计划按时率（入库）", "plans in time (recorded)";
    PLANS_RECEIVED: "计划按时率（接收）", "plans in time (received)";
    WORK_RECEIVED: "维保按时率（接收）", "work in time (received)";
    PLANS_LATE: "计划逾期", "plans late";
    PLANS_MISSING: "计划未确认", "plans missing";
    PLANS_NOT_YET_DUE: "计划未到期", "plans not yet due";
    WORK: "维保按时率（记录）", "work in time (claimed)";
    WORK_RECORDED: "维保按时率（入库）", "work in time (recorded)";
    WORK_LATE: "维保逾期", "work late";
    WORK_MISSING: "维保未办", "work missing";
    WORK_NOT_YET_DUE: "维保未到期", "work not yet due";
    ITEMS: "项目完成率", "items answered";
    ABNORMAL: "发现异常", "abnormal found";
    OPEN: "尚未排除", "still open";
    RECORD: "编号", "record";
    RECORDED_AT: "入库时间", "committed";
    PLANS_BELOW: "计划按时率 {rate} 未达到 {wanted}", "the rate of plans {rate} is below {wanted}";
    WORK_BELOW: "维保按时率 {rate} 未达到 {wanted}", "the rate of maintenance {rate} is below {wanted}";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Maintenance {
    /// 只计到期日不早于此日的 / Only what was due on this day or later
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// 只计到期日不晚于此日的 / Only what was due on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    #[command(flatten)]
    fail_under: FailUnder,
    /// 不列到期日的算法 / Without the sums of the due dates
    #[arg(long)]
    brief: bool,
}

fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| format!("`{text}` is not a day such as 2026-03-15"))
}

impl Maintenance {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        if self.since.zip(self.until).is_some_and(|(since, until)| since > until) {
            return Err(Trouble::backwards());
        }
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let mut history = store.history_of(moment.commit, DUE)?;
        history.receipts.clone_from(&moment.receipts);
        let snapshot = store.snapshot_of(moment.commit)?;
        let mut figures = Figures::new(Scope { as_of: moment.as_of, since: self.since, until: self.until });
        let seen =
            walk::each(&snapshot, ANCHORS, moment.as_of, &mut |entry, world| figures.take(entry, world, &history))?;
        let figures = figures.finish();
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let mut facts = source::facts(&moment, &seen, &world);
        let bound = |day: Option<Date>| day.map_or(Cell::Unknown, |day| Cell::Date(day.to_string()));
        facts.push(Fact { name: "since", title: &SINCE, value: bound(self.since) });
        facts.push(Fact { name: "until", title: &UNTIL, value: bound(self.until) });
        let (plans, work) = (figures.total.plans.claimed(), figures.total.work.claimed());
        let wrong = self.fail_under.of(&[(plans, &PLANS_BELOW), (work, &WORK_BELOW)]);
        let mut tables = tables(figures, &records);
        if self.brief {
            tables.iter_mut().flat_map(|table| &mut table.rows).for_each(|row| row.notes.clear());
        }
        let document = Document { report: "maintenance/1", title: &TITLE, facts, tables };
        Ok(Outcome { document, wrong })
    }
}

const COUNTS: [Column; 15] = [
    Column::rate("plans_claimed", &PLANS),
    Column::rate("plans_recorded", &PLANS_RECORDED),
    Column::rate("plans_received", &PLANS_RECEIVED),
    Column::int("plans_late", &PLANS_LATE),
    Column::int("plans_missing", &PLANS_MISSING),
    Column::int("plans_not_yet_due", &PLANS_NOT_YET_DUE),
    Column::rate("work_claimed", &WORK),
    Column::rate("work_recorded", &WORK_RECORDED),
    Column::rate("work_received", &WORK_RECEIVED),
    Column::int("work_late", &WORK_LATE),
    Column::int("work_missing", &WORK_MISSING),
    Column::int("work_not_yet_due", &WORK_NOT_YET_DUE),
    Column::rate("items", &ITEMS),
    Column::int("abnormal", &ABNORMAL),
    Column::int("open", &OPEN),
];

fn counts(group: &Group) -> [Cell; 15] {
    let rate = |rate: Rate| Cell::Rate(rate.done, rate.due);
    [
        rate(group.plans.claimed()),
        rate(group.plans.recorded()),
        group.plans.received().map_or(Cell::Unknown, rate),
        Cell::count(group.plans.late),
        Cell::count(group.plans.missing),
        Cell::count(group.plans.not_yet_due),
        rate(group.work.claimed()),
        rate(group.work.recorded()),
        group.work.received().map_or(Cell::Unknown, rate),
        Cell::count(group.work.late),
        Cell::count(group.work.missing),
        Cell::count(group.work.not_yet_due),
        rate(group.items),
        Cell::count(group.abnormal),
        Cell::count(group.open),
    ]
}

/// A table of counts, one line for each group.
fn grouped<'a>(
    name: &'static str,
    title: &'static Text,
    heads: &[Column],
    groups: impl Iterator<Item = (Vec<Cell>, &'a Group)>,
) -> Table {
    Table::grouped((name, title), heads, &COUNTS, groups.map(|(head, of)| (head, counts(of))))
}

fn tables(figures: Figures, records: &Records<'_>) -> Vec<Table> {
    let misses =
        Misses { record: Column::text("record", &RECORD), committed: Column::instant("committed_at", &RECORDED_AT) };
    let by_quarter = figures.by_quarter.iter().map(|(quarter, group)| (vec![Cell::Text(quarter.to_string())], group));
    let by_site = figures.by_site.iter().map(|(site, group)| (vec![Cell::text_or_unknown(site.as_ref())], group));
    let by_client = figures.by_client.iter().map(|(client, group)| {
        (vec![Cell::text_or_unknown(client.as_ref()), names::of_client(records, client.as_ref())], group)
    });
    let by_responsible = figures.by_responsible.iter().map(|(person, group)| {
        (vec![Cell::text_or_unknown(person.as_ref()), names::of_staff(records, person.as_ref())], group)
    });
    vec![
        grouped("total", &TOTAL, &[], std::iter::once((Vec::new(), &figures.total))),
        grouped("by_quarter", &BY_QUARTER, &[Column::text("quarter", &QUARTER)], by_quarter),
        grouped("by_site", &BY_SITE, &[Column::text("site", &SITE)], by_site),
        grouped(
            "by_client",
            &BY_CLIENT,
            &[Column::text("client", &CLIENT), Column::text("name", &CLIENT_NAME)],
            by_client,
        ),
        grouped(
            "by_responsible",
            &BY_RESPONSIBLE,
            &[Column::text("responsible", &PERSON), Column::text("name", &NAME)],
            by_responsible,
        ),
        misses.table(("misses", &MISSES), figures.misses, records),
        misses.table(("recorded_late", &RECORDED_LATE), figures.recorded_late, records),
    ]
}
