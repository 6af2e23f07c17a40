//! On-site callbacks: by appointment, in time, late, entered late, forgotten; replaced parts with their installation form,
//! issues handed over and followed to the user's acceptance.

use super::Fault;
use super::act;
use super::calls::{self, Owed};
use super::cast::Who;
use super::days;
use super::fates::Fate;
use super::installs;
use super::paper::Paper;
use super::sites::Place;
use super::story::Story;
use super::trips::{self, Way};
use super::words::{COMPLAINTS, FAULTS, ISSUES, OPINIONS, SUGGESTIONS};
use crate::record::Kind;
use crate::record::callback::KeyRegistration;
use crate::record::id::{InstallId, Stage};
use crate::record::install::{Install, InstallState, Purpose};
use crate::record::instant::Instant;
use crate::record::onsite_callback::{
    Acceptance, Ageing, Consumable, Feedback, Handover, Hazard, Issue, OnsiteCallback, OnsiteState, Resolution, Visit,
    VisitConfirmation,
};
use crate::record::parts::{Channel, OrNone, PreContact, Replacement, Role, Test};

/// A site that has joined.
pub fn place<'s>(story: &'s Story<'_>, site: u32) -> Result<&'s Place, Fault> {
    story.places.get(&site).ok_or_else(|| Fault::Story(format!("site {site} has not joined")))
}

/// Draws what becomes of a visit and plans it; one demanded by a record has its outcome written there.
pub fn plan(story: &mut Story<'_>, owed: Owed, because: Option<Paper>) {
    let fate = match because {
        Some(_) => story.fates.demanded(&mut story.chance),
        None => story.fates.visit(&mut story.chance),
    };
    let visitor = match (&because, place(story, owed.site)) {
        (None, Ok(place)) => place.caller,
        _ => installs::two_technicians(story).0,
    };
    let arrived = moment(story, &owed, fate);
    let by_appointment =
        because.is_none() && (fate == Fate::Forgotten || fate == Fate::Late || story.chance.once_in(3));
    if by_appointment && fate != Fate::EnteredLate && fate != Fate::Missing {
        let asked = if fate == Fate::Late || fate == Fate::Forgotten { owed.opens.plus_hours(10) } else { arrived };
        let asked = days::at(days::plus(asked.day(), -1), 15 * 60 + story.chance.between(0, 90));
        let booked = owed.clone();
        story.at(asked, move |story| {
            let agreed = if fate == Fate::Forgotten { booked.opens.plus_hours(10) } else { arrived };
            let form = form(story, &booked, visitor, story.now.plus_minutes(-5), agreed)?;
            let paper = Paper::new(booked.id.key(Kind::OnsiteCallback), &form)?;
            story.enter(visitor, &act::APPOINTED, vec![paper])?;
            if fate != Fate::Forgotten {
                let asked = story.now.plus_minutes(-5);
                plan_visit(story, booked, visitor, asked, arrived, fate, None);
            }
            Ok(())
        });
    } else if fate != Fate::Missing && fate != Fate::Forgotten {
        let asked = match because {
            Some(_) => owed.opens.plus_minutes(25),
            None => days::at(days::plus(arrived.day(), -1), 15 * 60 + 10),
        };
        plan_visit(story, owed, visitor, asked, arrived, fate, because);
    }
}

fn plan_visit(
    story: &mut Story<'_>,
    owed: Owed,
    visitor: Who,
    asked: Instant,
    arrived: Instant,
    fate: Fate,
    because: Option<Paper>,
) {
    let entered = match fate {
        Fate::EnteredLate => {
            let day = days::rolled(days::plus(owed.deadline.day(), story.chance.between(1, 3)));
            days::at(day, 10 * 60 + story.chance.between(0, 300))
        }
        _ => arrived.plus_minutes(75 + story.chance.between(0, 30)),
    };
    story.at(entered, move |story| done(story, &owed, visitor, asked, arrived, fate, because));
}

/// When the visitor arrives.
fn moment(story: &mut Story<'_>, owed: &Owed, fate: Fate) -> Instant {
    if fate == Fate::Late {
        let day = days::rolled(days::plus(owed.deadline.day(), story.chance.between(1, 4)));
        return days::at(day, 10 * 60 + story.chance.between(0, 300));
    }
    if matches!(owed.stage, Stage::AfterCall | Stage::AfterVisit) {
        if fate == Fate::AtTheDeadline {
            return owed.deadline;
        }
        let registered = owed.opens.seconds_since(Instant::start_of(owed.opens.day())) / 60;
        return if registered < 13 * 60 {
            owed.opens.plus_minutes(120 + story.chance.between(0, 60))
        } else {
            days::at(days::plus(owed.opens.day(), 1), 8 * 60 + 40 + story.chance.between(0, 120))
        };
    }
    let day = match story.chance.below(5) {
        0 => owed.opens.day(),
        1 => days::plus(owed.due_on, 1),
        _ => owed.due_on,
    };
    days::at(day, 9 * 60 + 30 + story.chance.between(0, 330))
}

fn form(
    story: &Story<'_>,
    owed: &Owed,
    visitor: Who,
    asked: Instant,
    agreed: Instant,
) -> Result<OnsiteCallback, Fault> {
    let place = place(story, owed.site)?;
    let satisfies: &[&str] = match owed.stage {
        Stage::Month(6 | 12) if place.served_on(owed.opens.day()) => &["C-7.2.1", "C-S.2.1"],
        Stage::Month(6 | 12) => &["C-S.2.1"],
        Stage::Month(_) => &["C-7.2.1"],
        Stage::AfterCall => &["C-P.1.3", "C-P.3"],
        _ => &["C-P.3"],
    };
    Ok(OnsiteCallback {
        schema: "onsite-callback/1".to_owned(),
        id: owed.id.clone(),
        stage: owed.stage,
        satisfies: satisfies.iter().map(|clause| (*clause).to_owned()).collect(),
        client: place.client.clone(),
        site: place.id.clone(),
        state: OnsiteState::Open,
        pre_contact: PreContact {
            at: asked,
            by: story.person(visitor).id.clone(),
            with: place.contact.clone(),
            channel: Channel::Phone,
            agreed_arrival: agreed,
        },
        trip: None,
        visit: None,
        confirmation: None,
        late: None,
        key_registration: None,
        outcome: None,
        issues: None,
    })
}

fn done(
    story: &mut Story<'_>,
    owed: &Owed,
    visitor: Who,
    asked: Instant,
    arrived: Instant,
    fate: Fate,
    because: Option<Paper>,
) -> Result<(), Fault> {
    let place = place(story, owed.site)?.clone();
    let left = arrived.plus_minutes(50);
    let confirmed = left.plus_minutes(5);
    let dissatisfied = fate == Fate::Dissatisfied;
    let replaces = fate == Fate::InTime && because.is_none() && story.chance.once_in(8);
    let unsolved = fate == Fate::InTime && !replaces && because.is_none() && story.chance.once_in(8);
    let complaint = story.chance.pick(COMPLAINTS);
    let mut papers = Vec::new();
    let mut form = form(story, owed, visitor, asked, arrived)?;
    form.state = OnsiteState::Done;
    let way = Way {
        near: place.near,
        taxi: false,
        traveller: visitor,
        assigned_by: story.cast.front_desk[0],
        departed: arrived.plus_minutes(if place.near { -35 } else { -80 }),
        arrived,
    };
    form.trip = Some(trips::by(story, &way));
    let mut visit = visit(story, &place, visitor, arrived, left, dissatisfied);
    if replaces {
        let (install, part) = replace(story, owed.site, visitor, confirmed, &mut papers)?;
        visit.hazards = OrNone::Of(vec![Hazard {
            part: part.part.clone(),
            action: "当场免费更换".to_owned(),
            ticket: OrNone::Nothing,
        }]);
        visit.replacements = OrNone::Of(vec![part]);
        visit.install_form = OrNone::Of(install);
        visit.system_test =
            OrNone::Of(Test {
                method: "整体联动试验".to_owned(), result: "更换后整体工作正常".to_owned(), ok: true
            });
    }
    form.visit = Some(visit);
    form.confirmation = Some(VisitConfirmation {
        at: confirmed,
        contact: place.contact.clone(),
        user_opinion: if dissatisfied { complaint } else { story.chance.pick(OPINIONS) }.to_owned(),
        user_suggestion: story.chance.pick(SUGGESTIONS).to_owned(),
        satisfaction: if dissatisfied { 2 } else { 4 + u8::try_from(story.chance.below(2)).unwrap_or(0) },
        signatures: Vec::new(),
    });
    form.issues = Some(if unsolved { OrNone::Of(vec![issue(story, visitor, left)]) } else { OrNone::Nothing });
    if fate == Fate::Late {
        form.late = Some(calls::lateness(story, confirmed.plus_minutes(6)));
    }
    let registered = confirmed.plus_minutes(2);
    if dissatisfied {
        form.key_registration = Some(KeyRegistration {
            at: registered,
            reason: complaint.to_owned(),
            demands: "请派技术人员再次上门处理".to_owned(),
            reported_to: story.person(story.cast.person_in_charge).id.clone(),
            reported_at: registered.plus_minutes(4),
            visit: owed.id.demanded(Stage::AfterVisit),
            signatures: Vec::new(),
        });
    }
    let mut paper = Paper::new(owed.id.key(Kind::OnsiteCallback), &form)?;
    story.sign(&mut paper, "visit", Role::Caller, visitor, left.plus_minutes(2))?;
    story.client_signs(&mut paper, "confirmation", &place.contact, confirmed, "client-sign.png")?;
    if fate == Fate::Late {
        story.sign(&mut paper, "late", Role::Supervisor, story.cast.supervisor, confirmed.plus_minutes(7))?;
    }
    if dissatisfied {
        story.sign(&mut paper, "key_registration", Role::Caller, visitor, registered.plus_minutes(5))?;
    }
    if unsolved {
        let accepted = left.plus_minutes(9);
        let head = story.cast.supervisor;
        story.sign(&mut paper, "issues/0/transfers/0", Role::Department, head, accepted)?;
    }
    papers.insert(0, paper.clone());
    story.enter(visitor, &act::VISITED, papers)?;
    if replaces {
        let covered = place.in_warranty_on(confirmed.day());
        story.notes.services.parts_in_warranty += u64::from(covered);
        story.notes.services.parts_out_of_warranty += u64::from(!covered);
    }
    story.notes.done(owed.note, arrived, story.now);
    if let Some(because) = because {
        calls::plan_outcome(story, because)?;
    }
    if dissatisfied {
        calls::owe_visit(story, owed, registered, Stage::AfterVisit, &paper);
    } else if unsolved {
        plan_acceptance(story, &place, &paper)?;
    }
    Ok(())
}

fn visit(story: &mut Story<'_>, place: &Place, visitor: Who, arrived: Instant, left: Instant, bad: bool) -> Visit {
    let feedback =
        Feedback {
            department: "技术部".to_owned(), at: left, content: "现场粉尘较大，建议护罩改用密封型".to_owned()
        };
    Visit {
        visitor: story.person(visitor).id.clone(),
        arrived_at: arrived,
        left_at: left,
        usage_status: if bad { "使用频繁，值班员操作不熟" } else { "日常使用正常" }.to_owned(),
        manual_followed: !bad,
        questions: if bad { "如何按时间回放" } else { "无" }.to_owned(),
        guidance: "按照说明书演示回放、备份与日常清洁".to_owned(),
        equipment_status: if bad { "一路图像偶有卡顿" } else { "各设备运行正常" }.to_owned(),
        ageing: vec![Ageing {
            asset: place.asset.name.clone(),
            part: "散热风扇".to_owned(),
            condition: "轻微积尘，已清洁".to_owned(),
        }],
        consumables: vec![Consumable {
            part: "备用电池".to_owned(),
            level: format!("{} %", 60 + story.chance.below(40)),
            replaced: false,
            user_trained: true,
        }],
        parts_checked: "线路接头、电源、防雷器".to_owned(),
        hazards: OrNone::Nothing,
        replacements: OrNone::Nothing,
        install_form: OrNone::Nothing,
        system_test: OrNone::Nothing,
        feedback: if story.chance.once_in(5) { OrNone::Of(vec![feedback]) } else { OrNone::Nothing },
        signatures: Vec::new(),
    }
}

/// A hazardous part is replaced free of charge in the visit, on an installation form the user confirms (C-7.2.2).
fn replace(
    story: &mut Story<'_>,
    site: u32,
    lead: Who,
    confirmed: Instant,
    papers: &mut Vec<Paper>,
) -> Result<(InstallId, Replacement), Fault> {
    let Some(place) = story.places.get_mut(&site) else {
        return Err(Fault::Story(format!("site {site} has not joined")));
    };
    let id = place.next_form()?;
    let place = place.clone();
    let (first, second) = installs::two_technicians(story);
    let (lead, fitter) =
        if story.cast.technicians.contains(&lead) && lead != second { (lead, second) } else { (first, second) };
    let fault = FAULTS[story.chance.below(FAULTS.len())];
    let part = Replacement {
        part: fault.3.to_owned(),
        model: "通用型".to_owned(),
        serial_old: format!("P{:07}", story.chance.below(10_000_000)),
        serial_new: format!("P{:07}", story.chance.below(10_000_000)),
        quantity: 1,
        charge_cents: 0,
        reason: "存在隐患，免费更换".to_owned(),
        test: Test { method: "通电测试".to_owned(), result: "更换后正常".to_owned(), ok: true },
    };
    let form = Install {
        schema: "install/1".to_owned(),
        id: id.clone(),
        state: InstallState::Open,
        contract: place.contract.clone(),
        client: place.client.clone(),
        contact: place.contact.clone(),
        site: place.id.clone(),
        purpose: Purpose::ReplaceParts,
        planned_on: confirmed.day(),
        supersedes: None,
        pre_contact: Some(PreContact {
            at: days::at(days::plus(confirmed.day(), -1), 15 * 60 + 10),
            by: story.person(lead).id.clone(),
            with: place.contact.clone(),
            channel: Channel::Phone,
            agreed_arrival: confirmed.plus_minutes(-55),
        }),
        service: None,
        confirmation: None,
    };
    let mut paper = Paper::new(id.key(Kind::Install), &form)?;
    installs::fill_in(story, &mut paper, site, (lead, fitter), confirmed, OrNone::Of(vec![part.clone()]))?;
    papers.push(paper);
    Ok((id, part))
}

fn issue(story: &mut Story<'_>, visitor: Who, left: Instant) -> Issue {
    let (description, _) = ISSUES[story.chance.below(ISSUES.len())];
    Issue {
        raised_at: left.plus_minutes(-10),
        description: description.to_owned(),
        transfers: vec![Handover {
            from: story.person(visitor).department.to_owned(),
            to: story.person(story.cast.supervisor).department.to_owned(),
            at: left.plus_minutes(6),
            by: story.person(visitor).id.clone(),
            accepted_by: story.person(story.cast.supervisor).id.clone(),
            accepted_at: left.plus_minutes(8),
            signatures: Vec::new(),
        }],
        resolution: None,
        acceptance: None,
    }
}

/// Some days later the issue is solved and the user accepts it (C-7.3.2).
fn plan_acceptance(story: &mut Story<'_>, place: &Place, paper: &Paper) -> Result<(), Fault> {
    let mut paper = paper.filed();
    let day = days::rolled(days::plus(story.now.day(), story.chance.between(3, 9)));
    let solved = days::at(day, 10 * 60 + story.chance.between(0, 240));
    let accepted = solved.plus_minutes(40);
    let supervisor = story.cast.supervisor;
    let asked = paper.value.pointer("/issues/0/description").and_then(|value| value.as_str()).unwrap_or_default();
    let solution = ISSUES.iter().find(|(issue, _)| *issue == asked).map_or("已处理", |(_, solution)| solution);
    let resolution = Resolution { at: solved, by: story.person(supervisor).id.clone(), text: solution.to_owned() };
    let acceptance = Acceptance { at: accepted, contact: place.contact.clone(), signatures: Vec::new() };
    if let Some(issue) = paper.value.pointer_mut("/issues/0").and_then(|issue| issue.as_object_mut()) {
        issue.insert("resolution".to_owned(), serde_json::to_value(&resolution)?);
        issue.insert("acceptance".to_owned(), serde_json::to_value(&acceptance)?);
    }
    story.client_signs(&mut paper, "issues/0/acceptance", &place.contact, accepted, "client-accept.png")?;
    story.at(accepted.plus_minutes(20), move |story| story.enter(supervisor, &act::ACCEPTED, vec![paper]));
    Ok(())
}
