//! What several forms share: 无, attachments, signatures, assets, replaced parts.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::id::{BadId, ContactId, StaffId};
use super::instant::Instant;

/// The word for "none" on every form: written, never left out (T-4).
pub const NONE: &str = "无";

/// A value, or 无 written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrNone<T> {
    /// 无.
    Nothing,
    /// The value.
    Of(T),
}

impl<T> OrNone<T> {
    /// The value, unless 无.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Nothing => None,
            Self::Of(value) => Some(value),
        }
    }
}

impl<T> OrNone<Vec<T>> {
    /// The entries; none for 无.
    pub fn entries(&self) -> &[T] {
        self.as_option().map_or(&[], Vec::as_slice)
    }
}

impl<T: Serialize> Serialize for OrNone<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_str(NONE),
            Self::Of(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OrNone<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OrNoneVisitor(PhantomData))
    }
}

/// Looks whether the word stands there before the value is read, so that nothing is copied to look at it twice.
struct OrNoneVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OrNoneVisitor<T> {
    type Value = OrNone<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{NONE} or a value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if text == NONE { Ok(OrNone::Nothing) } else { T::deserialize(text.into_deserializer()).map(OrNone::Of) }
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(OrNone::Of)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(OrNone::Of)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(OrNone::Of)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(items)).map(OrNone::Of)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(OrNone::Of)
    }
}

/// The words for "asked, and nobody knew" (E-1.1): written, never left out.
pub const UNKNOWN: &str = "已问不详";

/// A fact that was asked for: known, or 已问不详 written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked<T> {
    /// 已问不详.
    Unknown,
    /// The fact.
    Known(T),
}

impl<T> Asked<T> {
    /// The fact, if it was known.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Unknown => None,
            Self::Known(value) => Some(value),
        }
    }
}

impl<T: Serialize> Serialize for Asked<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unknown => serializer.serialize_str(UNKNOWN),
            Self::Known(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: de::DeserializeOwned> Deserialize<'de> for Asked<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Incidents are few: their facts may be looked at twice.
        let value = serde_json::Value::deserialize(deserializer)?;
        if value.as_str() == Some(UNKNOWN) {
            return Ok(Self::Unknown);
        }
        serde_json::from_value(value).map(Self::Known).map_err(de::Error::custom)
    }
}

/// A file beside the record (附件): `<key>.<file>` in the record's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The end of the file's name: `client-sign.png` of ticket `WX-0000601` is the file `WX-0000601.client-sign.png`.
    pub file: String,
    /// SHA-256 of the file, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

/// In which capacity someone signs (签字角色).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 维修人员 / 安装人员.
    Technician,
    /// 安装负责人.
    InstallLead,
    /// 前台.
    FrontDesk,
    /// 办公室.
    Office,
    /// 财务.
    Finance,
    /// 部门主管.
    Supervisor,
    /// 回访人.
    Caller,
    /// 负责人 (whom dissatisfied users are reported to).
    PersonInCharge,
    /// 接收部门.
    Department,
    /// 库管.
    Storekeeper,
    /// 领用人 / 借用人.
    Holder,
    /// 申请人.
    Applicant,
    /// 编制人 / 拟稿人.
    Preparer,
    /// 值班员.
    DutyOfficer,
    /// 培训人.
    Trainer,
    /// 甲方 / 用户.
    Client,
}

/// Who signs: one of our staff, or a person of the client. Written as the plain id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged, try_from = "String")]
pub enum Signer {
    /// A person of the client.
    Contact(ContactId),
    /// One of our staff.
    Staff(StaffId),
}

impl Signer {
    /// The identifier as written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Contact(id) => id.as_str(),
            Self::Staff(id) => id.as_str(),
        }
    }
}

impl TryFrom<String> for Signer {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        // Contacts begin with a capital and staff never do.
        if text.starts_with(|first: char| first.is_ascii_uppercase()) {
            ContactId::try_from(text).map(Self::Contact)
        } else {
            StaffId::try_from(text).map(Self::Staff)
        }
    }
}

impl std::fmt::Display for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Contact(id) => id.fmt(f),
            Self::Staff(id) => id.fmt(f),
        }
    }
}

/// How a signature was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Signed on paper; the scan is attached 纸质扫描.
    PaperScan,
    /// Drawn on a screen; the drawing is attached 手写屏.
    Drawn,
    /// The signer's SSH key.
    Ssh,
}

/// A signature under a section 签字.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// In which capacity.
    pub role: Role,
    /// Who.
    pub signer: Signer,
    /// When.
    pub at: Instant,
    /// How.
    pub method: Method,
    /// SHA-256 of the section's canonical form ([`crate::sign`]), 64 lower-case hexadecimal digits.
    pub digest: String,
    /// The scan or drawing; with `paper_scan` and `drawn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Attachment>,
    /// The armoured SSH signature; with `ssh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

/// A device served (设备名称/型号/序列号).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// 设备名称.
    pub name: String,
    /// 型号.
    pub model: String,
    /// 序列号, or 无.
    pub serial: String,
}

/// A part put in for another (更换配件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// 配件名称.
    pub part: String,
    /// 型号.
    pub model: String,
    /// 旧件序列号, or 无.
    pub serial_old: String,
    /// 新件序列号, or 无.
    pub serial_new: String,
    /// 数量.
    pub quantity: u32,
    /// 收费, cents for all of them; 0 within warranty (C-7.2.2).
    pub charge_cents: i64,
    /// 更换原因.
    pub reason: String,
    /// 更换后检测 (C-7.2.2): what was tested on the part and how it came out.
    pub test: Test,
}

/// A test and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// 检测方法.
    pub method: String,
    /// 检测结果.
    pub result: String,
    /// Whether it passed.
    pub ok: bool,
}

/// A period from a day on, until a day (inclusive) or still running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    #[serde(with = "super::instant::date")]
    pub from: super::instant::Date,
    /// Last day, inclusive; absent while it runs.
    #[serde(default, with = "super::instant::date::option", skip_serializing_if = "Option::is_none")]
    pub to: Option<super::instant::Date>,
}

impl Period {
    /// Whether a day lies in it.
    pub fn contains(&self, day: super::instant::Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// A missed deadline that the record itself declares (design: lateness declared, with reason, acknowledged by the one in charge).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lateness {
    /// 逾期原因.
    pub reason: String,
    /// 负责人 who acknowledges it.
    pub acknowledged_by: StaffId,
    /// When it was acknowledged.
    pub acknowledged_at: Instant,
    /// The acknowledging signature (supervisor or person in charge).
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// An application refused 驳回.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// 驳回人.
    pub by: StaffId,
    /// 驳回时间.
    pub at: Instant,
    /// 驳回原因.
    pub reason: String,
    /// Supervisor.
    #[serde(default)]
    pub signatures: Vec<Signature>,
}

/// Contact with the client before the service (服务前联系, M-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreContact {
    /// When.
    pub at: Instant,
    /// Who of us.
    pub by: StaffId,
    /// With whom.
    pub with: ContactId,
    /// By what means.
    pub channel: Channel,
    /// The arrival time agreed upon.
    pub agreed_arrival: Instant,
}

/// By what means people were reached or a fault came in (方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 电话.
    Phone,
    /// 来访 / 当面.
    Visit,
    /// 传真.
    Fax,
    /// 网上.
    Online,
    /// 巡检发现.
    Inspection,
}
