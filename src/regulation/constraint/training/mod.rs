//! Training (M-4, M-5): asked for, given with written material, signed by everyone who took part.

mod attendee_listed_twice;
mod attendee_not_signed;
mod material_differs_from_file;
mod training_late_undeclared;
mod training_lateness_unfounded;
mod training_numbered_for_another_client;
mod training_times_out_of_order;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &attendee_listed_twice::RULE,
    &attendee_not_signed::RULE,
    &material_differs_from_file::RULE,
    &training_late_undeclared::RULE,
    &training_lateness_unfounded::RULE,
    &training_numbered_for_another_client::RULE,
    &training_times_out_of_order::RULE,
];
