//! `weibao contact show`: what is known of a client's person, for whoever holds a key.

use clap::Args;
use serde_json::{Value, json};

use super::unlock::Unlock;
use super::{contact, existing, fault};
use crate::cli::columns::tame;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::contact::{Values, open, plain};
use crate::ledger::Records;
use crate::record::contact::{Contact, State};
use crate::record::id::ContactId;
use crate::text::Message;
use crate::texts;

texts! {
    LINE: "{id}  {name}  {title}  {phone}", "{id}  {name}  {title}  {phone}";
    ERASED: "{id}  已删除：{asked} 于 {at} 申请，{confirmed} 核准；原因：{reason}", "{id}  erased: asked for by {asked} at {at}, confirmed by {confirmed}; reason: {reason}";
    ASKED: "{id}  {asked} 于 {at} 申请删除，待 {confirmed} 核准：weibao contact erase {id} --confirm", "{id}  {asked} asked at {at} for its erasure; {confirmed} is to confirm: weibao contact erase {id} --confirm";
}

/// 查看联系人；密封的用自己的 SSH 私钥打开，不写到任何文件 / Shows contacts; what is sealed is opened with one's private SSH key and written nowhere
#[derive(Debug, Args)]
pub struct Show {
    /// 联系人编号 / Contacts
    #[arg(required = true, value_parser = contact)]
    ids: Vec<ContactId>,
    #[command(flatten)]
    unlock: Unlock,
}

impl Show {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        let head = store.head_snapshot()?;
        let records = Records::new(&head);
        let mut listed: Vec<Value> = Vec::new();
        let mut private = None;
        for id in &self.ids {
            let found = existing(&records, id)?;
            let values = match found.state() {
                State::Erased => None,
                State::Plain => plain(&found),
                State::Sealed => {
                    let private = match &private {
                        Some(private) => private,
                        None => private.insert(self.unlock.private(session, &store)?),
                    };
                    Some(open(&store, &found, private).map_err(fault)?)
                }
            };
            if session.out.is_json() {
                listed.push(described(&found, values.as_ref()));
            } else {
                self.say(session, &found, values.as_ref())?;
            }
        }
        if session.out.is_json() {
            session.out.json("weibao-contact/1", json!({ "contacts": listed }))?;
        }
        Ok(Exit::Clean)
    }

    #[expect(clippy::unused_self, reason = "a part of the run")]
    fn say(&self, session: &mut Session<'_>, found: &Contact, values: Option<&Values>) -> Result<(), CliError> {
        if let Some(values) = values {
            let line = Message::new(&LINE).with("id", &found.id).with("name", tame(&values.name));
            session.out.say(line.with("title", tame(&values.title)).with("phone", tame(&values.phone)))?;
        }
        if let Some(erasure) = &found.erasure {
            let text = if found.state() == State::Erased { &ERASED } else { &ASKED };
            let line = Message::new(text).with("id", &found.id).with("asked", &erasure.requested_by);
            let line = line.with("at", erasure.at).with("confirmed", &erasure.confirmed_by);
            session.out.say(line.with("reason", tame(&erasure.reason)))?;
        }
        Ok(())
    }
}

fn described(found: &Contact, values: Option<&Values>) -> Value {
    let erasure = found.erasure.as_ref().map(|erasure| {
        json!({ "at": erasure.at.to_string(), "requested_by": erasure.requested_by.as_str(),
            "confirmed_by": erasure.confirmed_by.as_str(), "reason": erasure.reason })
    });
    json!({
        "id": found.id.as_str(), "client": found.client.as_str(), "state": found.state(), "erasure": erasure,
        "values": values.map(|it| json!({ "name": it.name, "title": it.title, "phone": it.phone })),
    })
}
