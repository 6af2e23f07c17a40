//! Service (M-3, M-5, M-6, C-7.2.2, C-S.2.2): what both parties sign, installations, replaced parts, spares,
//! and software upgrades (M-2.F).

mod client_signature_missing;
mod contact_of_another_client;
mod conversion_charged_in_warranty;
mod conversion_unexplained;
mod correction_moves_installation_date;
mod downtime_overrun;
mod failed_test_passed_over;
mod failed_upgrade_passed_over;
mod hazard_neither_replaced_nor_ticketed;
mod hazard_without_action;
mod install_times_out_of_order;
mod loan_condition_blank;
mod loan_handover_broken;
mod loan_not_on_ticket;
mod loan_of_another_ticket;
mod loan_returned_late_undeclared;
mod loan_times_out_of_order;
mod parties;
mod pre_contact_after_arrival;
mod provider_signature_missing;
pub(super) mod replaced;
mod replaced_by_itself;
mod replacement_charged_in_warranty;
mod replacement_without_install_form;
mod replacement_without_test;
mod site_of_another_client;
mod slip_number_skipped;
mod supersedes_wrong_form;
mod system_test_missing;
mod upgrade_before_agreement;
mod upgrade_times_out_of_order;
mod upgrade_version_unaccounted;
mod upgrade_version_unchanged;
mod upgrade_without_backup;
pub(super) mod warranty;
mod warranty_before_install;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &client_signature_missing::RULE,
    &contact_of_another_client::RULE,
    &conversion_charged_in_warranty::RULE,
    &conversion_unexplained::RULE,
    &correction_moves_installation_date::RULE,
    &downtime_overrun::RULE,
    &failed_test_passed_over::RULE,
    &failed_upgrade_passed_over::RULE,
    &hazard_neither_replaced_nor_ticketed::RULE,
    &hazard_without_action::RULE,
    &install_times_out_of_order::RULE,
    &loan_condition_blank::RULE,
    &loan_handover_broken::RULE,
    &loan_not_on_ticket::RULE,
    &loan_of_another_ticket::RULE,
    &loan_returned_late_undeclared::RULE,
    &loan_times_out_of_order::RULE,
    &pre_contact_after_arrival::RULE,
    &provider_signature_missing::RULE,
    &replaced_by_itself::RULE,
    &replacement_charged_in_warranty::RULE,
    &replacement_without_install_form::RULE,
    &replacement_without_test::RULE,
    &site_of_another_client::RULE,
    &slip_number_skipped::RULE,
    &supersedes_wrong_form::RULE,
    &system_test_missing::RULE,
    &upgrade_before_agreement::RULE,
    &upgrade_times_out_of_order::RULE,
    &upgrade_version_unaccounted::RULE,
    &upgrade_version_unchanged::RULE,
    &upgrade_without_backup::RULE,
    &warranty_before_install::RULE,
];
