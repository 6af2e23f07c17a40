//! `weibao-report leave`: compensatory rest earned, taken and left, by person and month.

use clap::Args;

use super::moment::Moment;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, names, source, walk};
use crate::ledger::Records;
use crate::measure::leave::{Counting, Leave as Figures, Sums};
use crate::record::Kind;
use crate::record::rest_credit::DayKind;
use crate::regulation::policy::named;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Row, Table};
use crate::store::Store;
use crate::text::Text;

crate::texts! {
    TITLE: "倒休", "Compensatory rest";
    PEOPLE: "各人（分钟）", "By person (minutes)";
    MONTHS: "各人各月（分钟）", "By person and month (minutes)";
    UNUSED: "久未使用的倒休", "Credits not used for long";
    PAY: "另须付酬的工作", "Work for which pay is due besides";
    PERSON: "人员", "person";
    NAME: "姓名", "name";
    MONTH: "月份", "month";
    REST_DAY: "周末休息日", "rest days";
    ADJUSTED_OFF: "调休放假日", "weekdays off";
    STATUTORY: "法定节假日", "statutory holidays";
    AFTER_HOURS: "下班后", "after hours";
    EARNED: "所得", "earned";
    PENDING: "待核实", "pending";
    USED: "已用", "used";
    BALANCE: "余额（分钟）", "balance (minutes)";
    PAY_DUE: "另须付酬", "pay due";
    CREDIT: "登记", "credit";
    DAY: "日期", "day";
    KIND: "日别", "kind of day";
    TICKET: "维修单", "ticket";
    MINUTES: "时长", "minutes";
    LEFT: "剩余", "left";
    AGE: "天数", "days";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Leave {}

impl Leave {
    #[expect(clippy::unused_self, reason = "every report runs the same way")]
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        store.require_whole_history()?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let mut counting = Counting::new(moment.as_of);
        let kinds = [Kind::RestCredit, Kind::RestUse];
        let seen = walk::each(&snapshot, &kinds, moment.as_of, &mut |entry, _| counting.take(entry))?;
        let leave = counting.finish();
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let facts = source::facts(&moment, &seen, &world);
        let document = Document { report: "leave/1", title: &TITLE, facts, tables: tables(&leave, &records, &world) };
        Ok(Outcome { document, wrong: None })
    }
}

/// What people call a kind of rest time.
pub(in crate::cli) const fn kind_title(kind: DayKind) -> &'static Text {
    match kind {
        DayKind::RestDay => &REST_DAY,
        DayKind::AdjustedOff => &ADJUSTED_OFF,
        DayKind::StatutoryHoliday => &STATUTORY,
        DayKind::WeekdayAfterHours => &AFTER_HOURS,
    }
}

const CREDITED: [Column; 5] = [
    Column::int("rest_day", &REST_DAY),
    Column::int("adjusted_off", &ADJUSTED_OFF),
    Column::int("statutory_holiday", &STATUTORY),
    Column::int("weekday_after_hours", &AFTER_HOURS),
    Column::int("earned", &EARNED),
];

fn credited(sums: &Sums) -> Vec<Cell> {
    let kinds = DayKind::ALL.map(|kind| sums.credited.get(&kind).copied().unwrap_or_default());
    kinds.into_iter().chain([sums.earned()]).map(Cell::count).collect()
}

fn tables(leave: &Figures, records: &Records<'_>, world: &World<'_>) -> Vec<Table> {
    let row = |cells| Row { cells, notes: Vec::new() };
    let today = world.clock.today();
    let days = world.policies.number(&named::rest_reminder_days, today);
    let people = leave.by_person.iter().map(|(who, sums)| {
        let head = [Cell::Text(who.to_string()), names::of_staff(records, Some(who))];
        let tail = [sums.used, sums.balance(), sums.pending, sums.pay_due].map(Cell::count);
        row(head.into_iter().chain(credited(sums)).chain(tail).collect())
    });
    let months = leave.by_month.iter().map(|((who, month), sums)| {
        let head = [Cell::Text(who.to_string()), Cell::Text(month.clone())];
        let tail = [sums.used, sums.pending, sums.pay_due].map(Cell::count);
        row(head.into_iter().chain(credited(sums)).chain(tail).collect())
    });
    let unused = leave.unused(today, days).map(|(credit, age)| {
        row(vec![
            Cell::Text(credit.id.to_string()),
            Cell::Text(credit.person.to_string()),
            Cell::Date(credit.day.to_string()),
            Cell::count(credit.minutes),
            Cell::count(credit.left),
            Cell::Int(age),
        ])
    });
    let pay = leave.credits.iter().filter(|credit| credit.confirmed && credit.pay_due).map(|credit| {
        row(vec![
            Cell::Text(credit.id.to_string()),
            Cell::Text(credit.person.to_string()),
            Cell::Date(credit.day.to_string()),
            Cell::Word(credit.kind.word(), kind_title(credit.kind).into()),
            Cell::Text(credit.ticket.to_string()),
            Cell::count(credit.minutes),
        ])
    });
    let (person, day) = (Column::text("person", &PERSON), Column::date("day", &DAY));
    let credit = [Column::text("credit", &CREDIT), person, day];
    let table = |name, title, columns: Vec<Column>, rows| Table { name, title, columns, rows };
    let tail = [
        Column::int("used", &USED),
        Column::int("balance", &BALANCE),
        Column::int("pending", &PENDING),
        Column::int("pay_due", &PAY_DUE),
    ];
    let of_month = [Column::int("used", &USED), Column::int("pending", &PENDING), Column::int("pay_due", &PAY_DUE)];
    vec![
        table(
            "people",
            &PEOPLE,
            [person, Column::text("name", &NAME)].into_iter().chain(CREDITED).chain(tail).collect(),
            people.collect(),
        ),
        table(
            "months",
            &MONTHS,
            [person, Column::text("month", &MONTH)].into_iter().chain(CREDITED).chain(of_month).collect(),
            months.collect(),
        ),
        table(
            "unused",
            &UNUSED,
            credit
                .into_iter()
                .chain([Column::int("minutes", &MINUTES), Column::int("left", &LEFT), Column::int("days", &AGE)])
                .collect(),
            unused.collect(),
        ),
        table(
            "pay_due",
            &PAY,
            credit
                .into_iter()
                .chain([Column::text("kind", &KIND), Column::text("ticket", &TICKET), Column::int("minutes", &MINUTES)])
                .collect(),
            pay.collect(),
        ),
    ]
}
