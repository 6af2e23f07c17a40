//! Constraints: what a record may not be, judged on every change at every door.
//!
//! A family is a folder, a rule a file; the file's name is the rule's id. Adding a rule: its file, its line in the
//! family's list, and its cases under `tests/rules/<rule>/`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::rule::Rule;
use crate::record::Kind;

mod book;
mod callback;
#[cfg(test)]
mod catalogue;
mod confirmed;
#[cfg(test)]
mod cost;
mod duty;
mod emergency;
pub(crate) mod general;
mod lateness;
mod maintenance;
mod places;
mod register;
mod rest;
mod service;
mod ticket;
mod training;
mod transport;

pub use places::{told_events, told_places};
pub use service::replaced::{PutIn, put_in};

/// All constraints, sorted by id within each family.
pub static FAMILIES: &[&[&Rule]] = &[
    general::RULES,
    book::RULES,
    ticket::RULES,
    transport::RULES,
    service::RULES,
    training::RULES,
    maintenance::RULES,
    callback::RULES,
    duty::RULES,
    emergency::RULES,
    register::RULES,
    rest::RULES,
];

/// The constraints that look at a kind, in the order of the lists; worked out once.
pub fn of(kind: Kind) -> &'static [&'static Rule] {
    static BY_KIND: OnceLock<BTreeMap<Kind, Vec<&'static Rule>>> = OnceLock::new();
    let by_kind = BY_KIND.get_or_init(|| {
        let looks_at = |rule: &Rule, kind| rule.kinds.is_empty() || rule.kinds.contains(&kind);
        Kind::ALL.iter().map(|kind| (*kind, all().filter(|rule| looks_at(rule, *kind)).collect())).collect()
    });
    by_kind.get(&kind).map_or(&[], Vec::as_slice)
}

/// All constraints in the order of the lists.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}
