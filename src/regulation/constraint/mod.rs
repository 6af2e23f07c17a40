//! Constraints: what a record may not be, judged on every change at every door.
//!
//! A family is a folder, a rule a file; the file's name is the rule's id.

use super::rule::Rule;

/// All constraints, sorted by id within each family.
pub static FAMILIES: &[&[&Rule]] = &[];

/// All constraints in the order of the lists.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}
