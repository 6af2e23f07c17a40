//! `weibao doctor`: looks at everything around the records that can be wrong, and says how to fix each.

use std::path::Path;
use std::process::Command;

use clap::Args;
use serde_json::json;

use super::hook;
use crate::cli::Exit;
use crate::cli::session::Session;
use crate::cli::words::{CliError, words};
use crate::ledger::Records;
use crate::sign;
use crate::store::Store;
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
    WHOLE: "历史完整", "the history is whole";
    HOOKS: "钩子已装", "the hooks are installed";
    NO_HOOKS: "钩子未装：{which}", "hooks are missing: {which}";
    NO_HOOKS_FIX: "运行 weibao hook install", "run weibao hook install";
    PERSON: "操作人：{who}", "you act as {who}";
    SIGNING: "签字密钥：{key}", "signing key: {key}";
    NO_SIGNING: "没有设签字密钥", "no signing key is set";
    NO_SIGNING_FIX: "运行 git config user.signingkey ~/.ssh/id_ed25519.pub；扫描件签字不需要", "run git config user.signingkey ~/.ssh/id_ed25519.pub; scans need none";
    KEY_UNREGISTERED: "签字密钥 {key} 不在 {who} 的员工记录里", "the signing key {key} is not in the record of {who}";
    KEY_UNREGISTERED_FIX: "加入：weibao edit staff {who} --set keys.0.public='ssh-ed25519 …' --set keys.0.from=今天", "enter it: weibao edit staff {who} --set keys.0.public='ssh-ed25519 …' --set keys.0.from=TODAY";
    KEY_REGISTERED: "签字密钥已登记在 {who} 名下", "the signing key is registered for {who}";
    NO_KEY_FILE: "读不到签字密钥 {key}", "the signing key {key} cannot be read";
    NO_KEY_FILE_FIX: "检查 git config user.signingkey", "look at git config user.signingkey";
}

/// 体检：git、钩子、索引、历史、签字身份，逐项说明怎样修好 / Looks at git, hooks, index, history and identity, and says how to fix each
#[derive(Debug, Args)]
pub struct Doctor {}

/// One thing looked at.
struct Look {
    name: &'static str,
    what: Message,
    ill: bool,
    fix: Option<Message>,
}

impl Look {
    fn good(name: &'static str, what: impl Into<Message>) -> Self {
        Self { name, what: what.into(), ill: false, fix: None }
    }

    /// Something one can do without, and how to come by it.
    fn absent(name: &'static str, what: impl Into<Message>, fix: impl Into<Message>) -> Self {
        Self { name, what: what.into(), ill: false, fix: Some(fix.into()) }
    }

    fn bad(name: &'static str, what: impl Into<Message>, fix: impl Into<Message>) -> Self {
        Self { name, what: what.into(), ill: true, fix: Some(fix.into()) }
    }
}

impl Doctor {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let mut looks = vec![git(), keygen()];
        match session.store() {
            Ok(store) => {
                looks.push(Look::good("repository", &REPOSITORY));
                inside(session, &store, &mut looks);
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
    looks.push(ask("history", &WHOLE, store.require_whole_history().map_err(CliError::from)));
    let missing = hook::missing(store);
    looks.push(if missing.is_empty() {
        Look::good("hooks", &HOOKS)
    } else {
        Look::bad("hooks", Message::new(&NO_HOOKS).with("which", missing.join(" ")), &NO_HOOKS_FIX)
    });
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
            let day = session.now.day();
            let known: Vec<_> = person
                .keys
                .iter()
                .filter(|key| key.from <= day && key.to.is_none_or(|to| day <= to))
                .map(|key| key.public.clone())
                .collect();
            signing(store, person.id.as_str(), &known, looks);
        }
    }
}

fn signing(store: &Store, who: &str, known: &[String], looks: &mut Vec<Look>) {
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
                Look::good("key", Message::new(&KEY_REGISTERED).with("who", who))
            } else {
                Look::bad(
                    "key",
                    Message::new(&KEY_UNREGISTERED).with("key", &file).with("who", who),
                    Message::new(&KEY_UNREGISTERED_FIX).with("who", who),
                )
            }
        }
    };
    looks.push(look);
}
