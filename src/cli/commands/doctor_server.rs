//! `weibao doctor --server`: whether a server's repository is as `init --server` made it, and still judges.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::doctor::Look;
use super::hook;
use crate::cli::session::Session;
use crate::ledger::Receipt;
use crate::server::{receipt_key, run::Served, settings};
use crate::sign::ServerKey;
use crate::store::{Store, leftover};
use crate::text::Message;
use crate::texts;

texts! {
    AGAIN: "运行 weibao init --server {path}", "run weibao init --server {path}";
    SETTINGS: "设置都对（{n} 项）", "all {n} settings are right";
    SETTING: "{name} 现为 {found}，应为 {wanted}：{why}", "{name} is {found} and should be {wanted}: {why}";
    UNSET: "未设", "not set";
    CONFIG: "读不了设置：{why}", "the settings cannot be read: {why}";
    HOOK: "钩子在，用完整路径，会拒绝不该收的", "the hook is there, names its program in full, and refuses what it must";
    NO_HOOK: "钩子 pre-receive 不在、不能运行或不用完整路径：git 会什么都放过", "the hook pre-receive is missing, may not be run or names no full path: git would let everything through";
    BLIND: "钩子没有拒绝一次删除（退出码 {code}）", "the hook did not refuse a deletion (it ended with {code})";
    WRITABLE: "别人可以改 {path}", "others may write {path}";
    OPEN: "别人可以进入 {path}", "others may enter {path}";
    CHMOD: "运行 chmod {mode} {path}", "run chmod {mode} {path}";
    ALONE: "只有服务账户能进入", "only the account that serves it may enter";
    REPLACED: "有 refs/replace：判定与统计会看到另一样东西", "there are refs/replace: gates and figures would see something else";
    REPLACED_FIX: "查明来由，再 git -C {path} for-each-ref refs/replace，逐个 git update-ref -d", "find out where they came from, list them with git -C {path} for-each-ref refs/replace, take each away with git update-ref -d";
    ELSEWHERE: "{path} 让 git 从别处取对象或截断历史", "{path} makes git take objects from elsewhere or cut history short";
    ELSEWHERE_FIX: "取回缺的对象 (git repack -a -d)，再删除该文件", "bring the objects in (git repack -a -d), then delete the file";
    LEFT: "有中断的推送所留的 {n} 处残留", "{n} things were left by pushes that were killed";
    LEFT_FIX: "运行 weibao serve {path} --janitor", "run weibao serve {path} --janitor";
    TIDY: "没有残留", "nothing is left over";
    SHELL: "服务账户的登录壳是 {shell}：它会听从客户端送来的变量 (如 BASH_ENV)", "the account's shell is {shell}, which heeds variables a client may send (such as BASH_ENV)";
    SHELL_FIX: "运行 usermod -s /bin/sh {account}，且 sshd 不设 AcceptEnv", "run usermod -s /bin/sh {account}, and give sshd no AcceptEnv";
    DEMANDED: "不论公司参数怎样都要求：{why}", "demanded whatever the company's policy says: {why}";
    NOT_DEMANDED: "{name} 未开，只按公司参数判定：{why}", "{name} is off, only the company's own policy counts: {why}";
    NOT_DEMANDED_FIX: "运行 git -C {path} config {name} true", "run git -C {path} config {name} true";
    NO_POST_RECEIVE: "钩子 post-receive 不在或不能运行：推送没有收据", "the hook post-receive is missing or may not be run: pushes get no receipt";
    NO_RECEIPT_KEY: "签收据的密钥 {path} 不在或不可用", "the key {path} that signs receipts is missing or cannot be used";
    RECEIPT_KEY: "收据用公钥 {key} 签名，已写到 {n} 号", "receipts are signed with {key}, the newest is number {n}";
    UNCOVERED: "有 {n} 个分支或标签的推送还没有收据", "pushes to {n} branches or tags have no receipt yet";
    EMPTY: "还没有建库", "nothing has been pushed yet";
    EMPTY_FIX: "第一次推送即建库：git push 服务器 main", "the first push founds it: git push SERVER main";
    FOUNDED: "已建库", "it has been founded";
    BOUNDARY: "只有强制命令或网页服务器后面的别的账户才算界限：能以服务账户登录、或直接读写这个目录的人，什么都改得了", "the boundary is a forced command or a web server in front of another account: whoever can log in as the account, or write this folder, can change anything";
}

/// Whether a repository was made by `init --server`.
pub(super) fn is_server(store: &Store) -> bool {
    store.workdir().is_none() && store.config("weibao.server").as_deref() == Some("true")
}

/// Looks at everything around the records of a server.
pub(super) fn look(session: &Session<'_>, store: &Store, looks: &mut Vec<Look>) {
    let given = store.git_dir();
    let dir = std::fs::canonicalize(given).unwrap_or_else(|_| given.to_owned());
    let hooks = dir.join("hooks");
    let again = || Message::new(&AGAIN).with("path", dir.display());
    match Served::open(&dir, session.surroundings.locale.as_deref()) {
        Err(why) => looks.push(Look::bad("settings", Message::new(&CONFIG).with("why", why), again())),
        Ok(served) => {
            let wrong = served.wrong_settings(&hooks);
            if wrong.is_empty() {
                let n = settings::SETTINGS.len() + 2;
                looks.push(Look::good("settings", Message::new(&SETTINGS).with("n", n)));
            }
            for one in wrong {
                let value = |message: Message, name, value: Option<String>| match value {
                    Some(value) => message.with(name, value.escape_default()),
                    None => message.with_message(name, &UNSET),
                };
                let said = Message::new(&SETTING).with("name", one.name).with_message("why", one.why);
                looks.push(Look::bad(
                    "settings",
                    value(value(said, "found", one.found), "wanted", one.wanted),
                    again(),
                ));
            }
        }
    }
    looks.push(hook_looks(store, &hooks, again()));
    for one in settings::FLOOR {
        looks.push(if store.config_switch(one.name) {
            Look::good("demands", Message::new(&DEMANDED).with_message("why", one.why))
        } else {
            let fix = Message::new(&NOT_DEMANDED_FIX).with("path", dir.display()).with("name", one.name);
            Look::absent(
                "demands",
                Message::new(&NOT_DEMANDED).with("name", one.name).with_message("why", one.why),
                fix,
            )
        });
    }
    for one in settings::ON_DEMAND.iter().filter(|one| store.config_switch(one.name)) {
        looks.push(Look::good("demands", Message::new(&DEMANDED).with_message("why", one.why)));
    }
    receipt_looks(store, &dir, &hooks, &again, looks);
    permissions(&dir, &hooks, looks);
    if std::fs::read_dir(dir.join("refs/replace")).is_ok_and(|mut entries| entries.next().is_some())
        || std::fs::read_to_string(dir.join("packed-refs")).is_ok_and(|text| text.contains(" refs/replace/"))
    {
        looks.push(Look::bad("replace", &REPLACED, Message::new(&REPLACED_FIX).with("path", dir.display())));
    }
    for name in ["objects/info/alternates", "objects/info/http-alternates", "info/grafts", "shallow"] {
        let path = dir.join(name);
        if path.exists() {
            looks.push(Look::bad("elsewhere", Message::new(&ELSEWHERE).with("path", path.display()), &ELSEWHERE_FIX));
        }
    }
    let left = leftover::locks(&dir).len() + leftover::half_written(&dir).len();
    looks.push(if left == 0 {
        Look::good("leftovers", &TIDY)
    } else {
        let fix = Message::new(&LEFT_FIX).with("path", dir.display());
        Look::absent("leftovers", Message::new(&LEFT).with("n", left), fix)
    });
    shell(&dir, looks);
    looks.push(match store.head() {
        Ok(Some(_)) => Look::good("founded", &FOUNDED),
        _ => Look::absent("founded", &EMPTY, &EMPTY_FIX),
    });
    looks.push(Look::good("boundary", &BOUNDARY));
}

/// Whether pushes get receipts, and all have.
fn receipt_looks(store: &Store, dir: &Path, hooks: &Path, again: &dyn Fn() -> Message, looks: &mut Vec<Look>) {
    if !hook::is_ready(hooks, "post-receive") {
        looks.push(Look::bad("receipts", &NO_POST_RECEIVE, again()));
    }
    let path = receipt_key::key_file(dir);
    let key = std::fs::read_to_string(&path).ok().and_then(|text| ServerKey::read(&text).ok()?.public().ok());
    let Some(key) = key else {
        looks.push(Look::bad("receipts", Message::new(&NO_RECEIPT_KEY).with("path", path.display()), again()));
        return;
    };
    let newest = store.newest_receipt().ok().flatten();
    let number = newest.as_ref().and_then(|entry| Receipt::read(&entry.bytes)).map_or(0, |receipt| receipt.number);
    looks.push(Look::good("receipts", Message::new(&RECEIPT_KEY).with("key", key).with("n", number)));
    let covered = newest.map(|entry| entry.tips).unwrap_or_default();
    let stands = store.branches_and_tags().unwrap_or_default();
    let open = stands.iter().filter(|(name, id)| covered.get(*name) != Some(&id.to_string())).count();
    if open > 0 {
        let fix = Message::new(&LEFT_FIX).with("path", dir.display());
        looks.push(Look::absent("receipts", Message::new(&UNCOVERED).with("n", open), fix));
    }
}

/// The hook is asked what it says to a deletion, which it must refuse whatever git's settings say.
fn hook_looks(store: &Store, hooks: &Path, again: Message) -> Look {
    let path = hooks.join("pre-receive");
    let full = std::fs::read_to_string(&path).is_ok_and(|text| text.contains("exec '/"));
    if !hook::is_ready(hooks, "pre-receive") || !full {
        return Look::bad("hooks", &NO_HOOK, again);
    }
    let zero = "0".repeat(40);
    let canary = format!("{} {zero} refs/heads/main\n", "1".repeat(40));
    let child = Command::new(&path)
        .env_clear()
        .env("GIT_DIR", store.git_dir())
        .current_dir(store.git_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let ended = child.and_then(|mut child| {
        if let Some(mut input) = child.stdin.take() {
            // A hook that does not read its input still says how it ends.
            let _ = input.write_all(canary.as_bytes());
        }
        child.wait()
    });
    match ended {
        Ok(status) if status.code() == Some(1) => Look::good("hooks", &HOOK),
        Ok(status) => Look::bad("hooks", Message::new(&BLIND).with("code", status.code().unwrap_or(-1)), again),
        Err(_) => Look::bad("hooks", &NO_HOOK, again),
    }
}

#[cfg(unix)]
fn permissions(dir: &Path, hooks: &Path, looks: &mut Vec<Look>) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode() & 0o777);
    let mut well = true;
    let mut ill = |message: Message, path: &Path, mode: &str| {
        well = false;
        looks.push(Look::bad(
            "permissions",
            message,
            Message::new(&CHMOD).with("mode", mode).with("path", path.display()),
        ));
    };
    if mode(dir) & 0o077 != 0 {
        ill(Message::new(&OPEN).with("path", dir.display()), dir, "700");
    }
    let secret = receipt_key::key_file(dir);
    if mode(&secret) & 0o077 != 0 {
        ill(Message::new(&OPEN).with("path", secret.display()), &secret, "600");
    }
    for path in [hooks.to_owned(), hooks.join("pre-receive"), hooks.join("post-receive"), dir.join("config")] {
        if mode(&path) & 0o022 != 0 {
            ill(Message::new(&WRITABLE).with("path", path.display()), &path, "go-w");
        }
    }
    if well {
        looks.push(Look::good("permissions", &ALONE));
    }
}

#[cfg(not(unix))]
fn permissions(_: &Path, _: &Path, _: &mut Vec<Look>) {}

/// sshd runs a forced command through the account's shell; some shells obey the environment before they obey us.
#[cfg(unix)]
fn shell(dir: &Path, looks: &mut Vec<Look>) {
    use std::os::unix::fs::MetadataExt as _;
    let owner = std::fs::metadata(dir).map_or(0, |metadata| metadata.uid()).to_string();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    for account in accounts.lines().map(|line| line.split(':').collect::<Vec<_>>()) {
        let (Some(name), Some(id), Some(shell)) = (account.first(), account.get(2), account.get(6)) else {
            continue;
        };
        if *id == owner && ["bash", "zsh", "ksh"].iter().any(|bad| shell.ends_with(bad)) {
            let fix = Message::new(&SHELL_FIX).with("account", name);
            looks.push(Look::absent("shell", Message::new(&SHELL).with("shell", shell), fix));
            return;
        }
    }
}

#[cfg(not(unix))]
fn shell(_: &Path, _: &mut Vec<Look>) {}
