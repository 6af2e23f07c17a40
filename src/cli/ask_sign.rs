//! At a terminal: which of the new sections are to be signed now, by whom and with what.
//!
//! Without a terminal the same is said with `--sign`. Which roles a section wants is said here only to ask well; what
//! must be signed is for the schemas and rules to say.

use std::path::PathBuf;
use std::rc::Rc;

use serde_json::Value;

use super::CliError;
use super::input::{How, SignArg, parse_signer};
use super::prompt::{NoAnswer, Question};
use super::session::Session;
use super::value;
use crate::desk::Desk;
use crate::record::Kind;
use crate::record::parts::{Method, Role, Signer};
use crate::record::path::Key;
use crate::record::section::sections;
use crate::text::Message;
use crate::texts;

texts! {
    WHICH: "{kind} {id} 的 “{section}” 由{role}签字：", "section `{section}` of {kind} {id}, to be signed by {role}:";
    KEY: "用 SSH 密钥签", "sign with an SSH key";
    SCAN: "附纸质扫描件", "attach a scan of signed paper";
    DRAWN: "附手写屏签字图", "attach a drawing made on a screen";
    LATER: "现在不签", "not now";
    SIGNER: "签字人", "signer";
    NOT_A_SIGNER: "须是员工编号或联系人编号", "must be the id of one of staff or of a contact";
    FILE: "文件", "file";
    NO_FILE: "没有这个文件", "there is no such file";
}

/// The roles that sign a section, as the forms print them.
fn roles(kind: Kind, section: &str) -> &'static [Role] {
    let last = section.rsplit('/').find(|part| !part.bytes().all(|b| b.is_ascii_digit())).unwrap_or(section);
    match (kind, last) {
        (Kind::Book, _) => &[Role::Finance, Role::Holder],
        (Kind::Ticket, "work" | "transfer") | (Kind::Upgrade, "execution") | (Kind::Maintenance, "work") => {
            &[Role::Technician]
        }
        (Kind::Contact, "erasure") => &[Role::Applicant],
        (Kind::Ticket, "front_desk") => &[Role::FrontDesk],
        (Kind::Ticket, "office") => &[Role::Office],
        (Kind::Ticket, "void") | (Kind::SpareLoan, "handovers") => &[Role::Holder],
        (Kind::Delay, "application") => &[Role::Technician, Role::Supervisor],
        (Kind::Delay, "finance") => &[Role::Finance],
        (Kind::SpareLoan, "lending") => &[Role::Storekeeper, Role::Holder, Role::Client],
        (Kind::SpareLoan, "giving_back") => &[Role::Storekeeper],
        (Kind::Install, "service") => &[Role::Technician, Role::InstallLead],
        (Kind::Plan, "preparation") => &[Role::Preparer],
        (Kind::RestCredit, "work") | (Kind::RestUse, "rest") => &[Role::Applicant, Role::Supervisor, Role::Finance],
        (Kind::Training, "session") => &[Role::Trainer],
        (Kind::DutyLog, _) => &[Role::DutyOfficer],
        (Kind::DutyRoster, "plan") => &[Role::Preparer, Role::Supervisor],
        (_, "late" | "excuse" | "changes" | "refusal") => &[Role::Supervisor],
        (_, "call" | "visit" | "key_registration") => &[Role::Caller],
        (_, "outcome") | (Kind::Incident, "closing") => &[Role::PersonInCharge],
        (_, "transfers") => &[Role::Department],
        (Kind::Upgrade, "agreement") | (_, "confirmation" | "acceptance" | "attendees" | "withdrawal") => {
            &[Role::Client]
        }
        _ => &[],
    }
}

/// Asks about every section of the records that nobody has signed yet.
pub fn ask(session: &mut Session<'_>, desk: &Desk<'_>, keys: &[Key]) -> Result<Vec<SignArg>, CliError> {
    let mut orders = Vec::new();
    if !session.prompter.is_there() {
        return Ok(orders);
    }
    for key in keys {
        let Some(record) = desk.value(key) else {
            continue;
        };
        let open = sections(&record).into_iter().filter(|section| section.signatures().is_empty());
        for (name, role) in open.flat_map(|section| {
            let name = section.name;
            roles(key.kind, &name).iter().map(move |role| (name.clone(), *role))
        }) {
            let order = one(session, desk, key, &record, &name, role)
                .map_err(|why| CliError::unanswered(why, &name, &format!("--sign {name}:…")))?;
            orders.extend(order);
        }
    }
    Ok(orders)
}

fn one(
    session: &Session<'_>,
    desk: &Desk<'_>,
    key: &Key,
    record: &Value,
    section: &str,
    role: Role,
) -> Result<Option<SignArg>, NoAnswer> {
    let lang = session.lang();
    let word = serde_json::to_value(role).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
    let role_title = value::field(Kind::Ticket, "work.signatures.0.role").ok();
    let role_title = role_title
        .and_then(|field| field.choices.iter().find(|choice| choice.value == word))
        .map_or(word.clone(), |choice| choice.title.get(lang).to_owned());
    let which = Message::new(&WHICH)
        .with_message("kind", key.kind.name())
        .with("id", &key.id)
        .with("section", section)
        .with("role", role_title)
        .speak(lang);
    let by_hand = [(Method::PaperScan, SCAN.get(lang)), (Method::Drawn, DRAWN.get(lang))];
    let mut options: Vec<String> = Vec::new();
    let with_key = role != Role::Client;
    options.extend(with_key.then(|| KEY.get(lang).to_owned()));
    options.extend(by_hand.iter().map(|(_, title)| (*title).to_owned()));
    options.push(LATER.get(lang).to_owned());
    let place = session.prompter.choose(&which, &options)?;
    let picture = place.checked_sub(usize::from(with_key));
    let method = match picture {
        None => None,
        Some(n) => match by_hand.get(n) {
            Some((method, _)) => Some(*method),
            None => return Ok(None),
        },
    };
    let default = likely(desk, record, role);
    let who = text(session, SIGNER.get(lang), default, move |text| {
        parse_signer(text).is_err().then(|| NOT_A_SIGNER.get(lang).to_owned())
    })?;
    let signer = parse_signer(who.trim()).ok();
    let how = match method {
        None => How::Key(None),
        Some(method) => {
            let here = session.surroundings.here.clone();
            let file = text(session, FILE.get(lang), None, move |text| {
                (!here.join(text.trim()).is_file()).then(|| NO_FILE.get(lang).to_owned())
            })?;
            How::Picture(method, PathBuf::from(file.trim()))
        }
    };
    Ok(Some(SignArg { section: section.to_owned(), role, signer, how }))
}

fn text(
    session: &Session<'_>,
    title: &str,
    default: Option<String>,
    check: impl Fn(&str) -> Option<String> + 'static,
) -> Result<String, NoAnswer> {
    session.prompter.text(&Question {
        title: title.to_owned(),
        help: None,
        default,
        check: Rc::new(check),
        known: Vec::new(),
    })
}

/// Who most likely signs: the client's person of the record, a book's holder, or the one who acts.
fn likely(desk: &Desk<'_>, record: &Value, role: Role) -> Option<String> {
    let at = |pointers: &[&str]| {
        pointers.iter().find_map(|pointer| record.pointer(pointer).and_then(Value::as_str)).map(str::to_owned)
    };
    match role {
        Role::Client => at(&["/confirmation/contact", "/report/contact", "/contact", "/pre_contact/with"]),
        Role::Holder => at(&["/issue/holder", "/lending/borrower", "/report/opened_by"])
            .or_else(|| Some(Signer::Staff(desk.by().clone()).to_string())),
        _ => Some(desk.by().to_string()),
    }
}
