//! Compensatory rest by the month of the work or of the rest, in minutes.

use super::{Adds, Measure, Source, amount, measure};
use crate::ledger::Entry;
use crate::measure::Family;
use crate::measure::leave::Counting;
use crate::record::Kind;
use crate::regulation::world::World;

static EARNED: Measure = measure("earned", "已确认（分钟）", "confirmed, minutes");
static PENDING: Measure = measure("pending", "待确认（分钟）", "not yet confirmed, minutes");
static USED: Measure = measure("used", "已倒休（分钟）", "taken, minutes");
static PAY_DUE: Measure = measure("pay_due", "须另付工资（分钟）", "pay due besides, minutes");

pub(super) static SOURCE: Source = Source { family: Family::Leave, kinds: &[Kind::RestCredit, Kind::RestUse], adds };

fn adds(entry: &Entry, world: &World<'_>) -> Option<Adds> {
    let mut counting = Counting::new(world.clock.now());
    counting.take(entry);
    let ((_, month), sums) = counting.finish().by_month.into_iter().next()?;
    let amounts = vec![
        (&EARNED, amount(sums.earned())),
        (&PENDING, amount(sums.pending)),
        (&USED, amount(sums.used)),
        (&PAY_DUE, amount(sums.pay_due)),
    ];
    Some(Adds { month, amounts })
}
