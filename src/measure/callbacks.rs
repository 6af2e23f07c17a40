//! Callback rates: every callback that records make due, where it stands, and who was to see to it.
//!
//! Three rates side by side: claimed (the time the record gives), recorded (the commit that first brought the record
//! came by the deadline too) and, where there is a receipt log, received (the server had it by the deadline too). An obligation done ahead of its due date counts as due: it is in the denominator
//! from the moment it is done, so that a rate never falls because somebody was early.

use std::collections::BTreeMap;

use super::{Miss, Tally};
use crate::ledger::{Entry, History};
use crate::record::Kind;
use crate::record::id::{CallbackId, ClientId, StaffId, Stage};
use crate::record::instant::{Date, Instant};
use crate::regulation::obligation::{CALLBACKS, Fulfilment, Obligation, ObligationRule, Standing};
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

/// The kinds whose records make callbacks due.
pub const ANCHORS: &[Kind] = &[Kind::Install, Kind::Ticket, Kind::PhoneCallback, Kind::OnsiteCallback];

/// The kinds of the records that are due: whose history bears the figures out.
pub const DUE: &[Kind] = &[Kind::PhoneCallback, Kind::OnsiteCallback];

/// The figures.
#[derive(Debug, Clone)]
pub struct Callbacks {
    /// What was counted.
    pub scope: Scope,
    /// All of them.
    pub total: Tally,
    /// By rule id, with the rule.
    pub by_rule: BTreeMap<&'static str, (&'static ObligationRule, Tally)>,
    /// By kind and stage: a phone callback at six months, a visit at three.
    pub by_stage: BTreeMap<(Kind, Stage), Tally>,
    /// By month of the due day (`2026-03`).
    pub by_month: BTreeMap<String, Tally>,
    /// By person responsible; nobody where the site has no record.
    pub by_responsible: BTreeMap<Option<StaffId>, Tally>,
    /// By client.
    pub by_client: BTreeMap<Option<ClientId>, Tally>,
    /// Late, missing or unreachable ones, by due day, then key.
    pub misses: Vec<Miss>,
    /// In time by their own claim, but first committed, or received, after the deadline; in the same order.
    pub recorded_late: Vec<Miss>,
    /// How many due days lie in years whose calendar is not published, so that they may still move.
    pub provisional: u64,
}

impl Callbacks {
    /// Nothing counted yet. Every rule has its line, so that "none due" is said and not left out.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            total: Tally::default(),
            by_rule: CALLBACKS.iter().map(|rule| (rule.id, (*rule, Tally::default()))).collect(),
            by_stage: BTreeMap::new(),
            by_month: BTreeMap::new(),
            by_responsible: BTreeMap::new(),
            by_client: BTreeMap::new(),
            misses: Vec::new(),
            recorded_late: Vec::new(),
            provisional: 0,
        }
    }

    /// Counts what one record makes due.
    pub fn take(&mut self, anchor: &Entry, world: &World<'_>, history: &History) {
        for rule in CALLBACKS.iter().filter(|rule| rule.anchors.contains(&anchor.key.kind)) {
            for obligation in (rule.arise)(anchor, world) {
                if self.scope.covers(&obligation) {
                    self.count(obligation, history);
                }
            }
        }
    }

    /// Adds what was counted of other records in the same scope.
    pub fn add(&mut self, other: Self) {
        self.total += other.total;
        for (rule, (_, tally)) in other.by_rule {
            if let Some((_, own)) = self.by_rule.get_mut(rule) {
                *own += tally;
            }
        }
        merge(&mut self.by_stage, other.by_stage);
        merge(&mut self.by_month, other.by_month);
        merge(&mut self.by_responsible, other.by_responsible);
        merge(&mut self.by_client, other.by_client);
        self.misses.extend(other.misses);
        self.recorded_late.extend(other.recorded_late);
        self.provisional += other.provisional;
    }

    /// Puts the lists in order, once everything has been counted.
    #[must_use]
    pub fn finish(mut self) -> Self {
        let order = |miss: &Miss| (miss.window.due_on, miss.key.clone());
        self.misses.sort_by_cached_key(order);
        self.recorded_late.sort_by_cached_key(order);
        self
    }

    fn count(&mut self, obligation: Obligation, history: &History) {
        debug_assert!(DUE.contains(&obligation.key.kind), "{} is no callback", obligation.key);
        let standing = obligation.standing(self.scope.as_of);
        if standing == Standing::NotYetDue && obligation.window.opens > self.scope.as_of {
            return; // not even open yet: nothing anybody could have done
        }
        let (is_open, excused) = match obligation.fulfilment {
            Fulfilment::Open => (true, false),
            Fulfilment::Done { .. } => (false, false),
            Fulfilment::Unreachable { excused, .. } => (false, excused),
        };
        let commit = if is_open { None } else { history.first(&obligation.key.path()) };
        let evidence = history.evidence(commit, obligation.window.deadline);
        let one = Tally::of(standing, excused, evidence);
        self.total += one;
        if let Some((_, tally)) = self.by_rule.get_mut(obligation.rule.id) {
            *tally += one;
        }
        if let Ok(id) = CallbackId::parse(&obligation.key.id) {
            *self.by_stage.entry((obligation.key.kind, id.stage())).or_default() += one;
        }
        *self.by_month.entry(obligation.window.due_on.format("%Y-%m").to_string()).or_default() += one;
        *self.by_responsible.entry(obligation.responsible.clone()).or_default() += one;
        *self.by_client.entry(obligation.client.clone()).or_default() += one;
        self.provisional += u64::from(obligation.window.provisional);
        let list = match standing {
            Standing::Late | Standing::Missing | Standing::Unreachable => &mut self.misses,
            Standing::InTime if !evidence.committed || evidence.received == Some(false) => &mut self.recorded_late,
            Standing::InTime | Standing::NotYetDue => return,
        };
        list.push(Miss::of(obligation, standing, commit, history));
    }
}

fn merge<K: Ord>(own: &mut BTreeMap<K, Tally>, other: BTreeMap<K, Tally>) {
    for (group, tally) in other {
        *own.entry(group).or_default() += tally;
    }
}

#[cfg(test)]
mod tests;
