//! What is wrong with a file before it is a record: rules that the gate finds while reading, listed beside the
//! constraints so that they are explained and counted like any other.

use super::finding::Faults;
use super::rule::Rule;
use super::world::Case;

pub mod conflict_left_in;
pub mod forbidden_entry;
pub mod foreign_file;
pub mod malformed_commit;
pub mod malformed_json;
pub mod not_canonical;
pub mod schema_violation;
pub mod stray_file;
pub mod unknown_schema;

/// All reading rules, sorted by id.
pub static RULES: &[&Rule] = &[
    &conflict_left_in::RULE,
    &forbidden_entry::RULE,
    &foreign_file::RULE,
    &malformed_commit::RULE,
    &malformed_json::RULE,
    &not_canonical::RULE,
    &schema_violation::RULE,
    &stray_file::RULE,
    &unknown_schema::RULE,
];

/// Nothing to check on a record: these rules speak of files that are none.
fn found_while_reading(_: &Case<'_>, _: &mut Faults<'_>) {}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn reading_rules_are_sorted_by_id() {
        assert!(RULES.is_sorted_by_key(|rule| rule.id));
    }
}
