//! Quarterly maintenance (M-2, M-2.A to M-2.G): the plan, the client's confirmation as a gate before the work, and what
//! was done item by item.

mod abnormal_without_action;
mod adjustment_untold;
mod executed_before_confirmation;
mod late;
mod loose_left_untightened;
mod maintenance_before_quarter;
mod maintenance_item_unanswered;
mod maintenance_late_undeclared;
mod maintenance_lateness_unacknowledged;
mod maintenance_lateness_unfounded;
mod maintenance_ticket_elsewhere;
mod maintenance_times_out_of_order;
mod measurement_missing;
mod out_of_limits_left_alone;
mod plan_item_missing;
mod plan_late_undeclared;
mod plan_not_in_force;
mod plan_supersession_broken;
mod plan_times_out_of_order;
mod planned_outside_quarter;
mod planned_system_unknown;
mod quarter_differs_from_key;
mod side_not_cleaned;
mod systems;
mod upgrade_decision_missing;
mod upgrade_not_as_decided;
mod upgrade_not_named;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &abnormal_without_action::RULE,
    &adjustment_untold::RULE,
    &executed_before_confirmation::RULE,
    &loose_left_untightened::RULE,
    &maintenance_before_quarter::RULE,
    &maintenance_item_unanswered::RULE,
    &maintenance_late_undeclared::RULE,
    &maintenance_lateness_unacknowledged::RULE,
    &maintenance_lateness_unfounded::RULE,
    &maintenance_ticket_elsewhere::RULE,
    &maintenance_times_out_of_order::RULE,
    &measurement_missing::RULE,
    &out_of_limits_left_alone::RULE,
    &plan_item_missing::RULE,
    &plan_late_undeclared::RULE,
    &plan_not_in_force::RULE,
    &plan_supersession_broken::RULE,
    &plan_times_out_of_order::RULE,
    &planned_outside_quarter::RULE,
    &planned_system_unknown::RULE,
    &quarter_differs_from_key::RULE,
    &side_not_cleaned::RULE,
    &upgrade_decision_missing::RULE,
    &upgrade_not_as_decided::RULE,
    &upgrade_not_named::RULE,
];
