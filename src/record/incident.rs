//! 突发公共事件: an emergency from its report to its closing (E-1 to E-4). Its course lies beside it, one file an entry
//! ([`super::incident_entry`]), so that several people write at once.

use serde::{Deserialize, Serialize};

use super::id::{ContactId, IncidentEntryId, IncidentId, SiteId, StaffId};
use super::instant::Instant;
use super::parts::{Asked, OrNone, Signature};

/// An emergency 突发公共事件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Schema and version.
    pub schema: String,
    /// Id.
    pub id: IncidentId,
    /// State.
    pub state: IncidentState,
    /// 站点, where it happened at one of ours.
    pub site: OrNone<SiteId>,
    /// 接报.
    pub intake: Intake,
    /// 处置结束.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// 结案.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
}

/// State of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentState {
    /// 处置中.
    Open,
    /// 处置结束.
    Ended,
    /// 已结案.
    Closed,
}

/// What was ascertained on receiving the report (E-1.1): seven facts, each known or asked and unknown.
///
/// Facts in words hold 已问不详 as their text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// 接报时间: the four hours run from here (E-3.1, D8).
    pub received_at: Instant,
    /// 接报人: the duty officer.
    pub received_by: StaffId,
    /// 接报方式.
    pub channel: ReportedBy,
    /// 事故性质.
    pub nature: String,
    /// 事发地点.
    pub place: String,
    /// 事发时间.
    pub occurred_at: Asked<Instant>,
    /// 人员伤亡.
    pub casualties: Asked<Casualties>,
    /// 财产损失.
    pub property_loss: String,
    /// 处置进展.
    pub handling_progress: String,
    /// 报告单位及联系方式.
    pub reporter: Asked<Reporter>,
}

/// How the report came in 接报方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportedBy {
    /// 当面报告.
    Report,
    /// 电话.
    Phone,
    /// 传真.
    Fax,
    /// 其他.
    Other,
}

/// How many people were hurt 人员伤亡.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Casualties {
    /// 死亡.
    pub dead: u32,
    /// 受伤.
    pub injured: u32,
    /// 失踪.
    pub missing: u32,
}

/// Who reported 报告单位; no name and no number of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    /// 单位.
    pub unit: String,
    /// 联系人, where the unit is a client.
    pub contact: OrNone<ContactId>,
    /// 联系方式, in words.
    pub reach: String,
}

/// The end of the handling 处置结束.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// 结束时间.
    pub at: Instant,
    /// 宣布人.
    pub by: StaffId,
    /// 结束情况.
    pub how: String,
}

/// The closing 结案 (E-3.3): evaluation, final report, and every missed clock acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// 结案时间.
    pub at: Instant,
    /// 结案人.
    pub by: StaffId,
    /// 综合评价.
    pub evaluation: String,
    /// 终报.
    pub final_report: IncidentEntryId,
    /// How many entries the closing rests on, so that none slips under it afterwards.
    pub entries: u32,
    /// 逾期与未到, each with its reason.
    pub breaches: OrNone<Vec<Breach>>,
    /// Supervisor or person in charge.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// A clock that was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breach {
    /// 条款.
    pub clause: Clocked,
    /// For E-2.1 the entry that notified the head.
    pub entry: OrNone<IncidentEntryId>,
    /// 原因.
    pub reason: String,
}

/// The clauses that set a clock running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Clocked {
    /// The company is informed.
    #[serde(rename = "E-1.2")]
    Company,
    /// A head arrives.
    #[serde(rename = "E-2.1")]
    Head,
    /// The general manager has a report.
    #[serde(rename = "E-3.1")]
    GeneralManager,
    /// Progress is reported.
    #[serde(rename = "E-3.2")]
    Progress,
    /// The final report is given.
    #[serde(rename = "E-3.3")]
    FinalReport,
}

impl Clocked {
    /// The clause.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Company => "E-1.2",
            Self::Head => "E-2.1",
            Self::GeneralManager => "E-3.1",
            Self::Progress => "E-3.2",
            Self::FinalReport => "E-3.3",
        }
    }
}
