//! 延时单: a repair takes longer than promised; effective only once finance has accounted it (T-3).

use serde::{Deserialize, Serialize};

use super::id::{SiteId, SlipId, StaffId, TicketId};
use super::instant::Instant;
use super::parts::{Lateness, OrNone, Signature};
use super::ticket::Informed;

/// A delay slip 延时单; it lies under its ticket's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// Schema and version.
    pub schema: String,
    /// 延时单号.
    pub id: SlipId,
    /// 维修单号.
    pub ticket: TicketId,
    /// 站点.
    pub site: SiteId,
    /// State.
    pub state: DelayState,
    /// 申请.
    pub application: Application,
    /// 财务核算 (T-3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finance: Option<Accounting>,
    /// Declared late accounting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Lateness>,
}

/// State of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DelayState {
    /// 已提交.
    Submitted,
    /// 已生效.
    Effective,
    /// 已驳回.
    Rejected,
}

/// The application 延时申请.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// 原约定完成时间.
    pub original_due: Instant,
    /// 延时原因类别.
    pub reason_kind: DelayReason,
    /// 延时原因.
    pub reason: String,
    /// 申请新完成时间.
    pub new_due: Instant,
    /// 临时措施, or 无.
    pub interim: String,
    /// 客户告知.
    pub client_informed: Informed,
    /// 加时工时, minutes, or 无.
    pub extra_minutes: OrNone<u32>,
    /// 申请人.
    pub applied_by: StaffId,
    /// 申请时间.
    pub applied_at: Instant,
    /// Technician and supervisor.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// Class of reason 延时原因.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DelayReason {
    /// 配件待购.
    PartsOnOrder,
    /// 客户原因.
    Client,
    /// 厂家返修.
    Manufacturer,
    /// 天气交通.
    WeatherTraffic,
    /// 技术难度.
    Technical,
    /// 其他.
    Other,
}

/// Finance's accounting 财务核算; it makes the slip effective, or rejects it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounting {
    /// 核算金额, cents.
    pub amount_cents: i64,
    /// 核算说明.
    pub account_note: String,
    /// 核算人.
    pub by: StaffId,
    /// 核算时间.
    pub at: Instant,
    /// Finance.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}
