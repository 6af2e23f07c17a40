//! Duty: the time that published rosters plan, by their month; entries of the log, by the month of what happened.

use super::{Adds, Measure, Source, amount, measure, month};
use crate::ledger::Entry;
use crate::measure::Family;
use crate::record::Kind;
use crate::record::duty_log::DutyLog;
use crate::record::duty_roster::DutyRoster;
use crate::regulation::duty::{entered_late, watches};
use crate::regulation::world::World;

static ROSTERS: Measure = measure("rosters", "已公布值班表", "rosters published");
static PLANNED: Measure = measure("planned_minutes", "排班时间合计（分钟）", "time planned, minutes in all");
static ENTRIES: Measure = measure("entries", "值班记录", "entries of the log");
static LATE: Measure = measure("late", "迟记的值班记录", "entries written late");

pub(super) static SOURCE: Source = Source { family: Family::Duty, kinds: &[Kind::DutyRoster, Kind::DutyLog], adds };

fn adds(entry: &Entry, world: &World<'_>) -> Option<Adds> {
    if let Some(roster) = entry.form::<DutyRoster>() {
        roster.published_at().filter(|at| world.clock.has_come(*at))?;
        let seconds: u64 = watches(roster).iter().map(|watch| watch.span.seconds()).sum();
        let amounts = vec![(&ROSTERS, 1), (&PLANNED, amount(seconds / 60))];
        return Some(Adds { month: month(roster.id.starts_at()), amounts });
    }
    let log = &entry.form::<DutyLog>()?.entry;
    let late = i64::from(entered_late(log, &world.policies));
    world
        .clock
        .has_come(log.recorded_at)
        .then(|| Adds { month: month(log.at), amounts: vec![(&ENTRIES, 1), (&LATE, late)] })
}
