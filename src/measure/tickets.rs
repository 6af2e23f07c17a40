//! Figures of the tickets: how fast, how well, how often again (M-3), how many void, how long to the office (T-2).
//!
//! What is measured, from what to what:
//!
//! - response: the fault report received, to the first dispatch;
//! - arrival: the fault report received, to the first arrival;
//! - repair: the first arrival, to the restoration;
//! - restoration: the fault report received, to the restoration;
//! - hand-in: the day of the client's confirmation, to the day the office received the ticket.
//!
//! A job that went over to a spare ticket is one job, counted at the ticket that completed it, with the dispatch and
//! arrival of the first. A repair was right at the first time when it was fixed, on its first ticket, and nothing on the
//! same device had to be done again within `repeat_repair_days`; as long as these days run and nothing came, it is not
//! known. Whether something came again is computed from dates and devices; what a ticket says (`repeat_of`) is counted
//! beside it.

use std::collections::{BTreeMap, HashMap};

use super::{Rate, Spread};
use crate::ledger::Entry;
use crate::record::Kind;
use crate::record::id::{ClientId, SiteId, StaffId, TicketId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{NONE, Role, Signer};
use crate::record::ticket::{Report, Service, Ticket, TicketState, Work, WorkResult};
use crate::regulation::policy::named;
use crate::regulation::world::World;

/// Which day of a ticket counts for months and bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// The day the fault was received; of a void ticket, the day it was voided.
    #[default]
    Received,
    /// The day the ticket was opened; of a void ticket, the day it was voided.
    Opened,
    /// The day of restoration; only completed tickets have one.
    Restored,
}

/// Which tickets count, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The moment of the report; what happened later has not happened yet.
    pub as_of: Instant,
    /// Which day counts.
    pub basis: Basis,
    /// First day, inclusive.
    pub since: Option<Date>,
    /// Last day, inclusive.
    pub until: Option<Date>,
}

/// What a number of tickets came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// All tickets that were used.
    pub tickets: u64,
    /// Completed.
    pub completed: u64,
    /// Still open.
    pub open: u64,
    /// Gone over to a spare ticket.
    pub transferred: u64,
    /// Void.
    pub void: u64,
    /// Completed repairs: what times and rates are about.
    pub repairs: u64,
    /// Repairs that say they repeat an earlier one.
    pub repeats: u64,
    /// Repairs known to be right at the first time, out of those of which it is known.
    pub first_time: Rate,
    /// Completed tickets with a delay slip.
    pub delayed: u64,
    /// Completed tickets that have not reached the office.
    pub waiting: u64,
    /// Minutes from receipt to the first dispatch.
    pub response: Spread,
    /// Minutes from receipt to the first arrival.
    pub arrival: Spread,
    /// Minutes from the first arrival to the restoration.
    pub repair: Spread,
    /// Minutes from receipt to the restoration.
    pub restoration: Spread,
    /// Days from the client's confirmation to the office.
    pub hand_in: Spread,
}

/// A repair that came within the days of another on the same device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// The later ticket.
    pub ticket: TicketId,
    /// The repair before it.
    pub of: TicketId,
    /// The site.
    pub site: SiteId,
    /// Serial number of the device.
    pub serial: String,
    /// Whole days from the restoration to the new report.
    pub days: i64,
    /// Whether the later ticket says so.
    pub marked: bool,
}

/// The figures of all tickets.
#[derive(Debug)]
pub struct Tickets {
    /// What was counted.
    pub scope: Scope,
    /// All of them.
    pub total: Figures,
    /// By month of the basis (`2026-03`).
    pub by_month: BTreeMap<String, Figures>,
    /// By client; void tickets that were never filled in have none.
    pub by_client: BTreeMap<Option<ClientId>, Figures>,
    /// By the technician who answers for it, each ticket once.
    pub by_technician: BTreeMap<Option<StaffId>, Figures>,
    /// How many tickets of others each technician helped with.
    pub assisted: BTreeMap<StaffId, u64>,
    /// Repairs on a device that had been repaired shortly before, by ticket.
    pub again: Vec<Again>,
    jobs: Vec<Job>,
    faults: Vec<Received>,
}

/// A completed repair, kept until it is known whether something came again.
#[derive(Debug)]
struct Job {
    ticket: TicketId,
    site: SiteId,
    serials: Vec<String>,
    restored_at: Instant,
    days: i64,
    settles: Option<bool>,
    groups: Option<Groups>,
}

/// A fault on a ticket, as far as it may be a repeat.
#[derive(Debug)]
struct Received {
    ticket: TicketId,
    site: SiteId,
    serials: Vec<String>,
    at: Instant,
    of: Option<TicketId>,
}

type Groups = (String, Option<ClientId>, Option<StaffId>);

impl Tickets {
    /// Nothing counted yet.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            total: Figures::default(),
            by_month: BTreeMap::new(),
            by_client: BTreeMap::new(),
            by_technician: BTreeMap::new(),
            assisted: BTreeMap::new(),
            again: Vec::new(),
            jobs: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Takes a ticket.
    pub fn take(&mut self, entry: &Entry, world: &World<'_>) {
        let Some(ticket) = entry.form::<Ticket>() else {
            return;
        };
        let as_of = self.scope.as_of;
        let Some(begun) = begun(ticket).filter(|begun| *begun <= as_of) else {
            return;
        };
        let work =
            ticket.work.as_ref().filter(|work| ticket.state == TicketState::Completed && work.restored_at <= as_of);
        let day = match self.scope.basis {
            Basis::Received => Some(ticket.report.as_ref().map_or(begun, |report| report.received_at).day()),
            Basis::Opened => Some(begun.day()),
            Basis::Restored => work.map(|work| work.restored_at.day()),
        };
        let counted = day.filter(|day| {
            self.scope.since.is_none_or(|since| since <= *day) && self.scope.until.is_none_or(|until| *day <= until)
        });
        let groups = counted.map(|day| {
            let client = ticket.report.as_ref().map(|report| report.client.clone());
            (day.format("%Y-%m").to_string(), client, answerable(ticket))
        });
        if let Some(groups) = &groups {
            let figures = one(ticket, work, as_of, world);
            self.add(groups, &figures);
            self.helped(ticket, groups.2.as_ref());
        }
        self.remember(ticket, work, groups, world);
    }

    /// Settles what came again and puts all in order, once everything has been taken.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.settle();
        let Self { total, by_month, by_client, by_technician, .. } = &mut self;
        let groups = by_month.values_mut().chain(by_client.values_mut()).chain(by_technician.values_mut());
        for figures in groups.chain([total]) {
            figures.sort();
        }
        self.again.sort_by(|a, b| a.ticket.cmp(&b.ticket));
        self
    }

    fn add(&mut self, groups: &Groups, figures: &Figures) {
        for group in [
            &mut self.total,
            self.by_month.entry(groups.0.clone()).or_default(),
            self.by_client.entry(groups.1.clone()).or_default(),
            self.by_technician.entry(groups.2.clone()).or_default(),
        ] {
            group.add(figures);
        }
    }

    fn helped(&mut self, ticket: &Ticket, answerable: Option<&StaffId>) {
        let sent = ticket.dispatch.as_ref().map_or(&[][..], |dispatch| &dispatch.technicians);
        for helper in sent.iter().filter(|who| Some(*who) != answerable) {
            *self.assisted.entry(helper.clone()).or_default() += 1;
        }
    }

    fn remember(&mut self, ticket: &Ticket, work: Option<&Work>, groups: Option<Groups>, world: &World<'_>) {
        let Some(report) = ticket.report.as_ref().filter(|report| report.service == Service::Repair) else {
            return;
        };
        let serials: Vec<_> =
            report.assets.iter().map(|asset| asset.serial.clone()).filter(|serial| serial != NONE).collect();
        if ticket.transferred_from.is_none() && ticket.state != TicketState::Void {
            self.faults.push(Received {
                ticket: ticket.id.clone(),
                site: report.site.clone(),
                serials: serials.clone(),
                at: report.received_at,
                of: report.repeat_of.as_option().cloned(),
            });
        }
        if let Some(work) = work {
            let days = world.policies.number(&named::repeat_repair_days, work.restored_at.day());
            let over = work.restored_at.plus_hours(days.saturating_mul(24)) < self.scope.as_of;
            let right = work.result == WorkResult::Fixed && ticket.transferred_from.is_none();
            // What was not right cannot become so; what was is known once the days are over.
            let settles = if right { over.then_some(true) } else { Some(false) };
            let (ticket, site) = (ticket.id.clone(), report.site.clone());
            self.jobs.push(Job { ticket, site, serials, restored_at: work.restored_at, days, settles, groups });
        }
    }

    /// Finds for every fault the last repair of the same device before it; that repair was not right at the first time.
    fn settle(&mut self) {
        let mut jobs = std::mem::take(&mut self.jobs);
        let mut by_device: HashMap<(SiteId, String), Vec<usize>> = HashMap::new();
        for (place, job) in jobs.iter().enumerate() {
            for serial in &job.serials {
                by_device.entry((job.site.clone(), serial.clone())).or_default().push(place);
            }
        }
        for fault in std::mem::take(&mut self.faults) {
            let before = fault
                .serials
                .iter()
                .filter_map(|serial| Some((serial, by_device.get(&(fault.site.clone(), serial.clone()))?)))
                .flat_map(|(serial, places)| places.iter().map(move |place| (serial, *place)))
                .filter(|(_, place)| {
                    let job = &jobs[*place];
                    let end = job.restored_at.plus_hours(job.days.saturating_mul(24));
                    job.ticket != fault.ticket && job.restored_at < fault.at && fault.at <= end
                })
                .max_by_key(|(_, place)| jobs[*place].restored_at);
            if let Some((serial, place)) = before {
                let job = &mut jobs[place];
                job.settles = Some(false);
                if fault.at <= self.scope.as_of {
                    self.again.push(Again {
                        marked: fault.of.as_ref() == Some(&job.ticket),
                        days: fault.at.seconds_since(job.restored_at) / 86_400,
                        of: job.ticket.clone(),
                        ticket: fault.ticket,
                        site: fault.site,
                        serial: serial.clone(),
                    });
                }
            }
        }
        for job in jobs {
            if let (Some(right), Some(groups)) = (job.settles, job.groups) {
                let first_time = Rate { done: u64::from(right), due: 1 };
                self.add(&groups, &Figures { first_time, ..Figures::default() });
            }
        }
    }
}

impl Figures {
    fn add(&mut self, other: &Self) {
        self.tickets += other.tickets;
        self.completed += other.completed;
        self.open += other.open;
        self.transferred += other.transferred;
        self.void += other.void;
        self.repairs += other.repairs;
        self.repeats += other.repeats;
        self.first_time.done += other.first_time.done;
        self.first_time.due += other.first_time.due;
        self.delayed += other.delayed;
        self.waiting += other.waiting;
        for (sum, one) in self.spreads().into_iter().zip([
            &other.response,
            &other.arrival,
            &other.repair,
            &other.restoration,
            &other.hand_in,
        ]) {
            sum.append(one);
        }
    }

    fn sort(&mut self) {
        self.spreads().into_iter().for_each(Spread::sort);
    }

    fn spreads(&mut self) -> [&mut Spread; 5] {
        [&mut self.response, &mut self.arrival, &mut self.repair, &mut self.restoration, &mut self.hand_in]
    }

    /// Repairs that say they repeat an earlier one, out of all.
    pub const fn repeat_rate(&self) -> Rate {
        Rate { done: self.repeats, due: self.repairs }
    }

    /// Void tickets out of all that were used.
    pub const fn void_share(&self) -> Rate {
        Rate { done: self.void, due: self.tickets }
    }

    /// Completed tickets with a delay slip, out of all completed.
    pub const fn delayed_share(&self) -> Rate {
        Rate { done: self.delayed, due: self.completed }
    }
}

/// When the number was used: opened, or spoilt.
fn begun(ticket: &Ticket) -> Option<Instant> {
    let opened = ticket.report.as_ref().map(|report| report.opened_at);
    opened.or_else(|| ticket.void.as_ref().map(|void| void.at))
}

/// The figures of one ticket.
fn one(ticket: &Ticket, work: Option<&Work>, as_of: Instant, world: &World<'_>) -> Figures {
    let mut figures = Figures { tickets: 1, ..Figures::default() };
    match ticket.state {
        TicketState::Void => figures.void = 1,
        TicketState::Transferred => figures.transferred = 1,
        TicketState::Completed if work.is_some() => figures.completed = 1,
        TicketState::Completed | TicketState::Open => figures.open = 1,
    }
    let (Some(report), Some(work)) = (&ticket.report, work) else {
        return figures;
    };
    figures.delayed = u64::from(!work.delays.entries().is_empty());
    let office = ticket.office.as_ref().filter(|office| office.at <= as_of);
    figures.waiting = u64::from(office.is_none());
    let confirmed = ticket.confirmation.as_ref().map(|confirmation| confirmation.at.day());
    figures.hand_in.take(office.zip(confirmed).map(|(office, day)| (office.at.day() - day).num_days()));
    if report.service == Service::Repair {
        figures.repairs = 1;
        figures.repeats = u64::from(report.repeat_of.as_option().is_some());
        times(&mut figures, ticket, report, work, world);
    }
    figures
}

fn times(figures: &mut Figures, ticket: &Ticket, report: &Report, work: &Work, world: &World<'_>) {
    let first = ticket.transferred_from.as_ref().and_then(|id| world.records.get::<Ticket>(&id.key(Kind::Ticket)));
    let first = first.as_deref();
    let earlier = |of: fn(&Ticket) -> Option<Instant>| first.and_then(of).into_iter().chain(of(ticket)).min();
    let dispatched = earlier(|ticket| ticket.dispatch.as_ref().map(|dispatch| dispatch.at));
    let arrived = earlier(|ticket| ticket.trip.as_ref().map(|trip| trip.arrived_at));
    let minutes = |from: Instant, to: Instant| to.seconds_since(from).div_euclid(60);
    let received = report.received_at;
    figures.response.take(dispatched.map(|at| minutes(received, at)));
    figures.arrival.take(arrived.map(|at| minutes(received, at)));
    figures.repair.take(arrived.map(|at| minutes(at, work.restored_at)));
    figures.restoration.take(Some(minutes(received, work.restored_at)));
}

/// The one technician a ticket is counted for: who signed the work; until then, who opened or spoilt it.
fn answerable(ticket: &Ticket) -> Option<StaffId> {
    let signed = ticket.work.iter().flat_map(|work| &work.signatures).find_map(|signature| match &signature.signer {
        Signer::Staff(id) if signature.role == Role::Technician => Some(id.clone()),
        _ => None,
    });
    let opened = || ticket.report.as_ref().map(|report| report.opened_by.clone());
    signed.or_else(opened).or_else(|| ticket.void.as_ref().map(|void| void.by.clone()))
}

#[cfg(test)]
mod tests;
