//! 联系人: a person of a client. The only kind that holds names and numbers of clients' people.
//!
//! Since version 2 these can be sealed to keys of staff, and the key destroyed: a word stands where they stood.

use serde::{Deserialize, Serialize};

use super::id::{ClientId, ContactId, StaffId};
use super::instant::{Date, Instant};
use super::parts::Signature;

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
    /// 状态; absent in version 1, where all is plain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
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
    /// 密封内容.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Sealed>,
    /// 删除, asked for or done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasure: Option<Erasure>,
}

/// What stands in place of a value that was sealed.
pub const SEALED: &str = "已密封";

/// What stands in place of a value that was erased.
pub const ERASED: &str = "已删除";

/// How the values of a contact are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 明文.
    Plain,
    /// 已密封.
    Sealed,
    /// 已删除.
    Erased,
}

/// The values in the age format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// The public key of this contact alone.
    pub recipient: String,
    /// The armoured ciphertext, or [`ERASED`].
    pub value: String,
}

/// Who wanted the values erased, who confirmed it, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// 申请时间.
    pub at: Instant,
    /// 申请人.
    pub requested_by: StaffId,
    /// 核准人.
    pub confirmed_by: StaffId,
    /// 原因.
    pub reason: String,
    /// Who asks, then the supervisor or the person in charge.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

impl Contact {
    /// How the values are kept.
    pub fn state(&self) -> State {
        self.state.unwrap_or(State::Plain)
    }
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
