//! Emergencies: the report received, its course, its clocks and its closing (E-1 to E-4).
//!
//! An incident is closed only when it is complete; what a closing rests on is the course as it had been written down by
//! then, read from the incident's own folder.

mod approval_unfounded;
mod breach_unacknowledged;
mod closed_course_changed;
mod closing_without_final_report;
mod company_informed_late;
mod company_not_informed;
mod correction_unfounded;
mod course_incomplete;
mod deputy_not_listed;
mod entered_late;
mod entry_altered;
mod entry_before_receipt;
mod entry_key_differs;
mod entry_number_skipped;
mod entry_recorded_before_event;
mod final_report_late_undeclared;
mod gm_report_late_undeclared;
mod gm_report_unapproved;
mod head_late_undeclared;
mod incident_key_differs;
mod incident_times_out_of_order;
mod instruction_not_conveyed;
mod leader_lacks_post;
mod leader_not_called;
mod notice_without_instruction;
mod policy_breach_unacknowledged;
mod receiver_not_on_duty;
mod report_written_after_handing_in;
mod reports_misnumbered;

use crate::record::incident::{Closing, Incident};
use crate::record::parts::OrNone;
use crate::regulation::course::Course;
use crate::regulation::obligation::{Clocks, Obligation, Standing};
use crate::regulation::rule::Rule;
use crate::regulation::world::Case;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &approval_unfounded::RULE,
    &breach_unacknowledged::RULE,
    &closed_course_changed::RULE,
    &closing_without_final_report::RULE,
    &company_informed_late::RULE,
    &company_not_informed::RULE,
    &correction_unfounded::RULE,
    &course_incomplete::RULE,
    &deputy_not_listed::RULE,
    &entered_late::RULE,
    &entry_altered::RULE,
    &entry_before_receipt::RULE,
    &entry_key_differs::RULE,
    &entry_number_skipped::RULE,
    &entry_recorded_before_event::RULE,
    &final_report_late_undeclared::RULE,
    &gm_report_late_undeclared::RULE,
    &gm_report_unapproved::RULE,
    &head_late_undeclared::RULE,
    &incident_key_differs::RULE,
    &incident_times_out_of_order::RULE,
    &instruction_not_conveyed::RULE,
    &leader_lacks_post::RULE,
    &leader_not_called::RULE,
    &notice_without_instruction::RULE,
    &policy_breach_unacknowledged::RULE,
    &receiver_not_on_duty::RULE,
    &report_written_after_handing_in::RULE,
    &reports_misnumbered::RULE,
];

/// The incident and its closing, once it is closed.
fn closed<'a>(case: &Case<'a>) -> Option<(&'a Incident, &'a Closing)> {
    let incident = case.form::<Incident>()?;
    Some((incident, incident.closing.as_ref()?))
}

/// The clocks of a closed incident that were missed, for the clauses wanted, and are not listed in its closing.
///
/// A head who has not come by the closing is missed, though the 20 minutes may not be over.
fn missed_and_unlisted(case: &Case<'_>, wanted: fn(&str) -> bool) -> Vec<Obligation> {
    let Some((incident, closing)) = closed(case) else {
        return Vec::new();
    };
    let course = Course::of(case.world.records, &incident.id).recorded_by(closing.at);
    let mut clocks = Clocks::new(case.key, incident, &course, case.world).all();
    clocks.retain(|clock| {
        let missed = !matches!(clock.standing(closing.at), Standing::InTime);
        missed && clock.clauses.iter().any(|clause| wanted(clause)) && !listed(closing, clock)
    });
    clocks
}

fn listed(closing: &Closing, clock: &Obligation) -> bool {
    closing.breaches.entries().iter().any(|breach| {
        clock.clauses.contains(&breach.clause.clause())
            && match &breach.entry {
                OrNone::Of(entry) => clock.key.id == entry.as_str(),
                OrNone::Nothing => clock.key == clock.anchor,
            }
    })
}
