//! Compensatory rest: repairs at weekends, on holidays and in the evening are credited, confirmed, and taken the week
//! after or later; a few are refused, a few are never taken.
//!
//! Minutes are kept here by the story's own arithmetic: kinds of days from [`days`], sums of its own.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Fault;
use super::act;
use super::cast::Who;
use super::days;
use super::paper::Paper;
use super::story::Story;
use crate::record::Kind;
use crate::record::id::{RestId, TicketId};
use crate::record::instant::{Date, Instant};
use crate::record::parts::{Refusal, Role};
use crate::record::rest_credit::{CreditState, DayKind, RestCredit, RestWork};
use crate::record::rest_use::{Draw, Rest, RestKind, RestUse, UseState};

/// Every so many credits one is refused; every so many rests one cancels leave later, or is never taken.
const REFUSED: usize = 7;
const LATER: usize = 3;
const NEVER: usize = 4;

/// Most minutes rested at once.
const AT_ONCE: u32 = 240;

/// What one person earned and took, as `truth.json` has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LeaveAccount {
    /// Minutes confirmed, by kind of day.
    pub credited: BTreeMap<String, u64>,
    /// Minutes applied for and not yet confirmed.
    pub pending: u64,
    /// Minutes taken.
    pub used: u64,
    /// Minutes left.
    pub balance: u64,
    /// Of the minutes confirmed, those for which pay is due besides.
    pub pay_due: u64,
}

/// A credit as the story remembers it.
#[derive(Debug)]
struct Earned {
    who: Who,
    form: RestCredit,
    paper: Paper,
    left: u32,
}

/// All credits of the story, and how many rests were taken on a day.
#[derive(Debug, Default)]
pub struct Ledger {
    earned: Vec<Earned>,
    used: BTreeMap<Who, u64>,
    /// Until when somebody's work has been credited: the next journey may begin before the last was confirmed.
    until: BTreeMap<Who, Instant>,
    of_day: BTreeMap<(Who, Date, Kind), u32>,
}

impl Ledger {
    /// The accounts by person.
    pub fn accounts(&self, story: &Story<'_>) -> BTreeMap<String, LeaveAccount> {
        let mut all: BTreeMap<String, LeaveAccount> = BTreeMap::new();
        for earned in &self.earned {
            let account = all.entry(story.person(earned.who).id.to_string()).or_default();
            let minutes = u64::from(earned.form.work.minutes);
            match earned.form.state {
                CreditState::Applied => account.pending += minutes,
                CreditState::Rejected => {}
                CreditState::Confirmed => {
                    *account.credited.entry(earned.form.work.day_kind.word().to_owned()).or_default() += minutes;
                    account.balance += u64::from(earned.left);
                    account.pay_due += if earned.form.work.pay_due { minutes } else { 0 };
                }
            }
        }
        for (who, used) in &self.used {
            all.entry(story.person(*who).id.to_string()).or_default().used = *used;
        }
        all
    }

    fn next_of_day(&mut self, who: Who, day: Date, kind: Kind) -> u32 {
        let nth = self.of_day.entry((who, day, kind)).or_default();
        *nth += 1;
        *nth
    }
}

/// Plans the credit for a repair that was done wholly or partly in rest time.
pub(super) fn plan(story: &mut Story<'_>, who: Who, ticket: &TicketId, departed: Instant, confirmed: Instant) {
    let day = departed.day();
    let closing = days::at(day, 18 * 60);
    let (from, kind) = match days::rest_kind(day) {
        Some(kind) => (departed, kind),
        None => (departed.max(closing), DayKind::WeekdayAfterHours),
    };
    let from = story.rests.until.get(&who).map_or(from, |until| from.max(*until));
    let minutes = u32::try_from(confirmed.seconds_since(from) / 60).unwrap_or_default();
    if minutes < 10 || confirmed.day() != day {
        return;
    }
    story.rests.until.insert(who, confirmed);
    let work = Earning { ticket: ticket.clone(), from, to: confirmed, minutes, kind };
    let when = days::at(days::rolled(days::plus(day, 1)), 8 * 60 + 50 + story.chance.between(0, 20));
    story.at(when, move |story| apply(story, who, work));
}

struct Earning {
    ticket: TicketId,
    from: Instant,
    to: Instant,
    minutes: u32,
    kind: DayKind,
}

fn id(story: &Story<'_>, who: Who, day: Date, nth: u32) -> Result<RestId, Fault> {
    Ok(RestId::parse(&format!("{}.{}-{nth:02}", story.person(who).id, day.format("%Y%m%d")))?)
}

fn is_gone(story: &Story<'_>, who: Who) -> bool {
    story.shelf.leaves(who) || story.person(who).left_on.is_some()
}

fn apply(story: &mut Story<'_>, who: Who, earning: Earning) -> Result<(), Fault> {
    if is_gone(story, who) {
        return Ok(());
    }
    let day = earning.from.day();
    let nth = story.rests.next_of_day(who, day, Kind::RestCredit);
    let id = id(story, who, day, nth)?;
    let form = RestCredit {
        schema: "rest-credit/1".to_owned(),
        id: id.clone(),
        person: story.person(who).id.clone(),
        state: CreditState::Applied,
        work: RestWork {
            department: story.person(who).department.to_owned(),
            ticket: earning.ticket,
            from: earning.from,
            to: earning.to,
            minutes: earning.minutes,
            day_kind: earning.kind,
            pay_due: matches!(earning.kind, DayKind::StatutoryHoliday | DayKind::WeekdayAfterHours),
            cannot_postpone_reason: "用户监控中断，不能等到工作日".to_owned(),
            confirmed_by: story.person(story.cast.supervisor).id.clone(),
            signatures: Vec::new(),
        },
        used_by: Vec::new(),
        refusal: None,
    };
    let mut paper = Paper::new(id.key(Kind::RestCredit), &form)?;
    story.sign(&mut paper, "work", Role::Applicant, who, story.now.plus_minutes(-2))?;
    let place = story.rests.earned.len();
    story.rests.earned.push(Earned { who, form, paper: paper.filed(), left: 0 });
    story.enter(who, &act::APPLIED, vec![paper])?;
    let later = story.now.plus_minutes(95 + story.chance.between(0, 120));
    if place % REFUSED == REFUSED - 1 {
        story.at(later, move |story| refuse(story, place));
    } else {
        story.at(later, move |story| confirm(story, place));
    }
    Ok(())
}

fn refuse(story: &mut Story<'_>, place: usize) -> Result<(), Fault> {
    let (now, supervisor) = (story.now, story.cast.supervisor);
    let mut paper = story.rests.earned[place].paper.filed();
    let refusal = Refusal {
        by: story.person(supervisor).id.clone(),
        at: now.plus_minutes(-5),
        reason: "该任务与用户约定可在工作日进行".to_owned(),
        signatures: Vec::new(),
    };
    paper.fill("state", &CreditState::Rejected)?;
    paper.fill("refusal", &refusal)?;
    story.sign(&mut paper, "refusal", Role::Supervisor, supervisor, now.plus_minutes(-4))?;
    let earned = &mut story.rests.earned[place];
    earned.form.state = CreditState::Rejected;
    earned.paper = paper.filed();
    story.enter(supervisor, &act::REJECTED, vec![paper])
}

fn confirm(story: &mut Story<'_>, place: usize) -> Result<(), Fault> {
    let (now, supervisor, finance) = (story.now, story.cast.supervisor, story.cast.finance);
    let mut paper = story.rests.earned[place].paper.filed();
    paper.fill("state", &CreditState::Confirmed)?;
    story.sign(&mut paper, "work", Role::Supervisor, supervisor, now.plus_minutes(-20))?;
    story.sign(&mut paper, "work", Role::Finance, finance, now.plus_minutes(-3))?;
    let earned = &mut story.rests.earned[place];
    earned.form.state = CreditState::Confirmed;
    earned.paper = paper.filed();
    earned.left = earned.form.work.minutes;
    let day = earned.form.work.from.day();
    story.enter(finance, &act::CREDITED, vec![paper])?;
    let next_monday = days::monday_after(day);
    if place % NEVER == NEVER - 1 {
        return Ok(());
    }
    let (kind, on) = if place % LATER == LATER - 1 {
        (RestKind::OffsetLeave, days::rolled(days::plus(day, 45)))
    } else {
        (RestKind::Rest, days::rolled(days::plus(next_monday, 2)))
    };
    let asked = days::at(on, 8 * 60 + 35 + story.chance.between(0, 15));
    story.at(asked, move |story| take(story, place, kind, on));
    Ok(())
}

fn take(story: &mut Story<'_>, place: usize, kind: RestKind, on: Date) -> Result<(), Fault> {
    let who = story.rests.earned[place].who;
    if is_gone(story, who) {
        return Ok(());
    }
    // A holiday may have pushed a rest out of the week after: then it cancels leave.
    let next = days::monday_after(story.rests.earned[place].form.work.from.day());
    let kind = if on <= days::plus(next, 6) { kind } else { RestKind::OffsetLeave };
    let (now, supervisor, finance) = (story.now, story.cast.supervisor, story.cast.finance);
    let minutes = story.rests.earned[place].left.min(AT_ONCE);
    let nth = story.rests.next_of_day(who, on, Kind::RestUse);
    let id = id(story, who, on, nth)?;
    let form = RestUse {
        schema: "rest-use/1".to_owned(),
        id: id.clone(),
        person: story.person(who).id.clone(),
        state: UseState::Approved,
        rest: Rest {
            department: story.person(who).department.to_owned(),
            kind,
            date: on,
            minutes,
            credits: vec![Draw { credit: story.rests.earned[place].form.id.clone(), minutes }],
            workload_ok: true,
            handover: "无".to_owned(),
            wage_deduction: false,
            approved_by: story.person(supervisor).id.clone(),
            signatures: Vec::new(),
        },
        refusal: None,
    };
    let mut paper = Paper::new(id.key(Kind::RestUse), &form)?;
    for (role, signer, before) in
        [(Role::Applicant, who, 25), (Role::Supervisor, supervisor, 10), (Role::Finance, finance, 2)]
    {
        story.sign(&mut paper, "rest", role, signer, now.plus_minutes(-before))?;
    }
    let earned = &mut story.rests.earned[place];
    earned.form.used_by.push(id);
    earned.left -= minutes;
    let mut credit = earned.paper.filed();
    credit.fill("used_by", &earned.form.used_by)?;
    earned.paper = credit.filed();
    *story.rests.used.entry(who).or_default() += u64::from(minutes);
    story.enter(finance, &act::RESTED, vec![paper, credit])
}
