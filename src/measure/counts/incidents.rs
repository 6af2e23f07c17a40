//! Emergencies by the month in which they were reported to us; entries of their courses by the month of what happened.

use super::{Adds, Measure, Source, measure, month};
use crate::ledger::Entry;
use crate::measure::Family;
use crate::measure::incidents::entered_late;
use crate::record::Kind;
use crate::record::incident::Incident;
use crate::record::incident_entry::IncidentEntry;
use crate::regulation::world::World;

static INCIDENTS: Measure = measure("incidents", "事件", "incidents");
static ENTRIES: Measure = measure("entries", "过程记录", "entries of courses");
static LATE: Measure = measure("entered_late", "迟记的过程记录", "entries written late");
static REPORTS: Measure = measure("reports", "信息报送", "reports");
static CORRECTIONS: Measure = measure("corrections", "更正", "corrections");

pub(super) static SOURCE: Source =
    Source { family: Family::Incidents, kinds: &[Kind::Incident, Kind::IncidentEntry], adds };

fn adds(entry: &Entry, world: &World<'_>) -> Option<Adds> {
    if let Some(incident) = entry.form::<Incident>() {
        let at = Some(incident.intake.received_at).filter(|at| world.clock.has_come(*at))?;
        return Some(Adds { month: month(at), amounts: vec![(&INCIDENTS, 1)] });
    }
    let one = entry.form::<IncidentEntry>().filter(|one| world.clock.has_come(one.recorded_at))?;
    let amounts = vec![
        (&ENTRIES, 1),
        (&LATE, i64::from(entered_late(one, world))),
        (&REPORTS, i64::from(one.report.is_some())),
        (&CORRECTIONS, i64::from(one.corrects.is_some())),
    ];
    Some(Adds { month: month(one.at), amounts })
}
