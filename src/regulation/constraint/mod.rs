//! Constraints: what a record may not be, judged on every change at every door.
//!
//! A family is a folder, a rule a file; the file's name is the rule's id. Adding a rule: its file, its line in the
//! family's list, and its cases under `tests/rules/<rule>/`.

use super::rule::Rule;

mod book;
mod callback;
#[cfg(test)]
mod catalogue;
mod duty;
mod general;
mod places;
mod register;
mod service;
mod ticket;
mod transport;

/// All constraints, sorted by id within each family.
pub static FAMILIES: &[&[&Rule]] = &[
    general::RULES,
    book::RULES,
    ticket::RULES,
    transport::RULES,
    service::RULES,
    callback::RULES,
    duty::RULES,
    register::RULES,
];

/// All constraints in the order of the lists.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}
