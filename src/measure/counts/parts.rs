//! Spares by the month of lending, parts by the month of the work that put them in.

use super::{Adds, Measure, Source, amount, measure};
use crate::ledger::Entry;
use crate::measure::Family;
use crate::measure::parts::{Figures, KINDS, Scope};
use crate::regulation::world::World;

static LENT: Measure = measure("loans", "借出", "spares lent");
static OUT: Measure = measure("out", "在借未到期", "out and not yet due");
static OVERDUE: Measure = measure("overdue", "逾期未还", "overdue");
static RETURNED: Measure = measure("returned", "按期归还", "returned in time");
static RETURNED_LATE: Measure = measure("returned_late", "逾期归还", "returned late");
static CONVERTED: Measure = measure("converted", "转售或转保修更换", "sold or turned into a replacement");
static LOST: Measure = measure("lost", "丢失", "lost");
static DAMAGED: Measure = measure("damaged", "归还时损坏", "came back damaged");
static SOLD: Measure = measure("sold_cents", "转售金额（分）", "sold for, cents");
static PIECES: Measure = measure("pieces", "更换件数", "pieces put in");
static IN_WARRANTY: Measure = measure("in_warranty", "保修期内件数", "pieces within warranty");
static CHARGED: Measure = measure("charged", "收费件数", "pieces charged");
static FAILED: Measure = measure("failed", "测试不合格件数", "pieces whose test failed");
static CHARGE: Measure = measure("charge_cents", "更换件收费（分）", "charged for parts, cents");

pub(super) static SOURCE: Source = Source { family: Family::Parts, kinds: KINDS, adds };

fn adds(entry: &Entry, world: &World<'_>) -> Option<Adds> {
    let mut figures = Figures::new(Scope { as_of: world.clock.now(), since: None, until: None });
    figures.take(entry, world);
    let (loans, parts) = (figures.loans, figures.parts);
    let month = figures.loans_by_month.into_keys().chain(figures.parts_by_month.into_keys()).next()?;
    let amounts = vec![
        (&LENT, amount(loans.all())),
        (&OUT, amount(loans.out)),
        (&OVERDUE, amount(loans.overdue)),
        (&RETURNED, amount(loans.returned)),
        (&RETURNED_LATE, amount(loans.returned_late)),
        (&CONVERTED, amount(loans.converted)),
        (&LOST, amount(loans.lost)),
        (&DAMAGED, amount(loans.damaged)),
        (&SOLD, loans.sold_cents),
        (&PIECES, amount(parts.all())),
        (&IN_WARRANTY, amount(parts.in_warranty)),
        (&CHARGED, amount(parts.charged)),
        (&FAILED, amount(parts.failed)),
        (&CHARGE, parts.charge_cents),
    ];
    Some(Adds { month, amounts })
}
