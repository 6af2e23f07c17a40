//! `weibao depart`: someone leaves; what they hold comes back, all in one commit (T-7).

use clap::Args;
use serde_json::json;

use super::issue::{day, staff};
use super::list::collect;
use crate::cli::input::{Input, SignArg};
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, finish, input};
use crate::desk::Desk;
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::Date;
use crate::record::path::ROOT;
use crate::record::site::Site;
use crate::text::{Lang, Message};
use crate::texts;

texts! {
    FIRST: "{who} 还不能离职，先办 {n} 项：{list}", "{who} cannot leave yet; {n} things have to be done first: {list}";
    FIRST_FIX: "办完后再运行 weibao depart {who}", "run weibao depart {who} again when they are done";
    WILL: "将办：{what}", "to be done: {what}";
    REMEMBER: "请记得：{what}", "to be remembered: {what}";
    CALLS: "站点 {site} 的责任回访员仍是此人（weibao edit site {site} --set callback_by=…）",
        "the person is still to call site {site} back (weibao edit site {site} --set callback_by=…)";
}

/// 离职：交回各本、作废单上交、未用号交财务、登记离职日期，一次提交；未办妥则一次列全（T-7） / Someone leaves: books, void and unused numbers come back and the day is entered, in one commit; what is missing is told all at once (T-7)
///
/// 由财务操作 / finance does it. 例 / example: `weibao depart wang-jun --on 2026-03-31
/// --sign settlement:finance=key --sign settlement:holder@wang-jun=scan:交回.png`
#[derive(Debug, Args)]
pub struct Depart {
    /// 谁离职 / Who leaves
    #[arg(value_parser = staff)]
    pub person: StaffId,
    /// 最后一天（含）；不写则今天 / The last day, inclusive; today if not said
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub on: Option<Date>,
    /// 同时签各本的交回，可重复：settlement:角色=key、scan:文件 或 drawn:文件 / Signs the settlement of every book; may be repeated
    #[arg(long = "sign", value_name = "SECTION:ROLE[@SIGNER]=HOW", value_parser = SignArg::parse)]
    pub sign: Vec<SignArg>,
    /// 只看要办什么、缺什么，不写入 / Only says what would be done and what is missing
    #[arg(long)]
    pub dry_run: bool,
}

impl Depart {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let on = self.on.unwrap_or_else(|| session.now.day());
        let store = session.store()?;
        let snapshot = store.head_snapshot()?;
        let calls = sites_called_by(&self.person, &Records::new(&snapshot))?;
        let signing_key = store.config("weibao.signingkey").or_else(|| store.config("user.signingkey"));
        let asked = Input { dry_run: self.dry_run, ..Input::default() };
        finish::write(session, &asked, |session, desk, kept| {
            kept.typed = json!(null);
            let found = desk.departure(&self.person, on)?;
            if !found.first.is_empty() {
                return Err(self.not_yet(&found.first));
            }
            if !session.out.is_json() {
                for what in found.does.clone() {
                    session.out.note(Message::new(&WILL).with_message("what", what))?;
                }
            }
            for what in found.remember.iter().chain(&calls) {
                session.out.note(Message::new(&REMEMBER).with_message("what", what.clone()))?;
            }
            desk.depart(&self.person, on, &found.books)?;
            let mut keys: Vec<_> = found.books.iter().map(|book| book.key(Kind::Book)).collect();
            self.sign_each(session, desk, &keys, signing_key.as_deref())?;
            keys.push(self.person.key(Kind::Staff));
            Ok(keys)
        })
    }

    fn sign_each(
        &self,
        session: &Session<'_>,
        desk: &mut Desk<'_>,
        books: &[crate::record::path::Key],
        signing_key: Option<&str>,
    ) -> Result<(), CliError> {
        for book in books {
            for order in &self.sign {
                input::sign(session, desk, book, order, signing_key.map(str::to_owned))?;
            }
        }
        Ok(())
    }

    fn not_yet(&self, first: &[Message]) -> CliError {
        let list = |lang| first.iter().flat_map(|what| ["\n  · ".to_owned(), what.speak(lang)]).collect::<String>();
        let wrong = Message::new(&FIRST).with("who", &self.person).with("n", first.len()).with_pair(
            "list",
            list(Lang::Zh),
            list(Lang::En),
        );
        CliError::said(wrong, Message::new(&FIRST_FIX).with("who", &self.person))
    }
}

/// The sites that the person is to call back.
fn sites_called_by(who: &StaffId, records: &Records<'_>) -> Result<Vec<Message>, CliError> {
    let mut keys = Vec::new();
    collect(records.snapshot(), &format!("{ROOT}/{}", Kind::Site.word()), &mut keys)?;
    let sites = keys.iter().filter_map(|key| records.get::<Site>(key));
    Ok(sites.filter(|site| site.callback_by == *who).map(|site| Message::new(&CALLS).with("site", &site.id)).collect())
}
