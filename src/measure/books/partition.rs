//! The proof behind the accounts: that the numbers of all books fall apart into their states without rest or overlap, and
//! that no ticket lies outside; and the same from the names alone, cheap enough to stand beside every callback rate.

use std::collections::BTreeMap;

use super::Account;
use super::account::NumberState;
use crate::record::id::{BookId, TicketId};
use crate::record::path::Key;

/// One number, its one state, and the record that says so: the ticket, or the book of a number without a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub number: TicketId,
    /// The book.
    pub book: BookId,
    /// The state.
    pub state: NumberState,
    /// The record.
    pub record: Key,
}

/// The sums that must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Partition {
    /// Numbers by the ranges of the books, each book by itself.
    pub numbers: u64,
    /// Numbers that lie in any range, each counted once.
    pub distinct: u64,
    /// Numbers by the states they were found in.
    pub stated: u64,
    /// Of those, the ones that a ticket has.
    pub used: u64,
    /// Tickets among the records.
    pub tickets: u64,
    /// Tickets outside every book.
    pub outside: u64,
}

impl Partition {
    /// Whether every number is in exactly one state, and every ticket in exactly one book.
    pub const fn holds(&self) -> bool {
        self.numbers == self.distinct && self.stated == self.numbers && self.used == self.tickets && self.outside == 0
    }

    pub(super) fn of(accounts: &[Account], tickets: u64, outside: u64) -> Self {
        let mut coverage = Coverage::default();
        let mut sums = Self { tickets, outside, ..Self::default() };
        for account in accounts {
            coverage.take_book(&account.first, &account.last);
            let states = &account.states;
            sums.stated += states.all();
            sums.used += states.open + states.completed + states.void + states.transferred;
        }
        Self { numbers: coverage.numbers, distinct: coverage.distinct(), ..sums }
    }
}

/// What the names of books and tickets alone say: every ticket in one book, and none left out below the last one used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many books.
    pub books: u64,
    /// How many numbers they have.
    pub numbers: u64,
    /// How many tickets lie in them.
    pub used: u64,
    /// How many tickets lie in no book.
    pub outside: u64,
    /// By series and first number: the last number, the highest used, and how many are used.
    spans: BTreeMap<(String, u32), (u32, u32, u64)>,
}

impl Coverage {
    /// Takes a book by its first and last number; all books before any ticket.
    pub fn take_book(&mut self, first: &TicketId, last: &TicketId) {
        self.books += 1;
        self.numbers += u64::from((last.number() + 1).saturating_sub(first.number()));
        let span = self.spans.entry((first.series().to_owned(), first.number())).or_insert((last.number(), 0, 0));
        span.0 = span.0.max(last.number());
    }

    /// Takes a ticket.
    pub fn take_ticket(&mut self, ticket: &TicketId) {
        let (series, number) = (ticket.series().to_owned(), ticket.number());
        let span = self.spans.range_mut(..=(series.clone(), number)).next_back();
        match span {
            Some(((of, _), (last, highest, used))) if *of == series && number <= *last => {
                self.used += 1;
                *used += 1;
                *highest = number.max(*highest);
            }
            _ => self.outside += 1,
        }
    }

    /// Numbers that lie in any range, each once.
    pub fn distinct(&self) -> u64 {
        let mut distinct = 0;
        let mut reached: Option<(&str, u32)> = None;
        for ((series, first), (last, _, _)) in &self.spans {
            let from = match reached {
                Some((of, to)) if of == series => (*first).max(to + 1),
                _ => *first,
            };
            distinct += u64::from((last + 1).saturating_sub(from));
            let to = reached.filter(|(of, _)| of == series).map_or(*last, |(_, to)| to.max(*last));
            reached = Some((series, to));
        }
        distinct
    }

    /// Numbers without a ticket below one that is used (T-5).
    pub fn skipped(&self) -> u64 {
        let skipped = |(_, first): &(String, u32), highest: u32, used: u64| {
            u64::from((highest + 1).saturating_sub(*first)).saturating_sub(used)
        };
        self.spans.iter().map(|(at, (_, highest, used))| skipped(at, *highest, *used)).sum()
    }

    /// Whether no ticket can be missing: ranges apart, tickets in them, none skipped.
    pub fn holds(&self) -> bool {
        self.outside == 0 && self.distinct() == self.numbers && self.skipped() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(number: u32) -> TicketId {
        TicketId::at("WX", number).unwrap()
    }

    fn covered(books: &[(u32, u32)], tickets: &[u32]) -> Coverage {
        let mut coverage = Coverage::default();
        for (first, last) in books {
            coverage.take_book(&ticket(*first), &ticket(*last));
        }
        for number in tickets {
            coverage.take_ticket(&ticket(*number));
        }
        coverage
    }

    #[test]
    fn books_side_by_side_with_tickets_in_sequence_hold() {
        let coverage = covered(&[(1, 50), (51, 100)], &[1, 2, 51]);
        assert_eq!((coverage.numbers, coverage.used, coverage.holds()), (100, 3, true));
    }

    #[test]
    fn a_skipped_number_a_stray_ticket_and_an_overlap_do_not_hold() {
        assert_eq!(covered(&[(1, 50)], &[1, 3]).skipped(), 1);
        assert!(!covered(&[(1, 50)], &[1, 3]).holds());
        assert!(!covered(&[(1, 50)], &[1, 51]).holds());
        let overlapping = covered(&[(1, 50), (41, 90)], &[1]);
        assert_eq!((overlapping.numbers, overlapping.distinct(), overlapping.holds()), (100, 90, false));
    }
}
