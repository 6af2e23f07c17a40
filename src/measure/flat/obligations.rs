//! Obligations as rows: what is due, from when, by when, and what its record claims, whatever the moment.

use super::Came;
use crate::calendar::Window;
use crate::ledger::{Entry, History};
use crate::measure::Family;
use crate::record::id::{CallbackId, ClientId, SiteId, StaffId, Stage};
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::regulation::obligation::{Fulfilment, Obligation, arising};
use crate::regulation::world::World;

/// One obligation.
#[derive(Debug, Clone)]
pub struct Due {
    /// What it is counted with.
    pub family: Family,
    /// The id of the rule it comes from.
    pub rule: &'static str,
    /// The record that fulfils it.
    pub key: Key,
    /// The stage of a callback.
    pub stage: Option<Stage>,
    /// The record it arises from.
    pub anchor: Key,
    /// The client.
    pub client: Option<ClientId>,
    /// The site.
    pub site: Option<SiteId>,
    /// Who is to see to it.
    pub responsible: Option<StaffId>,
    /// When it came into being, as the anchor claims.
    pub arose_at: Instant,
    /// From when, by when.
    pub window: Window,
    /// How far it is fulfilled, as its record claims.
    pub fulfilment: Fulfilment,
    /// The commit that first brought the record that fulfils it.
    pub first: Option<Came>,
    /// The commit that last changed that record.
    pub last: Option<Came>,
}

/// What a record makes due.
pub fn due(anchor: &Entry, world: &World<'_>, history: &History) -> Vec<Due> {
    arising(anchor, world).into_iter().map(|obligation| row(obligation, history)).collect()
}

fn row(obligation: Obligation, history: &History) -> Due {
    let path = obligation.key.path();
    let came = |commit| Came::of(commit, history);
    let callback = obligation.is_callback();
    Due {
        family: Family::of(&obligation),
        rule: obligation.rule.id,
        stage: CallbackId::parse(&obligation.key.id).ok().filter(|_| callback).map(|id| id.stage()),
        first: history.first(&path).map(came),
        last: history.last(&path).map(came),
        key: obligation.key,
        anchor: obligation.anchor,
        client: obligation.client,
        site: obligation.site,
        responsible: obligation.responsible,
        arose_at: obligation.arose_at,
        window: obligation.window,
        fulfilment: obligation.fulfilment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Records;
    use crate::regulation::fixture::{Scene, at, install};

    #[test]
    fn a_row_tells_the_same_before_and_after_its_deadline() {
        let scene = Scene::company();
        let snapshot = scene.snapshot();
        let records = Records::new(&snapshot);
        let told = |now: &str| {
            let world = World::new(&records, at(now));
            let entry = records.entry(&install().key).unwrap();
            let due = due(&entry, &world, &History::default());
            let row = due.into_iter().find(|due| due.key.id == "S00001-01.month_1").unwrap();
            (row.family, row.stage, row.window, row.fulfilment)
        };
        assert_eq!(told("2025-01-20T00:00:00+08:00"), told("2025-05-01T00:00:00+08:00"));
        assert_eq!(told("2025-05-01T00:00:00+08:00").0, Family::Callbacks);
    }
}
