//! Duty (D-1): rosters that cover every moment with people who are there, and the log they keep.

mod empty_shift;
mod gap_in_roster;
mod group_named_twice;
mod leader_not_in_group;
mod leaver_rostered;
mod person_on_two_shifts;
mod roster_late_undeclared;
mod shift_outside_month;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &empty_shift::RULE,
    &gap_in_roster::RULE,
    &group_named_twice::RULE,
    &leader_not_in_group::RULE,
    &leaver_rostered::RULE,
    &person_on_two_shifts::RULE,
    &roster_late_undeclared::RULE,
    &shift_outside_month::RULE,
];
