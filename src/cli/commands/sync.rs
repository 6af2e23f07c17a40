//! `weibao sync`: brings the clone and the server together, after an hour or after days without a network.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::sync::network::{Network, Place};
use crate::desk::sync::rebase::Taken;
use crate::desk::sync::{self, Brought, Manner, Outcome};
use crate::guard;
use crate::store::{CommitHeader, Store};
use crate::text::Message;
use crate::texts;

texts! {
    SAME: "已与 {place} 同步：收到 {received} 次提交，送出 {sent} 次", "in step with {place}: {received} commit(s) received, {sent} sent";
    REPEATED: "自己的 {n} 次提交对方已有同样的内容，未再送", "{n} of your own commits were there already in the same words and were not sent again";
    RACES: "有 {n} 次被别人抢先，已在其后重放", "others were faster {n} time(s); your commits now follow theirs";
    WAITING: "本机有 {n} 次提交待送：weibao sync", "{n} commit(s) wait here: weibao sync";
    OFFLINE: "连不上 {place}；没有改动任何东西，本机 {n} 次提交留待下次 weibao sync", "{place} was not reached; nothing was changed, and {n} commit(s) wait for the next weibao sync";
    UNKNOWN: "送出后没有收到回音，{n} 次提交可能已到也可能未到；稍后再运行 weibao sync，它会先到对方查看，不会重复", "the push had no answer: {n} commit(s) may have arrived or not; run weibao sync again later, it looks there first and sends nothing twice";
    GAVE_UP: "每次都被别人抢先；{n} 次提交留在本机，稍后再运行 weibao sync", "others were faster each time; {n} commit(s) wait here, run weibao sync again later";
    LOCKED: "{place} 没有变动，却不接受送出：有人正在那里写入，或者一次被中断的推送留下了锁。{n} 次提交留在本机，稍后再运行 weibao sync；若一直如此，请管服务器的人在那里运行 weibao serve 目录 --janitor", "{place} has not moved and still takes nothing: somebody writes there, or a push that was killed left its lock. {n} commit(s) wait here, run weibao sync again later; if it stays so, whoever keeps the server runs weibao serve DIR --janitor there";
    TAKEN: "同一处已有别人先写，未作任何改动：", "others wrote the same place first; nothing was changed:";
    TAKEN_ROW: "  {path}：{who} 于 {at} 写入（{subject}）；您的是“{mine}”", "  {path}: written by {who} at {at} ({subject}); yours is `{mine}`";
    TAKEN_FIX: "号码从不改编。请与对方商定以哪一份为准：保留对方的，则 git rebase {place} 并放弃自己的那次提交，再用下一号新建；自己的写错了，则在对方之后另写更正", "nothing is ever renumbered. Agree whose stands: to keep theirs, git rebase {place} and drop your own commit, then write it anew under the next number";
    MERGE: "自己的提交 {commit}（{subject}）是合并，不能自动重放；请用 git pull --rebase=merges 处理后再 weibao sync", "your own commit {commit} ({subject}) is a merge and cannot follow by itself; use git pull --rebase=merges, then weibao sync";
    UNSIGNED: "自己的提交 {commit}（{subject}）是签名的，重放后须重新签名，而 git 现在没有设置签名；没有改动任何东西。请运行 weibao doctor --fix 后再 weibao sync", "your own commit {commit} ({subject}) is signed and must be signed anew to follow, and git is not set up to sign; nothing was changed. Run weibao doctor --fix, then weibao sync";
    FINDINGS: "在别人的新提交之后，自己的提交不合规则；没有改动任何东西。请先改正：", "after what others wrote, your own commits break the rules; nothing was changed. Put this right first:";
    REFUSED: "服务器拒绝了：", "the server refused:";
    REWRITTEN: "{place} 的历史被改写过：以前有的提交现在没有了。未作任何改动，请立即告知管理员：", "the history of {place} was rewritten: commits it had are gone. Nothing was changed; tell the administrator at once:";
    STRANGERS: "本机与 {place} 没有共同的历史；请确认远程地址", "this clone and {place} have no history in common; check the remote's address";
    NOBODY: "无人", "nobody known";
}

/// 同步：取回别人的提交，把自己的放在其后，检查，送出 / Takes in what others wrote, puts your own on top, checks, pushes
///
/// 可随时中断，再次运行即可：号码不变，不会重复。 / May be cut off at any moment and run again: no number changes, nothing lands twice.
#[derive(Debug, Args)]
pub struct Sync {
    /// 远程名称，默认为 git 所记的 / The remote; otherwise what git was told
    #[arg(long)]
    remote: Option<String>,
    /// 远程的分支，默认与本地对应 / The branch there; otherwise the one that belongs to this one
    #[arg(long)]
    branch: Option<String>,
    /// 只取回，不送出 / Take in only, push nothing
    #[arg(long)]
    no_push: bool,
    /// 最多试几次 / How many attempts at most
    #[arg(long, default_value_t = 8, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=100))]
    attempts: u8,
}

impl Sync {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        store.recover()?;
        let place = sync::place(&store, self.remote.as_deref(), self.branch.as_deref())?;
        let folder = store.workdir().unwrap_or(store.git_dir()).to_owned();
        let network = Network::in_folder(&folder, session.surroundings.terminal).watching(session.may_set_ssh(&store));
        let pause = session.surroundings.pause;
        let manner = Manner {
            place: place.clone(),
            attempts: usize::from(self.attempts),
            pause: &|seconds| pause(seconds),
            pushes: !self.no_push,
        };
        let outcome = sync::sync(&store, &network, &manner, session.now)?;
        let exit = report(session, &store, &place, &outcome)?;
        if !matches!(outcome, Outcome::Done(_)) || self.no_push {
            return Ok(exit);
        }
        super::contact::share::after_sync(session, &store, &network, &place.remote)
    }
}

fn report(session: &mut Session<'_>, store: &Store, place: &Place, outcome: &Outcome) -> Result<Exit, CliError> {
    let (word, exit) = ending(outcome);
    if session.out.is_json() {
        session.out.json("weibao-sync/1", described(word, place, outcome))?;
        return Ok(exit);
    }
    let name = format!("{}/{}", place.remote, place.branch);
    let at = |message: Message| message.with("place", &name);
    match outcome {
        Outcome::Done(brought) => said(session, store, place, brought)?,
        Outcome::Offline { waiting, said } => {
            session.out.note(Message::new(&OFFLINE).with("place", &name).with("n", waiting))?;
            session.out.quote(said)?;
        }
        Outcome::Unknown { waiting, said } => {
            session.out.note(Message::new(&UNKNOWN).with("n", waiting))?;
            session.out.quote(said)?;
        }
        Outcome::GaveUp { waiting } => session.out.note(Message::new(&GAVE_UP).with("n", waiting))?,
        Outcome::Locked { waiting, said } => {
            session.out.note(at(Message::new(&LOCKED).with("n", waiting)))?;
            session.out.quote(said)?;
        }
        Outcome::Taken(taken) => {
            session.out.note(&TAKEN)?;
            for one in taken {
                session.out.note(row(one))?;
            }
            session.out.note(at(Message::new(&TAKEN_FIX)))?;
        }
        Outcome::Merge(commit) => session.out.note(named(Message::new(&MERGE), commit))?,
        Outcome::Unsigned(commit) => session.out.note(named(Message::new(&UNSIGNED), commit))?,
        Outcome::Findings(verdict) => {
            session.out.note(&FINDINGS)?;
            let text = guard::text(verdict, session.lang(), session.surroundings.coloured);
            session.out.text(&text)?;
        }
        Outcome::Refused(said) => {
            session.out.note(&REFUSED)?;
            session.out.quote(said)?;
        }
        Outcome::Rewritten(said) => {
            session.out.note(at(Message::new(&REWRITTEN)))?;
            session.out.quote(said)?;
        }
        Outcome::Strangers => session.out.note(at(Message::new(&STRANGERS)))?,
    }
    Ok(exit)
}

fn said(session: &mut Session<'_>, store: &Store, place: &Place, brought: &Brought) -> Result<(), CliError> {
    let name = format!("{}/{}", place.remote, place.branch);
    session
        .out
        .say(Message::new(&SAME).with("place", name).with("received", brought.received).with("sent", brought.sent))?;
    for (text, n) in [(&REPEATED, brought.repeated), (&RACES, brought.races)] {
        if n > 0 {
            session.out.say(Message::new(text).with("n", n))?;
        }
    }
    let waiting = sync::waiting(store, place)?;
    if brought.sent == 0 && waiting > 0 {
        session.out.say(Message::new(&WAITING).with("n", waiting))?;
    }
    Ok(())
}

fn row(taken: &Taken) -> Message {
    let message = Message::new(&TAKEN_ROW).with("path", &taken.path).with("mine", &taken.mine.subject);
    match &taken.theirs {
        Some(theirs) => message
            .with("who", &theirs.info.author_email)
            .with("at", theirs.info.committed_at)
            .with("subject", &theirs.subject),
        None => message.with_message("who", &NOBODY).with("at", "—").with("subject", "—"),
    }
}

fn named(message: Message, commit: &CommitHeader) -> Message {
    message.with("commit", &commit.info.id[..10.min(commit.info.id.len())]).with("subject", &commit.subject)
}

/// The outcome's word for machines, and the exit code: 0 in step, 1 somebody must act, 2 it could not be done now.
fn ending(outcome: &Outcome) -> (&'static str, Exit) {
    match outcome {
        Outcome::Done(_) => ("done", Exit::Clean),
        Outcome::Offline { .. } => ("offline", Exit::Failed),
        Outcome::Unknown { .. } => ("unknown", Exit::Failed),
        Outcome::GaveUp { .. } => ("gave_up", Exit::Failed),
        Outcome::Locked { .. } => ("locked", Exit::Failed),
        Outcome::Taken(_) => ("taken", Exit::Findings),
        Outcome::Merge(_) => ("merge", Exit::Findings),
        Outcome::Unsigned(_) => ("unsigned", Exit::Findings),
        Outcome::Findings(_) => ("findings", Exit::Findings),
        Outcome::Refused(_) => ("refused", Exit::Findings),
        Outcome::Rewritten(_) => ("rewritten", Exit::Findings),
        Outcome::Strangers => ("strangers", Exit::Findings),
    }
}

fn described(word: &str, place: &Place, outcome: &Outcome) -> Value {
    let mut members = json!({ "outcome": word, "remote": place.remote, "branch": place.branch });
    let more = match outcome {
        Outcome::Done(brought) => json!({
            "received": brought.received, "sent": brought.sent, "repeated": brought.repeated, "races": brought.races,
        }),
        Outcome::Offline { waiting, said } | Outcome::Unknown { waiting, said } | Outcome::Locked { waiting, said } => {
            json!({ "waiting": waiting, "said": said })
        }
        Outcome::GaveUp { waiting } => json!({ "waiting": waiting }),
        Outcome::Taken(taken) => {
            let commit = |commit: &CommitHeader| {
                json!({ "commit": commit.info.id, "author": commit.info.author_email,
                    "committed_at": commit.info.committed_at.to_string(), "subject": commit.subject })
            };
            let list: Vec<_> = taken
                .iter()
                .map(|one| json!({ "path": one.path, "mine": commit(&one.mine), "theirs": one.theirs.as_ref().map(commit) }))
                .collect();
            json!({ "taken": list })
        }
        Outcome::Merge(commit) | Outcome::Unsigned(commit) => {
            json!({ "commit": commit.info.id, "subject": commit.subject })
        }
        Outcome::Findings(verdict) => {
            json!({ "verdict": serde_json::from_str::<Value>(&guard::json(verdict)).unwrap_or_default() })
        }
        Outcome::Refused(said) | Outcome::Rewritten(said) => json!({ "said": said }),
        Outcome::Strangers => json!({}),
    };
    if let (Value::Object(members), Value::Object(more)) = (&mut members, more) {
        members.extend(more);
    }
    members
}
