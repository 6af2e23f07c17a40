//! What can go wrong at the desk before anything is judged. Words for people are made in `cli`.

use crate::record::Kind;
use crate::record::book::BookKind;
use crate::record::id::{BookId, StaffId, TicketId};
use crate::record::path::Key;

/// An act that cannot be done as asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The record is not there, or its bytes are no record.
    #[error("{0} is not there")]
    NotThere(Key),
    /// A record is already there.
    #[error("{0} is already there")]
    AlreadyThere(Key),
    /// The text is no key of the kind.
    #[error("`{id}` is no key of kind {kind}")]
    BadKey {
        /// The kind.
        kind: Kind,
        /// What was given.
        id: String,
    },
    /// The key cannot be derived because a member is missing.
    #[error("the key of a new {kind} needs `{member}`")]
    KeyNeeds {
        /// The kind.
        kind: Kind,
        /// The member, dotted.
        member: &'static str,
    },
    /// Every number of the kind that this anchor allows is used.
    #[error("no number is left for another {kind}")]
    NumbersUsedUp {
        /// The kind.
        kind: Kind,
    },
    /// The record's members do not make a form yet.
    #[error("{key} is not complete enough for this")]
    NotAForm {
        /// Which record.
        key: Key,
        /// What is missing or wrong.
        source: serde_json::Error,
    },
    /// Something handed in cannot be written as JSON.
    #[error("a value cannot be written as JSON")]
    NotJson(#[source] serde_json::Error),
    /// A record or a section must be an object.
    #[error("`{0}` must be an object")]
    NotAnObject(String),
    /// A path leads through something that has no members.
    #[error("`{0}` leads nowhere: a part of it is neither object nor list")]
    BadPath(String),
    /// The company has no series of this kind.
    #[error("the company record names no series of {0:?} books")]
    NoSeries(BookKind),
    /// The person has no open book.
    #[error("{holder} holds no open {kind:?} book")]
    NoOpenBook {
        /// The person.
        holder: StaffId,
        /// The kind of book.
        kind: BookKind,
    },
    /// Every number of the book is used.
    #[error("every number of book {0} is used")]
    BookUsedUp(BookId),
    /// The ticket lies in no book.
    #[error("no issued book covers {0}")]
    NoBook(TicketId),
    /// The record's state does not allow the act.
    #[error("{key} is {state}")]
    WrongState {
        /// Which record.
        key: Key,
        /// Its state.
        state: String,
    },
    /// Tickets of a book are still open, so it cannot be settled.
    #[error("tickets of book {book} are still open: {}", list(.open))]
    OpenTickets {
        /// The book.
        book: BookId,
        /// The open tickets.
        open: Vec<TicketId>,
    },
    /// The record has no such section.
    #[error("{key} has no section `{section}`")]
    NoSection {
        /// Which record.
        key: Key,
        /// The section.
        section: String,
    },
    /// The file's name cannot end an attachment's name.
    #[error("`{0}` cannot be attached: png, jpg, pdf, svg, txt and md can")]
    BadAttachment(String),
    /// `ssh-keygen` could not sign.
    #[error("signing failed")]
    Keygen(#[from] super::keygen::KeygenError),
    /// The place could not be read.
    #[error("the records cannot be read")]
    Unreadable(#[source] crate::ledger::Unreadable),
}

fn list(tickets: &[TicketId]) -> String {
    tickets.iter().map(TicketId::as_str).collect::<Vec<_>>().join(", ")
}
