//! `weibao contact erase`: two people sign, then the key is destroyed, here at once and elsewhere as it is synchronised.

use clap::Args;
use serde_json::json;

use super::share::forget_here;
use super::{contact, existing, fault};
use crate::cli::finish;
use crate::cli::input::{How, Input, SignArg};
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, fill};
use crate::desk::contact::drop_erased;
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::contact::State;
use crate::record::id::{ContactId, StaffId};
use crate::record::parts::{Role, Signer};
use crate::store::Person;
use crate::text::Message;
use crate::texts;

texts! {
    NEEDS: "已申请删除 {id}，待核准：{who} 运行 weibao contact erase {id} --confirm --sign erasure:supervisor=key（负责人签 person_in_charge）", "the erasure of {id} is asked for; {who} confirms it with weibao contact erase {id} --confirm --sign erasure:supervisor=key (or person_in_charge)";
    GONE: "{id} 的密钥已在本机销毁（清除 {n} 个对象）；weibao sync 后服务器与他人不再持有，服务器由 weibao serve --janitor --gc 清除", "the key of {id} is destroyed here ({n} object(s) removed); weibao sync takes it from the server and the others, and weibao serve --janitor --gc clears the server's disk";
    NOT_ASKED: "还没有人申请删除 {id}", "nobody has asked for the erasure of {id}";
    NOT_ASKED_FIX: "weibao contact erase {id} --second 核准人 --reason 原因", "weibao contact erase {id} --second STAFF --reason WHY";
}

/// 删除联系人：一人申请，主管或负责人核准，随即销毁密钥；表单和签字照旧有效 / Erases a contact: one asks, a supervisor or the person in charge confirms, then the key is destroyed; forms and signatures stay valid
///
/// 例 / examples: weibao contact erase C00001-01 --second zhao-lei --reason 本人要求 --sign erasure:applicant=key · weibao contact erase C00001-01 --confirm --sign erasure:supervisor=key
#[derive(Debug, Args)]
pub struct Erase {
    /// 联系人编号 / Contact
    #[arg(value_parser = contact)]
    id: ContactId,
    /// 由谁核准：主管或负责人 / Who is to confirm: a supervisor or the person in charge
    #[arg(long, value_name = "STAFF", value_parser = super::super::issue::staff, conflicts_with = "confirm")]
    second: Option<StaffId>,
    /// 原因，不写被删的内容 / Why; none of what is erased
    #[arg(long, conflicts_with = "confirm")]
    reason: Option<String>,
    /// 核准并删除，不可恢复 / Confirms and erases; there is no way back
    #[arg(long)]
    confirm: bool,
    /// 签字：erasure:角色=key 或 erasure:角色=scan:文件；角色后可加 @签字人 / Signs, as everywhere
    #[arg(long = "sign", value_name = "SECTION:ROLE[@SIGNER]=HOW", value_parser = SignArg::parse)]
    sign: Vec<SignArg>,
    /// 只判定，不写入 / Judges only and writes nothing
    #[arg(long)]
    dry_run: bool,
}

impl Erase {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let key = self.id.key(Kind::Contact);
        let mut input = Input { sign: self.sign.clone(), dry_run: self.dry_run, ..Input::default() };
        if input.sign.is_empty() && !self.confirm && !session.prompter.is_there() {
            input.sign = vec![own_key("erasure", Role::Applicant, session.acting.clone())];
        }
        if self.confirm && !self.dry_run && self.is_erased(session)? {
            // The record says so already: a run that was cut off after it is finished.
            let n = destroy(session)?;
            session.out.note(Message::new(&GONE).with("id", &self.id).with("n", n))?;
            return Ok(Exit::Clean);
        }
        let mut second = None;
        let exit = finish::write(session, &input, |session, desk, _| {
            let found = existing(desk.records(), &self.id)?;
            if self.confirm {
                if found.state() == State::Sealed && found.erasure.is_none() {
                    return Err(CliError::said(
                        Message::new(&NOT_ASKED).with("id", &self.id),
                        Message::new(&NOT_ASKED_FIX).with("id", &self.id),
                    ));
                }
                desk.erase_contact(&key).map_err(fault)?;
                return Ok(vec![key.clone()]);
            }
            let mut typed = json!({ "reason": self.reason, "confirmed_by": self.second.as_ref().map(StaffId::as_str) });
            fill::ask(session, Kind::Contact, "erasure.confirmed_by", "--second", &mut typed, "confirmed_by")?;
            fill::ask(session, Kind::Contact, "erasure.reason", "--reason", &mut typed, "reason")?;
            let by = StaffId::parse(&fill::text_at(&typed, "confirmed_by"))
                .map_err(|bad| CliError::plain(Message::new(&super::FAILED).with("why", bad)))?;
            desk.ask_erasure(&key, &by, &fill::text_at(&typed, "reason")).map_err(fault)?;
            second = Some(by);
            Ok(vec![key.clone()])
        })?;
        if exit != Exit::Clean || self.dry_run {
            return Ok(exit);
        }
        if let Some(who) = second {
            session.out.note(Message::new(&NEEDS).with("id", &self.id).with("who", who))?;
            return Ok(exit);
        }
        let n = destroy(session)?;
        session.out.note(Message::new(&GONE).with("id", &self.id).with("n", n))?;
        Ok(exit)
    }
}

impl Erase {
    fn is_erased(&self, session: &Session<'_>) -> Result<bool, CliError> {
        let store = session.store()?;
        store.recover()?;
        let head = store.head_snapshot()?;
        Ok(existing(&Records::new(&head), &self.id)?.state() == State::Erased)
    }
}

fn own_key(section: &str, role: Role, signer: Option<StaffId>) -> SignArg {
    SignArg { section: section.to_owned(), role, signer: signer.map(Signer::Staff), how: How::Key(None) }
}

/// Takes the keys of erased contacts out of this repository.
fn destroy(session: &Session<'_>) -> Result<usize, CliError> {
    let store = session.store()?;
    let head = store.head_snapshot()?;
    let records = Records::new(&head);
    let person = session.person(&store, &records)?;
    let author = Person { name: person.name, email: person.email };
    drop_erased(&store, &records, &author, session.now).map_err(fault)?;
    forget_here(&store, &[])
}
