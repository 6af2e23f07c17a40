//! 软件升级记录: an upgrade agreed with the client, done with a verified backup and a way back, tested, confirmed (M-2.F, M-5, M-6).

use serde::{Deserialize, Serialize};

use super::id::{ClientId, ContactId, SiteId, StaffId, TicketId, UpgradeId};
use super::instant::Instant;
use super::parts::{Asset, Channel, OrNone, PreContact, Signature};

/// A software upgrade record 软件升级记录; numbered within its site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upgrade {
    /// Schema and version.
    pub schema: String,
    /// 编号.
    pub id: UpgradeId,
    /// State.
    pub state: UpgradeState,
    /// 甲方.
    pub client: ClientId,
    /// 站点.
    pub site: SiteId,
    /// 系统.
    pub system: String,
    /// 设备.
    pub asset: Asset,
    /// 软件.
    pub software: String,
    /// 升级原因.
    pub reason: UpgradeReason,
    /// 原因说明.
    pub reason_note: String,
    /// 服务前联系.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pre_contact: Option<PreContact>,
    /// 甲方同意.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// 升级操作.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution: Option<Execution>,
    /// 甲方确认.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<UpgradeConfirmation>,
}

/// State of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpgradeState {
    /// 进行中.
    Open,
    /// 甲方已确认.
    Confirmed,
}

/// 升级原因.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpgradeReason {
    /// 故障.
    Fault,
    /// 安全.
    Security,
    /// 功能.
    Feature,
    /// 厂家通知.
    VendorNotice,
}

/// What the client agreed to, before anything is shut down 甲方同意.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// 同意时间.
    pub at: Instant,
    /// 商定人 (one of us).
    pub by: StaffId,
    /// 同意人 (of the client).
    pub contact: ContactId,
    /// 方式.
    pub channel: Channel,
    /// 影响.
    pub impact: String,
    /// 停机窗口.
    pub downtime: Downtime,
    /// 回退方案.
    pub rollback_plan: String,
    /// Client, where it was agreed in writing.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 停机窗口: from when until when the system may be down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Downtime {
    /// 起.
    pub planned_from: Instant,
    /// 止.
    pub planned_to: Instant,
}

/// What was done 升级操作.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Execution {
    /// 操作人.
    pub operator: StaffId,
    /// 升级包.
    pub package: Package,
    /// 升级前版本.
    pub version_before: String,
    /// 目标版本: the version the package brings.
    pub version_target: String,
    /// 升级后版本: the version that runs once the work is done.
    pub version_after: String,
    /// 配置与数据备份.
    pub backup: Backup,
    /// 操作步骤.
    pub steps: String,
    /// 操作开始.
    pub started_at: Instant,
    /// 操作结束.
    pub ended_at: Instant,
    /// 测试结果.
    pub tests: Vec<UpgradeTest>,
    /// 是否回退.
    pub rolled_back: bool,
    /// 转维修单, or 无.
    pub ticket: OrNone<TicketId>,
    /// 结论.
    pub result: String,
    /// Operator; a reviewer may sign too.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 升级包.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// 来源.
    pub source: String,
    /// 文件名.
    pub file: String,
    /// SHA-256 of the file that was put in.
    pub sha256: String,
}

/// 配置与数据备份.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// 备份时间.
    pub taken_at: Instant,
    /// 存放位置.
    pub location: String,
    /// 已验证可恢复.
    pub verified: bool,
}

/// 测试项.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpgradeTest {
    /// 项目.
    pub item: String,
    /// 合格.
    pub ok: bool,
}

/// The client confirms time, content and quality 甲方确认 (M-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpgradeConfirmation {
    /// 确认人.
    pub contact: ContactId,
    /// 工作开始.
    pub work_start: Instant,
    /// 工作结束.
    pub work_end: Instant,
    /// 服务内容.
    pub content: String,
    /// 服务质量 1–5.
    pub quality: u8,
    /// 客户意见, or 无.
    pub client_opinion: String,
    /// 确认时间.
    pub at: Instant,
    /// Client.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}
