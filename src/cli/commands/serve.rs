//! `weibao serve`: what sshd runs for every key (a forced command) and a web server for every request (CGI), and the
//! janitor of a server's repository.
//!
//! It speaks to the client through git's own channels only, and whatever is not plainly allowed ends it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::hook;
use crate::cli::session::{Session, all_staff};
use crate::cli::{CliError, Exit};
use crate::guard::approval;
use crate::guard::receive::authority;
use crate::ledger::Records;
use crate::server::keys;
use crate::server::receipts::{self, Noted, Pushed};
use crate::server::request::{self, Service};
use crate::server::run::{Ended, GRACE, Served};
use crate::store::{Store, leftover};
use crate::text::{Message, Text};
use crate::texts;

texts! {
    NO_HOOK: "服务器的钩子不在或不能运行，什么都不收；请管理员运行 weibao doctor --server {path}", "the server's hook is missing or cannot be run, and nothing is accepted; the administrator runs weibao doctor --server {path}";
    BUSY: "排队太久，没有轮到；什么都没有收下，请再推一次", "others were ahead for too long; nothing was accepted, push again";
    TOO_SLOW: "太慢，已中断；可能已收下也可能没有：先 git fetch 看看，再推", "it took too long and was ended; whether it was accepted is not known: git fetch and look before you push again";
    NOT_NAMED: "缺少 --as 员工编号：authorized_keys 的每一行须说出是谁", "--as STAFF is missing: each line of authorized_keys says whose key it is";
    REMOVED: "已清除 {path}", "removed {path}";
    ALIVE: "仍在使用，未动 {path}", "in use and left alone: {path}";
    DESTROYED: "已清除被删除联系人的密钥（{n} 个对象）", "keys of erased contacts removed ({n} object(s))";
    TIDY: "没有残留", "nothing was left over";
    GC_FAILED: "git gc 没有成功", "git gc did not succeed";
    ROTATED: "从现在起由新密钥签收据：{key}\n旧密钥已在日志里宣布它，手里是旧密钥的人 audit 照旧；请仍把新的告诉他们", "receipts are signed with a new key from now on: {key}\nthe old one has announced it in the log, and who knows the old one audits as before; tell them the new one all the same";
    NO_PROGRAM: "不知道 weibao 程序自己在哪里", "the place of this program is not known";
}

/// 服务：sshd 的强制命令；--http 供网页服务器 / Serves one repository: sshd's forced command, or --http for a web server
///
/// 例 / example: restrict,command="'/usr/local/bin/weibao' serve '/srv/records.git' --as wang-jun" ssh-ed25519 AAAA…
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Serve {
    /// 由 weibao init --server 所建的库 / A repository made by weibao init --server
    pub dir: PathBuf,
    /// 作 CGI 程序，由网页服务器说出是哪位员工 / As a CGI program; the web server says which member of staff asks
    #[arg(long, conflicts_with_all = ["authorized_keys", "janitor"])]
    pub http: bool,
    /// 由员工记录列出 sshd 的钥匙清单 / Prints sshd's list of keys from the staff records
    #[arg(long, conflicts_with = "janitor")]
    pub authorized_keys: bool,
    /// 清除中断的推送所留的锁和隔离目录，及早已合入的核准 / Removes locks and quarantine that killed pushes have left, and approvals of what came in long ago
    #[arg(long)]
    pub janitor: bool,
    /// 换签收据的密钥：旧密钥宣布新密钥，audit 照样接得上 / Lets another key sign receipts: the old one announces it, and audits go on across the change
    #[arg(long, conflicts_with_all = ["http", "authorized_keys", "janitor"])]
    pub rotate_key: bool,
    /// 只清除早于此的未完成对象，以分钟计 / Removes unfinished objects older than this only (minutes)
    #[arg(long, requires = "janitor", default_value_t = 60, value_name = "MINUTES")]
    pub older_than: u32,
    /// 清除之后整理 (git gc)，期间推送等候 / Then packs (git gc) while pushes wait
    #[arg(long, requires = "janitor")]
    pub gc: bool,
}

impl Serve {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let dir = session.path(&self.dir);
        let dir = std::fs::canonicalize(&dir).map_err(|source| CliError::File { path: dir, source })?;
        if self.authorized_keys {
            return authorized_keys(session, &dir);
        }
        if self.rotate_key {
            return rotate(session, &dir);
        }
        let outside = &session.surroundings.outside;
        let served = Served::open(&dir, session.surroundings.locale.as_deref()).map_err(at(&dir))?;
        if self.janitor {
            return self.clean(session, &dir, &served);
        }
        if self.http {
            return http(session, &dir, &served);
        }
        let service = match request::over_ssh(outside.asked.as_deref(), &dir) {
            Ok(service) => service,
            Err(why) => {
                session.out.note(why)?;
                return Ok(Exit::Failed);
            }
        };
        let Some(who) = session.acting.clone() else {
            return Err(CliError::plain(&NOT_NAMED));
        };
        if service == Service::Receive && !hook::is_ready(&dir.join("hooks"), "pre-receive") {
            return Err(CliError::plain(Message::new(&NO_HOOK).with("path", dir.display())));
        }
        match served.over_ssh(service, Some(who.as_str())).map_err(at(&dir))? {
            Ended::Code(0) => Ok(Exit::Clean),
            Ended::Code(_) => Ok(Exit::Failed),
            Ended::Busy => Err(CliError::plain(&BUSY)),
            Ended::TooSlow => Err(CliError::plain(&TOO_SLOW)),
        }
    }

    fn clean(&self, session: &mut Session<'_>, dir: &Path, served: &Served) -> Result<Exit, CliError> {
        // With the turn in hand no push is at work, so that a lock without a living owner is a dead one.
        let wait = served.limit("weibao.queueseconds");
        let Some(mut turn) = served.queue().wait("", wait, &|| false).map_err(at(dir))? else {
            return Err(CliError::plain(&BUSY));
        };
        turn.end_orphan(GRACE).map_err(at(dir))?;
        let mut cleared = leftover::clear_locks(dir, Duration::from_secs(5)).map_err(at(dir))?;
        let age = Duration::from_secs(u64::from(self.older_than) * 60);
        let objects = leftover::clear_objects(dir, age, GRACE).map_err(at(dir))?;
        cleared.removed.extend(objects.removed);
        let noted = catch_up(session, dir)?;
        let store = Store::open(dir)?;
        for (name, id) in approval::settled(&store, session.now)? {
            store.remove_ref(&name, id)?;
            cleared.removed.push(PathBuf::from(name));
        }
        let destroyed = super::contact::share::on_server(session, served, &store)?;
        if self.gc {
            let status = served.git().args(["gc", "--quiet", "--no-detach"]).status().map_err(at(dir))?;
            if !status.success() {
                return Err(CliError::plain(&GC_FAILED));
            }
        }
        drop(turn);
        if session.out.is_json() {
            session.out.json(
                "weibao-janitor/1",
                json!({
                    "removed": cleared.removed, "alive": cleared.alive, "destroyed": destroyed,
                    "receipts": noted.iter().map(|one| one.number).collect::<Vec<_>>(),
                }),
            )?;
            return Ok(Exit::Clean);
        }
        for (text, paths) in [(&REMOVED as &'static Text, &cleared.removed), (&ALIVE, &cleared.alive)] {
            for path in paths {
                session.out.say(Message::new(text).with("path", path.display()))?;
            }
        }
        if destroyed > 0 {
            session.out.say(Message::new(&DESTROYED).with("n", destroyed))?;
        }
        for one in &noted {
            session.out.say(hook::noted_as(one))?;
        }
        if cleared.removed.is_empty() && cleared.alive.is_empty() && noted.is_empty() && destroyed == 0 {
            session.out.say(&TIDY)?;
        }
        Ok(Exit::Clean)
    }
}

/// Makes up the receipts of pushes whose server died before it wrote them.
fn catch_up(session: &mut Session<'_>, dir: &Path) -> Result<Vec<Noted>, CliError> {
    let store = Store::open(dir)?;
    match receipts::write(&store, &Pushed::default(), &authority(&store), session.now) {
        Ok(noted) => Ok(noted),
        Err(why) => {
            session.out.note(why.0)?;
            Ok(Vec::new())
        }
    }
}

/// Changes the key that signs receipts.
fn rotate(session: &mut Session<'_>, dir: &Path) -> Result<Exit, CliError> {
    let store = Store::open(dir)?;
    let seed = super::init_server::random()?;
    let rotated = receipts::rotate(&store, &seed, &authority(&store), session.now);
    let (noted, public) = rotated.map_err(|why| CliError::plain(why.0))?;
    for one in &noted {
        session.out.say(hook::noted_as(one))?;
    }
    session.out.say(Message::new(&ROTATED).with("key", public))?;
    Ok(Exit::Clean)
}

fn at(dir: &Path) -> impl Fn(std::io::Error) -> CliError + use<> {
    let path = dir.to_owned();
    move |source| CliError::File { path: path.clone(), source }
}

fn http(session: &mut Session<'_>, dir: &Path, served: &Served) -> Result<Exit, CliError> {
    let variables = &session.surroundings.outside.web;
    let web = match request::over_http(variables, dir) {
        Ok(web) => web,
        Err(refusal) => return answer(session, refusal.status, refusal.why),
    };
    if web.service == Service::Receive && !hook::is_ready(&dir.join("hooks"), "pre-receive") {
        return answer(session, "503 Service Unavailable", Message::new(&NO_HOOK).with("path", dir.display()));
    }
    match served.over_http(&web, variables).map_err(at(dir))? {
        Ended::Code(0) => Ok(Exit::Clean),
        Ended::Busy => answer(session, "503 Service Unavailable", Message::new(&BUSY)),
        // git's own answer has begun; the client sees it break off.
        Ended::Code(_) | Ended::TooSlow => Ok(Exit::Failed),
    }
}

/// Answers a web request in words; a program that answers has done its work.
fn answer(session: &mut Session<'_>, status: &str, why: Message) -> Result<Exit, CliError> {
    session.out.text(&format!("Status: {status}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"))?;
    session.out.say(why)?;
    Ok(Exit::Clean)
}

fn authorized_keys(session: &mut Session<'_>, dir: &Path) -> Result<Exit, CliError> {
    let program = session.surroundings.program.clone().ok_or_else(|| CliError::plain(&NO_PROGRAM))?;
    let program = keys::check_path(&program).map_err(CliError::plain)?.to_owned();
    let repository = keys::check_path(dir).map_err(CliError::plain)?;
    let store = Store::open(dir)?;
    let head = store.head_snapshot()?;
    for line in keys::lines(&all_staff(&Records::new(&head)), session.now.day(), &program, repository) {
        session.out.line(&line)?;
    }
    Ok(Exit::Clean)
}
