//! 维修单本: a book of pre-numbered tickets, issued to one holder and settled when it comes back (T-1, T-5 to T-7).

use serde::{Deserialize, Serialize};

use super::id::{BookId, StaffId, TicketId};
use super::instant::Instant;
use super::parts::{OrNone, Signature};

/// A book of tickets 维修单本; its place in the series is its key, so that two issues at once collide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// Schema and version.
    pub schema: String,
    /// Id: series and place.
    pub id: BookId,
    /// 正式/备用.
    pub kind: BookKind,
    /// issued or settled.
    pub state: BookState,
    /// 起号.
    pub first_no: TicketId,
    /// 止号.
    pub last_no: TicketId,
    /// 张数 = last − first + 1.
    pub count: u32,
    /// 每张联数 (T-6: four).
    pub plies: u8,
    /// 发放.
    pub issue: Issue,
    /// 核销交回.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<Settlement>,
}

/// Kind of book (T-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookKind {
    /// 正式.
    Regular,
    /// 备用.
    Spare,
}

/// Where a book stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookState {
    /// 已领用.
    Issued,
    /// 已核销.
    Settled,
}

/// The issue of a book 发放.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// 领用人.
    pub holder: StaffId,
    /// 部门.
    pub department: String,
    /// 发放人(财务).
    pub issued_by: StaffId,
    /// 领用日期.
    pub issued_at: Instant,
    /// 换回旧本 (以旧换新), or 无 on the first.
    pub exchanged_for: OrNone<BookId>,
    /// Finance and holder.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// The settlement of a book 核销: completed ∪ void ∪ transferred ∪ unused = its range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// Why it came back.
    pub reason: SettlementReason,
    /// 交回人.
    pub returned_by: StaffId,
    /// 收回人(财务).
    pub received_by: StaffId,
    /// 交回日期.
    pub at: Instant,
    /// 完成.
    pub completed: Vec<TicketId>,
    /// 作废.
    pub void: Vec<TicketId>,
    /// 已转入备用单.
    pub transferred: Vec<TicketId>,
    /// 未使用, cancelled and never reissued.
    pub unused: Vec<TicketId>,
    /// 作废单上交 (T-6): the void tickets handed over, all plies.
    pub void_handed: Vec<TicketId>,
    /// 备注, or 无.
    pub remark: String,
    /// Finance and the one who returned it.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// Why a book came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettlementReason {
    /// 以旧换新 (T-1).
    Exchange,
    /// 离职 (T-7).
    Leave,
    /// 遗失 (recorded by finance, never silent).
    Lost,
    /// 停用.
    Withdrawn,
}

impl Book {
    /// Whether a ticket number lies in the book.
    pub fn covers(&self, ticket: &TicketId) -> bool {
        ticket.series() == self.first_no.series()
            && (self.first_no.number()..=self.last_no.number()).contains(&ticket.number())
    }

    /// The numbers of the book in order.
    pub fn numbers(&self) -> impl Iterator<Item = TicketId> + '_ {
        (self.first_no.number()..=self.last_no.number()).filter_map(|n| TicketId::at(self.first_no.series(), n).ok())
    }
}
