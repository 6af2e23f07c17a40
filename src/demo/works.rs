//! The repair itself: the way there, the work, the client's confirmation, and what a completed ticket sets going.

use serde_json::Value;

use super::Fault;
use super::act;
use super::books::{self, End};
use super::calls::{self, Owed};
use super::days;
use super::fates::Turn;
use super::paper::Paper;
use super::repairs::{Job, Running, fault_reported};
use super::story::Story;
use super::trips::{self, Way};
use super::truth::Expected;
use super::visits::place;
use super::words::OPINIONS;
use super::{hand_ins, rest, setbacks};
use crate::record::id::{CallbackId, Stage, TicketId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{Channel, OrNone, PreContact, Replacement, Role, Test};
use crate::record::ticket::{Confirmation, TicketState, Work, WorkResult};

/// What a part costs out of warranty, in cents.
const PART_CENTS: i64 = 18_000;

/// The repair itself: today if there is time, else on the next working day; entered once the client has confirmed it.
pub(super) fn work(story: &mut Story<'_>, mut running: Running, from: Date) -> Result<(), Fault> {
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
    let way = Way {
        near: place.near,
        taxi: running.job.turn == Turn::Taxi,
        traveller: running.technician,
        assigned_by: running.job.desk,
        departed,
        arrived,
    };
    let trip = trips::by(story, &way);
    running.paper.fill("trip", &trip)?;
    let covered = place.in_warranty_on(restored.day());
    let price = if covered { 0 } else { PART_CENTS };
    let replaced = story.chance.once_in(2).then(|| {
        vec![Replacement {
            part: fault.3.to_owned(),
            model: "通用型".to_owned(),
            serial_old: "无".to_owned(),
            serial_new: format!("P{:07}", story.chance.below(10_000_000)),
            quantity: 1,
            charge_cents: price,
            reason: fault.1.to_owned(),
            test: Test { method: "通电测试".to_owned(), result: "工作正常".to_owned(), ok: true },
        }]
    });
    let charged = if replaced.is_some() { price } else { 0 };
    let work = Work {
        diagnosis: fault.1.to_owned(),
        actions: fault.2.to_owned(),
        parts: replaced.map_or(OrNone::Nothing, OrNone::Of),
        spare_loan: running.loan.clone(),
        charge_cents: charged,
        result: WorkResult::Fixed,
        result_note: if covered { "试运行正常，保修期内免费" } else { "试运行正常，已过保修期" }.to_owned(),
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
    rest::plan(story, running.technician, &running.ticket, departed, confirmed);
    story.at(entered, move |story| completed(story, running, restored, confirmed));
    Ok(())
}

fn completed(story: &mut Story<'_>, running: Running, restored: Instant, confirmed: Instant) -> Result<(), Fault> {
    let Running { job, technician, ticket, paper, loan, .. } = running;
    story.enter(technician, &act::COMPLETED, vec![paper.clone()])?;
    books::ended(story, &ticket, End::Completed);
    note(story, &paper);
    if let Some(place) = story.places.get_mut(&job.site) {
        place.repaired = Some(ticket.clone());
    }
    owe_call(story, &job, &ticket, restored)?;
    hand_ins::plan(story, job.desk, paper.filed(), confirmed)?;
    if let OrNone::Of(slip) = loan {
        // One in five comes back after the ten working days that were agreed.
        let services = story.notes.services;
        let late = (services.loans_out + services.loans_ended()) % 5 == 2;
        let day = days::working_days_after(story.now.day(), if late { 14 } else { 4 });
        let when = days::at(day, 11 * 60 + story.chance.between(0, 60));
        story.at(when, move |story| setbacks::give_back(story, &slip));
    }
    if job.turn == Turn::Repeat {
        let day = days::plus(restored.day(), story.chance.between(8, 20));
        let when = days::at(day, 8 * 60 + 20 + story.chance.between(0, 300));
        let (site, fault) = (job.site, job.fault);
        story.at(when, move |story| {
            story.notes.services.repeats += 1;
            fault_reported(story, site, fault, Turn::Plain, OrNone::Of(ticket))
        });
    }
    Ok(())
}

/// Notes how the way there was consented to and which parts were put in, as the completed paper has them.
fn note(story: &mut Story<'_>, paper: &Paper) {
    let moment = |pointer: &str| paper.value.pointer(pointer).and_then(Value::as_str).and_then(Instant::parse);
    let services = &mut story.notes.services;
    if let Some(entered) = moment("/trip/consent/entered_at") {
        let late = moment("/trip/departed_at").is_some_and(|departed| departed < entered);
        services.consents_late += u64::from(late);
        services.consents_in_time += u64::from(!late);
    }
    for part in paper.value.pointer("/work/parts").and_then(Value::as_array).into_iter().flatten() {
        let cents = part["charge_cents"].as_u64().unwrap_or_default();
        services.parts_in_warranty += u64::from(cents == 0);
        services.parts_out_of_warranty += u64::from(cents != 0);
        services.parts_charged += u64::from(cents != 0);
        services.parts_charge_cents += cents;
    }
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
