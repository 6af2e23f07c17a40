//! What is wrong with a commit rather than with a record: who signed it, who wrote it, what a merge left out, who pushed it.
//!
//! The gate finds these while it walks commits; they are listed beside the other rules so that they are explained
//! and counted alike. Roster, posts and policy are those that stood before the push: nothing takes effect within it.

use super::finding::Faults;
use super::rule::Rule;
use super::world::Case;

pub mod approval_missing;
pub mod author_may_not;
pub mod author_names_another;
pub mod commit_key_not_valid;
pub mod commit_person_differs;
pub mod commit_signature_unusable;
pub mod dropped_in_merge;
pub mod invented_in_merge;
pub mod post_given_to_oneself;
pub mod push_certificate_unusable;
pub mod unsigned_commit;
pub mod unsigned_push;

/// All rules about commits, sorted by id.
pub static RULES: &[&Rule] = &[
    &approval_missing::RULE,
    &author_may_not::RULE,
    &author_names_another::RULE,
    &commit_key_not_valid::RULE,
    &commit_person_differs::RULE,
    &commit_signature_unusable::RULE,
    &dropped_in_merge::RULE,
    &invented_in_merge::RULE,
    &post_given_to_oneself::RULE,
    &push_certificate_unusable::RULE,
    &unsigned_commit::RULE,
    &unsigned_push::RULE,
];

/// Nothing to check on a record alone: these rules speak of the commit that brings it.
fn found_in_commits(_: &Case<'_>, _: &mut Faults<'_>) {}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn commit_rules_are_sorted_by_id() {
        assert!(RULES.is_sorted_by_key(|rule| rule.id));
    }
}
