//! What a record says is shown and does nothing; what the page needs it carries with it.

use super::*;
use crate::render::{Cell, Column, ColumnKind, Document, Format, Row, Table};
use crate::text::{Message, Text};

crate::texts! {
    TITLE: "样张", "Sample";
    NAME: "名称", "name";
    RATE: "按时率", "in time";
    COUNT: "数", "count";
    NOTE: "备注 {text}", "note {text}";
}

const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "</td></tr></table><script src=//x.example/a.js></script>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "</style><style>*{display:none}",
    "</title><meta http-equiv=refresh content=0;url=//x.example>",
    "<!-- ",
    "]]>",
    "&lt;script&gt;",
    "\u{202e}gnp.exe",
    "a\u{0}b\u{1b}[31m",
    "<base href=//x.example>",
    "{{7*7}}",
];

fn document(text: &str) -> Document {
    let column = |name, title: &'static Text, kind| Column { name, title, kind };
    let row = |text: &str, done| Row {
        cells: vec![Cell::Text(text.to_owned()), Cell::Rate(done, 10), Cell::Int(-3)],
        notes: vec![Message::new(&NOTE).with("text", text)],
    };
    let columns = vec![
        column("month", &NAME, ColumnKind::Text),
        column("rate", &RATE, ColumnKind::Rate),
        column("count", &COUNT, ColumnKind::Int),
    ];
    let lying = vec![column("person", &NAME, ColumnKind::Text), columns[1], columns[2]];
    let rows = vec![row(text, 9), row("b", 10)];
    let tables = vec![
        Table { name: "one", title: &TITLE, columns: columns.clone(), rows: vec![Row::plain(row(text, 9).cells)] },
        Table { name: "months", title: &TITLE, columns, rows: rows.clone() },
        Table { name: "people", title: &TITLE, columns: lying, rows },
    ];
    let facts = vec![crate::render::Fact {
        name: "f",
        title: &NAME,
        value: Cell::List(vec![text.to_owned(), text.to_owned()]),
    }];
    Document { report: "sample/1", title: &TITLE, facts, tables }
}

/// The markup of a page without any of its text: elements and names of attributes (bars are as long as names leave them room).
fn skeleton(page: &str) -> Vec<String> {
    let unquoted = |tag: &str| tag.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    page.split('<').skip(1).filter_map(|piece| piece.split_once('>').map(|(tag, _)| unquoted(tag))).collect()
}

#[test]
fn no_text_of_a_record_becomes_markup() {
    let benign = skeleton(&document("x").render(Format::Html, Lang::Zh));
    for payload in PAYLOADS {
        let page = document(payload).render(Format::Html, Lang::Zh);
        assert!(skeleton(&page) == benign, "{payload}");
    }
}

#[test]
fn what_turns_the_writing_is_written_out() {
    let page = document("\u{202e}gnp.exe").render(Format::Html, Lang::En);
    assert!(page.contains("[U+202E]gnp.exe") && !page.contains('\u{202e}'));
}

#[test]
fn the_page_runs_and_fetches_nothing() {
    let page = document("x").render(Format::Html, Lang::Zh);
    for word in ["<script", "http://", "https://", "src=", "url(", "@import", "<link", "<iframe", " style="] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'") && page.contains("style-src 'sha256-"));
    assert!(page.contains("<html lang=\"zh-CN\">") && page.contains("@page{size:A4"));
}

#[test]
fn groups_with_rates_have_a_chart_above_their_table_and_a_single_row_is_cards() {
    let page = document("x").render(Format::Html, Lang::En);
    assert_eq!(page.matches("<figure>").count(), 2);
    assert_eq!(page.matches("<table>").count(), 2);
    assert_eq!(page.matches("<dl class=\"figures\">").count(), 1);
    assert!(page.contains("90.0%") && page.contains("9/10"));
}

#[test]
fn the_same_document_gives_the_same_page() {
    assert_eq!(document("x").render(Format::Html, Lang::En), document("x").render(Format::Html, Lang::En));
}

#[test]
fn what_it_rests_on_stands_behind_the_figures_and_whose_and_when_before_them() {
    let mut told = document("x");
    for (name, value) in [("as_of", "WHEN"), ("commit", "0f3a")] {
        told.facts.push(crate::render::Fact { name, title: &COUNT, value: Cell::Text(value.to_owned()) });
    }
    for (format, table) in [(Format::Html, "<table>"), (Format::Markdown, "| --- |")] {
        let page = told.render(format, Lang::En);
        let (when, table, rests) = (page.find("WHEN"), page.find(table), page.find("What this rests on"));
        assert!(when < table && table < rests && when.is_some(), "{format:?}: {page}");
    }
}

#[test]
fn figures_of_several_companies_stand_side_by_side() {
    let figure = |company: Cell, name, cell: Cell| {
        Row::plain(vec![
            company,
            Cell::Word("f", (&TITLE).into()),
            Cell::Word(name, (&COUNT).into()),
            cell,
            Cell::Unknown,
        ])
    };
    let named = |id: &str| Cell::Named(id.to_owned(), format!("company {id}"));
    let rows = vec![
        figure(named("a"), "one", Cell::Rate(1, 2)),
        figure(named("b"), "one", Cell::Rate(2, 2)),
        figure(Cell::Word("total", (&TITLE).into()), "one", Cell::Rate(3, 4)),
    ];
    let columns = ["company", "family", "figure", "share", "count"].map(|name| Column::text(name, &NAME)).to_vec();
    let tables = vec![Table { name: "key_figures", title: &TITLE, columns, rows }];
    let page = Document { report: "t/1", title: &TITLE, facts: Vec::new(), tables }.render(Format::Html, Lang::En);
    let body = page.split_once("<tbody>").unwrap().1;
    assert!(page.contains("company a</th><th scope=\"col\">company b</th>"), "{page}");
    assert_eq!(body.matches("<tr>").count(), 1, "one line a figure");
    assert!(body.contains("1/2") && body.contains("2/2") && body.contains("3/4"));
}

#[test]
fn an_id_whose_title_stands_beside_it_is_for_machines() {
    let columns = vec![Column::text("obligation", &NAME), Column::text("title", &NAME), Column::int("count", &COUNT)];
    let row = |id: &str| Row::plain(vec![Cell::Text(id.to_owned()), Cell::Text("call".to_owned()), Cell::Int(1)]);
    let tables =
        vec![Table { name: "t", title: &TITLE, columns, rows: vec![row("phone_month_1"), row("phone_month_6")] }];
    let told = Document { report: "t/1", title: &TITLE, facts: Vec::new(), tables };
    let holds = |format| told.render(format, Lang::En).contains("phone_month_1");
    assert_eq!([Format::Html, Format::Markdown].map(holds), [false; 2]);
    assert_eq!([Format::Json, Format::Csv, Format::Text].map(holds), [true; 3]);
}

#[test]
fn money_is_read_in_yuan_and_counted_in_cents() {
    let tables = vec![Table {
        name: "t",
        title: &TITLE,
        columns: vec![Column::cents("charge_cents", &COUNT)],
        rows: vec![Row::plain(vec![Cell::Cents(-18_005)])],
    }];
    let told = Document { report: "t/1", title: &TITLE, facts: Vec::new(), tables };
    assert!(told.render(Format::Html, Lang::Zh).contains("-180.05\u{a0}元"));
    assert!(told.render(Format::Json, Lang::Zh).contains("\"charge_cents\": -18005"));
    assert!(
        told.render(Format::Csv, Lang::Zh).contains("-180.05\n")
            || told.render(Format::Csv, Lang::Zh).contains("-180.05\r\n")
    );
}
