//! Service (M-3, M-5, M-6, C-7.2.2, C-S.2.2): what both parties sign, installations, replaced parts, spares.

mod client_signature_missing;
mod contact_of_another_client;
mod conversion_unexplained;
mod correction_moves_installation_date;
mod failed_test_passed_over;
mod hazard_neither_replaced_nor_ticketed;
mod hazard_without_action;
mod install_times_out_of_order;
mod loan_not_on_ticket;
mod loan_of_another_ticket;
mod loan_times_out_of_order;
mod parties;
mod pre_contact_after_arrival;
mod provider_signature_missing;
mod replaced;
mod replacement_charged_in_warranty;
mod replacement_without_install_form;
mod replacement_without_test;
mod site_of_another_client;
mod supersedes_wrong_form;
mod system_test_missing;
pub(super) mod warranty;
mod warranty_before_install;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &client_signature_missing::RULE,
    &contact_of_another_client::RULE,
    &conversion_unexplained::RULE,
    &correction_moves_installation_date::RULE,
    &failed_test_passed_over::RULE,
    &hazard_neither_replaced_nor_ticketed::RULE,
    &hazard_without_action::RULE,
    &install_times_out_of_order::RULE,
    &loan_not_on_ticket::RULE,
    &loan_of_another_ticket::RULE,
    &loan_times_out_of_order::RULE,
    &pre_contact_after_arrival::RULE,
    &provider_signature_missing::RULE,
    &replacement_charged_in_warranty::RULE,
    &replacement_without_install_form::RULE,
    &replacement_without_test::RULE,
    &site_of_another_client::RULE,
    &supersedes_wrong_form::RULE,
    &system_test_missing::RULE,
    &warranty_before_install::RULE,
];
