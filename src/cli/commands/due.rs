//! `weibao due`: what is to be done by when, what is overdue, and how each day came about.

use clap::Args;
use serde_json::json;

use super::issue::staff;
use super::list::collect;
use crate::cli::columns::aligned;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::{Instant, date};
use crate::record::path::ROOT;
use crate::regulation::obligation::{self, Obligation, Standing};
use crate::regulation::world::World;
use crate::text::{Message, Text};
use crate::texts;

texts! {
    NOTHING: "没有应办事项", "nothing is due";
    MISSING: "逾期未办", "OVERDUE";
    UNREACHABLE: "无法联系", "unreachable";
    NOT_YET: "待办", "due";
    IN_TIME: "按期", "in time";
    LATE: "迟办", "late";
    PROVISIONAL: "暂定：当年节假日尚未公布", "provisional: the year's holidays are not published";
    STEP: "      {step}", "      {step}";
}

/// 应办事项：到期和逾期的回访、交单、延时单核算、交本 / What is due and overdue, and with --explain how each day came about
#[derive(Debug, Args)]
pub struct Due {
    /// 只看由此记录履行的：种类（可省）和编号，办了没办都列 / Only what this record fulfils, by kind (may be left out) and key, whatever came of it
    #[arg(value_name = "[KIND] KEY", num_args = 0..=2)]
    pub record: Vec<String>,
    /// 逐行说明到期日怎样算出 / Explains each due day line by line
    #[arg(long)]
    pub explain: bool,
    /// 只看某人负责的 / Only what this person is responsible for
    #[arg(long, value_name = "STAFF", value_parser = staff)]
    pub person: Option<StaffId>,
    /// 只看某甲方的 / Only this client's
    #[arg(long, value_name = "CLIENT")]
    pub client: Option<String>,
    /// 往后看几天 / How many days ahead
    #[arg(long, default_value_t = 30)]
    pub days: u32,
    /// 以哪一刻或哪一天结束时为准 / As of this instant, or the end of this day
    #[arg(long, value_name = "TIME", value_parser = as_of)]
    pub as_of: Option<Instant>,
}

/// Reads an instant, or a day, which means its end.
pub fn as_of(text: &str) -> Result<Instant, String> {
    Instant::parse(text)
        .or_else(|| date::parse(text)?.succ_opt().map(|next| Instant::start_of(next).plus_seconds(-1)))
        .ok_or_else(|| {
            format!("`{text}` is neither a day such as 2026-03-15 nor an instant such as 2026-03-15T09:30:00+08:00")
        })
}

impl Due {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let now = self.as_of.unwrap_or(session.now);
        let store = session.store()?;
        let snapshot = store.head_snapshot()?;
        let records = Records::new(&snapshot);
        let world = World::new(&records, now);
        let mut found = Vec::new();
        let mut anchors: Vec<_> = obligation::ALL.iter().flat_map(|rule| rule.anchors.iter().copied()).collect();
        anchors.sort_unstable();
        anchors.dedup();
        for kind in anchors {
            let mut keys = Vec::new();
            collect(&snapshot, &format!("{ROOT}/{}", kind.word()), &mut keys)?;
            for entry in keys.iter().filter_map(|key| records.entry(key)) {
                found.extend(obligation::arising(&entry, &world).into_iter().filter(|due| self.wanted(due, now)));
            }
        }
        if let Some(unreadable) = records.failure() {
            return Err(unreadable.into());
        }
        found.sort_by(|a, b| (a.window.deadline, &a.key, a.rule.id).cmp(&(b.window.deadline, &b.key, b.rule.id)));
        self.print(session, &found, now)
    }

    fn wanted(&self, due: &Obligation, now: Instant) -> bool {
        let ahead = now.plus_hours(i64::from(self.days) * 24);
        let open = match due.standing(now) {
            Standing::Missing | Standing::Unreachable => true,
            Standing::NotYetDue => due.window.deadline <= ahead || due.window.opens <= now,
            Standing::InTime | Standing::Late => false,
        };
        let named = match self.record.as_slice() {
            [] => open,
            [key] => due.key.id == *key || due.key.path() == *key,
            [kind, key, ..] => Kind::parse(kind) == Some(due.key.kind) && due.key.id == *key,
        };
        named
            && self.person.as_ref().is_none_or(|person| due.responsible.as_ref() == Some(person))
            && self.client.as_ref().is_none_or(|client| due.client.as_ref().is_some_and(|id| id.as_str() == client))
    }

    fn print(&self, session: &mut Session<'_>, found: &[Obligation], now: Instant) -> Result<Exit, CliError> {
        let lang = session.lang();
        if session.out.is_json() {
            let list: Vec<_> = found
                .iter()
                .map(|due| {
                    json!({
                        "rule": due.rule.id, "clauses": due.clauses, "kind": due.key.kind.word(), "key": due.key.id,
                        "anchor": due.anchor.id, "client": due.client, "site": due.site, "responsible": due.responsible,
                        "opens": due.window.opens, "due_on": due.window.due_on.to_string(),
                        "deadline": due.window.deadline, "provisional": due.window.provisional,
                        "standing": word(due.standing(now)),
                        "steps": due.steps.iter().map(|step| step.speak(lang)).collect::<Vec<_>>(),
                    })
                })
                .collect();
            session.out.json("weibao-due/1", json!({ "as_of": now, "due": list }))?;
            return Ok(Exit::Clean);
        }
        if found.is_empty() {
            session.out.say(&NOTHING)?;
        }
        let rows: Vec<Vec<String>> = found
            .iter()
            .map(|due| {
                vec![
                    due.window.deadline.to_string(),
                    standing(due.standing(now)).get(lang).to_owned(),
                    due.rule.title.get(lang).to_owned(),
                    due.key.id.clone(),
                    due.responsible.as_ref().map_or("—", StaffId::as_str).to_owned(),
                    format!("[{}]", due.clauses.join(" ")),
                ]
            })
            .collect();
        for (due, line) in found.iter().zip(aligned(&rows)) {
            session.out.line(&line)?;
            if self.explain {
                for step in &due.steps {
                    session.out.say(Message::new(&STEP).with_message("step", step.clone()))?;
                }
                if due.window.provisional {
                    session.out.say(Message::new(&STEP).with_message("step", &PROVISIONAL))?;
                }
            }
        }
        Ok(Exit::Clean)
    }
}

const fn standing(standing: Standing) -> &'static Text {
    match standing {
        Standing::InTime => &IN_TIME,
        Standing::Late => &LATE,
        Standing::Unreachable => &UNREACHABLE,
        Standing::Missing => &MISSING,
        Standing::NotYetDue => &NOT_YET,
    }
}

const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::InTime => "in_time",
        Standing::Late => "late",
        Standing::Unreachable => "unreachable",
        Standing::Missing => "missing",
        Standing::NotYetDue => "not_yet_due",
    }
}
