//! The parts a form says were replaced, and when: one view of tickets, installation forms and visits.

use crate::ledger::{Entry, Form, Records};
use crate::record::id::{Anchor, InstallId, SiteId};
use crate::record::install::{Install, InstallState};
use crate::record::instant::Date;
use crate::record::onsite_callback::{OnsiteCallback, OnsiteState};
use crate::record::parts::{Replacement, Test};
use crate::record::ticket::{Ticket, TicketState, WorkResult};
use crate::record::{Kind, Record};

use super::warranty;

/// Parts that were put in for others, and whether they had to be free.
#[derive(Debug)]
pub struct PutIn<'a> {
    /// The parts.
    pub parts: &'a [Replacement],
    /// On which day.
    pub day: Date,
    /// Where.
    pub site: &'a SiteId,
    /// The installation form within whose warranty the day lies; nothing out of warranty.
    pub warranty: Option<InstallId>,
}

/// The parts that a ticket, an installation form or a visit put in.
///
/// A visit whose parts stand on an installation form of their own (C-7.2.2) is passed over: that form counts them.
pub fn put_in<'a>(entry: &'a Entry, records: &Records<'_>) -> Option<PutIn<'a>> {
    if let Record::OnsiteCallback(callback) = &entry.record
        && callback.visit.as_ref().is_some_and(|visit| visit.install_form.as_option().is_some())
    {
        return None;
    }
    let replaced = Replaced::on(entry).filter(|replaced| !replaced.parts.is_empty())?;
    let warranty = replaced.free_under(records).map(|form| form.id.clone());
    Some(PutIn { parts: replaced.parts, day: replaced.day, site: replaced.site, warranty })
}

/// The parts replaced by one piece of work.
pub(super) struct Replaced<'a> {
    /// The parts.
    pub(super) parts: &'a [Replacement],
    /// JSON pointer to the list.
    pub(super) pointer: &'static str,
    /// On which day.
    pub(super) day: Date,
    /// Where.
    pub(super) site: &'a SiteId,
    /// The test of the whole system and where it stands, on forms that have one.
    pub(super) system_test: Option<(&'a Test, &'static str)>,
    /// Whether the form is finished and says that nothing is left to do.
    pub(super) says_all_is_well: bool,
    /// Serial numbers of the devices worked on.
    serials: Vec<&'a str>,
    /// The installation whose yearly round this was.
    anchor: Option<Anchor>,
}

impl<'a> Replaced<'a> {
    /// What the form says; nothing if no work is on it yet.
    pub(super) fn on(entry: &'a Entry) -> Option<Self> {
        match &entry.record {
            Record::Ticket(ticket) => of_ticket(ticket),
            Record::Install(install) => of_install(install),
            Record::OnsiteCallback(callback) => of_visit(callback),
            _ => None,
        }
    }

    /// The installation form under whose warranty the parts are free, if there is one.
    pub(super) fn free_under(&self, records: &Records<'_>) -> Option<Form<Install>> {
        if let Some(Anchor::Install(id)) = &self.anchor {
            let form = records.get::<Install>(&id.key(Kind::Install))?;
            return warranty::in_warranty(&form, self.day).then_some(form);
        }
        warranty::covering(self.site, &self.serials, self.day, records)
    }
}

fn of_ticket(ticket: &Ticket) -> Option<Replaced<'_>> {
    let (report, work) = (ticket.report.as_ref()?, ticket.work.as_ref()?);
    Some(Replaced {
        parts: work.parts.entries(),
        pointer: "/work/parts",
        day: work.restored_at.day(),
        site: &report.site,
        system_test: None,
        says_all_is_well: ticket.state == TicketState::Completed && work.result == WorkResult::Fixed,
        serials: report.assets.iter().map(|asset| asset.serial.as_str()).collect(),
        anchor: None,
    })
}

fn of_install(install: &Install) -> Option<Replaced<'_>> {
    let service = install.service.as_ref()?;
    Some(Replaced {
        parts: service.replacements.entries(),
        pointer: "/service/replacements",
        day: service.ended_at.day(),
        site: &install.site,
        system_test: Some((&service.system_test, "/service/system_test")),
        says_all_is_well: install.state == InstallState::Confirmed && service.open_issues == crate::record::parts::NONE,
        serials: service.assets.iter().map(|asset| asset.serial.as_str()).collect(),
        anchor: None,
    })
}

fn of_visit(callback: &OnsiteCallback) -> Option<Replaced<'_>> {
    let visit = callback.visit.as_ref()?;
    let unsolved = callback.issues.as_ref().is_some_and(|issues| !issues.entries().is_empty());
    Some(Replaced {
        parts: visit.replacements.entries(),
        pointer: "/visit/replacements",
        day: visit.arrived_at.day(),
        site: &callback.site,
        system_test: visit.system_test.as_option().map(|test| (test, "/visit/system_test")),
        says_all_is_well: callback.state == OnsiteState::Done && !unsolved,
        serials: Vec::new(),
        anchor: Some(callback.id.anchor()),
    })
}
