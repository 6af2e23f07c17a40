//! What comes between opening a ticket and completing it: transfers to spare tickets, delay slips, loans of spare units.

use super::Fault;
use super::act;
use super::books::{self, End};
use super::calls::{self};
use super::cast::Who;
use super::days;
use super::fates::Turn;
use super::paper::Paper;
use super::repairs::{Running, blank, report};
use super::story::Story;
use super::visits::place;
use super::words::DELAY_REASONS;
use super::works;
use crate::record::Kind;
use crate::record::delay::{Accounting, Application, Delay, DelayReason, DelayState};
use crate::record::id::{BookId, ContactId, SlipId, StaffId, TicketId};
use crate::record::instant::{Instant, date};
use crate::record::parts::{OrNone, Role};
use crate::record::spare_loan::{Conversion, ConversionKind, GivingBack, Lending, LoanItem, LoanState, SpareLoan};
use crate::record::ticket::{Dispatch, Informed, TicketState, Transfer};

/// The work cannot be finished: it moves to the next spare ticket, and both name each other (T-1).
pub(super) fn transfer(story: &mut Story<'_>, running: Running) -> Result<(), Fault> {
    let Some(spare) = story.shelf.take_spare()? else {
        return works::work(story, running, story.now.day());
    };
    let (same, day) = (running.technician, days::working_days_after(story.now.day(), 2));
    let running = onto_spare(story, running, spare, same, "厂家配件缺货，无法按时完成")?;
    let day = if story.chance.once_in(2) { days::working_days_after(day, 1) } else { day };
    works::work(story, running, day)
}

/// Somebody else takes over what a leaver could not finish, on the next spare ticket (T-1, T-7).
pub(super) fn hand_on(story: &mut Story<'_>, running: Running, successor: Who) -> Result<TicketId, Fault> {
    let Some(spare) = story.shelf.take_spare()? else {
        return Err(Fault::Story("there is no spare ticket for a leaver's work".to_owned()));
    };
    let number = spare.1.clone();
    let running = onto_spare(story, running, spare, successor, "人员离职，转由他人完成")?;
    let day = days::working_days_after(story.now.day(), 1);
    works::work(story, running, day)?;
    Ok(number)
}

/// The old ticket and the spare one name each other; gives the work as it goes on.
fn onto_spare(
    story: &mut Story<'_>,
    mut running: Running,
    (spare_book, spare): (BookId, TicketId),
    successor: Who,
    reason: &str,
) -> Result<Running, Fault> {
    let now = story.now;
    let place = place(story, running.job.site)?.clone();
    let me = story.person(running.technician).id.clone();
    let transfer = Transfer {
        to: spare.clone(),
        at: now.plus_minutes(-6),
        by: me.clone(),
        reason: reason.to_owned(),
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
    form.report = Some(report(story, &running.job, successor, promised)?);
    form.dispatch = Some(Dispatch {
        by: story.person(running.job.desk).id.clone(),
        at: now.plus_minutes(-2),
        technicians: vec![story.person(successor).id.clone()],
    });
    let paper = Paper::new(spare.key(Kind::Ticket), &form)?;
    let old = running.ticket.clone();
    story.enter(successor, &act::TRANSFERRED, vec![running.paper, paper.clone()])?;
    books::ended(story, &old, End::Transferred);
    let (job, technician) = (running.job, successor);
    let (delays, loan) = (OrNone::Nothing, OrNone::Nothing);
    Ok(Running { job, technician, ticket: spare, paper, opened: now, promised, delays, loan })
}

fn informed(at: Instant, by: &StaffId, contact: &ContactId) -> Informed {
    Informed { at, by: by.clone(), contact: contact.clone(), agreed: true }
}

/// It takes longer than promised: a delay slip, which finance accounts before it takes effect (T-3).
pub(super) fn delay(story: &mut Story<'_>, mut running: Running) -> Result<(), Fault> {
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
    works::work(story, running, day)
}

/// A unit is lent while the client's own is away, so that the system keeps running (M-3).
pub(super) fn lend(story: &mut Story<'_>, mut running: Running) -> Result<(), Fault> {
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
        handovers: Vec::new(),
        giving_back: None,
        late: None,
    };
    let mut paper = Paper::new(slip.key(Kind::SpareLoan), &form)?;
    story.sign(&mut paper, "lending", Role::Storekeeper, story.cast.storekeeper, lent_at.plus_minutes(2))?;
    story.sign(&mut paper, "lending", Role::Holder, running.technician, lent_at.plus_minutes(3))?;
    story.client_signs(&mut paper, "lending", &place.contact, lent_at.plus_minutes(12), "client-sign.png")?;
    story.enter(running.technician, &act::LENT, vec![paper.clone()])?;
    story.loans.insert(slip.clone(), paper.filed());
    story.notes.services.loans_out += 1;
    running.loan = OrNone::Of(slip);
    works::work(story, running, now.day())
}

/// What a spare that stays costs out of warranty, in cents.
const SPARE_CENTS: i64 = 120_000;

/// A lent unit comes back, stays, or is lost; whoever comes late declares it.
pub(super) fn give_back(story: &mut Story<'_>, slip: &SlipId) -> Result<(), Fault> {
    let Some(mut paper) = story.loans.remove(slip) else { return Ok(()) };
    let due_on = paper.value.pointer("/lending/due_on").and_then(|day| day.as_str()).and_then(date::parse);
    let due_on = due_on.ok_or_else(|| Fault::Story(format!("{slip} has no agreed day")))?;
    let keeper = story.cast.storekeeper;
    let at = story.now.plus_minutes(-10);
    let nth = story.notes.services.loans_ended();
    let site = paper.value["site"].as_str().unwrap_or_default();
    let place = story.places.values().find(|place| place.id.as_str() == site);
    let covered = place.is_none_or(|place| place.in_warranty_on(at.day()));
    // Of five one stays as a warranty replacement, one is damaged, one is lost.
    let (state, condition, damage, converted) = match nth % 5 {
        2 if !covered => (LoanState::Converted, "已装机使用", "无", "保修期已过，甲方购买留用"),
        2 => (LoanState::Converted, "已装机使用", "无", "原件无法修复，留作保修更换"),
        3 => (LoanState::Returned, "外壳划痕", "外壳划痕，不影响使用，借用人已说明", "无"),
        4 => (LoanState::Lost, "无", "客户搬迁时遗失，由客户照价赔偿", "无"),
        _ => (LoanState::Returned, "完好", "无", "无"),
    };
    let (kind, charge_cents) =
        if covered { (ConversionKind::WarrantyReplacement, 0) } else { (ConversionKind::Sale, SPARE_CENTS) };
    let giving_back = GivingBack {
        at,
        condition: condition.to_owned(),
        damage: damage.to_owned(),
        converted: converted.to_owned(),
        conversion: (state == LoanState::Converted).then_some(Conversion { kind, charge_cents }),
        received_by: story.person(keeper).id.clone(),
        signatures: Vec::new(),
    };
    paper.fill("state", &state)?;
    paper.fill("giving_back", &giving_back)?;
    story.sign(&mut paper, "giving_back", Role::Storekeeper, keeper, at.plus_minutes(1))?;
    if state == LoanState::Lost {
        story.sign(&mut paper, "giving_back", Role::Supervisor, story.cast.supervisor, at.plus_minutes(2))?;
    }
    let late = at > days::end_of(due_on);
    if late {
        let mut lateness = calls::lateness(story, at.plus_minutes(3));
        "原件返厂未回，续借".clone_into(&mut lateness.reason);
        paper.fill("late", &lateness)?;
        story.sign(&mut paper, "late", Role::Supervisor, story.cast.supervisor, at.plus_minutes(4))?;
    }
    story.enter(keeper, &act::RETURNED, vec![paper])?;
    let services = &mut story.notes.services;
    services.loans_out -= 1;
    services.loans_damaged += u64::from(state == LoanState::Returned && damage != "无");
    match state {
        LoanState::Converted => {
            services.loans_converted += 1;
            services.loans_sold += u64::from(!covered);
            services.loans_sold_cents += charge_cents.unsigned_abs();
        }
        LoanState::Lost => services.loans_lost += 1,
        LoanState::Lent | LoanState::Returned if late => services.loans_returned_late += 1,
        LoanState::Lent | LoanState::Returned => services.loans_returned += 1,
    }
    Ok(())
}
