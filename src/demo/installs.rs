//! Installations, from the appointment to the user's confirmation, and the callbacks that follow from it.

use super::Fault;
use super::act;
use super::calls::{self, Owed};
use super::cast::Who;
use super::days;
use super::paper::Paper;
use super::story::Story;
use super::truth::Expected;
use super::upgrades;
use super::visits;
use crate::record::Kind;
use crate::record::id::{CallbackId, InstallId, Stage};
use crate::record::install::{
    CheckItem, Install, InstallConfirmation, InstallService, InstallState, Installed, Purpose, Version, Warranty,
};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{Channel, OrNone, PreContact, Replacement, Role, Test};

/// Plans an installation at a site on a day.
pub fn plan(story: &mut Story<'_>, site: u32, day: Date) {
    let call = days::at(days::plus(day, -1), 14 * 60 + story.chance.between(0, 120));
    story.at(call, move |story| appointment(story, site, day));
}

fn appointment(story: &mut Story<'_>, site: u32, day: Date) -> Result<(), Fault> {
    let (lead, fitter) = two_technicians(story);
    let Some(place) = story.places.get_mut(&site) else { return Ok(()) };
    let id = place.next_form()?;
    let place = place.clone();
    let form = Install {
        schema: "install/1".to_owned(),
        id: id.clone(),
        state: InstallState::Open,
        contract: place.contract.clone(),
        client: place.client.clone(),
        contact: place.contact.clone(),
        site: place.id.clone(),
        purpose: Purpose::Install,
        planned_on: day,
        supersedes: None,
        pre_contact: Some(PreContact {
            at: story.now.plus_minutes(-10),
            by: story.person(lead).id.clone(),
            with: place.contact.clone(),
            channel: Channel::Phone,
            agreed_arrival: days::at(day, 9 * 60),
        }),
        service: None,
        confirmation: None,
    };
    let mut paper = Paper::new(id.key(Kind::Install), &form)?;
    story.enter(lead, &act::APPOINTED, vec![paper.clone()])?;
    let confirmed = days::at(day, 13 * 60 + 30 + story.chance.between(0, 200));
    fill_in(story, &mut paper, site, (lead, fitter), confirmed, OrNone::Nothing)?;
    let entered = confirmed.plus_minutes(story.chance.between(6, 35));
    story.at(entered, move |story| {
        story.enter(lead, &act::CONFIRMED, vec![paper])?;
        owe_callbacks(story, site, &id, confirmed);
        Ok(())
    });
    Ok(())
}

/// The technicians who stay with the company.
pub(super) fn present(story: &Story<'_>) -> Vec<Who> {
    story.cast.technicians.iter().copied().filter(|who| !story.shelf.leaves(*who)).collect()
}

/// Two different technicians who are with the company: who leads, and who helps.
pub fn two_technicians(story: &mut Story<'_>) -> (Who, Who) {
    let present = present(story);
    let first = story.chance.below(present.len());
    let second = (first + 1 + story.chance.below(present.len() - 1)) % present.len();
    (present[first], present[second])
}

/// Fills in service and confirmation, and has them signed.
pub fn fill_in(
    story: &mut Story<'_>,
    paper: &mut Paper,
    site: u32,
    (lead, fitter): (Who, Who),
    confirmed: Instant,
    replacements: OrNone<Vec<Replacement>>,
) -> Result<(), Fault> {
    let Some(place) = story.places.get(&site).cloned() else { return Ok(()) };
    let replacing = replacements.as_option().is_some();
    // Later work repeats the warranty of the system it is done on; an extension brings its own.
    let covered_from = if replacing { place.installed_on } else { confirmed.day() };
    let ended_at = confirmed.plus_minutes(-15);
    let service = InstallService {
        started_at: if replacing { confirmed.plus_minutes(-45) } else { days::at(confirmed.day(), 9 * 60 + 10) },
        ended_at,
        technicians: vec![story.person(fitter).id.clone(), story.person(lead).id.clone()],
        assets: vec![Installed {
            name: place.asset.name.clone(),
            model: place.asset.model.clone(),
            serial: place.asset.serial.clone(),
            quantity: 1,
            location: "中心控制室".to_owned(),
        }],
        versions: OrNone::Of(vec![Version {
            software: upgrades::SOFTWARE.to_owned(),
            version: place.firmware.to_owned(),
        }]),
        replacements,
        checks: vec![CheckItem {
            item: "供电电压".to_owned(),
            standard: "220 V ± 10 %".to_owned(),
            value: format!("{} V", 214 + story.chance.below(14)),
            ok: true,
        }],
        system_test: Test {
            method: "整体联动试验".to_owned(), result: "各路图像与报警正常".to_owned(), ok: true
        },
        handed_over: vec!["使用说明书".to_owned(), "合格证".to_owned()],
        guidance: "现场演示操作与日常检查".to_owned(),
        warranty: Warranty { from: covered_from, to: place.warranty_to(covered_from) },
        open_issues: "无".to_owned(),
        signatures: Vec::new(),
    };
    let confirmation = InstallConfirmation {
        at: confirmed,
        client_opinion: story.chance.pick(super::words::OPINIONS).to_owned(),
        score: if story.chance.once_in(3) { 4 } else { 5 },
        signatures: Vec::new(),
    };
    paper.fill("state", &InstallState::Confirmed)?;
    paper.fill("service", &service)?;
    paper.fill("confirmation", &confirmation)?;
    story.sign(paper, "service", Role::Technician, fitter, ended_at.plus_minutes(3))?;
    story.sign(paper, "service", Role::InstallLead, lead, ended_at.plus_minutes(5))?;
    story.client_signs(paper, "confirmation", &place.contact, confirmed, "client-sign.png")
}

/// Everything an installation makes due: calls at once, after one, six (important sites) and twelve months; visits every
/// three months while service lasts, after six and twelve months in any case.
fn owe_callbacks(story: &mut Story<'_>, site: u32, install: &InstallId, confirmed: Instant) {
    let Some(place) = story.places.get(&site).cloned() else { return };
    let day = confirmed.day();
    let owed = |story: &mut Story<'_>, kind: &'static str, stage: Stage, opens, due_on, deadline| {
        let id = CallbackId::of_install(install, stage);
        let note = story.notes.expect(Expected {
            kind,
            id: id.to_string(),
            stage: stage.to_string(),
            client: place.client.to_string(),
            person: story.person(place.caller).id.to_string(),
            opens,
            due_on,
            deadline,
            done: None,
            unreachable: None,
        });
        Owed { note, id, stage, site, opens, due_on, deadline }
    };
    let call = owed(story, "phone-callback", Stage::InstallDay, confirmed, day, days::end_of(day));
    calls::plan(story, call);
    for months in [1, 6, 12] {
        let due = days::plus_months(day, months);
        if months == 6 && !place.important_on(due) {
            continue;
        }
        let opens = Instant::start_of(days::plus(due, -7));
        let due_on = days::rolled(due);
        if opens < story.end {
            let stage = Stage::Month(u16::try_from(months).unwrap_or(0));
            let call = owed(story, "phone-callback", stage, opens, due_on, days::end_of(due_on));
            calls::plan(story, call);
        }
    }
    for months in (1..).map(|quarter| quarter * 3) {
        let due = days::plus_months(day, months);
        let opens = Instant::start_of(due);
        if opens >= story.end {
            break;
        }
        if !place.served_on(due) && !matches!(months, 6 | 12) {
            continue;
        }
        let due_on = days::rolled(due);
        let stage = Stage::Month(u16::try_from(months).unwrap_or(0));
        let visit = owed(story, "onsite-callback", stage, opens, due_on, days::end_of(due_on).plus_hours(24));
        visits::plan(story, visit, None);
    }
}
