//! 电话回访记录: a phone callback, kept under the key of the obligation it fulfils (C-P).

use serde::{Deserialize, Serialize};

use super::callback::{Excuse, KeyRegistration, Outcome};
use super::id::{CallbackId, ClientId, ContactId, SiteId, StaffId, Stage};
use super::instant::Instant;
use super::parts::{Lateness, OrNone, Signature};

/// A phone callback 电话回访记录.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneCallback {
    /// Schema and version.
    pub schema: String,
    /// Id = the obligation.
    pub id: CallbackId,
    /// 阶段.
    pub stage: Stage,
    /// 甲方.
    pub client: ClientId,
    /// 站点.
    pub site: SiteId,
    /// State.
    pub state: PhoneState,
    /// 拨打记录.
    pub attempts: Vec<Attempt>,
    /// 通话内容.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
    /// Declared late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Lateness>,
    /// 无法联系.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excuse: Option<Excuse>,
    /// 重点登记.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_registration: Option<KeyRegistration>,
    /// 落实结果.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// State.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneState {
    /// 拨打中.
    Open,
    /// 已回访.
    Done,
    /// 无法联系.
    Unreachable,
}

/// One attempt 拨打.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// 时间.
    pub at: Instant,
    /// 拨打人.
    pub by: StaffId,
    /// 受访人.
    pub contact: ContactId,
    /// 结果.
    pub result: AttemptResult,
}

/// 拨打结果.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptResult {
    /// 接通.
    Reached,
    /// 占线.
    Busy,
    /// 无人接听.
    NoAnswer,
    /// 拒接.
    Refused,
}

/// The talk 通话内容.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// 回访时间.
    pub at: Instant,
    /// 回访人.
    pub caller: StaffId,
    /// 受访人.
    pub respondent: ContactId,
    /// 系统是否正常.
    pub system_normal: bool,
    /// 不明白之处, or 无.
    pub unclear: String,
    /// 协助, or 无.
    pub help: String,
    /// 维修后是否正常; after a repair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normal_after_repair: Option<bool>,
    /// 对安装人员是否满意 1–5; on installation day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installer_satisfaction: Option<u8>,
    /// 是否熟悉操作; after one month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub familiar: Option<bool>,
    /// 提醒与指导; after one and six months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminders: Option<String>,
    /// 设备状况; after twelve months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment_status: Option<String>,
    /// 维护培训; after twelve months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training_given: Option<String>,
    /// 满意度 1–5.
    pub satisfaction: u8,
    /// 意见建议, or 无.
    pub opinion: String,
    /// 要求, or 无.
    pub requests: OrNone<String>,
    /// 是否另需上门.
    pub needs_visit: bool,
    /// 录音告知, or 无.
    pub recording_notice: String,
    /// Caller.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}
