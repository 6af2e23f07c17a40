//! `weibao contact grant`: somebody who can open sealed contacts opens them to those who may read them now.

use clap::Args;

use super::seal::keep_all;
use super::unlock::Unlock;
use super::{contact, existing, fault, readers_now};
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::contact::grant;
use crate::ledger::Records;
use crate::record::id::ContactId;
use crate::text::Message;
use crate::texts;

texts! {
    GRANTED: "{id} 现在 {n} 人可读：{who}；同步后生效：weibao sync", "{id} can be read by {n} now: {who}; shared by weibao sync";
}

/// 授权：新来的同事，或换了密钥的，也能打开 / Opens sealed contacts to staff who came, or changed keys, since
///
/// 离职者以前能读的，可能已另存：收不回来。 / Whoever could read before may have kept a copy: that is not taken back.
#[derive(Debug, Args)]
pub struct Grant {
    /// 联系人编号 / Contacts
    #[arg(required = true, value_parser = contact)]
    ids: Vec<ContactId>,
    #[command(flatten)]
    unlock: Unlock,
}

impl Grant {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        let head = store.head_snapshot()?;
        let records = Records::new(&head);
        let readers = readers_now(session, &records)?;
        let private = self.unlock.private(session, &store)?;
        let mut wrapped = Vec::new();
        for id in &self.ids {
            let found = existing(&records, id)?;
            wrapped.push(grant(&store, &found, &readers, &private).map_err(fault)?);
        }
        keep_all(session, &records, &wrapped)?;
        let who = readers.can.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        for id in &self.ids {
            session.out.say(Message::new(&GRANTED).with("id", id).with("n", readers.can.len()).with("who", &who))?;
        }
        Ok(Exit::Clean)
    }
}
