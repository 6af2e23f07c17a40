//! `weibao return`: a book comes back and is settled by what its numbers really are (T-1, T-7).

use clap::{Args, ValueEnum};
use serde_json::json;

use super::issue::staff;
use super::transfer::book;
use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::book::Returning;
use crate::record::Kind;
use crate::record::book::SettlementReason;
use crate::record::id::{BookId, StaffId};

/// 交回维修单本并核销：完成、作废、转单、未用各归其位（T-1、T-7） / Takes a book back and settles it by what its numbers are (T-1, T-7)
///
/// 例 / example: weibao return WX-00003 --reason leave --sign settlement:finance=key --sign settlement:holder@wang-jun=scan:交回.png
#[derive(Debug, Args)]
pub struct Return {
    /// 本号 / The book
    #[arg(value_parser = book)]
    pub book: BookId,
    /// 为何交回 / Why
    #[arg(long, default_value = "exchange")]
    pub reason: Reason,
    /// 交回人；不写则为领用人 / Who brings it; otherwise its holder
    #[arg(long, value_name = "STAFF", value_parser = staff)]
    pub returned_by: Option<StaffId>,
    /// 备注 / A remark
    #[arg(long)]
    pub remark: Option<String>,
    #[command(flatten)]
    input: Input,
}

/// Why a book comes back, on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Reason {
    /// 以旧换新 / exchange for a new book
    #[value(alias = "换本")]
    Exchange,
    /// 离职 / the holder leaves
    #[value(alias = "离职")]
    Leave,
    /// 遗失 / lost
    #[value(alias = "遗失")]
    Lost,
    /// 停用 / withdrawn
    #[value(alias = "停用")]
    Withdrawn,
}

impl From<Reason> for SettlementReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Exchange => Self::Exchange,
            Reason::Leave => Self::Leave,
            Reason::Lost => Self::Lost,
            Reason::Withdrawn => Self::Withdrawn,
        }
    }
}

impl Return {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        finish::write(session, &self.input, |_, desk, kept| {
            kept.typed = json!({});
            desk.return_book(&Returning {
                book: self.book.clone(),
                reason: self.reason.into(),
                returned_by: self.returned_by.clone(),
                remark: self.remark.clone(),
            })?;
            Ok(vec![self.book.key(Kind::Book)])
        })
    }
}
