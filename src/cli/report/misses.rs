//! The table of what was not in time, or is not borne out by history, for every report that names its misses.

use super::{explain, names};
use crate::ledger::Records;
use crate::measure::Miss;
use crate::regulation::obligation::Standing;
use crate::render::{Cell, Column, Row, Table};
use crate::text::Text;

crate::texts! {
    KIND: "种类", "kind";
    STANDING: "情况", "standing";
    CLAUSES: "条款", "clauses";
    DUE_ON: "到期日", "due on";
    DEADLINE: "截止", "deadline";
    DONE_AT: "办理时间", "done at";
    RECEIVED_AT: "服务器接收", "received";
    PERSON: "责任人", "responsible";
    NAME: "姓名", "name";
    CLIENT: "甲方", "client";
    UNREACHABLE_EXCUSED: "无法联系（已谅解）", "unreachable (excused)";
}

/// How a report calls what is due, and the commit that counts for it.
pub(super) struct Misses {
    /// The column of the record.
    pub(super) record: Column,
    /// The column of the commit: the first one, or the last.
    pub(super) committed: Column,
}

impl Misses {
    /// The misses as rows. What explains each is the larger part of a report and is moved, not copied.
    pub(super) fn table(
        &self,
        (name, title): (&'static str, &'static Text),
        misses: Vec<Miss>,
        records: &Records<'_>,
    ) -> Table {
        let row = |miss: Miss| Row {
            cells: vec![
                Cell::Text(miss.key.id.clone()),
                Cell::Word(miss.key.kind.word(), miss.key.kind.name().into()),
                standing(&miss),
                Cell::List(miss.clauses.iter().map(ToString::to_string).collect()),
                Cell::Date(miss.window.due_on.to_string()),
                Cell::Instant(miss.window.deadline.to_string()),
                Cell::instant_or_unknown(miss.done_at),
                Cell::instant_or_unknown(miss.recorded_at),
                Cell::instant_or_unknown(miss.received_at),
                Cell::text_or_unknown(miss.responsible.as_ref()),
                names::of_staff(records, miss.responsible.as_ref()),
                Cell::text_or_unknown(miss.client.as_ref()),
            ],
            notes: miss.steps,
        };
        Table {
            name,
            title,
            columns: vec![
                self.record,
                Column::text("kind", &KIND),
                Column::text("standing", &STANDING),
                Column::text("clauses", &CLAUSES),
                Column::date("due_on", &DUE_ON),
                Column::instant("deadline", &DEADLINE),
                Column::instant("done_at", &DONE_AT),
                self.committed,
                Column::instant("received_at", &RECEIVED_AT),
                Column::text("responsible", &PERSON),
                Column::text("name", &NAME),
                Column::text("client", &CLIENT),
            ],
            rows: misses.into_iter().map(row).collect(),
        }
    }
}

fn standing(miss: &Miss) -> Cell {
    match miss.standing {
        Standing::Unreachable if miss.excused => Cell::Word("unreachable_excused", (&UNREACHABLE_EXCUSED).into()),
        standing => explain::standing(standing),
    }
}
