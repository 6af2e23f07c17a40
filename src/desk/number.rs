//! The key of a new record: named by its members, or the next one where numbers run.

use serde_json::Value;

use super::{Desk, DeskError};
use crate::ledger::Name;
use crate::record::Kind;
use crate::record::book::{Book, BookKind, BookState};
use crate::record::id::{BookId, ClientId, IncidentId, MaintenanceId, RosterId, SiteId, TicketId};
use crate::record::instant::Instant;
use crate::record::path::{Key, ROOT};
use crate::record::quarter::Quarter;
use crate::record::staff::Staff;

/// The key of a new record of a kind, derived from its members.
pub(super) fn key_for(desk: &Desk<'_>, kind: Kind, members: &Value) -> Result<Key, DeskError> {
    let id = match kind {
        Kind::Company => "company".to_owned(),
        Kind::Calendar => match members.get("year") {
            Some(Value::Number(year)) => year.to_string(),
            Some(Value::String(year)) => year.clone(),
            _ => return Err(DeskError::KeyNeeds { kind, member: "year" }),
        },
        _ => match text(members, "id") {
            Some(id) => id.to_owned(),
            None => next(desk, kind, members)?,
        },
    };
    Key::new(kind, &id).ok_or(DeskError::BadKey { kind, id })
}

fn next(desk: &Desk<'_>, kind: Kind, members: &Value) -> Result<String, DeskError> {
    let needs = |member| DeskError::KeyNeeds { kind, member };
    match kind {
        Kind::Client => running(desk, kind, 'C'),
        Kind::Site => running(desk, kind, 'S'),
        Kind::Contact => {
            let client: ClientId = parsed(members, "client").ok_or_else(|| needs("client"))?;
            numbered(desk, kind, client.as_str(), 99)
        }
        Kind::Install => {
            let site: SiteId = parsed(members, "site").ok_or_else(|| needs("site"))?;
            numbered(desk, kind, site.as_str(), 99)
        }
        Kind::Training => {
            let client: ClientId = parsed(members, "client").ok_or_else(|| needs("client"))?;
            after(desk, kind, &format!("{client}-T"), 99)
        }
        Kind::Upgrade => {
            let site: SiteId = parsed(members, "site").ok_or_else(|| needs("site"))?;
            after(desk, kind, &format!("{site}-U"), 99)
        }
        Kind::Plan => {
            let site: SiteId = parsed(members, "site").ok_or_else(|| needs("site"))?;
            let quarter: Quarter = parsed(members, "period").unwrap_or_else(|| Quarter::of(desk.at().day()));
            numbered(desk, kind, MaintenanceId::of(&site, quarter).as_str(), 99)
        }
        Kind::Maintenance => {
            let site: SiteId = parsed(members, "site").ok_or_else(|| needs("site"))?;
            let quarter: Quarter = parsed(members, "period").unwrap_or_else(|| Quarter::of(desk.at().day()));
            Ok(MaintenanceId::of(&site, quarter).into())
        }
        Kind::FaultReport => {
            let at = text(members, "received_at").and_then(Instant::parse).unwrap_or(desk.at());
            let by = parsed(members, "received_by").unwrap_or_else(|| desk.by().clone());
            numbered(desk, kind, &format!("{}-{by}", at.day().format("%Y%m%d")), 99)
        }
        Kind::Incident => {
            let intake = members.get("intake").unwrap_or(&Value::Null);
            let at = text(intake, "received_at").and_then(Instant::parse).unwrap_or(desk.at());
            let by = parsed(intake, "received_by").unwrap_or_else(|| desk.by().clone());
            after(desk, kind, &format!("{}-{by}-E", at.day().format("%Y%m%d")), 99)
        }
        Kind::IncidentEntry => {
            let incident: IncidentId = parsed(members, "incident").ok_or_else(|| needs("incident"))?;
            let by = parsed(members, "by").unwrap_or_else(|| desk.by().clone());
            numbered(desk, kind, &format!("{incident}.{by}"), 999)
        }
        Kind::Delay | Kind::SpareLoan => {
            let ticket: TicketId = parsed(members, "ticket").ok_or_else(|| needs("ticket"))?;
            numbered(desk, kind, ticket.as_str(), 9)
        }
        Kind::Ticket => {
            let book = own_book(desk, BookKind::Regular)?;
            Ok(next_ticket(desk, &book)?.as_str().to_owned())
        }
        Kind::DutyLog => {
            let at = members.pointer("/entry/at").and_then(Value::as_str).and_then(Instant::parse).unwrap_or(desk.at());
            let by = members.pointer("/entry/recorded_by").and_then(Value::as_str).unwrap_or(desk.by().as_str());
            after(desk, kind, &format!("{}-{by}-D", at.day().format("%Y%m%d")), 99)
        }
        Kind::RestCredit | Kind::RestUse => super::rest::next(desk, kind, members),
        Kind::DutyRoster => next_month(desk).ok_or(DeskError::NumbersUsedUp { kind }),
        Kind::Book | Kind::Staff | Kind::PhoneCallback | Kind::OnsiteCallback | Kind::Company | Kind::Calendar => {
            Err(needs("id"))
        }
    }
}

/// The first month from this one on that has no roster; within ten years.
fn next_month(desk: &Desk<'_>) -> Option<String> {
    let mut month = RosterId::of(desk.at().day())?;
    for _ in 0..120 {
        if !desk.exists(&month.key(Kind::DutyRoster)) {
            return Some(month.as_str().to_owned());
        }
        month = month.next()?;
    }
    None
}

/// A letter and five digits, one after the last of all: the last folder holds it.
fn running(desk: &Desk<'_>, kind: Kind, letter: char) -> Result<String, DeskError> {
    let root = format!("{ROOT}/{}", kind.word());
    let last = names(desk, &root)
        .into_iter()
        .rfind(|name| name.is_folder)
        .map(|folder| names(desk, &format!("{root}/{}", folder.name)))
        .unwrap_or_default()
        .into_iter()
        .filter_map(|name| name.name.strip_suffix(".json").map(str::to_owned));
    let here = desk.changed.keys().filter(|key| key.kind == kind).map(|key| key.id.clone());
    let highest = last.chain(here).filter_map(|id| id.strip_prefix(letter)?.parse::<u32>().ok()).max().unwrap_or(0);
    if highest >= 99_999 { Err(DeskError::NumbersUsedUp { kind }) } else { Ok(format!("{letter}{:05}", highest + 1)) }
}

/// `<base>-N`, one after the last that hangs on the same base; the width of N follows from the highest allowed.
pub(super) fn numbered(desk: &Desk<'_>, kind: Kind, base: &str, most: u32) -> Result<String, DeskError> {
    after(desk, kind, &format!("{base}-"), most)
}

/// One after the last number that stands behind the same text.
fn after(desk: &Desk<'_>, kind: Kind, base: &str, most: u32) -> Result<String, DeskError> {
    let width = most.to_string().len();
    let any = format!("{base}{:0width$}", 1);
    let Some(any) = Key::new(kind, &any) else {
        return Err(DeskError::BadKey { kind, id: any });
    };
    let beside = desk.records.siblings(&any);
    let highest = beside
        .iter()
        .chain(desk.changed.keys().filter(|key| key.kind == kind))
        .filter_map(|key| key.id.strip_prefix(base)?.parse::<u32>().ok())
        .max()
        .unwrap_or(0);
    if highest >= most { Err(DeskError::NumbersUsedUp { kind }) } else { Ok(format!("{base}{:0width$}", highest + 1)) }
}

/// The open book of a kind that the one who acts holds.
pub(super) fn own_book(desk: &Desk<'_>, kind: BookKind) -> Result<Book, DeskError> {
    let staff: Staff = desk.read(&desk.by().key(Kind::Staff))?;
    open_book(desk, &staff, kind).ok_or_else(|| DeskError::NoOpenBook { holder: desk.by().clone(), kind })
}

/// The open book of a kind that a person holds: the latest in the person's register.
pub(super) fn open_book(desk: &Desk<'_>, staff: &Staff, kind: BookKind) -> Option<Book> {
    staff
        .books
        .iter()
        .rev()
        .filter_map(|book| desk.form::<Book>(&book.key(Kind::Book)))
        .find(|book| book.kind == kind && book.state == BookState::Issued)
}

/// The open spare book to transfer to: one's own, else the newest open one of the company's spare series.
pub(super) fn spare_book(desk: &Desk<'_>) -> Result<Book, DeskError> {
    if let Ok(own) = own_book(desk, BookKind::Spare) {
        return Ok(own);
    }
    spare_book_that(desk, |book| book.state == BookState::Issued && next_ticket(desk, book).is_ok())
}

/// The spare book that will do: one's own, else the newest of the company's spare series.
pub(super) fn spare_book_that(desk: &Desk<'_>, will_do: impl Fn(&Book) -> bool) -> Result<Book, DeskError> {
    if let Ok(own) = own_book(desk, BookKind::Spare)
        && will_do(&own)
    {
        return Ok(own);
    }
    for series in desk.company()?.series.iter().filter(|series| series.kind == BookKind::Spare) {
        let mut book = last_book(desk, &series.code);
        while let Some(candidate) = book {
            if will_do(&candidate) {
                return Ok(candidate);
            }
            book = BookId::at(&series.code, candidate.id.seq().saturating_sub(1))
                .ok()
                .and_then(|id| desk.form(&id.key(Kind::Book)));
        }
    }
    Err(DeskError::NoOpenBook { holder: desk.by().clone(), kind: BookKind::Spare })
}

/// The book last issued in a series.
pub(super) fn last_book(desk: &Desk<'_>, series: &str) -> Option<Book> {
    let root = format!("{ROOT}/{}/{series}", Kind::Book.word());
    let folder = names(desk, &root).into_iter().rfind(|name| name.is_folder);
    let stored = folder
        .map(|folder| names(desk, &format!("{root}/{}", folder.name)))
        .unwrap_or_default()
        .into_iter()
        .filter_map(|name| name.name.strip_suffix(".json").map(str::to_owned));
    let here = desk.changed.keys().filter(|key| key.kind == Kind::Book).map(|key| key.id.clone());
    let last = stored.chain(here).filter_map(|id| BookId::parse(&id).ok()).filter(|id| id.series() == series).max()?;
    desk.form(&last.key(Kind::Book))
}

/// The next unused number of a book: one after the highest used, for numbers are used in order (T-5).
pub(super) fn next_ticket(desk: &Desk<'_>, book: &Book) -> Result<TicketId, DeskError> {
    let series = book.first_no.series();
    let (first, last) = (book.first_no.number(), book.last_no.number());
    // Folders hold a hundred numbers each; the last one with a ticket of this book decides.
    let mut hundred = last / 100;
    let used = loop {
        let found = TicketId::at(series, (hundred * 100).max(1)).ok().and_then(|any| highest(desk, book, &any));
        if found.is_some() || hundred <= first / 100 {
            break found;
        }
        hundred -= 1;
    };
    let number = used.map_or(first, |used| used + 1);
    if number > last {
        return Err(DeskError::BookUsedUp(book.id.clone()));
    }
    TicketId::at(series, number).map_err(|bad| DeskError::BadKey { kind: Kind::Ticket, id: bad.text })
}

fn highest(desk: &Desk<'_>, book: &Book, any: &TicketId) -> Option<u32> {
    let any = any.key(Kind::Ticket);
    let folder = |key: &Key| key.path().rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let wanted = folder(&any);
    desk.records
        .siblings(&any)
        .into_iter()
        .chain(desk.changed.keys().filter(|key| key.kind == Kind::Ticket && folder(key) == wanted).cloned())
        .filter_map(|key| TicketId::parse(&key.id).ok())
        .filter(|ticket| book.covers(ticket))
        .map(|ticket| ticket.number())
        .max()
}

fn names(desk: &Desk<'_>, folder: &str) -> Vec<Name> {
    desk.records.snapshot().list(folder).unwrap_or_default()
}

fn text<'v>(members: &'v Value, name: &str) -> Option<&'v str> {
    members.get(name)?.as_str()
}

fn parsed<T: TryFrom<String>>(members: &Value, name: &str) -> Option<T> {
    T::try_from(text(members, name)?.to_owned()).ok()
}
