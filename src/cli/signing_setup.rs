//! Setting up signing for a newcomer in one step: a key, git's configuration, and what is left for others to do.
//!
//! Everything is written where git itself looks, so that plain `git commit` signs as well and `git verify-commit`
//! knows the colleagues. A key that is there is kept. What is registered in the staff record is not touched: whose
//! key counts is for whoever keeps the register to enter.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::session::{self, Session};
use super::{CliError, value};
use crate::ledger::Records;
use crate::record::staff::Staff;
use crate::sign;
use crate::store::Store;
use crate::text::{Message, Text};
use crate::texts;

texts! {
    MADE: "已生成密钥 {path}", "made the key {path}";
    KEPT: "用已有的密钥 {path}", "the key {path} is kept";
    CONFIGURED: "git 已设好：今后的提交都用它签名", "git is set up: commits will be signed with it from now on";
    VERIFIES: "同事的公钥已写入 {path}，git verify-commit 可直接用", "colleagues' keys are in {path}; git verify-commit works";
    REGISTERED: "公钥已登记在 {who} 名下", "the key is registered for {who}";
    REGISTER: "还差一步：请管员工登记的人运行并推送\n    {line}", "one step is left: whoever keeps the register runs this and pushes\n    {line}";
    REGISTER_NEW: "还差一步：请管员工登记的人在 weibao new staff 时登记这把公钥\n    {public}", "one step is left: whoever keeps the register enters this key with weibao new staff\n    {public}";
    KEYGEN_FAILED: "ssh-keygen 没有成功：{said}", "ssh-keygen did not succeed: {said}";
    NO_KEYGEN: "找不到 ssh-keygen：{why}", "ssh-keygen cannot be run: {why}";
    NO_GIT: "找不到 git：{why}", "git cannot be run: {why}";
    GIT_FAILED: "git 没有成功：{said}", "git did not succeed: {said}";
    WEAK: "密钥 {path} 不能用：{why}", "the key {path} cannot be used: {why}";
    WEAK_FIX: "请先去掉 git config user.signingkey，再运行 weibao doctor --fix 生成 ed25519 密钥", "unset git config user.signingkey, then run weibao doctor --fix to make an ed25519 key";
}

/// Where a key is looked for and made when git names none.
const USUAL: &str = "~/.ssh/id_ed25519";

/// Sets up signing in this clone and says what was done.
pub fn set_up(session: &mut Session<'_>, store: &Store) -> Result<(), CliError> {
    let head = store.head_snapshot()?;
    let records = Records::new(&head);
    let person = session.person(store, &records).ok();
    let (private, said) = key(store, person.as_ref())?;
    session.out.note(Message::new(said).with("path", private.display()))?;
    let public_file = public_file(&private);
    let public = read_public(&public_file)?;
    sign::check_public_key(&public).map_err(|why| {
        let wrong = Message::new(&WEAK).with("path", public_file.display()).with_message("why", why.message());
        CliError::said(wrong, &WEAK_FIX)
    })?;
    let signers = store.common_dir().join("weibao").join("allowed_signers");
    write_file(&signers, &sign::allowed_signers(&session::all_staff(&records)))?;
    let mut settings = vec![
        ("gpg.format", "ssh".to_owned()),
        ("user.signingkey", text_of(&public_file)),
        ("commit.gpgsign", "true".to_owned()),
        ("gpg.ssh.allowedSignersFile", text_of(&signers)),
    ];
    if let Some(person) = &person {
        settings.push(("user.name", person.name.clone()));
        settings.push(("user.email", person.email.clone()));
        settings.push(("weibao.staff", person.id.to_string()));
    }
    for (name, value) in settings {
        git(store, &["config", name, &value])?;
    }
    session.out.note(&CONFIGURED)?;
    session.out.note(Message::new(&VERIFIES).with("path", signers.display()))?;
    let left = match &person {
        None => Message::new(&REGISTER_NEW).with("public", public),
        Some(person) if registered(person, &public) => Message::new(&REGISTERED).with("who", &person.id),
        Some(person) => Message::new(&REGISTER).with("line", register_line(session, person, &public)),
    };
    session.out.say(left)
}

/// The file of allowed signers for plain git and ssh-keygen, on standard output.
pub fn print_allowed_signers(session: &mut Session<'_>, store: &Store) -> Result<(), CliError> {
    let head = store.head_snapshot()?;
    session.out.text(&sign::allowed_signers(&session::all_staff(&Records::new(&head))))
}

/// The command that enters a key in a staff record.
pub fn register_line(session: &Session<'_>, person: &Staff, public: &str) -> String {
    let (place, day) = (person.keys.len(), session.now.day());
    format!("weibao edit staff {} --set 'keys.{place}.public={public}' --set keys.{place}.from={day}", person.id)
}

fn registered(person: &Staff, public: &str) -> bool {
    let own = sign::check_public_key(public).ok();
    person.keys.iter().any(|key| sign::check_public_key(&key.public).ok() == own)
}

/// The private key (or the only half there is): git's, the usual one, or one made now.
fn key(store: &Store, person: Option<&Staff>) -> Result<(PathBuf, &'static Text), CliError> {
    if let Some(file) = store.config_file("user.signingkey").filter(|file| public_file(file).exists()) {
        return Ok((file, &KEPT));
    }
    let usual = PathBuf::from(git(store, &["config", "--type=path", "--default", USUAL, "--get", "weibao.keyfile"])?);
    if public_file(&usual).exists() {
        return Ok((usual, &KEPT));
    }
    if let Some(folder) = usual.parent() {
        make_private(folder)?;
    }
    let comment = person.map_or("weibao", |person| person.email.as_str());
    let output = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f"])
        .arg(&usual)
        .stdin(Stdio::null())
        .output()
        .map_err(|why| CliError::plain(Message::new(&NO_KEYGEN).with("why", why)))?;
    finished(&output, &KEYGEN_FAILED)?;
    Ok((usual, &MADE))
}

/// `id_ed25519` and `id_ed25519.pub` both lead to the latter.
fn public_file(key: &Path) -> PathBuf {
    if key.extension().is_some_and(|ending| ending == "pub") {
        return key.to_owned();
    }
    let mut name = key.as_os_str().to_owned();
    name.push(".pub");
    PathBuf::from(name)
}

fn read_public(path: &Path) -> Result<String, CliError> {
    let text = std::fs::read_to_string(path).map_err(|source| CliError::File { path: path.to_owned(), source })?;
    Ok(value::public_key(&text))
}

fn write_file(path: &Path, text: &str) -> Result<(), CliError> {
    let folder = path.parent().unwrap_or(path);
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, text));
    written.map_err(|source| CliError::File { path: path.to_owned(), source })
}

fn text_of(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Runs git in the clone; gives what it printed.
fn git(store: &Store, args: &[&str]) -> Result<String, CliError> {
    let output = Command::new("git")
        .arg("-C")
        .arg(store.workdir().unwrap_or(store.git_dir()))
        .args(args)
        .output()
        .map_err(|why| CliError::plain(Message::new(&NO_GIT).with("why", why)))?;
    finished(&output, &GIT_FAILED)?;
    Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned())
}

fn finished(output: &std::process::Output, failed: &'static Text) -> Result<(), CliError> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(CliError::plain(Message::new(failed).with("said", said)))
}

/// A folder for keys that only its owner may look into; ssh refuses others.
fn make_private(folder: &Path) -> Result<(), CliError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| CliError::File { path: folder.to_owned(), source })
}
