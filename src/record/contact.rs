//! 联系人: a person of a client. The only kind that holds names and numbers of clients' people.

use serde::{Deserialize, Serialize};

use super::id::{ClientId, ContactId};
use super::instant::Date;

/// A person of a client 联系人.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Schema and version.
    pub schema: String,
    /// Id.
    pub id: ContactId,
    /// 甲方.
    pub client: ClientId,
    /// 姓名.
    pub name: String,
    /// 职务.
    pub title: String,
    /// 电话.
    pub phone: String,
    /// Legal basis of keeping these data 处理依据 (个人信息保护法 13).
    pub basis: Basis,
    /// Day the person was informed.
    #[serde(with = "super::instant::date")]
    pub informed_on: Date,
}

/// Legal basis of keeping personal data (PIPL 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 本人同意.
    Consent,
    /// 订立、履行合同所必需.
    Contract,
    /// 应对突发事件.
    Emergency,
}
