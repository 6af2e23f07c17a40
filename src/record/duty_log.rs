//! 值班记录: one entry of the duty log, one file each (D-1, E-4).

use serde::{Deserialize, Serialize};

use super::id::{ContactId, DutyLogId, StaffId};
use super::instant::Instant;
use super::parts::{OrNone, Signature};

/// An entry of the duty log 值班记录.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyLog {
    /// Schema and version.
    pub schema: String,
    /// 编号.
    pub id: DutyLogId,
    /// 类别.
    pub kind: EntryKind,
    /// 记录.
    pub entry: LogEntry,
    /// 交接班.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<DutyHandover>,
    /// 通话测试.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach_test: Option<ReachTest>,
}

/// Kind of entry 类别.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// 来电.
    Call,
    /// 传真来文.
    Fax,
    /// 巡查.
    Patrol,
    /// 交接班.
    Handover,
    /// 通话测试.
    ReachTest,
    /// 其他.
    Other,
}

/// What is written down 记录.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// 发生时间.
    pub at: Instant,
    /// 记录人.
    pub recorded_by: StaffId,
    /// 记录时间.
    pub recorded_at: Instant,
    /// 来电来文单位, or 无.
    pub source: String,
    /// 联系人, or 无.
    pub contact: OrNone<ContactId>,
    /// 内容.
    pub content: String,
    /// 已报告, or 无.
    pub reported_to: OrNone<Vec<ReportedTo>>,
    /// 领导指示, or 无.
    pub instruction: String,
    /// 人员到位时间, or 无.
    pub present_at: OrNone<Instant>,
    /// 处理结果, or 无.
    pub result: String,
    /// Duty officer.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// Whom it was reported to 已报告.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportedTo {
    /// 对象.
    pub to: String,
    /// 时间.
    pub at: Instant,
}

/// A hand-over between two on duty 交接班.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyHandover {
    /// 交班人.
    pub from: StaffId,
    /// 接班人.
    pub to: StaffId,
    /// 未了事项, or 无.
    pub open_items: String,
    /// Both.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// Whether the duty phone reaches someone 通话测试.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachTest {
    /// 被测人.
    pub person: StaffId,
    /// 结果.
    pub result: Reach,
}

/// How a reach test came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// 接通.
    Reached,
    /// 占线.
    Busy,
    /// 无人接听.
    NoAnswer,
}
