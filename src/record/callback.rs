//! What phone and on-site callbacks share: key registration 重点登记 of dissatisfied users and its outcome (C-P.3).

use serde::{Deserialize, Serialize};

use super::id::{CallbackId, StaffId};
use super::instant::Instant;
use super::parts::Signature;

/// 重点登记: a dissatisfied user, or a demand for a visit, registered and reported (C-P.1.3, C-P.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRegistration {
    /// 登记时间; the visit is due 24 hours later (D4 b).
    pub at: Instant,
    /// 原因.
    pub reason: String,
    /// 用户要求.
    pub demands: String,
    /// 负责人.
    pub reported_to: StaffId,
    /// 反映时间.
    pub reported_at: Instant,
    /// 上门回访单号.
    pub visit: CallbackId,
    /// Caller.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 落实结果: how it came out, after the visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// 时间.
    pub at: Instant,
    /// 结果.
    pub result: String,
    /// 用户是否认可.
    pub user_ok: bool,
    /// 负责人.
    pub by: StaffId,
    /// Person in charge.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// 无法联系 after attempts: excused by the supervisor; shown beside the raw rate, never as done (D9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excuse {
    /// 原因.
    pub reason: String,
    /// 主管.
    pub by: StaffId,
    /// 时间.
    pub at: Instant,
    /// Supervisor.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}
