//! `weibao-report signatures`: who signed the service forms, how, how soon, and what is not signed (M-5).

use clap::Args;

use super::demand::Wrong;
use super::moment::Moment;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, names, source, walk};
use crate::ledger::Records;
use crate::measure::signatures::{Count, FORMS, Signatures as Figures};
use crate::record::parts::Method;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Row, Table};
use crate::store::Store;
use crate::text::Message;

crate::texts! {
    TITLE: "服务表单签字", "Signatures of the service forms";
    TOTAL: "合计", "Total";
    BY_KIND: "按表单", "By form";
    BY_MONTH: "按服务月份", "By month of service";
    BY_PERSON: "按服务人员", "By person";
    MISSING: "缺签字的表单", "Forms without a signature";
    UNAGREED: "甲方没有电子签名约定的表单", "Forms of clients without an agreement on electronic signatures";
    FORM: "表单", "form";
    MONTH: "月份", "month";
    PERSON: "人员", "person";
    NAME: "姓名", "name";
    FORMS_COUNT: "表单数", "forms";
    BOTH: "双方已签", "signed by both";
    OURS_MISSING: "我方未签", "not signed by us";
    THEIRS_MISSING: "甲方未签", "not signed by the client";
    OUR_KEY: "我方密钥", "our key";
    OUR_SCAN: "我方扫描", "our scan";
    OUR_DRAWING: "我方手写屏", "our drawing";
    THEIR_KEY: "甲方密钥", "client's key";
    THEIR_SCAN: "甲方扫描", "client's scan";
    THEIR_DRAWING: "甲方手写屏", "client's drawing";
    SAME_DAY: "甲方当日签字", "client signed the same day";
    MEDIAN: "工作结束至甲方签字（中位，分钟）", "minutes to the client's signature (median)";
    LONGEST: "最长（分钟）", "longest (minutes)";
    RECORD: "记录", "record";
    ENDED: "工作结束", "work ended";
    CLIENT: "甲方", "client";
    METHOD: "签字方式", "method";
    AT: "签字时间", "signed at";
    KEY_WORD: "密钥", "key";
    SCAN_WORD: "纸质扫描", "scan";
    DRAWN_WORD: "手写屏", "drawing";
    UNSIGNED: "{count} 份表单缺签字", "{count} forms are not signed by both";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Signatures {
    /// 有缺签字的表单时以 1 结束 / Ends with 1 when a form is not signed by both
    #[arg(long)]
    fail_if_missing: bool,
}

impl Signatures {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        store.require_whole_history()?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let mut figures = Figures::default();
        let kinds: Vec<_> = FORMS.iter().map(|form| form.kind).collect();
        let seen = walk::each(&snapshot, &kinds, moment.as_of, &mut |entry, world| figures.take(entry, world))?;
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let facts = source::facts(&moment, &seen, &world);
        let missing = figures.missing.len();
        let wrong =
            (self.fail_if_missing && missing > 0).then(|| Wrong::Said(Message::new(&UNSIGNED).with("count", missing)));
        let tables = tables(&figures, &records);
        Ok(Outcome { document: Document { report: "signatures/1", title: &TITLE, facts, tables }, wrong })
    }
}

fn counts() -> Vec<Column> {
    vec![
        Column::int("forms", &FORMS_COUNT),
        Column::rate("both", &BOTH),
        Column::int("provider_missing", &OURS_MISSING),
        Column::int("client_missing", &THEIRS_MISSING),
        Column::int("provider_ssh", &OUR_KEY),
        Column::int("provider_scan", &OUR_SCAN),
        Column::int("provider_drawn", &OUR_DRAWING),
        Column::int("client_ssh", &THEIR_KEY),
        Column::int("client_scan", &THEIR_SCAN),
        Column::int("client_drawn", &THEIR_DRAWING),
        Column::rate("same_day", &SAME_DAY),
        Column::int("median_minutes", &MEDIAN),
        Column::int("longest_minutes", &LONGEST),
    ]
}

fn cells(count: &Count) -> Vec<Cell> {
    let minutes = |minutes: Option<i64>| minutes.map_or(Cell::Unknown, Cell::Int);
    let rate = count.rate();
    vec![
        Cell::count(count.forms),
        Cell::Rate(rate.done, rate.due),
        Cell::count(count.provider_missing),
        Cell::count(count.client_missing),
        Cell::count(count.provider.ssh),
        Cell::count(count.provider.scan),
        Cell::count(count.provider.drawn),
        Cell::count(count.client.ssh),
        Cell::count(count.client.scan),
        Cell::count(count.client.drawn),
        Cell::Rate(count.same_day.done, count.same_day.due),
        minutes(count.median_minutes()),
        minutes(count.longest_minutes()),
    ]
}

fn tables(figures: &Figures, records: &Records<'_>) -> Vec<Table> {
    let row = |head: Vec<Cell>, count: &Count| Row { cells: [head, cells(count)].concat(), notes: Vec::new() };
    let table = |name, title, head: Vec<Column>, rows| Table { name, title, columns: [head, counts()].concat(), rows };
    let kinds = FORMS.iter().filter_map(|form| figures.by_kind.get(&form.kind).map(|count| (form.kind, count)));
    let people = figures.by_person.iter();
    vec![
        table("total", &TOTAL, Vec::new(), vec![row(Vec::new(), &figures.total)]),
        table(
            "by_kind",
            &BY_KIND,
            vec![Column::text("form", &FORM)],
            kinds.map(|(kind, count)| row(vec![Cell::Word(kind.word(), kind.name().into())], count)).collect(),
        ),
        table(
            "by_month",
            &BY_MONTH,
            vec![Column::text("month", &MONTH)],
            figures
                .by_month
                .iter()
                .map(|(month, count)| row(vec![Cell::text_or_unknown(month.as_ref())], count))
                .collect(),
        ),
        table(
            "by_person",
            &BY_PERSON,
            vec![Column::text("person", &PERSON), Column::text("name", &NAME)],
            people
                .map(|(person, count)| {
                    let head = vec![Cell::text_or_unknown(person.as_ref()), names::of_staff(records, person.as_ref())];
                    row(head, count)
                })
                .collect(),
        ),
        missing(figures),
        unagreed(figures, records),
    ]
}

fn missing(figures: &Figures) -> Table {
    let rows = figures.missing.iter().map(|it| Row {
        cells: vec![
            Cell::Text(it.key.to_string()),
            Cell::Bool(it.provider),
            Cell::Bool(it.client),
            Cell::instant_or_unknown(it.ended),
        ],
        notes: Vec::new(),
    });
    Table {
        name: "missing",
        title: &MISSING,
        columns: vec![
            Column::text("record", &RECORD),
            Column::text("provider_missing", &OURS_MISSING),
            Column::text("client_missing", &THEIRS_MISSING),
            Column::instant("ended_at", &ENDED),
        ],
        rows: rows.collect(),
    }
}

fn unagreed(figures: &Figures, records: &Records<'_>) -> Table {
    let method = |method| match method {
        Method::Ssh => Cell::Word("ssh", (&KEY_WORD).into()),
        Method::PaperScan => Cell::Word("paper_scan", (&SCAN_WORD).into()),
        Method::Drawn => Cell::Word("drawn", (&DRAWN_WORD).into()),
    };
    let rows = figures.unagreed.iter().map(|it| Row {
        cells: vec![
            Cell::Text(it.key.to_string()),
            Cell::Text(it.client.to_string()),
            names::of_client(records, Some(&it.client)),
            method(it.method),
            Cell::Instant(it.at.to_string()),
        ],
        notes: Vec::new(),
    });
    Table {
        name: "without_agreement",
        title: &UNAGREED,
        columns: vec![
            Column::text("record", &RECORD),
            Column::text("client", &CLIENT),
            Column::text("name", &NAME),
            Column::text("method", &METHOD),
            Column::instant("at", &AT),
        ],
        rows: rows.collect(),
    }
}
