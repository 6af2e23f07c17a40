//! 倒休使用: rest taken out of credits, or leave cancelled with them later, without wage deduction.

use serde::{Deserialize, Serialize};

use super::id::{RestId, StaffId};
use super::instant::Date;
use super::parts::{Refusal, Signature};

/// A use 倒休使用; it lies in its person's folder of the year. The credits it draws on name it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestUse {
    /// Schema and version.
    pub schema: String,
    /// 编号.
    pub id: RestId,
    /// 申请人.
    pub person: StaffId,
    /// State.
    pub state: UseState,
    /// 倒休.
    pub rest: Rest,
    /// 驳回.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

/// State of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UseState {
    /// 已申请: draws already, so that nothing is promised twice.
    Applied,
    /// 已批准.
    Approved,
    /// 已驳回: draws nothing.
    Rejected,
}

/// What is taken 倒休.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// 部门.
    pub department: String,
    /// 使用方式.
    pub kind: RestKind,
    /// 日期.
    #[serde(with = "super::instant::date")]
    pub date: Date,
    /// 时长, minutes: the sum of what is drawn.
    pub minutes: u32,
    /// 抵用.
    pub credits: Vec<Draw>,
    /// 维修任务不忙, confirmed by the supervisor.
    pub workload_ok: bool,
    /// 工作交接, or 无.
    pub handover: String,
    /// 扣工资: always false.
    pub wage_deduction: bool,
    /// 批准人.
    pub approved_by: StaffId,
    /// Applicant, supervisor, finance.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 使用方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestKind {
    /// 倒休.
    Rest,
    /// 销假: to cancel leave taken.
    OffsetLeave,
}

/// How much is drawn from one credit 抵用.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// Which credit.
    pub credit: RestId,
    /// How many minutes.
    pub minutes: u32,
}

impl RestUse {
    /// How many minutes it draws from a credit; none once it is refused.
    pub fn draws(&self, credit: &RestId) -> u32 {
        let here = self.rest.credits.iter().filter(|draw| draw.credit == *credit && self.state != UseState::Rejected);
        here.map(|draw| draw.minutes).sum()
    }
}
