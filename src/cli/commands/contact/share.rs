//! What follows a synchronisation and the server's housekeeping: keys go where they belong, destroyed ones from the disk.

use std::process::Command;

use super::fault;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::contact::drop_erased;
use crate::desk::sync::contact_keys::{Shared, share};
use crate::desk::sync::network::Network;
use crate::guard::receive::authority;
use crate::ledger::Records;
use crate::server::forget::{ForgetFault, forget};
use crate::server::run::Served;
use crate::store::{Id, Person, Store};
use crate::text::Message;
use crate::texts;

texts! {
    SENT: "联系人密钥：送出 {sent} 把，收到 {received} 把", "keys of contacts: {sent} sent, {received} received";
    GONE: "已清除被删除联系人的密钥（{n} 个对象）", "keys of erased contacts removed ({n} object(s))";
    WAIT: "联系人密钥没有送到，下次 weibao sync 再送：", "the keys of contacts did not arrive; the next weibao sync sends them:";
    NAMELESS: "联系人密钥没有同步：不知道是谁在操作。请运行 git config weibao.staff 员工编号 后再 weibao sync", "the keys of contacts were not synchronised: who is acting? Run git config weibao.staff STAFF, then weibao sync";
    GAVE_UP: "联系人密钥每次都被别人抢先，稍后再运行 weibao sync", "the keys of contacts: others were faster each time, run weibao sync again later";
    REFUSED: "服务器没有收下联系人密钥：", "the server refused the keys of contacts:";
}

/// After the records are in step: the keys too.
pub fn after_sync(
    session: &mut Session<'_>,
    store: &Store,
    network: &Network<'_>,
    remote: &str,
) -> Result<Exit, CliError> {
    if store.head()?.is_none() {
        return Ok(Exit::Clean); // Nothing was founded yet: there are neither people nor contacts.
    }
    let head = store.head_snapshot()?;
    let records = Records::new(&head);
    let person = session.person_if_named(store, &records)?;
    let author = person.map(|person| Person { name: person.name, email: person.email });
    let seen = match share(store, network, remote, author.as_ref(), session.now)? {
        Shared::Done { sent, received, seen } => {
            if sent + received > 0 && !session.out.is_json() {
                session.out.say(Message::new(&SENT).with("sent", sent).with("received", received))?;
            }
            seen
        }
        Shared::Unreachable(said) => {
            session.out.note(&WAIT)?;
            session.out.quote(&said)?;
            return Ok(Exit::Failed);
        }
        Shared::Refused(said) => {
            session.out.note(&REFUSED)?;
            session.out.quote(&said)?;
            return Ok(Exit::Findings);
        }
        // Whoever only looks has no name here: nothing is wrong, and it is said.
        Shared::Nameless => {
            session.out.note(&NAMELESS)?;
            return Ok(Exit::Clean);
        }
        Shared::GaveUp => {
            session.out.note(&GAVE_UP)?;
            return Ok(Exit::Failed);
        }
    };
    let n = forget_here(store, &seen)?;
    if n > 0 {
        session.out.note(Message::new(&GONE).with("n", n))?;
    }
    Ok(Exit::Clean)
}

/// Takes what was destroyed out of this clone's objects.
pub fn forget_here(store: &Store, seen: &[Id]) -> Result<usize, CliError> {
    let folder = store.common_dir().to_owned();
    let git = || {
        let mut git = Command::new("git");
        git.arg("--git-dir").arg(&folder);
        git
    };
    forget(store, seen, &git).map_err(unforgotten)
}

/// The server's part: whoever the records say is erased has no key there, and none is left in its objects.
pub fn on_server(session: &Session<'_>, served: &Served, store: &Store) -> Result<usize, CliError> {
    let Some(tip) = store.reference(&authority(store))? else {
        return Ok(0);
    };
    let snapshot = store.snapshot_of(tip)?;
    let author = Person { name: "weibao".to_owned(), email: "janitor@weibao.invalid".to_owned() };
    drop_erased(store, &Records::new(&snapshot), &author, session.now).map_err(fault)?;
    forget(store, &[], &|| served.git()).map_err(unforgotten)
}

fn unforgotten(fault: ForgetFault) -> CliError {
    match fault {
        ForgetFault::Store(fault) => fault.into(),
        ForgetFault::File(path, source) => CliError::File { path, source },
        ForgetFault::Said(message) => CliError::plain(message),
    }
}
