//! `weibao-report books`: the accounts of the ticket books, and what does not add up.

use clap::Args;

use super::demand::Wrong;
use super::moment::Moment;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, names, source, walk};
use crate::ledger::Records;
use crate::measure::books::{
    Account, Books as Accounts, Discrepancy, Number, NumberState, States, StillOpen, Transferred, Unreturned, Voided,
};
use crate::record::Kind;
use crate::record::book::{BookKind, BookState, SettlementReason};
use crate::record::id::TicketId;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Row, Table};
use crate::store::Store;
use crate::text::Message;

crate::texts! {
    TITLE: "维修单本账目", "Accounts of the ticket books";
    TOTAL: "合计", "Total";
    ACCOUNTS: "各本账目", "Accounts";
    UNRETURNED: "逾期未交回", "Books that should have come back";
    OPEN_TICKETS: "未完成的维修单", "Tickets still open";
    TRANSFERS: "转入备用维修单", "Transfers to spare tickets";
    VOIDS: "作废的维修单", "Void tickets";
    DISCREPANCIES: "账目不符", "What does not add up";
    BOOKS: "本数", "books";
    NUMBERS: "号码数", "numbers";
    BOOK: "本号", "book";
    KIND: "本别", "kind";
    STATE: "状态", "state";
    HOLDER: "领用人", "holder";
    NAME: "姓名", "name";
    FIRST: "起号", "first";
    LAST: "止号", "last";
    UNUSED: "未使用", "unused";
    OPEN: "未完成", "open";
    COMPLETED: "完成", "completed";
    VOID: "作废", "void";
    TRANSFERRED: "已转", "transferred";
    RETURNED: "交回未用", "returned";
    ISSUED_AT: "领用", "issued at";
    SETTLED_AT: "核销", "settled at";
    REASON: "原因", "reason";
    DAYS: "天数", "days";
    RULE: "义务", "obligation";
    DUE_ON: "到期日", "due on";
    TICKET: "单号", "ticket";
    OPENED_AT: "开单", "opened at";
    PROMISED_BY: "约定完成", "promised by";
    FROM: "原单号", "from";
    TO: "转入单号", "to";
    AT: "时间", "at";
    BY: "经手人", "by";
    PAIRED: "双方互注", "both name each other";
    HANDED: "已上交财务", "handed to finance";
    RECORD: "记录", "record";
    REGULAR: "正式", "regular";
    SPARE: "备用", "spare";
    ISSUED: "已领用", "issued";
    SETTLED: "已核销", "settled";
    EXCHANGE: "以旧换新", "exchange";
    LEAVE: "离职", "leave";
    LOST: "遗失", "lost";
    WITHDRAWN: "停用", "withdrawn";
    PARTITION: "证明：每个号码恰有一种状态，每张单恰在一本之内", "Proof: every number in exactly one state, every ticket in exactly one book";
    DISTINCT: "其中不重复", "each counted once";
    STATED: "各状态合计", "in a state";
    USED: "其中已用", "of these used";
    RECORDS_OF: "维修单记录", "tickets among the records";
    OUTSIDE: "不在任何一本", "outside every book";
    HOLDS: "成立", "holds";
    NUMBERS_LIST: "逐号", "Every number";
    NUMBER: "号码", "number";
    BASED_ON: "所据记录", "record";
    AGEING: "账龄（天）", "Ageing (days)";
    AGE: "天数不超过", "days up to";
    HELD: "未交回的本", "books not yet back";
    OVERDUE: "逾期未交回的本（自到期日）", "books overdue (since the due day)";
    LONGER: "更长", "longer";
    ODD: "账目有 {count} 处不符", "the accounts do not add up in {count} places";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Books {
    /// 逐号列出：每个号码的状态及所据记录 / Every number with its state and the record that says so
    #[arg(long)]
    numbers: bool,
}

impl Books {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        store.require_whole_history()?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let accounts = Accounts::new(moment.as_of);
        let mut accounts = if self.numbers { accounts.with_numbers() } else { accounts };
        let kinds = [Kind::Staff, Kind::Book];
        let seen = walk::each(&snapshot, &kinds, moment.as_of, &mut |entry, world| accounts.take(entry, world))?;
        for key in walk::Keys::of(&snapshot, Kind::Ticket) {
            if let Ok(ticket) = TicketId::parse(&key?.id) {
                accounts.take_ticket(ticket);
            }
        }
        let accounts = accounts.finish();
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let facts = source::facts(&moment, &seen, &world);
        let odd = accounts.discrepancies.len();
        let wrong =
            (odd > 0 || !accounts.partition.holds()).then(|| Wrong::Said(Message::new(&ODD).with("count", odd)));
        let document = Document { report: "books/1", title: &TITLE, facts, tables: tables(&accounts, &records) };
        Ok(Outcome { document, wrong })
    }
}

const STATES: [Column; 6] = [
    Column::int("unused", &UNUSED),
    Column::int("open", &OPEN),
    Column::int("completed", &COMPLETED),
    Column::int("void", &VOID),
    Column::int("transferred", &TRANSFERRED),
    Column::int("returned", &RETURNED),
];

fn states(states: &States) -> [Cell; 6] {
    [states.unused, states.open, states.completed, states.void, states.transferred, states.returned].map(Cell::count)
}

/// The sums that must agree.
fn partition(accounts: &Accounts) -> Table {
    let sums = &accounts.partition;
    let cells = [sums.numbers, sums.distinct, sums.stated, sums.used, sums.tickets, sums.outside].map(Cell::count);
    let cells = cells.into_iter().chain([Cell::Bool(sums.holds())]).collect();
    Table {
        name: "partition",
        title: &PARTITION,
        columns: vec![
            Column::int("numbers", &NUMBERS),
            Column::int("distinct", &DISTINCT),
            Column::int("stated", &STATED),
            Column::int("used", &USED),
            Column::int("tickets", &RECORDS_OF),
            Column::int("outside", &OUTSIDE),
            Column::text("holds", &HOLDS),
        ],
        rows: vec![Row { cells, notes: Vec::new() }],
    }
}

/// How long open tickets and books that are not back have been so.
fn ageing(accounts: &Accounts) -> Table {
    const ENDS: [i64; 6] = [7, 30, 90, 180, 365, i64::MAX];
    let today = accounts.as_of.day();
    let held = accounts.accounts.iter().filter(|it| it.state == BookState::Issued).map(|it| it.days);
    let overdue = accounts.unreturned.iter().map(|it| (today - it.due_on).num_days());
    let open = accounts.open.iter().map(|it| it.days);
    let mut counts = [[0_u64; 3]; ENDS.len()];
    let ages = held.map(|days| (0, days)).chain(overdue.map(|days| (1, days))).chain(open.map(|days| (2, days)));
    for (column, days) in ages {
        if let Some(row) = ENDS.iter().position(|end| days <= *end) {
            counts[row][column] += 1;
        }
    }
    let rows = ENDS.into_iter().zip(counts).map(|(end, counts)| {
        let age = if end == i64::MAX { Cell::Word("longer", (&LONGER).into()) } else { Cell::Text(end.to_string()) };
        Row { cells: std::iter::once(age).chain(counts.map(Cell::count)).collect(), notes: Vec::new() }
    });
    Table {
        name: "ageing",
        title: &AGEING,
        columns: vec![
            Column::text("days_up_to", &AGE),
            Column::int("books", &HELD),
            Column::int("overdue", &OVERDUE),
            Column::int("tickets", &OPEN_TICKETS),
        ],
        rows: rows.collect(),
    }
}

/// A state as machines read it.
pub(super) const fn state_word(state: NumberState) -> &'static str {
    match state {
        NumberState::Unused => "unused",
        NumberState::Open => "open",
        NumberState::Completed => "completed",
        NumberState::Void => "void",
        NumberState::Transferred => "transferred",
        NumberState::Returned => "returned",
    }
}

/// A state in a cell.
pub(super) fn state_cell(state: NumberState) -> Cell {
    Cell::Word(state_word(state), state.name().into())
}

/// Every number.
fn numbers(numbers: &[Number]) -> Table {
    let row = |it: &Number| Row {
        cells: vec![
            Cell::Text(it.number.to_string()),
            Cell::Text(it.book.to_string()),
            state_cell(it.state),
            Cell::Text(it.record.to_string()),
        ],
        notes: Vec::new(),
    };
    Table {
        name: "numbers",
        title: &NUMBERS_LIST,
        columns: vec![
            Column::text("number", &NUMBER),
            Column::text("book", &BOOK),
            Column::text("state", &STATE),
            Column::text("record", &BASED_ON),
        ],
        rows: numbers.iter().map(row).collect(),
    }
}

fn tables(accounts: &Accounts, records: &Records<'_>) -> Vec<Table> {
    let plain = |cells| Row { cells, notes: Vec::new() };
    let total = [Cell::count(accounts.accounts.len()), Cell::count(accounts.total.all())];
    let table = |name, title, columns: Vec<Column>, rows| Table { name, title, columns, rows };
    let mut all = vec![
        table(
            "total",
            &TOTAL,
            [Column::int("books", &BOOKS), Column::int("numbers", &NUMBERS)].into_iter().chain(STATES).collect(),
            vec![plain(total.into_iter().chain(states(&accounts.total)).collect())],
        ),
        partition(accounts),
        ageing(accounts),
        table(
            "accounts",
            &ACCOUNTS,
            [
                Column::text("book", &BOOK),
                Column::text("kind", &KIND),
                Column::text("state", &STATE),
                Column::text("holder", &HOLDER),
                Column::text("name", &NAME),
            ]
            .into_iter()
            .chain([Column::text("first", &FIRST), Column::text("last", &LAST), Column::int("numbers", &NUMBERS)])
            .chain(STATES)
            .chain([Column::instant("issued_at", &ISSUED_AT), Column::instant("settled_at", &SETTLED_AT)])
            .chain([Column::text("reason", &REASON), Column::int("days", &DAYS)])
            .collect(),
            accounts.accounts.iter().map(|it| plain(account(it, records))).collect(),
        ),
        table(
            "unreturned",
            &UNRETURNED,
            vec![
                Column::text("book", &BOOK),
                Column::text("holder", &HOLDER),
                Column::text("obligation", &RULE),
                Column::date("due_on", &DUE_ON),
            ],
            accounts.unreturned.iter().map(unreturned).collect(),
        ),
        table(
            "open",
            &OPEN_TICKETS,
            vec![
                Column::text("ticket", &TICKET),
                Column::text("by", &BY),
                Column::instant("opened_at", &OPENED_AT),
                Column::instant("promised_by", &PROMISED_BY),
                Column::int("days", &DAYS),
            ],
            accounts.open.iter().map(|it| plain(still_open(it))).collect(),
        ),
        table(
            "transfers",
            &TRANSFERS,
            vec![
                Column::text("from", &FROM),
                Column::text("to", &TO),
                Column::instant("at", &AT),
                Column::text("by", &BY),
                Column::text("paired", &PAIRED),
                Column::text("reason", &REASON),
            ],
            accounts.transfers.iter().map(|it| plain(transfer(it))).collect(),
        ),
        table(
            "voids",
            &VOIDS,
            vec![
                Column::text("ticket", &TICKET),
                Column::instant("at", &AT),
                Column::text("by", &BY),
                Column::text("handed", &HANDED),
                Column::text("reason", &REASON),
            ],
            accounts.voids.iter().map(|it| plain(voided(it))).collect(),
        ),
        table(
            "discrepancies",
            &DISCREPANCIES,
            vec![Column::text("record", &RECORD)],
            accounts.discrepancies.iter().map(discrepancy).collect(),
        ),
    ];
    all.extend(accounts.numbers.as_deref().map(numbers));
    all
}

fn account(account: &Account, records: &Records<'_>) -> Vec<Cell> {
    let kind = match account.kind {
        BookKind::Regular => Cell::Word("regular", (&REGULAR).into()),
        BookKind::Spare => Cell::Word("spare", (&SPARE).into()),
    };
    let state = match account.state {
        BookState::Issued => Cell::Word("issued", (&ISSUED).into()),
        BookState::Settled => Cell::Word("settled", (&SETTLED).into()),
    };
    let reason = match account.settled.map(|(_, reason)| reason) {
        None => Cell::Unknown,
        Some(SettlementReason::Exchange) => Cell::Word("exchange", (&EXCHANGE).into()),
        Some(SettlementReason::Leave) => Cell::Word("leave", (&LEAVE).into()),
        Some(SettlementReason::Lost) => Cell::Word("lost", (&LOST).into()),
        Some(SettlementReason::Withdrawn) => Cell::Word("withdrawn", (&WITHDRAWN).into()),
    };
    let head = [
        Cell::Text(account.book.to_string()),
        kind,
        state,
        Cell::Text(account.holder.to_string()),
        names::of_staff(records, Some(&account.holder)),
        Cell::Text(account.first.to_string()),
        Cell::Text(account.last.to_string()),
        Cell::count(account.states.all()),
    ];
    let tail = [
        Cell::Instant(account.issued_at.to_string()),
        Cell::instant_or_unknown(account.settled.map(|(at, _)| at)),
        reason,
        Cell::Int(account.days),
    ];
    head.into_iter().chain(states(&account.states)).chain(tail).collect()
}

fn unreturned(book: &Unreturned) -> Row {
    Row {
        cells: vec![
            Cell::Text(book.book.id.clone()),
            Cell::text_or_unknown(book.holder.as_ref()),
            Cell::Word(book.rule.id, (&book.rule.title).into()),
            Cell::Date(book.due_on.to_string()),
        ],
        notes: book.steps.clone(),
    }
}

fn still_open(ticket: &StillOpen) -> Vec<Cell> {
    vec![
        Cell::Text(ticket.ticket.to_string()),
        Cell::Text(ticket.by.to_string()),
        Cell::Instant(ticket.opened_at.to_string()),
        Cell::Instant(ticket.promised_by.to_string()),
        Cell::Int(ticket.days),
    ]
}

fn transfer(transfer: &Transferred) -> Vec<Cell> {
    vec![
        Cell::Text(transfer.from.to_string()),
        Cell::Text(transfer.to.to_string()),
        Cell::Instant(transfer.at.to_string()),
        Cell::Text(transfer.by.to_string()),
        Cell::Bool(transfer.paired),
        Cell::Text(transfer.reason.clone()),
    ]
}

fn voided(void: &Voided) -> Vec<Cell> {
    vec![
        Cell::Text(void.ticket.to_string()),
        Cell::Instant(void.at.to_string()),
        Cell::Text(void.by.to_string()),
        void.handed.map_or(Cell::Unknown, Cell::Bool),
        Cell::Text(void.reason.clone()),
    ]
}

fn discrepancy(odd: &Discrepancy) -> Row {
    Row { cells: vec![Cell::Text(odd.record.to_string())], notes: vec![odd.what.clone()] }
}
