//! Tickets: opened under the next number of one's own book, handed in, void, or transferred to a spare ticket (T-1 to T-6).

use serde_json::{Value, json};

use super::record::about;
use super::{Desk, DeskError, merge, number, value_of};
use crate::record::Kind;
use crate::record::book::{Book, BookKind};
use crate::record::id::{BookId, FaultReportId, StaffId, TicketId};
use crate::record::instant::Date;
use crate::record::parts::NONE;
use crate::record::ticket::{Informed, Ticket, TicketState};
use crate::regulation::policy::{self, Policies};
use crate::texts;

texts! {
    OPENED: "{kind}: {id} 开单", "{kind}: {id} opened";
    VOIDED: "{kind}: {id} 作废", "{kind}: {id} void";
    TRANSFERRED: "{kind}: {id} 转入 {to}", "{kind}: {id} transferred to {to}";
    AT_FRONT_DESK: "{kind}: {id} 前台签收", "{kind}: {id} at the front desk";
    AT_OFFICE: "{kind}: {id} 办公室接收", "{kind}: {id} at the office";
}

/// Makes a ticket void (T-6).
#[derive(Debug, Clone)]
pub struct Voiding {
    /// The ticket; an unused number must be the next one of its book.
    pub ticket: TicketId,
    /// Why.
    pub reason: String,
    /// The ticket written instead, if there is one.
    pub replaced_by: Option<TicketId>,
}

/// Transfers an open ticket to the next number of a spare book (T-1).
#[derive(Debug, Clone)]
pub struct Transferring {
    /// The ticket.
    pub ticket: TicketId,
    /// The spare book; otherwise one's own, or the newest open one.
    pub spare: Option<BookId>,
    /// The objective reason.
    pub reason: String,
    /// What remains to be done.
    pub remaining_work: String,
    /// When it is expected to be done.
    pub expected_on: Date,
    /// How the client was told.
    pub client_informed: Informed,
}

/// A step on the way in (T-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// 前台签字.
    FrontDesk,
    /// 办公室接收.
    Office,
}

impl Step {
    /// The section of the ticket, which is also the role that signs it.
    pub const fn section(self) -> &'static str {
        match self {
            Self::FrontDesk => "front_desk",
            Self::Office => "office",
        }
    }
}

/// The plies that travel to the front desk and on to the office (reading D1: stub 1, client 2, the way in 3 and 4).
pub const TRAVELLING_PLIES: [u8; 2] = [3, 4];

impl Desk<'_> {
    /// The book that the next ticket of a kind comes from, and its number.
    pub fn next_number(&self, kind: BookKind) -> Result<(Book, TicketId), DeskError> {
        let book = match kind {
            BookKind::Regular => number::own_book(self, kind)?,
            BookKind::Spare => number::spare_book(self)?,
        };
        let ticket = number::next_ticket(self, &book)?;
        Ok((book, ticket))
    }

    /// Opens the next ticket of one's own open book with the members given (at least a `report`); returns its number.
    pub fn open_ticket(&mut self, members: &Value) -> Result<TicketId, DeskError> {
        let (book, ticket) = self.next_number(BookKind::Regular)?;
        self.open_in(&book, &ticket, members)?;
        Ok(ticket)
    }

    /// The ticket that [`Self::open_ticket`] would write, for prompts.
    pub fn ticket_to_open(&self, members: &Value) -> Result<(TicketId, Value), DeskError> {
        let (book, ticket) = self.next_number(BookKind::Regular)?;
        let value = self.filled_ticket(&book, &ticket, members);
        Ok((ticket, value))
    }

    fn filled_ticket(&self, book: &Book, ticket: &TicketId, members: &Value) -> Value {
        let mut value = members.clone();
        merge::merge(&mut value, &json!({ "id": ticket, "book": book.id }));
        self.filled(&ticket.key(Kind::Ticket), &value)
    }

    fn open_in(&mut self, book: &Book, ticket: &TicketId, members: &Value) -> Result<(), DeskError> {
        let value = self.filled_ticket(book, ticket, members);
        if value.get("transferred_from").is_none() {
            self.answer_fault(ticket, &value);
        }
        self.create(ticket.key(Kind::Ticket), value, &OPENED)
    }

    /// Enters a ticket in the fault report it answers; a report that is not there is left to the gate to find.
    fn answer_fault(&mut self, ticket: &TicketId, value: &Value) {
        let named = value.pointer("/report/fault_report").and_then(Value::as_str);
        let Some(key) = named.and_then(|id| FaultReportId::parse(id).ok()).map(|id| id.key(Kind::FaultReport)) else {
            return;
        };
        if let Some(mut report) = self.value(&key)
            && let Some(Value::Array(tickets)) = report.get_mut("tickets")
        {
            tickets.push(json!(ticket));
            self.put(key, report);
        }
    }

    /// Makes a ticket void, all plies marked; sign section `void` as holder next.
    pub fn void(&mut self, order: &Voiding) -> Result<(), DeskError> {
        let key = order.ticket.key(Kind::Ticket);
        let plies: Vec<i64> = (1..=self.plies()?).collect();
        let void = json!({
            "at": self.at, "by": self.by, "reason": order.reason, "plies_marked": plies,
            "replaced_by": order.replaced_by.as_ref().map_or(NONE, TicketId::as_str), "signatures": [],
        });
        if let Some(mut value) = self.value(&key) {
            open_or_refused(&key, &value)?;
            merge::merge(&mut value, &json!({ "state": "void", "void": void }));
            self.put(key.clone(), value);
        } else {
            let book = self.book_of(&order.ticket)?;
            let mut value = super::record::head(&key);
            merge::merge(&mut value, &json!({ "book": book.id, "state": "void", "void": void }));
            self.put(key.clone(), value);
        }
        self.note(about(&VOIDED, &key));
        Ok(())
    }

    /// Transfers an open ticket to a spare one, which is opened with the same report; returns the spare number.
    /// Sign section `transfer` as technician next.
    pub fn transfer(&mut self, order: &Transferring) -> Result<TicketId, DeskError> {
        let key = order.ticket.key(Kind::Ticket);
        let mut value = self.existing(&key)?;
        open_or_refused(&key, &value)?;
        let book = match &order.spare {
            Some(id) => self.read(&id.key(Kind::Book))?,
            None => number::spare_book(self)?,
        };
        let to = number::next_ticket(self, &book)?;
        let mut report = value.get("report").cloned().unwrap_or_default();
        merge::merge(&mut report, &json!({ "opened_at": self.at, "opened_by": self.by }));
        self.open_in(&book, &to, &json!({ "transferred_from": order.ticket, "report": report }))?;
        let transfer = json!({
            "to": to, "at": self.at, "by": self.by, "reason": order.reason, "remaining_work": order.remaining_work,
            "expected_on": order.expected_on.format("%Y-%m-%d").to_string(),
            "client_informed": value_of(&order.client_informed)?, "signatures": [],
        });
        merge::merge(&mut value, &json!({ "state": "transferred", "transfer": transfer }));
        self.put(key.clone(), value);
        self.note(about(&TRANSFERRED, &key).with("to", &to));
        Ok(to)
    }

    /// Writes the receipt of a ticket on its way in; sign the step's section next.
    pub fn hand_in(&mut self, ticket: &TicketId, step: Step, received_by: &StaffId) -> Result<(), DeskError> {
        let key = ticket.key(Kind::Ticket);
        let mut value = self.existing(&key)?;
        let state = value.get("state").and_then(Value::as_str).unwrap_or_default();
        if state != "completed" || value.get(step.section()).is_some() {
            return Err(DeskError::WrongState { key, state: state.to_owned() });
        }
        let receipt = json!({
            "received_by": received_by, "at": self.at, "plies": TRAVELLING_PLIES, "signatures": [],
        });
        merge::merge(&mut value, &json!({ step.section(): receipt }));
        self.put(key.clone(), value);
        self.note(about(if step == Step::FrontDesk { &AT_FRONT_DESK } else { &AT_OFFICE }, &key));
        Ok(())
    }

    /// The book that covers a number: one of its series, the newest first.
    pub fn book_of(&self, ticket: &TicketId) -> Result<Book, DeskError> {
        let mut book = number::last_book(self, ticket.series());
        while let Some(candidate) = book {
            if candidate.covers(ticket) {
                return Ok(candidate);
            }
            if candidate.last_no.number() < ticket.number() {
                break;
            }
            book = BookId::at(ticket.series(), candidate.id.seq().saturating_sub(1))
                .ok()
                .and_then(|id| self.form(&id.key(Kind::Book)));
        }
        Err(DeskError::NoBook(ticket.clone()))
    }

    /// Plies of a ticket today.
    pub(super) fn plies(&self) -> Result<i64, DeskError> {
        let company = self.company()?;
        Ok(Policies::of(Some(&company)).number(&policy::named::ticket_plies, self.at.day()))
    }

    /// The state of a ticket, or nothing for an unused number.
    pub(super) fn ticket_state(&self, ticket: &TicketId) -> Option<TicketState> {
        self.form::<Ticket>(&ticket.key(Kind::Ticket)).map(|ticket| ticket.state)
    }
}

fn open_or_refused(key: &crate::record::path::Key, value: &Value) -> Result<(), DeskError> {
    let state = value.get("state").and_then(Value::as_str).unwrap_or_default();
    if state == "open" { Ok(()) } else { Err(DeskError::WrongState { key: key.clone(), state: state.to_owned() }) }
}
