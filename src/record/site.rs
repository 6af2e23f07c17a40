//! 站点: where systems are installed, near or far, important or not, and while service lasts.

use serde::{Deserialize, Serialize};

use super::id::{ClientId, SiteId, StaffId};
use super::instant::Date;
use super::parts::Period;

/// A site 站点.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Schema and version.
    pub schema: String,
    /// Id.
    pub id: SiteId,
    /// 甲方.
    pub client: ClientId,
    /// 名称.
    pub name: String,
    /// 所在地区, no house number.
    pub district: String,
    /// 城区及周边 or 较远 (V-1, V-2).
    pub area: Area,
    /// 服务期: on-site callbacks fall due while one runs (C-7.2.1).
    pub service: Vec<Period>,
    /// 重要用户 (C-P.2.3): dated flags.
    pub important: Vec<Importance>,
    /// 责任回访员.
    pub callback_by: StaffId,
    /// 责任维保员, who is to see to the quarterly plan and maintenance (M-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintained_by: Option<StaffId>,
}

/// Distance of a site from the office (V-1, V-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// 昌平城区及周边.
    Near,
    /// 较远地区.
    Far,
}

/// A dated flag that makes a site important 重要用户.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Importance {
    /// First day.
    #[serde(with = "super::instant::date")]
    pub from: Date,
    /// Last day, inclusive.
    #[serde(default, with = "super::instant::date::option", skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Who set it.
    pub set_by: StaffId,
    /// Why.
    pub reason: String,
}

impl Site {
    /// Whether the site is important on a day.
    pub fn important_on(&self, day: Date) -> bool {
        self.important.iter().any(|flag| flag.from <= day && flag.to.is_none_or(|to| day <= to))
    }

    /// Whether service runs on a day.
    pub fn served_on(&self, day: Date) -> bool {
        self.service.iter().any(|period| period.contains(day))
    }
}
