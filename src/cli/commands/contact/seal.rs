//! `weibao contact seal`: the values of contacts that stand in plain words are sealed to keys of staff.

use clap::Args;

use super::{contact, fault, readers_now};
use crate::cli::finish;
use crate::cli::input::Input;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::contact::keep;
use crate::record::Kind;
use crate::record::id::ContactId;
use crate::store::Person;
use crate::text::Message;
use crate::texts;

texts! {
    OLD: "注意：{id} 以前以明文提交过，旧的提交里仍可读到，密封不能把它从历史里拿掉", "note: {id} was committed in plain words before; the old commits still hold them, and sealing does not take them out of history";
}

/// 密封联系人：姓名、职务、电话只有持密钥的员工读得出 / Seals contacts: only staff whose keys it is sealed to read name, post and phone
///
/// 新联系人请从一开始就密封：weibao new contact --seal / Seal new contacts from the start: weibao new contact --seal
#[derive(Debug, Args)]
pub struct Seal {
    /// 联系人编号 / Contacts
    #[arg(required = true, value_parser = contact)]
    ids: Vec<ContactId>,
    /// 只判定，不写入 / Judges only and writes nothing
    #[arg(long)]
    dry_run: bool,
}

impl Seal {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let input = Input { dry_run: self.dry_run, ..Input::default() };
        let exit = finish::write(session, &input, |session, desk, _| {
            let readers = readers_now(session, desk.records())?;
            let keys: Vec<_> = self.ids.iter().map(|id| id.key(Kind::Contact)).collect();
            let mut wrapped = Vec::new();
            for key in &keys {
                wrapped.push(desk.seal_contact(key, &readers).map_err(fault)?);
            }
            if !self.dry_run {
                keep_all(session, desk.records(), &wrapped)?;
            }
            Ok(keys)
        })?;
        if exit == Exit::Clean {
            for id in &self.ids {
                session.out.note(Message::new(&OLD).with("id", id))?;
            }
        }
        Ok(exit)
    }
}

/// Keeps wrapped keys before the records are written that need them: a key too many does no harm, one too few does.
pub fn keep_all(
    session: &Session<'_>,
    records: &crate::ledger::Records<'_>,
    wrapped: &[crate::desk::contact::Wrapped],
) -> Result<(), CliError> {
    let store = session.store()?;
    let person = session.person(&store, records)?;
    let author = Person { name: person.name, email: person.email };
    keep(&store, wrapped, &author, session.now).map_err(fault)
}
