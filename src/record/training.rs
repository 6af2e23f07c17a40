//! 培训记录: training asked for by the client, given with written material, signed by all who took part (M-4, M-5).

use serde::{Deserialize, Serialize};

use super::id::{ClientId, ContactId, StaffId, TrainingId};
use super::instant::Instant;
use super::parts::{Attachment, Channel, Lateness, OrNone, PreContact, Signature};

/// A training record 培训记录; numbered within its client. The request alone makes a training due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// Schema and version.
    pub schema: String,
    /// 编号.
    pub id: TrainingId,
    /// State.
    pub state: TrainingState,
    /// 甲方.
    pub client: ClientId,
    /// 甲方培训要求.
    pub request: Request,
    /// 服务前联系.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pre_contact: Option<PreContact>,
    /// 培训.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// 签到.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendees: Option<Vec<Attendee>>,
    /// 甲方确认.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<TrainingConfirmation>,
    /// 撤回.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
    /// 逾期说明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Lateness>,
}

/// State of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrainingState {
    /// 已要求.
    Requested,
    /// 已举办.
    Held,
    /// 甲方已确认.
    Confirmed,
    /// 甲方已撤回.
    Withdrawn,
}

/// What the client asks for 甲方培训要求.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// 要求时间.
    pub at: Instant,
    /// 要求人 (of the client).
    pub contact: ContactId,
    /// 接收人.
    pub received_by: StaffId,
    /// 方式.
    pub channel: Channel,
    /// 主题.
    pub topic: String,
    /// 其他要求, or 无.
    pub wishes: String,
    /// 安排人: who sees to it.
    pub assigned_to: StaffId,
}

/// The training itself 培训.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// 培训人.
    pub trainer: StaffId,
    /// 开始.
    pub started_at: Instant,
    /// 结束.
    pub ended_at: Instant,
    /// 地点.
    pub place: String,
    /// 主题.
    pub topic: String,
    /// 内容提要.
    pub outline: String,
    /// 书面资料, one at least.
    pub materials: Vec<Material>,
    /// Trainer.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 书面资料.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// 名称.
    pub title: String,
    /// 版本.
    pub version: String,
    /// 份数.
    pub copies: u32,
    /// SHA-256 of the file that was handed out.
    pub sha256: String,
    /// The file itself beside the record, or 无.
    pub attachment: OrNone<Attachment>,
}

/// Someone who took part 签到; a section of its own, signed by that person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendee {
    /// 参加者.
    pub contact: ContactId,
    /// 部门.
    pub unit: String,
    /// The attendee.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// The client confirms time, content and quality 甲方确认 (M-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingConfirmation {
    /// 确认人.
    pub contact: ContactId,
    /// 服务开始.
    pub work_start: Instant,
    /// 服务结束.
    pub work_end: Instant,
    /// 服务内容.
    pub content: String,
    /// 考核、效果评价.
    pub evaluation: String,
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

/// The client takes the request back 撤回: written, never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// 撤回时间.
    pub at: Instant,
    /// 撤回人 (of the client).
    pub contact: ContactId,
    /// 接收人.
    pub received_by: StaffId,
    /// 原因.
    pub reason: String,
    /// Client.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

impl Training {
    /// When the request was answered, by the training or by its withdrawal, and where that is written.
    pub fn answered(&self) -> Option<(Instant, &'static str)> {
        let held = self.session.as_ref().map(|session| (session.started_at, "/session/started_at"));
        held.or_else(|| self.withdrawal.as_ref().map(|withdrawal| (withdrawal.at, "/withdrawal/at")))
    }
}
