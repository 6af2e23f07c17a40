//! Tickets and delay slips: numbers, order, completeness, hand-in, void, transfer, delay (T-1 to T-6, M-3, M-6).

mod book_not_open;
mod charge_total_differs;
mod client_not_contacted_first;
mod confirmation_incomplete;
mod delay_not_effective_without_finance;
mod delay_slip_not_named;
mod delay_ticket_mismatch;
mod delay_undeclared_late;
mod fault_report_differs;
mod fault_report_not_paired;
mod gap_in_sequence;
mod hand_in_out_of_order;
mod hand_in_undeclared_late;
mod item_omitted;
mod late_without_delay_slip;
mod not_holders_book;
mod number_outside_book;
mod opened_out_of_order;
mod repeat_repair_unfounded;
mod times_out_of_order;
mod transfer_client_not_informed;
mod transfer_not_one_to_one;
mod void_edited;
mod void_plies_incomplete;
mod void_replaced_by_wrong_number;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &book_not_open::RULE,
    &charge_total_differs::RULE,
    &client_not_contacted_first::RULE,
    &confirmation_incomplete::RULE,
    &delay_not_effective_without_finance::RULE,
    &delay_slip_not_named::RULE,
    &delay_ticket_mismatch::RULE,
    &delay_undeclared_late::RULE,
    &fault_report_differs::RULE,
    &fault_report_not_paired::RULE,
    &gap_in_sequence::RULE,
    &hand_in_out_of_order::RULE,
    &hand_in_undeclared_late::RULE,
    &item_omitted::RULE,
    &late_without_delay_slip::RULE,
    &not_holders_book::RULE,
    &number_outside_book::RULE,
    &opened_out_of_order::RULE,
    &repeat_repair_unfounded::RULE,
    &times_out_of_order::RULE,
    &transfer_client_not_informed::RULE,
    &transfer_not_one_to_one::RULE,
    &void_edited::RULE,
    &void_plies_incomplete::RULE,
    &void_replaced_by_wrong_number::RULE,
];
