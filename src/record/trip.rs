//! 出行: how staff went to a site (V-1 to V-3). The same shape stands on every form whose work is done at the site.

use serde::{Deserialize, Serialize};

use super::id::StaffId;
use super::instant::Instant;
use super::parts::OrNone;

/// Trip to the site 出行 (V-1 to V-3); no position is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trip {
    /// 出行人.
    pub traveller: StaffId,
    /// 方式.
    pub mode: Mode,
    /// 出发时间.
    pub departed_at: Instant,
    /// 到达时间.
    pub arrived_at: Instant,
    /// 派车, or 无.
    pub vehicle: OrNone<Vehicle>,
    /// 主管同意乘出租车, or 无.
    pub consent: OrNone<Consent>,
}

/// Means of transport 出行方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// 自行车.
    Bicycle,
    /// 公交.
    Bus,
    /// 公司车辆.
    CompanyCar,
    /// 出租车.
    Taxi,
}

/// Vehicle assigned by the company 派车 (V-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vehicle {
    /// 车牌号.
    pub plate: String,
    /// 派车人.
    pub assigned_by: StaffId,
    /// 派车时间.
    pub at: Instant,
}

/// Consent of the department head to a taxi (V-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// 主管.
    pub by: StaffId,
    /// 同意时间.
    pub agreed_at: Instant,
    /// 登记时间.
    pub entered_at: Instant,
    /// 特殊情况.
    pub reason: String,
}
