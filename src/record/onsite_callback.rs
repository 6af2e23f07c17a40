//! 上门回访记录单: an on-site callback, kept under the key of the obligation it fulfils (C-7, C-S).

use serde::{Deserialize, Serialize};

use super::callback::{KeyRegistration, Outcome};
use super::id::{CallbackId, ClientId, ContactId, InstallId, SiteId, StaffId, Stage};
use super::instant::Instant;
use super::parts::{Lateness, OrNone, PreContact, Replacement, Signature, Test};
use super::trip::Trip;

/// An on-site callback 上门回访记录单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnsiteCallback {
    /// Schema and version.
    pub schema: String,
    /// Id = the obligation.
    pub id: CallbackId,
    /// 阶段.
    pub stage: Stage,
    /// 所满足的条款.
    pub satisfies: Vec<String>,
    /// 甲方.
    pub client: ClientId,
    /// 站点.
    pub site: SiteId,
    /// State.
    pub state: OnsiteState,
    /// 服务前联系.
    pub pre_contact: PreContact,
    /// 出行方式.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trip: Option<Trip>,
    /// 上门内容.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<Visit>,
    /// 用户意见与确认.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<VisitConfirmation>,
    /// Declared late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Lateness>,
    /// 重点登记.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_registration: Option<KeyRegistration>,
    /// 落实结果.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// 不能解决的问题, or 无.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issues: Option<OrNone<Vec<Issue>>>,
}

/// State.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnsiteState {
    /// 已预约.
    Open,
    /// 已回访.
    Done,
}

/// What was seen and done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// 回访人.
    pub visitor: StaffId,
    /// 到达时间.
    pub arrived_at: Instant,
    /// 离开时间.
    pub left_at: Instant,
    /// 用户使用状况.
    pub usage_status: String,
    /// 是否按照说明书使用.
    pub manual_followed: bool,
    /// 疑问, or 无.
    pub questions: String,
    /// 指导.
    pub guidance: String,
    /// 设备运作状况.
    pub equipment_status: String,
    /// 老化情况.
    pub ageing: Vec<Ageing>,
    /// 易耗零配件.
    pub consumables: Vec<Consumable>,
    /// 其他零配件检查.
    pub parts_checked: String,
    /// 隐患, or 无.
    pub hazards: OrNone<Vec<Hazard>>,
    /// 更换零配件, or 无.
    pub replacements: OrNone<Vec<Replacement>>,
    /// 技术安装服务单 for replacements, or 无.
    pub install_form: OrNone<InstallId>,
    /// 整体系统效果测定 after replacements, or 无.
    pub system_test: OrNone<Test>,
    /// 反馈相关部门, or 无.
    pub feedback: OrNone<Vec<Feedback>>,
    /// Visitor.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 老化情况.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ageing {
    /// 设备.
    pub asset: String,
    /// 部件.
    pub part: String,
    /// 状况.
    pub condition: String,
}

/// 易耗零配件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consumable {
    /// 配件.
    pub part: String,
    /// 耗用状况.
    pub level: String,
    /// 已更换.
    pub replaced: bool,
    /// 已培训用户更换.
    pub user_trained: bool,
}

/// 隐患.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    /// 部件.
    pub part: String,
    /// 处理: 更换, 转维修单.
    pub action: String,
    /// 维修单号 if not replaced in the visit, or 无.
    pub ticket: OrNone<super::id::TicketId>,
}

/// 反馈相关部门.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// 部门.
    pub department: String,
    /// 时间.
    pub at: Instant,
    /// 内容.
    pub content: String,
}

/// The user's opinion and signature (C-7.3.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitConfirmation {
    /// 确认时间.
    pub at: Instant,
    /// 用户.
    pub contact: ContactId,
    /// 用户意见, or 无.
    pub user_opinion: String,
    /// 用户建议, or 无.
    pub user_suggestion: String,
    /// 满意度 1–5.
    pub satisfaction: u8,
    /// Client.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 不能解决的问题, handed over and followed to the user's acceptance (C-7.3.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// 提出时间.
    pub raised_at: Instant,
    /// 问题.
    pub description: String,
    /// 转交记录.
    pub transfers: Vec<Handover>,
    /// 处理结果.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    /// 用户许可.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Acceptance>,
}

/// 转交: one link of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// 转出部门.
    pub from: String,
    /// 转入部门.
    pub to: String,
    /// 转交时间.
    pub at: Instant,
    /// 转交人.
    pub by: StaffId,
    /// 接收人.
    pub accepted_by: StaffId,
    /// 接收时间.
    pub accepted_at: Instant,
    /// Department.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 处理结果.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// 时间.
    pub at: Instant,
    /// 处理人.
    pub by: StaffId,
    /// 结果.
    pub text: String,
}

/// 用户许可.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// 时间.
    pub at: Instant,
    /// 用户.
    pub contact: ContactId,
    /// Client.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}
