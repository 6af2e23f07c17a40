//! 维修单: the repair ticket in four plies, from opening to hand-in, with its side exits void and transfer (T-1 to T-7, M-3, M-5, M-6, V-1 to V-3).

use serde::{Deserialize, Serialize};

use super::fault_report::Severity;
use super::id::{BookId, ClientId, ContactId, FaultReportId, SiteId, SlipId, StaffId, TicketId};
use super::instant::{Date, Instant};
use super::parts::{Asset, Channel, Lateness, OrNone, PreContact, Replacement, Signature};
use super::trip::Trip;

/// A repair ticket 维修单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// Schema and version.
    pub schema: String,
    /// 单号.
    pub id: TicketId,
    /// 本号.
    pub book: BookId,
    /// State.
    pub state: TicketState,
    /// 转自, the regular ticket that was transferred here; on tickets of spare books opened by a transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transferred_from: Option<TicketId>,
    /// 报修与派工前的内容; on every ticket that is not void before it was filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// 服务前联系.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pre_contact: Option<PreContact>,
    /// 派单.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispatch: Option<Dispatch>,
    /// 出行方式.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trip: Option<Trip>,
    /// 维修.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Work>,
    /// 服务确认.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
    /// 前台签字 (T-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front_desk: Option<HandIn>,
    /// 办公室接收 (T-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<HandIn>,
    /// 作废 (T-6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void: Option<Void>,
    /// 转入备用维修单 (T-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// Declared late hand-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Lateness>,
}

/// State of a ticket; unused and returned numbers have no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// 开单.
    Open,
    /// 完成.
    Completed,
    /// 作废.
    Void,
    /// 已转入备用维修单.
    Transferred,
}

/// What the ticket says when it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// 开单时间.
    pub opened_at: Instant,
    /// 开单人, the holder of a regular book.
    pub opened_by: StaffId,
    /// 报修单号, or 无 for planned work.
    pub fault_report: OrNone<FaultReportId>,
    /// 报修时间.
    pub received_at: Instant,
    /// 报修方式.
    pub channel: Channel,
    /// 甲方.
    pub client: ClientId,
    /// 站点.
    pub site: SiteId,
    /// 联系人 (name and phone stand in the contact record).
    pub contact: ContactId,
    /// 设备.
    pub assets: Vec<Asset>,
    /// 服务类型.
    pub service: Service,
    /// 紧急程度.
    pub priority: Severity,
    /// 故障现象.
    pub symptom: String,
    /// 约定完成时间.
    pub promised_by: Instant,
    /// 二次返修原单号, or 无.
    pub repeat_of: OrNone<TicketId>,
}

/// Kind of service 服务类型.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 维修.
    Repair,
    /// 安装.
    Install,
    /// 保养.
    Maintenance,
    /// 升级.
    Upgrade,
    /// 培训.
    Training,
    /// 回访.
    Callback,
}

/// Dispatch 派单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dispatch {
    /// 派单人.
    pub by: StaffId,
    /// 派单时间.
    pub at: Instant,
    /// 维修人员.
    pub technicians: Vec<StaffId>,
}

/// The repair 维修.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// 故障原因.
    pub diagnosis: String,
    /// 维修措施.
    pub actions: String,
    /// 更换配件, or 无.
    pub parts: OrNone<Vec<Replacement>>,
    /// 备品备件借用单, or 无.
    pub spare_loan: OrNone<SlipId>,
    /// 费用合计, cents.
    pub charge_cents: i64,
    /// 维修结果.
    pub result: WorkResult,
    /// 结果说明.
    pub result_note: String,
    /// 恢复(完成)时间.
    pub restored_at: Instant,
    /// 延时单, or 无.
    pub delays: OrNone<Vec<SlipId>>,
    /// 备注, or 无.
    pub remark: String,
    /// Technician.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// How a repair came out 维修结果.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkResult {
    /// 修复.
    Fixed,
    /// 部分修复.
    Partial,
    /// 未修复.
    NotFixed,
}

/// The client's confirmation 服务确认: time, content, quality (M-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
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

/// A receipt on the way in 交单 (T-2): two plies, front desk, then office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandIn {
    /// 接收人.
    pub received_by: StaffId,
    /// 接收时间.
    pub at: Instant,
    /// 联次.
    pub plies: Vec<u8>,
    /// Receiver.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 作废 (T-6): all four plies marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Void {
    /// 作废时间.
    pub at: Instant,
    /// 作废人.
    pub by: StaffId,
    /// 原因.
    pub reason: String,
    /// 已注明作废的联次: 1, 2, 3, 4.
    pub plies_marked: Vec<u8>,
    /// 改用的新单号, or 无.
    pub replaced_by: OrNone<TicketId>,
    /// Holder.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 转入备用维修单 (T-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// 转入单号.
    pub to: TicketId,
    /// 转单时间.
    pub at: Instant,
    /// 转单人.
    pub by: StaffId,
    /// 客观原因.
    pub reason: String,
    /// 未完成内容.
    pub remaining_work: String,
    /// 预计完成.
    #[serde(with = "super::instant::date")]
    pub expected_on: Date,
    /// 客户告知.
    pub client_informed: Informed,
    /// Technician.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// The client was told 客户告知.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Informed {
    /// 时间.
    pub at: Instant,
    /// 告知人.
    pub by: StaffId,
    /// 被告知人.
    pub contact: ContactId,
    /// 是否同意.
    pub agreed: bool,
}
