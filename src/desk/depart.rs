//! Leaving (T-7): one walk through everything a leaver holds, and one act that hands it back and enters the day.
//!
//! What only people can do (finish or transfer an open ticket, put someone else on the roster) is told all at once;
//! what is bookkeeping (the books settled with their void and unused numbers, the day of leaving) is done in one draft.

use serde_json::{Value, json};

use super::book::Returning;
use super::{Desk, DeskError, merge};
use crate::calendar::end_of;
use crate::record::Kind;
use crate::record::book::{Book, BookState, SettlementReason};
use crate::record::id::{BookId, RosterId, SlipId, StaffId, TicketId};
use crate::record::instant::Date;
use crate::record::spare_loan::{LoanState, SpareLoan};
use crate::record::staff::Staff;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::duty;
use crate::text::Message;
use crate::texts;

texts! {
    LEFT: "staff: {who} {day} 离职", "staff: {who} leaves on {day}";
    OPEN: "维修单 {ticket} 未完成：先完成，或转入备用维修单（weibao transfer {ticket}）",
        "ticket {ticket} is open: complete it, or transfer it to a spare ticket (weibao transfer {ticket})";
    ROSTERED: "{month} 值班表 {from} 至 {to} 仍由此人当班：先调班（weibao edit duty-roster {month}）",
        "the roster of {month} still has the person on duty from {from} until {to}: put someone else (weibao edit duty-roster {month})";
    AT_OFFICE: "维修单 {ticket} 已完成，尚未交到办公室", "ticket {ticket} is completed and has not reached the office";
    LENT: "备品备件借用单 {loan} 尚未归还", "the spare loan {loan} has not been given back";
    RETURNS: "交回 {book}：完成 {completed}，作废 {void}（上交财务），转单 {transferred}，未用 {unused}（{first} 至 {last}）",
        "{book} comes back: {completed} completed, {void} void (handed to finance), {transferred} transferred, {unused} unused ({first} to {last})";
    LEAVES: "{who} 的离职日期记为 {day}", "{who} leaves on {day}";
}

/// Most months of rosters that are looked at: none is published further ahead.
const MONTHS_AHEAD: usize = 12;

/// What a leaving comes to.
#[derive(Debug, Clone, Default)]
pub struct Departure {
    /// What has to be done first, all of it.
    pub first: Vec<Message>,
    /// What does not stop the leaving and should not be forgotten.
    pub remember: Vec<Message>,
    /// What the act does.
    pub does: Vec<Message>,
    /// The books that come back.
    pub books: Vec<BookId>,
}

impl Desk<'_> {
    /// Looks at everything a person holds who leaves at the end of a day; changes nothing.
    pub fn departure(&self, who: &StaffId, on: Date) -> Result<Departure, DeskError> {
        let key = who.key(Kind::Staff);
        let staff: Staff = self.read(&key)?;
        if let Some(left) = staff.left_on {
            return Err(DeskError::WrongState { key, state: left.to_string() });
        }
        let mut found = Departure::default();
        for book in staff.books.iter().filter_map(|book| self.form::<Book>(&book.key(Kind::Book))) {
            if book.state == BookState::Issued && book.issue.holder == *who {
                self.book_of_a_leaver(&book, &mut found);
                found.books.push(book.id);
            }
        }
        self.duty_of_a_leaver(who, on, &mut found);
        found.does.push(Message::new(&LEAVES).with("who", who).with("day", on));
        Ok(found)
    }

    /// Settles the leaver's books and enters the day; sign section `settlement` of each book as finance and holder next.
    pub fn depart(&mut self, who: &StaffId, on: Date, books: &[BookId]) -> Result<(), DeskError> {
        for book in books {
            self.return_book(&Returning {
                book: book.clone(),
                reason: SettlementReason::Leave,
                returned_by: Some(who.clone()),
                remark: None,
            })?;
        }
        let key = who.key(Kind::Staff);
        let mut value: Value = self.existing(&key)?;
        merge::merge(&mut value, &json!({ "left_on": on.format("%Y-%m-%d").to_string() }));
        self.put(key, value);
        self.note(Message::new(&LEFT).with("who", who).with("day", on));
        Ok(())
    }

    fn book_of_a_leaver(&self, book: &Book, found: &mut Departure) {
        let (mut completed, mut void, mut transferred) = (0, 0, 0);
        let mut unused: Vec<TicketId> = Vec::new();
        for number in book.numbers() {
            let Some(ticket) = self.form::<Ticket>(&number.key(Kind::Ticket)) else {
                unused.push(number);
                continue;
            };
            match ticket.state {
                TicketState::Open => found.first.push(Message::new(&OPEN).with("ticket", &number)),
                TicketState::Void => void += 1,
                TicketState::Transferred => transferred += 1,
                TicketState::Completed => {
                    completed += 1;
                    if ticket.office.is_none() {
                        found.remember.push(Message::new(&AT_OFFICE).with("ticket", &number));
                    }
                }
            }
            self.loans_of(&number, found);
        }
        let end = |number: Option<&TicketId>| number.map_or_else(|| "—".to_owned(), ToString::to_string);
        let returns = Message::new(&RETURNS)
            .with("book", &book.id)
            .with("completed", completed)
            .with("void", void)
            .with("transferred", transferred)
            .with("unused", unused.len())
            .with("first", end(unused.first()))
            .with("last", end(unused.last()));
        found.does.push(returns);
    }

    fn loans_of(&self, ticket: &TicketId, found: &mut Departure) {
        let slips = (1..=9).map_while(|n| SlipId::parse(&format!("{ticket}-{n}")).ok());
        let loans = slips.map_while(|slip| self.form::<SpareLoan>(&slip.key(Kind::SpareLoan)));
        let out = loans.filter(|loan| loan.state == LoanState::Lent);
        found.remember.extend(out.map(|loan| Message::new(&LENT).with("loan", &loan.id)));
    }

    /// The published watches after the day that still name the person.
    fn duty_of_a_leaver(&self, who: &StaffId, on: Date, found: &mut Departure) {
        let first = RosterId::of(on);
        let before = first.as_ref().and_then(RosterId::previous);
        let months = std::iter::successors(first, RosterId::next).take(MONTHS_AHEAD);
        let rosters = before.into_iter().chain(months).filter_map(|month| duty::published(self.records, &month));
        for watch in rosters.flat_map(|roster| duty::watches(&roster)) {
            if watch.span.to > end_of(on) && watch.people().contains(who) {
                let rostered = Message::new(&ROSTERED)
                    .with("month", &watch.roster)
                    .with("from", watch.span.from)
                    .with("to", watch.span.to);
                found.first.push(rostered);
            }
        }
    }
}
