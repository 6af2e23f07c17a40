//! `weibao submit`: hands one's own commits in for review, the way the company's forge wants it.

use clap::Args;
use serde_json::json;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::desk::sync::forge::{self, Forge};
use crate::desk::sync::network::{Fetched, Network, Pushed};
use crate::desk::sync::{self, SyncError};
use crate::guard::{self, ExitCode, Terms, doors};
use crate::text::Message;
use crate::texts;

texts! {
    HANDED_IN: "已送审 {n} 次提交：{topic}（{forge}）", "{n} commit(s) handed in for review: {topic} ({forge})";
    OPEN_IT: "请在此处新建合并请求：{link}", "open the request here: {link}";
    TELL: "请告知审核人：git fetch {remote}，weibao review {remote}/{into}..{remote}/{topic}", "tell the reviewer: git fetch {remote}; weibao review {remote}/{into}..{remote}/{topic}";
    NOTHING: "没有要送审的提交：{place} 都已有了", "there is nothing to hand in: {place} has it all";
    NOT_REACHED: "没有送到；稍后再运行 weibao submit，不会重复", "it did not arrive; run weibao submit again later, nothing is handed in twice";
    REFUSED: "服务器拒绝了：", "the server refused:";
    BEHIND: "服务器上已有另一个 {topic}；请用 --topic 换一个名称", "the server has another {topic} already; choose a name with --topic";
    FINDINGS: "还没有送审：先改正下列各处", "not handed in: put this right first";
    BAD_TOPIC: "“{topic}” 不能作分支名", "`{topic}` is no name for a branch";
    BAD_TOPIC_FIX: "只用小写字母、数字、连字符和斜线，如 zhao-lei/20260315", "use lower-case letters, digits, hyphens and slashes, such as zhao-lei/20260315";
    BAD_FORGE: "不认识 weibao.forge = “{forge}”", "weibao.forge is `{forge}`, which is unknown";
    BAD_FORGE_FIX: "可用 github、gitlab、gitea、gitee、plain", "github, gitlab, gitea, gitee and plain are known";
}

/// 送审：把自己的提交作为一个分支交给审核人 / Hands your own commits in for review, as a branch
///
/// Gitea、Forgejo 用 refs/for，GitLab 用推送选项，其余推送分支并给出链接。 / By refs/for at Gitea and Forgejo, by push options at GitLab, elsewhere as a branch with a link.
#[derive(Debug, Args)]
pub struct Submit {
    /// 远程名称 / The remote
    #[arg(long)]
    remote: Option<String>,
    /// 要并入的分支 / The branch to be merged into
    #[arg(long)]
    into: Option<String>,
    /// 送审的分支名，默认为 员工/日期 / The name of the branch handed in; otherwise STAFF/DATE
    #[arg(long)]
    topic: Option<String>,
    /// 标题，默认为最后一次提交的首行 / The title; otherwise the first line of the last commit
    #[arg(long)]
    title: Option<String>,
    /// 代码平台，默认看远程地址或 weibao.forge / The forge; otherwise by the remote's address or weibao.forge
    #[arg(long, value_parser = ["github", "gitlab", "gitea", "forgejo", "gitee", "plain"])]
    forge: Option<String>,
}

impl Submit {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        store.recover()?;
        let place = sync::place(&store, self.remote.as_deref(), self.into.as_deref())?;
        let address = store.config(&format!("remote.{}.url", place.remote)).unwrap_or_default();
        let forge = self.forge(&store, &address)?;
        let folder = store.workdir().unwrap_or(store.git_dir()).to_owned();
        let network = Network::in_folder(&folder, session.surroundings.terminal).watching(session.may_set_ssh(&store));
        if let Fetched::Unreachable(said) | Fetched::Rewritten(said) =
            network.fetch(&place, &[]).map_err(SyncError::Git)?
        {
            session.out.note(&NOT_REACHED)?;
            session.out.quote(&said)?;
            return Ok(Exit::Failed);
        }
        let upstream = store.reference(&place.tracking())?;
        let without: Vec<_> = upstream.into_iter().collect();
        let head = store.head()?;
        let own = head.map_or_else(|| Ok(Vec::new()), |head| store.commits(&without, head))?;
        let (Some(head), Some(last)) = (head, own.last()) else {
            session.out.say(Message::new(&NOTHING).with("place", format!("{}/{}", place.remote, place.branch)))?;
            return Ok(Exit::Clean);
        };
        let verdict = doors::range(&store, &without, upstream, head, &Terms::at(session.now))?;
        if verdict.exit() != ExitCode::Clean {
            session.out.note(&FINDINGS)?;
            let text = guard::text(&verdict, session.lang(), session.surroundings.coloured);
            session.out.text(&text)?;
            return Ok(Exit::of(verdict.exit()));
        }
        let topic = match &self.topic {
            Some(topic) => topic.clone(),
            None => named_after(&last.info.author_email, &session.now.day().to_string(), &head.to_string()),
        };
        if !is_topic(&topic) {
            return Err(CliError::said(Message::new(&BAD_TOPIC).with("topic", &topic), &BAD_TOPIC_FIX));
        }
        let title = forge::title(self.title.as_deref().unwrap_or(&last.subject));
        let handover = forge.handover(&head.to_string(), &topic, &title, &place, &address);
        match network.send(&place.remote, &handover.refspec, &handover.options).map_err(SyncError::Git)? {
            Pushed::Done => {}
            Pushed::Behind(_) => {
                session.out.note(Message::new(&BEHIND).with("topic", &topic))?;
                return Ok(Exit::Findings);
            }
            Pushed::Refused(said) => {
                session.out.note(&REFUSED)?;
                session.out.quote(&said)?;
                return Ok(Exit::Findings);
            }
            Pushed::Unknown(said) => {
                session.out.note(&NOT_REACHED)?;
                session.out.quote(&said)?;
                return Ok(Exit::Failed);
            }
        }
        if session.out.is_json() {
            session.out.json(
                "weibao-submit/1",
                json!({ "forge": forge.name(), "topic": topic, "into": place.branch, "commit": head.to_string(),
                    "commits": own.len(), "title": title, "link": handover.link }),
            )?;
            return Ok(Exit::Clean);
        }
        let message = Message::new(&HANDED_IN).with("n", own.len()).with("topic", &topic).with("forge", forge.name());
        session.out.say(message)?;
        match (&handover.link, forge) {
            (Some(link), _) => session.out.say(Message::new(&OPEN_IT).with("link", link))?,
            (None, Forge::Plain) => {
                let tell = Message::new(&TELL).with("topic", &topic).with("remote", &place.remote);
                session.out.say(tell.with("into", &place.branch))?;
            }
            (None, _) => {}
        }
        Ok(Exit::Clean)
    }

    fn forge(&self, store: &crate::store::Store, address: &str) -> Result<Forge, CliError> {
        let told = self.forge.clone().or_else(|| store.config("weibao.forge"));
        let Some(name) = told else {
            return Ok(Forge::of_address(address));
        };
        Forge::named(&name).ok_or_else(|| CliError::said(Message::new(&BAD_FORGE).with("forge", &name), &BAD_FORGE_FIX))
    }
}

/// A branch's name from who hands in and when: always the same for the same commit.
fn named_after(email: &str, day: &str, commit: &str) -> String {
    let who: String = email
        .split('@')
        .next()
        .unwrap_or_default()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
        .collect();
    let who = who.trim_matches('-');
    let who = if who.is_empty() { "review" } else { who };
    format!("{who}/{}-{}", day.replace('-', ""), commit.get(..7).unwrap_or_default())
}

/// Whether a name is plain enough for every forge, file system and command line.
fn is_topic(topic: &str) -> bool {
    topic.len() <= 100
        && topic.split('/').all(|part| {
            part.bytes().next().is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit())
                && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_is_named_after_person_day_and_commit() {
        let name = named_after("Zhao.Lei@weibao.example", "2026-03-15", "abcdef0123");
        assert_eq!(name, "zhao-lei/20260315-abcdef0");
        assert!(is_topic(&name));
        assert!(is_topic(&named_after("\u{202e}@x", "2026-03-15", "abcdef0123")));
    }

    #[test]
    fn a_topic_holds_nothing_that_acts() {
        for bad in ["", "-f", "a b", "a$(id)", "a/../b", "a//b", "A", "主", "a\n", "refs~1"] {
            assert!(!is_topic(bad), "{bad:?}");
        }
    }
}
