//! Where a record lies: its path is computed from kind and key, and back.
//!
//! Folders are sharded so that none gathers more than some hundred entries; the file's stem is always the key.
//! Attachments lie beside their record as `<key>.<file>`.

use super::Kind;
use super::id::{
    BookId, CallbackId, ClientId, ContactId, DutyLogId, FaultReportId, IncidentEntryId, IncidentId, InstallId,
    MaintenanceId, PlanId, RestId, RosterId, SiteId, SlipId, StaffId, TicketId, TrainingId, UpgradeId,
};

/// The folder of all records.
pub const ROOT: &str = "records";

/// A record's kind and key: its identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The kind.
    pub kind: Kind,
    /// The key within the kind, as in the file's name.
    pub id: String,
}

/// What a path under `records/` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A record.
    Record(Key),
    /// An attachment: its record and the end of its name.
    Attachment(Key, String),
}

impl Key {
    /// A key, if the text is one for this kind.
    pub fn new(kind: Kind, id: &str) -> Option<Self> {
        folder(kind, id).map(|_| Self { kind, id: id.to_owned() })
    }

    /// The path of the record, from the root of the repository, with `/` between.
    pub fn path(&self) -> String {
        self.with_end("json")
    }

    /// The path of an attachment of the record.
    pub fn attachment(&self, file: &str) -> String {
        self.with_end(file)
    }

    fn with_end(&self, end: &str) -> String {
        let folder = folder(self.kind, &self.id).unwrap_or_default();
        let slash = if folder.is_empty() { "" } else { "/" };
        [ROOT, "/", self.kind.word(), "/", &folder, slash, &self.id, ".", end].concat()
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind, self.id)
    }
}

macro_rules! keys {
    ($($id:ty => $($kind:ident),+;)+) => {$($(
        const _: () = { let _ = Kind::$kind; };
    )+
        impl $id {
            /// The record of a kind that this identifier names.
            pub fn key(&self, kind: Kind) -> Key {
                debug_assert!(matches!(kind, $(Kind::$kind)|+), "{kind} is not named by this identifier");
                Key { kind, id: self.as_str().to_owned() }
            }
        }
    )+};
}

keys! {
    StaffId => Staff;
    ClientId => Client;
    SiteId => Site;
    ContactId => Contact;
    BookId => Book;
    FaultReportId => FaultReport;
    TicketId => Ticket;
    SlipId => Delay, SpareLoan;
    InstallId => Install;
    UpgradeId => Upgrade;
    PlanId => Plan;
    MaintenanceId => Maintenance;
    TrainingId => Training;
    IncidentId => Incident;
    IncidentEntryId => IncidentEntry;
    CallbackId => PhoneCallback, OnsiteCallback;
    RosterId => DutyRoster;
    DutyLogId => DutyLog;
    RestId => RestCredit, RestUse;
}

/// The folders between the kind and the file, or nothing if the key is not one of this kind.
fn folder(kind: Kind, id: &str) -> Option<String> {
    match kind {
        Kind::Company => (id == "company").then(String::new),
        Kind::Staff => StaffId::is(id).then(String::new),
        Kind::Calendar => (id.len() == 4 && id.bytes().all(|b| b.is_ascii_digit())).then(String::new),
        Kind::Client => ClientId::is(id).then(|| id[1..4].to_owned()),
        Kind::Site => SiteId::is(id).then(|| id[1..4].to_owned()),
        Kind::Contact => ContactId::is(id).then(|| id[1..4].to_owned()),
        Kind::Book => BookId::is(id).then(|| sharded(id, &[3])),
        Kind::FaultReport => FaultReportId::is(id).then(|| format!("{}/{}", &id[..4], &id[4..8])),
        Kind::Ticket => TicketId::is(id).then(|| ticket_folder(id)),
        Kind::Delay | Kind::SpareLoan => SlipId::is(id).then(|| ticket_folder(id)),
        Kind::Install => InstallId::is(id).then(|| id[1..4].to_owned()),
        Kind::Training => TrainingId::is(id).then(|| id[1..4].to_owned()),
        Kind::Upgrade => UpgradeId::is(id).then(|| id[1..4].to_owned()),
        Kind::RestCredit | Kind::RestUse => {
            RestId::parse(id).ok().map(|rest| format!("{}/{}", rest.person(), &rest.day()[..4]))
        }
        Kind::DutyLog => DutyLogId::is(id).then(|| format!("{}/{}", &id[..4], &id[4..8])),
        Kind::DutyRoster => RosterId::is(id).then(|| id[..4].to_owned()),
        Kind::Plan => PlanId::is(id).then(|| site_folder(id)),
        Kind::Maintenance => MaintenanceId::is(id).then(|| site_folder(id)),
        Kind::Incident => IncidentId::is(id).then(|| format!("{}/{}", &id[..4], &id[4..6])),
        // The entries of an incident lie in its own folder.
        Kind::IncidentEntry => {
            let incident = id.split_once('.').filter(|_| IncidentEntryId::is(id)).map(|(incident, _)| incident);
            incident.map(|incident| format!("{}/{}/{incident}", &id[..4], &id[4..6]))
        }
        Kind::PhoneCallback | Kind::OnsiteCallback => {
            CallbackId::is(id).then(|| match id.split_once('.') {
                // `S00001-01` goes under its site `S00001`.
                Some((install, _)) if InstallId::is(install) => site_folder(id),
                _ => ticket_folder(id),
            })
        }
    }
}

/// The folder of a ticket and of whatever its number begins the name of.
fn ticket_folder(id: &str) -> String {
    sharded(id, &[3, 2])
}

/// The series of a number, and its first digits in groups.
fn sharded(id: &str, groups: &[usize]) -> String {
    let (series, mut digits) = id.split_once('-').unwrap_or_default();
    let mut folder = String::with_capacity(16);
    folder.push_str(series);
    for group in groups {
        let (head, rest) = digits.split_at_checked(*group).unwrap_or_default();
        folder.push('/');
        folder.push_str(head);
        digits = rest;
    }
    folder
}

/// The folder of a site whose id opens a key: `000/S00001`.
fn site_folder(id: &str) -> String {
    format!("{}/{}", &id[1..4], &id[..6])
}

/// Whether a text may end an attachment's name: one lower-case word and a known ending.
pub fn is_attachment_name(file: &str) -> bool {
    file.split_once('.').is_some_and(|(name, ending)| {
        (1..=40).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && matches!(ending, "png" | "jpg" | "pdf" | "svg" | "txt" | "md")
    })
}

/// What a path is, or nothing if no record or attachment may lie there.
pub fn place(path: &str) -> Option<Place> {
    let (word, rest) = path.strip_prefix(ROOT)?.strip_prefix('/')?.split_once('/')?;
    let kind = Kind::ALL.iter().copied().find(|kind| kind.word() == word)?;
    let name = rest.rsplit('/').next()?;
    let (id, file) = if let Some(id) = name.strip_suffix(".json") {
        (id, None)
    } else {
        let (rest, _) = name.rsplit_once('.')?;
        let (id, _) = rest.rsplit_once('.')?;
        (id, Some(&name[id.len() + 1..]))
    };
    if file.is_some_and(|file| !is_attachment_name(file)) {
        return None;
    }
    let between = &rest[..rest.len() - name.len()];
    let lies = folder(kind, id)?;
    if between.strip_suffix('/').unwrap_or_default() != lies || between.is_empty() != lies.is_empty() {
        return None;
    }
    let key = Key { kind, id: id.to_owned() };
    Some(match file {
        Some(file) => Place::Attachment(key, file.to_owned()),
        None => Place::Record(key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_its_key_are_inverse() {
        for (kind, id, path) in [
            (Kind::Company, "company", "records/company/company.json"),
            (Kind::Ticket, "WX-0000601", "records/ticket/WX/000/06/WX-0000601.json"),
            (Kind::Book, "WX-00013", "records/book/WX/000/WX-00013.json"),
            (Kind::PhoneCallback, "S00001-01.month_1", "records/phone-callback/000/S00001/S00001-01.month_1.json"),
            (
                Kind::OnsiteCallback,
                "WX-0000601.post_repair.after_call",
                "records/onsite-callback/WX/000/06/WX-0000601.post_repair.after_call.json",
            ),
            (Kind::Training, "C00001-T01", "records/training/000/C00001-T01.json"),
            (Kind::Upgrade, "S00001-U01", "records/upgrade/000/S00001-U01.json"),
            (Kind::RestCredit, "li-na.20260315-01", "records/rest-credit/li-na/2026/li-na.20260315-01.json"),
            (Kind::RestUse, "li-na.20260317-02", "records/rest-use/li-na/2026/li-na.20260317-02.json"),
            (Kind::DutyLog, "20260315-li-na-D01", "records/duty-log/2026/0315/20260315-li-na-D01.json"),
            (Kind::DutyRoster, "2026-03", "records/duty-roster/2026/2026-03.json"),
            (Kind::Plan, "S00001-2026Q1-01", "records/plan/000/S00001/S00001-2026Q1-01.json"),
            (Kind::Maintenance, "S00001-2026Q1", "records/maintenance/000/S00001/S00001-2026Q1.json"),
            (Kind::Incident, "20260315-li-na-E01", "records/incident/2026/03/20260315-li-na-E01.json"),
            (
                Kind::IncidentEntry,
                "20260315-li-na-E01.zhao-lei-001",
                "records/incident-entry/2026/03/20260315-li-na-E01/20260315-li-na-E01.zhao-lei-001.json",
            ),
            (Kind::FaultReport, "20260315-li-na-01", "records/fault-report/2026/0315/20260315-li-na-01.json"),
        ] {
            let key = Key::new(kind, id).unwrap();
            assert_eq!(key.path(), path);
            assert_eq!(place(path), Some(Place::Record(key)));
        }
    }

    #[test]
    fn a_file_in_the_wrong_folder_is_no_record() {
        for bad in [
            "records/ticket/WX/000/07/WX-0000601.json",
            "records/ticket/WX-0000601.json",
            "records/staff/Zhang.json",
            "records/staff/zhang-wei.JSON",
            "records/unknown/x.json",
            "records//staff/zhang-wei.json",
            "records/staff//zhang-wei.json",
            "records/ticket/WX/000/06//WX-0000601.json",
            "records/staff/zhang-wei.x.y.json",
            "staff/zhang-wei.json",
        ] {
            assert_eq!(place(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_attachment_lies_beside_its_record() {
        let key = Key::new(Kind::OnsiteCallback, "S00001-01.month_6").unwrap();
        let path = key.attachment("client-sign.png");
        assert_eq!(place(&path), Some(Place::Attachment(key, "client-sign.png".to_owned())));
        assert_eq!(place("records/staff/zhang-wei.run.sh"), None);
    }
}
