//! `weibao audit`: replays the server's log of receipts, here or on a clone that has fetched it.

use std::path::Path;

use clap::Args;
use serde_json::json;

use super::doctor_server::is_server;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::guard::audit::{self, Anchor, Breach, Chain};
use crate::guard::receive::authority;
use crate::ledger::Receipts;
use crate::store::{RECEIPTS, Store};
use crate::text::Message;
use crate::texts;

texts! {
    NO_LOG: "这里没有收据日志", "there is no log of receipts here";
    NO_LOG_FIX: "先取回：git fetch origin {name}:{name}", "fetch it first: git fetch origin {name}:{name}";
    LOG_GONE: "收据日志不见了", "the log of receipts is gone";
    SOUND: "收据 {n} 条：连续、未改、签名成立，与历史相符", "{n} receipts: none missing or changed, signatures hold, history agrees";
    NEWEST: "最新：{anchor}——请另处记下，下次用 --since 给出", "newest: {anchor}; note it down elsewhere and give it next time with --since";
    RECOVERED: "其中 {n} 条是事后补记的", "{n} of them were made up later";
    CLOCK: "{n} 条写下时服务器的钟慢于上一条", "{n} were written while the server's clock was behind the entry before";
    FIRST_KEY: "钥匙取自日志自己的第一条，未经别处核对：{key}；用 --key 或 git config weibao.receiptKey 给出", "the key is the log's own first one, known from nowhere else: {key}; give it with --key or git config weibao.receiptKey";
    WRONG: "✗ {what}", "✗ {what}";
    BAD_SINCE: "“{text}” 不是收据的记号：应为 号:64位摘要", "`{text}` is no note of a receipt: it is NUMBER:HASH with all 64 digits";
    RECEIVED: "{commit} 于 {at} 收到（收据 {number}）", "{commit} was received at {at} (receipt {number})";
    RECEIVED_LATE: "{commit} 最迟于 {at} 已收到（收据 {number}，事后补记）", "{commit} was received at {at} at the latest (receipt {number}, made up later)";
    NOT_RECEIVED: "{commit} 没有收据", "{commit} has no receipt";
}

/// 审计收据：服务器每收一次推送记一条；查有无删、改、换、重，签名与历史是否相符 / Replays the server's log of what it received: nothing taken out, changed, moved or doubled, signed, and as history has it
///
/// 例 / example: git fetch origin refs/weibao/receipts:refs/weibao/receipts; weibao audit --since 17:ab12…
#[derive(Debug, Args)]
pub struct Audit {
    /// 上次记下的一条；能查出末尾被截去 / What was noted last time; finds an end that was cut off
    #[arg(long, value_name = "NUMBER:HASH")]
    pub since: Option<String>,
    /// 服务器的公钥或其文件，可重复；不写则用 git config weibao.receiptKey / The server's public key or its file; may be repeated
    #[arg(long, value_name = "KEY")]
    pub key: Vec<String>,
    /// 说出某次提交何时收到 / Says when a commit was received
    #[arg(long, value_name = "REV")]
    pub commit: Option<String>,
    /// 与此引用比对；不写则为 origin 的主分支，在服务器上为全部 / The ref to compare with; otherwise origin's main branch, on a server all
    #[arg(long, value_name = "REF")]
    pub branch: Option<String>,
}

impl Audit {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let store = session.store()?;
        store.require_whole_history()?;
        let since = match &self.since {
            None => None,
            Some(text) => Some(
                Anchor::parse(text)
                    .ok_or_else(|| CliError::plain(Message::new(&BAD_SINCE).with("text", text.escape_debug())))?,
            ),
        };
        let served = is_server(&store);
        let log = store.receipt_log()?;
        if log.is_empty() && since.is_none() && !(served && store.head()?.is_some()) {
            let fix = Message::new(&NO_LOG_FIX).with("name", RECEIPTS);
            return Err(CliError::said(Message::new(&NO_LOG), fix));
        }
        let known = self.keys(session, &store, served)?;
        let mut chain = audit::chain(&log, &known, since.as_ref());
        if log.is_empty() {
            chain.breaches.push(Breach { what: "gone", number: None, said: Message::new(&LOG_GONE) });
        }
        let receipts = store.receipts_of(chain.receipts.clone())?;
        let main = authority(&store);
        let here = self.here(&store, &main)?;
        let more = audit::against(&store, &chain, &receipts, &main, &here, served)?;
        chain.breaches.extend(more);
        let asked = self.commit.as_deref().map(|rev| store.resolve(rev)).transpose()?.map(|id| id.to_string());
        let found = Found { chain, receipts, first_key: known.is_empty(), asked };
        if session.out.is_json() {
            json(session, &found)?;
        } else {
            text(session, &found)?;
        }
        Ok(if found.chain.breaches.is_empty() { Exit::Clean } else { Exit::Findings })
    }

    /// The keys that are known to be the server's.
    fn keys(&self, session: &Session<'_>, store: &Store, served: bool) -> Result<Vec<String>, CliError> {
        let words = |text: &str| text.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let read = |path: &Path| {
            let text = std::fs::read_to_string(path);
            text.map_err(|source| CliError::File { path: path.to_owned(), source })
        };
        let mut given: Vec<String> = self.key.clone();
        if given.is_empty() {
            given.extend(store.config("weibao.receiptkey"));
        }
        let mut keys = Vec::new();
        for key in given {
            keys.push(words(&if key.contains("ssh-") && key.contains(' ') {
                key
            } else {
                read(&session.path(Path::new(&key)))?
            }));
        }
        let own = crate::server::receipt_key::key_file(store.git_dir()).with_extension("pub");
        if keys.is_empty() && served && own.exists() {
            keys.push(words(&read(&own)?));
        }
        Ok(keys)
    }

    /// The ref under which this repository has the branch that gives numbers.
    fn here(&self, store: &Store, main: &str) -> Result<String, CliError> {
        if let Some(branch) = &self.branch {
            return Ok(if branch.starts_with("refs/") { branch.clone() } else { format!("refs/heads/{branch}") });
        }
        let remote = main.replacen("refs/heads/", "refs/remotes/origin/", 1);
        Ok(if store.reference(&remote)?.is_some() { remote } else { main.to_owned() })
    }
}

/// What there is to be told.
struct Found {
    chain: Chain,
    receipts: Receipts,
    /// Whether the key is known from nowhere but the log.
    first_key: bool,
    /// The commit whose time was asked for.
    asked: Option<String>,
}

fn text(session: &mut Session<'_>, found: &Found) -> Result<(), CliError> {
    let Found { chain, receipts, .. } = found;
    for breach in &chain.breaches {
        session.out.say(Message::new(&WRONG).with_message("what", breach.said.clone()))?;
    }
    if chain.breaches.is_empty() {
        session.out.say(Message::new(&SOUND).with("n", receipts.entries.len()))?;
    }
    let (recovered, behind) = counts(receipts);
    for (text, n) in [(&RECOVERED, recovered), (&CLOCK, behind)] {
        if n > 0 {
            session.out.say(Message::new(text).with("n", n))?;
        }
    }
    if let Some(newest) = &chain.newest {
        let anchor = format!("{}:{}", newest.number, newest.hash);
        session.out.say(Message::new(&NEWEST).with("anchor", anchor))?;
    }
    if let Some(key) = chain.keys.first().filter(|_| found.first_key) {
        session.out.note(Message::new(&FIRST_KEY).with("key", key.escape_debug()))?;
    }
    let Some(commit) = &found.asked else { return Ok(()) };
    session.out.say(match receipts.of(commit) {
        None => Message::new(&NOT_RECEIVED).with("commit", commit),
        Some(receipt) => Message::new(if receipt.recovered.is_some() { &RECEIVED_LATE } else { &RECEIVED })
            .with("commit", commit)
            .with("at", receipt.received_at)
            .with("number", receipt.number),
    })
}

/// How many entries were made up, and how many were written while the clock was behind.
fn counts(receipts: &Receipts) -> (usize, usize) {
    let count = |of: &dyn Fn(&crate::ledger::Receipt) -> bool| receipts.entries.iter().filter(|one| of(one)).count();
    (count(&|one| one.recovered.is_some()), count(&|one| one.clock < one.received_at))
}

fn json(session: &mut Session<'_>, found: &Found) -> Result<(), CliError> {
    let Found { chain, receipts, .. } = found;
    let lang = session.lang();
    let breaches: Vec<_> = chain
        .breaches
        .iter()
        .map(|breach| json!({ "what": breach.what, "number": breach.number, "said": breach.said.speak(lang) }))
        .collect();
    let newest = chain.newest.as_ref().map(|newest| json!({ "number": newest.number, "hash": newest.hash }));
    let (recovered, behind) = counts(receipts);
    let mut members = json!({
        "receipts": receipts.entries.len(), "recovered": recovered, "clock_behind": behind, "newest": newest,
        "keys": chain.keys, "key_from_log": found.first_key, "breaches": breaches,
    });
    if let Some(commit) = &found.asked {
        let receipt = receipts.of(commit);
        members["commit"] = json!({
            "id": commit, "received_at": receipt.map(|one| one.received_at.to_string()),
            "number": receipt.map(|one| one.number), "recovered": receipt.map(|one| one.recovered.is_some()),
        });
    }
    session.out.json("weibao-audit/1", members)
}
