//! `weibao may`: what somebody may do with which records, by the posts they hold today.

use clap::Args;
use serde_json::json;

use crate::cli::session::{self, Session};
use crate::cli::words::{NO_SUCH_STAFF, NO_SUCH_STAFF_FIX};
use crate::cli::{CliError, Exit};
use crate::ledger::Records;
use crate::record::id::StaffId;
use crate::record::staff::{Duty, Staff};
use crate::regulation::policy;
use crate::regulation::role::table::ROWS;
use crate::regulation::role::{Author, Row, Transition, document};
use crate::regulation::world;
use crate::text::Message;
use crate::texts;

texts! {
    WHO: "{who} {name}，今日岗位：{posts}", "{who} {name}, posts today: {posts}";
    NONE: "无", "none";
    NOTHING: "任何记录都不能写", "may write no record";
    OFF: "制度参数 enforce_roles 未启用：目前只作提示，不拦", "the policy enforce_roles is off: this informs and keeps nothing out";
}

/// 某人可以做什么：按今日岗位，逐种记录；--table 看全表 / What somebody may do with which records, by today's posts; --table for everybody
#[derive(Debug, Args)]
pub struct May {
    /// 员工编号，不写则为本人 / A member of staff; yourself if left out
    pub person: Option<String>,
    /// 全表，Markdown / The whole table as Markdown
    #[arg(long, conflicts_with = "person")]
    pub table: bool,
}

impl May {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        if self.table {
            session.out.line(document::markdown(session.lang()).trim_end())?;
            return Ok(Exit::Clean);
        }
        let store = session.store()?;
        let head = store.head_snapshot()?;
        let records = Records::new(&head);
        let person = self.find(session, &store, &records)?;
        let day = session.now.day();
        let author = Author::of(&person, day);
        let employed = person.employed(day);
        let rights: Vec<(&Row, Vec<Transition>)> =
            ROWS.iter().map(|row| (row, allowed(row, &author.duties, employed))).collect();
        let enforced = world::policies(&records).switch(&policy::named::enforce_roles, day);
        if session.out.is_json() {
            let duties = serde_json::to_value(&author.duties).unwrap_or_default();
            let kinds: Vec<_> = rights
                .iter()
                .map(|(row, may)| {
                    let words: Vec<_> = may.iter().map(|transition| transition.word()).collect();
                    json!({ "kind": row.kind.word(), "may": words })
                })
                .collect();
            let members = json!({ "person": person.id, "duties": duties, "enforced": enforced, "kinds": kinds });
            session.out.json("weibao-may/1", members)?;
            return Ok(Exit::Clean);
        }
        let lang = session.lang();
        let joined = |words: Vec<&str>| if words.is_empty() { NONE.get(lang).to_owned() } else { words.join(" ") };
        let posts = joined(author.duties.iter().map(|duty| duty.name().get(lang)).collect());
        session.out.say(Message::new(&WHO).with("who", &person.id).with("name", &person.name).with("posts", posts))?;
        let width = ROWS.iter().map(|row| wide(row.kind.name().get(lang))).max().unwrap_or_default();
        for (row, may) in rights.iter().filter(|(_, may)| !may.is_empty()) {
            let kind = row.kind.name().get(lang);
            let words: Vec<_> = may.iter().map(|transition| transition.name().get(lang)).collect();
            let gap = " ".repeat(width - wide(kind) + 2);
            session.out.line(&format!(
                "  {kind}{gap}{}",
                words.join(if lang == crate::text::Lang::Zh { "、" } else { ", " })
            ))?;
        }
        if rights.iter().all(|(_, may)| may.is_empty()) {
            session.out.say(&NOTHING)?;
        }
        if !enforced {
            session.out.note(&OFF)?;
        }
        Ok(Exit::Clean)
    }

    fn find(
        &self,
        session: &Session<'_>,
        store: &crate::store::Store,
        records: &Records<'_>,
    ) -> Result<Staff, CliError> {
        let Some(who) = &self.person else {
            return session.person(store, records);
        };
        let known = StaffId::parse(who).ok().and_then(|id| session::staff(records, &id));
        known.ok_or_else(|| CliError::said(Message::new(&NO_SUCH_STAFF).with("who", who), &NO_SUCH_STAFF_FIX))
    }
}

fn allowed(row: &Row, duties: &[Duty], employed: bool) -> Vec<Transition> {
    let by_post = |transition: &Transition| duties.iter().any(|duty| row.allows(*duty, *transition));
    // Capacities open to anyone employed need no post.
    let as_anyone = |transition: &Transition| employed && *transition == Transition::Sign && row.is_signed_by_anyone();
    Transition::ALL.iter().copied().filter(|transition| by_post(transition) || as_anyone(transition)).collect()
}

fn wide(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
