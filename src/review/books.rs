//! The accounts of the books whose numbers a change touches, before and after.

use std::collections::BTreeSet;

use super::record::RecordChange;
use crate::measure::books::{Account, Books};
use crate::record::Kind;
use crate::record::id::BookId;
use crate::record::path::Key;
use crate::record::ticket::Ticket;
use crate::regulation::world::World;

/// A book's account before and after.
#[derive(Debug, Clone)]
pub struct BookChange {
    /// Which book.
    pub book: BookId,
    /// Before; absent when it was not issued yet.
    pub before: Option<Account>,
    /// After; absent when it is gone.
    pub after: Option<Account>,
    /// What does not add up afterwards.
    pub odd: Vec<crate::text::Message>,
}

/// The touched books in the order of their ids.
pub(super) fn of(records: &[RecordChange], was: &World<'_>, is: &World<'_>) -> Vec<BookChange> {
    let mut books: BTreeSet<BookId> = BTreeSet::new();
    for record in records {
        match record.key.kind {
            Kind::Book => books.extend(BookId::parse(&record.key.id).ok()),
            Kind::Ticket => {
                let named = |world: &World<'_>| world.records.get::<Ticket>(&record.key).map(|it| it.book.clone());
                books.extend([was, is].into_iter().filter_map(named));
            }
            _ => {}
        }
    }
    let change = |book: BookId| {
        let key = book.key(Kind::Book);
        let ((before, _), (after, odd)) = (account(&key, was), account(&key, is));
        BookChange { book, before, after, odd }
    };
    books.into_iter().map(change).collect()
}

fn account(key: &Key, world: &World<'_>) -> (Option<Account>, Vec<crate::text::Message>) {
    let Some(entry) = world.records.entry(key) else {
        return (None, Vec::new());
    };
    let mut books = Books::new(world.clock.now());
    books.take(&entry, world);
    let odd = books.discrepancies.into_iter().map(|one| one.what).collect();
    (books.accounts.into_iter().next(), odd)
}
