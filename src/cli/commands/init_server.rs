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
use crate::server::{keys, settings};
use crate::store::Store;
use crate::text::Message;
use crate::texts;

texts! {
    NOT_EMPTY: "{path} 里已有别的东西", "{path} holds something else already";
    NO_PROGRAM: "不知道 weibao 程序自己在哪里，钩子无法指向它", "the place of this program is not known, so that no hook can name it";
    NO_SEED: "取不到随机数：{why}", "no random numbers can be had: {why}";
    READY: "服务器上的库 {path} 已备好，还是空的；设置 {n} 项", "the server's repository {path} is ready and empty; {n} settings made";
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
    let written = write_settings(&dir, &hooks)?;

    let shown = program.display().to_string();
    if session.out.is_json() {
        session.out.json("weibao-init-server/1", json!({ "path": path, "program": shown, "settings": written }))?;
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

/// Writes the table into the config file; what stands in the way of it is taken out.
fn write_settings(dir: &Path, hooks: &Path) -> Result<usize, CliError> {
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
    use std::io::Read as _;
    let mut bytes = [0; 32];
    let source = PathBuf::from("/dev/urandom");
    let read = std::fs::File::open(&source).and_then(|mut file| file.read_exact(&mut bytes));
    read.map_err(|why| CliError::plain(Message::new(&NO_SEED).with("why", why)))?;
    Ok(crate::sign::sha256_hex(&bytes))
}
