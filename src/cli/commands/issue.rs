//! `weibao issue`: finance hands out the next book, new for old (T-1).

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::book::Issuing;
use crate::record::Kind;
use crate::record::book::{Book, BookKind};
use crate::record::id::StaffId;
use crate::record::instant::{Date, date};

/// 发放维修单本：财务发给一人，以旧换新，旧本同时核销（T-1） / Issues the next book to a holder; the old one is settled in the same commit (T-1)
///
/// 例 / example: weibao issue wang-jun --sign issue:finance=key --sign issue:holder@wang-jun=scan:领用.png
#[derive(Debug, Args)]
pub struct Issue {
    /// 领用人 / The holder
    #[arg(value_parser = staff)]
    pub holder: StaffId,
    /// 正式本或备用本 / Regular or spare
    #[arg(long, default_value = "regular")]
    pub kind: BookKindArg,
    /// 张数 / How many tickets
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub count: u32,
    /// 系列；不写则用公司该类的第一个 / The series; otherwise the company's first of the kind
    #[arg(long)]
    pub series: Option<String>,
    #[command(flatten)]
    input: Input,
}

/// A kind of book on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BookKindArg {
    /// 正式 / regular
    #[value(alias = "正式")]
    Regular,
    /// 备用 / spare
    #[value(alias = "备用")]
    Spare,
}

impl From<BookKindArg> for BookKind {
    fn from(kind: BookKindArg) -> Self {
        match kind {
            BookKindArg::Regular => Self::Regular,
            BookKindArg::Spare => Self::Spare,
        }
    }
}

/// Reads a day.
pub fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| format!("`{text}` is not a day such as 2026-03-15"))
}

/// Reads a member of staff.
pub fn staff(text: &str) -> Result<StaffId, String> {
    StaffId::parse(text).map_err(|bad| bad.to_string())
}

impl Issue {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        finish::write(session, &self.input, |_, desk, kept| {
            kept.typed = json!({});
            let order = Issuing {
                holder: self.holder.clone(),
                kind: self.kind.into(),
                count: self.count,
                series: self.series.clone(),
            };
            let key = desk.issue_book(&order)?.key(Kind::Book);
            let old = desk.form::<Book>(&key).and_then(|book| book.issue.exchanged_for.as_option().cloned());
            Ok(std::iter::once(key).chain(old.map(|old| old.key(Kind::Book))).collect())
        })
    }
}
