//! 倒休登记: time off earned by a repair in rest time that could not be put off.

use serde::{Deserialize, Serialize};

use super::id::{RestId, StaffId, TicketId};
use super::instant::Instant;
use super::parts::{Refusal, Signature};

/// A credit 倒休登记; it lies in its person's folder of the year. One credit lies within one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestCredit {
    /// Schema and version.
    pub schema: String,
    /// 编号.
    pub id: RestId,
    /// 申请人.
    pub person: StaffId,
    /// State.
    pub state: CreditState,
    /// 休息时间内的工作.
    pub work: RestWork,
    /// 使用: the uses that draw on it.
    pub used_by: Vec<RestId>,
    /// 驳回.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

/// State of a credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditState {
    /// 已申请.
    Applied,
    /// 已核实: counts.
    Confirmed,
    /// 已驳回.
    Rejected,
}

/// What was done in rest time 休息时间内的工作.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestWork {
    /// 部门.
    pub department: String,
    /// 维修单号.
    pub ticket: TicketId,
    /// 起, inclusive.
    pub from: Instant,
    /// 止, exclusive.
    pub to: Instant,
    /// 折合时长, minutes, computed from the times.
    pub minutes: u32,
    /// 日别, computed from the calendar.
    pub day_kind: DayKind,
    /// Whether pay is due besides, which rest in lieu does not discharge (labour law, art. 44).
    pub pay_due: bool,
    /// 不能推掉的原因.
    pub cannot_postpone_reason: String,
    /// 核实人.
    pub confirmed_by: StaffId,
    /// Applicant, supervisor, finance.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// Kind of rest time 日别.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 周末休息日: an ordinary Saturday or Sunday.
    RestDay,
    /// 调休放假日: a weekday off by the year's notice.
    AdjustedOff,
    /// 法定节假日.
    StatutoryHoliday,
    /// 工作日下班后.
    WeekdayAfterHours,
}

impl DayKind {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::RestDay, Self::AdjustedOff, Self::StatutoryHoliday, Self::WeekdayAfterHours];

    /// The word in the record.
    pub const fn word(self) -> &'static str {
        match self {
            Self::RestDay => "rest_day",
            Self::AdjustedOff => "adjusted_off",
            Self::StatutoryHoliday => "statutory_holiday",
            Self::WeekdayAfterHours => "weekday_after_hours",
        }
    }
}
