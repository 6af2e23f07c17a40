//! Books of tickets: issued by finance, used number by number, exchanged when used up, handed back by a leaver (T-1, T-5 to T-7).

use std::collections::{BTreeMap, BTreeSet};

use super::act;
use super::cast::Who;
use super::days;
use super::duty;
use super::paper::Paper;
use super::story::Story;
use super::truth::{BookAccount, Departure};
use super::{Fault, Options, repairs, setbacks};
use crate::record::Kind;
use crate::record::book::{Book, BookKind, BookState, Issue, Settlement, SettlementReason};
use crate::record::id::{BookId, TicketId};
use crate::record::instant::Instant;
use crate::record::parts::{OrNone, Role};

/// Series of the regular books.
pub const REGULAR: &str = "WX";
/// Series of the spare books.
pub const SPARE: &str = "BY";

/// A book as the story remembers it.
#[derive(Debug)]
pub struct Volume {
    /// Id.
    pub id: BookId,
    /// Who holds it.
    pub holder: Who,
    /// Whether its tickets take over transferred ones.
    pub kind: BookKind,
    paper: Option<Paper>,
    first: u32,
    last: u32,
    next: u32,
    open: BTreeSet<u32>,
    completed: Vec<TicketId>,
    void: Vec<TicketId>,
    transferred: Vec<TicketId>,
    account: Option<BookAccount>,
}

/// How a number came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// 完成.
    Completed,
    /// 作废.
    Void,
    /// 已转入备用单.
    Transferred,
}

/// All books.
#[derive(Debug)]
pub struct Shelf {
    volumes: Vec<Volume>,
    regular: BTreeMap<Who, usize>,
    spare: Option<usize>,
    next: BTreeMap<&'static str, (u32, u32)>,
    turn: usize,
    leaver: Option<Who>,
    size: u32,
}

impl Shelf {
    /// An empty shelf; books are sized so that a technician uses up several a year.
    pub fn new(options: &Options) -> Self {
        let tickets = options.sites * options.years * 2;
        let each = tickets / u32::try_from(options.technicians.max(1)).unwrap_or(1);
        Self {
            volumes: Vec::new(),
            regular: BTreeMap::new(),
            spare: None,
            next: BTreeMap::from([(REGULAR, (1, 1)), (SPARE, (1, 1))]),
            turn: 0,
            leaver: None,
            size: (each / 4 / 5 * 5).clamp(5, 200),
        }
    }

    /// Whether someone is about to leave and gets no new work.
    pub fn leaves(&self, who: Who) -> bool {
        self.leaver == Some(who)
    }

    fn has_numbers(&self, who: Who) -> bool {
        self.regular.get(&who).is_some_and(|place| self.volumes[*place].next <= self.volumes[*place].last)
    }

    /// The next technician in turn who has a number to write on.
    pub fn in_turn(&mut self, technicians: &[Who]) -> Option<Who> {
        let found = (0..technicians.len())
            .map(|step| (self.turn + step) % technicians.len())
            .find(|place| !self.leaves(technicians[*place]) && self.has_numbers(technicians[*place]))?;
        self.turn = found + 1;
        Some(technicians[found])
    }

    /// Takes the next number of someone's regular book; nothing if there is none left.
    pub fn take(&mut self, who: Who) -> Result<Option<(BookId, TicketId)>, Fault> {
        match self.regular.get(&who) {
            Some(place) => self.volumes[*place].take(),
            None => Ok(None),
        }
    }

    /// Takes the next number of the spare book.
    pub fn take_spare(&mut self) -> Result<Option<(BookId, TicketId)>, Fault> {
        match self.spare {
            Some(place) => self.volumes[place].take(),
            None => Ok(None),
        }
    }

    /// The accounts of all books.
    pub fn accounts(&self, story: &Story<'_>) -> Vec<BookAccount> {
        self.volumes.iter().map(|volume| volume.account(story)).collect()
    }
}

impl Volume {
    fn take(&mut self) -> Result<Option<(BookId, TicketId)>, Fault> {
        if self.next > self.last {
            return Ok(None);
        }
        let number = self.next;
        self.next += 1;
        self.open.insert(number);
        Ok(Some((self.id.clone(), TicketId::at(self.id.series(), number)?)))
    }

    /// What a leaver brings back with this book: its void and its unused numbers.
    fn departure(&self) -> Departure {
        Departure {
            book: self.id.to_string(),
            void: self.void.iter().map(ToString::to_string).collect(),
            unused: (self.next..=self.last)
                .filter_map(|number| TicketId::at(self.id.series(), number).ok())
                .map(|ticket| ticket.to_string())
                .collect(),
            ..Departure::default()
        }
    }

    fn account(&self, story: &Story<'_>) -> BookAccount {
        let count = |list: &[TicketId]| u32::try_from(list.len()).unwrap_or(0);
        self.account.clone().unwrap_or_else(|| BookAccount {
            book: self.id.to_string(),
            holder: story.person(self.holder).id.to_string(),
            state: "issued",
            count: self.last + 1 - self.first,
            completed: count(&self.completed),
            void: count(&self.void),
            transferred: count(&self.transferred),
            open: u32::try_from(self.open.len()).unwrap_or(0),
            unused: self.last + 1 - self.next,
            returned: 0,
        })
    }
}

/// The first books: a spare one for the front desk, a regular one for each technician.
pub fn first_books(story: &mut Story<'_>) -> Result<(), Fault> {
    let desk = story.cast.front_desk[0];
    let (kind, size) = (BookKind::Spare, story.shelf.size.max(10));
    let papers = issue(story, desk, kind, size, OrNone::Nothing)?;
    enter_issue(story, papers)?;
    for (n, who) in (1..).zip(story.cast.technicians.clone()) {
        let when = story.now.plus_minutes(4 * n);
        story.at(when, move |story| {
            let papers = issue(story, who, BookKind::Regular, story.shelf.size, OrNone::Nothing)?;
            enter_issue(story, papers)
        });
    }
    Ok(())
}

fn enter_issue(story: &mut Story<'_>, papers: Vec<Paper>) -> Result<(), Fault> {
    let finance = story.cast.finance;
    story.enter(finance, &act::ISSUED, papers)
}

/// Issues a book: its own paper and its holder's, not yet entered.
fn issue(
    story: &mut Story<'_>,
    holder: Who,
    kind: BookKind,
    size: u32,
    exchanged_for: OrNone<BookId>,
) -> Result<Vec<Paper>, Fault> {
    let series = if kind == BookKind::Regular { REGULAR } else { SPARE };
    let (seq, first) = story.shelf.next.get(series).copied().unwrap_or((1, 1));
    let last = first + size - 1;
    story.shelf.next.insert(series, (seq + 1, last + 1));
    let id = BookId::at(series, seq)?;
    let (finance, now) = (story.cast.finance, story.now);
    let book = Book {
        schema: "book/1".to_owned(),
        id: id.clone(),
        kind,
        state: BookState::Issued,
        first_no: TicketId::at(series, first)?,
        last_no: TicketId::at(series, last)?,
        count: size,
        plies: 4,
        issue: Issue {
            holder: story.person(holder).id.clone(),
            department: story.person(holder).department.to_owned(),
            issued_by: story.person(finance).id.clone(),
            issued_at: now.plus_minutes(-4),
            exchanged_for,
            signatures: Vec::new(),
        },
        settlement: None,
    };
    let mut paper = Paper::new(id.key(Kind::Book), &book)?;
    story.sign(&mut paper, "issue", Role::Finance, finance, now.plus_minutes(-3))?;
    story.sign(&mut paper, "issue", Role::Holder, holder, now.plus_minutes(-2))?;
    story.cast.of_mut(holder).books.push(id.clone());
    let person = story.person(holder);
    let staff = Paper::new(person.id.key(Kind::Staff), &person.record()?)?;
    let place = story.shelf.volumes.len();
    match kind {
        BookKind::Regular => drop(story.shelf.regular.insert(holder, place)),
        BookKind::Spare => story.shelf.spare = Some(place),
    }
    story.shelf.volumes.push(Volume {
        id,
        holder,
        kind,
        paper: Some(paper.clone()),
        first,
        last,
        next: first,
        open: BTreeSet::new(),
        completed: Vec::new(),
        void: Vec::new(),
        transferred: Vec::new(),
        account: None,
    });
    Ok(vec![paper, staff])
}

/// A number has come to its end; the last one of a book sends the book back to finance.
pub fn ended(story: &mut Story<'_>, ticket: &TicketId, end: End) {
    let found = story.shelf.volumes.iter_mut().enumerate().rev().find(|(_, volume)| {
        volume.id.series() == ticket.series() && (volume.first..=volume.last).contains(&ticket.number())
    });
    let Some((place, volume)) = found else { return };
    volume.open.remove(&ticket.number());
    match end {
        End::Completed => volume.completed.push(ticket.clone()),
        End::Void => volume.void.push(ticket.clone()),
        End::Transferred => volume.transferred.push(ticket.clone()),
    }
    if volume.next > volume.last && volume.open.is_empty() {
        let day = days::rolled(days::plus(story.now.day(), 1));
        let when = days::at(day, 9 * 60 + story.chance.between(5, 90));
        story.at(when, move |story| exchange(story, place));
    }
}

/// The used-up book comes back and a new one goes out, in one act.
fn exchange(story: &mut Story<'_>, place: usize) -> Result<(), Fault> {
    if story.shelf.volumes[place].paper.is_none() {
        return Ok(());
    }
    let (holder, kind, old) = {
        let volume = &story.shelf.volumes[place];
        (volume.holder, volume.kind, volume.id.clone())
    };
    let mut papers = vec![settle(story, place, SettlementReason::Exchange, story.now.plus_minutes(-8))?];
    let size = story.shelf.volumes[place].last + 1 - story.shelf.volumes[place].first;
    let exchanged_for = OrNone::Of(old);
    if !story.shelf.leaves(holder) {
        papers.extend(issue(story, holder, kind, size, exchanged_for)?);
    }
    let finance = story.cast.finance;
    story.enter(finance, &act::EXCHANGED, papers)
}

fn settle(story: &mut Story<'_>, place: usize, reason: SettlementReason, at: Instant) -> Result<Paper, Fault> {
    let finance = story.cast.finance;
    let volume = &mut story.shelf.volumes[place];
    let Some(mut paper) = volume.paper.take() else {
        return Err(Fault::Story(format!("book {} is settled twice", volume.id)));
    };
    for list in [&mut volume.completed, &mut volume.void, &mut volume.transferred] {
        list.sort();
    }
    let unused = (volume.next..=volume.last)
        .map(|number| TicketId::at(volume.id.series(), number))
        .collect::<Result<Vec<_>, _>>()?;
    let returned = u32::try_from(unused.len()).unwrap_or(0);
    let settlement = Settlement {
        reason,
        returned_by: story.cast.of(volume.holder).id.clone(),
        received_by: story.cast.of(finance).id.clone(),
        at,
        completed: volume.completed.clone(),
        void: volume.void.clone(),
        transferred: volume.transferred.clone(),
        unused,
        void_handed: volume.void.clone(),
        remark: if reason == SettlementReason::Lost { "途中遗失，未用号码作废不再发放" } else { "无" }.to_owned(),
        signatures: Vec::new(),
    };
    let holder = volume.holder;
    paper.fill("state", &BookState::Settled)?;
    paper.fill("settlement", &settlement)?;
    story.sign(&mut paper, "settlement", Role::Finance, finance, at.plus_minutes(1))?;
    // Whoever lost a book has nothing to hand back and nothing to sign for.
    if reason != SettlementReason::Lost {
        story.sign(&mut paper, "settlement", Role::Holder, holder, at.plus_minutes(2))?;
    }
    let account = BookAccount { state: "settled", unused: 0, returned, ..story.shelf.volumes[place].account(story) };
    let volume = &mut story.shelf.volumes[place];
    volume.account = Some(account);
    volume.next = volume.last + 1;
    volume.completed = Vec::new();
    Ok(paper)
}

/// Half way through the story one technician loses a book; finance writes that down and issues a new one (T-1, never silent).
pub fn plan_loss(story: &mut Story<'_>) {
    let Some(loser) = story.cast.technicians.first().copied() else { return };
    let half = days::plus(story.opened, (story.end.day() - story.opened).num_days() / 2);
    story.at(days::at(days::rolled(half), 16 * 60 + 50), move |story| lose(story, loser));
}

fn lose(story: &mut Story<'_>, loser: Who) -> Result<(), Fault> {
    let place = story.shelf.regular.get(&loser).copied();
    let partly_used = place.filter(|place| {
        let volume = &story.shelf.volumes[*place];
        volume.open.is_empty() && volume.void.is_empty() && volume.first < volume.next && volume.next <= volume.last
    });
    let Some(place) = partly_used else {
        let tomorrow = days::rolled(days::plus(story.now.day(), 1));
        story.at(days::at(tomorrow, 16 * 60 + 50), move |story| lose(story, loser));
        return Ok(());
    };
    let mut papers = vec![settle(story, place, SettlementReason::Lost, story.now.plus_minutes(-20))?];
    let volume = &story.shelf.volumes[place];
    let (size, old) = (volume.last + 1 - volume.first, volume.id.clone());
    papers.extend(issue(story, loser, BookKind::Regular, size, OrNone::Of(old))?);
    let finance = story.cast.finance;
    story.enter(finance, &act::LOST, papers)
}

/// How many numbers a leaver's book must have left: one that is spoilt, one whose work is handed on, one never used.
const LAST_NUMBERS: u32 = 3;

/// One technician leaves in the last quarter: what is still open goes on under a spare ticket, the book comes back with
/// its void and unused numbers, somebody else takes the watches, and the technician is gone (T-7).
pub fn plan_leaver(story: &mut Story<'_>) {
    let Some(leaver) = story.cast.technicians.last().copied().filter(|_| story.cast.technicians.len() > 2) else {
        return;
    };
    let notice = days::plus(days::rolled(days::plus(story.end.day(), -75)), -12);
    give_notice_at(story, days::at(notice, 9 * 60), leaver);
}

fn give_notice_at(story: &mut Story<'_>, at: Instant, leaver: Who) {
    story.at(at, move |story| {
        give_notice(story, leaver);
        Ok(())
    });
}

/// From now on the leaver gets no new work but one fault on the last morning; a book almost used up is used up first.
fn give_notice(story: &mut Story<'_>, leaver: Who) {
    let left = story.shelf.regular.get(&leaver).map(|place| {
        let volume = &story.shelf.volumes[*place];
        (volume.last + 1).saturating_sub(volume.next)
    });
    if left.is_none_or(|left| left < LAST_NUMBERS) {
        let tomorrow = days::at(days::plus(story.now.day(), 1), 9 * 60);
        return give_notice_at(story, tomorrow, leaver);
    }
    story.shelf.leaver = Some(leaver);
    let last = days::rolled(days::plus(story.now.day(), 12));
    story.at(days::at(last, 9 * 60 + 40), move |story| repairs::last_fault(story, leaver));
    story.at(days::at(last, 16 * 60 + 30), move |story| leave(story, leaver));
}

fn leave(story: &mut Story<'_>, leaver: Who) -> Result<(), Fault> {
    let place = story.shelf.regular.get(&leaver).copied();
    let left_open = story.left_open.as_ref().map(|running| running.ticket.number());
    let busy =
        place.is_some_and(|place| story.shelf.volumes[place].open.iter().any(|number| Some(*number) != left_open));
    if busy {
        let tomorrow = days::rolled(days::plus(story.now.day(), 1));
        story.at(days::at(tomorrow, 16 * 60 + 30), move |story| leave(story, leaver));
        return Ok(());
    }
    let successor = story.cast.technicians.iter().copied().find(|who| !story.shelf.leaves(*who));
    let handed_on = match (story.left_open.take(), successor) {
        (Some(running), Some(successor)) => {
            let from = running.ticket.clone();
            Some((from, setbacks::hand_on(story, running, successor)?))
        }
        _ => None,
    };
    let mut departure = place.map(|place| story.shelf.volumes[place].departure()).unwrap_or_default();
    departure.person = story.person(leaver).id.to_string();
    departure.left_on = story.now.day().to_string();
    departure.handed_on = handed_on.iter().map(|(from, to)| (from.to_string(), to.to_string())).collect();
    story.notes.departures.push(departure);
    let mut papers = Vec::new();
    if let Some(place) = place.filter(|place| story.shelf.volumes[*place].paper.is_some()) {
        papers.push(settle(story, place, SettlementReason::Leave, story.now.plus_minutes(-20))?);
    }
    story.shelf.regular.remove(&leaver);
    let today = story.now.day();
    story.cast.of_mut(leaver).left_on = Some(today);
    let relieved = duty::relieve(story, leaver, today)?;
    let person = story.person(leaver);
    papers.insert(0, Paper::new(person.id.key(Kind::Staff), &person.record()?)?);
    if !relieved.is_empty() {
        // Who is on duty instead is for the supervisor to say; it stands before the leaving is entered.
        story.enter(story.cast.supervisor, &act::RELIEVED, relieved)?;
    }
    let finance = story.cast.finance;
    story.enter(finance, &act::LEFT, papers)
}
