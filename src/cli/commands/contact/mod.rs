//! `weibao contact`: what is known of a client's person, sealed, shown, and erased for good.

pub mod erase;
pub mod grant;
pub mod reveal;
pub mod seal;
pub mod share;
pub mod show;
pub mod unlock;

use clap::{Args, Subcommand};

use crate::cli::session::{Session, all_staff};
use crate::cli::{CliError, Exit};
use crate::desk::DeskError;
use crate::desk::contact::{ContactFault, Readers, readers};
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::contact::{self as record, State};
use crate::record::id::ContactId;
use crate::sign::SealFault;
use crate::text::{Message, Text};
use crate::texts;

texts! {
    IS_PLAIN: "联系人 {id} 是明文", "contact {id} is in plain words";
    IS_PLAIN_FIX: "先密封：weibao contact seal {id}", "seal it first: weibao contact seal {id}";
    IS_SEALED: "联系人 {id} 已密封", "contact {id} is sealed";
    IS_SEALED_FIX: "查看：weibao contact show {id}；换新号码：weibao contact seal {id} --set phone=…", "see weibao contact show {id}; new values: weibao contact seal {id} --set phone=…";
    IS_ERASED: "联系人 {id} 已删除，再也读不出", "contact {id} is erased; nobody reads it any more";
    IS_ERASED_FIX: "何人、何时、为何：weibao contact show {id}", "who, when and why: weibao contact show {id}";
    NOBODY: "没有哪位员工登记了 ed25519 的 SSH 公钥，密封后谁也打不开", "no member of staff has an ed25519 SSH key registered: nobody could open what is sealed";
    NOBODY_FIX: "先登记：weibao edit staff 员工编号 --set keys.0=…", "register one first: weibao edit staff STAFF --set keys.0=…";
    NO_KEY: "这里没有联系人 {id} 的密钥", "no key of contact {id} lies here";
    NO_KEY_FIX: "取来：weibao sync", "fetch it: weibao sync";
    FOR_OTHERS: "联系人 {id} 没有密封给这把私钥", "contact {id} is not sealed to this private key";
    FOR_OTHERS_FIX: "请能打开的同事运行：weibao contact grant {id}；或用 --key 指出另一把私钥", "a colleague who can open it runs weibao contact grant {id}; or name another private key with --key";
    BAD_KEY: "这不是 SSH 私钥文件", "this is not the file of a private SSH key";
    ONLY_SIGNS: "这把密钥只能签字，打不开密封：硬件密钥（sk-）和 ed25519 以外的都不行", "this key signs and opens nothing: keys of devices (sk-) and of other kinds than ed25519 cannot";
    pub(super) BAD_KEY_FIX: "用 --key 指出员工记录里登记的一把 ed25519 私钥文件；没有就生成一把（ssh-keygen -t ed25519），登记到 keys，再请能打开的同事 weibao contact grant", "name with --key the file of an ed25519 key that the staff record lists; without one, make it (ssh-keygen -t ed25519), register it under keys, and have a colleague run weibao contact grant";
    ERASURE_ASKED: "联系人 {id} 已申请删除，不能再换新值", "the erasure of contact {id} has been asked for; nothing new is sealed there";
    BAD_VALUES: "要密封的内容不合要求：{why}", "what is to be sealed is not as it should be: {why}";
    BUSY: "本机的联系人密钥正被另一程序改动，请再运行一次", "another program is changing the keys of contacts here; run it once more";
    LOCKED: "私钥有口令，没有给出或不对", "the private key has a passphrase, which was not given or is wrong";
    LOCKED_FIX: "在终端运行会问口令；没有终端则用 --passphrase-file 文件", "run it at a terminal, where it is asked for; without one, give --passphrase-file FILE";
    FAILED: "密封或打开没有成功：{why}", "sealing or opening failed: {why}";
    CANNOT: "这些人没有 ed25519 的 SSH 公钥，打不开：{who}", "these have no ed25519 SSH key and cannot open it: {who}";
}

/// 联系人的姓名电话：密封、查看、授权、经两人签字删除 / Names and numbers of clients' people: seal, show, grant, erase by two
#[derive(Debug, Args)]
pub struct Contact {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    #[command(visible_alias = "密封")]
    Seal(seal::Seal),
    #[command(visible_alias = "查看")]
    Show(show::Show),
    #[command(visible_alias = "授权")]
    Grant(grant::Grant),
    #[command(visible_alias = "删除")]
    Erase(erase::Erase),
}

impl Contact {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        match &self.act {
            Act::Seal(command) => command.run(session),
            Act::Show(command) => command.run(session),
            Act::Grant(command) => command.run(session),
            Act::Erase(command) => command.run(session),
        }
    }
}

/// Reads a contact's id.
pub fn contact(text: &str) -> Result<ContactId, String> {
    ContactId::parse(text).map_err(|bad| bad.to_string())
}

/// The contact of that id, or the error that says there is none.
pub fn existing(records: &Records<'_>, id: &ContactId) -> Result<record::Contact, CliError> {
    let key = id.key(Kind::Contact);
    let form = records.get::<record::Contact>(&key).map(|form| (*form).clone());
    match records.failure() {
        Some(unreadable) => Err(unreadable.into()),
        None => form.ok_or_else(|| DeskError::NotThere(key).into()),
    }
}

/// A fault in words.
pub fn fault(fault: ContactFault) -> CliError {
    let said = |wrong: &'static Text, fix: &'static Text, id: &str| {
        CliError::said(Message::new(wrong).with("id", id), Message::new(fix).with("id", id))
    };
    match fault {
        ContactFault::Desk(error) => error.into(),
        ContactFault::Store(error) => error.into(),
        ContactFault::State(id, State::Plain) => said(&IS_PLAIN, &IS_PLAIN_FIX, &id),
        ContactFault::State(id, State::Sealed) => said(&IS_SEALED, &IS_SEALED_FIX, &id),
        ContactFault::State(id, State::Erased) => said(&IS_ERASED, &IS_ERASED_FIX, &id),
        ContactFault::NobodyToSealTo => CliError::said(&NOBODY, &NOBODY_FIX),
        ContactFault::NoKey(id) => said(&NO_KEY, &NO_KEY_FIX, &id),
        ContactFault::ForOthers(id) => said(&FOR_OTHERS, &FOR_OTHERS_FIX, &id),
        ContactFault::ErasureAsked(id) => said(&ERASURE_ASKED, &IS_ERASED_FIX, &id),
        ContactFault::Values(why) => CliError::plain(Message::new(&BAD_VALUES).with_message("why", why)),
        ContactFault::Busy => CliError::plain(&BUSY),
        ContactFault::Seal(SealFault::BadKey) => CliError::said(&BAD_KEY, &BAD_KEY_FIX),
        ContactFault::Seal(SealFault::OnlySigns) => CliError::said(&ONLY_SIGNS, &BAD_KEY_FIX),
        ContactFault::Seal(SealFault::Locked) => CliError::said(&LOCKED, &LOCKED_FIX),
        ContactFault::Seal(other) => CliError::plain(Message::new(&FAILED).with("why", other)),
    }
}

/// Who may read what is sealed now; says who should and cannot.
pub fn readers_now(session: &mut Session<'_>, records: &Records<'_>) -> Result<Readers, CliError> {
    let found = readers(&all_staff(records), session.now.day());
    if !found.cannot.is_empty() && !found.keys.is_empty() {
        let who = found.cannot.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        session.out.note(Message::new(&CANNOT).with("who", who))?;
    }
    Ok(found)
}
