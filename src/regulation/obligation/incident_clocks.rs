//! What the clocks of an incident share: the course read once, and the frame of every obligation that arises from it.

use super::{
    Fulfilment, Obligation, ObligationRule, incident_company_informed, incident_final_report, incident_gm_report,
    incident_head_arrival, incident_progress_report,
};
use crate::calendar::{Sum, Window};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::{ClientId, SiteId, StaffId};
use crate::record::incident::Incident;
use crate::record::incident_entry::IncidentEntry;
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::record::site::Site;
use crate::regulation::course::Course;
use crate::regulation::world::World;
use crate::text::{Message, Text};

/// An incident with its course: what every clock of it looks at.
pub struct Clocks<'a> {
    pub(super) key: &'a Key,
    pub(super) incident: &'a Incident,
    pub(super) course: &'a Course,
    pub(super) world: &'a World<'a>,
    site: Option<SiteId>,
    client: Option<ClientId>,
}

impl<'a> Clocks<'a> {
    /// The clocks of an incident over a course, whole or as it had been written down by a moment.
    pub fn new(key: &'a Key, incident: &'a Incident, course: &'a Course, world: &'a World<'a>) -> Self {
        let site = incident.site.as_option().cloned();
        let client = site.as_ref().and_then(|id| world.records.get::<Site>(&id.key(Kind::Site)));
        Self { key, incident, course, world, site, client: client.map(|site| site.client.clone()) }
    }

    /// All of them.
    pub fn all(&self) -> Vec<Obligation> {
        [
            incident_company_informed::due(self),
            incident_head_arrival::due(self),
            incident_gm_report::due(self),
            incident_progress_report::due(self),
            incident_final_report::due(self),
        ]
        .concat()
    }

    /// One clock: minutes after `from`, done by the first event that counts.
    pub(super) fn running(
        &self,
        rule: &'static ObligationRule,
        key: Key,
        responsible: &StaffId,
        from: (&'static Text, Instant),
        minutes: i64,
        done: Option<&IncidentEntry>,
    ) -> Obligation {
        let (window, steps) = Sum::from_instant(&self.world.calendar, from.0, from.1).minutes(
            self.incident.intake.received_at,
            from.1,
            minutes,
        );
        self.obligation(rule, key, responsible, from.1, (window, steps), done)
    }

    fn obligation(
        &self,
        rule: &'static ObligationRule,
        key: Key,
        responsible: &StaffId,
        arose_at: Instant,
        (window, steps): (Window, Vec<Message>),
        done: Option<&IncidentEntry>,
    ) -> Obligation {
        Obligation {
            rule,
            clauses: rule.clauses.to_vec(),
            key,
            anchor: self.key.clone(),
            client: self.client.clone(),
            site: self.site.clone(),
            responsible: Some(responsible.clone()),
            arose_at,
            window,
            steps,
            fulfilment: done.map_or(Fulfilment::Open, |entry| Fulfilment::Done { at: entry.at }),
        }
    }
}

/// Looks at one clock of an incident as its record and its folder stand.
pub(super) fn of(entry: &Entry, world: &World<'_>, due: fn(&Clocks<'_>) -> Vec<Obligation>) -> Vec<Obligation> {
    entry.form::<Incident>().map_or_else(Vec::new, |incident| {
        let course = Course::of(world.records, &incident.id);
        due(&Clocks::new(&entry.key, incident, &course, world))
    })
}
