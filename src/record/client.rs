//! 甲方: a client company.

use serde::{Deserialize, Serialize};

use super::id::ClientId;
use super::instant::Date;
use super::parts::OrNone;

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
}
