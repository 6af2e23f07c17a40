//! Leaving (T-7): everything a leaver holds, and the acts that hand it on or back and enter the day.
//!
//! Open tickets go on under spare tickets ([`Desk::transfer`]), watches and spare loans to a named person, sites to
//! another caller; the books are settled with their void and unused numbers, and the day of leaving is entered.
//! Each is an act of its own, for each is another person's to do; the command line strings them together.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::book::Returning;
use super::{Desk, DeskError, merge, number};
use crate::calendar::end_of;
use crate::record::Kind;
use crate::record::book::{Book, BookKind, BookState, SettlementReason};
use crate::record::duty_roster::DutyRoster;
use crate::record::id::{BookId, RosterId, SiteId, SlipId, StaffId, TicketId};
use crate::record::instant::Date;
use crate::record::parts::NONE;
use crate::record::path::Key;
use crate::record::spare_loan::{LoanState, SpareLoan};
use crate::record::staff::Staff;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::duty::{self, Watch};
use crate::text::Message;
use crate::texts;

texts! {
    LEFT: "staff: {who} {day} 离职", "staff: {who} leaves on {day}";
    COVERED: "duty-roster: {month} {who} 的班由 {to} 接", "duty-roster: {month} {to} takes the watches of {who}";
    LOAN: "spare-loan: {loan} 由 {to} 接手", "spare-loan: {loan} taken over by {to}";
    CALLED: "site: {site} 由 {to} 回访", "site: {site} called back by {to}";
    AT_OFFICE: "维修单 {ticket} 已完成，尚未交到办公室", "ticket {ticket} is completed and has not reached the office";
    RETURNS: "交回 {book}：完成 {completed}，作废 {void}（上交财务），转单 {transferred}，未用 {unused}（{first} 至 {last}）",
        "{book} comes back: {completed} completed, {void} void (handed to finance), {transferred} transferred, {unused} unused ({first} to {last})";
    LEAVES: "{who} 的离职日期记为 {day}", "{who} leaves on {day}";
}

/// Most months of rosters that are looked at: none is published further ahead.
const MONTHS_AHEAD: usize = 12;

/// Most tickets that a transferred one is followed through.
const LONGEST_CHAIN: usize = 20;

/// What a leaver holds.
#[derive(Debug, Clone, Default)]
pub struct Departure {
    /// Tickets still open: those of the leaver's books, and spare tickets of other books that the leaver took over.
    pub open: Vec<TicketId>,
    /// Spares still lent to the leaver.
    pub loans: Vec<SlipId>,
    /// Published watches after the day that still name the leaver.
    pub watches: Vec<Watch>,
    /// What does not stop the leaving and should not be forgotten.
    pub remember: Vec<Message>,
    /// The books that come back.
    pub books: Vec<BookId>,
}

/// Puts someone else on the watches of a leaver (D-1).
#[derive(Debug, Clone)]
pub struct Covering {
    /// Who leaves.
    pub who: StaffId,
    /// The last day.
    pub on: Date,
    /// Who takes the watches.
    pub to: StaffId,
    /// Why, as the roster prints it.
    pub reason: String,
}

/// Hands spare loans of a leaver over (M-3).
#[derive(Debug, Clone)]
pub struct LoanHandover {
    /// Who leaves.
    pub who: StaffId,
    /// Who takes them.
    pub to: StaffId,
    /// Why.
    pub reason: String,
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
                found.books.push(book.id.clone());
            }
            self.tickets_of_a_leaver(&book, who, &mut found);
        }
        found.watches = self.watches_after(who, on);
        Ok(found)
    }

    /// What will be done with the books as they stand now, and that the day will be entered.
    pub fn departing(&self, who: &StaffId, on: Date, books: &[BookId]) -> Vec<Message> {
        let books = books.iter().filter_map(|book| self.form::<Book>(&book.key(Kind::Book)));
        let mut does: Vec<Message> = books.map(|book| self.coming_back(&book)).collect();
        does.push(Message::new(&LEAVES).with("who", who).with("day", on));
        does
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

    /// Puts someone else on every published watch after the day; returns the rosters, whose new sections
    /// `changes/N` are to be signed as supervisor next.
    pub fn cover_watches(&mut self, order: &Covering, watches: &[Watch]) -> Result<Vec<Key>, DeskError> {
        let mut keys: Vec<Key> = watches.iter().map(|watch| watch.roster.key(Kind::DutyRoster)).collect();
        keys.dedup();
        for watch in watches {
            let key = watch.roster.key(Kind::DutyRoster);
            let mut value = self.existing(&key)?;
            let roster: DutyRoster = self.read(&key)?;
            let entry = format!("changes.{}", roster.changes.len());
            merge::set(&mut value, &entry, change_for(watch, order))?;
            self.put(key, value);
        }
        for key in &keys {
            let covered = Message::new(&COVERED).with("month", &key.id).with("who", &order.who).with("to", &order.to);
            self.note(covered);
        }
        Ok(keys)
    }

    /// Hands loans over; returns them, whose new sections `handovers/N` the one who takes them signs as holder next.
    pub fn hand_over_loans(&mut self, order: &LoanHandover, loans: &[SlipId]) -> Result<Vec<Key>, DeskError> {
        let mut keys = Vec::new();
        for loan in loans {
            let key = loan.key(Kind::SpareLoan);
            let mut value = self.existing(&key)?;
            let form: SpareLoan = self.read(&key)?;
            let handover = json!({
                "at": self.at, "from": order.who, "to": order.to, "reason": order.reason, "signatures": [],
            });
            merge::set(&mut value, &format!("handovers.{}", form.handovers.len()), handover)?;
            self.put(key.clone(), value);
            self.note(Message::new(&LOAN).with("loan", loan).with("to", &order.to));
            keys.push(key);
        }
        Ok(keys)
    }

    /// Names another caller for sites.
    pub fn call_sites(&mut self, sites: &[SiteId], to: &StaffId) -> Result<Vec<Key>, DeskError> {
        let mut keys = Vec::new();
        for site in sites {
            let key = site.key(Kind::Site);
            let mut value = self.existing(&key)?;
            merge::merge(&mut value, &json!({ "callback_by": to }));
            self.put(key.clone(), value);
            self.note(Message::new(&CALLED).with("site", site).with("to", to));
            keys.push(key);
        }
        Ok(keys)
    }

    /// The open spare book that takes a leaver's tickets: the successor's own, else the newest of the company that has
    /// numbers left and is not the leaver's, whose books come back.
    pub fn spare_for(&self, leaver: &StaffId) -> Result<BookId, DeskError> {
        let takes = |book: &Book| {
            let open = book.kind == BookKind::Spare && book.state == BookState::Issued;
            open && book.issue.holder != *leaver && number::next_ticket(self, book).is_ok()
        };
        number::spare_book_that(self, takes).map(|book| book.id)
    }

    /// The open tickets of a book, the spare ones that its transferred tickets led to, and what is lent under them.
    fn tickets_of_a_leaver(&self, book: &Book, who: &StaffId, found: &mut Departure) {
        let issued = book.state == BookState::Issued && book.issue.holder == *who;
        for number in book.numbers() {
            let Some(ticket) = self.form::<Ticket>(&number.key(Kind::Ticket)) else {
                continue;
            };
            match ticket.state {
                TicketState::Open if issued => add(&mut found.open, number.clone()),
                TicketState::Completed if issued && ticket.office.is_none() => {
                    found.remember.push(Message::new(&AT_OFFICE).with("ticket", &number));
                }
                TicketState::Transferred => {
                    if let Some(last) = self.end_of_chain(&ticket)
                        && last.state == TicketState::Open
                        && last.report.as_ref().is_some_and(|report| report.opened_by == *who)
                    {
                        if last.book != book.id {
                            self.loans_of(&last.id, who, found);
                        }
                        add(&mut found.open, last.id);
                    }
                }
                _ => {}
            }
            self.loans_of(&number, who, found);
        }
    }

    /// The ticket that a transferred one ends in.
    fn end_of_chain(&self, ticket: &Ticket) -> Option<Ticket> {
        let mut ticket = ticket.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(transfer) = &ticket.transfer else {
                return Some(ticket);
            };
            ticket = self.form::<Ticket>(&transfer.to.key(Kind::Ticket))?;
        }
        None
    }

    fn coming_back(&self, book: &Book) -> Message {
        let (mut completed, mut void, mut transferred) = (0, 0, 0);
        let mut unused: Vec<TicketId> = Vec::new();
        for number in book.numbers() {
            match self.ticket_state(&number) {
                Some(TicketState::Completed) => completed += 1,
                Some(TicketState::Void) => void += 1,
                Some(TicketState::Transferred) => transferred += 1,
                Some(TicketState::Open) => {}
                None => unused.push(number),
            }
        }
        let end = |number: Option<&TicketId>| number.map_or_else(|| "—".to_owned(), ToString::to_string);
        Message::new(&RETURNS)
            .with("book", &book.id)
            .with("completed", completed)
            .with("void", void)
            .with("transferred", transferred)
            .with("unused", unused.len())
            .with("first", end(unused.first()))
            .with("last", end(unused.last()))
    }

    fn loans_of(&self, ticket: &TicketId, who: &StaffId, found: &mut Departure) {
        let slips = (1..=9).map_while(|n| SlipId::parse(&format!("{ticket}-{n}")).ok());
        let loans = slips.map_while(|slip| self.form::<SpareLoan>(&slip.key(Kind::SpareLoan)));
        let out = loans.filter(|loan| loan.state == LoanState::Lent && loan.holder() == who);
        for loan in out {
            add(&mut found.loans, loan.id);
        }
    }

    /// The published watches after the day that still name the person.
    fn watches_after(&self, who: &StaffId, on: Date) -> Vec<Watch> {
        let first = RosterId::of(on);
        let before = first.as_ref().and_then(RosterId::previous);
        let months = std::iter::successors(first, RosterId::next).take(MONTHS_AHEAD);
        let rosters = before.into_iter().chain(months).filter_map(|month| duty::published(self.records, &month));
        rosters
            .flat_map(|roster| duty::watches(&roster))
            .filter(|watch| watch.span.to > end_of(on) && watch.people().contains(who))
            .collect()
    }
}

/// Puts something on a list once.
fn add<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}

/// The change that puts someone else in a leaver's place for what of a watch lies after the last day.
fn change_for(watch: &Watch, order: &Covering) -> Value {
    let instead = |person: &StaffId| if *person == order.who { order.to.clone() } else { person.clone() };
    let leader = watch.leader.as_ref().map_or_else(|| order.to.clone(), instead);
    let mut seen = BTreeSet::new();
    let members: Vec<StaffId> = watch.members.iter().map(instead).filter(|one| seen.insert(one.clone())).collect();
    let backup = watch.backup.as_ref().map(instead).filter(|backup| !members.contains(backup));
    json!({
        "starts_at": watch.span.from.max(end_of(order.on)), "ends_at": watch.span.to,
        "leader": leader, "members": members, "phone": watch.phone,
        "backup": backup.as_ref().map_or(NONE, StaffId::as_str),
        "reason": order.reason, "signatures": [],
    })
}
