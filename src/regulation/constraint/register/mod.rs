//! The registers: dated flags, periods and posts of sites, staff and clients (C-P.2.3, C-7.2.1, M-5).

mod agreement_rewritten;
mod e_signature_without_agreement;
mod importance_not_set_by_head;
mod period_ends_before_it_begins;
mod period_overlaps;
mod periods;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &agreement_rewritten::RULE,
    &e_signature_without_agreement::RULE,
    &importance_not_set_by_head::RULE,
    &period_ends_before_it_begins::RULE,
    &period_overlaps::RULE,
];
