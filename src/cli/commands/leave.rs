//! `weibao leave balance`: what rest one person earned, took and has left, each line with its record.

use clap::{Args, Subcommand};
use serde_json::json;

use super::due::as_of;
use super::issue::staff;
use super::list::collect;
use crate::cli::columns::aligned;
use crate::cli::report::kind_title;
use crate::cli::session::Session;
use crate::cli::words::{NO_SUCH_STAFF, NO_SUCH_STAFF_FIX};
use crate::cli::{CliError, Exit};
use crate::ledger::Records;
use crate::measure::leave::{Counting, Leave as Figures};
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::record::path::ROOT;
use crate::record::rest_use::RestKind;
use crate::text::{Message, Text};
use crate::texts;

texts! {
    NOTHING: "{who} 没有倒休", "{who} has no compensatory rest";
    EARNED: "所得", "earned";
    PENDING: "待核实", "pending";
    TAKEN: "倒休", "rest";
    OFFSET: "销假", "leave cancelled";
    APPLIED: "待批准", "not yet approved";
    BALANCE: "余额 {minutes} 分钟（{hours}）", "balance {minutes} minutes ({hours})";
    PAY_DUE: "另须付酬 {minutes} 分钟（{hours}）：倒休不能抵", "pay due besides for {minutes} minutes ({hours}): rest does not discharge it";
    LEFT: "剩 {minutes}", "{minutes} left";
    PAID: "另须付酬", "pay due";
}

/// 倒休 / Compensatory rest
#[derive(Debug, Args)]
pub struct Leave {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 某人的倒休余额，逐项列出单据 / What one person has left, line by line
    #[command(visible_alias = "余额")]
    Balance(Balance),
}

#[derive(Debug, Args)]
struct Balance {
    /// 员工编号；默认本人 / Member of staff; otherwise the one who acts
    #[arg(value_name = "STAFF", value_parser = staff)]
    person: Option<StaffId>,
    /// 以哪一刻或哪一天结束时为准 / As of this instant, or the end of this day
    #[arg(long, value_name = "TIME", value_parser = as_of)]
    as_of: Option<Instant>,
}

impl Leave {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        match &self.what {
            What::Balance(balance) => balance.run(session),
        }
    }
}

/// Minutes as hours and minutes.
fn hours(minutes: u64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

impl Balance {
    fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        let snapshot = store.head_snapshot()?;
        let records = Records::new(&snapshot);
        let who = match &self.person {
            Some(id) if !records.exists(&id.key(Kind::Staff)) => {
                return Err(CliError::said(Message::new(&NO_SUCH_STAFF).with("who", id), &NO_SUCH_STAFF_FIX));
            }
            Some(id) => id.clone(),
            None => session.person(&store, &records)?.id,
        };
        let mut counting = Counting::new(self.as_of.unwrap_or(session.now));
        for kind in [Kind::RestCredit, Kind::RestUse] {
            let mut keys = Vec::new();
            collect(&snapshot, &format!("{ROOT}/{}/{who}", kind.word()), &mut keys)?;
            keys.iter().filter_map(|key| records.entry(key)).for_each(|entry| counting.take(&entry));
        }
        if let Some(unreadable) = records.failure() {
            return Err(unreadable.into());
        }
        print(session, &who, &counting.finish())
    }
}

fn print(session: &mut Session<'_>, who: &StaffId, leave: &Figures) -> Result<Exit, CliError> {
    let sums = leave.by_person.get(who).cloned().unwrap_or_default();
    if session.out.is_json() {
        let credits: Vec<_> = leave
            .credits
            .iter()
            .map(|credit| {
                json!({
                    "credit": credit.id, "day": credit.day.to_string(), "kind": credit.kind.word(),
                    "ticket": credit.ticket, "minutes": credit.minutes, "left": credit.left,
                    "pay_due": credit.pay_due, "confirmed": credit.confirmed,
                })
            })
            .collect();
        let taken: Vec<_> = leave
            .taken
            .iter()
            .map(|taken| {
                json!({
                    "use": taken.id, "day": taken.day.to_string(), "kind": taken.kind, "minutes": taken.minutes,
                    "credits": taken.draws, "approved": taken.approved,
                })
            })
            .collect();
        let members = json!({
            "person": who, "earned": sums.earned(), "pending": sums.pending, "used": sums.used,
            "balance": sums.balance(), "pay_due": sums.pay_due, "credits": credits, "uses": taken,
        });
        session.out.json("weibao-leave-balance/1", members)?;
        return Ok(Exit::Clean);
    }
    if leave.credits.is_empty() && leave.taken.is_empty() {
        session.out.say(Message::new(&NOTHING).with("who", who))?;
        return Ok(Exit::Clean);
    }
    for line in aligned(&lines(session, leave)) {
        session.out.line(&line)?;
    }
    let sum =
        |text: &'static Text, minutes: u64| Message::new(text).with("minutes", minutes).with("hours", hours(minutes));
    session.out.say(sum(&BALANCE, sums.balance()))?;
    if sums.pay_due > 0 {
        session.out.say(sum(&PAY_DUE, sums.pay_due))?;
    }
    Ok(Exit::Clean)
}

/// Credits and rests by day: sign and minutes, the balance after them, what it is, the record, and what there is to say of it.
fn lines(session: &Session<'_>, leave: &Figures) -> Vec<Vec<String>> {
    let lang = session.lang();
    let credits = leave.credits.iter().map(|credit| {
        let what = if credit.confirmed { &EARNED } else { &PENDING };
        let left = Message::new(&LEFT).with("minutes", credit.left).speak(lang);
        let mut said = vec![kind_title(credit.kind).get(lang).to_owned(), credit.ticket.to_string(), left];
        said.extend(credit.pay_due.then(|| PAID.get(lang).to_owned()));
        let minutes = if credit.confirmed { format!("+{}", credit.minutes) } else { format!("({})", credit.minutes) };
        (
            credit.day,
            vec![credit.day.to_string(), minutes, what.get(lang).to_owned(), credit.id.to_string(), said.join(" ")],
            if credit.confirmed { i64::from(credit.minutes) } else { 0 },
        )
    });
    let taken = leave.taken.iter().map(|taken| {
        let what = if taken.kind == RestKind::Rest { &TAKEN } else { &OFFSET };
        let out_of: Vec<_> = taken.draws.iter().map(|draw| format!("{} {}", draw.credit, draw.minutes)).collect();
        let mut said = vec![out_of.join(" ")];
        said.extend((!taken.approved).then(|| APPLIED.get(lang).to_owned()));
        let minutes = format!("-{}", taken.minutes);
        (
            taken.day,
            vec![taken.day.to_string(), minutes, what.get(lang).to_owned(), taken.id.to_string(), said.join(" ")],
            -i64::from(taken.minutes),
        )
    });
    let mut all: Vec<_> = credits.chain(taken).collect();
    all.sort();
    // A day's credits come before its rests, which may draw on them: `+` sorts before `-`.
    let mut balance = 0;
    let with_balance = |(_, mut line, minutes): (_, Vec<String>, i64)| {
        balance += minutes;
        line.insert(2, format!("= {balance}"));
        line
    };
    all.into_iter().map(with_balance).collect()
}
