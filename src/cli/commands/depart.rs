//! `weibao depart`: someone leaves; one walk hands on and back everything they hold, and enters the day (T-7).
//!
//! What each step wants is asked for or taken from flags before anything is done; then every step is done and judged
//! in memory, one upon the other; only when all of them pass are they committed, one commit a step, each by the one
//! whose step it is. A walk that was cut off between two commits is taken up by the same command: what is done is
//! no longer among what is held.

mod answers;
mod walk;

use clap::{Args, ValueEnum};

use self::answers::Answers;
use self::walk::Walk;
use super::issue::{day, staff};
use super::list::collect;
use super::transfer::book;
use crate::cli::finish::{self, Kept};
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::Desk;
use crate::desk::depart::{Covering, Departure, LoanHandover};
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::{BookId, SiteId, StaffId};
use crate::record::instant::Date;
use crate::record::path::ROOT;
use crate::record::site::Site;
use crate::regulation::role::{self, Transition};
use crate::text::{Lang, Message, Text};
use crate::texts;

texts! {
    WILL: "将办：{what}", "to be done: {what}";
    REMEMBER: "请记得：{what}", "to be remembered: {what}";
    TICKET: "维修单 {ticket} 转入备用维修单", "ticket {ticket} goes on under a spare ticket";
    LOAN: "备品备件借用单 {loan} 移交", "the spare loan {loan} is handed over";
    WATCH: "{month} 值班表 {from} 至 {to} 换人", "someone else takes the watch of the roster of {month} from {from} until {to}";
    SITE: "站点 {site} 改由他人回访", "somebody else calls the site {site} back";
    NO_STEP: "“{text}” 形如 duty=员工编号；可用 duty、sites", "`{text}`: write it as duty=STAFF; duty and sites are known";
    NOT_YOURS: "{who} 的一步须由本人提交：本库要求提交签名", "the step of {who} has to be committed by that person: this repository wants signed commits";
    NOT_YOURS_FIX: "请 {who} 先运行 weibao depart {leaver} --only {step} …，再由财务办其余",
        "have {who} run weibao depart {leaver} --only {step} … first, then finance does the rest";
    WHOSE: "{what}须由{posts}来办", "{what}: one of these posts does it: {posts}";
    WHOSE_FIX: "请用 --by {step}=员工编号 指明由谁办", "say who does it with --by {step}=STAFF";
    DUTY: "调班", "the change of watches";
    SITES: "改回访人员", "the change of callers";
}

/// 离职：一次走完——未完成的单转入接手人的备用维修单，借用单移交，值班换人，站点改回访人员，各本交回、作废单上交、未用号交财务，登记离职日期；未齐全不写入（T-7） / Someone leaves: one walk hands on open tickets, loans, watches and sites, takes back books, void and unused numbers, and enters the day; nothing is written until all of it is complete (T-7)
///
/// 由财务操作 / finance does it. 各步各一次提交，中断后再运行即续办 / one commit a step; run it again to go on after an interruption.
/// 例 / example: `weibao depart wang-jun --on 2026-03-31 --to zhang-wei --set reason=人员离职 --set WX-0000601.remaining_work=换镜头
/// --set expected_on=2026-04-10 --set client_informed.contact=C00001-01 --set client_informed.agreed=true
/// --sign transfer:technician=scan:转单.png --sign settlement:finance=key --sign settlement:holder@wang-jun=scan:交回.png`
#[derive(Debug, Args)]
pub struct Depart {
    /// 谁离职 / Who leaves
    #[arg(value_parser = staff)]
    pub person: StaffId,
    /// 最后一天（含）；不写则今天 / The last day, inclusive; today if not said
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub on: Option<Date>,
    /// 接手人：未另写明的都由此人接 / Who takes over whatever is not given to somebody else below
    #[arg(long, value_name = "STAFF", value_parser = staff)]
    pub to: Option<StaffId>,
    /// 谁接值班 / Who takes the watches
    #[arg(long, value_name = "STAFF", value_parser = staff)]
    pub duty_to: Option<StaffId>,
    /// 谁接借用单 / Who takes the spare loans
    #[arg(long, value_name = "STAFF", value_parser = staff)]
    pub loans_to: Option<StaffId>,
    /// 谁接回访的站点 / Who calls the sites back from now on
    #[arg(long, value_name = "STAFF", value_parser = staff)]
    pub calls_to: Option<StaffId>,
    /// 转入哪一备用本；不写则接手人自己的，或最新在用的 / The spare book; otherwise the successor's own, or the newest open one
    #[arg(long, value_name = "BOOK", value_parser = book)]
    pub spare: Option<BookId>,
    /// 某一步由谁来办（操作人无权时）：duty=员工、sites=员工 / Whose a step is where the one who acts may not do it
    #[arg(long = "by", value_name = "STEP=STAFF", value_parser = step_by)]
    pub by: Vec<(String, StaffId)>,
    /// 只办这几步，可重复；其余以后再办。所有步都办完才登记离职 / Does only these steps, the rest later; may be repeated. The day is entered with the books, when nothing else is left
    #[arg(long = "only", value_name = "STEP")]
    pub only: Vec<StepName>,
    /// 转单各项，写法同 weibao transfer；前面加单号则只用于该单 / What a transfer needs, as for weibao transfer; with a ticket's number in front for that one only
    #[command(flatten)]
    input: Input,
}

/// A step of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StepName {
    /// 未完成的单转入备用单 / open tickets
    #[value(alias = "转单")]
    Tickets,
    /// 借用单移交 / spare loans
    #[value(alias = "借用")]
    Loans,
    /// 值班换人 / watches
    #[value(alias = "值班")]
    Duty,
    /// 站点改回访人员 / sites
    #[value(alias = "站点")]
    Sites,
    /// 各本交回并登记离职日期 / the books, and the day
    #[value(alias = "交本")]
    Books,
}

impl StepName {
    fn word(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Loans => "loans",
            Self::Duty => "duty",
            Self::Sites => "sites",
            Self::Books => "books",
        }
    }
}

fn step_by(text: &str) -> Result<(String, StaffId), String> {
    let wrong = || Message::new(&NO_STEP).with("text", text).speak(Lang::En);
    let (step, who) = text.split_once('=').ok_or_else(wrong)?;
    if !["duty", "sites"].contains(&step) {
        return Err(wrong());
    }
    Ok((step.to_owned(), StaffId::parse(who).map_err(|bad| bad.to_string())?))
}

impl Depart {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let on = self.on.unwrap_or_else(|| session.now.day());
        let store = session.store()?;
        store.recover()?;
        let head = store.head_snapshot()?;
        let records = Records::new(&head);
        let acting = session.person(&store, &records)?;
        let found = Desk::new(&records, acting.id.clone(), session.now).departure(&self.person, on)?;
        let sites = sites_called_by(&self.person, &records)?;
        let now_held = self.of_these_steps(Held { on, found, sites });
        say(session, &now_held)?;
        let mut kept = Kept {
            name: format!("depart-{}", self.person),
            again: format!("depart {}", self.person),
            ..Kept::default()
        };
        let result = Answers::gather(self, session, &now_held, &mut kept.typed).and_then(|answers| {
            let mut walk = Walk::new(&store, &head, &self.input);
            self.walk(session, &mut walk, &acting.id, &now_held, &answers)?;
            walk.finish(session)
        });
        match &result {
            Ok(Exit::Clean) => finish::forget(&store, &kept),
            _ => finish::keep(session, &store, &kept)?,
        }
        result
    }

    fn does(&self, step: StepName) -> bool {
        self.only.is_empty() || self.only.contains(&step)
    }

    /// What is to be done now of what is held.
    fn of_these_steps(&self, mut held: Held) -> Held {
        if !self.does(StepName::Tickets) {
            held.found.open.clear();
        }
        if !self.does(StepName::Loans) {
            held.found.loans.clear();
        }
        if !self.does(StepName::Duty) {
            held.found.watches.clear();
        }
        if !self.does(StepName::Sites) {
            held.sites.clear();
        }
        held
    }

    /// Where commits are signed, nobody commits for somebody else.
    fn is_theirs(
        &self,
        session: &Session<'_>,
        walk: &Walk<'_>,
        acting: &StaffId,
        who: &StaffId,
        step: StepName,
    ) -> Result<(), CliError> {
        if who == acting || !walk.wants_signed_commits(session) {
            return Ok(());
        }
        let fix = Message::new(&NOT_YOURS_FIX).with("leaver", &self.person).with("step", step.word());
        Err(CliError::said(Message::new(&NOT_YOURS).with("who", who), fix.with("who", who)))
    }

    /// All the steps, in the order in which one needs the other: the books come back last.
    fn walk(
        &self,
        session: &mut Session<'_>,
        walk: &mut Walk<'_>,
        acting: &StaffId,
        Held { on, found, sites }: &Held,
        answers: &Answers,
    ) -> Result<(), CliError> {
        if let (Some(to), false) = (&answers.to, found.open.is_empty()) {
            let spare = self.spare.clone();
            self.is_theirs(session, walk, acting, to, StepName::Tickets)?;
            walk.step(session, to, |_, desk| {
                let spare = spare.map_or_else(|| desk.spare_for(&self.person), Ok)?;
                let mut keys = Vec::new();
                for ticket in &found.open {
                    let spare_ticket = desk.transfer(&answers.transfer(ticket, &spare, desk)?)?;
                    keys.extend([ticket.key(Kind::Ticket), spare_ticket.key(Kind::Ticket)]);
                }
                Ok(keys)
            })?;
        }
        if let (Some(to), false) = (&answers.loans_to, found.loans.is_empty()) {
            self.is_theirs(session, walk, acting, to, StepName::Loans)?;
            let order = LoanHandover { who: self.person.clone(), to: to.clone(), reason: answers.reason.clone() };
            walk.step(session, to, |_, desk| Ok(desk.hand_over_loans(&order, &found.loans)?))?;
        }
        if let (Some(to), false) = (&answers.duty_to, found.watches.is_empty()) {
            let by = self.doer(session, walk, acting, StepName::Duty, Kind::DutyRoster, &DUTY)?;
            let order = Covering { who: self.person.clone(), on: *on, to: to.clone(), reason: answers.reason.clone() };
            walk.step(session, &by, |_, desk| Ok(desk.cover_watches(&order, &found.watches)?))?;
        }
        if let (Some(to), false) = (&answers.calls_to, sites.is_empty()) {
            let by = self.doer(session, walk, acting, StepName::Sites, Kind::Site, &SITES)?;
            walk.step(session, &by, |_, desk| Ok(desk.call_sites(sites, to)?))?;
        }
        if !self.does(StepName::Books) {
            return Ok(());
        }
        walk.step(session, acting, |session, desk| {
            for what in desk.departing(&self.person, *on, &found.books) {
                session.out.note(Message::new(&WILL).with_message("what", what))?;
            }
            desk.depart(&self.person, *on, &found.books)?;
            let mut keys: Vec<_> = found.books.iter().map(|book| book.key(Kind::Book)).collect();
            keys.push(self.person.key(Kind::Staff));
            Ok(keys)
        })
    }

    /// Who does a step: whoever was named for it, else the one who acts if a post allows it.
    fn doer(
        &self,
        session: &Session<'_>,
        walk: &Walk<'_>,
        acting: &StaffId,
        step: StepName,
        kind: Kind,
        what: &'static Text,
    ) -> Result<StaffId, CliError> {
        if let Some((_, who)) = self.by.iter().rev().find(|(name, _)| name == step.word()) {
            self.is_theirs(session, walk, acting, who, step)?;
            return Ok(who.clone());
        }
        let posts = role::row(kind).map(|row| row.posts(Transition::Change)).unwrap_or_default();
        let held = walk.duties_of(session, acting)?;
        if held.is_none_or(|held| held.iter().any(|duty| posts.contains(duty))) {
            return Ok(acting.clone());
        }
        let list = |lang| posts.iter().map(|duty| duty.name().get(lang).to_owned()).collect::<Vec<_>>().join("、");
        let wrong = Message::new(&WHOSE).with_message("what", what).with_pair("posts", list(Lang::Zh), list(Lang::En));
        Err(CliError::said(wrong, Message::new(&WHOSE_FIX).with("step", step.word())))
    }
}

/// What a leaver holds, and the last day.
struct Held {
    on: Date,
    found: Departure,
    /// The sites that the person is to call back.
    sites: Vec<SiteId>,
}

/// Says what is held and what will become of it, and what else there is.
fn say(session: &mut Session<'_>, Held { found, sites, .. }: &Held) -> Result<(), CliError> {
    let mut all: Vec<Message> = Vec::new();
    all.extend(found.open.iter().map(|ticket| Message::new(&TICKET).with("ticket", ticket)));
    all.extend(found.loans.iter().map(|loan| Message::new(&LOAN).with("loan", loan)));
    all.extend(found.watches.iter().map(|watch| {
        let month = Message::new(&WATCH).with("month", &watch.roster);
        month.with("from", watch.span.from).with("to", watch.span.to)
    }));
    all.extend(sites.iter().map(|site| Message::new(&SITE).with("site", site)));
    for what in all {
        session.out.note(Message::new(&WILL).with_message("what", what))?;
    }
    for what in &found.remember {
        session.out.note(Message::new(&REMEMBER).with_message("what", what.clone()))?;
    }
    Ok(())
}

/// The sites that the person is to call back.
fn sites_called_by(who: &StaffId, records: &Records<'_>) -> Result<Vec<SiteId>, CliError> {
    let mut keys = Vec::new();
    collect(records.snapshot(), &format!("{ROOT}/{}", Kind::Site.word()), &mut keys)?;
    let sites = keys.iter().filter_map(|key| records.get::<Site>(key));
    Ok(sites.filter(|site| site.callback_by == *who).map(|site| site.id.clone()).collect())
}
