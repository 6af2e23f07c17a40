//! Flat tables for other engines: rows of plain values under fixed columns, as NDJSON and, in a build with the feature
//! `parquet`, as Parquet.
//!
//! An instant is a whole number of seconds since 1970-01-01T00:00:00Z: no engine reads it in a time zone of its own.
//! Every row has every column; what is not known is null, never 0.

mod ndjson;
#[cfg(feature = "parquet")]
pub mod parquet;

pub use ndjson::line;

use std::fmt::Write as _;

use crate::text::{Lang, Text};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, names, ids.
    Text,
    /// A whole number.
    Int,
    /// An instant, in seconds since 1970-01-01T00:00:00Z.
    Seconds,
    /// Yes or no.
    Bool,
    /// A day such as `2026-03-15`.
    Day,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means.
    pub meaning: &'static Text,
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name: the folder of its files.
    pub name: &'static str,
    /// What a row is.
    pub meaning: &'static Text,
    /// What puts a row into a month; nothing for a table that is in one piece.
    pub month: Option<&'static Text>,
    /// Its columns.
    pub columns: &'static [Column],
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// Not known, or there is none.
    Null,
    /// A text, or a day as it is written.
    Text(String),
    /// A number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
}

impl Datum {
    /// A text, or nothing.
    pub fn text(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.to_string()))
    }

    /// A number, or nothing.
    pub fn int(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
    }

    /// A count.
    pub fn count(number: u64) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl Kind {
    /// The name that other programs read in the manifest.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "integer",
            Self::Seconds => "unix_seconds",
            Self::Bool => "boolean",
            Self::Day => "date",
        }
    }

    const fn title(self) -> &'static Text {
        match self {
            Self::Text => &TEXT,
            Self::Int => &INT,
            Self::Seconds => &SECONDS,
            Self::Bool => &BOOL,
            Self::Day => &DAY,
        }
    }
}

crate::texts! {
    TEXT: "文字", "text";
    INT: "整数", "whole number";
    SECONDS: "时刻：自 1970-01-01T00:00:00Z 起的秒数", "instant: seconds since 1970-01-01T00:00:00Z";
    BOOL: "是 / 否", "yes or no";
    DAY: "日期", "day";
    TITLE: "导出的表", "Exported tables";
    COLUMN: "列", "column";
    HOLDS: "内容", "holds";
    MEANING: "含义", "meaning";
    MONTH: "分区列", "the partition's column";
}

/// The tables as a Markdown document.
pub fn document(tables: &[Table], lang: Lang) -> String {
    let mut out = format!("# {}\n", TITLE.get(lang));
    for table in tables {
        let heads = [&COLUMN, &HOLDS, &MEANING].map(|text| text.get(lang));
        let _ = write!(out, "\n## {}\n\n{}\n\n", table.name, table.meaning.get(lang));
        let _ = write!(out, "| {} | {} | {} |\n|---|---|---|\n", heads[0], heads[1], heads[2]);
        for column in table.columns {
            let (kind, meaning) = (column.kind.title().get(lang), column.meaning.get(lang));
            let _ = writeln!(out, "| `{}` | {kind} | {meaning} |", column.name);
        }
        if let Some(month) = table.month {
            let _ = writeln!(out, "| `month` | {} | {} |", MONTH.get(lang), month.get(lang));
        }
    }
    out
}
