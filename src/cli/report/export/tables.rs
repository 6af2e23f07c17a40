//! The exported tables: their columns with what each means, and each row's values in the same order.

use crate::measure::books::Account;
use crate::measure::flat::{Came, Due, Event, Held};
use crate::record::book::{BookKind, BookState, SettlementReason};
use crate::record::instant::Instant;
use crate::regulation::obligation::Fulfilment;
use crate::render::flat::{Column, Datum, Kind, Table};
use crate::text::Text;

crate::texts! {
    OBLIGATIONS_IS: "一行一项义务：何时起、何时止、其记录声称何时办理。行内只有事实，不含“按时 / 逾期”：那取决于评判时刻，由 SQL 计算。", "One row an obligation: from when, by when, and when its record claims it was done. Rows hold facts, never where something stands: that depends on the moment and is computed by the SQL.";
    EVENTS_IS: "一行一个时刻：记录所称发生的每个时刻，以及最先写下它的那次提交。", "One row an instant that a record claims, with the commit that first told it.";
    RECORDS_IS: "一行一条记录。", "One row a record.";
    BOOKS_IS: "一行一本维修单：其号码各处何种状态。", "One row a ticket book: how many of its numbers are in which state.";
    EXPORT_IS: "只有一行：本次导出所据。", "One row only: what this export rests on.";
    MONTH_DUE: "到期日所在月份，如 2026-03", "the month of the due day, as in 2026-03";
    MONTH_EVENT: "所称时刻所在月份（北京时间）", "the month of the claimed instant (China Standard Time)";
    MONTH_FIRST: "首次提交所在月份（北京时间）", "the month of the first commit (China Standard Time)";
    MONTH_ISSUED: "发放所在月份（北京时间）", "the month of the issue (China Standard Time)";
    FAMILY: "归入哪一类：callbacks 回访、plans 计划、maintenance 保养、incidents 事件、tickets 维修单等", "what it is counted with: callbacks, plans, maintenance, incidents, tickets and so on";
    RULE: "义务的规则编号（weibao explain）", "id of the rule it comes from (weibao explain)";
    DUE_KIND: "履行它的记录的种类", "kind of the record that fulfils it";
    DUE_ID: "履行它的记录的编号", "key of the record that fulfils it";
    STAGE: "回访的阶段", "stage of a callback";
    ANCHOR_KIND: "产生它的记录的种类", "kind of the record it arises from";
    ANCHOR_ID: "产生它的记录的编号", "key of the record it arises from";
    CLIENT: "甲方编号", "id of the client";
    SITE: "站点编号", "id of the site";
    RESPONSIBLE: "责任人的员工编号", "staff id of who is to see to it";
    AROSE: "产生的时刻（其来源记录所称）", "when it arose, as its anchor claims";
    OPENS: "最早可办的时刻", "earliest instant at which it counts";
    DUE_ON: "到期日（遇休息日已顺延）", "due day, rolled past days off";
    DEADLINE: "最晚的按时时刻（含）", "last instant in time, inclusive";
    PROVISIONAL: "到期日是否可能变动（节假日未公布）", "whether the due day may still move (calendar not published)";
    FULFILMENT: "done 已办、unreachable 无法联系、open 未办", "done, unreachable or open";
    ACTED: "所称办理时刻，或最后一次未联系上的时刻", "when it was done as claimed, or last tried in vain";
    EXCUSED: "无法联系是否经主管谅解", "whether the supervisor excused that nobody was reached";
    FIRST_COMMIT: "首次带来该记录的提交", "commit that first brought the record";
    FIRST_COMMITTED: "其提交时刻", "when that was committed";
    FIRST_RECEIVED: "服务器接收它的时刻（有接收日志时）", "when the server received it (with a receipt log)";
    LAST_COMMIT: "最后改动该记录的提交", "commit that last changed the record";
    LAST_COMMITTED: "其提交时刻", "when that was committed";
    LAST_RECEIVED: "服务器接收它的时刻（有接收日志时）", "when the server received it (with a receipt log)";
    KIND: "记录的种类", "kind of the record";
    ID: "记录的编号", "key of the record";
    MEMBER: "最先写下此时刻的成员（JSON pointer）", "member that first told the instant (JSON pointer)";
    CLAIMED: "所称时刻", "the instant, as claimed";
    COMMIT: "最先写下它的提交", "commit that first told it";
    COMMITTED: "其提交时刻", "when that was committed";
    WRITTEN: "其作者时间", "that commit's author's date";
    LANDED: "它进入主线的时刻", "when it came onto the authoritative line";
    RECEIVED: "服务器接收它的时刻（有接收日志时）", "when the server received it (with a receipt log)";
    DECLARED: "该版本是否自述逾期", "whether that version declares its lateness";
    PATH: "在库中的路径", "path in the repository";
    SCHEMA: "格式及版本", "schema and version";
    STATE: "状态（该种类有状态时）", "state, where its kind has one";
    BLOB: "其内容的 git 对象名（40 位）", "name of its bytes as a git object (40 digits)";
    BOOK: "本号", "id of the book";
    BOOK_KIND: "regular 正式、spare 备用", "regular or spare";
    BOOK_STATE: "issued 已领用、settled 已核销", "issued or settled";
    HOLDER: "领用人的员工编号", "staff id of the holder";
    FIRST: "起号", "first number";
    LAST: "止号", "last number";
    NUMBERS: "号码数", "how many numbers";
    UNUSED: "未使用的号码数", "numbers not used";
    OPEN: "未完成的单数", "tickets still open";
    COMPLETED: "完成的单数", "tickets completed";
    VOID: "作废的单数", "tickets made void";
    TRANSFERRED: "已转入备用单的单数", "tickets transferred to spare ones";
    RETURNED: "交回未用的号码数", "numbers returned unused";
    ISSUED_AT: "领用时刻", "when it was issued";
    SETTLED_AT: "核销时刻", "when it was settled";
    REASON: "核销原因：exchange 以旧换新、leave 离职、lost 遗失、withdrawn 停用", "why it was settled: exchange, leave, lost or withdrawn";
    REPOSITORY: "记录库的编号", "id of the repository";
    EXPORTED: "导出的提交", "commit that was exported";
    AS_OF: "评判时刻：SQL 以此评判", "the moment: what the SQL judges by";
    RECEIPTS: "是否有接收日志", "whether there was a receipt log";
    PROGRAM: "程序及版本", "program and version";
}

const fn col(name: &'static str, kind: Kind, meaning: &'static Text) -> Column {
    Column { name, kind, meaning }
}

/// Obligations.
pub(super) const OBLIGATIONS: Table = Table {
    name: "obligations",
    meaning: &OBLIGATIONS_IS,
    month: Some(&MONTH_DUE),
    columns: &[
        col("family", Kind::Text, &FAMILY),
        col("rule", Kind::Text, &RULE),
        col("kind", Kind::Text, &DUE_KIND),
        col("id", Kind::Text, &DUE_ID),
        col("stage", Kind::Text, &STAGE),
        col("anchor_kind", Kind::Text, &ANCHOR_KIND),
        col("anchor_id", Kind::Text, &ANCHOR_ID),
        col("client", Kind::Text, &CLIENT),
        col("site", Kind::Text, &SITE),
        col("responsible", Kind::Text, &RESPONSIBLE),
        col("arose_at", Kind::Seconds, &AROSE),
        col("opens_at", Kind::Seconds, &OPENS),
        col("due_on", Kind::Day, &DUE_ON),
        col("deadline", Kind::Seconds, &DEADLINE),
        col("provisional", Kind::Bool, &PROVISIONAL),
        col("fulfilment", Kind::Text, &FULFILMENT),
        col("acted_at", Kind::Seconds, &ACTED),
        col("excused", Kind::Bool, &EXCUSED),
        col("first_commit", Kind::Text, &FIRST_COMMIT),
        col("first_committed_at", Kind::Seconds, &FIRST_COMMITTED),
        col("first_received_at", Kind::Seconds, &FIRST_RECEIVED),
        col("last_commit", Kind::Text, &LAST_COMMIT),
        col("last_committed_at", Kind::Seconds, &LAST_COMMITTED),
        col("last_received_at", Kind::Seconds, &LAST_RECEIVED),
    ],
};

/// Events.
pub(super) const EVENTS: Table = Table {
    name: "events",
    meaning: &EVENTS_IS,
    month: Some(&MONTH_EVENT),
    columns: &[
        col("kind", Kind::Text, &KIND),
        col("id", Kind::Text, &ID),
        col("member", Kind::Text, &MEMBER),
        col("claimed_at", Kind::Seconds, &CLAIMED),
        col("commit_id", Kind::Text, &COMMIT),
        col("committed_at", Kind::Seconds, &COMMITTED),
        col("written_at", Kind::Seconds, &WRITTEN),
        col("landed_at", Kind::Seconds, &LANDED),
        col("received_at", Kind::Seconds, &RECEIVED),
        col("declared_late", Kind::Bool, &DECLARED),
    ],
};

/// Records.
pub(super) const RECORDS: Table = Table {
    name: "records",
    meaning: &RECORDS_IS,
    month: Some(&MONTH_FIRST),
    columns: &[
        col("kind", Kind::Text, &KIND),
        col("id", Kind::Text, &ID),
        col("path", Kind::Text, &PATH),
        col("schema", Kind::Text, &SCHEMA),
        col("state", Kind::Text, &STATE),
        col("blob", Kind::Text, &BLOB),
        col("first_commit", Kind::Text, &FIRST_COMMIT),
        col("first_committed_at", Kind::Seconds, &FIRST_COMMITTED),
        col("first_received_at", Kind::Seconds, &FIRST_RECEIVED),
        col("last_commit", Kind::Text, &LAST_COMMIT),
        col("last_committed_at", Kind::Seconds, &LAST_COMMITTED),
        col("last_received_at", Kind::Seconds, &LAST_RECEIVED),
    ],
};

/// Accounts of the books.
pub(super) const BOOKS: Table = Table {
    name: "books",
    meaning: &BOOKS_IS,
    month: Some(&MONTH_ISSUED),
    columns: &[
        col("book", Kind::Text, &BOOK),
        col("kind", Kind::Text, &BOOK_KIND),
        col("state", Kind::Text, &BOOK_STATE),
        col("holder", Kind::Text, &HOLDER),
        col("first_number", Kind::Text, &FIRST),
        col("last_number", Kind::Text, &LAST),
        col("numbers", Kind::Int, &NUMBERS),
        col("unused", Kind::Int, &UNUSED),
        col("open", Kind::Int, &OPEN),
        col("completed", Kind::Int, &COMPLETED),
        col("void", Kind::Int, &VOID),
        col("transferred", Kind::Int, &TRANSFERRED),
        col("returned", Kind::Int, &RETURNED),
        col("issued_at", Kind::Seconds, &ISSUED_AT),
        col("settled_at", Kind::Seconds, &SETTLED_AT),
        col("reason", Kind::Text, &REASON),
    ],
};

/// What the export rests on.
pub(super) const EXPORT: Table = Table {
    name: "export",
    meaning: &EXPORT_IS,
    month: None,
    columns: &[
        col("repository", Kind::Text, &REPOSITORY),
        col("commit_id", Kind::Text, &EXPORTED),
        col("as_of", Kind::Seconds, &AS_OF),
        col("receipts", Kind::Bool, &RECEIPTS),
        col("program", Kind::Text, &PROGRAM),
    ],
};

/// All of them.
pub(super) const ALL: &[Table] = &[OBLIGATIONS, EVENTS, RECORDS, BOOKS, EXPORT];

fn seconds(at: Instant) -> Datum {
    Datum::Int(at.unix())
}

fn word(word: &str) -> Datum {
    Datum::Text(word.to_owned())
}

fn came(came: Option<&Came>) -> [Datum; 3] {
    [
        Datum::text(came.map(|came| &came.commit)),
        Datum::int(came.map(|came| came.committed_at.unix())),
        Datum::int(came.and_then(|came| came.received_at).map(Instant::unix)),
    ]
}

/// An obligation's values.
pub(super) fn obligation(due: &Due) -> Vec<Datum> {
    let (fulfilment, acted, excused) = match due.fulfilment {
        Fulfilment::Open => ("open", None, false),
        Fulfilment::Done { at } => ("done", Some(at), false),
        Fulfilment::Unreachable { at, excused } => ("unreachable", Some(at), excused),
    };
    let head = [
        word(due.family.word()),
        word(due.rule),
        word(due.key.kind.word()),
        word(&due.key.id),
        Datum::text(due.stage),
        word(due.anchor.kind.word()),
        word(&due.anchor.id),
        Datum::text(due.client.as_ref()),
        Datum::text(due.site.as_ref()),
        Datum::text(due.responsible.as_ref()),
        seconds(due.arose_at),
        seconds(due.window.opens),
        Datum::Text(due.window.due_on.to_string()),
        seconds(due.window.deadline),
        Datum::Bool(due.window.provisional),
        word(fulfilment),
        Datum::int(acted.map(Instant::unix)),
        Datum::Bool(excused),
    ];
    head.into_iter().chain(came(due.first.as_ref())).chain(came(due.last.as_ref())).collect()
}

/// An event's values.
pub(super) fn event(event: &Event) -> Vec<Datum> {
    vec![
        word(event.key.kind.word()),
        word(&event.key.id),
        word(&event.member),
        seconds(event.at),
        word(&event.came.commit),
        seconds(event.came.committed_at),
        seconds(event.written_at),
        seconds(event.landed_at),
        Datum::int(event.came.received_at.map(Instant::unix)),
        Datum::Bool(event.declared),
    ]
}

/// A record's values; `blob` is the name of its bytes.
pub(super) fn record(held: &Held, blob: Option<String>) -> Vec<Datum> {
    let plain = [
        word(held.key.kind.word()),
        word(&held.key.id),
        Datum::Text(held.key.path()),
        word(&held.schema),
        Datum::text(held.state.as_ref()),
        Datum::text(blob),
    ];
    plain.into_iter().chain(came(Some(&held.first))).chain(came(Some(&held.last))).collect()
}

/// A book's values.
pub(super) fn book(account: &Account) -> Vec<Datum> {
    let states = &account.states;
    let counts = [states.unused, states.open, states.completed, states.void, states.transferred, states.returned];
    let reason = account.settled.map(|(_, reason)| match reason {
        SettlementReason::Exchange => "exchange",
        SettlementReason::Leave => "leave",
        SettlementReason::Lost => "lost",
        SettlementReason::Withdrawn => "withdrawn",
    });
    let head = [
        word(account.book.as_str()),
        word(if account.kind == BookKind::Regular { "regular" } else { "spare" }),
        word(if account.state == BookState::Issued { "issued" } else { "settled" }),
        word(account.holder.as_str()),
        Datum::Text(account.first.to_string()),
        Datum::Text(account.last.to_string()),
        Datum::count(states.all()),
    ];
    let tail = [seconds(account.issued_at), Datum::int(account.settled.map(|(at, _)| at.unix())), Datum::text(reason)];
    head.into_iter().chain(counts.map(Datum::count)).chain(tail).collect()
}
