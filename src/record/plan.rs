//! 季度维护保养计划: what is to be maintained at a site in a quarter, by whom and when, confirmed by the client before
//! the work begins (M-2).
//!
//! A plan is numbered within its site and quarter. Once the client has confirmed it, it stays as it was: a changed plan
//! is a new one under the next number that names the former and is confirmed anew. So the plan in force at a moment is
//! the highest-numbered one that had been confirmed by then, and the folder of the site holds them all.
//!
//! The list of systems stands in the plan and not in the site's register: it is what the client confirmed for this
//! quarter, and a system that is put in later makes no older plan incomplete.

use serde::{Deserialize, Serialize};

use super::id::{ClientId, ContactId, PlanId, SiteId, StaffId};
use super::instant::{Date, Instant};
use super::parts::{Lateness, Signature};
use super::quarter::Quarter;

/// The word for an item that concerns every system of the plan.
pub const ALL_SYSTEMS: &str = "全部";

/// A quarterly maintenance plan 季度维护保养计划.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Schema and version.
    pub schema: String,
    /// 计划编号.
    pub id: PlanId,
    /// State.
    pub state: PlanState,
    /// 季度.
    pub period: Quarter,
    /// 合同号.
    pub contract: String,
    /// 甲方.
    pub client: ClientId,
    /// 站点.
    pub site: SiteId,
    /// The former plan of the quarter that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<PlanId>,
    /// 编制: the plan itself.
    pub preparation: Preparation,
    /// 甲方确认.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<PlanConfirmation>,
    /// Declared late confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Lateness>,
    /// 撤回, before the client confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
}

/// State of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// 编制.
    Drafted,
    /// 甲方已确认.
    Confirmed,
    /// 已撤回.
    Withdrawn,
}

/// The plan as it was drawn up 编制.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preparation {
    /// 编制人.
    pub prepared_by: StaffId,
    /// 编制时间.
    pub prepared_at: Instant,
    /// 系统清单.
    pub systems: Vec<String>,
    /// 计划项.
    pub items: Vec<PlanItem>,
    /// 配合要求, or 无.
    pub client_support: String,
    /// Whoever drew it up.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 计划项.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanItem {
    /// Which of A to G.
    pub code: ItemCode,
    /// 系统: one of the plan's, or 全部.
    pub system: String,
    /// 范围.
    pub scope: String,
    /// 计划开始.
    #[serde(with = "super::instant::date")]
    pub planned_from: Date,
    /// 计划完成.
    #[serde(with = "super::instant::date")]
    pub planned_to: Date,
    /// 承办人.
    pub assignee: StaffId,
}

/// The seven items of quarterly maintenance (M-2.A to M-2.G).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ItemCode {
    /// 中心控制室设备运行状态.
    A,
    /// 主机及机柜清洁.
    B,
    /// 中心控制室线路.
    C,
    /// 系统检测与参数调整.
    D,
    /// 前端及后端设备清洁.
    E,
    /// 系统软件升级.
    F,
    /// 整个系统线路.
    G,
}

impl ItemCode {
    /// All seven.
    pub const ALL: [Self; 7] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F, Self::G];

    /// The clause that demands it.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::A => "M-2.A",
            Self::B => "M-2.B",
            Self::C => "M-2.C",
            Self::D => "M-2.D",
            Self::E => "M-2.E",
            Self::F => "M-2.F",
            Self::G => "M-2.G",
        }
    }
}

/// 甲方确认: the gate before the work (M-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanConfirmation {
    /// 确认时间.
    pub at: Instant,
    /// 确认人 (of the client).
    pub contact: ContactId,
    /// 甲方意见, or 无.
    pub client_opinion: String,
    /// Client.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 撤回: the client did not confirm it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// 撤回时间.
    pub at: Instant,
    /// 撤回人.
    pub by: StaffId,
    /// 原因.
    pub reason: String,
}

impl Plan {
    /// When the client confirmed it, if it is confirmed.
    pub fn confirmed_at(&self) -> Option<Instant> {
        self.confirmation.as_ref().filter(|_| self.state == PlanState::Confirmed).map(|confirmation| confirmation.at)
    }
}
