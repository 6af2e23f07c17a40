//! One small document in every format, side by side.

use super::*;
use crate::text::Lang;

crate::texts! {
    TITLE: "回访率", "Callback rates";
    COMMIT: "提交", "commit";
    BY_PERSON: "按责任人", "By person";
    EMPTY: "作废", "Void";
    PERSON: "责任人", "person";
    MISSED: "差额", "balance";
    CLAIMED: "按时率", "in time";
    WHEN: "时间", "at";
    LATE: "逾期", "late";
    STANDING: "状态", "standing";
    BASE: "起算：安装日期 2025-01-10", "base: installation 2025-01-10";
}

fn document() -> Document {
    let column = |name, title, kind| Column { name, title, kind };
    Document {
        report: "sample/1",
        title: &TITLE,
        facts: vec![Fact { name: "commit", title: &COMMIT, value: Cell::Text("0f3a".to_owned()) }],
        tables: vec![
            Table {
                name: "by_person",
                title: &BY_PERSON,
                columns: vec![
                    column("person", &PERSON, ColumnKind::Text),
                    column("balance", &MISSED, ColumnKind::Int),
                    column("claimed", &CLAIMED, ColumnKind::Rate),
                    column("at", &WHEN, ColumnKind::Instant),
                    column("standing", &STANDING, ColumnKind::Text),
                ],
                rows: vec![
                    Row {
                        cells: vec![
                            Cell::Text("周敏|=1".to_owned()),
                            Cell::Int(-3),
                            Cell::Rate(2999, 3000),
                            Cell::Instant("2026-03-02T12:00:00+08:00".to_owned()),
                            Cell::Word("late", Message::new(&LATE)),
                        ],
                        notes: vec![Message::new(&BASE)],
                    },
                    Row {
                        cells: vec![
                            Cell::Text("=HYPERLINK(\"x\")\n<b>\u{1b}[31m".to_owned()),
                            Cell::Int(0),
                            Cell::Rate(0, 0),
                            Cell::Unknown,
                            Cell::Unknown,
                        ],
                        notes: Vec::new(),
                    },
                ],
            },
            Table {
                name: "void",
                title: &EMPTY,
                columns: vec![column("person", &PERSON, ColumnKind::Text)],
                rows: vec![],
            },
        ],
    }
}

const TEXT: &str = "\
回访率

  提交  0f3a

按责任人
  责任人                     差额   按时率            时间                        状态
 -------------------------- ------ ----------------- --------------------------- ------
  周敏|=1                      -3   2999/3000 99.9%   2026-03-02T12:00:00+08:00   逾期
  =HYPERLINK(\"x\") <b>\u{fffd}[31m      0   无应办            -                           -

  周敏|=1
    起算：安装日期 2025-01-10

作废
  （无）
";

const JSON: &str = r#"{
  "report": "sample/1",
  "commit": "0f3a",
  "by_person": [
    {
      "person": "周敏|=1",
      "balance": -3,
      "claimed": {
        "done": 2999,
        "due": 3000
      },
      "at": "2026-03-02T12:00:00+08:00",
      "standing": "late",
      "explanation": {
        "zh-CN": [
          "起算：安装日期 2025-01-10"
        ],
        "en": [
          "base: installation 2025-01-10"
        ]
      }
    },
    {
      "person": "=HYPERLINK(\"x\")\n<b>\u001b[31m",
      "balance": 0,
      "claimed": {
        "done": 0,
        "due": 0
      },
      "at": null,
      "standing": null,
      "explanation": {
        "zh-CN": [],
        "en": []
      }
    }
  ],
  "void": []
}
"#;

const MARKDOWN: &str = "\
# Callback rates

## By person

| person | balance | in time | at | standing |
| --- | ---: | --- | --- | --- |
| 周敏\\|=1 | -3 | 2999/3000 99.9% | 2026-03-02T12:00:00+08:00 | late |
| =HYPERLINK(\"x\") &lt;b&gt;\u{fffd}\\[31m | 0 | none due | - | - |

- 周敏\\|=1
  - base: installation 2025-01-10

## Void

(none)

## What this rests on

- commit: 0f3a
";

const CSV: &str = "\
按责任人\r
责任人,差额,按时率（完成）,按时率（应办）,时间,状态,说明\r
周敏|=1,-3,2999,3000,2026-03-02T12:00:00+08:00,逾期,起算：安装日期 2025-01-10\r
\"'=HYPERLINK(\"\"x\"\") <b>\u{fffd}[31m\",0,0,0,,,\r
\r
作废\r
责任人\r
";

#[test]
fn every_format_says_the_same_in_its_own_way() {
    let document = document();
    assert_eq!(document.render(Format::Text, Lang::Zh), TEXT);
    assert_eq!(document.render(Format::Json, Lang::Zh), JSON);
    assert_eq!(document.render(Format::Json, Lang::En), JSON, "JSON does not depend on the language");
    assert_eq!(document.render(Format::Markdown, Lang::En), MARKDOWN);
    assert_eq!(document.render(Format::Csv, Lang::Zh), CSV);
}

#[test]
fn columns_of_a_text_table_align_under_wide_characters() {
    let text = document().render(Format::Text, Lang::Zh);
    let place = |needle: &str| {
        let line = text.lines().find(|line| line.contains(needle)).unwrap();
        unicode_width::UnicodeWidthStr::width(&line[..line.find(needle).unwrap()])
    };
    assert_eq!(place("按时率"), place("2999/3000"));
    assert_eq!(place("按时率"), place("无应办"));
}

#[test]
fn a_single_csv_table_has_no_name_above_it() {
    let mut document = document();
    document.tables.truncate(1);
    assert!(document.render(Format::Csv, Lang::En).starts_with("person,"));
}

#[test]
fn a_percentage_is_rounded_down() {
    assert_eq!(percent(999_999, 1_000_000), "99.9%");
    assert_eq!(percent(3, 3), "100.0%");
    assert_eq!(percent(0, 3), "0.0%");
}
