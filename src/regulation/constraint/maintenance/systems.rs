//! The systems of a plan against the rows of an item that concerns every one of them (M-2.D, M-2.F).

use crate::record::Kind;
use crate::record::id::PlanId;
use crate::record::plan::Plan;
use crate::regulation::finding::Faults;
use crate::regulation::world::Case;
use crate::text::{Message, Text};

/// Reports the systems of the plan that no row names, then the rows that name none of them; `{system}` is filled in.
///
/// An item without rows is judged elsewhere: it says why it does not apply.
pub(super) fn compare(
    case: &Case<'_>,
    plan: &PlanId,
    rows: &[&str],
    place: &str,
    (left_out, unknown): (&'static Text, &'static Text),
    faults: &mut Faults<'_>,
) {
    let Some(plan) = case.world.records.get::<Plan>(&plan.key(Kind::Plan)).filter(|_| !rows.is_empty()) else {
        return;
    };
    let systems = &plan.preparation.systems;
    for system in systems.iter().filter(|system| !rows.contains(&system.as_str())) {
        faults.at(place, Message::new(left_out).with("system", system));
    }
    for (n, row) in rows.iter().enumerate() {
        if systems.iter().all(|system| system != row) {
            faults.at(format!("{place}/{n}/system"), Message::new(unknown).with("system", row));
        }
    }
}
