//! The accounts of the books: every number of every issued book in exactly one state, and where that does not add up.
//!
//! Books are taken one after another with their tickets at their computed paths, so nothing is kept but the accounts
//! and what the lists name. Ticket keys are taken as well, so that a ticket outside every book is found.

use std::collections::BTreeMap;

use crate::ledger::{Entry, Records};
use crate::record::Kind;
use crate::record::book::{Book, BookState};
use crate::record::id::TicketId;
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::obligation::{Obligation, Standing, arising};
use crate::regulation::world::World;
use crate::text::Message;

mod account;
mod partition;

pub use account::{Account, Discrepancy, NumberState, States, StillOpen, Transferred, Unreturned, Voided};
pub use partition::{Coverage, Number, Partition};

crate::texts! {
    COUNT: "张数写为 {count}，起止号共 {numbers} 张", "the count says {count}, the range has {numbers} numbers";
    NOT_JOINED: "起号应接上一本止号 {last}，实为 {first}", "the range must follow {last}, the last number before; it begins at {first}";
    GAP: "{ticket} 已用，而前面的 {unused} 未用 (T-5)", "{ticket} is used while {unused} before it is not (T-5)";
    OTHER_BOOK: "{ticket} 写的本号是 {named}", "{ticket} names the book {named}";
    UNREADABLE: "{ticket} 无法读取", "{ticket} cannot be read";
    OPEN_IN_SETTLED: "本已核销，而 {ticket} 仍未完成", "the book is settled and {ticket} is still open";
    UNLISTED: "核销单未列 {ticket}，其状态为{state}", "the settlement does not list {ticket}, whose state is {state}";
    LISTED_AS: "核销单把 {ticket} 列为{listed}，其状态为{state}", "the settlement lists {ticket} as {listed}, its state is {state}";
    LISTED_TWICE: "核销单两次列出 {ticket}", "the settlement lists {ticket} twice";
    FOREIGN: "核销单列有不属于本册的 {ticket}", "the settlement lists {ticket}, which is not of this book";
    NOT_HANDED: "作废单 {ticket} 未上交 (T-6)", "the void ticket {ticket} was not handed over (T-6)";
    NO_SETTLEMENT: "本已核销而没有核销单", "the book is settled without a settlement";
    STRAY: "{ticket} 不在任何一本之内", "{ticket} lies in no book";
    ONE_SIDED: "{from} 转入 {to}，而 {to} 没有注明转自 {from} (T-1)", "{from} went over to {to}, which does not name it (T-1)";
}

/// The accounts.
#[derive(Debug, Clone)]
pub struct Books {
    /// The moment of the report.
    pub as_of: Instant,
    /// One account a book, in the order of their ids.
    pub accounts: Vec<Account>,
    /// All numbers of all books.
    pub total: States,
    /// All transfers.
    pub transfers: Vec<Transferred>,
    /// All void tickets.
    pub voids: Vec<Voided>,
    /// All open tickets.
    pub open: Vec<StillOpen>,
    /// Books that should have come back.
    pub unreturned: Vec<Unreturned>,
    /// What does not add up; empty when every number is accounted for.
    pub discrepancies: Vec<Discrepancy>,
    /// Every number with its state and record, if they are wanted, in order once finished.
    pub numbers: Option<Vec<Number>>,
    /// The sums that must agree, once finished.
    pub partition: Partition,
    tickets: u64,
    strays: Vec<TicketId>,
}

impl Books {
    /// Nothing taken yet.
    pub const fn new(as_of: Instant) -> Self {
        Self {
            as_of,
            accounts: Vec::new(),
            total: States { unused: 0, open: 0, completed: 0, void: 0, transferred: 0, returned: 0 },
            transfers: Vec::new(),
            voids: Vec::new(),
            open: Vec::new(),
            unreturned: Vec::new(),
            discrepancies: Vec::new(),
            numbers: None,
            partition: Partition { numbers: 0, distinct: 0, stated: 0, used: 0, tickets: 0, outside: 0 },
            tickets: 0,
            strays: Vec::new(),
        }
    }

    /// The same, keeping every number: long where there are many books.
    #[must_use]
    pub fn with_numbers(mut self) -> Self {
        self.numbers = Some(Vec::new());
        self
    }

    /// Takes a record: a book with all its numbers, or a member of staff who may owe one.
    pub fn take(&mut self, entry: &Entry, world: &World<'_>) {
        if let Some(book) = entry.form::<Book>() {
            self.account(&entry.key, book, world.records);
        }
        if matches!(entry.key.kind, Kind::Book | Kind::Staff) {
            let as_of = self.as_of;
            let owed = |it: &Obligation| it.standing(as_of) == Standing::Missing;
            self.unreturned.extend(arising(entry, world).into_iter().filter(owed).map(|it| Unreturned {
                book: it.key,
                holder: it.responsible,
                rule: it.rule,
                due_on: it.window.due_on,
                steps: it.steps,
            }));
        }
    }

    /// Takes the key of a ticket, after all books, in any order.
    pub fn take_ticket(&mut self, ticket: TicketId) {
        self.tickets += 1;
        let (series, number) = (ticket.series(), ticket.number());
        let place = self.accounts.partition_point(|it| (it.first.series(), it.first.number()) <= (series, number));
        let inside = place
            .checked_sub(1)
            .and_then(|place| self.accounts.get(place))
            .is_some_and(|account| account.first.series() == series && number <= account.last.number());
        if !inside {
            self.strays.push(ticket);
        }
    }

    /// Puts the lists in order, once everything has been taken.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.check_chains();
        self.partition = Partition::of(&self.accounts, self.tickets, self.strays.len() as u64);
        if let Some(numbers) = &mut self.numbers {
            numbers.sort_by(|a, b| (a.number.series(), a.number.number()).cmp(&(b.number.series(), b.number.number())));
        }
        for ticket in std::mem::take(&mut self.strays) {
            self.odd(&ticket.key(Kind::Ticket), Message::new(&STRAY).with("ticket", &ticket));
        }
        self.unreturned.sort_by(|a, b| (a.due_on, &a.book, a.rule.id).cmp(&(b.due_on, &b.book, b.rule.id)));
        self.unreturned.dedup_by(|later, first| later.book == first.book);
        self.transfers.sort_by(|a, b| a.from.cmp(&b.from));
        self.discrepancies.sort_by(|a, b| a.record.cmp(&b.record));
        self
    }

    fn odd(&mut self, record: &Key, what: Message) {
        self.discrepancies.push(Discrepancy { record: record.clone(), what });
    }

    fn account(&mut self, key: &Key, book: &Book, records: &Records<'_>) {
        let numbers: Vec<_> = book.numbers().collect();
        if u64::from(book.count) != u64::try_from(numbers.len()).unwrap_or(u64::MAX) {
            self.odd(key, Message::new(&COUNT).with("count", book.count).with("numbers", numbers.len()));
        }
        let listed = self.listed(key, book);
        let mut states = States::default();
        let mut unused: Option<TicketId> = None;
        for number in numbers {
            let returned = listed.get(&number) == Some(&NumberState::Returned);
            let state = self.number(key, book, &number, returned, records);
            states.add(state);
            if let Some(numbers) = &mut self.numbers {
                let record = match state {
                    NumberState::Unused | NumberState::Returned => key.clone(),
                    _ => number.key(Kind::Ticket),
                };
                numbers.push(Number { number: number.clone(), book: book.id.clone(), state, record });
            }
            match (state, &unused) {
                (NumberState::Unused | NumberState::Returned, None) => unused = Some(number.clone()),
                (NumberState::Unused | NumberState::Returned, Some(_)) | (_, None) => {}
                (_, Some(before)) => {
                    self.odd(key, Message::new(&GAP).with("ticket", &number).with("unused", before));
                }
            }
            if book.state == BookState::Settled {
                self.settled_number(key, &number, state, listed.get(&number).copied());
            }
        }
        let settled = book.settlement.as_ref().map(|settlement| (settlement.at, settlement.reason));
        let until = settled.map_or(self.as_of, |(at, _)| at);
        self.total.merge(&states);
        self.accounts.push(Account {
            book: book.id.clone(),
            kind: book.kind,
            state: book.state,
            holder: book.issue.holder.clone(),
            first: book.first_no.clone(),
            last: book.last_no.clone(),
            states,
            issued_at: book.issue.issued_at,
            settled,
            days: days_between(book.issue.issued_at, until),
        });
    }

    /// What the settlement says of each number.
    fn listed(&mut self, key: &Key, book: &Book) -> BTreeMap<TicketId, NumberState> {
        let mut listed = BTreeMap::new();
        let Some(settlement) = &book.settlement else {
            if book.state == BookState::Settled {
                self.odd(key, Message::new(&NO_SETTLEMENT));
            }
            return listed;
        };
        for (list, state) in [
            (&settlement.completed, NumberState::Completed),
            (&settlement.void, NumberState::Void),
            (&settlement.transferred, NumberState::Transferred),
            (&settlement.unused, NumberState::Returned),
        ] {
            for ticket in list {
                if !book.covers(ticket) {
                    self.odd(key, Message::new(&FOREIGN).with("ticket", ticket));
                } else if listed.insert(ticket.clone(), state).is_some() {
                    self.odd(key, Message::new(&LISTED_TWICE).with("ticket", ticket));
                }
            }
        }
        for ticket in settlement.void.iter().filter(|ticket| !settlement.void_handed.contains(ticket)) {
            self.odd(key, Message::new(&NOT_HANDED).with("ticket", ticket));
        }
        listed
    }

    fn settled_number(&mut self, key: &Key, number: &TicketId, state: NumberState, listed: Option<NumberState>) {
        let message = match (listed, state) {
            (_, NumberState::Open) => Message::new(&OPEN_IN_SETTLED),
            (None, _) => Message::new(&UNLISTED),
            (Some(listed), _) if listed != state => Message::new(&LISTED_AS).with_message("listed", listed.name()),
            (Some(_), _) => return,
        };
        self.odd(key, message.with("ticket", number).with_message("state", state.name()));
    }

    fn number(
        &mut self,
        key: &Key,
        book: &Book,
        number: &TicketId,
        returned: bool,
        records: &Records<'_>,
    ) -> NumberState {
        let at = number.key(Kind::Ticket);
        let Some(ticket) = records.get::<Ticket>(&at) else {
            if records.exists(&at) {
                self.odd(&at, Message::new(&UNREADABLE).with("ticket", number));
                return NumberState::Open;
            }
            return if returned { NumberState::Returned } else { NumberState::Unused };
        };
        if ticket.book != book.id {
            self.odd(key, Message::new(&OTHER_BOOK).with("ticket", number).with("named", &ticket.book));
        }
        match ticket.state {
            TicketState::Open => {
                if let Some(report) = &ticket.report {
                    self.open.push(StillOpen {
                        ticket: number.clone(),
                        by: report.opened_by.clone(),
                        opened_at: report.opened_at,
                        promised_by: report.promised_by,
                        days: days_between(report.opened_at, self.as_of),
                    });
                }
                NumberState::Open
            }
            TicketState::Completed => NumberState::Completed,
            TicketState::Void => {
                if let Some(void) = &ticket.void {
                    let handed = book.settlement.as_ref().map(|settlement| settlement.void_handed.contains(number));
                    self.voids.push(Voided {
                        ticket: number.clone(),
                        at: void.at,
                        by: void.by.clone(),
                        reason: void.reason.clone(),
                        handed,
                    });
                }
                NumberState::Void
            }
            TicketState::Transferred => {
                self.transfer(number, &ticket, records);
                NumberState::Transferred
            }
        }
    }

    fn transfer(&mut self, from: &TicketId, ticket: &Ticket, records: &Records<'_>) {
        let Some(transfer) = &ticket.transfer else {
            return;
        };
        let spare = records.get::<Ticket>(&transfer.to.key(Kind::Ticket));
        let paired = spare.is_some_and(|spare| spare.transferred_from.as_ref() == Some(from));
        if !paired {
            let what = Message::new(&ONE_SIDED).with("from", from).with("to", &transfer.to);
            self.odd(&from.key(Kind::Ticket), what);
        }
        self.transfers.push(Transferred {
            from: from.clone(),
            to: transfer.to.clone(),
            at: transfer.at,
            by: transfer.by.clone(),
            reason: transfer.reason.clone(),
            paired,
        });
    }

    /// Books of a series are a chain: each begins where the one before ends.
    fn check_chains(&mut self) {
        self.accounts.sort_by(|a, b| a.book.cmp(&b.book));
        let mut odd = Vec::new();
        let mut before: Option<&Account> = None;
        for account in &self.accounts {
            let last = before.filter(|it| it.book.series() == account.book.series()).map_or(0, |it| it.last.number());
            if account.first.number() != last + 1 {
                let what = Message::new(&NOT_JOINED).with("last", last).with("first", account.first.number());
                odd.push(Discrepancy { record: account.book.key(Kind::Book), what });
            }
            before = Some(account);
        }
        self.discrepancies.extend(odd);
    }
}

fn days_between(from: Instant, to: Instant) -> i64 {
    (to.day() - from.day()).num_days()
}

#[cfg(test)]
mod tests;
