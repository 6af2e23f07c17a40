//! `weibao duty`: who is on duty now, and where the rosters leave nobody.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::due::as_of;
use crate::cli::columns::aligned;
use crate::cli::session::{self, Session};
use crate::cli::{CliError, Exit};
use crate::ledger::Records;
use crate::record::id::{RosterId, StaffId};
use crate::record::instant::{Date, Instant, date};
use crate::regulation::duty::{self, Absence, Span, Watch};
use crate::text::Message;
use crate::texts;

texts! {
    NOBODY: "{at} 无人值班", "nobody is on duty at {at}";
    NO_ROSTER: "{month} 没有已公布的值班表：weibao new 值班表", "{month} has no published roster: weibao new duty-roster";
    GROUP: "{group}，至 {to}", "{group}, until {to}";
    CHANGED: "调班", "changed shift";
    LEADER: "组长", "leader";
    MEMBER: "组员", "member";
    BACKUP: "备班", "stands by";
    PHONE: "值班电话 {phone}", "duty phone {phone}";
    WELL: "{from} 至 {to} 每一刻都有人值班", "somebody is on duty at every moment from {from} until {to}";
    GAP: "{from} 至 {to} 无人值班（{seconds} 秒）", "nobody is on duty from {from} until {to} ({seconds} seconds)";
    EMPTY: "{month} {from} 至 {to} 的班次无人在职", "{month}: nobody in the shift from {from} until {to} is employed";
    LEFT: "{month} {from} 至 {to} 排有 {who}，此人 {day} 离职", "{month}: {who} is on the shift from {from} until {to} and leaves on {day}";
    NOT_YET: "{month} {from} 至 {to} 排有 {who}，此人 {day} 才入职", "{month}: {who} is on the shift from {from} until {to} and joins on {day}";
}

/// 值班：此刻谁值班，哪里没有人 / Who is on duty, and where nobody is
#[derive(Debug, Args)]
pub struct Duty {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 此刻谁值班 / Who is on duty now, with leader, stand-by and phone
    #[command(visible_alias = "现在")]
    Now(Now),
    /// 空档、空班、排了离职人员的班；有则退出码 1 / Gaps, empty shifts, leavers on shifts; ends with 1 if there are any
    #[command(visible_alias = "空档")]
    Gaps(Gaps),
}

#[derive(Debug, Args)]
struct Now {
    /// 问哪一刻；默认此刻 / About this instant instead of now
    #[arg(long, value_name = "TIME", value_parser = as_of)]
    at: Option<Instant>,
}

#[derive(Debug, Args)]
struct Gaps {
    /// 自此日起；默认本月一日 / From this day on; otherwise from the first of this month
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<Date>,
    /// 至此日止；默认至已公布的最后一个月末 / Until this day; otherwise to the end of the last month that is published
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Option<Date>,
}

fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| format!("`{text}` is not a date such as 2026-03-15"))
}

impl Duty {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        match &self.what {
            What::Now(now) => now.run(session),
            What::Gaps(gaps) => gaps.run(session),
        }
    }
}

fn name(records: &Records<'_>, id: &StaffId) -> String {
    session::staff(records, id).map(|staff| staff.name).unwrap_or_default()
}

impl Now {
    fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let at = self.at.unwrap_or(session.now);
        let store = session.store()?;
        let snapshot = store.head_snapshot()?;
        let records = Records::new(&snapshot);
        let watches = duty::on_duty(&records, at);
        if let Some(unreadable) = records.failure() {
            return Err(unreadable.into());
        }
        let exit = if watches.is_empty() { Exit::Findings } else { Exit::Clean };
        if session.out.is_json() {
            let list: Vec<_> = watches.iter().map(|watch| machine(&records, watch)).collect();
            session.out.json("weibao-duty-now/1", json!({ "at": at, "on_duty": list }))?;
            return Ok(exit);
        }
        if watches.is_empty() {
            session.out.say(Message::new(&NOBODY).with("at", at))?;
            if let Some(month) = RosterId::of(at.day()).filter(|_| !duty::is_rostered(&records, at)) {
                session.out.note(Message::new(&NO_ROSTER).with("month", month))?;
            }
        }
        for watch in &watches {
            let lang = session.lang();
            let group = watch.group.clone().unwrap_or_else(|| CHANGED.get(lang).to_owned());
            session.out.say(Message::new(&GROUP).with("group", group).with("to", watch.span.to))?;
            let leader = watch.leader.iter().map(|id| (&LEADER, id));
            let others = watch.members.iter().filter(|id| Some(*id) != watch.leader.as_ref()).map(|id| (&MEMBER, id));
            let backup = watch.backup.iter().map(|id| (&BACKUP, id));
            let rows: Vec<Vec<String>> = leader
                .chain(others)
                .chain(backup)
                .map(|(role, id)| vec![format!("  {}", role.get(lang)), id.to_string(), name(&records, id)])
                .collect();
            for line in aligned(&rows) {
                session.out.line(&line)?;
            }
            session.out.line(&format!("  {}", Message::new(&PHONE).with("phone", &watch.phone).speak(lang)))?;
        }
        Ok(exit)
    }
}

fn machine(records: &Records<'_>, watch: &Watch) -> Value {
    let person = |id: &StaffId| json!({ "id": id, "name": name(records, id) });
    json!({
        "roster": watch.roster, "group": watch.group, "from": watch.span.from, "to": watch.span.to,
        "leader": watch.leader.as_ref().map(person), "members": watch.members.iter().map(person).collect::<Vec<_>>(),
        "backup": watch.backup.as_ref().map(person), "phone": watch.phone,
    })
}

/// What is wrong with rosters in a period.
#[derive(Default)]
struct Wrong {
    gaps: Vec<Span>,
    empty: Vec<Watch>,
    absent: Vec<(Watch, Absence)>,
}

impl Gaps {
    fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        let snapshot = store.head_snapshot()?;
        let records = Records::new(&snapshot);
        let period = self.period(&records, session.now);
        let wrong = look(&records, period);
        if let Some(unreadable) = records.failure() {
            return Err(unreadable.into());
        }
        let clean = wrong.gaps.is_empty() && wrong.empty.is_empty() && wrong.absent.is_empty();
        if session.out.is_json() {
            session.out.json("weibao-duty-gaps/1", wrong.machine(period))?;
        } else if clean {
            session.out.say(Message::new(&WELL).with("from", period.from).with("to", period.to))?;
        } else {
            for message in wrong.messages() {
                session.out.say(message)?;
            }
        }
        Ok(if clean { Exit::Clean } else { Exit::Findings })
    }

    fn period(&self, records: &Records<'_>, now: Instant) -> Span {
        let this = RosterId::of(now.day());
        let from = self.from.map(Instant::start_of).or(this.as_ref().map(RosterId::starts_at)).unwrap_or(now);
        // Months follow each other as long as they are published; the first is looked at in any case.
        let last = || {
            let published = |month: &RosterId| duty::published(records, month).is_some();
            let months = std::iter::successors(RosterId::of(from.day()), |month| month.next().filter(published));
            months.last().map_or(from, |month| month.ends_at())
        };
        let to = self.to.map_or_else(last, crate::calendar::end_of);
        Span { from, to }
    }
}

fn look(records: &Records<'_>, period: Span) -> Wrong {
    let mut wrong = Wrong::default();
    let last = RosterId::of(period.to.plus_seconds(-1).day());
    let months: Vec<_> = std::iter::successors(RosterId::of(period.from.day()), RosterId::next)
        .take_while(|month| last.as_ref().is_some_and(|last| month <= last))
        .collect();
    let before = months.first().and_then(RosterId::previous);
    let after = last.as_ref().and_then(RosterId::next);
    let around = before.iter().chain(&months).chain(&after);
    let rosters = around.filter_map(|month| duty::published(records, month));
    let watches: Vec<_> =
        rosters.flat_map(|roster| duty::watches(&roster)).filter(|it| it.span.shared(period).is_some()).collect();
    wrong.gaps = duty::gaps(watches.iter().map(|watch| watch.span), period);
    for watch in watches {
        if duty::is_deserted(records, &watch) {
            wrong.empty.push(watch.clone());
        }
        wrong.absent.extend(duty::absences(records, &watch).into_iter().map(|absence| (watch.clone(), absence)));
    }
    wrong
}

impl Wrong {
    fn messages(&self) -> Vec<Message> {
        let spanned = |text, span: Span| Message::new(text).with("from", span.from).with("to", span.to);
        let gaps = self.gaps.iter().map(|gap| spanned(&GAP, *gap).with("seconds", gap.seconds()));
        let empty = self.empty.iter().map(|watch| spanned(&EMPTY, watch.span).with("month", &watch.roster));
        let absent = self.absent.iter().map(|(watch, absence)| {
            spanned(if absence.left { &LEFT } else { &NOT_YET }, watch.span)
                .with("month", &watch.roster)
                .with("who", &absence.who)
                .with("day", absence.day)
        });
        gaps.chain(empty).chain(absent).collect()
    }

    fn machine(&self, period: Span) -> Value {
        let piece = |span: Span| json!({ "from": span.from, "to": span.to, "seconds": span.seconds() });
        let shift = |watch: &Watch| json!({ "roster": watch.roster, "from": watch.span.from, "to": watch.span.to });
        let absent = self.absent.iter().map(|(watch, absence)| {
            json!({
                "shift": shift(watch), "person": absence.who, "day": absence.day.to_string(), "left": absence.left,
            })
        });
        json!({
            "from": period.from, "to": period.to, "gaps": self.gaps.iter().map(|gap| piece(*gap)).collect::<Vec<_>>(),
            "empty": self.empty.iter().map(shift).collect::<Vec<_>>(), "absent": absent.collect::<Vec<_>>(),
        })
    }
}
