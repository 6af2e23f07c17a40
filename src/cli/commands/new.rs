//! `weibao new`: a record of any kind under its next key; what other records tell is filled in.

use clap::Args;
use serde_json::{Value, json};

use super::{KindArg, contact};
use crate::cli::finish::{self, Kept};
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::which;
use crate::cli::{CliError, Exit, fill};
use crate::desk::Desk;
use crate::record::Kind;
use crate::record::path::Key;
use crate::text::Message;
use crate::texts;

texts! {
    BY_ISSUE: "维修单本由 weibao issue 发放", "books are issued with weibao issue";
    NOTHING_LEFT: "没有已核实而未用完的倒休登记，余额见 weibao leave balance", "no confirmed rest credit has anything left; see weibao leave balance";
    ONLY_CONTACTS: "--seal 只用于联系人", "--seal is for contacts only";
    NUMBERED: "{kind} {id}", "{kind} {id}";
}

/// 新建记录：缺的项在终端逐项问，或用 --set、--from 给出 / Writes a new record; what is missing is asked for, or given with --set and --from
///
/// 例 / examples: weibao new 维修单 · weibao new site --set client=C00001 --set name=一号楼 · weibao new ticket --from 草稿.json
#[derive(Debug, Args)]
pub struct New {
    /// 种类，中英文皆可 / Kind, in either language
    #[arg(value_parser = KindArg)]
    pub kind: Kind,
    /// 编号；能推出的不必写 / Key; not needed where the next one can be derived
    pub id: Option<String>,
    /// 密封：联系人的姓名、职务、电话从一开始就只有员工读得出 / Seals a contact from the start: only staff read name, post and phone
    #[arg(long)]
    seal: bool,
    #[command(flatten)]
    input: Input,
}

/// What the key or the other members follow from, asked before anything else.
fn asked_first(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Ticket => &["report.fault_report", "report.site"],
        Kind::Contact | Kind::Training => &["client"],
        Kind::FaultReport | Kind::Install | Kind::Upgrade => &["site"],
        Kind::Plan | Kind::Maintenance => &["site", "period"],
        Kind::Delay | Kind::SpareLoan => &["ticket"],
        Kind::IncidentEntry => &["incident"],
        Kind::Staff | Kind::PhoneCallback | Kind::OnsiteCallback => &["id"],
        Kind::RestCredit => &["work.ticket"],
        Kind::RestUse => &["rest.date", "rest.minutes"],
        Kind::Calendar => &["year"],
        Kind::Company | Kind::Client | Kind::Site | Kind::Book | Kind::DutyLog | Kind::DutyRoster | Kind::Incident => {
            &[]
        }
    }
}

impl New {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        if self.seal && self.kind != Kind::Contact {
            return Err(CliError::plain(&ONLY_CONTACTS));
        }
        if self.kind == Kind::Book {
            return Err(CliError::plain(&BY_ISSUE));
        }
        finish::write(session, &self.input, |session, desk, kept| {
            kept.again = format!("new {}", self.kind);
            kept.name = if self.seal { String::new() } else { format!("new-{}", self.kind) };
            kept.typed = self.input.members(session, self.kind, json!({}), "")?;
            if let Some(id) = &self.id {
                let key = which::of_kind(self.kind, id)?;
                let member = if self.kind == Kind::Calendar { "year" } else { "id" };
                if self.kind != Kind::Company {
                    let id = key.id.parse::<u16>().map_or_else(|_| Value::from(key.id.as_str()), Value::from);
                    fill::put(&mut kept.typed, member, id);
                }
            }
            if session.prompter.is_there() {
                self.ask_first(session, kept)?;
            }
            if kept.typed.get("id").is_none() {
                kept.chosen = &["id", "book"];
            }
            let (key, value) = self.filled(desk, &kept.typed)?;
            if !self.seal {
                kept.name = format!("new-{}-{}", self.kind, key.id);
            }
            kept.typed = value;
            if self.kind == Kind::RestUse && kept.typed.pointer("/rest/credits").is_none() {
                session.out.note(&NOTHING_LEFT)?;
            }
            if session.prompter.is_there() {
                let what = Message::new(&NUMBERED).with_message("kind", self.kind.name()).with("id", &key.id);
                session.out.note(what)?;
            }
            fill::complete(session, self.kind, &mut kept.typed)?;
            let key = self.write(desk, &kept.typed)?;
            if self.seal {
                // A draft would keep in plain words what is to be sealed.
                kept.typed = Value::Null;
                self.seal(session, desk, &key)?;
            }
            Ok(vec![key])
        })
    }

    fn seal(&self, session: &mut Session<'_>, desk: &mut Desk<'_>, key: &Key) -> Result<(), CliError> {
        let readers = contact::readers_now(session, desk.records())?;
        let wrapped = desk.seal_contact(key, &readers).map_err(contact::fault)?;
        if self.input.dry_run { Ok(()) } else { contact::seal::keep_all(session, desk.records(), &[wrapped]) }
    }

    fn ask_first(&self, session: &mut Session<'_>, kept: &mut Kept) -> Result<(), CliError> {
        for path in asked_first(self.kind) {
            // A fault report names the site: what it tells is not asked again.
            let told = *path == "report.site"
                && !matches!(kept.typed.pointer("/report/fault_report").and_then(Value::as_str), None | Some("无"));
            if !told {
                fill::ask(session, self.kind, path, &format!("--set {path}=…"), &mut kept.typed, path)?;
            }
        }
        Ok(())
    }

    fn filled(&self, desk: &Desk<'_>, typed: &Value) -> Result<(Key, Value), CliError> {
        if self.kind == Kind::Ticket {
            let (ticket, value) = desk.ticket_to_open(typed)?;
            return Ok((ticket.key(Kind::Ticket), value));
        }
        let key = desk.key_of_new(self.kind, typed)?;
        let value = desk.filled(&key, typed);
        Ok((key, value))
    }

    fn write(&self, desk: &mut Desk<'_>, value: &Value) -> Result<Key, CliError> {
        if self.kind == Kind::Ticket {
            return Ok(desk.open_ticket(value)?.key(Kind::Ticket));
        }
        Ok(desk.new_record(self.kind, value)?)
    }
}
