//! 公司与制度参数: the company, the identity of its repository, its ticket series and policy values.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::StaffId;
use super::instant::Date;

/// The company 公司; one record, key `company`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// Schema and version.
    pub schema: String,
    /// Identity of this repository; bound into every signature, never changed.
    pub repository: String,
    /// 单位名称.
    pub name: String,
    /// Series of ticket books.
    pub series: Vec<Series>,
    /// 值班电话: the phones that rosters may name; the numbers themselves are in no record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duty_phones: Vec<DutyPhone>,
    /// 副总经理名单: everybody who ever held the post, so that those to be called are found without reading the whole
    /// register of staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deputies: Vec<StaffId>,
    /// Policy values in force from a date, oldest first; a value not listed has its default.
    pub policies: Vec<PolicyValue>,
}

/// A series of pre-numbered ticket books 维修单系列.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its code, the front of every number in it.
    pub code: String,
    /// Whether its books are regular or spare.
    pub kind: super::book::BookKind,
}

/// A phone that is carried on duty 值班电话 (D-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyPhone {
    /// The number under which it is listed, such as `DH-01`.
    pub id: String,
    /// 名称: which phone it is.
    pub name: String,
    /// 停用日期: the last day on which it serves.
    #[serde(default, with = "super::instant::date::option", skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// One value of the company's policy 制度参数, in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyValue {
    /// Name as listed by `weibao policy`.
    pub name: String,
    /// The value: a number, or a switch.
    pub value: Setting,
    /// First day in force.
    #[serde(with = "super::instant::date")]
    pub from: Date,
    /// Why it differs from the default.
    pub reason: String,
}

/// A number or a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Setting {
    /// On or off.
    Switch(bool),
    /// A whole number in the unit of the policy.
    Number(i64),
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch(on) => on.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}
