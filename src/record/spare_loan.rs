//! 备品备件借用单: spare units lent so that the system keeps running (M-3).

use serde::{Deserialize, Serialize};

use super::id::{SiteId, SlipId, StaffId, TicketId};
use super::instant::{Date, Instant};
use super::parts::{Asset, Lateness, OrNone, Signature};

/// A spare loan 备品备件借用单; it lies under its ticket's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpareLoan {
    /// Schema and version.
    pub schema: String,
    /// 单号.
    pub id: SlipId,
    /// 维修单号.
    pub ticket: TicketId,
    /// 站点.
    pub site: SiteId,
    /// State.
    pub state: LoanState,
    /// 借出.
    pub lending: Lending,
    /// 移交: who took the spare over, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handovers: Vec<LoanHandover>,
    /// 归还.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub giving_back: Option<GivingBack>,
    /// Declared late return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Lateness>,
}

impl SpareLoan {
    /// Who answers for the spare now: whoever took it over last, else the borrower.
    pub fn holder(&self) -> &StaffId {
        self.handovers.last().map_or(&self.lending.borrower, |last| &last.to)
    }
}

/// 移交: somebody else answers for the spare from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanHandover {
    /// 移交时间.
    pub at: Instant,
    /// 移交人.
    pub from: StaffId,
    /// 接手人.
    pub to: StaffId,
    /// 移交原因.
    pub reason: String,
    /// Holder: the one who takes it over.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// State of a loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoanState {
    /// 借出.
    Lent,
    /// 已归还.
    Returned,
    /// 转为销售或保修更换.
    Converted,
    /// 遗失.
    Lost,
}

/// 借出.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lending {
    /// 特殊情况说明.
    pub reason: String,
    /// 借用品.
    pub items: Vec<LoanItem>,
    /// 借出时状况.
    pub condition: String,
    /// 借出时间.
    pub lent_at: Instant,
    /// 预计归还.
    #[serde(with = "super::instant::date")]
    pub due_on: Date,
    /// 替换下的原件, or 无.
    pub removed: OrNone<Asset>,
    /// 借用人.
    pub borrower: StaffId,
    /// Storekeeper, holder and client.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 借用品.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoanItem {
    /// 品名.
    pub name: String,
    /// 型号.
    pub model: String,
    /// 序列号.
    pub serial: String,
    /// 数量.
    pub quantity: u32,
}

/// 归还, or conversion into a sale or warranty replacement, or loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivingBack {
    /// 归还时间.
    pub at: Instant,
    /// 归还时状况.
    pub condition: String,
    /// 损坏或丢失处理, or 无.
    pub damage: String,
    /// 转为销售/保修更换说明, or 无.
    pub converted: String,
    /// 转换方式与收费; on converted loans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversion: Option<Conversion>,
    /// 验收人.
    pub received_by: StaffId,
    /// Storekeeper.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// What a spare that stayed became 转换.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversion {
    /// 方式.
    pub kind: ConversionKind,
    /// 收费, cents; 0 for a warranty replacement.
    pub charge_cents: i64,
}

/// 转换方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversionKind {
    /// 销售.
    Sale,
    /// 保修更换.
    WarrantyReplacement,
}
