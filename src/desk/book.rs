//! Books: issued new for old under the next place of their series, settled by the real states of their numbers (T-1, T-7).

use serde_json::{Value, json};

use super::record::about;
use super::{Desk, DeskError, merge, number, value_of};
use crate::record::Kind;
use crate::record::book::{Book, BookKind, BookState, SettlementReason};
use crate::record::id::{BookId, StaffId, TicketId};
use crate::record::parts::NONE;
use crate::record::staff::Staff;
use crate::record::ticket::TicketState;
use crate::texts;

texts! {
    ISSUED: "{kind}: {id} 发给 {holder}", "{kind}: {id} issued to {holder}";
    SETTLED: "{kind}: {id} 核销", "{kind}: {id} settled";
}

/// Issues a book (T-1).
#[derive(Debug, Clone)]
pub struct Issuing {
    /// To whom.
    pub holder: StaffId,
    /// Regular or spare.
    pub kind: BookKind,
    /// How many tickets.
    pub count: u32,
    /// The series; otherwise the company's first of the kind.
    pub series: Option<String>,
}

/// Takes a book back (T-1, T-7).
#[derive(Debug, Clone)]
pub struct Returning {
    /// Which.
    pub book: BookId,
    /// Why.
    pub reason: SettlementReason,
    /// Who brings it; otherwise its holder.
    pub returned_by: Option<StaffId>,
    /// A remark; 无 if there is none.
    pub remark: Option<String>,
}

impl Desk<'_> {
    /// Issues the next book of a series to a holder and enters it in the holder's register; returns its id.
    ///
    /// A holder's open regular book is settled in the same draft (以旧换新). Sign section `issue` as finance and as
    /// holder next, and `settlement` of the old book likewise.
    pub fn issue_book(&mut self, order: &Issuing) -> Result<BookId, DeskError> {
        let staff_key = order.holder.key(Kind::Staff);
        let staff: Staff = self.read(&staff_key)?;
        let previous = self.exchange(&staff, order.kind)?;
        let series = self.series(order)?;
        let last = number::last_book(self, &series);
        let seq = last.as_ref().map_or(0, |book| book.id.seq()) + 1;
        let first = last.as_ref().map_or(0, |book| book.last_no.number()) + 1;
        let number = |n| TicketId::at(&series, n).map_err(|bad| DeskError::BadKey { kind: Kind::Ticket, id: bad.text });
        let id = BookId::at(&series, seq).map_err(|bad| DeskError::BadKey { kind: Kind::Book, id: bad.text })?;
        let (first_no, last_no) = (number(first)?, number(first.saturating_add(order.count.max(1)) - 1)?);
        let key = id.key(Kind::Book);
        let mut value = super::record::head(&key);
        merge::merge(
            &mut value,
            &json!({
                "kind": order.kind, "first_no": first_no, "last_no": last_no, "count": order.count,
                "plies": self.plies()?,
                "issue": {
                    "holder": order.holder, "department": staff.department, "issued_by": self.by, "issued_at": self.at,
                    "exchanged_for": previous.as_ref().map_or(NONE, BookId::as_str), "signatures": [],
                },
            }),
        );
        self.put(key.clone(), value);
        let mut register = self.existing(&staff_key)?;
        let mut books = staff.books;
        books.push(id.clone());
        merge::merge(&mut register, &json!({ "books": books }));
        self.put(staff_key, register);
        self.note(about(&ISSUED, &key).with("holder", &order.holder));
        Ok(id)
    }

    /// The holder's last regular book, settled in this draft if it is still open; nothing for a spare book.
    fn exchange(&mut self, staff: &Staff, kind: BookKind) -> Result<Option<BookId>, DeskError> {
        if kind == BookKind::Spare {
            return Ok(None);
        }
        let previous = staff
            .books
            .iter()
            .rev()
            .filter_map(|book| self.form::<Book>(&book.key(Kind::Book)))
            .find(|book| book.kind == BookKind::Regular);
        if let Some(open) = previous.as_ref().filter(|book| book.state == BookState::Issued) {
            self.return_book(&Returning {
                book: open.id.clone(),
                reason: SettlementReason::Exchange,
                returned_by: None,
                remark: None,
            })?;
        }
        Ok(previous.map(|book| book.id))
    }

    fn series(&self, order: &Issuing) -> Result<String, DeskError> {
        let company = self.company()?;
        company
            .series
            .iter()
            .find(|series| {
                series.kind == order.kind && order.series.as_ref().is_none_or(|wanted| *wanted == series.code)
            })
            .map(|series| series.code.clone())
            .ok_or(DeskError::NoSeries(order.kind))
    }

    /// Settles a book by what its numbers really are; refused while a ticket of it is open.
    ///
    /// Sign section `settlement` as finance and (unless lost) as holder next.
    pub fn return_book(&mut self, order: &Returning) -> Result<(), DeskError> {
        let key = order.book.key(Kind::Book);
        let book: Book = self.read(&key)?;
        if book.state != BookState::Issued {
            return Err(DeskError::WrongState { key, state: "settled".to_owned() });
        }
        let mut parts: [Vec<TicketId>; 4] = Default::default();
        let [completed, void, transferred, unused] = &mut parts;
        let mut open = Vec::new();
        for ticket in book.numbers() {
            match self.ticket_state(&ticket) {
                Some(TicketState::Completed) => completed.push(ticket),
                Some(TicketState::Void) => void.push(ticket),
                Some(TicketState::Transferred) => transferred.push(ticket),
                Some(TicketState::Open) => open.push(ticket),
                None => unused.push(ticket),
            }
        }
        if !open.is_empty() {
            return Err(DeskError::OpenTickets { book: book.id, open });
        }
        let [completed, void, transferred, unused] = &parts;
        let settlement = json!({
            "reason": value_of(&order.reason)?,
            "returned_by": order.returned_by.as_ref().unwrap_or(&book.issue.holder),
            "received_by": self.by, "at": self.at,
            "completed": completed, "void": void, "transferred": transferred, "unused": unused, "void_handed": void,
            "remark": order.remark.as_deref().unwrap_or(NONE), "signatures": [],
        });
        let mut value: Value = self.existing(&key)?;
        merge::merge(&mut value, &json!({ "state": "settled", "settlement": settlement }));
        self.put(key.clone(), value);
        self.note(about(&SETTLED, &key));
        Ok(())
    }
}
