//! `weibao edit`: fills in or changes what is not signed yet.

use clap::Args;
use serde_json::{Map, Value, json};

use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::which::Which;
use crate::cli::{CliError, Exit, fill};
use crate::desk::{Desk, merge};
use crate::record::Kind;
use crate::record::path::Key;
use crate::schema::{Field, FieldType, Schemas};
use crate::text::Message;
use crate::texts;

texts! {
    WHICH: "填写哪一部分？", "which part?";
    IS_SEALED: "联系人 {id} 已密封，姓名、职务、电话不能这样改", "contact {id} is sealed: name, post and phone are not changed like this";
    IS_SEALED_FIX: "weibao contact seal {id} --set phone=…", "weibao contact seal {id} --set phone=…";
    DONE: "（完成）", "(done)";
    NOTHING: "没有说要改什么", "nothing was said to be changed";
    NOTHING_FIX: "请用 --set 路径=值，或 --from 文件", "say --set PATH=VALUE, or --from FILE";
}

/// 修改记录：填写下一节、改状态；已签的节不能再改 / Changes a record: the next section, its state; what is signed stays
///
/// 例 / example: weibao edit ticket WX-0000601 --set state=完成 --set confirmation.quality=5
#[derive(Debug, Args)]
pub struct Edit {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    input: Input,
}

impl Edit {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let key = self.which.key(session)?;
        if self.input.is_empty() && self.input.sign.is_empty() && !session.prompter.is_there() {
            return Err(CliError::said(&NOTHING, &NOTHING_FIX));
        }
        finish::write(session, &self.input, |session, desk, kept| {
            kept.again = format!("edit {key}");
            kept.name = format!("edit-{}-{}", key.kind, key.id);
            let before = desk.existing(&key)?;
            if key.kind == Kind::Contact && before.get("sealed").is_some() {
                // A draft would keep in plain words what is to be sealed.
                kept.name = String::new();
                if SEALED.iter().any(|name| self.input.set.iter().any(|text| text.starts_with(&format!("{name}=")))) {
                    return Err(CliError::said(
                        Message::new(&IS_SEALED).with("id", &key.id),
                        Message::new(&IS_SEALED_FIX).with("id", &key.id),
                    ));
                }
            }
            kept.typed = self.input.members(session, key.kind, before.clone(), "")?;
            received(desk, &key, &before, &mut kept.typed);
            if self.input.is_empty() && self.input.sign.is_empty() {
                choose_parts(session, key.kind, &mut kept.typed)?;
            }
            fill::complete(session, key.kind, &mut kept.typed)?;
            if kept.typed == before {
                return Ok(vec![key]);
            }
            desk.replace(&key, kept.typed.clone())?;
            Ok(vec![key])
        })
    }
}

/// What is sealed of a contact.
const SEALED: [&str; 3] = ["name", "title", "phone"];

/// A receipt that is new here was received now, by the one who acts, both travelling plies (T-2).
fn received(desk: &Desk<'_>, key: &Key, before: &Value, typed: &mut Value) {
    if key.kind != Kind::Ticket {
        return;
    }
    for section in ["front_desk", "office"] {
        if before.get(section).is_none() && typed.get(section).is_some() {
            let plies = crate::desk::ticket::TRAVELLING_PLIES;
            let told = json!({ section: { "received_by": desk.by(), "at": desk.at(), "plies": plies } });
            merge::fill(typed, &told);
        }
    }
}

/// Lets parts be chosen and filled in until it is enough.
fn choose_parts(session: &mut Session<'_>, kind: Kind, value: &mut Value) -> Result<(), CliError> {
    let lang = session.lang();
    let root = Schemas::get().fields(kind);
    loop {
        let open: Vec<&'static Field> = root.children.iter().filter(|child| may_change(child, value)).collect();
        let mut options: Vec<String> = open.iter().map(|child| child.title.get(lang).to_owned()).collect();
        options.push(DONE.get(lang).to_owned());
        let place = session
            .prompter
            .choose(WHICH.get(lang), &options)
            .map_err(|why| CliError::unanswered(why, WHICH.get(lang), "--set"))?;
        let Some(child) = open.get(place) else {
            return Ok(());
        };
        fill_part(session, child, value)?;
    }
}

fn fill_part(session: &mut Session<'_>, child: &'static Field, value: &mut Value) -> Result<(), CliError> {
    let flag = format!("--set {}=…", child.name);
    let title = child.title.get(session.lang());
    let current = value.get(child.name).cloned();
    if child.ty == FieldType::Object && !child.none_allowed && !child.unknown_allowed {
        let mut part = current.unwrap_or_else(|| Value::Object(Map::new()));
        for member in child.children.iter().filter(|member| member.required && member.name != "signatures") {
            let path = format!("{}.{}", child.name, member.name);
            let answer = fill::one(session, member, &path, part.get(member.name))
                .map_err(|why| CliError::unanswered(why, title, &flag))?;
            fill::put(&mut part, member.name, answer);
            fill::put(value, child.name, part.clone());
        }
    } else {
        let answer = fill::one(session, child, child.name, current.as_ref())
            .map_err(|why| CliError::unanswered(why, title, &flag))?;
        fill::put(value, child.name, answer);
    }
    Ok(())
}

/// Whether a member may still change: not the head, and not signed.
fn may_change(child: &Field, value: &Value) -> bool {
    let signed = value.get(child.name).and_then(|part| part.get("signatures")).and_then(Value::as_array);
    !matches!(child.name, "schema" | "id" | "year" | "book") && signed.is_none_or(Vec::is_empty)
}
