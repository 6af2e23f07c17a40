//! The records that a reference may name, as people know them: a clerk thinks of 京北第一小学 and not of S00001.
//!
//! They are offered while one types, and a part of the name that fits one record alone is as good as its key.

use super::commands::list::collect;
use super::session::Session;
use crate::ledger::{Entry, Records};
use crate::record::client::Client;
use crate::record::contact::Contact;
use crate::record::fault_report::FaultReport;
use crate::record::parts::NONE;
use crate::record::path::ROOT;
use crate::record::site::Site;
use crate::record::staff::Staff;
use crate::record::{Kind, Record};

/// Beyond so many records of a kind, nothing is offered: reading them all would keep people waiting.
const MOST: usize = 5_000;

/// A record that may be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its key.
    pub key: String,
    /// What people know it by.
    pub name: String,
}

impl Known {
    /// The line that is offered.
    pub fn line(&self) -> String {
        format!("{}  {}", self.key, self.name)
    }

    /// Whether the words typed speak of it.
    pub fn fits(&self, typed: &str) -> bool {
        let line = self.line().to_lowercase();
        typed.to_lowercase().split_whitespace().all(|word| line.contains(word))
    }
}

/// The key that was meant: a line that was offered, or words that fit one record alone; else the text as it is.
pub fn meant(known: &[Known], typed: &str) -> String {
    let typed = typed.trim();
    if let Some(one) = known.iter().find(|one| one.key == typed || one.line() == typed) {
        return one.key.clone();
    }
    if typed.is_empty() || typed == NONE {
        return typed.to_owned();
    }
    let mut fitting = known.iter().filter(|one| one.fits(typed));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => one.key.clone(),
        _ => typed.to_owned(),
    }
}

/// The records that a member of this shared definition may name, in the order of their keys; empty where nothing can be offered.
pub fn of(session: &Session<'_>, definition: Option<&str>) -> Vec<Known> {
    let kind = match definition {
        Some("client_id") => Kind::Client,
        Some("site_id") => Kind::Site,
        Some("contact_id") => Kind::Contact,
        Some("staff_id") => Kind::Staff,
        Some("fault_report_id") => Kind::FaultReport,
        _ => return Vec::new(),
    };
    // What cannot be read here is told when the record is judged.
    read(session, kind).unwrap_or_default()
}

fn read(session: &Session<'_>, kind: Kind) -> Option<Vec<Known>> {
    let store = session.store().ok()?;
    let snapshot = store.head_snapshot().ok()?;
    let mut keys = Vec::new();
    collect(&snapshot, &format!("{ROOT}/{}", kind.word()), &mut keys).ok()?;
    if keys.len() > MOST {
        return None;
    }
    let records = Records::new(&snapshot);
    let today = session.now.day();
    let named = |entry: &Entry| match &entry.record {
        Record::Client(client) => Some(client.name.clone()),
        Record::Site(site) => Some(of_site(site, &records)),
        Record::Contact(contact) => Some(of_contact(contact, &records)),
        Record::Staff(staff) => staff.employed(today).then(|| of_staff(staff)),
        Record::FaultReport(fault) => unanswered(fault).then(|| of_fault(fault, &records)),
        _ => None,
    };
    let known = keys.iter().filter_map(|key| {
        let entry = records.entry(key)?;
        named(&entry).map(|name| Known { key: key.id.clone(), name })
    });
    Some(known.collect())
}

fn of_client(id: &crate::record::id::ClientId, records: &Records<'_>) -> String {
    records.get::<Client>(&id.key(Kind::Client)).map(|client| client.name.clone()).unwrap_or_default()
}

fn of_site(site: &Site, records: &Records<'_>) -> String {
    format!("{} {}", of_client(&site.client, records), site.name)
}

fn of_contact(contact: &Contact, records: &Records<'_>) -> String {
    format!("{} {} {}", of_client(&contact.client, records), contact.name, contact.title)
}

fn of_staff(staff: &Staff) -> String {
    format!("{} {}", staff.name, staff.department)
}

fn unanswered(fault: &FaultReport) -> bool {
    fault.tickets.is_empty() && fault.without_ticket.is_none()
}

fn of_fault(fault: &FaultReport, records: &Records<'_>) -> String {
    let symptom = fault.symptom.lines().next().unwrap_or_default();
    format!("{} {symptom}", of_client(&fault.client, records))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites() -> Vec<Known> {
        [("S00001", "京北第一小学 监控室"), ("S00002", "京北第二小学 监控室"), ("S00003", "Alpha Hospital")]
            .map(|(key, name)| Known { key: key.to_owned(), name: name.to_owned() })
            .into()
    }

    #[test]
    fn a_line_that_was_offered_or_words_that_fit_one_record_mean_its_key() {
        for (typed, key) in [
            ("S00002", "S00002"),
            ("S00001  京北第一小学 监控室", "S00001"),
            ("第二", "S00002"),
            ("京北 第一", "S00001"),
            ("alpha", "S00003"),
        ] {
            assert_eq!(meant(&sites(), typed), key, "{typed}");
        }
    }

    #[test]
    fn words_that_fit_several_records_or_none_stay_as_they_are() {
        for typed in ["京北", "上海", "", "S0000"] {
            assert_eq!(meant(&sites(), typed), typed);
        }
        assert_eq!(meant(&[], "第二"), "第二");
        let wuxi = [Known { key: "S00004".to_owned(), name: "无锡分校".to_owned() }];
        assert_eq!(meant(&wuxi, "无"), "无", "none is an answer of its own");
    }
}
