//! Identifiers: how each kind of record is named, and nothing else about it.
//!
//! One spelling each, ASCII, fixed width, so that a name can be a file name and two names never
//! differ only by case, padding or Unicode form. An identifier read from JSON is checked on the way in.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::quarter::Quarter;

mod callback;
mod shape;

pub use callback::{Anchor, Stage};

/// A text that is not an identifier of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {wanted}")]
pub struct BadId {
    /// What was written.
    pub text: String,
    /// What was wanted, with an example.
    pub wanted: &'static str,
}

macro_rules! identifiers {
    ($($(#[$meta:meta])* $name:ident, $check:path, $wanted:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            #[doc = concat!("Reads ", $wanted, ".")]
            pub fn parse(text: &str) -> Result<Self, BadId> {
                Self::try_from(text.to_owned())
            }

            #[doc = concat!("Whether a text is ", $wanted, ".")]
            pub fn is(text: &str) -> bool {
                $check(text)
            }

            /// The identifier as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                if $check(&text) { Ok(Self(text)) } else { Err(BadId { text, wanted: $wanted }) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

identifiers! {
    /// A member of staff 员工: lower-case words joined by hyphens, mostly pinyin (`zhang-wei`).
    StaffId, shape::is_staff, "a staff id such as zhang-wei";
    /// A client 甲方 (`C00001`).
    ClientId, shape::is_client, "a client id such as C00001";
    /// A site 站点 (`S00001`).
    SiteId, shape::is_site, "a site id such as S00001";
    /// A person of a client 联系人: the client's id and a running number (`C00001-01`).
    ContactId, shape::is_contact, "a contact id such as C00001-01";
    /// A book of tickets 维修单本: series and place in the series (`WX-00013`).
    BookId, shape::is_book, "a book id such as WX-00013";
    /// A ticket 维修单: series and printed number (`WX-0000601`).
    TicketId, shape::is_ticket, "a ticket number such as WX-0000601";
    /// A delay slip 延时单 or spare loan 借用单: its ticket's number and a running digit (`WX-0000601-1`).
    SlipId, shape::is_slip, "a slip number such as WX-0000601-1";
    /// A fault report 报修: day, receiver and running number of that day (`20260315-li-na-01`).
    FaultReportId, shape::is_fault_report, "a fault report id such as 20260315-li-na-01";
    /// A technical installation service form 技术安装服务单: site and running number (`S00001-01`).
    InstallId, shape::is_install, "an install form id such as S00001-01";
    /// A software upgrade 软件升级记录: site and running number (`S00001-U01`).
    UpgradeId, shape::is_upgrade, "an upgrade id such as S00001-U01";
    /// An entry of the duty log 值班记录: day, writer and running number of that day (`20260315-li-na-D01`).
    DutyLogId, shape::is_duty_log, "a duty log id such as 20260315-li-na-D01";
    /// A duty roster 值班表: the month (`2026-03`).
    RosterId, shape::is_roster, "a month such as 2026-03";
    /// A quarterly plan 季度维护保养计划: site, quarter and running number (`S00001-2026Q1-01`).
    PlanId, shape::is_plan, "a plan id such as S00001-2026Q1-01";
    /// Quarterly maintenance 季度维护保养记录: site and quarter (`S00001-2026Q1`).
    MaintenanceId, shape::is_maintenance, "a maintenance id such as S00001-2026Q1";
    /// A rest credit 倒休登记 or rest use 倒休使用: person, day and running number of that day (`li-na.20260315-01`).
    RestId, shape::is_rest, "a rest id such as li-na.20260315-01";
    /// A training 培训记录: client and running number (`C00001-T01`).
    TrainingId, shape::is_training, "a training id such as C00001-T01";
    /// An emergency 突发公共事件: day, receiving officer and running number of that day (`20260315-li-na-E01`).
    IncidentId, shape::is_incident, "an incident id such as 20260315-li-na-E01";
    /// An entry of an incident's course 事件过程记录: the incident, the author and the author's running number in it.
    IncidentEntryId, shape::is_incident_entry, "an incident entry id such as 20260315-li-na-E01.zhao-lei-001";
    /// A callback 回访: the key of the obligation it fulfils, anchor and stages (`S00001-01.month_6`, `WX-0000601.post_repair`).
    CallbackId, shape::is_callback, "a callback id such as S00001-01.month_6 or WX-0000601.post_repair";
}

impl BookId {
    /// The series code.
    pub fn series(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The place in the series, from 1.
    pub fn seq(&self) -> u32 {
        self.0.rsplit('-').next().and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// The book at a place of a series.
    pub fn at(series: &str, seq: u32) -> Result<Self, BadId> {
        Self::try_from(format!("{series}-{seq:05}"))
    }
}

impl TicketId {
    /// The series code.
    pub fn series(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The printed number, from 1.
    pub fn number(&self) -> u32 {
        self.0.rsplit('-').next().and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    /// The ticket with a number of a series.
    pub fn at(series: &str, number: u32) -> Result<Self, BadId> {
        Self::try_from(format!("{series}-{number:07}"))
    }

    /// The slip with a running digit (1 to 9) under this ticket.
    pub fn slip(&self, n: u8) -> Result<SlipId, BadId> {
        SlipId::try_from(format!("{}-{n}", self.0))
    }
}

impl SlipId {
    /// The ticket the slip belongs to.
    pub fn ticket(&self) -> TicketId {
        TicketId(self.0[..self.0.len() - 2].to_owned())
    }

    /// The running digit, from 1.
    pub fn n(&self) -> u8 {
        self.0.as_bytes()[self.0.len() - 1] - b'0'
    }
}

impl DutyLogId {
    /// The day, as `YYYYMMDD`.
    pub fn day(&self) -> &str {
        self.0.get(..8).unwrap_or_default()
    }

    /// Who wrote it.
    pub fn writer(&self) -> &str {
        self.0.get(9..).and_then(|rest| rest.rsplit_once("-D")).map_or("", |(writer, _)| writer)
    }
}

impl RestId {
    /// Whose it is.
    pub fn person(&self) -> StaffId {
        StaffId(self.0.split('.').next().unwrap_or_default().to_owned())
    }

    /// The day, as `YYYYMMDD`.
    pub fn day(&self) -> &str {
        self.0.split_once('.').and_then(|(_, rest)| rest.get(..8)).unwrap_or_default()
    }
}

impl ContactId {
    /// The client the person belongs to.
    pub fn client(&self) -> ClientId {
        ClientId(self.0[..self.0.len() - 3].to_owned())
    }
}

impl IncidentId {
    /// The entry that an author writes as their `n`th (1 to 999) of this incident.
    pub fn entry(&self, author: &StaffId, n: u16) -> Result<IncidentEntryId, BadId> {
        IncidentEntryId::try_from(format!("{}.{author}-{n:03}", self.0))
    }

    /// The day and the receiving officer, as the id begins: `20260315-li-na`.
    pub fn day_and_officer(&self) -> &str {
        &self.0[..self.0.len() - 4]
    }
}

impl IncidentEntryId {
    /// The incident whose course it belongs to.
    pub fn incident(&self) -> IncidentId {
        IncidentId(self.0.split('.').next().unwrap_or_default().to_owned())
    }

    /// Who wrote it.
    pub fn author(&self) -> StaffId {
        let rest = self.0.split('.').nth(1).unwrap_or_default();
        StaffId(rest[..rest.len().saturating_sub(4)].to_owned())
    }

    /// The author's running number, from 1.
    pub fn n(&self) -> u16 {
        self.0[self.0.len() - 3..].parse().unwrap_or_default()
    }
}

impl InstallId {
    /// The site the form belongs to.
    pub fn site(&self) -> SiteId {
        SiteId(self.0[..self.0.len() - 3].to_owned())
    }
}

impl TrainingId {
    /// The client who asked for it.
    pub fn client(&self) -> ClientId {
        ClientId(self.0[..self.0.len() - 4].to_owned())
    }
}

impl UpgradeId {
    /// The site the record belongs to.
    pub fn site(&self) -> SiteId {
        SiteId(self.0[..self.0.len() - 4].to_owned())
    }

    /// The running number, from 1.
    pub fn n(&self) -> u8 {
        self.0[self.0.len() - 2..].parse().unwrap_or_default()
    }
}

impl PlanId {
    /// The plan of a site and quarter with a running number, from 1 to 99.
    pub fn at(site: &SiteId, quarter: Quarter, n: u8) -> Result<Self, BadId> {
        Self::try_from(format!("{site}-{quarter}-{n:02}"))
    }

    /// The maintenance that this plan is for; its key says site and quarter.
    pub fn maintenance(&self) -> MaintenanceId {
        MaintenanceId(self.0[..self.0.len() - 3].to_owned())
    }

    /// The site.
    pub fn site(&self) -> SiteId {
        self.maintenance().site()
    }

    /// The quarter, if its years are those of the records.
    pub fn quarter(&self) -> Option<Quarter> {
        self.maintenance().quarter()
    }

    /// The running number, from 1.
    pub fn n(&self) -> u8 {
        self.0[self.0.len() - 2..].parse().unwrap_or_default()
    }
}

impl MaintenanceId {
    /// The maintenance of a site in a quarter.
    pub fn of(site: &SiteId, quarter: Quarter) -> Self {
        Self(format!("{site}-{quarter}"))
    }

    /// The site.
    pub fn site(&self) -> SiteId {
        SiteId(self.0[..6].to_owned())
    }

    /// The quarter, if its years are those of the records.
    pub fn quarter(&self) -> Option<Quarter> {
        Quarter::parse(&self.0[7..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        assert!(TicketId::parse("WX-0000601").is_ok());
        for bad in ["WX-601", "wx-0000601", "WX-0000601 ", "WX-+000601", "WX-0000000", "WX-００００６０１", "W-0000601"]
        {
            assert!(TicketId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_callback_is_named_after_what_it_fulfils() {
        let id = CallbackId::parse("S00001-01.month_6.after_visit").unwrap();
        assert_eq!(id.stage(), Stage::AfterVisit);
        assert_eq!(id.demanded_by().unwrap().as_str(), "S00001-01.month_6");
        assert!(matches!(id.anchor(), Anchor::Install(_)));
        for bad in
            ["S00001-01", "S00001-01.month_0", "S00001-01.month_06", "WX-0000601.month_1", "S00001-01.after_call"]
        {
            assert!(CallbackId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_upgrade_belongs_to_its_site() {
        let id = UpgradeId::parse("S00001-U07").unwrap();
        assert_eq!((id.site().as_str(), id.n()), ("S00001", 7));
        for bad in ["S00001-07", "S00001-U00", "S00001-U7", "S00001-u07", "C00001-U07"] {
            assert!(UpgradeId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_plan_belongs_to_its_site_and_quarter() {
        let plan = PlanId::parse("S00001-2026Q1-02").unwrap();
        assert_eq!((plan.maintenance().as_str(), plan.n()), ("S00001-2026Q1", 2));
        assert_eq!((plan.site().as_str(), plan.quarter()), ("S00001", Quarter::parse("2026Q1")));
        for bad in ["S00001-2026Q1", "S00001-2026Q5-01", "S00001-2026Q1-00", "S00001-2026Q1-1", "S1-2026Q1-01"] {
            assert!(PlanId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_training_belongs_to_its_client() {
        assert_eq!(TrainingId::parse("C00001-T02").unwrap().client().as_str(), "C00001");
        for bad in ["C00001-02", "C00001-T00", "S00001-T01", "C00001-T100"] {
            assert!(TrainingId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_incident_entry_names_its_incident_its_author_and_its_place() {
        let id = IncidentEntryId::parse("20260315-li-na-E01.zhao-lei-012").unwrap();
        assert_eq!((id.incident().as_str(), id.author().as_str(), id.n()), ("20260315-li-na-E01", "zhao-lei", 12));
        assert_eq!(id.incident().day_and_officer(), "20260315-li-na");
        assert_eq!(id.incident().entry(&id.author(), 12).unwrap(), id);
        for bad in
            ["20260315-li-na-01.zhao-lei-001", "20260315-li-na-E01.zhao-lei-01", "20260315-li-na-E00.zhao-lei-001"]
        {
            assert!(IncidentEntryId::parse(bad).is_err(), "{bad}");
        }
        assert!(IncidentId::parse("20260315-li-na-e01").is_err());
    }

    #[test]
    fn a_slip_belongs_to_its_ticket() {
        let slip = SlipId::parse("WX-0000601-2").unwrap();
        assert_eq!((slip.ticket().number(), slip.n()), (601, 2));
    }
}
