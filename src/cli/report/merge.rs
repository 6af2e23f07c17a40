//! The same report of several companies as one: every row with its company, and below them what adds up.
//!
//! Fractions and counts add; medians, greatest values and the like do not and are left unknown in a sum, as is every sum of
//! which one part is not known. Rows told apart by what is the same everywhere (a month, an obligation) are summed one by
//! one; rows told apart by ids are not, since an id means something else in each company.

use std::collections::{BTreeMap, BTreeSet};

use crate::render::{Cell, Column, ColumnKind, Document, Fact, Row, Table};

crate::texts! {
    pub(super) COMPANY: "公司", "company";
    SUM: "合计", "total";
}

/// Columns that tell rows apart and mean the same in every company.
const COMMON: &[&str] = &[
    "obligation",
    "title",
    "clauses",
    "kind",
    "stage",
    "month",
    "quarter",
    "clock",
    "form",
    "measure",
    "from_to",
    "unit",
    "model",
    "part",
];
/// Columns of numbers that no sum can be made of.
const UNSUMMED: &[&str] = &["median", "p90", "max", "median_minutes", "longest_minutes", "days"];
/// Facts that are counts.
const COUNTED: &[&str] = &["records_read", "provisional", "incidents"];

/// What stands in the place of the company where all are meant.
pub(super) fn total() -> Cell {
    Cell::Word("total", (&SUM).into())
}

/// One document of all; nothing of none.
pub(super) fn merge(documents: &[(Cell, Document)]) -> Option<Document> {
    let (_, first) = documents.first()?;
    let facts = first.facts.iter().map(|fact| Fact { value: common(fact, documents), ..fact.clone() }).collect();
    let tables = first.tables.iter().map(|own| {
        let all: Vec<_> = documents.iter().filter_map(|(company, it)| Some((company, it.table(own.name)?))).collect();
        table(own, &all)
    });
    Some(Document { report: first.report, title: first.title, facts, tables: tables.collect() })
}

/// What holds for all: the same value, a count of all, the names of all; else nothing.
fn common(fact: &Fact, documents: &[(Cell, Document)]) -> Cell {
    let values: Vec<&Cell> = documents
        .iter()
        .map(|(_, it)| it.facts.iter().find(|own| own.name == fact.name).map_or(&Cell::Unknown, |own| &own.value))
        .collect();
    let number = |value: &&Cell| if let Cell::Int(number) = value { Some(*number) } else { None };
    let names = |value: &&Cell| if let Cell::List(names) = value { Some(names.clone()) } else { None };
    if COUNTED.contains(&fact.name) {
        values.iter().map(number).sum::<Option<i64>>().map_or(Cell::Unknown, Cell::Int)
    } else if values.iter().all(|value| **value == fact.value) {
        fact.value.clone()
    } else {
        let all: Option<Vec<Vec<String>>> = values.iter().map(names).collect();
        all.map_or(Cell::Unknown, |all| {
            Cell::List(all.concat().into_iter().collect::<BTreeSet<_>>().into_iter().collect())
        })
    }
}

fn table(own: &Table, all: &[(&Cell, &Table)]) -> Table {
    let with = |company: Cell, cells: &[Cell]| std::iter::once(company).chain(cells.iter().cloned()).collect();
    let mut rows = Vec::new();
    for (company, table) in all {
        rows.extend(
            table.rows.iter().map(|row| Row { cells: with((*company).clone(), &row.cells), notes: row.notes.clone() }),
        );
    }
    if let Some(head) = summed(own) {
        let mut sums: BTreeMap<Vec<String>, Vec<Cell>> = BTreeMap::new();
        for row in all.iter().flat_map(|(_, table)| &table.rows) {
            let key = row.cells.iter().take(head).map(key).collect();
            sums.entry(key)
                .and_modify(|sum| add(sum, &row.cells, &own.columns[..], head))
                .or_insert_with(|| begun(&row.cells, &own.columns, head, all.len()));
        }
        rows.extend(sums.values().map(|cells| Row::plain(with(total(), cells))));
    }
    let company = Column::text("company", &COMPANY);
    let columns = std::iter::once(company).chain(own.columns.iter().copied()).collect();
    Table { name: own.name, title: own.title, columns, rows }
}

/// How many columns tell the rows of a table apart, if its rows can be summed at all.
fn summed(table: &Table) -> Option<usize> {
    let head = table.columns.iter().take_while(|column| column.kind == ColumnKind::Text).count();
    let (heads, rest) = table.columns.split_at(head);
    let figures = rest.iter().any(|column| matches!(column.kind, ColumnKind::Int | ColumnKind::Rate));
    let listed =
        rest.iter().any(|column| matches!(column.kind, ColumnKind::Instant | ColumnKind::Date | ColumnKind::Text));
    let same = heads.iter().all(|column| COMMON.contains(&column.name));
    (figures && same && (!listed || table.name == "total")).then_some(head)
}

/// A cell as it tells rows apart, in no language.
fn key(cell: &Cell) -> String {
    match cell {
        Cell::Word(word, _) => (*word).to_owned(),
        other => format!("{other:?}"),
    }
}

/// A sum of one row: what cannot be summed is left out at once if there are others.
fn begun(cells: &[Cell], columns: &[Column], head: usize, companies: usize) -> Vec<Cell> {
    let keep = |(place, cell): (usize, &Cell)| {
        if place < head || companies < 2 || sums(columns[place]) { cell.clone() } else { Cell::Unknown }
    };
    cells.iter().enumerate().map(keep).collect()
}

fn sums(column: Column) -> bool {
    matches!(column.kind, ColumnKind::Int | ColumnKind::Cents | ColumnKind::Rate) && !UNSUMMED.contains(&column.name)
}

fn add(sum: &mut [Cell], cells: &[Cell], columns: &[Column], head: usize) {
    for ((own, other), column) in sum.iter_mut().zip(cells).zip(columns).skip(head) {
        *own = match (&*own, other) {
            (Cell::Rate(done, due), Cell::Rate(more, of)) => Cell::Rate(done + more, due + of),
            (Cell::Int(number), Cell::Int(more)) if sums(*column) => Cell::Int(number + more),
            (Cell::Cents(cents), Cell::Cents(more)) => Cell::Cents(cents.saturating_add(*more)),
            _ => Cell::Unknown,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::texts! {
        NAME: "名", "name";
    }

    fn of(
        company: &str,
        rows: Vec<Vec<Cell>>,
        name: &'static str,
        kinds: &[(&'static str, ColumnKind)],
    ) -> (Cell, Document) {
        let columns = kinds.iter().map(|(name, kind)| Column { name, title: &NAME, kind: *kind }).collect();
        let tables = vec![Table { name, title: &NAME, columns, rows: rows.into_iter().map(Row::plain).collect() }];
        (Cell::Text(company.to_owned()), Document { report: "t/1", title: &NAME, facts: Vec::new(), tables })
    }

    fn merged(documents: &[(Cell, Document)]) -> Vec<Vec<Cell>> {
        let document = merge(documents).unwrap();
        document.tables[0].rows.iter().map(|row| row.cells.clone()).collect()
    }

    const MONTHS: &[(&str, ColumnKind)] =
        &[("month", ColumnKind::Text), ("rate", ColumnKind::Rate), ("max", ColumnKind::Int)];

    fn month(month: &str, done: u64, due: u64) -> Vec<Cell> {
        vec![Cell::Text(month.to_owned()), Cell::Rate(done, due), Cell::Int(9)]
    }

    #[test]
    fn fractions_add_as_integers_month_by_month() {
        let one = of("a", vec![month("2026-01", 1, 3), month("2026-02", 1, 1)], "by_month", MONTHS);
        let two = of("b", vec![month("2026-01", 199, 200)], "by_month", MONTHS);
        let rows = merged(&[one, two]);
        assert_eq!(rows.len(), 5);
        assert_eq!(rows[3][1..3], [Cell::Text("2026-01".to_owned()), Cell::Rate(200, 203)]);
        assert_eq!(rows[4][2], Cell::Rate(1, 1));
        assert!(matches!(rows[4][0], Cell::Word("total", _)));
    }

    #[test]
    fn a_greatest_value_has_no_sum() {
        let one = of("a", vec![month("2026-01", 1, 3)], "by_month", MONTHS);
        let two = of("b", vec![month("2026-01", 1, 3)], "by_month", MONTHS);
        assert_eq!(merged(&[one, two])[2][3], Cell::Unknown);
    }

    #[test]
    fn what_is_not_known_of_one_is_not_known_of_all() {
        let kinds = &[("covered", ColumnKind::Rate)];
        let one = of("a", vec![vec![Cell::Unknown]], "total", kinds);
        let two = of("b", vec![vec![Cell::Rate(1, 2)]], "total", kinds);
        assert_eq!(merged(&[one, two])[2][1], Cell::Unknown);
    }

    #[test]
    fn ids_of_different_companies_are_not_taken_for_each_other() {
        let kinds = &[("client", ColumnKind::Text), ("rate", ColumnKind::Rate)];
        let row = || vec![vec![Cell::Text("C00001".to_owned()), Cell::Rate(1, 1)]];
        assert_eq!(merged(&[of("a", row(), "by_client", kinds), of("b", row(), "by_client", kinds)]).len(), 2);
    }
}
