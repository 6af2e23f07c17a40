//! `weibao contact seal`: the values of contacts that stand in plain words are sealed to keys of staff, and new values in
//! place of sealed ones.

use clap::Args;

use serde_json::{Value, json};

use super::unlock::Unlock;
use super::{contact, existing, fault, readers_now};
use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, fill, value};
use crate::desk::Desk;
use crate::desk::contact::{Readers, Values, Wrapped, keep, open};
use crate::record::Kind;
use crate::record::contact::State;
use crate::record::id::ContactId;
use crate::schema::Schemas;
use crate::store::Person;
use crate::text::Message;
use crate::texts;

texts! {
    OLD: "注意：{id} 以前以明文提交过，旧的提交里仍可读到，密封不能把它从历史里拿掉", "note: {id} was committed in plain words before; the old commits still hold them, and sealing does not take them out of history";
    CHANGED: "{id} 已换新值；旧值和它的密钥留到删除联系人时一并销毁", "{id} holds new values; the old ones and their key stay until the contact is erased, and go with it";
    ONLY_THESE: "密封的只有 name、title、phone；“{path}” 用 weibao edit", "only name, title and phone are sealed; use weibao edit for `{path}`";
    ONE: "换新值一次只换一位联系人", "new values are sealed for one contact at a time";
}

/// 密封联系人：姓名、职务、电话只有持密钥的员工读得出；已密封的用 --set 换新值 / Seals contacts: only staff whose keys it is sealed to read name, post and phone; --set puts new values in place of sealed ones
///
/// 新联系人请从一开始就密封：weibao new contact --seal。换号码：weibao contact seal C00001-01 --set phone=… / Seal new contacts from the start: weibao new contact --seal. A new number: weibao contact seal C00001-01 --set phone=…
#[derive(Debug, Args)]
pub struct Seal {
    /// 联系人编号 / Contacts
    #[arg(required = true, value_parser = contact)]
    ids: Vec<ContactId>,
    /// 新的值，可重复：name、title、phone；没写的照旧 / A new value, may be repeated: name, title, phone; the others stay
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    #[command(flatten)]
    unlock: Unlock,
    /// 只判定，不写入 / Judges only and writes nothing
    #[arg(long)]
    dry_run: bool,
}

impl Seal {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        if self.ids.len() > 1 && !self.set.is_empty() {
            return Err(CliError::plain(&ONE));
        }
        let input = Input { dry_run: self.dry_run, ..Input::default() };
        let mut old = Vec::new();
        let exit = finish::write(session, &input, |session, desk, _| {
            let readers = readers_now(session, desk.records())?;
            let mut wrapped = Vec::new();
            for id in &self.ids {
                let key = id.key(Kind::Contact);
                let sealed = existing(desk.records(), id)?.state() == State::Sealed;
                old.push(!sealed);
                wrapped.push(if sealed && (!self.set.is_empty() || session.prompter.is_there()) {
                    self.anew(session, desk, id, &readers)?
                } else {
                    self.set_plain(desk, id)?;
                    desk.seal_contact(&key, &readers).map_err(fault)?
                });
            }
            if !self.dry_run {
                keep_all(session, desk.records(), &wrapped)?;
            }
            Ok(self.ids.iter().map(|id| id.key(Kind::Contact)).collect())
        })?;
        if exit == Exit::Clean {
            for (id, was_plain) in self.ids.iter().zip(old) {
                session.out.note(Message::new(if was_plain { &OLD } else { &CHANGED }).with("id", id))?;
            }
        }
        Ok(exit)
    }

    /// New values in place of sealed ones: as given, else asked for at a terminal; what is not told stays as it was.
    fn anew(
        &self,
        session: &mut Session<'_>,
        desk: &mut Desk<'_>,
        id: &ContactId,
        readers: &Readers,
    ) -> Result<Wrapped, CliError> {
        let store = session.store()?;
        let mut told = self.told()?;
        if NAMES.iter().any(|name| told.get(name).is_none()) {
            let found = existing(desk.records(), id)?;
            let now = open(&store, &found, &self.unlock.private(session, &store)?).map_err(fault)?;
            let now = json!({ "name": now.name, "title": now.title, "phone": now.phone });
            for name in NAMES {
                if told.get(name).is_some() {
                    continue;
                }
                let mut answer = now[name].clone();
                if self.set.is_empty()
                    && let Some(field) = Schemas::get().fields(Kind::Contact).child(name)
                {
                    let title = field.title.get(session.lang());
                    answer = fill::one(session, field, name, Some(&answer))
                        .map_err(|why| CliError::unanswered(why, title, &format!("--set {name}=…")))?;
                }
                told[name] = answer;
            }
        }
        let text = |name: &str| fill::text_at(&told, name);
        let values = Values { name: text("name"), title: text("title"), phone: text("phone") };
        desk.reseal_contact(&id.key(Kind::Contact), &values, readers).map_err(fault)
    }

    /// Puts what was given into a contact that is in plain words still, to be sealed with it.
    fn set_plain(&self, desk: &mut Desk<'_>, id: &ContactId) -> Result<(), CliError> {
        let told = self.told()?;
        if told.as_object().is_some_and(|told| !told.is_empty()) {
            let key = id.key(Kind::Contact);
            let mut value = desk.existing(&key)?;
            crate::desk::merge::merge(&mut value, &told);
            desk.replace(&key, value)?;
        }
        Ok(())
    }

    /// What was given.
    fn told(&self) -> Result<Value, CliError> {
        let mut told = json!({});
        for text in &self.set {
            let (name, written) = text.split_once('=').unwrap_or((text, ""));
            if !NAMES.contains(&name) {
                return Err(CliError::plain(Message::new(&ONLY_THESE).with("path", name)));
            }
            told[name] = value::parse(Kind::Contact, name, written)?;
        }
        Ok(told)
    }
}

/// What is sealed.
const NAMES: [&str; 3] = ["name", "title", "phone"];

/// Keeps wrapped keys before the records are written that need them: a key too many does no harm, one too few does.
pub fn keep_all(
    session: &Session<'_>,
    records: &crate::ledger::Records<'_>,
    wrapped: &[Wrapped],
) -> Result<(), CliError> {
    let store = session.store()?;
    let person = session.person(&store, records)?;
    let author = Person { name: person.name, email: person.email };
    keep(&store, wrapped, &author, session.now).map_err(fault)
}
