//! Whether the people of a watch are there: employed for the whole of it (D-1).

use super::Watch;
use crate::calendar::end_of;
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::{Date, Instant};
use crate::record::staff::Staff;

/// Somebody listed for a time at which they are not employed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Who.
    pub who: StaffId,
    /// The day of joining or leaving.
    pub day: Date,
    /// Whether they have left, rather than not yet joined.
    pub left: bool,
}

/// Those of a watch who are not employed for the whole of it; the day of leaving still counts as employed.
pub fn absences(records: &Records<'_>, watch: &Watch) -> Vec<Absence> {
    let of = |who: &&StaffId| {
        let staff = records.get::<Staff>(&who.key(Kind::Staff))?;
        let absence = |day, left| Absence { who: (*who).clone(), day, left };
        match staff.left_on {
            _ if watch.span.from < Instant::start_of(staff.joined_on) => Some(absence(staff.joined_on, false)),
            Some(left_on) if watch.span.to > end_of(left_on) => Some(absence(left_on, true)),
            _ => None,
        }
    };
    watch.people().iter().filter_map(of).collect()
}

/// Whether nobody on duty in a watch is employed for the whole of it: a shift with a time and no people.
pub fn is_deserted(records: &Records<'_>, watch: &Watch) -> bool {
    let absent = absences(records, watch);
    watch.members.iter().all(|member| absent.iter().any(|absence| absence.who == *member))
}
