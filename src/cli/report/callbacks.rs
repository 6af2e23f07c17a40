//! `weibao-report callbacks`: the callback rates, claimed against recorded, and every miss by name.

use std::sync::atomic::AtomicUsize;

use clap::Args;

use super::demand::FailUnder;
use super::misses::Misses;
use super::moment::Moment;
use super::walk::{Anchors, Keys};
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, names, source};
use crate::ledger::{Entry, Records, Snapshot};
use crate::measure::Tally;
use crate::measure::books::Coverage;
use crate::measure::callbacks::{Callbacks as Figures, DUE, Scope};
use crate::record::Kind;
use crate::record::book::Book;
use crate::record::id::TicketId;
use crate::record::instant::Date;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Table};
use crate::store::Store;
use crate::text::{Message, Text};

crate::texts! {
    TITLE: "回访率", "Callback rates";
    SINCE: "到期日自", "due since";
    UNTIL: "到期日至", "due until";
    DENOMINATOR: "分母", "denominator";
    DENOMINATOR_IS: "{installs} 份安装服务单、{tickets} 张维修单、{demands} 次要求上门的回访所产生的回访义务中，已到期或已办理的 {due} 项", "{due} callbacks, fallen due or done, of those that {installs} installations, {tickets} tickets and {demands} callbacks that demand a visit make due";
    PROOF: "无缺号的证明（逐号见 books）", "proof of it (by number: books)";
    PROVEN: "{books} 本 {numbers} 号，{used} 张维修单各在一本之内，其前无空号", "{books} books with {numbers} numbers; each of the {used} tickets in one book, none skipped before it";
    NOT_PROVEN: "不成立：不在任何一本的 {outside} 张，跳过的 {skipped} 号，重复发放的 {twice} 号", "does not hold: {outside} tickets in no book, {skipped} numbers skipped, {twice} numbers issued twice";
    PROVISIONAL: "其中到期日可能变动（节假日未公布）", "of these with a due day that may move (calendar not published)";
    TOTAL: "合计", "Total";
    BY_OBLIGATION: "按义务", "By obligation";
    BY_STAGE: "按阶段", "By stage";
    BY_MONTH: "按到期月份", "By month of the due day";
    BY_RESPONSIBLE: "按责任人", "By person responsible";
    BY_CLIENT: "按甲方", "By client";
    MISSES: "未按时回访", "Misses";
    RECORDED_LATE: "自称按时而逾期入库或接收", "In time by their own claim, committed or received late";
    OBLIGATION: "义务", "obligation";
    NAMED: "应办事项", "what is due";
    CLAUSES: "条款", "clauses";
    KIND: "种类", "kind";
    STAGE: "阶段", "stage";
    MONTH: "月份", "month";
    PERSON: "责任人", "responsible";
    NAME: "姓名", "name";
    CLIENT: "甲方", "client";
    CLIENT_NAME: "甲方名称", "client name";
    CLAIMED: "按时率（记录）", "in time (claimed)";
    RECORDED: "按时率（入库）", "in time (recorded)";
    RECEIVED: "按时率（接收）", "in time (received)";
    IN_TIME: "按时", "in time";
    LATE: "逾期", "late";
    MISSING: "未办", "missing";
    UNREACHABLE: "无法联系", "unreachable";
    EXCUSED: "其中已谅解", "excused";
    NOT_YET_DUE: "未到期", "not yet due";
    CALLBACK: "回访单号", "callback";
    RECORDED_AT: "首次入库", "first committed";
    BELOW: "按时率 {rate} 未达到 {wanted}", "the rate {rate} is below {wanted}";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Callbacks {
    /// 只计到期日不早于此日的 / Only what was due on this day or later
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    since: Option<Date>,
    /// 只计到期日不晚于此日的 / Only what was due on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    until: Option<Date>,
    #[command(flatten)]
    fail_under: FailUnder,
    /// 不列到期日的算法 / Without the sums of the due dates
    #[arg(long)]
    brief: bool,
}

impl Callbacks {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        if self.since.zip(self.until).is_some_and(|(since, until)| since > until) {
            return Err(Trouble::backwards());
        }
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let scope = Scope { as_of: moment.as_of, since: self.since, until: self.until };
        let (figures, anchors) = count(&store, &moment, scope)?;
        let coverage = coverage(&snapshot, &anchors)?;
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let mut facts = source::facts(&moment, &anchors.seen, &world);
        let bound = |day: Option<Date>| day.map_or(Cell::Unknown, |day| Cell::Date(day.to_string()));
        facts.push(Fact { name: "since", title: &SINCE, value: bound(self.since) });
        facts.push(Fact { name: "until", title: &UNTIL, value: bound(self.until) });
        facts.push(Fact { name: "provisional", title: &PROVISIONAL, value: Cell::count(figures.provisional) });
        facts.push(denominator(&figures, &anchors));
        facts.push(Fact { name: "books_proof", title: &PROOF, value: proof(&coverage) });
        let wrong = self.fail_under.of(&[(figures.total.claimed(), &BELOW)]);
        let mut tables = tables(figures, &records);
        if self.brief {
            tables.iter_mut().flat_map(|table| &mut table.rows).for_each(|row| row.notes.clear());
        }
        Ok(Outcome { document: Document { report: "callbacks/1", title: &TITLE, facts, tables }, wrong })
    }
}

/// Counts every callback that the records of a commit make due. The history is walked while the callbacks are read; then
/// two threads share the records that make callbacks due.
fn count(store: &Store, moment: &Moment, scope: Scope) -> Result<(Figures, Anchors), Trouble> {
    let commit = moment.commit;
    let git_dir = store.git_dir();
    let (history, anchors) = std::thread::scope(|scope| {
        let history = scope.spawn(|| Store::open(git_dir)?.history_of(commit, DUE));
        let anchors = store.snapshot_of(commit).map_err(Trouble::from).and_then(|files| Anchors::of(&files));
        (history.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), anchors)
    });
    let (mut history, mut anchors) = (history?, anchors?);
    history.receipts.clone_from(&moment.receipts);
    let next = AtomicUsize::new(0);
    let share = |store: &Store| {
        let mut figures = Figures::new(scope);
        let files = store.snapshot_of(commit)?;
        let mut take = |entry: &Entry, world: &World<'_>| figures.take(entry, world, &history);
        let seen = anchors.visit(&files, scope.as_of, &next, &mut take)?;
        Ok::<_, Trouble>((figures, seen))
    };
    let (own, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| share(&Store::open(git_dir)?));
        (share(store), other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let ((mut figures, seen), (others, also)) = (own?, other?);
    figures.add(others);
    anchors.seen.add(seen);
    anchors.seen.add(also);
    Ok((figures.finish(), anchors))
}

/// Whether every ticket lies in a book and none was skipped, from the names alone: then no callback after a repair can have
/// been left out of the denominator with its ticket.
fn coverage(snapshot: &dyn Snapshot, anchors: &Anchors) -> Result<Coverage, Trouble> {
    let records = Records::new(snapshot);
    let mut coverage = Coverage::default();
    for key in Keys::of(snapshot, Kind::Book) {
        let key = key?;
        let book = records.get::<Book>(&key).ok_or(Trouble::NoRecord(key))?;
        coverage.take_book(&book.first_no, &book.last_no);
    }
    for ticket in anchors.of_kind(Kind::Ticket).filter_map(|key| TicketId::parse(&key.id).ok()) {
        coverage.take_ticket(&ticket);
    }
    Ok(coverage)
}

fn denominator(figures: &Figures, anchors: &Anchors) -> Fact {
    let demands = anchors.count(Kind::PhoneCallback) + anchors.count(Kind::OnsiteCallback);
    let message = Message::new(&DENOMINATOR_IS)
        .with("due", figures.total.due())
        .with("installs", anchors.count(Kind::Install))
        .with("tickets", anchors.count(Kind::Ticket))
        .with("demands", demands);
    Fact { name: "denominator", title: &DENOMINATOR, value: Cell::Word("callbacks_that_records_make_due", message) }
}

fn proof(coverage: &Coverage) -> Cell {
    if coverage.holds() {
        let message = Message::new(&PROVEN).with("books", coverage.books).with("numbers", coverage.numbers);
        return Cell::Word("holds", message.with("used", coverage.used));
    }
    let twice = coverage.numbers - coverage.distinct();
    let message = Message::new(&NOT_PROVEN).with("outside", coverage.outside).with("skipped", coverage.skipped());
    Cell::Word("does_not_hold", message.with("twice", twice))
}

const COUNTS: [Column; 9] = [
    Column::rate("claimed", &CLAIMED),
    Column::rate("recorded", &RECORDED),
    Column::rate("received", &RECEIVED),
    Column::int("in_time", &IN_TIME),
    Column::int("late", &LATE),
    Column::int("missing", &MISSING),
    Column::int("unreachable", &UNREACHABLE),
    Column::int("excused", &EXCUSED),
    Column::int("not_yet_due", &NOT_YET_DUE),
];

fn counts(tally: &Tally) -> [Cell; 9] {
    let (claimed, recorded) = (tally.claimed(), tally.recorded());
    [
        Cell::Rate(claimed.done, claimed.due),
        Cell::Rate(recorded.done, recorded.due),
        tally.received().map_or(Cell::Unknown, |rate| Cell::Rate(rate.done, rate.due)),
        Cell::count(tally.in_time),
        Cell::count(tally.late),
        Cell::count(tally.missing),
        Cell::count(tally.unreachable),
        Cell::count(tally.excused),
        Cell::count(tally.not_yet_due),
    ]
}

/// A table of counts, one line for each group.
fn grouped<'a>(
    name: &'static str,
    title: &'static Text,
    heads: &[Column],
    groups: impl Iterator<Item = (Vec<Cell>, &'a Tally)>,
) -> Table {
    Table::grouped((name, title), heads, &COUNTS, groups.map(|(head, of)| (head, counts(of))))
}

fn tables(figures: Figures, records: &Records<'_>) -> Vec<Table> {
    let misses = Misses {
        record: Column::text("callback", &CALLBACK),
        committed: Column::instant("first_committed_at", &RECORDED_AT),
    };
    let by_rule = figures.by_rule.values().map(|(rule, tally)| {
        let clauses = rule.clauses.iter().map(ToString::to_string).collect();
        (
            vec![Cell::Text(rule.id.to_owned()), Cell::Word(rule.title.en, (&rule.title).into()), Cell::List(clauses)],
            tally,
        )
    });
    let by_stage = figures.by_stage.iter().map(|((kind, stage), tally)| {
        (vec![Cell::Word(kind.word(), kind.name().into()), Cell::Text(stage.to_string())], tally)
    });
    let by_month = figures.by_month.iter().map(|(month, tally)| (vec![Cell::Text(month.clone())], tally));
    let by_responsible = figures.by_responsible.iter().map(|(person, tally)| {
        (vec![Cell::text_or_unknown(person.as_ref()), names::of_staff(records, person.as_ref())], tally)
    });
    let by_client = figures.by_client.iter().map(|(client, tally)| {
        (vec![Cell::text_or_unknown(client.as_ref()), names::of_client(records, client.as_ref())], tally)
    });
    vec![
        grouped("total", &TOTAL, &[], std::iter::once((Vec::new(), &figures.total))),
        grouped(
            "by_obligation",
            &BY_OBLIGATION,
            &[
                Column::text("obligation", &OBLIGATION),
                Column::text("title", &NAMED),
                Column::text("clauses", &CLAUSES),
            ],
            by_rule,
        ),
        grouped("by_stage", &BY_STAGE, &[Column::text("kind", &KIND), Column::text("stage", &STAGE)], by_stage),
        grouped("by_month", &BY_MONTH, &[Column::text("month", &MONTH)], by_month),
        grouped(
            "by_responsible",
            &BY_RESPONSIBLE,
            &[Column::text("responsible", &PERSON), Column::text("name", &NAME)],
            by_responsible,
        ),
        grouped(
            "by_client",
            &BY_CLIENT,
            &[Column::text("client", &CLIENT), Column::text("name", &CLIENT_NAME)],
            by_client,
        ),
        misses.table(("misses", &MISSES), figures.misses, records),
        misses.table(("recorded_late", &RECORDED_LATE), figures.recorded_late, records),
    ]
}
