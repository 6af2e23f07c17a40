//! Tickets: how many of which state, and the minutes and days that their medians are made of.

use super::{Adds, Measure, Source, amount, measure};
use crate::ledger::Entry;
use crate::measure::Family;
use crate::measure::tickets::{Basis, Scope, Tickets};
use crate::record::Kind;
use crate::regulation::world::World;

static USED: Measure = measure("tickets", "用号数", "tickets used");
static COMPLETED: Measure = measure("completed", "完成", "completed");
static OPEN: Measure = measure("open", "未完成", "open");
static TRANSFERRED: Measure = measure("transferred", "已转入备用单", "transferred");
static VOID: Measure = measure("void", "作废", "void");
static REPAIRS: Measure = measure("repairs", "完成的维修", "repairs completed");
static REPEATS: Measure = measure("repeats", "注明重复维修", "repairs that say they repeat one");
static DELAYED: Measure = measure("delayed", "有延时单", "with a delay slip");
static WAITING: Measure = measure("waiting", "未交办公室", "not at the office");
static RESPONSE: Measure = measure("response_minutes", "响应时间合计（分钟）", "response, minutes in all");
static ARRIVAL: Measure = measure("arrival_minutes", "到场时间合计（分钟）", "arrival, minutes in all");
static REPAIR: Measure = measure("repair_minutes", "维修时间合计（分钟）", "repair, minutes in all");
static RESTORATION: Measure = measure("restoration_minutes", "恢复时间合计（分钟）", "restoration, minutes in all");
static HAND_IN: Measure = measure("hand_in_days", "上交天数合计", "hand-in, days in all");

pub(super) static SOURCE: Source = Source { family: Family::Tickets, kinds: &[Kind::Ticket], adds };

fn adds(entry: &Entry, world: &World<'_>) -> Option<Adds> {
    let scope = Scope { as_of: world.clock.now(), basis: Basis::Received, since: None, until: None };
    let mut tickets = Tickets::new(scope);
    tickets.take(entry, world);
    let (month, one) = tickets.by_month.into_iter().next()?;
    let amounts = vec![
        (&USED, amount(one.tickets)),
        (&COMPLETED, amount(one.completed)),
        (&OPEN, amount(one.open)),
        (&TRANSFERRED, amount(one.transferred)),
        (&VOID, amount(one.void)),
        (&REPAIRS, amount(one.repairs)),
        (&REPEATS, amount(one.repeats)),
        (&DELAYED, amount(one.delayed)),
        (&WAITING, amount(one.waiting)),
        (&RESPONSE, one.response.sum()),
        (&ARRIVAL, one.arrival.sum()),
        (&REPAIR, one.repair.sum()),
        (&RESTORATION, one.restoration.sum()),
        (&HAND_IN, one.hand_in.sum()),
    ];
    Some(Adds { month, amounts })
}
