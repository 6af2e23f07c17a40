//! The books of a person, as the register in their staff record lists them.

use crate::ledger::{Form, Records};
use crate::record::Kind;
use crate::record::book::{Book, BookKind};
use crate::record::staff::Staff;

/// The regular book that stands before this one in its holder's register; nothing for the first.
///
/// A book that is not (yet) registered counts as coming after all that are.
pub(super) fn regular_before(records: &Records<'_>, book: &Book) -> Option<Form<Book>> {
    let holder = records.get::<Staff>(&book.issue.holder.key(Kind::Staff))?;
    let place = holder.books.iter().position(|id| *id == book.id).unwrap_or(holder.books.len());
    holder.books[..place]
        .iter()
        .rev()
        .filter_map(|id| records.get::<Book>(&id.key(Kind::Book)))
        .find(|before| before.kind == BookKind::Regular)
}
