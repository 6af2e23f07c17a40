//! Transport (V-1 to V-3): how staff get to a site, whatever form the trip stands on.

mod car_without_assignment;
mod consent_entered_late;
mod far_site_needs_company_car;
mod near_site_needs_bicycle_or_bus;
mod taxi_without_consent;
mod travel;
mod traveller_not_on_the_job;
mod trip_times_out_of_order;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &car_without_assignment::RULE,
    &consent_entered_late::RULE,
    &far_site_needs_company_car::RULE,
    &near_site_needs_bicycle_or_bus::RULE,
    &taxi_without_consent::RULE,
    &traveller_not_on_the_job::RULE,
    &trip_times_out_of_order::RULE,
];
