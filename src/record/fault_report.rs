//! 报修: a fault as it was reported (M-3).

use serde::{Deserialize, Serialize};

use super::id::{ClientId, ContactId, FaultReportId, SiteId, StaffId, TicketId};
use super::instant::Instant;
use super::parts::{Asset, Channel};

/// A fault report 报修; it and its tickets name each other, so that no report is lost (M-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultReport {
    /// Schema and version.
    pub schema: String,
    /// Id.
    pub id: FaultReportId,
    /// 接报时间.
    pub received_at: Instant,
    /// 接报人.
    pub received_by: StaffId,
    /// 报修方式.
    pub channel: Channel,
    /// 甲方.
    pub client: ClientId,
    /// 报修人.
    pub reporter: ContactId,
    /// 站点.
    pub site: SiteId,
    /// 设备.
    pub assets: Vec<Asset>,
    /// 故障现象.
    pub symptom: String,
    /// 紧急程度.
    pub severity: Severity,
    /// 维修单: the tickets it led to, the first one first.
    pub tickets: Vec<TicketId>,
    /// 无须开单.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_ticket: Option<WithoutTicket>,
}

/// 无须开单: settled without sending anybody, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithoutTicket {
    /// 时间.
    pub at: Instant,
    /// 经手人.
    pub by: StaffId,
    /// 原因.
    pub reason: String,
}

/// Urgency 紧急程度.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 常规.
    Routine,
    /// 加急.
    Urgent,
    /// 特急.
    Critical,
}
