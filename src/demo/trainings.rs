//! Trainings that clients ask for: given in time, given late, forgotten, withdrawn, or given and never signed for, in turn from client to client.
//!
//! Like upgrades they draw from a stream of chance of their own.

use super::Fault;
use super::act;
use super::calls;
use super::cast::Who;
use super::chance::Chance;
use super::days;
use super::paper::Paper;
use super::story::Story;
use crate::record::Kind;
use crate::record::id::{ClientId, ContactId, TrainingId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{Attachment, Channel, OrNone, PreContact, Role};
use crate::record::training::{
    Attendee, Material, Request, Session, Training, TrainingConfirmation, TrainingState, Withdrawal,
};
use crate::sign;

/// The streams of chance of trainings: one a client, from here on.
const STREAM: u64 = 2 << 32;

/// What is handed out.
const HANDOUT: &str = "# 值班员操作手册\n\n一、登录与退出。二、按时间回放。三、导出与备份。四、日常清洁与注意事项。\n";

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Given,
    Late,
    Forgotten,
    Withdrawn,
    Unsigned,
}

/// Plans the request of a client who has just joined: a month or two later, once tickets are written.
pub(super) fn plan(story: &mut Story<'_>, client: u32, id: &ClientId) {
    let mut chance = Chance::new(story.options.seed, STREAM + u64::from(client));
    let turn = [Turn::Given, Turn::Late, Turn::Forgotten, Turn::Withdrawn, Turn::Unsigned][client as usize % 5];
    let day = days::rolled(days::plus(story.now.day().max(story.opened), chance.between(20, 60)));
    let asked = days::at(day, 9 * 60 + 10 + chance.between(0, 400));
    let given = days::rolled(days::plus(day, if turn == Turn::Late { 31 } else { 10 } + chance.between(3, 12)));
    let id = id.clone();
    story.at(asked, move |story| requested(story, client, &id, turn, given));
}

/// Who trains a client: a technician who stays with the company.
fn trainer(story: &Story<'_>, client: u32) -> Option<Who> {
    let present: Vec<Who> = story.cast.technicians.iter().copied().filter(|who| !story.shelf.leaves(*who)).collect();
    present.get(client as usize % present.len().max(1)).copied()
}

fn requested(story: &mut Story<'_>, client: u32, id: &ClientId, turn: Turn, given: Date) -> Result<(), Fault> {
    let Some(trainer) = trainer(story, client) else { return Ok(()) };
    let desk = story.cast.front_desk[client as usize % story.cast.front_desk.len()];
    let contact = ContactId::parse(&format!("{id}-01"))?;
    let number = TrainingId::parse(&format!("{id}-T01"))?;
    let at = story.now.plus_minutes(-6);
    let form = Training {
        schema: "training/1".to_owned(),
        id: number.clone(),
        state: TrainingState::Requested,
        client: id.clone(),
        request: Request {
            at,
            contact,
            received_by: story.person(desk).id.clone(),
            channel: Channel::Phone,
            topic: "录像回放与导出".to_owned(),
            wishes: "无".to_owned(),
            assigned_to: story.person(trainer).id.clone(),
        },
        pre_contact: None,
        session: None,
        attendees: None,
        confirmation: None,
        withdrawal: None,
        late: None,
    };
    let paper = Paper::new(number.key(Kind::Training), &form)?;
    story.enter(desk, &act::REQUESTED, vec![paper.clone()])?;
    let deadline = days::end_of(days::rolled(days::plus(at.day(), 30)));
    let services = &mut story.notes.services;
    if deadline < story.end {
        services.trainings_missing += 1;
    } else {
        services.trainings_waiting += 1;
    }
    match turn {
        Turn::Forgotten => {}
        Turn::Withdrawn => {
            let when = days::at(days::rolled(days::plus(at.day(), 6)), 10 * 60 + 20);
            story.at(when, move |story| withdrawn(story, desk, paper, deadline));
        }
        Turn::Given | Turn::Late | Turn::Unsigned => {
            let signed = turn != Turn::Unsigned;
            story.at(days::at(given, 16 * 60 + 30), move |story| held(story, trainer, paper, deadline, signed));
        }
    }
    Ok(())
}

/// The request is no longer open.
fn answered(story: &mut Story<'_>, deadline: Instant) {
    let services = &mut story.notes.services;
    if deadline < story.end {
        services.trainings_missing -= 1;
    } else {
        services.trainings_waiting -= 1;
    }
}

fn withdrawn(story: &mut Story<'_>, desk: Who, mut paper: Paper, deadline: Instant) -> Result<(), Fault> {
    let contact = contact_of(&paper, 1)?;
    let at = story.now.plus_minutes(-10);
    let withdrawal = Withdrawal {
        at,
        contact: contact.clone(),
        received_by: story.person(desk).id.clone(),
        reason: "人员调整，暂不需要".to_owned(),
        signatures: Vec::new(),
    };
    paper.fill("state", &TrainingState::Withdrawn)?;
    paper.fill("withdrawal", &withdrawal)?;
    story.client_signs(&mut paper, "withdrawal", &contact, at.plus_minutes(3), "client-sign.png")?;
    story.enter(desk, &act::WITHDRAWN, vec![paper])?;
    answered(story, deadline);
    story.notes.services.trainings_withdrawn += 1;
    Ok(())
}

/// The training is given; where the client does not sign, it stays held and unconfirmed.
fn held(story: &mut Story<'_>, trainer: Who, mut paper: Paper, deadline: Instant, signed: bool) -> Result<(), Fault> {
    let (first, second) = (contact_of(&paper, 1)?, contact_of(&paper, 2)?);
    let ended = story.now.plus_minutes(-30);
    let started = ended.plus_minutes(-110);
    let late = started > deadline;
    let me = story.person(trainer).id.clone();
    let sha256 = sign::sha256_hex(HANDOUT.as_bytes());
    let handout = Attachment {
        file: "handout.md".to_owned(),
        sha256: sha256.clone(),
        size: u64::try_from(HANDOUT.len()).unwrap_or_default(),
    };
    let session = Session {
        trainer: me.clone(),
        started_at: started,
        ended_at: ended,
        place: "甲方会议室".to_owned(),
        topic: "录像回放与导出".to_owned(),
        outline: "登录、按时间回放、导出、日常清洁".to_owned(),
        materials: vec![Material {
            title: "值班员操作手册".to_owned(),
            version: "2025-06".to_owned(),
            copies: 4,
            sha256,
            attachment: OrNone::Of(handout),
        }],
        signatures: Vec::new(),
    };
    let attendees: Vec<_> = [(&first, "后勤处"), (&second, "保卫处")]
        .map(|(contact, unit)| Attendee { contact: contact.clone(), unit: unit.to_owned(), signatures: Vec::new() })
        .into();
    let confirmation = TrainingConfirmation {
        contact: first.clone(),
        work_start: started.plus_minutes(-10),
        work_end: ended.plus_minutes(5),
        content: "录像回放与导出培训".to_owned(),
        evaluation: "参加者均能独立回放与导出".to_owned(),
        quality: if late { 4 } else { 5 },
        client_opinion: "无".to_owned(),
        at: ended.plus_minutes(9),
        signatures: Vec::new(),
    };
    let asked = PreContact {
        at: started.plus_minutes(-24 * 60),
        by: me,
        with: first.clone(),
        channel: Channel::Phone,
        agreed_arrival: started,
    };
    paper.fill("state", if signed { &TrainingState::Confirmed } else { &TrainingState::Held })?;
    paper.fill("pre_contact", &asked)?;
    paper.fill("session", &session)?;
    paper.fill("attendees", &attendees)?;
    if signed {
        paper.fill("confirmation", &confirmation)?;
    }
    paper.drawings.insert("handout.md".to_owned(), HANDOUT.as_bytes().to_vec());
    if late {
        paper.fill("late", &calls::lateness(story, ended.plus_minutes(12)))?;
        story.sign(&mut paper, "late", Role::Supervisor, story.cast.supervisor, ended.plus_minutes(13))?;
    }
    story.sign(&mut paper, "session", Role::Trainer, trainer, ended.plus_minutes(2))?;
    story.client_signs(&mut paper, "attendees/0", &first, ended.plus_minutes(3), "attendee-1.png")?;
    story.client_signs(&mut paper, "attendees/1", &second, ended.plus_minutes(3), "attendee-2.png")?;
    if signed {
        story.client_signs(&mut paper, "confirmation", &first, ended.plus_minutes(9), "client-sign.png")?;
    }
    story.enter(trainer, if signed { &act::TRAINED } else { &act::HELD }, vec![paper])?;
    answered(story, deadline);
    let services = &mut story.notes.services;
    if !signed {
        services.trainings_unsigned += 1;
    } else if late {
        services.trainings_late += 1;
    } else {
        services.trainings_in_time += 1;
    }
    Ok(())
}

/// A person of the client whose training it is.
fn contact_of(paper: &Paper, nth: u8) -> Result<ContactId, Fault> {
    let client = paper.key.id.split('-').next().unwrap_or_default();
    Ok(ContactId::parse(&format!("{client}-{nth:02}"))?)
}
