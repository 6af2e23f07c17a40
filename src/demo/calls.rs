//! Phone callbacks: made, made late, entered late, tried in vain, forgotten; and what a dissatisfied user sets going.

use super::Fault;
use super::act;
use super::days;
use super::fates::Fate;
use super::paper::Paper;
use super::story::Story;
use super::truth::{Expected, Note};
use super::visits;
use super::words::{COMPLAINTS, LATE_REASONS, OPINIONS, SUGGESTIONS};
use crate::record::Kind;
use crate::record::callback::{Excuse, KeyRegistration, Outcome};
use crate::record::id::{CallbackId, Stage};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{Lateness, OrNone, Role};
use crate::record::phone_callback::{Attempt, AttemptResult, Call, PhoneCallback, PhoneState};

/// A callback that is owed.
#[derive(Debug, Clone)]
pub struct Owed {
    /// Its place in the notes.
    pub note: Note,
    /// Its key.
    pub id: CallbackId,
    /// Its stage.
    pub stage: Stage,
    /// The site, by number.
    pub site: u32,
    /// First instant in time.
    pub opens: Instant,
    /// Due day.
    pub due_on: Date,
    /// Last instant in time.
    pub deadline: Instant,
}

/// Draws what becomes of a call and plans it.
pub fn plan(story: &mut Story<'_>, owed: Owed) {
    let fate = story.fates.phone(&mut story.chance);
    let called = moment(story, &owed, fate);
    match fate {
        Fate::Missing => {}
        Fate::Forgotten => story.at(called.plus_minutes(4), move |story| vain(story, &owed, called)),
        Fate::Unreachable | Fate::Excused => {
            let last = called.plus_minutes(24);
            story.at(last.plus_minutes(7), move |story| unreachable(story, &owed, called, fate == Fate::Excused));
        }
        _ => {
            let entered = match fate {
                Fate::EnteredLate => {
                    let day = days::rolled(days::plus(owed.deadline.day(), story.chance.between(1, 3)));
                    days::at(day, 10 * 60 + story.chance.between(0, 300))
                }
                _ => called.plus_minutes(14),
            };
            story.at(entered, move |story| done(story, &owed, called, fate));
        }
    }
}

/// When the call is made, or first tried.
fn moment(story: &mut Story<'_>, owed: &Owed, fate: Fate) -> Instant {
    if fate == Fate::Late {
        if owed.stage == Stage::PostRepair && story.chance.once_in(3) {
            return owed.deadline.plus_seconds(1);
        }
        let day = days::rolled(days::plus(owed.deadline.day(), story.chance.between(1, 3)));
        return days::at(day, 10 * 60 + story.chance.between(0, 380));
    }
    match owed.stage {
        Stage::PostRepair if fate == Fate::AtTheDeadline => owed.deadline,
        Stage::InstallDay => owed.opens.plus_minutes(50 + story.chance.between(0, 70)),
        Stage::PostRepair => {
            let morning = days::at(owed.deadline.day(), 9 * 60 + 5);
            let spare = owed.deadline.seconds_since(morning) / 60 - 40;
            morning.plus_minutes(story.chance.between(0, spare.clamp(0, 240)))
        }
        _ => {
            let early = story.chance.between(0, (owed.due_on - owed.opens.day()).num_days());
            let day = days::rolled(days::plus(owed.opens.day(), early)).min(owed.due_on);
            days::at(day, 9 * 60 + 30 + story.chance.between(0, 420))
        }
    }
}

fn form(story: &Story<'_>, owed: &Owed, state: PhoneState, attempts: Vec<Attempt>) -> Result<PhoneCallback, Fault> {
    let place = visits::place(story, owed.site)?;
    Ok(PhoneCallback {
        schema: "phone-callback/1".to_owned(),
        id: owed.id.clone(),
        stage: owed.stage,
        client: place.client.clone(),
        site: place.id.clone(),
        state,
        attempts,
        call: None,
        late: None,
        excuse: None,
        key_registration: None,
        outcome: None,
    })
}

fn attempt(story: &Story<'_>, owed: &Owed, at: Instant, result: AttemptResult) -> Result<Attempt, Fault> {
    let place = visits::place(story, owed.site)?;
    Ok(Attempt { at, by: story.person(place.caller).id.clone(), contact: place.contact.clone(), result })
}

fn vain(story: &mut Story<'_>, owed: &Owed, at: Instant) -> Result<(), Fault> {
    let caller = visits::place(story, owed.site)?.caller;
    let attempts = vec![attempt(story, owed, at, AttemptResult::Busy)?];
    let paper = Paper::new(owed.id.key(Kind::PhoneCallback), &form(story, owed, PhoneState::Open, attempts)?)?;
    story.enter(caller, &act::ATTEMPTED, vec![paper])
}

fn unreachable(story: &mut Story<'_>, owed: &Owed, first: Instant, excused: bool) -> Result<(), Fault> {
    let caller = visits::place(story, owed.site)?.caller;
    let attempts = vec![
        attempt(story, owed, first, AttemptResult::NoAnswer)?,
        attempt(story, owed, first.plus_minutes(12), AttemptResult::Busy)?,
        attempt(story, owed, first.plus_minutes(24), AttemptResult::NoAnswer)?,
    ];
    let form = form(story, owed, PhoneState::Unreachable, attempts)?;
    let mut paper = Paper::new(owed.id.key(Kind::PhoneCallback), &form)?;
    story.enter(caller, &act::UNREACHABLE, vec![paper.clone()])?;
    story.notes.unreachable(owed.note, false);
    if !excused {
        return Ok(());
    }
    let at = story.now.plus_minutes(55);
    let excuse = Excuse {
        reason: "三次拨打均未接通，已短信告知服务热线".to_owned(),
        by: story.person(story.cast.supervisor).id.clone(),
        at,
        signatures: Vec::new(),
    };
    paper.fill("excuse", &excuse)?;
    story.sign(&mut paper, "excuse", Role::Supervisor, story.cast.supervisor, at)?;
    let note = owed.note;
    story.at(at.plus_minutes(2), move |story| {
        story.enter(story.cast.supervisor, &act::EXCUSED, vec![paper])?;
        story.notes.unreachable(note, true);
        Ok(())
    });
    Ok(())
}

fn done(story: &mut Story<'_>, owed: &Owed, called: Instant, fate: Fate) -> Result<(), Fault> {
    let place = visits::place(story, owed.site)?.clone();
    let mut attempts = Vec::new();
    if fate == Fate::SecondTry {
        attempts.push(attempt(story, owed, called.plus_minutes(-11), AttemptResult::NoAnswer)?);
    }
    attempts.push(attempt(story, owed, called, AttemptResult::Reached)?);
    let mut form = form(story, owed, PhoneState::Done, attempts)?;
    let dissatisfied = fate == Fate::Dissatisfied;
    let complaint = story.chance.pick(COMPLAINTS);
    let demands = dissatisfied || fate == Fate::WantsVisit;
    let is = |stage| owed.stage == stage;
    form.call = Some(Call {
        at: called,
        caller: story.person(place.caller).id.clone(),
        respondent: place.contact.clone(),
        system_normal: !dissatisfied,
        unclear: if demands { "回放步骤不熟".to_owned() } else { "无".to_owned() },
        help: if demands { "电话指导回放操作".to_owned() } else { "无".to_owned() },
        normal_after_repair: is(Stage::PostRepair).then_some(!dissatisfied),
        installer_satisfaction: is(Stage::InstallDay).then_some(if dissatisfied { 3 } else { 5 }),
        familiar: is(Stage::Month(1)).then_some(!dissatisfied),
        reminders: matches!(owed.stage, Stage::Month(1 | 6))
            .then(|| "提醒每周核对录像与时钟，雨季前检查防雷".to_owned()),
        equipment_status: is(Stage::Month(12)).then(|| "使用满一年，各设备运行正常".to_owned()),
        training_given: is(Stage::Month(12)).then(|| "指导清洁护罩、检查线路接头".to_owned()),
        satisfaction: if dissatisfied { 2 } else { 4 + u8::try_from(story.chance.below(2)).unwrap_or(0) },
        opinion: if dissatisfied { complaint } else { story.chance.pick(OPINIONS) }.to_owned(),
        requests: if demands { OrNone::Of("请派人上门检查".to_owned()) } else { OrNone::Nothing },
        needs_visit: demands,
        recording_notice: "已告知通话录音".to_owned(),
        signatures: Vec::new(),
    });
    if fate == Fate::Late {
        form.late = Some(lateness(story, called.plus_minutes(8)));
    }
    let registered = called.plus_minutes(6);
    if demands {
        form.key_registration = Some(KeyRegistration {
            at: registered,
            reason: if dissatisfied { complaint.to_owned() } else { "用户另有要求".to_owned() },
            demands: "请派人上门检查".to_owned(),
            reported_to: story.person(story.cast.person_in_charge).id.clone(),
            reported_at: registered.plus_minutes(3),
            visit: owed.id.demanded(Stage::AfterCall),
            signatures: Vec::new(),
        });
    }
    let mut paper = Paper::new(owed.id.key(Kind::PhoneCallback), &form)?;
    story.sign(&mut paper, "call", Role::Caller, place.caller, called.plus_minutes(5))?;
    if fate == Fate::Late {
        story.sign(&mut paper, "late", Role::Supervisor, story.cast.supervisor, called.plus_minutes(9))?;
    }
    if demands {
        story.sign(&mut paper, "key_registration", Role::Caller, place.caller, registered.plus_minutes(4))?;
    }
    story.enter(place.caller, &act::CALLED, vec![paper.clone()])?;
    story.notes.done(owed.note, called, story.now);
    if demands {
        owe_visit(story, owed, registered, Stage::AfterCall, &paper);
    }
    Ok(())
}

/// A missed deadline, declared, with the supervisor's acknowledgement still to be signed.
pub fn lateness(story: &mut Story<'_>, acknowledged_at: Instant) -> Lateness {
    Lateness {
        reason: story.chance.pick(LATE_REASONS).to_owned(),
        acknowledged_by: story.person(story.cast.supervisor).id.clone(),
        acknowledged_at,
        signatures: Vec::new(),
    }
}

/// A visit that a callback has demanded is owed within 24 hours of its registration.
pub fn owe_visit(story: &mut Story<'_>, by: &Owed, registered: Instant, stage: Stage, because: &Paper) {
    let earlier = story.notes.of(by.note);
    let id = by.id.demanded(stage);
    let deadline = registered.plus_hours(24);
    let expected = Expected {
        kind: "onsite-callback",
        id: id.to_string(),
        stage: stage.to_string(),
        client: earlier.client.clone(),
        // The person in charge to whom it was reported arranges the visit.
        person: story.person(story.cast.person_in_charge).id.to_string(),
        opens: registered,
        due_on: deadline.day(),
        deadline,
        done: None,
        unreachable: None,
    };
    let note = story.notes.expect(expected);
    let owed = Owed { note, id, stage, site: by.site, opens: registered, due_on: deadline.day(), deadline };
    visits::plan(story, owed, Some(because.filed()));
}

/// After a demanded visit the person in charge writes down how it came out, on the record that demanded it.
pub fn plan_outcome(story: &mut Story<'_>, mut because: Paper) -> Result<(), Fault> {
    let at = story.now.plus_hours(2);
    let in_charge = story.cast.person_in_charge;
    let outcome = Outcome {
        at,
        result: format!("已上门处理并现场培训；{}", story.chance.pick(SUGGESTIONS)),
        user_ok: true,
        by: story.person(in_charge).id.clone(),
        signatures: Vec::new(),
    };
    because.fill("outcome", &outcome)?;
    story.sign(&mut because, "outcome", Role::PersonInCharge, in_charge, at.plus_minutes(2))?;
    story.at(at.plus_minutes(5), move |story| story.enter(in_charge, &act::OUTCOME, vec![because]));
    Ok(())
}
