//! Quarterly maintenance in figures: plans confirmed and work done, in time, late or missing; items answered; what was
//! found abnormal and is still open.
//!
//! The rates stand side by side as for callbacks: claimed, and recorded (the commit that last changed the record came by the
//! deadline too; a confirmed plan and done maintenance do not change, so that commit brought them as they are).

use std::collections::BTreeMap;

use super::{Miss, Rate, Tally};
use crate::ledger::{Entry, Evidence, History};
use crate::record::Kind;
use crate::record::id::{ClientId, SiteId, StaffId, TicketId};
use crate::record::instant::{Date, Instant};
use crate::record::maintenance::{Maintenance, MaintenanceWork};
use crate::record::quarter::Quarter;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::obligation::{Fulfilment, Obligation, QUARTERLY, Standing};
use crate::regulation::world::World;

/// Which obligations count, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The moment of the report; what was done later counts as not yet done.
    pub as_of: Instant,
    /// First due day, inclusive.
    pub since: Option<Date>,
    /// Last due day, inclusive.
    pub until: Option<Date>,
}

impl Scope {
    fn covers(&self, obligation: &Obligation) -> bool {
        let due_on = obligation.window.due_on;
        obligation.arose_at <= self.as_of
            && self.since.is_none_or(|since| since <= due_on)
            && self.until.is_none_or(|until| due_on <= until)
    }
}

/// The kinds whose records make plans and maintenance due.
pub const ANCHORS: &[Kind] = &[Kind::Site];

/// The kinds of the records that are due: whose history bears the figures out.
pub const DUE: &[Kind] = &[Kind::Plan, Kind::Maintenance];

/// The figures of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Group {
    /// Plans to be confirmed.
    pub plans: Tally,
    /// Quarters to be maintained.
    pub work: Tally,
    /// Items answered of items due: seven a quarter that fell due or was done.
    pub items: Rate,
    /// What was found not to be as it should be.
    pub abnormal: u64,
    /// Of that, what is still so.
    pub open: u64,
}

/// The figures.
#[derive(Debug, Clone)]
pub struct Figures {
    /// What was counted.
    pub scope: Scope,
    /// All of them.
    pub total: Group,
    /// By quarter.
    pub by_quarter: BTreeMap<Quarter, Group>,
    /// By site.
    pub by_site: BTreeMap<Option<SiteId>, Group>,
    /// By client.
    pub by_client: BTreeMap<Option<ClientId>, Group>,
    /// By person responsible; nobody where nobody is named.
    pub by_responsible: BTreeMap<Option<StaffId>, Group>,
    /// Late or missing ones, by due day, then key.
    pub misses: Vec<Miss>,
    /// In time by their own claim, but committed after the deadline; in the same order.
    pub recorded_late: Vec<Miss>,
}

impl Figures {
    /// Nothing counted yet.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            total: Group::default(),
            by_quarter: BTreeMap::new(),
            by_site: BTreeMap::new(),
            by_client: BTreeMap::new(),
            by_responsible: BTreeMap::new(),
            misses: Vec::new(),
            recorded_late: Vec::new(),
        }
    }

    /// Counts what one site makes due.
    pub fn take(&mut self, anchor: &Entry, world: &World<'_>, history: &History) {
        for rule in QUARTERLY.iter().filter(|rule| rule.anchors.contains(&anchor.key.kind)) {
            for obligation in (rule.arise)(anchor, world) {
                if self.scope.covers(&obligation) {
                    self.count(obligation, world, history);
                }
            }
        }
    }

    /// Puts the lists in order, once everything has been counted.
    #[must_use]
    pub fn finish(mut self) -> Self {
        let order = |miss: &Miss| (miss.window.due_on, miss.key.clone());
        self.misses.sort_by_cached_key(order);
        self.recorded_late.sort_by_cached_key(order);
        self
    }

    fn count(&mut self, obligation: Obligation, world: &World<'_>, history: &History) {
        debug_assert!(DUE.contains(&obligation.key.kind), "{} is neither plan nor work", obligation.key);
        let as_of = self.scope.as_of;
        let standing = obligation.standing(as_of);
        if standing == Standing::NotYetDue && obligation.window.opens > as_of {
            return;
        }
        let is_done = matches!(obligation.fulfilment, Fulfilment::Done { .. });
        let commit = if is_done { history.last(&obligation.key.path()) } else { None };
        let evidence = history.evidence(commit, obligation.window.deadline);
        let one = one(&obligation, standing, evidence, world, as_of);
        let quarter = obligation.key.id.get(7..13).and_then(Quarter::parse);
        for group in [
            Some(&mut self.total),
            quarter.map(|quarter| self.by_quarter.entry(quarter).or_default()),
            Some(self.by_site.entry(obligation.site.clone()).or_default()),
            Some(self.by_client.entry(obligation.client.clone()).or_default()),
            Some(self.by_responsible.entry(obligation.responsible.clone()).or_default()),
        ]
        .into_iter()
        .flatten()
        {
            group.add(&one);
        }
        let list = match standing {
            Standing::Late | Standing::Missing | Standing::Unreachable => &mut self.misses,
            Standing::InTime if !evidence.committed || evidence.received == Some(false) => &mut self.recorded_late,
            Standing::InTime | Standing::NotYetDue => return,
        };
        list.push(Miss::of(obligation, standing, commit, history));
    }
}

impl Group {
    fn add(&mut self, other: &Self) {
        self.plans += other.plans;
        self.work += other.work;
        self.items.done += other.items.done;
        self.items.due += other.items.due;
        self.abnormal += other.abnormal;
        self.open += other.open;
    }
}

/// The figures of one obligation.
fn one(obligation: &Obligation, standing: Standing, evidence: Evidence, world: &World<'_>, as_of: Instant) -> Group {
    let tally = Tally::of(standing, false, evidence);
    if obligation.key.kind == Kind::Plan {
        return Group { plans: tally, ..Group::default() };
    }
    let mut group = Group { work: tally, ..Group::default() };
    let record = world.records.get::<Maintenance>(&obligation.key);
    let work = record.as_ref().and_then(|record| record.work.as_ref()).filter(|work| work.ended_at <= as_of);
    if standing != Standing::NotYetDue {
        group.items.due = 7;
        let answered = work.map_or(0, |work| work.answers().iter().filter(|answer| answer.is_one()).count());
        group.items.done = u64::try_from(answered).unwrap_or(0);
    }
    for found in work.map(MaintenanceWork::abnormal).unwrap_or_default() {
        group.abnormal += 1;
        let settled = found.ticket.is_some_and(|ticket| settled(ticket, world, as_of));
        group.open += u64::from(found.left_open && !settled);
    }
    group
}

/// Whether a ticket, or the one it was transferred to, was completed by a moment.
fn settled(ticket: &TicketId, world: &World<'_>, as_of: Instant) -> bool {
    let mut id = ticket.clone();
    // A ticket is transferred once or twice; the bound holds even where the rule was broken.
    for _ in 0..10 {
        let Some(ticket) = world.records.get::<Ticket>(&id.key(Kind::Ticket)) else {
            return false;
        };
        match (ticket.state, &ticket.work, &ticket.transfer) {
            (TicketState::Completed, Some(work), _) => return work.restored_at <= as_of,
            (TicketState::Transferred, _, Some(transfer)) => id = transfer.to.clone(),
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests;
