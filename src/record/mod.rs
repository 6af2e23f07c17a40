//! The kinds of records: their names, keys, paths and typed forms.
//!
//! A record is a file and its path is its key: `records/<kind>/<folders computed from the key>/<key>.json`.
//! Everything here is plain data; no file is read and no clock consulted. Typed forms are read from values
//! that the schemas have already judged, so they carry shape, not rules.
//!
//! Adding a kind: a file here, a line in `kinds!` below, a schema.

pub mod book;
pub mod calendar_year;
pub mod callback;
pub mod client;
pub mod company;
pub mod contact;
pub mod decimal;
pub mod delay;
pub mod duty_log;
pub mod duty_roster;
pub mod fault_report;
pub mod id;
pub mod incident;
pub mod incident_entry;
pub mod install;
pub mod instant;
pub mod maintenance;
pub mod onsite_callback;
pub mod parts;
pub mod path;
pub mod phone_callback;
pub mod plan;
pub mod quarter;
pub mod rest_credit;
pub mod rest_use;
pub mod section;
pub mod site;
pub mod spare_loan;
pub mod staff;
pub mod ticket;
pub mod training;
pub mod trip;
pub mod upgrade;

use serde_json::Value;

use crate::text::Text;

macro_rules! kinds {
    ($($(#[$meta:meta])* $variant:ident($form:ty), $word:literal, $zh:literal, $en:literal;)+) => {
        /// A kind of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$meta])* $variant,)+
        }

        impl Kind {
            /// All kinds, in the order of the lists.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word used for the folder, the schema and the command line.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The name in both languages.
            pub const fn name(self) -> &'static Text {
                match self { $(Self::$variant => { const NAME: &Text = &Text { zh: $zh, en: $en }; NAME },)+ }
            }
        }

        /// A record in its typed form.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Record {
            $($(#[$meta])* $variant(Box<$form>),)+
        }

        impl Record {
            /// Reads the typed form of a value that its schema has accepted.
            pub fn from_value(kind: Kind, value: &Value) -> Result<Self, serde_json::Error> {
                match kind {
                    $(Kind::$variant => <$form as serde::Deserialize>::deserialize(value).map(|form| Self::$variant(Box::new(form))),)+
                }
            }

            /// The record's value; members in no particular order.
            pub fn to_value(&self) -> Result<Value, serde_json::Error> {
                match self { $(Self::$variant(form) => serde_json::to_value(form),)+ }
            }

            /// The record's canonical text: the typed forms list their members in the order of the schemas.
            pub fn pretty(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$variant(form) => serde_json::to_string_pretty(form),)+ }.map(|text| text + "\n")
            }

            /// The record's kind.
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$variant(_) => Kind::$variant,)+ }
            }
        }

        $(impl AsForm for $form {
            fn of(record: &Record) -> Option<&Self> {
                match record { Record::$variant(form) => Some(form), _ => None }
            }
        })+
    };
}

/// A typed form that can be taken out of a [`Record`].
pub trait AsForm {
    /// The form, if the record is of its kind.
    fn of(record: &Record) -> Option<&Self>;
}

kinds! {
    /// 公司与制度参数.
    Company(company::Company), "company", "公司与制度参数", "company";
    /// 员工.
    Staff(staff::Staff), "staff", "员工", "staff";
    /// 节假日.
    Calendar(calendar_year::CalendarYear), "calendar", "节假日", "calendar";
    /// 甲方.
    Client(client::Client), "client", "甲方", "client";
    /// 站点.
    Site(site::Site), "site", "站点", "site";
    /// 联系人.
    Contact(contact::Contact), "contact", "联系人", "contact";
    /// 维修单本.
    Book(book::Book), "book", "维修单本", "book";
    /// 报修.
    FaultReport(fault_report::FaultReport), "fault-report", "报修", "fault report";
    /// 维修单.
    Ticket(ticket::Ticket), "ticket", "维修单", "ticket";
    /// 延时单.
    Delay(delay::Delay), "delay", "延时单", "delay slip";
    /// 备品备件借用单.
    SpareLoan(spare_loan::SpareLoan), "spare-loan", "备品备件借用单", "spare loan";
    /// 技术安装服务单.
    Install(install::Install), "install", "技术安装服务单", "install form";
    /// 软件升级记录.
    Upgrade(upgrade::Upgrade), "upgrade", "软件升级记录", "software upgrade";
    /// 季度维护保养计划.
    Plan(plan::Plan), "plan", "季度维护保养计划", "quarterly maintenance plan";
    /// 季度维护保养记录.
    Maintenance(maintenance::Maintenance), "maintenance", "季度维护保养记录", "quarterly maintenance record";
    /// 培训记录.
    Training(training::Training), "training", "培训记录", "training";
    /// 电话回访记录.
    PhoneCallback(phone_callback::PhoneCallback), "phone-callback", "电话回访记录", "phone callback";
    /// 上门回访记录单.
    OnsiteCallback(onsite_callback::OnsiteCallback), "onsite-callback", "上门回访记录单", "on-site callback";
    /// 值班表.
    DutyRoster(duty_roster::DutyRoster), "duty-roster", "值班表", "duty roster";
    /// 值班记录.
    DutyLog(duty_log::DutyLog), "duty-log", "值班记录", "duty log";
    /// 倒休登记.
    RestCredit(rest_credit::RestCredit), "rest-credit", "倒休登记", "rest credit";
    /// 倒休使用.
    RestUse(rest_use::RestUse), "rest-use", "倒休使用", "rest use";
    /// 突发公共事件.
    Incident(incident::Incident), "incident", "突发公共事件", "incident";
    /// 事件过程记录.
    IncidentEntry(incident_entry::IncidentEntry), "incident-entry", "事件过程记录", "incident entry";
}

impl Kind {
    /// Finds a kind by its word or its Chinese name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == text || kind.name().zh == text)
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
