//! 甲方: a client company.

use serde::{Deserialize, Serialize};

use super::id::ClientId;
use super::instant::Date;
use super::parts::{OrNone, Period};

/// A client 甲方.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Schema and version.
    pub schema: String,
    /// Id.
    pub id: ClientId,
    /// 名称.
    pub name: String,
    /// First day of the relation.
    #[serde(with = "super::instant::date")]
    pub since: Date,
    /// Agreement on electronic signatures 电子签名约定 (电子签名法 3), or 无.
    pub e_signature_agreement: OrNone<String>,
    /// While the agreement is in force; from the first day of the relation if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_signature_period: Option<Period>,
}

impl Client {
    /// Whether the client's people may sign electronically on a day.
    pub fn signs_electronically_on(&self, day: Date) -> bool {
        self.e_signature_agreement.as_option().is_some()
            && self.e_signature_period.as_ref().map_or(self.since <= day, |period| period.contains(day))
    }
}
