//! 技术安装服务单: the anchor of all installation dates, and the form of every warranty replacement (C-7.2.2, C-S.2.2).

use serde::{Deserialize, Serialize};

use super::id::{ClientId, ContactId, InstallId, SiteId, StaffId};
use super::instant::{Date, Instant};
use super::parts::{OrNone, PreContact, Replacement, Signature, Test};

/// A technical installation service form 技术安装服务单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Install {
    /// Schema and version.
    pub schema: String,
    /// 单号.
    pub id: InstallId,
    /// State.
    pub state: InstallState,
    /// 合同号.
    pub contract: String,
    /// 甲方.
    pub client: ClientId,
    /// 联系人.
    pub contact: ContactId,
    /// 安装地点.
    pub site: SiteId,
    /// 服务性质.
    pub purpose: Purpose,
    /// 计划日期.
    #[serde(with = "super::instant::date")]
    pub planned_on: Date,
    /// The form this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<InstallId>,
    /// 服务前联系.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pre_contact: Option<PreContact>,
    /// 安装服务.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<InstallService>,
    /// 用户确认.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<InstallConfirmation>,
}

/// State of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstallState {
    /// 进行中.
    Open,
    /// 用户已确认.
    Confirmed,
}

/// 服务性质.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 安装.
    Install,
    /// 调试.
    Commission,
    /// 更换零配件.
    ReplaceParts,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstallService {
    /// 开始时间.
    pub started_at: Instant,
    /// 结束时间.
    pub ended_at: Instant,
    /// 安装人员.
    pub technicians: Vec<StaffId>,
    /// 设备清单.
    pub assets: Vec<Installed>,
    /// 软件/固件版本, or 无.
    pub versions: OrNone<Vec<Version>>,
    /// 更换零配件, or 无.
    pub replacements: OrNone<Vec<Replacement>>,
    /// 安装/调试检查项.
    pub checks: Vec<CheckItem>,
    /// 整体系统效果测定.
    pub system_test: Test,
    /// 随机资料移交.
    pub handed_over: Vec<String>,
    /// 使用指导.
    pub guidance: String,
    /// 保修期.
    pub warranty: Warranty,
    /// 遗留问题, or 无.
    pub open_issues: String,
    /// Technician and lead.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// A device in the list 设备清单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Installed {
    /// 设备名称.
    pub name: String,
    /// 型号.
    pub model: String,
    /// 序列号, or 无.
    pub serial: String,
    /// 数量.
    pub quantity: u32,
    /// 安装位置.
    pub location: String,
}

/// 软件/固件版本.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// 软件.
    pub software: String,
    /// 版本.
    pub version: String,
}

/// 检查项.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckItem {
    /// 项目.
    pub item: String,
    /// 标准.
    pub standard: String,
    /// 实测.
    pub value: String,
    /// 合格.
    pub ok: bool,
}

/// 保修起止, both days inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warranty {
    /// 起.
    #[serde(with = "super::instant::date")]
    pub from: Date,
    /// 止.
    #[serde(with = "super::instant::date")]
    pub to: Date,
}

/// 用户确认; its day is the installation date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstallConfirmation {
    /// 确认时间.
    pub at: Instant,
    /// 客户意见, or 无.
    pub client_opinion: String,
    /// 评分 1–5.
    pub score: u8,
    /// Client.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

impl Install {
    /// The installation date: the day of the user's confirmation (C-P.2.1), once confirmed.
    pub fn installed_on(&self) -> Option<Date> {
        self.confirmation.as_ref().map(|confirmation| confirmation.at.day())
    }
}
