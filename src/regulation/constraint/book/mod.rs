//! Books of tickets: issue, register, exchange, settlement, return (T-1, T-5 to T-7).

mod book_not_in_holders_register;
mod book_not_issued_by_finance;
mod book_not_taken_back_by_finance;
mod count_differs_from_range;
mod exchange_not_named;
mod exchanged_before_used_up;
mod issued_range_changed;
mod issuer_is_holder;
mod leaver_keeps_book;
mod lost_book_without_remark;
mod range_not_next_in_series;
mod register;
mod register_names_foreign_book;
mod second_open_book;
mod series_unknown;
mod settlement_does_not_partition;
mod void_not_handed_in;
mod wrong_plies;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &book_not_in_holders_register::RULE,
    &book_not_issued_by_finance::RULE,
    &book_not_taken_back_by_finance::RULE,
    &count_differs_from_range::RULE,
    &exchange_not_named::RULE,
    &exchanged_before_used_up::RULE,
    &issued_range_changed::RULE,
    &issuer_is_holder::RULE,
    &leaver_keeps_book::RULE,
    &lost_book_without_remark::RULE,
    &range_not_next_in_series::RULE,
    &register_names_foreign_book::RULE,
    &second_open_book::RULE,
    &series_unknown::RULE,
    &settlement_does_not_partition::RULE,
    &void_not_handed_in::RULE,
    &wrong_plies::RULE,
];
