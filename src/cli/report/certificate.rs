//! `weibao-report certificate BOOK`: that a settled book is whole: each number, its state, and the digests of its ticket,
//! by which anybody can tell later whether a ticket is the one that was settled.

use std::fmt::Write as _;

use clap::Args;

use super::moment::Moment;
use super::walk::Seen;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, books, names, source};
use crate::ledger::Records;
use crate::measure::books::{Books, Number, States};
use crate::record::Kind;
use crate::record::book::{Book, BookState};
use crate::record::id::BookId;
use crate::record::parts::Signature;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Row, Table};
use crate::sign::{canonical, sha256_hex};
use crate::store::{Id, Store};
use crate::text::{Message, Text};

crate::texts! {
    TITLE: "维修单本核销证书", "Certificate of a settled ticket book";
    BOOK: "本号", "book";
    HOLDER: "领用人", "holder";
    NAME: "姓名", "name";
    RANGE: "起止号", "range";
    ISSUED_AT: "领用", "issued at";
    SETTLED_AT: "核销", "settled at";
    RETURNED_BY: "交回人", "returned by";
    RECEIVED_BY: "收回人", "received by";
    REMARK: "备注", "remark";
    BLOB: "git 对象", "git object";
    SHA256: "规范形式 SHA-256", "SHA-256 of the canonical form";
    BOOK_BLOB: "本记录（git 对象）", "record of the book (git object)";
    BOOK_SHA256: "本记录（规范形式 SHA-256）", "record of the book (SHA-256 of the canonical form)";
    WHOLE: "逐号清单的 SHA-256", "SHA-256 of the list of numbers";
    TOTAL: "各状态号码数", "Numbers by state";
    NUMBERS: "号码数", "numbers";
    COMPLETED: "完成", "completed";
    VOID: "作废", "void";
    TRANSFERRED: "已转", "transferred";
    RETURNED: "交回未用", "returned";
    LIST: "逐号", "Every number";
    NUMBER: "号码", "number";
    STATE: "状态", "state";
    SIGNATURES: "核销签字", "Signatures of the settlement";
    ROLE: "身份", "role";
    SIGNER: "签字人", "signer";
    AT: "时间", "at";
    DIGEST: "所签内容 SHA-256", "SHA-256 of what was signed";
    NO_BOOK: "没有维修单本 {book}", "there is no book {book}";
    NOT_SETTLED: "{book} 尚未核销，不能出具证书", "{book} is not settled; there is nothing to certify";
    NOT_WHOLE: "{book} 账目不符，不能出具证书：{what}", "{book} does not add up and cannot be certified: {what}";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Certificate {
    /// 本号，如 WX-00001 / The book, such as WX-00001
    #[arg(value_name = "BOOK", value_parser = book)]
    book: BookId,
}

fn book(text: &str) -> Result<BookId, String> {
    BookId::parse(text).map_err(|_| format!("`{text}` is not a book such as WX-00001"))
}

impl Certificate {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        store.require_whole_history()?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let refused = |text: &'static Text| Trouble::Said(Message::new(text).with("book", &self.book));
        let key = self.book.key(Kind::Book);
        let entry = records.entry(&key).ok_or_else(|| refused(&NO_BOOK))?;
        let book = entry.form::<Book>().ok_or_else(|| refused(&NO_BOOK))?;
        let settlement = match (&book.settlement, book.state) {
            (Some(settlement), BookState::Settled) if settlement.at <= moment.as_of => settlement,
            _ => return Err(refused(&NOT_SETTLED)),
        };
        let mut accounts = Books::new(moment.as_of).with_numbers();
        accounts.take(&entry, &world);
        if let Some(odd) = accounts.discrepancies.first() {
            let message = Message::new(&NOT_WHOLE).with("book", &self.book);
            return Err(Trouble::Said(message.with_message("what", odd.what.clone())));
        }
        let mut seen = Seen::default();
        seen.note_value(&entry.value);
        let numbers = accounts.numbers.as_deref().unwrap_or_default();
        let (list, whole) = list(numbers, &records, &mut seen)?;
        if let Some(failure) = records.failure() {
            return Err(failure.into());
        }
        let mut facts = source::facts(&moment, &seen, &world);
        let fact = |name, title: &'static Text, value| Fact { name, title, value };
        facts.extend([
            fact("book", &BOOK, Cell::Text(book.id.to_string())),
            fact("holder", &HOLDER, Cell::Text(book.issue.holder.to_string())),
            fact("holder_name", &NAME, names::of_staff(&records, Some(&book.issue.holder))),
            fact("range", &RANGE, Cell::List(vec![book.first_no.to_string(), book.last_no.to_string()])),
            fact("issued_at", &ISSUED_AT, Cell::Instant(book.issue.issued_at.to_string())),
            fact("settled_at", &SETTLED_AT, Cell::Instant(settlement.at.to_string())),
            fact("returned_by", &RETURNED_BY, Cell::Text(settlement.returned_by.to_string())),
            fact("received_by", &RECEIVED_BY, Cell::Text(settlement.received_by.to_string())),
            fact("remark", &REMARK, Cell::Text(settlement.remark.clone())),
            fact("book_blob", &BOOK_BLOB, Cell::text_or_unknown(Id::of_file(&entry.bytes))),
            fact("book_sha256", &BOOK_SHA256, Cell::Text(sha256_hex(&canonical(&entry.value)))),
            fact("list_sha256", &WHOLE, Cell::Text(whole)),
        ]);
        let tables = vec![total(&accounts.total), signatures(&settlement.signatures), list];
        Ok(Outcome { document: Document { report: "certificate/1", title: &TITLE, facts, tables }, wrong: None })
    }
}

/// Every number with its digests, and the digest of lines `NUMBER STATE BLOB SHA256` with `-` where there is no ticket.
fn list(numbers: &[Number], records: &Records<'_>, seen: &mut Seen) -> Result<(Table, String), Trouble> {
    let mut lines = String::new();
    let mut rows = Vec::with_capacity(numbers.len());
    for it in numbers {
        let digests = if it.record.kind == Kind::Ticket {
            let ticket = records.entry(&it.record).ok_or_else(|| Trouble::NoRecord(it.record.clone()))?;
            seen.note_value(&ticket.value);
            Id::of_file(&ticket.bytes).map(|blob| (blob.to_string(), sha256_hex(&canonical(&ticket.value))))
        } else {
            None
        };
        let (blob, sha256) = digests.unzip();
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let state = books::state_word(it.state);
        let _ = writeln!(lines, "{} {state} {} {}", it.number, or_none(&blob), or_none(&sha256));
        let cells = vec![
            Cell::Text(it.number.to_string()),
            books::state_cell(it.state),
            Cell::text_or_unknown(blob),
            Cell::text_or_unknown(sha256),
        ];
        rows.push(Row { cells, notes: Vec::new() });
    }
    let columns = vec![
        Column::text("number", &NUMBER),
        Column::text("state", &STATE),
        Column::text("blob", &BLOB),
        Column::text("sha256", &SHA256),
    ];
    Ok((Table { name: "numbers", title: &LIST, columns, rows }, sha256_hex(lines.as_bytes())))
}

fn total(states: &States) -> Table {
    let cells = [states.all(), states.completed, states.void, states.transferred, states.returned].map(Cell::count);
    let columns = vec![
        Column::int("numbers", &NUMBERS),
        Column::int("completed", &COMPLETED),
        Column::int("void", &VOID),
        Column::int("transferred", &TRANSFERRED),
        Column::int("returned", &RETURNED),
    ];
    Table { name: "total", title: &TOTAL, columns, rows: vec![Row { cells: cells.into(), notes: Vec::new() }] }
}

/// The role as the record writes it.
fn role(signature: &Signature) -> Option<String> {
    serde_json::to_value(signature.role).ok()?.as_str().map(str::to_owned)
}

fn signatures(signatures: &[Signature]) -> Table {
    let row = |it: &Signature| Row {
        cells: vec![
            Cell::text_or_unknown(role(it)),
            Cell::Text(it.signer.to_string()),
            Cell::Instant(it.at.to_string()),
            Cell::Text(it.digest.clone()),
        ],
        notes: Vec::new(),
    };
    let columns = vec![
        Column::text("role", &ROLE),
        Column::text("signer", &SIGNER),
        Column::instant("at", &AT),
        Column::text("digest", &DIGEST),
    ];
    Table { name: "signatures", title: &SIGNATURES, columns, rows: signatures.iter().map(row).collect() }
}
