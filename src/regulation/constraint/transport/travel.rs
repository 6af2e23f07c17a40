//! One view of trips, whatever form holds them: the trip, the site it went to, and whether it has been judged before.
//!
//! A kind whose work is done at a site adds its arm here and its line to [`KINDS`]; no rule changes.

use crate::ledger::Entry;
use crate::record::id::{SiteId, StaffId};
use crate::record::instant::Instant;
use crate::record::site::{Area, Site};
use crate::record::trip::Trip;
use crate::record::{Kind, Record};
use crate::regulation::world::Case;

/// The kinds whose records may hold a trip, each at `/trip`.
pub(super) const KINDS: &[Kind] = &[Kind::Ticket, Kind::Maintenance, Kind::OnsiteCallback];

/// A trip to a site.
pub(super) struct Travel<'a> {
    /// The trip.
    pub(super) trip: &'a Trip,
    /// Where it went.
    pub(super) site: &'a SiteId,
    /// Who did the work there, once the form says so.
    pub(super) workers: &'a [StaffId],
    /// When the form itself says that they were there, once it does; a ticket says it by the trip alone.
    pub(super) there_at: Option<Instant>,
}

impl<'a> Travel<'a> {
    /// The trip of the changed record, if it has one.
    pub(super) fn of(case: &Case<'a>) -> Option<Self> {
        case.after.and_then(Self::on)
    }

    /// The trip of the changed record, if it came or changed with this change: a trip that was judged when it came
    /// in is not judged again by what the site's record says since.
    pub(super) fn new_in(case: &Case<'a>) -> Option<Self> {
        let before = case.before.and_then(Self::on);
        Self::of(case).filter(|travel| before.is_none_or(|before| before.trip != travel.trip))
    }

    /// Whether the site's register says that it is near or far; nothing for a site without a record.
    pub(super) fn area(&self, case: &Case<'_>) -> Option<Area> {
        case.world.records.get::<Site>(&self.site.key(Kind::Site)).map(|site| site.area)
    }

    fn on(entry: &'a Entry) -> Option<Self> {
        match &entry.record {
            Record::Ticket(ticket) => Some(Self {
                trip: ticket.trip.as_ref()?,
                site: &ticket.report.as_ref()?.site,
                workers: ticket.dispatch.as_ref().map_or(&[], |dispatch| &dispatch.technicians),
                there_at: None,
            }),
            Record::Maintenance(maintenance) => Some(Self {
                trip: maintenance.trip.as_ref()?,
                site: &maintenance.site,
                workers: maintenance.work.as_ref().map_or(&[], |work| &work.technicians),
                there_at: maintenance.work.as_ref().map(|work| work.started_at),
            }),
            Record::OnsiteCallback(callback) => Some(Self {
                trip: callback.trip.as_ref()?,
                site: &callback.site,
                workers: callback.visit.as_ref().map_or(&[], |visit| std::slice::from_ref(&visit.visitor)),
                there_at: callback.visit.as_ref().map(|visit| visit.arrived_at),
            }),
            _ => None,
        }
    }
}
