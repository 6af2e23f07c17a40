//! What an account says: the states of the numbers, the lists beside it, and what does not add up.

use crate::record::book::{BookKind, BookState, SettlementReason};
use crate::record::id::{BookId, StaffId, TicketId};
use crate::record::instant::{Date, Instant};
use crate::record::path::Key;
use crate::regulation::obligation::ObligationRule;
use crate::text::Message;

crate::texts! {
    UNUSED: "未使用", "unused";
    OPEN: "未完成", "open";
    COMPLETED: "完成", "completed";
    VOID: "作废", "void";
    TRANSFERRED: "已转入备用单", "transferred";
    RETURNED: "交回未用", "returned";
}

/// The state of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberState {
    /// No ticket has it yet.
    Unused,
    /// Opened, not finished.
    Open,
    /// Done.
    Completed,
    /// Made void.
    Void,
    /// Gone over to a spare ticket.
    Transferred,
    /// Handed back unused.
    Returned,
}

impl NumberState {
    /// Its name.
    pub const fn name(self) -> &'static crate::text::Text {
        match self {
            Self::Unused => &UNUSED,
            Self::Open => &OPEN,
            Self::Completed => &COMPLETED,
            Self::Void => &VOID,
            Self::Transferred => &TRANSFERRED,
            Self::Returned => &RETURNED,
        }
    }
}

/// How many numbers are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct States {
    /// Unused.
    pub unused: u64,
    /// Open.
    pub open: u64,
    /// Completed.
    pub completed: u64,
    /// Void.
    pub void: u64,
    /// Transferred.
    pub transferred: u64,
    /// Returned unused.
    pub returned: u64,
}

impl States {
    /// Adds one number.
    pub fn add(&mut self, state: NumberState) {
        *match state {
            NumberState::Unused => &mut self.unused,
            NumberState::Open => &mut self.open,
            NumberState::Completed => &mut self.completed,
            NumberState::Void => &mut self.void,
            NumberState::Transferred => &mut self.transferred,
            NumberState::Returned => &mut self.returned,
        } += 1;
    }

    /// All numbers.
    pub const fn all(&self) -> u64 {
        self.unused + self.open + self.completed + self.void + self.transferred + self.returned
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.unused += other.unused;
        self.open += other.open;
        self.completed += other.completed;
        self.void += other.void;
        self.transferred += other.transferred;
        self.returned += other.returned;
    }
}

/// The account of one book.
#[derive(Debug, Clone)]
pub struct Account {
    /// Which book.
    pub book: BookId,
    /// Regular or spare.
    pub kind: BookKind,
    /// Issued or settled.
    pub state: BookState,
    /// Who holds or held it.
    pub holder: StaffId,
    /// First number.
    pub first: TicketId,
    /// Last number.
    pub last: TicketId,
    /// Its numbers by state.
    pub states: States,
    /// When it was issued.
    pub issued_at: Instant,
    /// When and why it was settled.
    pub settled: Option<(Instant, SettlementReason)>,
    /// Days from issue to settlement, or to the moment of the report.
    pub days: i64,
}

/// A ticket that went over to a spare one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transferred {
    /// The original number.
    pub from: TicketId,
    /// The spare number.
    pub to: TicketId,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: StaffId,
    /// The objective reason.
    pub reason: String,
    /// Whether the spare ticket names the original too.
    pub paired: bool,
}

/// A void ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voided {
    /// Its number.
    pub ticket: TicketId,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: StaffId,
    /// Why.
    pub reason: String,
    /// Whether finance has it (T-6); not known before the book is settled.
    pub handed: Option<bool>,
}

/// A ticket still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillOpen {
    /// Its number.
    pub ticket: TicketId,
    /// Who opened it.
    pub by: StaffId,
    /// When.
    pub opened_at: Instant,
    /// When it was promised to be done.
    pub promised_by: Instant,
    /// Days since it was opened.
    pub days: i64,
}

/// A book that should have come back.
#[derive(Debug, Clone)]
pub struct Unreturned {
    /// Which book.
    pub book: Key,
    /// Who owes it.
    pub holder: Option<StaffId>,
    /// By which rule.
    pub rule: &'static ObligationRule,
    /// The due day.
    pub due_on: Date,
    /// How the due date came about.
    pub steps: Vec<Message>,
}

/// Something that does not add up.
#[derive(Debug, Clone)]
pub struct Discrepancy {
    /// The record it was found at.
    pub record: Key,
    /// What.
    pub what: Message,
}
