//! What the change fulfils and makes due: the obligations of the records it touches, before and after.
//!
//! Looked at are the touched records as anchors, and the anchors that a touched record answers, found from its key or
//! from what it names; never the whole repository.

use std::collections::{BTreeMap, BTreeSet};

use super::record::RecordChange;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::{Date, Instant};
use crate::record::path::Key;
use crate::record::ticket::Ticket;
use crate::regulation::obligation::{self, Fulfilment, Obligation, ObligationRule, Standing};
use crate::regulation::world::World;

/// An obligation as it stands.
#[derive(Debug, Clone)]
pub struct Due {
    /// The rule it comes from.
    pub rule: &'static ObligationRule,
    /// The clauses.
    pub clauses: Vec<&'static str>,
    /// The record that fulfils it.
    pub key: Key,
    /// The record it arises from.
    pub anchor: Key,
    /// Who is to see to it.
    pub responsible: Option<StaffId>,
    /// The due day.
    pub due_on: Date,
    /// When it was done, as claimed.
    pub done_at: Option<Instant>,
    /// Where it stands at the time of the review.
    pub standing: Standing,
}

/// An obligation that the change moves.
#[derive(Debug, Clone)]
pub struct DueChange {
    /// As it stands after the change, or before it where it is no more.
    pub due: Due,
}

impl DueChange {
    /// Whether it was fulfilled too late.
    pub fn late(&self) -> bool {
        self.due.standing == Standing::Late
    }
}

type Known = BTreeMap<(&'static str, Key, Key, Date), Obligation>;

/// Adds to each record what it fulfils, makes due and takes away.
pub(super) fn add(records: &mut [RecordChange], was: &World<'_>, is: &World<'_>) {
    let touched: BTreeSet<Key> = records.iter().map(|record| record.key.clone()).collect();
    let mut anchors = touched.clone();
    for key in &touched {
        for world in [was, is] {
            anchors.extend(world.records.entry(key).iter().flat_map(|entry| answered(entry)));
        }
    }
    let (before, after) = (arising(&anchors, &touched, was), arising(&anchors, &touched, is));
    for (name, obligation) in &after {
        let old = before.get(name);
        let done = |it: &Obligation| matches!(it.fulfilment, Fulfilment::Done { .. } | Fulfilment::Unreachable { .. });
        let is_done = done(obligation);
        if is_done && !old.is_some_and(done) {
            put(records, &obligation.key, &obligation.anchor, |record| &mut record.fulfilled, obligation, is);
        } else if !is_done && old.is_none() {
            put(records, &obligation.anchor, &obligation.key, |record| &mut record.opened, obligation, is);
        }
    }
    for obligation in before.iter().filter(|(name, _)| !after.contains_key(*name)).map(|(_, it)| it) {
        if obligation.fulfilment == Fulfilment::Open {
            put(records, &obligation.anchor, &obligation.key, |record| &mut record.dropped, obligation, is);
        }
    }
}

fn put(
    records: &mut [RecordChange],
    first: &Key,
    second: &Key,
    list: fn(&mut RecordChange) -> &mut Vec<DueChange>,
    obligation: &Obligation,
    is: &World<'_>,
) {
    let at = [first, second].into_iter().find_map(|key| records.iter().position(|record| record.key == *key));
    if let Some(record) = at.and_then(|at| records.get_mut(at)) {
        list(record).push(DueChange { due: shown(obligation, is) });
    }
}

fn shown(obligation: &Obligation, is: &World<'_>) -> Due {
    Due {
        rule: obligation.rule,
        clauses: obligation.clauses.clone(),
        key: obligation.key.clone(),
        anchor: obligation.anchor.clone(),
        responsible: obligation.responsible.clone(),
        due_on: obligation.window.due_on,
        done_at: match obligation.fulfilment {
            Fulfilment::Done { at } | Fulfilment::Unreachable { at, .. } => Some(at),
            Fulfilment::Open => None,
        },
        standing: obligation.standing(is.clock.now()),
    }
}

/// The obligations of the anchors: all of those that are touched, of the others what a touched record answers.
fn arising(anchors: &BTreeSet<Key>, touched: &BTreeSet<Key>, world: &World<'_>) -> Known {
    let mut known = Known::new();
    let mut keep = |it: Obligation| {
        known.insert((it.rule.id, it.key.clone(), it.anchor.clone(), it.window.due_on), it);
    };
    for anchor in anchors {
        if let Some(entry) = world.records.entry(anchor) {
            let own = touched.contains(anchor);
            obligation::arising(&entry, world)
                .into_iter()
                .filter(|it| own || touched.contains(&it.key))
                .for_each(&mut keep);
        }
    }
    for key in touched.iter().filter(|key| matches!(key.kind, Kind::PhoneCallback | Kind::OnsiteCallback)) {
        if let Some(obligation) = obligation::for_callback(key, world) {
            keep((*obligation).clone());
        }
    }
    known
}

/// The records whose obligations a record may answer, besides its own.
fn answered(entry: &Entry) -> Vec<Key> {
    let id = &entry.key.id;
    let site = || id.get(..6).and_then(|site| Key::new(Kind::Site, site));
    let mut found: Vec<Option<Key>> = Vec::new();
    match entry.key.kind {
        Kind::Plan | Kind::Maintenance => found.push(site()),
        Kind::IncidentEntry => {
            found.push(id.split_once('.').and_then(|(incident, _)| Key::new(Kind::Incident, incident)));
        }
        Kind::Ticket => {
            if let Some(report) = entry.form::<Ticket>().and_then(|ticket| ticket.report.as_ref()) {
                found.push(report.fault_report.as_option().map(|report| report.key(Kind::FaultReport)));
            }
            found.push(entry.form::<Ticket>().map(|ticket| ticket.book.key(Kind::Book)));
        }
        Kind::Book => {
            found
                .extend(entry.form::<crate::record::book::Book>().map(|book| Some(book.issue.holder.key(Kind::Staff))));
        }
        _ => {}
    }
    found.into_iter().flatten().collect()
}
