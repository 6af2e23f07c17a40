//! The schemas inside the program: one line a version of a kind. A record is judged by the version it names, for ever,
//! so lines are added and never taken away.

use crate::record::Kind;

/// A version of a kind's schema.
#[derive(Debug)]
pub(super) struct Source {
    pub kind: Kind,
    pub version: u32,
    /// Its place among the documents, and in the last part of its `$id`.
    pub file: &'static str,
}

/// A schema file.
#[derive(Debug)]
pub(super) struct File {
    pub name: &'static str,
    pub text: &'static str,
}

macro_rules! sources {
    (shared: $($shared:literal),+; $($kind:ident: $($version:literal => $file:literal),+;)+) => {
        /// Versions of kinds, oldest first.
        pub(super) static SOURCES: &[Source] =
            &[$($(Source { kind: Kind::$kind, version: $version, file: $file },)+)+];

        /// All files, shared ones first.
        pub(super) static FILES: &[File] = &[
            $(File { name: $shared, text: include_str!(concat!("../../schemas/", $shared)) },)+
            $($(File { name: $file, text: include_str!(concat!("../../schemas/", $file)) },)+)+
        ];
    };
}

sources! {
    shared: "common.1.json";
    Company: 1 => "company.1.json";
    Staff: 1 => "staff.1.json";
    Calendar: 1 => "calendar.1.json";
    Client: 1 => "client.1.json";
    Site: 1 => "site.1.json";
    Contact: 1 => "contact.1.json", 2 => "contact.2.json";
    Book: 1 => "book.1.json";
    FaultReport: 1 => "fault-report.1.json";
    Ticket: 1 => "ticket.1.json";
    Delay: 1 => "delay.1.json";
    SpareLoan: 1 => "spare-loan.1.json";
    Install: 1 => "install.1.json";
    Upgrade: 1 => "upgrade.1.json";
    Plan: 1 => "plan.1.json";
    Maintenance: 1 => "maintenance.1.json";
    Training: 1 => "training.1.json";
    PhoneCallback: 1 => "phone-callback.1.json";
    OnsiteCallback: 1 => "onsite-callback.1.json";
    DutyRoster: 1 => "duty-roster.1.json";
    DutyLog: 1 => "duty-log.1.json";
    RestCredit: 1 => "rest-credit.1.json";
    RestUse: 1 => "rest-use.1.json";
    Incident: 1 => "incident.1.json";
    IncidentEntry: 1 => "incident-entry.1.json";
}
