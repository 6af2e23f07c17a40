//! What a leaving wants to know: who takes over what, and what each transfer says. Asked before anything is done;
//! without a terminal everything that is missing is named at once, each with its flag.

use std::rc::Rc;

use serde_json::{Value, json};

use super::super::transfer::{ASKED, ordered};
use super::{Depart, Held};
use crate::cli::input;
use crate::cli::prompt::Question;
use crate::cli::session::Session;
use crate::cli::{CliError, fill, known, value};
use crate::desk::ticket::Transferring;
use crate::desk::{Desk, merge};
use crate::record::Kind;
use crate::record::id::{BookId, StaffId, TicketId};
use crate::text::{Message, Text};
use crate::texts;

texts! {
    TO: "未完成的维修单由谁接手", "who takes over the open tickets";
    DUTY_TO: "值班由谁接", "who takes the watches";
    LOANS_TO: "借用单由谁接", "who takes the spare loans";
    CALLS_TO: "站点由谁回访", "who calls the sites back";
    NOT_STAFF: "须是员工编号", "must be the id of one of staff";
    LEAVING: "人员离职", "the person leaves";
    BAD_SET: "--set “{text}” 不对", "--set `{text}` does not say what to set";
    BAD_SET_FIX: "形如 --set reason=人员离职，或 --set WX-0000601.remaining_work=换镜头", "write it as --set reason=…, or --set WX-0000601.remaining_work=… for one ticket";
}

/// Everything that was answered.
pub(super) struct Answers {
    /// Who takes the open tickets; nothing if there are none.
    pub(super) to: Option<StaffId>,
    /// Who takes the watches.
    pub(super) duty_to: Option<StaffId>,
    /// Who takes the loans.
    pub(super) loans_to: Option<StaffId>,
    /// Who calls the sites back.
    pub(super) calls_to: Option<StaffId>,
    /// Why watches and loans change hands.
    pub(super) reason: String,
    /// What each transfer says, by ticket.
    typed: Value,
}

/// Missing answers, each with its flag.
#[derive(Default)]
struct Missing {
    what: Vec<String>,
    flags: Vec<String>,
}

impl Missing {
    /// Keeps what nobody could be asked for; anything else ends the asking.
    fn or_end<T>(&mut self, answer: Result<T, CliError>) -> Result<Option<T>, CliError> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(CliError::Missing { what, flag }) => {
                self.what.push(what);
                self.flags.push(flag);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }
}

impl Answers {
    /// Takes what flags and a kept draft say and asks for the rest; `typed` keeps what was answered.
    pub(super) fn gather(
        depart: &Depart,
        session: &mut Session<'_>,
        Held { found, sites, .. }: &Held,
        typed: &mut Value,
    ) -> Result<Self, CliError> {
        *typed = match &depart.input.from {
            Some(path) => input::read_json(session, path)?,
            None => json!({}),
        };
        let mut missing = Missing::default();
        let mut who = |session: &mut Session<'_>, held: bool, own: Option<&StaffId>, name: &str, title| {
            let flag = format!("--{}", name.replace('_', "-"));
            let given = own.or(depart.to.as_ref()).cloned();
            let kept = || typed.get(name).and_then(Value::as_str).and_then(|id| StaffId::parse(id).ok());
            let answer = match given.or_else(kept) {
                _ if !held => return Ok(None),
                Some(given) => Some(given),
                None => missing.or_end(ask_staff(session, title, &flag))?,
            };
            fill::put(typed, name, json!(answer));
            Ok::<_, CliError>(answer)
        };
        let to = who(session, !found.open.is_empty(), None, "to", &TO)?;
        let loans_to = who(session, !found.loans.is_empty(), depart.loans_to.as_ref(), "loans_to", &LOANS_TO)?;
        let duty_to = who(session, !found.watches.is_empty(), depart.duty_to.as_ref(), "duty_to", &DUTY_TO)?;
        let calls_to = who(session, !sites.is_empty(), depart.calls_to.as_ref(), "calls_to", &CALLS_TO)?;
        let general = general(depart, typed)?;
        let reason = Some(fill::text_at(&general, "reason")).filter(|reason| !reason.is_empty());
        let reason = reason.unwrap_or_else(|| LEAVING.get(session.lang()).to_owned());
        for ticket in &found.open {
            let mut one = typed.get(ticket.as_str()).cloned().unwrap_or_else(|| json!({}));
            merge::fill(&mut one, &general);
            for path in ASKED {
                let flag = format!("--set {ticket}.{path}=…");
                let asked = fill::ask(session, Kind::Ticket, &format!("transfer.{path}"), &flag, &mut one, path);
                let named = asked.map_err(|why| match why {
                    CliError::Missing { what, flag } => CliError::Missing { what: format!("{ticket} {what}"), flag },
                    other => other,
                });
                missing.or_end(named)?;
                fill::put(typed, ticket.as_str(), one.clone());
            }
        }
        if missing.what.is_empty() {
            return Ok(Self { to, duty_to, loans_to, calls_to, reason, typed: typed.clone() });
        }
        Err(CliError::Missing { what: missing.what.join("、"), flag: missing.flags.join(" ") })
    }

    /// The transfer of a ticket into a spare book.
    pub(super) fn transfer(
        &self,
        ticket: &TicketId,
        spare: &BookId,
        desk: &Desk<'_>,
    ) -> Result<Transferring, CliError> {
        let mut said = self.typed.get(ticket.as_str()).cloned().unwrap_or_default();
        ordered(ticket, Some(spare.clone()), &mut said, desk)
    }
}

/// What `--set` says of every transfer; what it says of one ticket goes under that ticket's number.
fn general(depart: &Depart, typed: &mut Value) -> Result<Value, CliError> {
    let mut general = json!({});
    for text in &depart.input.set {
        let bad = || CliError::said(Message::new(&BAD_SET).with("text", text), &BAD_SET_FIX);
        let (path, written) = text.split_once('=').filter(|(path, _)| !path.is_empty()).ok_or_else(bad)?;
        let one = path.split_once('.').and_then(|(front, rest)| Some((TicketId::parse(front).ok()?, rest)));
        let of_one = one.as_ref().map_or(path, |(_, rest)| rest);
        let value = value::parse(Kind::Ticket, &format!("transfer.{of_one}"), written)?;
        match one {
            Some(_) => merge::set(typed, path, value)?,
            None => merge::set(&mut general, path, value)?,
        }
    }
    Ok(general)
}

fn ask_staff(session: &mut Session<'_>, title: &'static Text, flag: &str) -> Result<StaffId, CliError> {
    let lang = session.lang();
    let title = title.get(lang);
    let question = Question {
        title: title.to_owned(),
        help: None,
        default: None,
        check: Rc::new(move |text: &str| StaffId::parse(text).is_err().then(|| NOT_STAFF.get(lang).to_owned())),
        known: known::of(session, Some("staff_id")),
    };
    let flag = format!("{flag} STAFF");
    let answer = session.prompter.text(&question).map_err(|why| CliError::unanswered(why, title, &flag))?;
    StaffId::parse(&answer).map_err(|bad| CliError::Terminal(bad.to_string()))
}
