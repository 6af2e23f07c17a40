//! The duty log: a hand-over at every change of groups, some forgotten, some written late; a call and a test in between.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::Fault;
use super::super::act;
use super::super::cast::Who;
use super::super::days;
use super::super::paper::Paper;
use super::super::story::Story;
use crate::record::Kind;
use crate::record::duty_log::{DutyHandover, DutyLog, EntryKind, LogEntry, Reach, ReachTest};
use crate::record::id::{DutyLogId, StaffId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{OrNone, Role};

/// Every so many hand-overs one is forgotten, one written late.
const FORGOTTEN: usize = 6;
const LATE: usize = 5;

/// What the story knows of its log.
#[derive(Debug, Default)]
pub struct Log {
    changes: usize,
    due: u64,
    missing: Vec<Instant>,
    entries: BTreeMap<StaffId, u64>,
    late: Vec<String>,
    of_day: BTreeMap<(Date, StaffId), u32>,
}

/// Duty as `truth.json` has it.
#[derive(Debug, Clone, Serialize)]
pub struct DutyTruth {
    /// Seconds from the first roster until the story's end.
    pub period_seconds: i64,
    /// Of these, seconds with somebody on duty.
    pub covered_seconds: i64,
    /// Time without anyone.
    pub gaps: Vec<(Instant, Instant)>,
    /// Changes of groups.
    pub handovers_due: u64,
    /// Changes of groups without a hand-over in the log.
    pub handovers_missing: Vec<Instant>,
    /// Entries by writer.
    pub entries: BTreeMap<String, u64>,
    /// Entries written late.
    pub late: Vec<String>,
}

/// What is true of duty at the story's end.
pub fn truth(story: &Story<'_>) -> DutyTruth {
    let until = story.end;
    let gaps = super::gaps(story, until);
    let period_seconds = super::begins(story).map_or(0, |from| until.seconds_since(from));
    let open: i64 = gaps.iter().map(|(from, to)| to.seconds_since(*from)).sum();
    let log = &story.rosters.log;
    let entries = log.entries.iter().map(|(who, count)| (who.to_string(), *count)).collect();
    let mut late = log.late.clone();
    late.sort();
    DutyTruth {
        period_seconds,
        covered_seconds: period_seconds - open,
        gaps,
        handovers_due: log.due,
        handovers_missing: log.missing.clone(),
        entries,
        late,
    }
}

/// Plans what is written down around the beginning of a shift.
pub(super) fn plan(story: &mut Story<'_>, begins: Instant) {
    let nth = story.rosters.log.changes;
    story.rosters.log.changes += 1;
    let wait = if nth % LATE == LATE - 1 { 95 } else { 6 };
    story.at(begins, move |story| {
        change(story, begins, nth, wait);
        Ok(())
    });
    let evening = days::at(days::plus(begins.day(), 2), 20 * 60 + story.chance.between(0, 90));
    story.at(evening, call);
    if nth.is_multiple_of(4) {
        let noon = days::at(days::plus(begins.day(), 3), 12 * 60 + 5);
        story.at(noon, test);
    }
}

/// Notes a change of people that nobody writes down.
pub(super) fn unnoticed(story: &mut Story<'_>, at: Instant) {
    if at < story.end {
        story.rosters.log.due += 1;
        story.rosters.log.missing.push(at);
    }
}

/// At the change of groups: whether a hand-over is due shows only now, when all changes of shift are known.
fn change(story: &mut Story<'_>, at: Instant, nth: usize, wait: i64) {
    let (Some(out), Some(into)) = (story.rosters.on_duty(at.plus_seconds(-1)), story.rosters.on_duty(at)) else {
        return;
    };
    if out.iter().any(|who| into.contains(who)) {
        return;
    }
    story.rosters.log.due += 1;
    let (Some(from), Some(to)) = (named(story, &out[0]), named(story, &into[0])) else {
        story.rosters.log.missing.push(at);
        return;
    };
    if nth % FORGOTTEN == FORGOTTEN - 1 || story.person(from).left_on.is_some() {
        story.rosters.log.missing.push(at);
        return;
    }
    // Until it is written down it is missing.
    story.rosters.log.missing.push(at);
    let written = at.plus_minutes(wait + 3);
    story.at(written, move |story| hand_over(story, at, from, to, at.plus_minutes(wait)));
}

fn hand_over(story: &mut Story<'_>, at: Instant, from: Who, to: Who, written: Instant) -> Result<(), Fault> {
    let mut form = blank(story, from, at, written, EntryKind::Handover)?;
    "交接班，设备、钥匙、记录齐全".clone_into(&mut form.entry.content);
    form.handover = Some(DutyHandover {
        from: story.person(from).id.clone(),
        to: story.person(to).id.clone(),
        open_items: "无".to_owned(),
        signatures: Vec::new(),
    });
    let mut paper = Paper::new(form.id.key(Kind::DutyLog), &form)?;
    story.sign(&mut paper, "entry", Role::DutyOfficer, from, written.plus_minutes(1))?;
    story.sign(&mut paper, "handover", Role::DutyOfficer, from, written.plus_minutes(1))?;
    story.sign(&mut paper, "handover", Role::DutyOfficer, to, written.plus_minutes(2))?;
    story.rosters.log.missing.retain(|missing| *missing != at);
    enter(story, from, &form, paper)
}

fn call(story: &mut Story<'_>) -> Result<(), Fault> {
    let Some(who) = on_duty(story) else {
        return Ok(());
    };
    let at = story.now.plus_minutes(-12);
    let mut form = blank(story, who, at, story.now.plus_minutes(-4), EntryKind::Call)?;
    "用户值班室".clone_into(&mut form.entry.source);
    "来电询问录像回放方法，已电话指导".clone_into(&mut form.entry.content);
    "用户已会操作".clone_into(&mut form.entry.result);
    finish(story, who, &form)
}

fn test(story: &mut Story<'_>) -> Result<(), Fault> {
    let Some(who) = on_duty(story) else {
        return Ok(());
    };
    let mut form = blank(story, who, story.now.plus_minutes(-3), story.now.plus_minutes(-2), EntryKind::ReachTest)?;
    "拨打备班人电话".clone_into(&mut form.entry.content);
    let person = story.person(story.cast.supervisor).id.clone();
    form.reach_test = Some(ReachTest { person, result: Reach::Reached });
    finish(story, who, &form)
}

fn finish(story: &mut Story<'_>, who: Who, form: &DutyLog) -> Result<(), Fault> {
    let mut paper = Paper::new(form.id.key(Kind::DutyLog), form)?;
    story.sign(&mut paper, "entry", Role::DutyOfficer, who, story.now.plus_minutes(-1))?;
    enter(story, who, form, paper)
}

fn enter(story: &mut Story<'_>, who: Who, form: &DutyLog, paper: Paper) -> Result<(), Fault> {
    let log = &mut story.rosters.log;
    *log.entries.entry(form.entry.recorded_by.clone()).or_default() += 1;
    if form.entry.recorded_at.seconds_since(form.entry.at) > 3600 {
        log.late.push(form.id.to_string());
    }
    story.enter(who, &act::NOTED, vec![paper])
}

fn on_duty(story: &Story<'_>) -> Option<Who> {
    let there = story.rosters.on_duty(story.now.plus_minutes(-12))?;
    named(story, &there[0]).filter(|who| story.person(*who).left_on.is_none())
}

fn named(story: &Story<'_>, id: &StaffId) -> Option<Who> {
    story.cast.everybody().find(|who| story.person(*who).id == *id)
}

fn blank(story: &mut Story<'_>, who: Who, at: Instant, written: Instant, kind: EntryKind) -> Result<DutyLog, Fault> {
    let writer = story.person(who).id.clone();
    let nth = story.rosters.log.of_day.entry((at.day(), writer.clone())).or_default();
    *nth += 1;
    Ok(DutyLog {
        schema: "duty-log/1".to_owned(),
        id: DutyLogId::parse(&format!("{}-{writer}-D{nth:02}", at.day().format("%Y%m%d")))?,
        kind,
        entry: LogEntry {
            at,
            recorded_by: writer,
            recorded_at: written,
            source: "无".to_owned(),
            contact: OrNone::Nothing,
            content: "无".to_owned(),
            reported_to: OrNone::Nothing,
            instruction: "无".to_owned(),
            present_at: OrNone::Nothing,
            result: "无".to_owned(),
            signatures: Vec::new(),
        },
        handover: None,
        reach_test: None,
    })
}
