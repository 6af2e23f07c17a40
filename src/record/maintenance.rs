//! 季度维护保养记录: what was done of a quarter's plan, item by item A to G, signed by both parties (M-2.A to M-2.G, M-5, M-6).
//!
//! One record a site and quarter, under `S00001-2026Q1`. A job that takes several days, or comes back for what was left,
//! is one record from its first hour to its last: the quarter is done when all seven items are answered, so they
//! are answered in one place, whose key anybody can work out, and none can be left out by writing a second form.
//!
//! Each item holds what was done and `not_applicable`, of which one is 无: an item that does not apply says why, under the
//! client's eyes.

use serde::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::id::{ClientId, ContactId, MaintenanceId, PlanId, SiteId, StaffId, TicketId, UpgradeId};
use super::instant::{Date, Instant};
use super::parts::{Lateness, NONE, OrNone, PreContact, Signature};
use super::plan::ItemCode;
use super::quarter::Quarter;
use super::trip::Trip;

/// A quarterly maintenance record 季度维护保养记录.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maintenance {
    /// Schema and version.
    pub schema: String,
    /// 编号.
    pub id: MaintenanceId,
    /// State.
    pub state: MaintenanceState,
    /// 季度.
    pub period: Quarter,
    /// 所执行的计划.
    pub plan: PlanId,
    /// 甲方.
    pub client: ClientId,
    /// 站点.
    pub site: SiteId,
    /// 服务前联系.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pre_contact: Option<PreContact>,
    /// 出行方式.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trip: Option<Trip>,
    /// 维护保养.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<MaintenanceWork>,
    /// 服务确认.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<MaintenanceConfirmation>,
    /// Declared late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Lateness>,
}

/// State of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaintenanceState {
    /// 进行中.
    Open,
    /// 甲方已确认.
    Done,
}

/// What was done 维护保养.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaintenanceWork {
    /// 开始时间.
    pub started_at: Instant,
    /// 结束时间.
    pub ended_at: Instant,
    /// 维保人员.
    pub technicians: Vec<StaffId>,
    /// 中心控制室.
    pub control_room: String,
    /// A.
    pub a_equipment: Equipment,
    /// B.
    pub b_cabinets: Cabinets,
    /// C.
    pub c_wiring: Wiring,
    /// D.
    pub d_performance: Performance,
    /// E.
    pub e_cleaning: Cleaning,
    /// F.
    pub f_software: Software,
    /// G.
    pub g_lines: Lines,
    /// 遗留问题及建议, or 无.
    pub open_issues: String,
    /// 下次计划.
    #[serde(with = "super::instant::date")]
    pub next_planned_on: Date,
    /// Technician.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// A: state of the equipment in the control room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equipment {
    /// 设备, or 无.
    pub equipment: OrNone<Vec<EquipmentCheck>>,
    /// 不适用的原因, or 无.
    pub not_applicable: String,
}

/// A device and its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EquipmentCheck {
    /// 设备.
    pub asset: String,
    /// 运行状态.
    pub status: Status,
    /// 检查情况.
    pub finding: String,
    /// 措施, or 无.
    pub action: String,
    /// 维修单, or 无.
    pub ticket: OrNone<TicketId>,
}

/// 运行状态.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 正常.
    Normal,
    /// 不正常.
    Abnormal,
}

/// B: hosts and cabinets cleaned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cabinets {
    /// 已清洁, or 无.
    pub cleaned: OrNone<Vec<CleanedCabinet>>,
    /// 不适用的原因, or 无.
    pub not_applicable: String,
}

/// A host or cabinet that was cleaned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CleanedCabinet {
    /// 主机或机柜.
    pub asset: String,
    /// 完成时间.
    pub done_at: Instant,
}

/// C: wiring in the control room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wiring {
    /// 检查的线路, or 无.
    pub checked: String,
    /// 松动处数.
    pub loose_found: u32,
    /// 紧固处数.
    pub tightened: u32,
    /// 未全部紧固的原因, or 无.
    pub reason: String,
    /// 不适用的原因, or 无.
    pub not_applicable: String,
}

/// D: performance of all systems, and parameters adjusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Performance {
    /// 检测, or 无.
    pub measurements: OrNone<Vec<Measurement>>,
    /// 不适用的原因, or 无.
    pub not_applicable: String,
}

/// A parameter measured before and after the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// 系统.
    pub system: String,
    /// 参数.
    pub parameter: String,
    /// 单位.
    pub unit: String,
    /// 调整前.
    pub before: Decimal,
    /// 调整后.
    pub after: Decimal,
    /// 下限, or 无.
    pub min: OrNone<Decimal>,
    /// 上限, or 无.
    pub max: OrNone<Decimal>,
    /// 已调整.
    pub adjusted: bool,
    /// 后续措施, or 无.
    pub action: String,
    /// 维修单, or 无.
    pub ticket: OrNone<TicketId>,
}

/// E: front-end and back-end equipment cleaned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cleaning {
    /// 已清洁, or 无.
    pub cleaned: OrNone<Vec<CleanedDevice>>,
    /// 不适用的原因, or 无.
    pub not_applicable: String,
}

/// A device that was cleaned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CleanedDevice {
    /// 设备.
    pub asset: String,
    /// 前端 or 后端.
    pub side: Side,
}

/// 前端 or 后端.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 前端.
    Front,
    /// 后端.
    Back,
}

/// F: software upgrades.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Software {
    /// 各系统的决定, or 无.
    pub decisions: OrNone<Vec<UpgradeDecision>>,
    /// 不适用的原因, or 无.
    pub not_applicable: String,
}

/// Whether a system's software was upgraded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpgradeDecision {
    /// 系统.
    pub system: String,
    /// 查看到的版本.
    pub version_seen: String,
    /// 决定.
    pub decision: Decision,
    /// 理由.
    pub reason: String,
    /// 软件升级记录, or 无.
    pub upgrade: OrNone<UpgradeId>,
}

/// 决定.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// 不需升级.
    NotNeeded,
    /// 已升级.
    Upgraded,
    /// 暂缓.
    Deferred,
}

/// G: lines of the whole system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// 检查的线路段, or 无.
    pub segments: OrNone<Vec<String>>,
    /// 故障, or 无.
    pub faults: OrNone<Vec<LineFault>>,
    /// 不适用的原因, or 无.
    pub not_applicable: String,
}

/// A fault of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineFault {
    /// 位置.
    pub place: String,
    /// 处理, or 无.
    pub action: String,
    /// 是否遗留.
    pub left_open: bool,
    /// 维修单, or 无.
    pub ticket: OrNone<TicketId>,
}

/// The client confirms time, content and quality 服务确认 (M-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaintenanceConfirmation {
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

/// Something that was not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abnormal<'a> {
    /// The item it was found in.
    pub item: ItemCode,
    /// JSON pointer to it.
    pub pointer: String,
    /// What it was found on.
    pub what: &'a str,
    /// What was done about it, or 无.
    pub action: &'a str,
    /// The ticket that carries it on.
    pub ticket: Option<&'a TicketId>,
    /// Whether it was still so when the work ended.
    pub left_open: bool,
}

impl Maintenance {
    /// When the work ended, once the client has confirmed it.
    pub fn done_at(&self) -> Option<Instant> {
        self.work.as_ref().filter(|_| self.state == MaintenanceState::Done).map(|work| work.ended_at)
    }

    /// How many of the seven items are answered.
    pub fn answered(&self) -> usize {
        self.work.as_ref().map_or(0, |work| work.answers().iter().filter(|answer| answer.is_one()).count())
    }
}

/// Where each item stands, and the member that says what was done.
const ANSWERS: [(ItemCode, &str, &str); 7] = [
    (ItemCode::A, "/work/a_equipment", "equipment"),
    (ItemCode::B, "/work/b_cabinets", "cleaned"),
    (ItemCode::C, "/work/c_wiring", "checked"),
    (ItemCode::D, "/work/d_performance", "measurements"),
    (ItemCode::E, "/work/e_cleaning", "cleaned"),
    (ItemCode::F, "/work/f_software", "decisions"),
    (ItemCode::G, "/work/g_lines", "segments"),
];

/// How an item is answered: what was done is there, or why it does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Which item.
    pub item: ItemCode,
    /// Where it stands.
    pub pointer: &'static str,
    /// The member that says what was done.
    pub member: &'static str,
    /// Whether that is told.
    pub told: bool,
    /// Whether a reason is given why it does not apply.
    pub excused: bool,
}

impl Answer {
    /// Whether it is answered in one way, and in one only.
    pub const fn is_one(&self) -> bool {
        self.told != self.excused
    }
}

impl MaintenanceWork {
    /// How each of the seven items is answered.
    pub fn answers(&self) -> [Answer; 7] {
        let told = [
            !self.a_equipment.equipment.entries().is_empty(),
            !self.b_cabinets.cleaned.entries().is_empty(),
            self.c_wiring.checked != NONE,
            !self.d_performance.measurements.entries().is_empty(),
            !self.e_cleaning.cleaned.entries().is_empty(),
            !self.f_software.decisions.entries().is_empty(),
            !self.g_lines.segments.entries().is_empty(),
        ];
        let excused = [
            &self.a_equipment.not_applicable,
            &self.b_cabinets.not_applicable,
            &self.c_wiring.not_applicable,
            &self.d_performance.not_applicable,
            &self.e_cleaning.not_applicable,
            &self.f_software.not_applicable,
            &self.g_lines.not_applicable,
        ];
        std::array::from_fn(|n| {
            let (item, pointer, member) = ANSWERS[n];
            Answer { item, pointer, member, told: told[n], excused: excused[n] != NONE }
        })
    }

    /// Everything that was found not to be as it should be, in the order of the items.
    pub fn abnormal(&self) -> Vec<Abnormal<'_>> {
        let mut found = Vec::new();
        let equipment = self.a_equipment.equipment.entries().iter().enumerate();
        found.extend(equipment.filter(|(_, row)| row.status == Status::Abnormal).map(|(n, row)| Abnormal {
            item: ItemCode::A,
            pointer: format!("/work/a_equipment/equipment/{n}"),
            what: &row.asset,
            action: &row.action,
            ticket: row.ticket.as_option(),
            left_open: row.ticket.as_option().is_some(),
        }));
        let wiring = &self.c_wiring;
        if wiring.tightened < wiring.loose_found {
            found.push(Abnormal {
                item: ItemCode::C,
                pointer: "/work/c_wiring/tightened".to_owned(),
                what: &wiring.checked,
                action: &wiring.reason,
                ticket: None,
                left_open: true,
            });
        }
        let measured = self.d_performance.measurements.entries().iter().enumerate();
        found.extend(measured.filter(|(_, row)| !row.within_limits()).map(|(n, row)| Abnormal {
            item: ItemCode::D,
            pointer: format!("/work/d_performance/measurements/{n}"),
            what: &row.parameter,
            action: &row.action,
            ticket: row.ticket.as_option(),
            left_open: true,
        }));
        let lines = self.g_lines.faults.entries().iter().enumerate();
        found.extend(lines.map(|(n, row)| Abnormal {
            item: ItemCode::G,
            pointer: format!("/work/g_lines/faults/{n}"),
            what: &row.place,
            action: &row.action,
            ticket: row.ticket.as_option(),
            left_open: row.left_open,
        }));
        found
    }
}

impl Measurement {
    /// Whether the value after the work lies within the limits given, ends included.
    pub fn within_limits(&self) -> bool {
        self.min.as_option().is_none_or(|min| *min <= self.after)
            && self.max.as_option().is_none_or(|max| self.after <= *max)
    }
}
