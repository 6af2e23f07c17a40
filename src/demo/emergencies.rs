//! Emergencies: a few a year, each with its own failing, one still running when the story ends (E-1 to E-4).
//!
//! Whoever is on duty receives the report; in the month without a roster nothing happens, for nobody could receive it.
//! What happens in each is told in `courses`.

use super::Fault;
use super::act;
use super::cast::Who;
use super::courses::{self, Event};
use super::days;
use super::paper::Paper;
use super::story::Story;
use super::truth::Emergency;
use super::visits::place;
use crate::record::Kind;
use crate::record::id::{IncidentEntryId, IncidentId};
use crate::record::incident::{
    Breach, Casualties, Closing, Ended, Incident, IncidentState, Intake, ReportedBy, Reporter,
};
use crate::record::instant::Instant;
use crate::record::parts::{Asked, OrNone, Role, UNKNOWN};

/// What goes wrong in an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ordeal {
    /// Nothing: the head arrives at exactly 20:00, the general manager has the report at exactly 4:00:00.
    Handled,
    /// The head and the word to the company are late; the handling takes a day and a half.
    Flooded,
    /// The general manager has the report late, and things are written down late.
    Unreported,
    /// It takes three days: one day without a report, and the final report is late.
    Dragging,
    /// One head never comes and the general manager never has a report.
    Deserted,
    /// The handling is over, and nobody writes the final report.
    Unfinished,
    /// It has just begun when the story ends.
    Running,
}

/// What happens every year, and in which month and hour of it.
const EVERY_YEAR: [(Ordeal, i64, i64); 5] = [
    (Ordeal::Handled, 40, 9 * 60 + 35),
    (Ordeal::Flooded, 110, 14 * 60 + 10),
    (Ordeal::Unreported, 180, 19 * 60 + 50),
    (Ordeal::Dragging, 240, 6 * 60 + 20),
    (Ordeal::Deserted, 300, 11 * 60 + 5),
];

/// Plans the emergencies of every year, and those at the end of the story.
pub fn plan(story: &mut Story<'_>) {
    let mut year = 0;
    while days::plus(story.opened, year * 365 + 300) < days::plus(story.end.day(), -40) {
        for (ordeal, day, minute) in EVERY_YEAR {
            let when = days::at(days::plus(story.opened, year * 365 + day), minute);
            story.at(when, move |story| receive(story, ordeal));
        }
        year += 1;
    }
    let over = days::at(days::plus(story.end.day(), -12), 10 * 60);
    story.at(over, |story| receive(story, Ordeal::Unfinished));
    let running = story.end.plus_minutes(-160);
    story.at(running, |story| receive(story, Ordeal::Running));
}

/// The report comes in now, if somebody is on duty; else the same happens a day later.
fn receive(story: &mut Story<'_>, ordeal: Ordeal) -> Result<(), Fault> {
    let now = story.now;
    let on_duty = story.rosters.on_duty(now).and_then(|members| {
        let is = |who: &Who| members.contains(&story.person(*who).id);
        story.cast.everybody().find(is)
    });
    let Some(officer) = on_duty else {
        story.at(now.plus_hours(24), move |story| receive(story, ordeal));
        return Ok(());
    };
    let id = IncidentId::parse(&format!("{}-{}-E01", now.day().format("%Y%m%d"), story.person(officer).id))?;
    let incident = intake(story, &id, officer, ordeal)?;
    let paper = Paper::new(id.key(Kind::Incident), &incident)?;
    let filed = paper.filed();
    let company = courses::Company::of(story, officer);
    let course = courses::of(story, &id, ordeal, now, &company)?;
    story.at(now.plus_minutes(1), move |story| story.enter(officer, &act::REPORTED, vec![paper]));
    for event in &course {
        let (by, paper) = (event.by, event.paper(&id)?);
        story.at(event.written, move |story| story.enter(by, &act::LOGGED, vec![paper]));
    }
    let over = courses::over(ordeal, now).filter(|over| over.plus_minutes(10) < story.end);
    let closed = over.and_then(|_| courses::closed(ordeal, now)).filter(|closed| closed.plus_minutes(1) < story.end);
    note(story, &id, now, &course, (over, closed));
    if let Some(over) = over {
        let breaches = courses::breaches(ordeal, &course);
        let finals = course.iter().find(|event| event.label == "final").map(|event| event.id.clone());
        let entries = u32::try_from(course.len()).unwrap_or_default();
        let closing = closed.zip(finals).map(|(at, final_report)| Ending { at, final_report, breaches, entries });
        story.at(over.plus_minutes(10), move |story| end(story, filed, over, closing));
    }
    Ok(())
}

/// What the closing will say.
struct Ending {
    at: Instant,
    final_report: IncidentEntryId,
    breaches: Vec<Breach>,
    entries: u32,
}

fn intake(story: &mut Story<'_>, id: &IncidentId, officer: Who, ordeal: Ordeal) -> Result<Incident, Fault> {
    let now = story.now;
    let site = *story.places.keys().next().ok_or_else(|| Fault::Story("no site for an emergency".to_owned()))?;
    let known = ordeal != Ordeal::Unreported;
    let place = place(story, site)?;
    let words = |text: &str| if known { text.to_owned() } else { UNKNOWN.to_owned() };
    Ok(Incident {
        schema: "incident/1".to_owned(),
        id: id.clone(),
        state: IncidentState::Open,
        site: OrNone::Of(place.id.clone()),
        intake: Intake {
            received_at: now,
            received_by: story.person(officer).id.clone(),
            channel: if known { ReportedBy::Phone } else { ReportedBy::Fax },
            nature: "配电室起火".to_owned(),
            place: words("地下一层配电室"),
            occurred_at: if known { Asked::Known(now.plus_minutes(-20)) } else { Asked::Unknown },
            casualties: if known {
                Asked::Known(Casualties { dead: 0, injured: 1, missing: 0 })
            } else {
                Asked::Unknown
            },
            property_loss: UNKNOWN.to_owned(),
            handling_progress: words("物业已断电"),
            reporter: if known {
                Asked::Known(Reporter {
                    unit: "物业值班室".to_owned(),
                    contact: OrNone::Of(place.contact.clone()),
                    reach: "见联系人档案".to_owned(),
                })
            } else {
                Asked::Unknown
            },
        },
        ended: None,
        closing: None,
    })
}

/// The handling is over; the closing follows if it comes to that.
fn end(story: &mut Story<'_>, mut paper: Paper, over: Instant, closing: Option<Ending>) -> Result<(), Fault> {
    let (supervisor, in_charge) = (story.cast.supervisor, story.cast.person_in_charge);
    let by = story.person(supervisor).id.clone();
    paper.fill("state", &IncidentState::Ended)?;
    paper.fill("ended", &Ended { at: over, by, how: "明火扑灭，恢复供电".to_owned() })?;
    let mut filed = paper.filed();
    story.enter(supervisor, &act::ENDED, vec![paper])?;
    let Some(Ending { at, final_report, breaches, entries }) = closing else {
        return Ok(());
    };
    story.at(at.plus_minutes(1), move |story| {
        filed.fill("state", &IncidentState::Closed)?;
        let closing = Closing {
            at,
            by: story.person(in_charge).id.clone(),
            evaluation: "处置有效；到位与报送情况见记录".to_owned(),
            final_report,
            entries,
            breaches: if breaches.is_empty() { OrNone::Nothing } else { OrNone::Of(breaches) },
            signatures: Vec::new(),
        };
        filed.fill("closing", &closing)?;
        story.sign(&mut filed, "closing", Role::PersonInCharge, in_charge, at)?;
        story.enter(in_charge, &act::CLOSED, vec![filed])
    });
    Ok(())
}

/// What is true of the emergency, by plain addition of minutes.
fn note(
    story: &mut Story<'_>,
    id: &IncidentId,
    received: Instant,
    course: &[Event],
    (over, closed): (Option<Instant>, Option<Instant>),
) {
    let first = |label: &str| course.iter().find(|event| event.label == label).map(|event| event.at);
    let mut one = Emergency::new(id.as_str(), received, story.end);
    one.state = match (over, closed) {
        (Some(_), Some(_)) => "closed",
        (Some(_), None) => "ended",
        (None, _) => "open",
    };
    one.clock("incident_company_informed", received.plus_minutes(5), first("informed"));
    for (notified, arrived) in [("head", "arrived"), ("second head", "second arrived")] {
        if let Some(at) = first(notified) {
            one.clock("incident_head_arrival", at.plus_minutes(20), first(arrived));
        }
    }
    one.clock("incident_gm_report", received.plus_minutes(240), first("general manager"));
    let mut day = 1;
    while over.map_or(received.plus_hours(24 * (day - 1)) <= story.end, |over| received.plus_hours(24 * day) < over) {
        let (from, until) = (received.plus_hours(24 * (day - 1)), received.plus_hours(24 * day));
        let reports = course.iter().filter(|event| event.is_report()).map(|event| event.at);
        one.clock("incident_progress_report", until, reports.filter(|at| *at > from).min());
        day += 1;
    }
    if let Some(over) = over {
        one.clock("incident_final_report", over.plus_hours(7 * 24), first("final"));
    }
    one.entries = course.len() as u64;
    one.entered_late = course.iter().filter(|event| event.written > event.at.plus_minutes(30)).count() as u64;
    story.notes.emergencies.push(one);
}
