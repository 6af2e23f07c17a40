//! Visits that a callback demands with a key registration: what both obligations share (C-P.1.3, C-P.3).

use super::{Obligation, ObligationRule, fulfilled};
use crate::calendar::Sum;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::callback::KeyRegistration;
use crate::record::id::{CallbackId, ClientId, SiteId, Stage};
use crate::regulation::policy::named;
use crate::regulation::world::World;

crate::texts! {
    REGISTERED: "重点登记时间", "key registration";
}

/// A callback as far as what it demands is concerned.
pub(super) struct Demanding<'a> {
    /// Its key.
    pub(super) id: &'a CallbackId,
    /// The client.
    pub(super) client: &'a ClientId,
    /// The site.
    pub(super) site: &'a SiteId,
    /// The registration that demands.
    pub(super) registration: &'a KeyRegistration,
    /// What the demanded visit is called.
    pub(super) stage: Stage,
}

/// The visit within `requested_visit_hours` of the registration, never rolled.
pub(super) fn visit(
    rule: &'static ObligationRule,
    entry: &Entry,
    demanding: &Demanding<'_>,
    world: &World<'_>,
) -> Option<Obligation> {
    let registered_at = demanding.registration.at;
    // The chain of demands ends where a key could no longer be written.
    let id = CallbackId::parse(demanding.id.demanded(demanding.stage).as_str()).ok()?;
    let hours = world.policies.number(&named::requested_visit_hours, registered_at.day());
    let (window, steps) = Sum::from_instant(&world.calendar, &REGISTERED, registered_at).hours(registered_at, hours);
    let key = id.key(Kind::OnsiteCallback);
    Some(Obligation {
        rule,
        clauses: rule.clauses.to_vec(),
        fulfilment: fulfilled::on_site(&key, world),
        key,
        anchor: entry.key.clone(),
        client: Some(demanding.client.clone()),
        site: Some(demanding.site.clone()),
        // C-P.3: the person in charge to whom it was reported arranges the visit.
        responsible: Some(demanding.registration.reported_to.clone()),
        arose_at: registered_at,
        window,
        steps,
    })
}
