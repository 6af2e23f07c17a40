//! `weibao doctor`: looks at everything around the records that can be wrong, and says how to fix each.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde_json::json;

use super::hook;
use crate::cli::session::Session;
use crate::cli::words::{CliError, words};
use crate::cli::{Exit, signing_setup, value};
use crate::ledger::Records;
use crate::record::staff::Staff;
use crate::sign;
use crate::store::{Store, leftover};
use crate::text::{Message, Text};
use crate::texts;

texts! {
    GOOD: "✓ {what}", "✓ {what}";
    BAD: "✗ {what}\n    → {fix}", "✗ {what}\n    → {fix}";
    ABSENT: "– {what}\n    → {fix}", "– {what}\n    → {fix}";
    GIT: "git：{version}", "git: {version}";
    NO_GIT: "找不到 git", "git cannot be run";
    NO_GIT_FIX: "安装 git 2.34 以上", "install git 2.34 or newer";
    KEYGEN: "ssh-keygen 可用", "ssh-keygen is there";
    NO_KEYGEN: "找不到 ssh-keygen，不能用 SSH 密钥签字", "ssh-keygen cannot be run; SSH keys cannot sign";
    NO_KEYGEN_FIX: "安装 OpenSSH 8.2 以上", "install OpenSSH 8.2 or newer";
    REPOSITORY: "仓库可读", "the repository can be read";
    NO_REPOSITORY_FIX: "照上面的话做", "do as the sentence says";
    INDEX: "git 索引可读", "git's index can be read";
    NO_LOCKS: "没有死掉的进程留下的锁", "no dead process has left a lock";
    LOCKS: "死掉的进程留下了锁，挡住 git：{which}", "a dead process has left locks that stop git: {which}";
    LOCKS_FIX: "运行 weibao doctor --fix；weibao new、sync 等写入的命令也会自行清除", "run weibao doctor --fix; weibao new, sync and whatever else writes clears them too";
    UNLOCKED: "已清除死掉的进程留下的锁 {path}", "removed a dead process's lock: {path}";
    WHOLE: "历史完整", "the history is whole";
    HOOKS: "钩子已装", "the hooks are installed";
    NO_HOOKS: "钩子未装：{which}", "hooks are missing: {which}";
    NO_HOOKS_FIX: "运行 weibao hook install", "run weibao hook install";
    PERSON: "操作人：{who}", "you act as {who}";
    SIGNING: "签字密钥：{key}", "signing key: {key}";
    NO_SIGNING: "没有设签字密钥", "no signing key is set";
    NO_SIGNING_FIX: "运行 weibao doctor --fix；扫描件签字不需要", "run weibao doctor --fix; scans need none";
    NOT_SIGNED: "提交不会签名", "commits will not be signed";
    NOT_SIGNED_FIX: "运行 weibao doctor --fix", "run weibao doctor --fix";
    COMMITS_SIGNED: "提交会签名", "commits will be signed";
    KEY_UNREGISTERED: "签字密钥 {key} 不在 {who} 的员工记录里", "the signing key {key} is not in the record of {who}";
    KEY_UNREGISTERED_FIX: "请管员工登记的人加入：{line}", "have whoever keeps the register enter it: {line}";
    KEY_REGISTERED: "签字密钥已登记在 {who} 名下", "the signing key is registered for {who}";
    NO_KEY_FILE: "读不到签字密钥 {key}", "the signing key {key} cannot be read";
    NO_KEY_FILE_FIX: "检查 git config user.signingkey，或运行 weibao doctor --fix", "look at git config user.signingkey, or run weibao doctor --fix";
}

/// 体检：git、钩子、索引、历史、签字身份，逐项说明怎样修好 / Looks at git, hooks, index, history and identity, and says how to fix each
#[derive(Debug, Args)]
pub struct Doctor {
    /// 一步设好提交签名，更新过时的流水线，清除死掉的进程留下的锁 / Sets up signing in one step (key, git's settings, the line that registers the key), writes a stale pipeline anew, and removes the locks of dead processes
    #[arg(long, visible_alias = "set-up-signing")]
    pub fix: bool,
    /// 打印供 git 和 ssh-keygen 核对签名的公钥清单 / Prints the file of allowed signers by which git and ssh-keygen verify signatures
    #[arg(long, conflicts_with = "fix")]
    pub allowed_signers: bool,
    /// 改查服务器上的库：设置、钩子、权限、残留 / Looks at a server's repository instead: settings, hook, permissions, leftovers
    #[arg(long, value_name = "DIR")]
    pub server: Option<PathBuf>,
}

/// One thing looked at.
pub(super) struct Look {
    name: &'static str,
    what: Message,
    ill: bool,
    fix: Option<Message>,
}

impl Look {
    pub(super) fn good(name: &'static str, what: impl Into<Message>) -> Self {
        Self { name, what: what.into(), ill: false, fix: None }
    }

    /// Something one can do without, and how to come by it.
    pub(super) fn absent(name: &'static str, what: impl Into<Message>, fix: impl Into<Message>) -> Self {
        Self { name, what: what.into(), ill: false, fix: Some(fix.into()) }
    }

    pub(super) fn bad(name: &'static str, what: impl Into<Message>, fix: impl Into<Message>) -> Self {
        Self { name, what: what.into(), ill: true, fix: Some(fix.into()) }
    }
}

impl Doctor {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        if self.allowed_signers {
            let store = session.store()?;
            signing_setup::print_allowed_signers(session, &store)?;
            return Ok(Exit::Clean);
        }
        if self.fix {
            let store = session.store()?;
            unlock(session, &store)?;
            signing_setup::set_up(session, &store)?;
            super::pipeline::fix(session, &store)?;
        }
        let mut looks = vec![git(), keygen()];
        let served = self.server.as_ref().map(|dir| session.path(dir));
        match served.as_ref().map_or_else(|| session.store(), |dir| Ok(Store::open(dir)?)) {
            Ok(store) => {
                looks.push(Look::good("repository", &REPOSITORY));
                if served.is_some() || super::doctor_server::is_server(&store) {
                    super::doctor_server::look(session, &store, &mut looks);
                } else {
                    inside(session, &store, &mut looks);
                }
            }
            Err(error) => {
                let (what, fix) = words(&error);
                looks.push(Look::bad("repository", what, fix.unwrap_or_else(|| Message::new(&NO_REPOSITORY_FIX))));
            }
        }
        let lang = session.lang();
        let ill = looks.iter().any(|look| look.ill);
        if session.out.is_json() {
            let list: Vec<_> = looks
                .iter()
                .map(|look| {
                    json!({ "what": look.name, "ok": !look.ill, "said": look.what.speak(lang),
                        "fix": look.fix.as_ref().map(|fix| fix.speak(lang)) })
                })
                .collect();
            session.out.json("weibao-doctor/1", json!({ "looks": list }))?;
        } else {
            for look in looks {
                let said = match look.fix {
                    None => Message::new(&GOOD).with_message("what", look.what),
                    Some(fix) => Message::new(if look.ill { &BAD } else { &ABSENT })
                        .with_message("what", look.what)
                        .with_message("fix", fix),
                };
                session.out.say(said)?;
            }
        }
        Ok(if ill { Exit::Findings } else { Exit::Clean })
    }
}

fn git() -> Look {
    match Command::new("git").arg("--version").output() {
        Ok(output) if output.status.success() => {
            let version = String::from_utf8_lossy(&output.stdout).trim().replace("git version ", "");
            Look::good("git", Message::new(&GIT).with("version", version))
        }
        _ => Look::bad("git", &NO_GIT, &NO_GIT_FIX),
    }
}

fn keygen() -> Look {
    // It has no flag that only says its version; a question without its answer ends at once.
    match Command::new("ssh-keygen").args(["-Y", "check-novalidate"]).output() {
        Ok(_) => Look::good("ssh-keygen", &KEYGEN),
        Err(_) => Look::absent("ssh-keygen", &NO_KEYGEN, &NO_KEYGEN_FIX),
    }
}

fn inside(session: &Session<'_>, store: &Store, looks: &mut Vec<Look>) {
    let ask = |name: &'static str, good: &'static Text, result: Result<(), CliError>| match result {
        Ok(()) => Look::good(name, good),
        Err(error) => {
            let (what, fix) = words(&error);
            Look::bad(name, what, fix.unwrap_or_else(|| Message::new(&NO_REPOSITORY_FIX)))
        }
    };
    if store.workdir().is_some() {
        looks.push(ask("index", &INDEX, store.index_snapshot().map(drop).map_err(CliError::from)));
    }
    let dead = dead_locks(store);
    looks.push(if dead.is_empty() {
        Look::good("locks", &NO_LOCKS)
    } else {
        let which: Vec<_> = dead.iter().map(|path| path.display().to_string()).collect();
        Look::bad("locks", Message::new(&LOCKS).with("which", which.join(" ")), &LOCKS_FIX)
    });
    looks.push(ask("history", &WHOLE, store.require_whole_history().map_err(CliError::from)));
    let missing = hook::missing(store);
    looks.push(if missing.is_empty() {
        Look::good("hooks", &HOOKS)
    } else {
        Look::bad("hooks", Message::new(&NO_HOOKS).with("which", missing.join(" ")), &NO_HOOKS_FIX)
    });
    match super::pipeline::look(store) {
        Ok(look) => looks.push(look),
        Err(error) => looks.push(ask("pipeline", &REPOSITORY, Err(error))),
    }
    let head = match store.head_snapshot() {
        Ok(head) => head,
        Err(fault) => {
            looks.push(Look::bad("head", fault.message, &NO_REPOSITORY_FIX));
            return;
        }
    };
    let records = Records::new(&head);
    match session.person(store, &records) {
        Err(error) => looks.push(ask("person", &REPOSITORY, Err(error))),
        Ok(person) => {
            looks.push(Look::good("person", Message::new(&PERSON).with("who", &person.id)));
            signing(session, store, &person, looks);
        }
    }
}

/// The locks in a clone that nobody alive holds.
fn dead_locks(store: &Store) -> Vec<PathBuf> {
    let mut dead = leftover::dead_locks(store.git_dir());
    if store.common_dir() != store.git_dir() {
        dead.extend(leftover::dead_locks(store.common_dir()));
    }
    dead
}

/// Takes away what stops git after a kill, and brings a commit to its end whose files have not come yet.
fn unlock(session: &mut Session<'_>, store: &Store) -> Result<(), CliError> {
    let dead = dead_locks(store);
    store.recover()?;
    for path in dead.iter().filter(|path| !path.exists()) {
        session.out.note(Message::new(&UNLOCKED).with("path", path.display()))?;
    }
    Ok(())
}

fn signing(session: &Session<'_>, store: &Store, person: &Staff, looks: &mut Vec<Look>) {
    let signs = store.config_switch("commit.gpgsign") && store.config("gpg.format").as_deref() == Some("ssh");
    looks.push(if signs {
        Look::good("commits", &COMMITS_SIGNED)
    } else {
        Look::absent("commits", &NOT_SIGNED, &NOT_SIGNED_FIX)
    });
    let day = session.now.day();
    let valid = person.keys.iter().filter(|key| key.from <= day && key.to.is_none_or(|to| day <= to));
    let known: Vec<_> = valid.map(|key| key.public.as_str()).collect();
    let Some(file) = store.config("weibao.signingkey").or_else(|| store.config("user.signingkey")) else {
        looks.push(Look::absent("signing", &NO_SIGNING, &NO_SIGNING_FIX));
        return;
    };
    looks.push(Look::good("signing", Message::new(&SIGNING).with("key", &file)));
    let public = if Path::new(&file).extension().is_some_and(|ending| ending == "pub") {
        file.clone()
    } else {
        format!("{file}.pub")
    };
    let look = match std::fs::read_to_string(Path::new(&public)) {
        Err(_) => Look::bad("key", Message::new(&NO_KEY_FILE).with("key", &public), &NO_KEY_FILE_FIX),
        Ok(text) => {
            let fingerprint = |key: &str| sign::check_public_key(key).ok();
            let own = fingerprint(text.trim());
            let registered = known.iter().any(|key| fingerprint(key).is_some_and(|known| Some(known) == own));
            if registered {
                Look::good("key", Message::new(&KEY_REGISTERED).with("who", &person.id))
            } else {
                Look::bad(
                    "key",
                    Message::new(&KEY_UNREGISTERED).with("key", &file).with("who", &person.id),
                    Message::new(&KEY_UNREGISTERED_FIX)
                        .with("line", signing_setup::register_line(session, person, &value::public_key(&text))),
                )
            }
        }
    };
    looks.push(look);
}
