//! `weibao approve`: a reviewer's signed approval of exactly one range of commits.

use std::path::PathBuf;

use clap::Args;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::sync::network::{Network, Place, Pushed};
use crate::desk::sync::{self, SyncError};
use crate::desk::{DeskError, keygen};
use crate::guard::approval::Approval;
use crate::guard::{self, ExitCode, Terms, doors};
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::company::Company;
use crate::record::path::Key;
use crate::store::Store;
use crate::text::Message;
use crate::texts;

texts! {
    NO_BASE: "核准须写明范围，如 origin/main..HEAD", "an approval names a range such as origin/main..HEAD";
    NOT_ON_TOP: "{head} 不在 {base} 之上：合入时会是另一个提交，核准不会算数；请先变基", "{head} does not stand on {base}: what is merged would be another commit and the approval would not count; rebase first";
    REFUSED: "有错误，不能核准", "there are errors; nothing is approved";
    NO_KEY: "不知道用哪个 SSH 密钥签", "which SSH key is to sign?";
    NO_KEY_FIX: "请用 --key 文件，或运行 weibao doctor --fix", "say --key FILE, or run weibao doctor --fix";
    APPROVED: "{who} 核准了 {range}", "{who} approves {range}";
    PUSH: "送出核准，此后作者即可推送或合入：git push {remote} +{name}", "send the approval, then the author may push or merge: git push {remote} +{name}";
    SENT: "核准已送到 {remote}；{head} 此后可以快进或合并提交合入", "the approval is at {remote}; {head} may now be merged, by fast-forward or merge commit";
    NOT_SENT: "核准已写在本机，没有送到 {remote}；稍后再送：git push {remote} +{name}", "the approval is written here and did not reach {remote}; send it later: git push {remote} +{name}";
    NOBODY: "没有公司记录", "there is no company record";
}

/// 核准：评审人对一段提交签名认可，改动即失效 / Signs a reviewer's approval of a range of commits; any change voids it
#[derive(Debug, Args)]
pub struct Approve {
    /// 提交范围，如 origin/main..HEAD / A range of commits such as origin/main..HEAD
    pub range: String,
    /// 签名的 SSH 密钥 / The SSH key to sign with; otherwise git's `user.signingkey`
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// 同时送到远程 / Sends it to the remote at once
    #[arg(long)]
    pub push: bool,
    /// 远程名称 / The remote
    #[arg(long)]
    pub remote: Option<String>,
}

impl Approve {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        let (base, head) = store.range(&self.range)?;
        let base = base.ok_or_else(|| CliError::plain(&NO_BASE))?;
        if store.merge_base(base, head)? != Some(base) {
            return Err(CliError::plain(Message::new(&NOT_ON_TOP).with("head", head).with("base", base)));
        }
        let verdict = doors::range(&store, &[base], Some(base), head, &Terms::at(session.now))?;
        if verdict.exit() != ExitCode::Clean {
            let text = guard::text(&verdict, session.lang(), session.surroundings.coloured);
            session.out.text(&text)?;
            session.out.note(&REFUSED)?;
            return Ok(Exit::of(verdict.exit()));
        }
        let stood = store.snapshot_of(base)?;
        let records = Records::new(&stood);
        let by = session.person(&store, &records)?.id;
        let company = Key::new(Kind::Company, "company").and_then(|key| records.get::<Company>(&key));
        let repository = company.ok_or_else(|| CliError::plain(&NOBODY))?.repository.clone();
        let key = self.key.as_ref().map(|file| session.path(file)).or_else(|| store.config_file("user.signingkey"));
        let key = key.ok_or_else(|| CliError::said(&NO_KEY, &NO_KEY_FIX))?;
        let tree = store.commit_header(head)?.tree();
        let mut approval = Approval::new(&repository, base, head, tree, by, session.now);
        let armoured = keygen::sign_approval(&key, &approval.signed_bytes()).map_err(DeskError::from)?;
        approval.signature = Some(armoured);
        let name = approval.name();
        store.write_ref_to(&name, &approval.file())?;
        let sent = if self.push { Some(self.send(session, &store, &name)?) } else { None };
        let exit = if sent == Some(false) { Exit::Failed } else { Exit::Clean };
        if session.out.is_json() {
            let members = serde_json::to_value(&approval).unwrap_or_default();
            session
                .out
                .json("weibao-approve/1", serde_json::json!({"ref": name, "approval": members, "sent": sent}))?;
            return Ok(exit);
        }
        session.out.say(Message::new(&APPROVED).with("who", &approval.by).with("range", &self.range))?;
        if sent.is_none() {
            let remote = self.place(&store).map_or_else(|_| "origin".to_owned(), |place| place.remote);
            session.out.say(Message::new(&PUSH).with("remote", remote).with("name", name))?;
        }
        Ok(exit)
    }

    fn place(&self, store: &Store) -> Result<Place, SyncError> {
        sync::place(store, self.remote.as_deref(), None)
    }

    /// Sends the approval; whether it is known to be there.
    fn send(&self, session: &mut Session<'_>, store: &Store, name: &str) -> Result<bool, CliError> {
        let remote = self.place(store)?.remote;
        let folder = store.workdir().unwrap_or(store.git_dir()).to_owned();
        let network = Network::in_folder(&folder, session.surroundings.terminal).watching(session.may_set_ssh(store));
        let head = name.trim_start_matches(guard::approval::PREFIX).get(..12).unwrap_or_default().to_owned();
        let said = match network.send(&remote, &format!("+{name}"), &[]).map_err(SyncError::Git)? {
            Pushed::Done => {
                session.out.note(Message::new(&SENT).with("remote", remote).with("head", head))?;
                return Ok(true);
            }
            Pushed::Refused(said) | Pushed::Unknown(said) => said,
            Pushed::Behind(_) => String::new(),
        };
        session.out.note(Message::new(&NOT_SENT).with("remote", remote).with("name", name))?;
        session.out.quote(&said)?;
        Ok(false)
    }
}
