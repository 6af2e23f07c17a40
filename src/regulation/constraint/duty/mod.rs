//! Duty (D-1): rosters that cover every moment with people who are there, and the log they keep.

mod duty_phone_unknown;
mod empty_shift;
mod gap_in_roster;
mod group_named_twice;
mod handover_not_by_both;
mod leader_not_in_group;
mod leaver_rostered;
mod log_entered_late;
mod log_key_differs;
mod log_times_out_of_order;
mod person_on_two_shifts;
mod roster_late_undeclared;
mod shift_outside_month;
mod writer_not_on_duty;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &duty_phone_unknown::RULE,
    &empty_shift::RULE,
    &gap_in_roster::RULE,
    &group_named_twice::RULE,
    &handover_not_by_both::RULE,
    &leader_not_in_group::RULE,
    &leaver_rostered::RULE,
    &log_entered_late::RULE,
    &log_key_differs::RULE,
    &log_times_out_of_order::RULE,
    &person_on_two_shifts::RULE,
    &roster_late_undeclared::RULE,
    &shift_outside_month::RULE,
    &writer_not_on_duty::RULE,
];
