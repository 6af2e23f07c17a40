//! One view of a plan and of maintenance as something owed: when it was done, by whom, and what it was due by.

use crate::calendar::Timing;
use crate::record::Record;
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::record::parts::Lateness;
use crate::regulation::constraint::lateness;
use crate::regulation::finding::Faults;
use crate::regulation::obligation::{Obligation, quarterly};
use crate::regulation::world::Case;

/// A confirmed plan or done maintenance.
pub(super) struct Owed<'a> {
    /// The declared lateness, if there is one.
    pub(super) late: Option<&'a Lateness>,
    /// The time that decides whether it is in time.
    pub(super) at: Instant,
    /// Where that time stands.
    pub(super) pointer: &'static str,
    /// Those who cannot acknowledge it, since it is their own.
    pub(super) by: &'a [StaffId],
    /// What it fulfils; nothing where nothing is due, or where another plan fulfilled it before.
    due: Option<Obligation>,
}

impl<'a> Owed<'a> {
    /// The plan or maintenance of a change, once it is confirmed or done.
    pub(super) fn of(case: &Case<'a>) -> Option<Self> {
        match &case.after?.record {
            Record::Plan(plan) => Some(Self {
                late: plan.late.as_ref(),
                at: plan.confirmed_at()?,
                pointer: "/confirmation/at",
                by: std::slice::from_ref(&plan.preparation.prepared_by),
                due: quarterly::plan(&plan.site, plan.period, case.world).filter(|due| due.key == *case.key),
            }),
            Record::Maintenance(maintenance) => Some(Self {
                late: maintenance.late.as_ref(),
                at: maintenance.done_at()?,
                pointer: "/work/ended_at",
                by: &maintenance.work.as_ref()?.technicians,
                due: quarterly::work(&maintenance.site, maintenance.period, case.world),
            }),
            _ => None,
        }
    }

    /// Whether it was done in time; nothing where nothing is due.
    pub(super) fn timing(&self) -> Option<Timing> {
        self.due.as_ref().map(|due| due.window.timing(self.at))
    }
}

/// Reports what was done late and does not say so.
pub(super) fn undeclared(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some(owed) = Owed::of(case).filter(|owed| owed.late.is_none())
        && let Some(due) = &owed.due
    {
        lateness::undeclared(owed.at, &due.window, owed.pointer, faults);
    }
}
