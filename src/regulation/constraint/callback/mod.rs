//! Callbacks (C-P, C-7, C-S): made when due, told truthfully, followed to the end.

mod abnormal_not_followed_up;
mod acceptance_before_resolution;
mod attempts_out_of_order;
mod call_before_window;
mod call_without_reached_attempt;
mod callback_client_differs;
mod callback_late_undeclared;
mod callback_without_obligation;
mod caller_did_the_work;
mod dissatisfied_not_registered;
mod excuse_without_attempts;
mod follow_up_signed_by_another;
mod handover_chain_broken;
mod issue_not_handed_over;
mod lateness_declared_in_time;
mod lateness_unacknowledged;
mod opinion_left_blank;
mod outcome_before_visit;
mod question_without_help;
mod registration_incomplete;
mod request_not_reported;
mod satisfies_wrong_clauses;
mod stage_content_blank;
mod stage_differs_from_key;
mod unreachable_though_reached;
mod user_not_trained;
mod view;
mod visit_before_window;
mod visit_times_out_of_order;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &abnormal_not_followed_up::RULE,
    &acceptance_before_resolution::RULE,
    &attempts_out_of_order::RULE,
    &call_before_window::RULE,
    &call_without_reached_attempt::RULE,
    &callback_client_differs::RULE,
    &callback_late_undeclared::RULE,
    &callback_without_obligation::RULE,
    &caller_did_the_work::RULE,
    &dissatisfied_not_registered::RULE,
    &excuse_without_attempts::RULE,
    &follow_up_signed_by_another::RULE,
    &handover_chain_broken::RULE,
    &issue_not_handed_over::RULE,
    &lateness_declared_in_time::RULE,
    &lateness_unacknowledged::RULE,
    &opinion_left_blank::RULE,
    &outcome_before_visit::RULE,
    &question_without_help::RULE,
    &registration_incomplete::RULE,
    &request_not_reported::RULE,
    &satisfies_wrong_clauses::RULE,
    &stage_content_blank::RULE,
    &stage_differs_from_key::RULE,
    &unreachable_though_reached::RULE,
    &user_not_trained::RULE,
    &visit_before_window::RULE,
    &visit_times_out_of_order::RULE,
];
