//! Compensatory rest: earned in rest time by a repair that could not be put off, taken when work allows it.

mod after_hours_not_creditable;
mod credit_outside_ticket;
mod credit_overdrawn;
mod day_kind_differs;
mod minutes_credited_twice;
mod minutes_differ;
mod rest_approved_by_oneself;
mod rest_key_differs;
mod rest_not_paired;
mod rest_outside_next_week;
mod workload_not_confirmed;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &after_hours_not_creditable::RULE,
    &credit_outside_ticket::RULE,
    &credit_overdrawn::RULE,
    &day_kind_differs::RULE,
    &minutes_credited_twice::RULE,
    &minutes_differ::RULE,
    &rest_approved_by_oneself::RULE,
    &rest_key_differs::RULE,
    &rest_not_paired::RULE,
    &rest_outside_next_week::RULE,
    &workload_not_confirmed::RULE,
];
