//! `weibao-report parts`: spares lent and what became of them; parts put in, within and out of warranty, free and charged.

use clap::Args;

use super::moment::Moment;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, names, source, walk};
use crate::ledger::Records;
use crate::measure::parts::{Figures, KINDS, Loan, Loans, Part, Parts as Counted, Scope};
use crate::record::instant::Date;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Row, Table};
use crate::store::Store;
use crate::text::{Message, Text};

crate::texts! {
    TITLE: "备品备件与更换件", "Spares and parts";
    SINCE: "日期自（借出日、更换日）", "since (day of lending, of the work)";
    UNTIL: "日期至（借出日、更换日）", "until (day of lending, of the work)";
    LOANS: "备品借还", "Spares lent";
    LOANS_BY_MODEL: "备品借还，按型号", "Spares lent, by model";
    LOANS_BY_SITE: "备品借还，按站点", "Spares lent, by site";
    LOANS_BY_MONTH: "备品借还，按借出月份", "Spares lent, by month of lending";
    PARTS: "更换件", "Parts put in";
    PARTS_BY_MODEL: "更换件，按名称型号", "Parts put in, by name and model";
    PARTS_BY_SITE: "更换件，按站点", "Parts put in, by site";
    PARTS_BY_MONTH: "更换件，按更换月份", "Parts put in, by month of the work";
    WATCHED: "须过问的借用", "Loans to look after";
    LISTED: "更换件明细", "Parts, one by one";
    ALL_LOANS: "借用单", "loans";
    OUT: "借出未到期", "out";
    OVERDUE: "逾期未还", "overdue";
    RETURNED: "按时归还", "returned";
    RETURNED_LATE: "逾期归还", "returned late";
    CONVERTED: "转换", "converted";
    LOST: "遗失", "lost";
    DAMAGED: "其中损坏", "of these damaged";
    SOLD: "转换收费", "charged for conversions";
    PIECES: "件数", "pieces";
    SHARE: "保修期内占比", "share in warranty";
    IN_WARRANTY: "保修期内", "in warranty";
    OUT_OF_WARRANTY: "保修期外", "out of warranty";
    FREE: "免费", "free";
    CHARGED: "收费", "charged";
    FAILED: "检测不合格", "test failed";
    CENTS: "收费", "charge";
    MODEL: "型号", "model";
    PART: "名称", "part";
    SITE: "站点", "site";
    MONTH: "月份", "month";
    LOAN: "借用单号", "loan";
    WHAT: "情况", "what";
    ITEMS: "借用品（型号：序列号）", "items (model:serial)";
    BORROWER: "借用人", "borrower";
    NAME: "姓名", "name";
    DUE_ON: "预计归还", "due on";
    AT: "登记时间", "at";
    DAYS: "超期天数", "days over";
    FORM: "表单", "form";
    DAY: "日期", "day";
    OLD: "旧件序列号", "old serial";
    NEW: "新件序列号", "new serial";
    WARRANTY: "保修依据（安装单）", "warranty of (installation form)";
    SALE: "转为销售", "sold";
    REPLACEMENT: "转为保修更换", "warranty replacement";
    BROKEN: "损坏", "damaged";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Parts {
    /// 只计借出日、更换日不早于此日的 / Only what was lent or put in on this day or later
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    since: Option<Date>,
    /// 只计借出日、更换日不晚于此日的 / Only what was lent or put in on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    until: Option<Date>,
}

impl Parts {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        if self.since.zip(self.until).is_some_and(|(since, until)| since > until) {
            return Err(Trouble::backwards());
        }
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        store.require_whole_history()?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let mut figures = Figures::new(Scope { as_of: moment.as_of, since: self.since, until: self.until });
        let seen = walk::each(&snapshot, KINDS, moment.as_of, &mut |entry, world| figures.take(entry, world))?;
        let figures = figures.finish();
        let records = Records::new(&snapshot);
        let mut facts = source::facts(&moment, &seen, &World::new(&records, moment.as_of));
        let bound = |day: Option<Date>| day.map_or(Cell::Unknown, |day| Cell::Date(day.to_string()));
        facts.push(Fact { name: "since", title: &SINCE, value: bound(self.since) });
        facts.push(Fact { name: "until", title: &UNTIL, value: bound(self.until) });
        let document = Document { report: "parts/1", title: &TITLE, facts, tables: tables(&figures, &records) };
        Ok(Outcome { document, wrong: None })
    }
}

const LENT: [Column; 9] = [
    Column::int("loans", &ALL_LOANS),
    Column::int("out", &OUT),
    Column::int("overdue", &OVERDUE),
    Column::int("returned", &RETURNED),
    Column::int("returned_late", &RETURNED_LATE),
    Column::int("converted", &CONVERTED),
    Column::int("lost", &LOST),
    Column::int("damaged", &DAMAGED),
    Column::cents("sold_cents", &SOLD),
];

fn lent(loans: &Loans) -> Vec<Cell> {
    let counts = [
        loans.all(),
        loans.out,
        loans.overdue,
        loans.returned,
        loans.returned_late,
        loans.converted,
        loans.lost,
        loans.damaged,
    ];
    counts.map(Cell::count).into_iter().chain([Cell::Cents(loans.sold_cents)]).collect()
}

const PUT_IN: [Column; 8] = [
    Column::int("pieces", &PIECES),
    Column::rate("warranty_share", &SHARE),
    Column::int("in_warranty", &IN_WARRANTY),
    Column::int("out_of_warranty", &OUT_OF_WARRANTY),
    Column::int("free", &FREE),
    Column::int("charged", &CHARGED),
    Column::int("test_failed", &FAILED),
    Column::cents("charge_cents", &CENTS),
];

fn put_in(parts: &Counted) -> Vec<Cell> {
    let share = parts.warranty_share();
    vec![
        Cell::count(parts.all()),
        Cell::Rate(share.done, share.due),
        Cell::count(parts.in_warranty),
        Cell::count(parts.out_of_warranty),
        Cell::count(parts.free),
        Cell::count(parts.charged),
        Cell::count(parts.failed),
        Cell::Cents(parts.charge_cents),
    ]
}

fn table(name: &'static str, title: &'static Text, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    Table { name, title, columns, rows: rows.into_iter().map(|cells| Row { cells, notes: Vec::new() }).collect() }
}

/// A table of counts, one line for each group.
fn grouped<'a, T: 'a>(
    (name, title): (&'static str, &'static Text),
    heads: &[Column],
    counts: &[Column],
    cells: fn(&T) -> Vec<Cell>,
    groups: impl Iterator<Item = (Vec<Cell>, &'a T)>,
) -> Table {
    let rows = groups.map(|(head, counted)| head.into_iter().chain(cells(counted)).collect()).collect();
    table(name, title, heads.iter().chain(counts).copied().collect(), rows)
}

fn tables(figures: &Figures, records: &Records<'_>) -> Vec<Table> {
    let model = [Column::text("model", &MODEL)];
    let site = [Column::text("site", &SITE)];
    let month = [Column::text("month", &MONTH)];
    let part = [Column::text("part", &PART), Column::text("model", &MODEL)];
    let one = |text: &dyn ToString| vec![Cell::Text(text.to_string())];
    let loans = |name, heads: &[Column], groups: Vec<(Vec<Cell>, &Loans)>| {
        grouped(name, heads, &LENT, lent, groups.into_iter())
    };
    let parts = |name, heads: &[Column], groups: Vec<(Vec<Cell>, &Counted)>| {
        grouped(name, heads, &PUT_IN, put_in, groups.into_iter())
    };
    vec![
        loans(("loans", &LOANS), &[], vec![(Vec::new(), &figures.loans)]),
        loans(
            ("loans_by_model", &LOANS_BY_MODEL),
            &model,
            figures.loans_by_model.iter().map(|(model, it)| (one(model), it)).collect(),
        ),
        loans(
            ("loans_by_site", &LOANS_BY_SITE),
            &site,
            figures.loans_by_site.iter().map(|(site, it)| (one(site), it)).collect(),
        ),
        loans(
            ("loans_by_month", &LOANS_BY_MONTH),
            &month,
            figures.loans_by_month.iter().map(|(month, it)| (one(month), it)).collect(),
        ),
        parts(("parts", &PARTS), &[], vec![(Vec::new(), &figures.parts)]),
        parts(
            ("parts_by_model", &PARTS_BY_MODEL),
            &part,
            figures.parts_by_model.iter().map(|((part, model), it)| ([one(part), one(model)].concat(), it)).collect(),
        ),
        parts(
            ("parts_by_site", &PARTS_BY_SITE),
            &site,
            figures.parts_by_site.iter().map(|(site, it)| (one(site), it)).collect(),
        ),
        parts(
            ("parts_by_month", &PARTS_BY_MONTH),
            &month,
            figures.parts_by_month.iter().map(|(month, it)| (one(month), it)).collect(),
        ),
        watched(&figures.watched, records),
        listed(&figures.listed),
    ]
}

fn watched(loans: &[Loan], records: &Records<'_>) -> Table {
    let row = |loan: &Loan| {
        vec![
            Cell::Text(loan.id.to_string()),
            what(loan.what),
            Cell::Text(loan.site.to_string()),
            Cell::List(loan.items.clone()),
            Cell::Text(loan.borrower.to_string()),
            names::of_staff(records, Some(&loan.borrower)),
            Cell::Date(loan.due_on.to_string()),
            Cell::instant_or_unknown(loan.at),
            Cell::Int(loan.days),
        ]
    };
    let columns = vec![
        Column::text("loan", &LOAN),
        Column::text("what", &WHAT),
        Column::text("site", &SITE),
        Column::text("items", &ITEMS),
        Column::text("borrower", &BORROWER),
        Column::text("name", &NAME),
        Column::date("due_on", &DUE_ON),
        Column::instant("at", &AT),
        Column::int("days", &DAYS),
    ];
    table("watched", &WATCHED, columns, loans.iter().map(row).collect())
}

fn what(word: &'static str) -> Cell {
    let text: &'static Text = match word {
        "overdue" => &OVERDUE,
        "returned_late" => &RETURNED_LATE,
        "converted_sale" => &SALE,
        "converted_warranty" => &REPLACEMENT,
        "lost" => &LOST,
        _ => &BROKEN,
    };
    Cell::Word(word, Message::new(text))
}

fn listed(parts: &[Part]) -> Table {
    let row = |part: &Part| {
        vec![
            Cell::Text(part.form.id.clone()),
            Cell::Date(part.day.to_string()),
            Cell::Text(part.site.to_string()),
            Cell::Text(part.part.clone()),
            Cell::Text(part.model.clone()),
            Cell::Text(part.serial_old.clone()),
            Cell::Text(part.serial_new.clone()),
            Cell::count(part.quantity),
            Cell::text_or_unknown(part.warranty.as_ref()),
            Cell::Cents(part.charge_cents),
        ]
    };
    let columns = vec![
        Column::text("form", &FORM),
        Column::date("day", &DAY),
        Column::text("site", &SITE),
        Column::text("part", &PART),
        Column::text("model", &MODEL),
        Column::text("serial_old", &OLD),
        Column::text("serial_new", &NEW),
        Column::int("quantity", &PIECES),
        Column::text("warranty", &WARRANTY),
        Column::cents("charge_cents", &CENTS),
    ];
    table("listed", &LISTED, columns, parts.iter().map(row).collect())
}
