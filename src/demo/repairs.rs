//! Faults: reported, dispatched, written on the next number, or spoilt there; how the repair goes on is told in `works`
//! and, when something comes between, in `setbacks`.

use super::Fault;
use super::act;
use super::books::{self, End};
use super::cast::Who;
use super::days;
use super::fates::Turn;
use super::paper::Paper;
use super::story::Story;
use super::visits::place;
use super::words::{FAULTS, VOID_REASONS};
use super::{setbacks, works};
use crate::record::Kind;
use crate::record::fault_report::{FaultReport, Severity};
use crate::record::id::{BookId, FaultReportId, SlipId, TicketId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{Channel, OrNone, Role};
use crate::record::ticket::{Dispatch, Report, Service, Ticket, TicketState, Void};

/// A repair under way.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) site: u32,
    pub(super) fault: &'static (&'static str, &'static str, &'static str, &'static str),
    pub(super) report: FaultReportId,
    pub(super) received_at: Instant,
    pub(super) channel: Channel,
    pub(super) urgency: Severity,
    pub(super) desk: Who,
    pub(super) turn: Turn,
    pub(super) repeat_of: OrNone<TicketId>,
}

/// A ticket under way: who works on it, and its paper so far.
pub(super) struct Running {
    pub(super) job: Job,
    pub(super) technician: Who,
    pub(super) ticket: TicketId,
    pub(super) paper: Paper,
    pub(super) opened: Instant,
    pub(super) promised: Instant,
    pub(super) delays: OrNone<Vec<SlipId>>,
    pub(super) loan: OrNone<SlipId>,
}

/// Plans the faults of a site: some in every year, at least six weeks apart, so that none counts as a repeat by chance.
pub fn plan(story: &mut Story<'_>, site: u32, installed_on: Date) {
    let mut day = days::plus(installed_on.max(story.opened), story.chance.between(6, 150));
    while day < days::plus(story.end.day(), -1) {
        let when = days::at(day, 8 * 60 + 10 + story.chance.between(0, 400));
        story.at(when, move |story| {
            let turn = story.fates.repair(&mut story.chance);
            let fault = &FAULTS[story.chance.below(FAULTS.len())];
            fault_reported(story, site, fault, turn, OrNone::Nothing)
        });
        day = days::plus(day, 50 + story.chance.between(0, 330));
    }
}

/// The last days leave something open: a loan not given back, a delay slip not yet accounted, a ticket just opened.
pub fn plan_last_days(story: &mut Story<'_>) {
    let last = story.end.day();
    for (nth, days, turn) in [(0, -6, Turn::Loan), (1, -1, Turn::Delay), (2, 0, Turn::Plain)] {
        let when = days::at(days::plus(last, days), 15 * 60 + 50);
        story.at(when, move |story| {
            let Some(site) = story.places.keys().nth(nth).or(story.places.keys().next()).copied() else {
                return Ok(());
            };
            fault_reported(story, site, &FAULTS[nth], turn, OrNone::Nothing)
        });
    }
}

pub(super) fn fault_reported(
    story: &mut Story<'_>,
    site: u32,
    fault: &'static (&'static str, &'static str, &'static str, &'static str),
    turn: Turn,
    repeat_of: OrNone<TicketId>,
) -> Result<(), Fault> {
    if let Some(job) = report_fault(story, site, fault, turn, repeat_of)? {
        let soon = story.now.plus_minutes(story.chance.between(8, 50));
        story.at(soon, move |story| dispatch(story, job));
    }
    Ok(())
}

/// The front desk writes a report down; nothing once it has written as many as a day's numbers allow.
fn report_fault(
    story: &mut Story<'_>,
    site: u32,
    fault: &'static (&'static str, &'static str, &'static str, &'static str),
    turn: Turn,
    repeat_of: OrNone<TicketId>,
) -> Result<Option<Job>, Fault> {
    let place = place(story, site)?.clone();
    let desk = story.cast.front_desk[site as usize % story.cast.front_desk.len()];
    let today = story.now.day();
    let nth = story.reports_of_day.entry((today, desk)).or_insert(0);
    *nth += 1;
    if *nth > 99 {
        return Ok(None);
    }
    let nth = *nth;
    if nth == 1 {
        story.reports_of_day.retain(|(day, _), _| *day == today);
    }
    let receiver = story.person(desk).id.clone();
    let id = FaultReportId::parse(&format!("{}-{receiver}-{nth:02}", today.format("%Y%m%d")))?;
    let received_at = story.now.plus_minutes(-5);
    let channel = if story.chance.once_in(5) { Channel::Online } else { Channel::Phone };
    let urgency = [Severity::Routine, Severity::Routine, Severity::Urgent, Severity::Critical][story.chance.below(4)];
    let report = FaultReport {
        schema: "fault-report/1".to_owned(),
        id: id.clone(),
        received_at,
        received_by: receiver,
        channel,
        client: place.client,
        reporter: place.contact,
        site: place.id,
        assets: vec![place.asset],
        symptom: fault.0.to_owned(),
        severity: urgency,
        tickets: Vec::new(),
        without_ticket: None,
    };
    story.enter(desk, &act::REPORTED, vec![Paper::new(id.key(Kind::FaultReport), &report)?])?;
    Ok(Some(Job { site, fault, report: id, received_at, channel, urgency, desk, turn, repeat_of }))
}

/// A fault that a leaver is sent to once more: the first number is spoilt, on the second the work is left open (T-6, T-7).
pub(super) fn last_fault(story: &mut Story<'_>, leaver: Who) -> Result<(), Fault> {
    let Some(site) = story.places.keys().next().copied() else {
        return Ok(());
    };
    let reported = report_fault(story, site, &FAULTS[0], Turn::HandedOn, OrNone::Nothing)?;
    let Some(job) = reported else { return Ok(()) };
    let soon = story.now.plus_minutes(20);
    story.at(soon, move |story| {
        let (Some((book, first)), Some((_, second))) = (story.shelf.take(leaver)?, story.shelf.take(leaver)?) else {
            return Err(Fault::Story("a leaver has no numbers left".to_owned()));
        };
        let spoilt = spoil(story, leaver, &book, &first, Some(&second))?;
        books::ended(story, &first, End::Void);
        open(story, job, leaver, &book, second, Some(spoilt))
    });
    Ok(())
}

/// The next technician in turn opens a ticket; if no one has a number left, the job waits for a new book.
fn dispatch(story: &mut Story<'_>, mut job: Job) -> Result<(), Fault> {
    let technicians = story.cast.technicians.clone();
    let Some(technician) = story.shelf.in_turn(&technicians) else {
        let later = days::at(days::rolled(days::plus(story.now.day(), 1)), 10 * 60 + 40 + story.chance.between(0, 60));
        story.at(later, move |story| dispatch(story, job));
        return Ok(());
    };
    let Some((book, ticket)) = story.shelf.take(technician)? else {
        return Err(Fault::Story("a technician in turn has no number".to_owned()));
    };
    if job.turn != Turn::SpoiltTicket {
        return open(story, job, technician, &book, ticket, None);
    }
    job.turn = Turn::Plain;
    let next = story.shelf.take(technician)?;
    let spoilt = spoil(story, technician, &book, &ticket, next.as_ref().map(|(_, ticket)| ticket))?;
    books::ended(story, &ticket, End::Void);
    if let Some((book, ticket)) = next {
        return open(story, job, technician, &book, ticket, Some(spoilt));
    }
    story.enter(technician, &act::VOID, vec![spoilt])?;
    let later = story.now.plus_minutes(40);
    story.at(later, move |story| dispatch(story, job));
    Ok(())
}

/// A writing error: the number is marked void on all four plies (T-6).
fn spoil(
    story: &mut Story<'_>,
    technician: Who,
    book: &BookId,
    ticket: &TicketId,
    next: Option<&TicketId>,
) -> Result<Paper, Fault> {
    // As late as the opening of any ticket at this moment, for numbers are used in the order of time (T-5).
    let at = story.now.plus_minutes(-1);
    let void = Void {
        at,
        by: story.person(technician).id.clone(),
        reason: story.chance.pick(VOID_REASONS).to_owned(),
        plies_marked: vec![1, 2, 3, 4],
        replaced_by: next.map_or(OrNone::Nothing, |next| OrNone::Of(next.clone())),
        signatures: Vec::new(),
    };
    let mut form = blank(book, ticket, TicketState::Void);
    form.void = Some(void);
    let mut paper = Paper::new(ticket.key(Kind::Ticket), &form)?;
    story.sign(&mut paper, "void", Role::Holder, technician, at.plus_seconds(30))?;
    Ok(paper)
}

pub(super) fn blank(book: &BookId, ticket: &TicketId, state: TicketState) -> Ticket {
    Ticket {
        schema: "ticket/1".to_owned(),
        id: ticket.clone(),
        book: book.clone(),
        state,
        transferred_from: None,
        report: None,
        pre_contact: None,
        dispatch: None,
        trip: None,
        work: None,
        confirmation: None,
        front_desk: None,
        office: None,
        void: None,
        transfer: None,
        late: None,
    }
}

pub(super) fn report(story: &Story<'_>, job: &Job, technician: Who, promised_by: Instant) -> Result<Report, Fault> {
    let place = place(story, job.site)?;
    Ok(Report {
        opened_at: story.now.plus_minutes(-1),
        opened_by: story.person(technician).id.clone(),
        fault_report: OrNone::Of(job.report.clone()),
        received_at: job.received_at,
        channel: job.channel,
        client: place.client.clone(),
        site: place.id.clone(),
        contact: place.contact.clone(),
        assets: vec![place.asset.clone()],
        service: Service::Repair,
        priority: job.urgency,
        symptom: job.fault.0.to_owned(),
        promised_by,
        repeat_of: job.repeat_of.clone(),
    })
}

fn open(
    story: &mut Story<'_>,
    job: Job,
    technician: Who,
    book: &BookId,
    ticket: TicketId,
    spoilt: Option<Paper>,
) -> Result<(), Fault> {
    let now = story.now;
    let promised = days::at(days::working_days_after(now.day(), 2), 18 * 60);
    let mut form = blank(book, &ticket, TicketState::Open);
    form.report = Some(report(story, &job, technician, promised)?);
    form.dispatch = Some(Dispatch {
        by: story.person(job.desk).id.clone(),
        at: now.plus_minutes(-4),
        technicians: vec![story.person(technician).id.clone()],
    });
    let paper = Paper::new(ticket.key(Kind::Ticket), &form)?;
    let papers = std::iter::once(paper.clone()).chain(spoilt).collect();
    story.enter(technician, &act::OPENED, papers)?;
    let (delays, loan) = (OrNone::Nothing, OrNone::Nothing);
    let turn = job.turn;
    let running = Running { job, technician, ticket, paper, opened: now, promised, delays, loan };
    match turn {
        Turn::Transfer => {
            let when = days::at(days::working_days_after(now.day(), 1), 16 * 60 + story.chance.between(0, 60));
            story.at(when, move |story| setbacks::transfer(story, running));
        }
        Turn::Delay | Turn::DelayAccountedLate | Turn::DelayRejected => {
            let when = days::at(days::working_days_after(now.day(), 1), 15 * 60 + story.chance.between(0, 60));
            story.at(when, move |story| setbacks::delay(story, running));
        }
        Turn::Loan => {
            let when = days::at(days::working_days_after(now.day(), 1), 10 * 60 + story.chance.between(0, 60));
            story.at(when, move |story| setbacks::lend(story, running));
        }
        // It is taken over when the leaver goes through everything that is still open.
        Turn::HandedOn => story.left_open = Some(running),
        _ => works::work(story, running, now.day())?,
    }
    Ok(())
}
