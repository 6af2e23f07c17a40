//! What each record adds to the counts of a month, one by one, so that two states of knowledge can be set side by side.
//!
//! Every family answers the same question of one record alone: which month, and how much of what. The answers come from the
//! measures of the reports themselves, so that they add up to what those show. Figures that no single record bears (a median,
//! a balance, whether a fault came again) are not here: the amounts that they are made of are.

mod books;
mod duty;
mod incidents;
mod leave;
mod parts;
mod signatures;
mod tickets;

use std::collections::{BTreeMap, BTreeSet};

use super::family::Family;
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::path::Key;
use crate::regulation::world::World;
use crate::text::Text;

/// Something that is counted.
#[derive(Debug, PartialEq, Eq)]
pub struct Measure {
    /// The word that machines read; unique within its family.
    pub id: &'static str,
    /// What it is, with its unit.
    pub title: Text,
}

/// What one record adds to a month.
struct Adds {
    /// The month, as in `2026-03`.
    month: String,
    /// How much of what.
    amounts: Vec<(&'static Measure, i64)>,
}

/// A family's answer for one record.
struct Source {
    family: Family,
    /// The kinds that add anything.
    kinds: &'static [Kind],
    /// What a record adds, as known at the moment of the world; nothing if it does not count yet.
    adds: fn(&Entry, &World<'_>) -> Option<Adds>,
}

/// The families with counts.
static SOURCES: &[&Source] = &[
    &books::SOURCE,
    &duty::SOURCE,
    &incidents::SOURCE,
    &leave::SOURCE,
    &parts::SOURCE,
    &signatures::SOURCE,
    &tickets::SOURCE,
];

/// The kinds of record that add to any count.
pub fn kinds() -> BTreeSet<Kind> {
    SOURCES.iter().flat_map(|source| source.kinds).copied().collect()
}

/// Where an amount belongs, in the order of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    /// The family.
    pub family: Family,
    /// [`Measure::id`].
    pub id: &'static str,
}

/// The sums of a month, by figure.
pub type Sums = BTreeMap<Figure, (&'static Measure, i64)>;

/// What a record adds to one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// What is counted.
    pub measure: &'static Measure,
    /// The month it counts in.
    pub month: String,
    /// How much.
    pub amount: i64,
}

/// What all records add; nothing is kept of what adds nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(pub BTreeMap<(Key, Figure), Amount>);

/// A figure that one record adds otherwise to than it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recounted {
    /// The record.
    pub key: Key,
    /// The figure.
    pub figure: Figure,
    /// What is counted.
    pub measure: &'static Measure,
    /// What it added to the month.
    pub before: i64,
    /// What it adds now.
    pub after: i64,
}

impl Counts {
    /// Takes one record.
    pub fn take(&mut self, entry: &Entry, world: &World<'_>) {
        for source in SOURCES.iter().filter(|source| source.kinds.contains(&entry.key.kind)) {
            let Some(Adds { month, amounts }) = (source.adds)(entry, world) else {
                continue;
            };
            for (measure, amount) in amounts.into_iter().filter(|(_, amount)| *amount != 0) {
                let figure = Figure { family: source.family, id: measure.id };
                self.0.insert((entry.key.clone(), figure), Amount { measure, month: month.clone(), amount });
            }
        }
    }

    /// The sums of a month.
    pub fn of_month(&self, month: &str) -> Sums {
        let mut sums = Sums::new();
        for ((_, figure), amount) in self.0.iter().filter(|(_, amount)| amount.month == month) {
            sums.entry(*figure).or_insert((amount.measure, 0)).1 += amount.amount;
        }
        sums
    }

    fn in_month(&self, at: &(Key, Figure), month: &str) -> Option<&Amount> {
        self.0.get(at).filter(|amount| amount.month == month)
    }
}

/// What counts differently now in a month, in the order of the records. What moved out of the month or into it counts too.
pub fn recounted(before: &Counts, after: &Counts, month: &str) -> Vec<Recounted> {
    let places: BTreeSet<_> = before.0.keys().chain(after.0.keys()).collect();
    let changed = |at: &(Key, Figure)| {
        let (old, new) = (before.in_month(at, month), after.in_month(at, month));
        let number = |amount: Option<&Amount>| amount.map_or(0, |amount| amount.amount);
        let measure = new.or(old)?.measure;
        let (before, after) = (number(old), number(new));
        (before != after).then(|| Recounted { key: at.0.clone(), figure: at.1, measure, before, after })
    };
    places.into_iter().filter_map(changed).collect()
}

const fn measure(id: &'static str, zh: &'static str, en: &'static str) -> Measure {
    Measure { id, title: Text { zh, en } }
}

/// A number of things as an amount.
fn amount(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn month(at: crate::record::instant::Instant) -> String {
    at.day().format("%Y-%m").to_string()
}

#[cfg(test)]
mod tests;
