//! `weibao init --server`: the empty repository of a server, ready to be pushed to, and how to serve it.
//!
//! Run again on a repository that is there, it puts hook and settings right and touches nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::hook;
use super::init::{self, Init};
use crate::cli::Exit;
use crate::cli::session::Session;
use crate::cli::words::CliError;
use crate::record::id::StaffId;
use crate::server::{keys, receipt_key, settings};
use crate::sign::ServerKey;
use crate::store::Store;
use crate::text::Message;
use crate::texts;

texts! {
    NOT_EMPTY: "{path} 里已有别的东西", "{path} holds something else already";
    NO_PROGRAM: "不知道 weibao 程序自己在哪里，钩子无法指向它", "the place of this program is not known, so that no hook can name it";
    NO_SEED: "取不到随机数：{why}", "no random numbers can be had: {why}";
    READY: "服务器上的库 {path} 已备好，还是空的；设置 {n} 项", "the server's repository {path} is ready and empty; {n} settings made";
    STRICT: "不论公司参数怎样，提交须由本人登记的密钥签名：{signed}；作者须任相应岗位：{posts}。第一位员工须已登记公钥 (weibao init --public-key)", "whatever the company's policy says, commits are signed with a registered key of their author: {signed}; the author holds the post: {posts}. The first member of staff needs a registered key (weibao init --public-key)";
    ON: "是", "yes";
    OFF: "否", "no";
    RECEIPTS: "每次推送都写收据，用这把公钥核对，请另处记下：\n{key}\n  取回并核对：git fetch 服务器 refs/weibao/receipts:refs/weibao/receipts；weibao audit --key '{key}'", "each push gets a receipt, verified with this public key, to be noted down elsewhere:\n{key}\n  to fetch and verify: git fetch SERVER refs/weibao/receipts:refs/weibao/receipts; weibao audit --key '{key}'";
    SSH: "用 sshd：新建登录壳为 /bin/sh 的专用账户，其 ~/.ssh/authorized_keys 每把钥匙一行，如：\n{line}\n  建库之后由员工记录生成：'{program}' serve '{path}' --authorized-keys", "by sshd: an account of its own with /bin/sh as its shell; one line a key in its ~/.ssh/authorized_keys, such as\n{line}\n  once the company is founded, staff records give them all: '{program}' serve '{path}' --authorized-keys";
    HTTP: "用网页服务器：先验明员工 (REMOTE_USER 为其编号)，CGI 程序为\n  #!/bin/sh\n  exec '{program}' serve '{path}' --http", "by a web server: it finds out who asks (REMOTE_USER is the staff id); the CGI program is\n  #!/bin/sh\n  exec '{program}' serve '{path}' --http";
    FOUND: "第一次推送即建库：在 weibao init 所建的库里 git push 服务器 main；每小时 '{program}' serve '{path}' --janitor，每夜加 --gc；随时 weibao doctor --server '{path}'", "the first push founds it: git push SERVER main from a repository made by weibao init; hourly '{program}' serve '{path}' --janitor, nightly with --gc; at any time weibao doctor --server '{path}'";
}

/// Runs `init --server`.
pub(super) fn run(command: &Init, session: &mut Session<'_>, dir: &Path) -> Result<Exit, CliError> {
    let program = session.surroundings.program.clone().ok_or_else(|| CliError::plain(&NO_PROGRAM))?;
    keys::check_path(dir).map_err(CliError::plain)?;
    keys::check_path(&program).map_err(CliError::plain)?;
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| CliError::File { path, source }
    };
    if dir.join(".git").exists() {
        return Err(CliError::plain(Message::new(&init::ALREADY).with("path", dir.display())));
    }
    if is_repository(dir) {
        Store::open(dir)?;
    } else {
        std::fs::create_dir_all(dir).map_err(at(dir))?;
        if std::fs::read_dir(dir).map_err(at(dir))?.next().is_some() {
            return Err(CliError::plain(Message::new(&NOT_EMPTY).with("path", dir.display())));
        }
        Store::create_bare(dir)?;
    }
    // Links in the path are followed once, here: the hook's place and the served name stay what they are.
    let dir = std::fs::canonicalize(dir).map_err(at(dir))?;
    let path = keys::check_path(&dir).map_err(CliError::plain)?;
    own_alone(&dir).map_err(at(&dir))?;
    let own = dir.join("weibao");
    std::fs::create_dir_all(own.join("queue")).map_err(at(&own))?;
    let hooks = dir.join("hooks");
    hook::install_on_server(&hooks, &program).map_err(at(&hooks))?;
    let written = write_settings(command, &dir, &hooks)?;
    let receipt_key = receipt_key(&dir)?;

    let shown = program.display().to_string();
    if session.out.is_json() {
        session.out.json(
            "weibao-init-server/1",
            json!({
                "path": path, "program": shown, "settings": written, "receipt_key": receipt_key,
            }),
        )?;
        return Ok(Exit::Clean);
    }
    session.out.say(Message::new(&READY).with("path", path).with("n", written))?;
    let who = match &command.staff {
        Some(staff) => {
            StaffId::parse(staff).map_err(|_| CliError::plain(&init::NOT_STAFF))?;
            staff.as_str()
        }
        None => "chen-jing",
    };
    let public = match &command.public_key {
        Some(file) => init::public_key(session, file)?,
        None => "ssh-ed25519 AAAA…".to_owned(),
    };
    let line = keys::line(&shown, path, who, &public);
    let demanded = |name: &str| if is_on(&dir, name) { &ON } else { &OFF };
    let [signed, posts] = [demanded(settings::FLOOR[0].name), demanded(settings::FLOOR[1].name)];
    session.out.say(Message::new(&STRICT).with_message("signed", signed).with_message("posts", posts))?;
    session.out.say(Message::new(&RECEIPTS).with("key", &receipt_key))?;
    for text in [&SSH, &HTTP, &FOUND] {
        session.out.say(Message::new(text).with("path", path).with("program", &shown).with("line", &line))?;
    }
    Ok(Exit::Clean)
}

/// Whether a folder is a bare repository.
fn is_repository(dir: &Path) -> bool {
    dir.join("HEAD").is_file() && dir.join("objects").is_dir() && dir.join("refs").is_dir()
}

/// Only the account that serves it may look into it: records hold names and numbers of people.
#[cfg(unix)]
fn own_alone(dir: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(dir, std::os::unix::fs::PermissionsExt::from_mode(0o700))
}

#[cfg(not(unix))]
fn own_alone(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// The public half of the key that signs receipts; the key is made where there is none, and kept where there is one.
fn receipt_key(dir: &Path) -> Result<String, CliError> {
    let path = receipt_key::key_file(dir);
    let at = |source| CliError::File { path: path.clone(), source };
    let bad = |why: crate::sign::SignFault| CliError::plain(why.message());
    let key = if path.exists() {
        ServerKey::read(&std::fs::read_to_string(&path).map_err(at)?).map_err(bad)?
    } else {
        let key = ServerKey::from_seed(&random()?);
        receipt_key::write_secret(&path, &key.secret().map_err(bad)?).map_err(at)?;
        key
    };
    own_alone_file(&path).map_err(at)?;
    let public = key.public().map_err(bad)?;
    receipt_key::write_public(dir, &public).map_err(at)?;
    Ok(public)
}

#[cfg(unix)]
fn own_alone_file(path: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
}

#[cfg(not(unix))]
fn own_alone_file(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Whether a switch is on in the server's configuration.
fn is_on(dir: &Path, name: &str) -> bool {
    Store::open(dir).is_ok_and(|store| store.config_switch(name))
}

/// Writes the table into the config file; what stands in the way of it is taken out.
fn write_settings(command: &Init, dir: &Path, hooks: &Path) -> Result<usize, CliError> {
    let config = dir.join("config");
    let git = || {
        let mut git = Command::new("git");
        git.current_dir(dir).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        git
    };
    let set = |name: &str, value: &str| {
        init::finished(git().args(["config", "--file"]).arg(&config).args(["--replace-all", name, value]))
    };
    let found =
        settings::read(&mut git(), &config).map_err(|source| CliError::File { path: config.clone(), source })?;
    let mut written = 0;
    for wrong in settings::compare(&found, hooks) {
        match wrong.wanted {
            Some(value) if wrong.name != "receive.certnonceseed" => set(&wrong.name, &value)?,
            Some(_) => set(&wrong.name, &seed()?)?,
            None => init::finished(git().args(["config", "--file"]).arg(&config).args(["--unset-all", &wrong.name]))?,
        }
        written += 1;
    }
    // A floor that the administrator has taken away stays away until they put it back.
    for (one, off) in settings::FLOOR.iter().zip([command.allow_unsigned, command.allow_any_post]) {
        if off || !found.contains_key(one.name) {
            set(one.name, if off { "false" } else { one.value })?;
            written += 1;
        }
    }
    if !found.contains_key("weibao.path") {
        let output = git().arg("--exec-path").output();
        let output = output.map_err(|why| CliError::plain(Message::new(&init::NO_GIT).with("why", why)))?;
        let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        set("weibao.path", &format!("{folder}:/usr/local/bin:/usr/bin:/bin"))?;
        written += 1;
    }
    set("weibao.server", "true")?;
    Ok(written)
}

/// A secret for the nonces of signed pushes.
fn seed() -> Result<String, CliError> {
    Ok(crate::sign::sha256_hex(&random()?))
}

pub(super) fn random() -> Result<[u8; 32], CliError> {
    use std::io::Read as _;
    let mut bytes = [0; 32];
    let source = PathBuf::from("/dev/urandom");
    let read = std::fs::File::open(&source).and_then(|mut file| file.read_exact(&mut bytes));
    read.map_err(|why| CliError::plain(Message::new(&NO_SEED).with("why", why)))?;
    Ok(bytes)
}
