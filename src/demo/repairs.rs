//! Faults and their repair: reported, dispatched, written on the next number, repaired, confirmed, handed in; with
//! spoilt tickets, transfers to spare ones, delay slips, loans, taxis and repeat repairs along the way.

use super::Fault;
use super::act;
use super::books::{self, End};
use super::calls::{self, Owed};
use super::cast::Who;
use super::days;
use super::fates::{Return, Turn};
use super::paper::Paper;
use super::story::Story;
use super::truth::Expected;
use super::visits::place;
use super::words::{DELAY_REASONS, FAULTS, OPINIONS, VOID_REASONS};
use crate::record::Kind;
use crate::record::delay::{Accounting, Application, Delay, DelayReason, DelayState};
use crate::record::fault_report::{FaultReport, Severity};
use crate::record::id::{BookId, CallbackId, ContactId, FaultReportId, SlipId, StaffId, Stage, TicketId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{Channel, OrNone, PreContact, Replacement, Role, Test};
use crate::record::spare_loan::{GivingBack, Lending, LoanItem, LoanState, SpareLoan};
use crate::record::ticket::{
    Confirmation, Consent, Dispatch, HandIn, Informed, Mode, Report, Service, Ticket, TicketState, Transfer, Trip,
    Vehicle, Void, Work, WorkResult,
};

/// A repair under way.
#[derive(Debug, Clone)]
struct Job {
    site: u32,
    fault: &'static (&'static str, &'static str, &'static str, &'static str),
    report: FaultReportId,
    received_at: Instant,
    channel: Channel,
    urgency: Severity,
    desk: Who,
    turn: Turn,
    repeat_of: OrNone<TicketId>,
}

/// A ticket under way: who works on it, and its paper so far.
struct Running {
    job: Job,
    technician: Who,
    ticket: TicketId,
    paper: Paper,
    opened: Instant,
    promised: Instant,
    delays: OrNone<Vec<SlipId>>,
    loan: OrNone<SlipId>,
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

fn fault_reported(
    story: &mut Story<'_>,
    site: u32,
    fault: &'static (&'static str, &'static str, &'static str, &'static str),
    turn: Turn,
    repeat_of: OrNone<TicketId>,
) -> Result<(), Fault> {
    let place = place(story, site)?.clone();
    let desk = story.cast.front_desk[site as usize % story.cast.front_desk.len()];
    let today = story.now.day();
    let nth = story.reports_of_day.entry((today, desk)).or_insert(0);
    *nth += 1;
    if *nth > 99 {
        return Ok(());
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
    };
    story.enter(desk, &act::REPORTED, vec![Paper::new(id.key(Kind::FaultReport), &report)?])?;
    let job = Job { site, fault, report: id, received_at, channel, urgency, desk, turn, repeat_of };
    let soon = story.now.plus_minutes(story.chance.between(8, 50));
    story.at(soon, move |story| dispatch(story, job));
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
    let at = story.now.plus_minutes(-3);
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
    story.sign(&mut paper, "void", Role::Holder, technician, at.plus_minutes(1))?;
    Ok(paper)
}

fn blank(book: &BookId, ticket: &TicketId, state: TicketState) -> Ticket {
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

fn report(story: &Story<'_>, job: &Job, technician: Who, promised_by: Instant) -> Result<Report, Fault> {
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
            story.at(when, move |story| transfer(story, running));
        }
        Turn::Delay | Turn::DelayAccountedLate | Turn::DelayRejected => {
            let when = days::at(days::working_days_after(now.day(), 1), 15 * 60 + story.chance.between(0, 60));
            story.at(when, move |story| delay(story, running));
        }
        Turn::Loan => {
            let when = days::at(days::working_days_after(now.day(), 1), 10 * 60 + story.chance.between(0, 60));
            story.at(when, move |story| lend(story, running));
        }
        _ => work(story, running, now.day())?,
    }
    Ok(())
}

/// The repair itself: today if there is time, else on the next working day; entered once the client has confirmed it.
fn work(story: &mut Story<'_>, mut running: Running, from: Date) -> Result<(), Fault> {
    let now = story.now;
    let today = from == now.day() && now < days::at(from, 14 * 60 + 30);
    let departed = if today {
        now.plus_minutes(20).max(days::at(from, 9 * 60 + 10))
    } else {
        days::at(if from > now.day() { from } else { days::working_days_after(from, 1) }, 9 * 60 + 5)
    };
    let place = place(story, running.job.site)?.clone();
    let arrived = departed.plus_minutes(if place.near { 35 } else { 80 });
    let restored = arrived.plus_minutes(55 + story.chance.between(0, 90));
    let ended = restored.plus_minutes(10);
    let confirmed = ended.plus_minutes(6);
    let fault = running.job.fault;
    let me = story.person(running.technician).id.clone();
    running.paper.fill("state", &TicketState::Completed)?;
    running.paper.fill(
        "pre_contact",
        &PreContact {
            at: now.max(running.opened).plus_minutes(3),
            by: me.clone(),
            with: place.contact.clone(),
            channel: Channel::Phone,
            agreed_arrival: arrived,
        },
    )?;
    let trip = trip(story, &running, place.near, departed, arrived);
    running.paper.fill("trip", &trip)?;
    let replaced = story.chance.once_in(2).then(|| {
        vec![Replacement {
            part: fault.3.to_owned(),
            model: "通用型".to_owned(),
            serial_old: "无".to_owned(),
            serial_new: format!("P{:07}", story.chance.below(10_000_000)),
            quantity: 1,
            charge_cents: 0,
            reason: fault.1.to_owned(),
            test: Test { method: "通电测试".to_owned(), result: "工作正常".to_owned(), ok: true },
        }]
    });
    let work = Work {
        diagnosis: fault.1.to_owned(),
        actions: fault.2.to_owned(),
        parts: replaced.map_or(OrNone::Nothing, OrNone::Of),
        spare_loan: running.loan.clone(),
        charge_cents: 0,
        result: WorkResult::Fixed,
        result_note: "试运行正常，保修期内免费".to_owned(),
        restored_at: restored,
        delays: running.delays.clone(),
        remark: "无".to_owned(),
        signatures: Vec::new(),
    };
    running.paper.fill("work", &work)?;
    let confirmation = Confirmation {
        work_start: arrived.plus_minutes(8),
        work_end: ended,
        content: fault.2.to_owned(),
        quality: 4 + u8::try_from(story.chance.below(2)).unwrap_or(0),
        client_opinion: story.chance.pick(OPINIONS).to_owned(),
        at: confirmed,
        signatures: Vec::new(),
    };
    running.paper.fill("confirmation", &confirmation)?;
    story.sign(&mut running.paper, "work", Role::Technician, running.technician, ended.plus_minutes(2))?;
    story.client_signs(&mut running.paper, "confirmation", &place.contact, confirmed, "client-sign.png")?;
    let entered = confirmed.plus_minutes(8 + story.chance.between(0, 45));
    story.at(entered, move |story| completed(story, running, restored, confirmed));
    Ok(())
}

fn trip(story: &mut Story<'_>, running: &Running, near: bool, departed: Instant, arrived: Instant) -> Trip {
    let supervisor = story.person(story.cast.supervisor).id.clone();
    let desk = story.person(running.job.desk).id.clone();
    let taxi = running.job.turn == Turn::Taxi;
    let mode = match (taxi, near) {
        (true, _) => Mode::Taxi,
        (false, true) if story.chance.once_in(3) => Mode::Bus,
        (false, true) => Mode::Bicycle,
        (false, false) => Mode::CompanyCar,
    };
    let vehicle = Vehicle {
        plate: format!("京N{:05}", 10_000 + story.chance.below(20)),
        assigned_by: desk,
        at: departed.plus_minutes(-9),
    };
    let consent = Consent {
        by: supervisor,
        agreed_at: departed.plus_minutes(-12),
        entered_at: departed.plus_minutes(-10),
        reason: "携带大件备品，公交无法乘坐".to_owned(),
    };
    Trip {
        traveller: story.person(running.technician).id.clone(),
        mode,
        departed_at: departed,
        arrived_at: arrived,
        vehicle: if mode == Mode::CompanyCar { OrNone::Of(vehicle) } else { OrNone::Nothing },
        consent: if taxi { OrNone::Of(consent) } else { OrNone::Nothing },
    }
}

fn completed(story: &mut Story<'_>, running: Running, restored: Instant, confirmed: Instant) -> Result<(), Fault> {
    let Running { job, technician, ticket, paper, loan, .. } = running;
    story.enter(technician, &act::COMPLETED, vec![paper.clone()])?;
    books::ended(story, &ticket, End::Completed);
    owe_call(story, &job, &ticket, restored)?;
    hand_in(story, job.desk, paper.filed(), confirmed)?;
    if let OrNone::Of(slip) = loan {
        let day = days::working_days_after(story.now.day(), 4);
        let when = days::at(day, 11 * 60 + story.chance.between(0, 60));
        story.at(when, move |story| give_back(story, &slip));
    }
    if job.turn == Turn::Repeat {
        let day = days::plus(restored.day(), story.chance.between(8, 20));
        let when = days::at(day, 8 * 60 + 20 + story.chance.between(0, 300));
        let (site, fault) = (job.site, job.fault);
        story.at(when, move |story| fault_reported(story, site, fault, Turn::Plain, OrNone::Of(ticket)));
    }
    Ok(())
}

/// Each completed repair is called back within a day (C-P.1.2).
fn owe_call(story: &mut Story<'_>, job: &Job, ticket: &TicketId, restored: Instant) -> Result<(), Fault> {
    let id = CallbackId::of_repair(ticket);
    let deadline = restored.plus_hours(24);
    let place = place(story, job.site)?;
    let expected = Expected {
        kind: "phone-callback",
        id: id.to_string(),
        stage: Stage::PostRepair.to_string(),
        client: place.client.to_string(),
        person: story.person(place.caller).id.to_string(),
        opens: restored,
        due_on: deadline.day(),
        deadline,
        done: None,
        unreachable: None,
    };
    let note = story.notes.expect(expected);
    let stage = Stage::PostRepair;
    calls::plan(story, Owed { note, id, stage, site: job.site, opens: restored, due_on: deadline.day(), deadline });
    Ok(())
}

/// Two plies go to the front desk, then to the office (T-2).
fn hand_in(story: &mut Story<'_>, desk: Who, mut paper: Paper, confirmed: Instant) -> Result<(), Fault> {
    let how = story.fates.hand_in(&mut story.chance);
    let brought = days::at(days::working_days_after(confirmed.day(), 1), 8 * 60 + 40 + story.chance.between(0, 60));
    receive(story, &mut paper, "front_desk", Role::FrontDesk, desk, brought)?;
    let first = paper.clone();
    story.at(brought.plus_minutes(6), move |story| story.enter(desk, &act::AT_FRONT_DESK, vec![first]));
    let office = story.cast.office;
    let received = match how {
        Return::StaysAtFrontDesk => return Ok(()),
        Return::InTime | Return::EnteredLate => brought.plus_hours(6),
        Return::Late => days::at(days::working_days_after(confirmed.day(), 4), 15 * 60 + story.chance.between(0, 90)),
    };
    receive(story, &mut paper, "office", Role::Office, office, received)?;
    if how == Return::Late {
        let mut late = calls::lateness(story, received.plus_minutes(4));
        "外地项目未回，单据晚交".clone_into(&mut late.reason);
        paper.fill("late", &late)?;
        story.sign(&mut paper, "late", Role::Supervisor, story.cast.supervisor, received.plus_minutes(5))?;
    }
    let entered = match how {
        Return::EnteredLate => days::at(days::working_days_after(confirmed.day(), 5), 9 * 60 + 30),
        _ => received.plus_minutes(9),
    };
    story.at(entered, move |story| story.enter(office, &act::AT_OFFICE, vec![paper]));
    Ok(())
}

fn receive(story: &Story<'_>, paper: &mut Paper, member: &str, role: Role, by: Who, at: Instant) -> Result<(), Fault> {
    let received = HandIn { received_by: story.person(by).id.clone(), at, plies: vec![3, 4], signatures: Vec::new() };
    paper.fill(member, &received)?;
    story.sign(paper, member, role, by, at.plus_minutes(1))
}

/// The work cannot be finished: it moves to the next spare ticket, and both name each other (T-1).
fn transfer(story: &mut Story<'_>, mut running: Running) -> Result<(), Fault> {
    let Some((spare_book, spare)) = story.shelf.take_spare()? else {
        return work(story, running, story.now.day());
    };
    let now = story.now;
    let place = place(story, running.job.site)?.clone();
    let me = story.person(running.technician).id.clone();
    let transfer = Transfer {
        to: spare.clone(),
        at: now.plus_minutes(-6),
        by: me.clone(),
        reason: "厂家配件缺货，无法按时完成".to_owned(),
        remaining_work: running.job.fault.2.to_owned(),
        expected_on: days::working_days_after(now.day(), 3),
        client_informed: informed(now.plus_minutes(-12), &me, &place.contact),
        signatures: Vec::new(),
    };
    running.paper.fill("state", &TicketState::Transferred)?;
    running.paper.fill("transfer", &transfer)?;
    story.sign(&mut running.paper, "transfer", Role::Technician, running.technician, now.plus_minutes(-4))?;
    let promised = days::at(days::working_days_after(now.day(), 5), 18 * 60);
    let mut form = blank(&spare_book, &spare, TicketState::Open);
    form.transferred_from = Some(running.ticket.clone());
    form.report = Some(report(story, &running.job, running.technician, promised)?);
    form.dispatch = Some(Dispatch {
        by: story.person(running.job.desk).id.clone(),
        at: now.plus_minutes(-2),
        technicians: vec![me],
    });
    let paper = Paper::new(spare.key(Kind::Ticket), &form)?;
    let old = running.ticket.clone();
    story.enter(running.technician, &act::TRANSFERRED, vec![running.paper, paper.clone()])?;
    books::ended(story, &old, End::Transferred);
    let (job, technician) = (running.job, running.technician);
    let (delays, loan) = (OrNone::Nothing, OrNone::Nothing);
    let running = Running { job, technician, ticket: spare, paper, opened: now, promised, delays, loan };
    let day = days::working_days_after(now.day(), 2 + u32::from(story.chance.once_in(2)));
    work(story, running, day)
}

fn informed(at: Instant, by: &StaffId, contact: &ContactId) -> Informed {
    Informed { at, by: by.clone(), contact: contact.clone(), agreed: true }
}

/// It takes longer than promised: a delay slip, which finance accounts before it takes effect (T-3).
fn delay(story: &mut Story<'_>, mut running: Running) -> Result<(), Fault> {
    let now = story.now;
    let place = place(story, running.job.site)?.clone();
    let slip = running.ticket.slip(1)?;
    let me = story.person(running.technician).id.clone();
    let form = Delay {
        schema: "delay/1".to_owned(),
        id: slip.clone(),
        ticket: running.ticket.clone(),
        site: place.id.clone(),
        state: DelayState::Submitted,
        application: Application {
            original_due: running.promised,
            reason_kind: DelayReason::PartsOnOrder,
            reason: story.chance.pick(DELAY_REASONS).to_owned(),
            new_due: days::at(days::working_days_after(now.day(), 11), 18 * 60),
            interim: "无".to_owned(),
            client_informed: informed(now.plus_minutes(-20), &me, &place.contact),
            extra_minutes: OrNone::Of(60),
            applied_by: me,
            applied_at: now.plus_minutes(-10),
            signatures: Vec::new(),
        },
        finance: None,
        late: None,
    };
    let mut paper = Paper::new(slip.key(Kind::Delay), &form)?;
    let supervisor = story.cast.supervisor;
    story.sign(&mut paper, "application", Role::Technician, running.technician, now.plus_minutes(-8))?;
    story.sign(&mut paper, "application", Role::Supervisor, supervisor, now.plus_minutes(-5))?;
    story.enter(running.technician, &act::SUBMITTED, vec![paper.clone()])?;
    running.delays = OrNone::Of(vec![slip]);
    let (days, hour) = match running.job.turn {
        Turn::DelayAccountedLate => (7, 10),
        Turn::DelayRejected => (1, 9),
        _ => (2, 10),
    };
    let when = days::at(days::working_days_after(now.day(), days), hour * 60 + story.chance.between(0, 50));
    story.at(when, move |story| account(story, running, paper));
    Ok(())
}

fn account(story: &mut Story<'_>, running: Running, mut paper: Paper) -> Result<(), Fault> {
    let (late, rejected) = (running.job.turn == Turn::DelayAccountedLate, running.job.turn == Turn::DelayRejected);
    let finance = story.cast.finance;
    let at = story.now.plus_minutes(-15);
    let accounting = Accounting {
        amount_cents: 0,
        account_note: if rejected { "备件库有货，不予延时" } else { "保修期内，不加收费用" }.to_owned(),
        by: story.person(finance).id.clone(),
        at,
        signatures: Vec::new(),
    };
    paper.fill("state", if rejected { &DelayState::Rejected } else { &DelayState::Effective })?;
    paper.fill("finance", &accounting)?;
    story.sign(&mut paper, "finance", Role::Finance, finance, at.plus_minutes(1))?;
    if late {
        let mut lateness = calls::lateness(story, at.plus_minutes(5));
        "月末结账，核算顺延".clone_into(&mut lateness.reason);
        paper.fill("late", &lateness)?;
        story.sign(&mut paper, "late", Role::Supervisor, story.cast.supervisor, at.plus_minutes(6))?;
    }
    story.enter(finance, if rejected { &act::REJECTED } else { &act::EFFECTIVE }, vec![paper])?;
    let today = story.now.day();
    let day = if rejected { today } else { days::working_days_after(today, 1) };
    work(story, running, day)
}

/// A unit is lent while the client's own is away, so that the system keeps running (M-3).
fn lend(story: &mut Story<'_>, mut running: Running) -> Result<(), Fault> {
    let now = story.now;
    let place = place(story, running.job.site)?.clone();
    let slip = running.ticket.slip(1)?;
    let lent_at = now.plus_minutes(-20);
    let form = SpareLoan {
        schema: "spare-loan/1".to_owned(),
        id: slip.clone(),
        ticket: running.ticket.clone(),
        site: place.id.clone(),
        state: LoanState::Lent,
        lending: Lending {
            reason: "原件返厂，借用备机保证运行".to_owned(),
            items: vec![LoanItem {
                name: place.asset.name.clone(),
                model: place.asset.model.clone(),
                serial: format!("BJ{:05}", story.chance.below(100_000)),
                quantity: 1,
            }],
            condition: "完好".to_owned(),
            lent_at,
            due_on: days::working_days_after(now.day(), 10),
            removed: OrNone::Of(place.asset.clone()),
            borrower: story.person(running.technician).id.clone(),
            signatures: Vec::new(),
        },
        giving_back: None,
    };
    let mut paper = Paper::new(slip.key(Kind::SpareLoan), &form)?;
    story.sign(&mut paper, "lending", Role::Storekeeper, story.cast.storekeeper, lent_at.plus_minutes(2))?;
    story.sign(&mut paper, "lending", Role::Holder, running.technician, lent_at.plus_minutes(3))?;
    story.client_signs(&mut paper, "lending", &place.contact, lent_at.plus_minutes(12), "client-sign.png")?;
    story.enter(running.technician, &act::LENT, vec![paper.clone()])?;
    story.loans.insert(slip.clone(), paper.filed());
    running.loan = OrNone::Of(slip);
    work(story, running, now.day())
}

fn give_back(story: &mut Story<'_>, slip: &SlipId) -> Result<(), Fault> {
    let Some(mut paper) = story.loans.remove(slip) else { return Ok(()) };
    let keeper = story.cast.storekeeper;
    let at = story.now.plus_minutes(-10);
    let giving_back = GivingBack {
        at,
        condition: "完好".to_owned(),
        damage: "无".to_owned(),
        converted: "无".to_owned(),
        received_by: story.person(keeper).id.clone(),
        signatures: Vec::new(),
    };
    paper.fill("state", &LoanState::Returned)?;
    paper.fill("giving_back", &giving_back)?;
    story.sign(&mut paper, "giving_back", Role::Storekeeper, keeper, at.plus_minutes(1))?;
    story.enter(keeper, &act::RETURNED, vec![paper])
}
