//! 事件过程记录: one thing that happened in an incident's course, one file each, never changed (E-2 to E-4).
//!
//! The key holds the author and the author's own running number, so that ten people in ten clones never collide.

use serde::{Deserialize, Serialize};

use super::id::{IncidentEntryId, IncidentId, StaffId};
use super::instant::Instant;
use super::parts::{Attachment, Channel, OrNone};

/// An entry of an incident's course 事件过程记录; the member named like `what` says what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentEntry {
    /// Schema and version.
    pub schema: String,
    /// Id.
    pub id: IncidentEntryId,
    /// 事件.
    pub incident: IncidentId,
    /// 类别.
    pub what: What,
    /// 发生时间.
    pub at: Instant,
    /// 记录时间.
    pub recorded_at: Instant,
    /// 记录人.
    pub by: StaffId,
    /// 报告公司 (E-1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_informed: Option<CompanyInformed>,
    /// 通知负责人 (E-2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_notified: Option<HeadNotified>,
    /// 负责人到位 (E-2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_arrived: Option<HeadArrived>,
    /// 其他到位 (E-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrival: Option<Arrived>,
    /// 电话报告领导 (E-2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<LeaderCall>,
    /// 领导指示 (E-2.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruction: Option<Instruction>,
    /// 传达指示 (E-2.3, E-3.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conveyed: Option<Conveyed>,
    /// 应对措施 (E-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Told>,
    /// 信息报送 (E-3.1 to E-3.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// 领导审定 (E-3.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// 报送总经理 (E-3.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gm_report: Option<GmReport>,
    /// 对外报告.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_report: Option<ExternalReport>,
    /// 其他.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Told>,
    /// 更正: the entry that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Correction>,
    /// 逾期说明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<DeclaredLate>,
}

/// Kinds of entries 类别.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// 报告公司.
    CompanyInformed,
    /// 通知负责人.
    HeadNotified,
    /// 负责人到位.
    HeadArrived,
    /// 其他到位.
    Arrival,
    /// 电话报告领导.
    Call,
    /// 领导指示.
    Instruction,
    /// 传达指示.
    Conveyed,
    /// 应对措施.
    Measure,
    /// 信息报送.
    Report,
    /// 领导审定.
    Approval,
    /// 报送总经理.
    GmReport,
    /// 对外报告.
    ExternalReport,
    /// 其他.
    Other,
}

/// 报告公司.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyInformed {
    /// 报告给.
    pub to: StaffId,
    /// 方式.
    pub channel: Channel,
}

/// 通知负责人: the 20 minutes run from here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadNotified {
    /// 负责人.
    pub person: StaffId,
    /// 部门.
    pub department: String,
    /// 方式.
    pub channel: Channel,
}

/// 负责人到位.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadArrived {
    /// 负责人.
    pub person: StaffId,
}

/// 其他到位.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrived {
    /// 何人何队.
    pub who: String,
    /// 到何处.
    pub place: String,
}

/// 电话报告领导.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaderCall {
    /// 职务.
    pub role: Leader,
    /// 何人; 无 where the post is vacant.
    pub person: OrNone<StaffId>,
    /// 结果.
    pub result: CallResult,
    /// 原因, or 无.
    pub reason: String,
}

/// The five posts that are phoned (E-2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leader {
    /// 总经理.
    GeneralManager,
    /// 副总经理.
    DeputyGeneralManager,
    /// 总工程师.
    ChiefEngineer,
    /// 工程部经理.
    EngineeringManager,
    /// 相关项目经理.
    ProjectManager,
}

impl Leader {
    /// All five, in the order of the clause.
    pub const ALL: [Self; 5] = [
        Self::GeneralManager,
        Self::DeputyGeneralManager,
        Self::ChiefEngineer,
        Self::EngineeringManager,
        Self::ProjectManager,
    ];
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallResult {
    /// 接通.
    Reached,
    /// 未接通.
    NotReached,
    /// 岗位空缺.
    Vacant,
}

/// 领导指示.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instruction {
    /// 领导.
    pub leader: StaffId,
    /// 指示.
    pub text: String,
    /// 已复述.
    pub read_back: bool,
}

/// 传达指示.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conveyed {
    /// 指示.
    pub instruction: IncidentEntryId,
    /// 部门.
    pub department: String,
    /// 何人.
    pub to: StaffId,
    /// 确认时间.
    pub acknowledged_at: OrNone<Instant>,
}

/// Something told in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// What.
    pub text: String,
}

/// 信息报送: a written report to the leaders; the entry's `at` is when they got it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// 期次, from 1.
    pub seq: u16,
    /// 类别.
    pub kind: ReportKind,
    /// 拟稿人.
    pub author: StaffId,
    /// 成稿时间.
    pub written_at: Instant,
    /// 报送对象.
    pub to: Vec<StaffId>,
    /// 正文, or 无.
    pub text: String,
    /// 附件.
    pub file: OrNone<Attachment>,
}

/// 初报, 续报, 终报.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// 初报.
    Initial,
    /// 续报.
    Progress,
    /// 终报.
    Final,
}

/// 领导审定.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// 报送.
    pub report: IncidentEntryId,
    /// 审定人.
    pub approver: StaffId,
    /// 意见, or 无.
    pub opinion: String,
}

/// 报送总经理.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GmReport {
    /// 报送.
    pub report: IncidentEntryId,
    /// 方式.
    pub channel: Channel,
}

/// 对外报告.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExternalReport {
    /// 机关.
    pub authority: String,
    /// 方式.
    pub channel: Channel,
    /// 回执, or 无.
    pub receipt: String,
}

/// 更正.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The entry corrected; it stays as it is.
    pub entry: IncidentEntryId,
    /// 原因.
    pub reason: String,
}

/// 逾期说明; acknowledged at closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredLate {
    /// 原因.
    pub reason: String,
}
