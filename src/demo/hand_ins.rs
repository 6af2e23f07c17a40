//! Completed tickets come in: two plies to the front desk, then to the office; in time, late, entered late, or not at all.

use super::Fault;
use super::act;
use super::calls::{self};
use super::cast::Who;
use super::days;
use super::fates::Return;
use super::paper::Paper;
use super::story::Story;
use crate::record::instant::Instant;
use crate::record::parts::Role;
use crate::record::ticket::HandIn;

/// Two plies go to the front desk, then to the office (T-2).
pub(super) fn plan(story: &mut Story<'_>, desk: Who, mut paper: Paper, confirmed: Instant) -> Result<(), Fault> {
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
