//! Books by the month of their issue. The states of their numbers are their tickets', and counted with these.

use super::{Adds, Measure, Source, measure, month};
use crate::ledger::Entry;
use crate::measure::Family;
use crate::record::Kind;
use crate::record::book::Book;
use crate::regulation::world::World;

static BOOKS: Measure = measure("books", "发放的本", "books issued");
static NUMBERS: Measure = measure("numbers", "发放的号码", "numbers issued");
static SETTLED: Measure = measure("settled", "其中已核销的本", "of these, settled");

pub(super) static SOURCE: Source = Source { family: Family::Books, kinds: &[Kind::Book], adds };

fn adds(entry: &Entry, world: &World<'_>) -> Option<Adds> {
    let book = entry.form::<Book>().filter(|book| world.clock.has_come(book.issue.issued_at))?;
    let settled = book.settlement.as_ref().is_some_and(|settlement| world.clock.has_come(settlement.at));
    let numbers = i64::try_from(book.numbers().count()).unwrap_or(i64::MAX);
    let amounts = vec![(&BOOKS, 1), (&NUMBERS, numbers), (&SETTLED, i64::from(settled))];
    Some(Adds { month: month(book.issue.issued_at), amounts })
}
