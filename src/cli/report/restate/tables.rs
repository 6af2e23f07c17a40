//! The tables of what changed: rates by family, counts by figure, and every obligation and record behind the difference.

use std::collections::{BTreeMap, BTreeSet};

use super::behind::{Behind, reason};
use crate::cli::report::{explain, standing};
use crate::ledger::Records;
use crate::measure::Family;
use crate::measure::counts::{Counts, Figure, Recounted, Sums};
use crate::measure::standings::{Restated, Stand, Standings};
use crate::render::{Cell, Column, Row, Table};

crate::texts! {
    FIGURES: "按时率", "Rates";
    COUNTS: "数目", "Counts";
    CHANGES: "逐条变动：应办事项", "What is due, record by record";
    RECOUNTED: "逐条变动：数目", "What is counted, record by record";
    CLAIMED_BEFORE: "公布：按时率（记录）", "published: in time (claimed)";
    RECORDED_BEFORE: "公布：按时率（入库）", "published: in time (recorded)";
    RECEIVED_BEFORE: "公布：按时率（接收）", "published: in time (received)";
    CLAIMED_NOW: "现在：按时率（记录）", "now: in time (claimed)";
    RECORDED_NOW: "现在：按时率（入库）", "now: in time (recorded)";
    RECEIVED_NOW: "现在：按时率（接收）", "now: in time (received)";
    CHANGED: "变动条数", "changed";
    FIGURE: "项目", "figure";
    pub(super) RECORD: "记录", "record";
    KIND: "种类", "kind";
    pub(super) OBLIGATION: "应办事项或项目", "obligation or figure";
    BEFORE: "公布时", "published as";
    AFTER: "现在", "now";
    DUE_BEFORE: "公布时到期日", "due day then";
    DUE_AFTER: "现在到期日", "due day now";
    COMMITTED_BEFORE: "公布时按时入库", "in time by commit, then";
    COMMITTED_AFTER: "现在按时入库", "in time by commit, now";
    PERSON: "责任人", "responsible";
    WHY: "原因", "why";
    pub(super) REASON: "记录所述原因", "reason declared in the record";
    NOT_COUNTED: "未计入", "not counted";
}

/// The rule by which something is due: its id for machines, its title for people.
pub(super) fn rule(change: &Restated) -> Cell {
    let stand = change.after.as_ref().or(change.before.as_ref());
    stand.map_or(Cell::Unknown, |stand| Cell::Word(change.rule, stand.title.into()))
}

/// The rates of every family in which anything was due.
pub(super) fn figures(before: &Standings, after: &Standings, month: &str, changes: &[Restated]) -> Table {
    let (before, after) = (before.of_month(month), after.of_month(month));
    let rows = Family::ALL.into_iter().filter_map(|family| {
        let of = |tallies: &BTreeMap<_, _>| tallies.get(&family).copied().unwrap_or_default();
        let stand = |change: &&Restated| change.after.as_ref().or(change.before.as_ref()).map(|stand| stand.family);
        let number = changes.iter().filter(|change| stand(change) == Some(family)).count();
        let (before, after) = (of(&before), of(&after));
        if number == 0 && before.due() == 0 && after.due() == 0 {
            return None;
        }
        let cells = std::iter::once(standing::family(family))
            .chain(standing::rates(&before))
            .chain(standing::rates(&after))
            .chain([Cell::count(number)]);
        Some(Row::plain(cells.collect()))
    });
    let columns = vec![
        standing::FAMILY_COLUMN,
        Column::rate("claimed_published", &CLAIMED_BEFORE),
        Column::rate("recorded_published", &RECORDED_BEFORE),
        Column::rate("received_published", &RECEIVED_BEFORE),
        Column::rate("claimed_now", &CLAIMED_NOW),
        Column::rate("recorded_now", &RECORDED_NOW),
        Column::rate("received_now", &RECEIVED_NOW),
        Column::int("changed", &CHANGED),
    ];
    Table { name: "figures", title: &FIGURES, columns, rows: rows.collect() }
}

/// Every obligation that counts otherwise.
pub(super) fn changed(changes: &[Restated], behind: &Behind<'_>, records: &Records<'_>) -> Table {
    let stood = |stand: Option<&Stand>| {
        stand
            .map_or_else(|| Cell::Word("not_counted", (&NOT_COUNTED).into()), |stand| explain::standing(stand.standing))
    };
    let due = |stand: Option<&Stand>| stand.map_or(Cell::Unknown, |stand| Cell::Date(stand.due_on.to_string()));
    let committed = |stand: Option<&Stand>| stand.map_or(Cell::Unknown, |stand| Cell::Bool(stand.evidence.committed));
    let rows = changes.iter().map(|change| {
        let (before, after) = (change.before.as_ref(), change.after.as_ref());
        let cells = vec![
            Cell::Text(change.key.id.clone()),
            Cell::Word(change.key.kind.word(), change.key.kind.name().into()),
            rule(change),
            stood(before),
            stood(after),
            due(before),
            due(after),
            committed(before),
            committed(after),
            Cell::text_or_unknown(after.or(before).and_then(|stand| stand.responsible.as_ref())),
            behind.why(&change.into()),
            Cell::text_or_unknown(reason(records, &change.key)),
        ];
        Row::plain(cells)
    });
    let columns = vec![
        Column::text("record", &RECORD),
        Column::text("kind", &KIND),
        Column::text("obligation", &OBLIGATION),
        Column::text("published", &BEFORE),
        Column::text("now", &AFTER),
        Column::date("due_published", &DUE_BEFORE),
        Column::date("due_now", &DUE_AFTER),
        Column::text("committed_published", &COMMITTED_BEFORE),
        Column::text("committed_now", &COMMITTED_AFTER),
        Column::text("responsible", &PERSON),
        Column::text("why", &WHY),
        Column::text("reason", &REASON),
    ];
    Table { name: "changes", title: &CHANGES, columns, rows: rows.collect() }
}

/// The counts that were or are not nothing.
pub(super) fn counts(before: &Counts, after: &Counts, month: &str, changes: &[Recounted]) -> Table {
    let (before, after) = (before.of_month(month), after.of_month(month));
    let figures: BTreeSet<Figure> = before.keys().chain(after.keys()).copied().collect();
    let row = |figure: Figure| {
        let number = |sums: &Sums| sums.get(&figure).map_or(0, |(_, number)| *number);
        let (measure, _) = after.get(&figure).or_else(|| before.get(&figure))?;
        Some(Row::plain(vec![
            standing::family(figure.family),
            Cell::Word(measure.id, (&measure.title).into()),
            Cell::Int(number(&before)),
            Cell::Int(number(&after)),
            Cell::count(changes.iter().filter(|change| change.figure == figure).count()),
        ]))
    };
    let columns = vec![
        standing::FAMILY_COLUMN,
        Column::text("figure", &FIGURE),
        Column::int("published", &BEFORE),
        Column::int("now", &AFTER),
        Column::int("changed", &CHANGED),
    ];
    Table { name: "counts", title: &COUNTS, columns, rows: figures.into_iter().filter_map(row).collect() }
}

/// Every record that adds otherwise to a count.
pub(super) fn recounted(changes: &[Recounted], behind: &Behind<'_>, records: &Records<'_>) -> Table {
    let row = |change: &Recounted| {
        Row::plain(vec![
            Cell::Text(change.key.id.clone()),
            Cell::Word(change.key.kind.word(), change.key.kind.name().into()),
            standing::family(change.figure.family),
            Cell::Word(change.measure.id, (&change.measure.title).into()),
            Cell::Int(change.before),
            Cell::Int(change.after),
            behind.why(&change.into()),
            Cell::text_or_unknown(reason(records, &change.key)),
        ])
    };
    let columns = vec![
        Column::text("record", &RECORD),
        Column::text("kind", &KIND),
        standing::FAMILY_COLUMN,
        Column::text("figure", &FIGURE),
        Column::int("published", &BEFORE),
        Column::int("now", &AFTER),
        Column::text("why", &WHY),
        Column::text("reason", &REASON),
    ];
    Table { name: "recounted", title: &RECOUNTED, columns, rows: changes.iter().map(row).collect() }
}
