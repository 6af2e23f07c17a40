//! `weibao-report tickets`: how fast, how well, how often again, how many void, how long to the office.

use clap::{Args, ValueEnum};

use super::moment::Moment;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, names, source, walk};
use crate::ledger::Records;
use crate::measure::tickets::{Again, Basis, Figures, Scope, Tickets as Counted};
use crate::measure::{Rate, Spread};
use crate::record::Kind;
use crate::record::instant::Date;
use crate::regulation::policy::named;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Row, Table};
use crate::store::Store;
use crate::text::{Message, Text};

crate::texts! {
    TITLE: "维修单统计", "Tickets";
    BASIS: "日期依据", "day that counts";
    SINCE: "日期自", "since";
    UNTIL: "日期至", "until";
    DAYS_POLICY: "二次返修天数", "days within which a repair counts as repeated";
    RANKS: "中位数、九成位取最近名次", "median and 90th percentile by nearest rank";
    METHOD: "统计方法", "method";
    RECEIVED: "报修日（作废单为作废日）", "day received (of a void ticket, the day it was voided)";
    OPENED: "开单日（作废单为作废日）", "day opened (of a void ticket, the day it was voided)";
    RESTORED: "恢复日", "day of restoration";
    TOTAL: "合计", "Total";
    TIMES: "用时", "Times";
    BY_MONTH: "按月份", "By month";
    TIMES_BY_MONTH: "用时，按月份", "Times, by month";
    BY_CLIENT: "按甲方", "By client";
    TIMES_BY_CLIENT: "用时，按甲方", "Times, by client";
    BY_TECHNICIAN: "按维修人员（每单只计一人）", "By technician (each ticket once)";
    TIMES_BY_TECHNICIAN: "用时，按维修人员", "Times, by technician";
    AGAIN: "同一设备短期内再修", "The same device again";
    TICKETS: "已用单", "tickets";
    COMPLETED: "完成", "completed";
    OPEN: "未完成", "open";
    TRANSFERRED: "已转", "transferred";
    VOID: "作废", "void";
    VOID_SHARE: "作废率", "void share";
    REPAIRS: "完成的维修", "repairs";
    REPEAT_RATE: "二次返修率（按所写原单）", "repeat repairs (as marked)";
    FIRST_TIME: "一次修好率", "right at the first time";
    DELAYED: "有延时单", "with a delay slip";
    DELAYED_SHARE: "延时率", "delayed share";
    WAITING: "未到办公室", "not at the office";
    ASSISTED: "协助他人", "helped others";
    MEASURE: "项目", "measure";
    FROM_TO: "起止", "from, to";
    UNIT: "单位", "unit";
    KNOWN: "已知数", "known";
    MEDIAN: "中位数", "median";
    P90: "九成不超过", "90th percentile";
    MAX: "最长", "longest";
    RESPONSE: "响应", "response";
    ARRIVAL: "到场", "arrival";
    REPAIR: "修复", "repair";
    RESTORATION: "恢复", "restoration";
    HAND_IN: "交单", "hand-in";
    RESPONSE_BASIS: "报修至首次派单", "received to first dispatch";
    ARRIVAL_BASIS: "报修至首次到场", "received to first arrival";
    REPAIR_BASIS: "首次到场至恢复", "first arrival to restoration";
    RESTORATION_BASIS: "报修至恢复", "received to restoration";
    HAND_IN_BASIS: "甲方确认日至办公室接收日", "day of confirmation to day at the office";
    MINUTES: "分钟", "minutes";
    DAYS: "天", "days";
    MONTH: "月份", "month";
    CLIENT: "甲方", "client";
    CLIENT_NAME: "甲方名称", "client name";
    TECHNICIAN: "维修人员", "technician";
    NAME: "姓名", "name";
    TICKET: "单号", "ticket";
    OF: "前次单号", "repair before";
    SITE: "站点", "site";
    SERIAL: "设备序列号", "serial";
    APART: "相隔天数", "days apart";
    MARKED: "单上写明", "marked";
}

/// Which day of a ticket counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum By {
    /// 报修日（默认） / The day the fault was received
    #[default]
    Received,
    /// 开单日 / The day the ticket was opened
    Opened,
    /// 恢复日 / The day of restoration
    Restored,
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Tickets {
    /// 以哪一日为准：月份和起止都按它 / Which day counts, for months and bounds
    #[arg(long, value_enum, default_value = "received")]
    by: By,
    /// 只计此日及以后的 / Only tickets of this day or later
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    since: Option<Date>,
    /// 只计此日及以前的 / Only tickets of this day or earlier
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    until: Option<Date>,
}

impl Tickets {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        if self.since.zip(self.until).is_some_and(|(since, until)| since > until) {
            return Err(Trouble::backwards());
        }
        let (basis, basis_title): (_, &'static Text) = match self.by {
            By::Received => (Basis::Received, &RECEIVED),
            By::Opened => (Basis::Opened, &OPENED),
            By::Restored => (Basis::Restored, &RESTORED),
        };
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        store.require_whole_history()?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let scope = Scope { as_of: moment.as_of, basis, since: self.since, until: self.until };
        let mut counted = Counted::new(scope);
        let seen =
            walk::each(&snapshot, &[Kind::Ticket], moment.as_of, &mut |entry, world| counted.take(entry, world))?;
        let counted = counted.finish();
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let mut facts = source::facts(&moment, &seen, &world);
        let bound = |day: Option<Date>| day.map_or(Cell::Unknown, |day| Cell::Date(day.to_string()));
        let days = world.policies.number(&named::repeat_repair_days, moment.as_of.day());
        facts.extend([
            Fact { name: "basis", title: &BASIS, value: Cell::Word(basis_word(self.by), basis_title.into()) },
            Fact { name: "since", title: &SINCE, value: bound(self.since) },
            Fact { name: "until", title: &UNTIL, value: bound(self.until) },
            Fact { name: "repeat_repair_days", title: &DAYS_POLICY, value: Cell::Int(days) },
            Fact { name: "method", title: &METHOD, value: Cell::Word("nearest_rank", (&RANKS).into()) },
        ]);
        let document = Document { report: "tickets/1", title: &TITLE, facts, tables: tables(&counted, &records) };
        Ok(Outcome { document, wrong: None })
    }
}

const fn basis_word(by: By) -> &'static str {
    match by {
        By::Received => "received",
        By::Opened => "opened",
        By::Restored => "restored",
    }
}

const COUNTS: [Column; 12] = [
    Column::int("tickets", &TICKETS),
    Column::int("completed", &COMPLETED),
    Column::int("open", &OPEN),
    Column::int("transferred", &TRANSFERRED),
    Column::int("void", &VOID),
    Column::rate("void_share", &VOID_SHARE),
    Column::int("repairs", &REPAIRS),
    Column::rate("repeat_rate", &REPEAT_RATE),
    Column::rate("first_time_fix", &FIRST_TIME),
    Column::int("delayed", &DELAYED),
    Column::rate("delayed_share", &DELAYED_SHARE),
    Column::int("waiting", &WAITING),
];

fn counts(figures: &Figures) -> Vec<Cell> {
    let rate = |rate: Rate| Cell::Rate(rate.done, rate.due);
    vec![
        Cell::count(figures.tickets),
        Cell::count(figures.completed),
        Cell::count(figures.open),
        Cell::count(figures.transferred),
        Cell::count(figures.void),
        rate(figures.void_share()),
        Cell::count(figures.repairs),
        rate(figures.repeat_rate()),
        rate(figures.first_time),
        Cell::count(figures.delayed),
        rate(figures.delayed_share()),
        Cell::count(figures.waiting),
    ]
}

const MEASURES: [Column; 7] = [
    Column::text("measure", &MEASURE),
    Column::text("from_to", &FROM_TO),
    Column::text("unit", &UNIT),
    Column::int("known", &KNOWN),
    Column::int("median", &MEDIAN),
    Column::int("p90", &P90),
    Column::int("max", &MAX),
];

/// One line for each time that was measured.
fn measured(figures: &Figures) -> [Vec<Cell>; 5] {
    let line = |word: &'static str, title: &'static Text, basis: &'static Text, days: bool, spread: &Spread| {
        let number = |value: Option<i64>| value.map_or(Cell::Unknown, Cell::Int);
        let (unit, unit_title): (_, &'static Text) = if days { ("days", &DAYS) } else { ("minutes", &MINUTES) };
        vec![
            Cell::Word(word, title.into()),
            Cell::Word(basis.en, basis.into()),
            Cell::Word(unit, unit_title.into()),
            Cell::count(spread.count()),
            number(spread.percentile(50)),
            number(spread.percentile(90)),
            number(spread.max()),
        ]
    };
    [
        line("response", &RESPONSE, &RESPONSE_BASIS, false, &figures.response),
        line("arrival", &ARRIVAL, &ARRIVAL_BASIS, false, &figures.arrival),
        line("repair", &REPAIR, &REPAIR_BASIS, false, &figures.repair),
        line("restoration", &RESTORATION, &RESTORATION_BASIS, false, &figures.restoration),
        line("hand_in", &HAND_IN, &HAND_IN_BASIS, true, &figures.hand_in),
    ]
}

/// Counts and times of the same groups: two tables.
fn grouped(
    [counted, durations]: [(&'static str, &'static Text); 2],
    heads: &[Column],
    more: &[Column],
    groups: &[(Vec<Cell>, &Figures, Vec<Cell>)],
) -> [Table; 2] {
    let row = |cells| Row { cells, notes: Vec::new() };
    let lines = groups.iter().map(|(head, figures, more)| row([head.clone(), counts(figures), more.clone()].concat()));
    let times = groups
        .iter()
        .flat_map(|(head, figures, _)| measured(figures).into_iter().map(|cells| row([head.clone(), cells].concat())));
    [
        Table { name: counted.0, title: counted.1, columns: [heads, &COUNTS, more].concat(), rows: lines.collect() },
        Table { name: durations.0, title: durations.1, columns: [heads, &MEASURES].concat(), rows: times.collect() },
    ]
}

fn tables(counted: &Counted, records: &Records<'_>) -> Vec<Table> {
    let months: Vec<_> = counted
        .by_month
        .iter()
        .map(|(month, figures)| (vec![Cell::Text(month.clone())], figures, Vec::new()))
        .collect();
    let clients: Vec<_> = counted
        .by_client
        .iter()
        .map(|(client, figures)| {
            let head = vec![Cell::text_or_unknown(client.as_ref()), names::of_client(records, client.as_ref())];
            (head, figures, Vec::new())
        })
        .collect();
    let nobody = Figures::default();
    let mut people: std::collections::BTreeMap<_, _> = counted.by_technician.iter().collect();
    let helpers: Vec<_> = counted.assisted.keys().cloned().map(Some).collect();
    for helper in &helpers {
        people.entry(helper).or_insert(&nobody);
    }
    let technicians: Vec<_> = people
        .into_iter()
        .map(|(who, figures)| {
            let head = vec![Cell::text_or_unknown(who.as_ref()), names::of_staff(records, who.as_ref())];
            let helped = who.as_ref().and_then(|who| counted.assisted.get(who)).copied().unwrap_or_default();
            (head, figures, vec![Cell::count(helped)])
        })
        .collect();
    let total = [(Vec::new(), &counted.total, Vec::new())];
    let mut all: Vec<Table> = Vec::new();
    all.extend(grouped([("total", &TOTAL), ("times", &TIMES)], &[], &[], &total));
    all.extend(grouped(
        [("by_month", &BY_MONTH), ("times_by_month", &TIMES_BY_MONTH)],
        &[Column::text("month", &MONTH)],
        &[],
        &months,
    ));
    all.extend(grouped(
        [("by_client", &BY_CLIENT), ("times_by_client", &TIMES_BY_CLIENT)],
        &[Column::text("client", &CLIENT), Column::text("name", &CLIENT_NAME)],
        &[],
        &clients,
    ));
    all.extend(grouped(
        [("by_technician", &BY_TECHNICIAN), ("times_by_technician", &TIMES_BY_TECHNICIAN)],
        &[Column::text("technician", &TECHNICIAN), Column::text("name", &NAME)],
        &[Column::int("assisted", &ASSISTED)],
        &technicians,
    ));
    all.push(again(&counted.again));
    all
}

fn again(list: &[Again]) -> Table {
    let row = |it: &Again| Row {
        cells: vec![
            Cell::Text(it.ticket.to_string()),
            Cell::Text(it.of.to_string()),
            Cell::Text(it.site.to_string()),
            Cell::Text(it.serial.clone()),
            Cell::Int(it.days),
            Cell::Bool(it.marked),
        ],
        notes: Vec::<Message>::new(),
    };
    Table {
        name: "again",
        title: &AGAIN,
        columns: vec![
            Column::text("ticket", &TICKET),
            Column::text("of", &OF),
            Column::text("site", &SITE),
            Column::text("serial", &SERIAL),
            Column::int("days", &APART),
            Column::text("marked", &MARKED),
        ],
        rows: list.iter().map(row).collect(),
    }
}
