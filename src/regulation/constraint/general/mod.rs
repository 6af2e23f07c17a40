//! What holds for every record: keys, references, signatures, times, states, attachments (G, M-5).

mod attachment_mismatch;
mod calendar_day_misplaced;
mod closed_form_changed;
mod email_shared;
mod field_lost;
mod fixed_fact_changed;
mod internal_signature_missing;
mod key_shared;
mod lateness_acknowledged_by_oneself;
mod path_differs_from_id;
mod person_not_employed;
mod policy_backdated;
mod record_deleted;
mod reference_missing;
mod same_person_twice;
mod signature_before_content;
mod signature_forged;
mod signature_stale;
mod signed_by_another;
mod signed_section_changed;
pub(crate) mod signer_role_missing;
mod state_reversed;
mod time_in_future;
mod unknown_policy;

use crate::regulation::rule::Rule;

/// The rules of this family, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &attachment_mismatch::RULE,
    &calendar_day_misplaced::RULE,
    &closed_form_changed::RULE,
    &email_shared::RULE,
    &field_lost::RULE,
    &fixed_fact_changed::RULE,
    &internal_signature_missing::RULE,
    &key_shared::RULE,
    &lateness_acknowledged_by_oneself::RULE,
    &path_differs_from_id::RULE,
    &person_not_employed::RULE,
    &policy_backdated::RULE,
    &record_deleted::RULE,
    &reference_missing::RULE,
    &same_person_twice::RULE,
    &signature_before_content::RULE,
    &signature_forged::RULE,
    &signature_stale::RULE,
    &signed_by_another::RULE,
    &signed_section_changed::RULE,
    &signer_role_missing::RULE,
    &state_reversed::RULE,
    &time_in_future::RULE,
    &unknown_policy::RULE,
];
