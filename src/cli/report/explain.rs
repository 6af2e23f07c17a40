//! `--explain ID`: what a figure rests on: the obligation with its sum, the records it is counted from, the commits that
//! brought each version of them.

use std::collections::BTreeSet;

use super::moment::Moment;
use super::walk::Seen;
use super::words::{self, Trouble};
use super::{Globals, Outcome, Surroundings, source, walk};
use crate::ledger::{Records, Versions};
use crate::record::Kind;
use crate::record::book::Book;
use crate::record::id::{SiteId, TicketId};
use crate::record::path::Key;
use crate::regulation::obligation::{Fulfilment, Obligation, Standing, arising, for_callback};
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Row, Table};
use crate::sign::{canonical, sha256_hex};
use crate::store::{Id, Store};
use crate::text::{Message, Text};

crate::texts! {
    TITLE: "数字所据", "What a figure rests on";
    EXPLAINED: "所追溯的编号", "traced";
    OBLIGATIONS: "义务及到期日算法", "Obligations, and how each due day came about";
    RECORDS: "所据记录", "Records it rests on";
    HISTORY: "带来各版本的提交", "Commits that brought each version";
    OBLIGATION: "义务", "obligation";
    RECORD: "记录", "record";
    KIND: "种类", "kind";
    CLAUSES: "条款", "clauses";
    DUE_ON: "到期日", "due on";
    DEADLINE: "截止", "deadline";
    STANDING: "情况", "standing";
    DONE_AT: "办理时间", "done at";
    PERSON: "责任人", "responsible";
    ROLE: "作用", "role";
    PATH: "路径", "path";
    BLOB: "git 对象", "git object";
    SHA256: "规范形式 SHA-256", "SHA-256 of the canonical form";
    COMMIT: "提交", "commit";
    COMMITTED_AT: "提交时间", "committed at";
    WRITTEN_AT: "作者时间", "author's date";
    LANDED: "随此提交进入主线", "on the line with";
    RECEIVED_AT: "接收时间", "received at";
    AUTHOR: "作者", "author";
    SUBJECT: "提交说明", "message";
    ITSELF: "本记录", "itself";
    ANCHOR: "起因", "what makes it due";
    SITE: "站点", "site";
    BOOK: "所属本", "its book";
    IN_TIME: "按时", "in time";
    LATE: "逾期", "late";
    MISSING: "未办", "missing";
    UNREACHABLE: "无法联系", "unreachable";
    NOT_YET_DUE: "未到期", "not yet due";
}

/// A record and what it has to do with the id that was asked for.
type Part = (Key, &'static str, &'static Text);

/// What is told of an id: of a record, of a callback or quarter that is due, or of a ticket's number.
pub(super) fn run(globals: &Globals, surroundings: &Surroundings, id: &str) -> Result<Outcome, Trouble> {
    let store = Store::open(&surroundings.here.join(&globals.repo))?;
    let moment = Moment::of(&store, globals, surroundings)?;
    let snapshot = store.snapshot_of(moment.commit)?;
    let records = Records::new(&snapshot);
    let world = World::new(&records, moment.as_of);
    let obligations = obligations(id, &world);
    let mut parts = parts(id, &world, &obligations);
    if let Ok(number) = TicketId::parse(id) {
        for key in walk::Keys::of(&snapshot, Kind::Book) {
            let key = key?;
            if records.get::<Book>(&key).is_some_and(|book| book.covers(&number)) {
                parts.push((key, "book", &BOOK));
            }
        }
    }
    let mut seen = BTreeSet::new();
    parts.retain(|(key, _, _)| records.exists(key) && seen.insert(key.clone()));
    if parts.is_empty() && obligations.is_empty() {
        return Err(Trouble::Said(Message::new(&words::NO_SUCH_ID).with("id", id)));
    }
    let paths: Vec<String> = parts.iter().map(|(key, _, _)| key.path()).collect();
    let versions = store.versions(moment.commit, Some(&paths))?;
    if let Some(failure) = records.failure() {
        return Err(failure.into());
    }
    let mut read = Seen::default();
    for entry in parts.iter().filter_map(|(key, _, _)| records.entry(key)) {
        read.note_value(&entry.value);
    }
    let mut facts = source::facts(&moment, &read, &world);
    facts.push(Fact { name: "explained", title: &EXPLAINED, value: Cell::Text(id.to_owned()) });
    let tables =
        vec![due(&obligations, &moment), rests_on(&parts, &records), history(&parts, &versions, &store, &moment)?];
    Ok(Outcome { document: Document { report: "explain/1", title: &TITLE, facts, tables }, wrong: None })
}

/// The obligations that a record of this id fulfils, and those that it makes due.
fn obligations(id: &str, world: &World<'_>) -> Vec<Obligation> {
    let mut found: Vec<Obligation> = Vec::new();
    for kind in [Kind::PhoneCallback, Kind::OnsiteCallback] {
        let key = Key::new(kind, id);
        found.extend(key.and_then(|key| for_callback(&key, world)).map(|it| (*it).clone()));
    }
    let site = id.get(..6).and_then(|site| SiteId::parse(site).ok()).map(|site| site.key(Kind::Site));
    let site = site.and_then(|site| world.records.entry(&site));
    found.extend(site.iter().flat_map(|site| arising(site, world)).filter(|it| it.key.id == id));
    for key in own(id) {
        let entry = world.records.entry(&key);
        found.extend(entry.iter().flat_map(|entry| arising(entry, world)));
    }
    let mut seen = BTreeSet::new();
    found.retain(|it| {
        it.window.opens <= world.clock.now() && seen.insert((it.rule.id, it.key.clone(), it.anchor.clone()))
    });
    found
}

/// The keys that an id may be.
fn own(id: &str) -> impl Iterator<Item = Key> + '_ {
    Kind::ALL.iter().filter_map(|kind| Key::new(*kind, id))
}

fn parts(id: &str, world: &World<'_>, obligations: &[Obligation]) -> Vec<Part> {
    let mut parts: Vec<Part> = own(id).map(|key| (key, "itself", &ITSELF)).collect();
    for obligation in obligations {
        if obligation.key.id == id {
            parts.push((obligation.anchor.clone(), "anchor", &ANCHOR));
        }
        parts.extend(obligation.site.iter().map(|site| (site.key(Kind::Site), "site", &SITE)));
    }
    parts.retain(|(key, _, _)| world.records.exists(key));
    parts
}

fn due(obligations: &[Obligation], moment: &Moment) -> Table {
    let rows = obligations.iter().map(|it| Row {
        cells: vec![
            Cell::Text(it.rule.id.to_owned()),
            Cell::Text(it.key.id.clone()),
            Cell::Word(it.key.kind.word(), it.key.kind.name().into()),
            Cell::List(it.clauses.iter().map(ToString::to_string).collect()),
            Cell::Date(it.window.due_on.to_string()),
            Cell::Instant(it.window.deadline.to_string()),
            standing(it.standing(moment.as_of)),
            match it.fulfilment {
                Fulfilment::Done { at } | Fulfilment::Unreachable { at, .. } => Cell::Instant(at.to_string()),
                Fulfilment::Open => Cell::Unknown,
            },
            Cell::text_or_unknown(it.responsible.as_ref()),
        ],
        notes: it.steps.clone(),
    });
    let columns = vec![
        Column::text("obligation", &OBLIGATION),
        Column::text("record", &RECORD),
        Column::text("kind", &KIND),
        Column::text("clauses", &CLAUSES),
        Column::date("due_on", &DUE_ON),
        Column::instant("deadline", &DEADLINE),
        Column::text("standing", &STANDING),
        Column::instant("done_at", &DONE_AT),
        Column::text("responsible", &PERSON),
    ];
    Table { name: "obligations", title: &OBLIGATIONS, columns, rows: rows.collect() }
}

/// A standing as a cell.
pub(super) fn standing(standing: Standing) -> Cell {
    let (word, text): (_, &'static Text) = match standing {
        Standing::InTime => ("in_time", &IN_TIME),
        Standing::Late => ("late", &LATE),
        Standing::Missing => ("missing", &MISSING),
        Standing::Unreachable => ("unreachable", &UNREACHABLE),
        Standing::NotYetDue => ("not_yet_due", &NOT_YET_DUE),
    };
    Cell::Word(word, text.into())
}

fn rests_on(parts: &[Part], records: &Records<'_>) -> Table {
    let rows = parts.iter().map(|(key, word, role)| {
        let entry = records.entry(key);
        let cells = vec![
            Cell::Text(key.id.clone()),
            Cell::Word(key.kind.word(), key.kind.name().into()),
            Cell::Word(word, (*role).into()),
            Cell::Text(key.path()),
            Cell::text_or_unknown(entry.as_ref().and_then(|entry| Id::of_file(&entry.bytes))),
            Cell::text_or_unknown(entry.as_ref().map(|entry| sha256_hex(&canonical(&entry.value)))),
        ];
        Row { cells, notes: Vec::new() }
    });
    let columns = vec![
        Column::text("record", &RECORD),
        Column::text("kind", &KIND),
        Column::text("role", &ROLE),
        Column::text("path", &PATH),
        Column::text("blob", &BLOB),
        Column::text("sha256", &SHA256),
    ];
    Table { name: "records", title: &RECORDS, columns, rows: rows.collect() }
}

fn history(parts: &[Part], versions: &Versions, store: &Store, moment: &Moment) -> Result<Table, Trouble> {
    let mut rows = Vec::new();
    for (key, _, _) in parts {
        for version in versions.of.get(&key.path()).into_iter().flatten() {
            let commit = &versions.commits[version.commit];
            let header = Id::parse(&commit.info.id).map(|id| store.commit_header(id)).transpose()?;
            let received = moment.receipts.as_ref().and_then(|receipts| receipts.of(&commit.info.id));
            let cells = vec![
                Cell::Text(key.id.clone()),
                Cell::Word(key.kind.word(), key.kind.name().into()),
                Cell::Text(commit.info.id.clone()),
                Cell::Instant(commit.info.committed_at.to_string()),
                Cell::Instant(commit.info.authored_at.to_string()),
                Cell::instant_or_unknown(received),
                Cell::Text(versions.commits[commit.landed].info.id.clone()),
                Cell::Text(commit.info.author_email.clone()),
                Cell::text_or_unknown(header.map(|header| header.subject)),
                Cell::Text(version.file.to_string()),
            ];
            rows.push(Row { cells, notes: Vec::new() });
        }
    }
    let columns = vec![
        Column::text("record", &RECORD),
        Column::text("kind", &KIND),
        Column::text("commit", &COMMIT),
        Column::instant("committed_at", &COMMITTED_AT),
        Column::instant("written_at", &WRITTEN_AT),
        Column::instant("received_at", &RECEIVED_AT),
        Column::text("landed_with", &LANDED),
        Column::text("author", &AUTHOR),
        Column::text("subject", &SUBJECT),
        Column::text("blob", &BLOB),
    ];
    Ok(Table { name: "history", title: &HISTORY, columns, rows })
}
