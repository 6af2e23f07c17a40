//! `weibao hook`: what git's hooks call, and how they are installed.
//!
//! A hook speaks on standard error alone, and what it says never changes how it ends: a reader who has left, a full
//! disk or a line that cannot be understood must not let anything through.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::guard::push_certificate::Given;
use crate::guard::receive::{self, Received, RefMove, message};
use crate::guard::{self, Terms, Verdict, doors};
use crate::server::receipts::{self, Moved, Noted, Pushed};
use crate::store::{Id, Store};
use crate::text::Message;
use crate::texts;

texts! {
    INSTALLED: "已装钩子：{folder}", "hooks installed: {folder}";
    KEPT: "{path} 已有别人的钩子，没有改动；请在其中调用 weibao hook {name}", "{path} holds another hook and was left alone; call weibao hook {name} from it";
    REFUSED: "拒收：{why}", "refused: {why}";
    NOT_COMMITTED: "没有提交。改好以上各处再 git commit；绕过本机检查没有用，服务器会同样拒收", "Not committed. Put right what is listed above and git commit again; passing this check by helps nothing, the server refuses the same";
    RECEIPT: "收据 {anchor}", "receipt {anchor}";
    MADE_UP: "收据 {anchor}（补记一次没有留下收据的推送）", "receipt {anchor} (made up for a push that had left none)";
    NO_RECEIPT: "已收下，但没有写成收据：{why}", "accepted, but no receipt was written: {why}";
    NOT_PUSHED: "没有收下。请在本机改好 (weibao check) 再推送；已签的部分不能改，只能作废或更正", "Not accepted. Put it right on your machine (weibao check) and push again; what is signed cannot be changed, only made void or corrected";
}

/// 钩子：供 git 调用；install 装入已有的克隆 / What git's hooks call; install puts them into an existing clone
#[derive(Debug, Args)]
pub struct Hook {
    #[command(subcommand)]
    which: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// 装钩子 / Installs the hooks
    Install,
    /// 提交之前：索引对 HEAD / Before a commit: the index against HEAD
    PreCommit,
    /// 提交说明的格式 / The form of a commit message
    CommitMsg {
        /// 说明所在文件 / The file that holds the message
        file: PathBuf,
    },
    /// 服务器收下之前：每次提交，再看全部 / Before a server accepts a push: every commit, then the whole
    PreReceive,
    /// 服务器收下之后：写收据 / After a server accepted a push: its receipt
    PostReceive,
}

/// The hooks of a server: whether a push comes in, and the receipt when it did.
pub const ON_SERVER: &[&str] = &["pre-receive", "post-receive"];

/// The hooks of a repository of records.
pub const HOOKS: &[(&str, &str)] = &[
    ("pre-commit", include_str!("../../../hooks/pre-commit")),
    ("commit-msg", include_str!("../../../hooks/commit-msg")),
    ("pre-receive", include_str!("../../../hooks/pre-receive")),
];

impl Hook {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        match &self.which {
            Which::Install => {
                let store = session.store()?;
                install(session, &store)?;
                Ok(Exit::Clean)
            }
            Which::PreCommit => {
                let verdict = doors::index(&here(session)?, &Terms::at(session.now))?;
                let exit = Exit::of(verdict.exit());
                tell(session, &verdict);
                if exit != Exit::Clean {
                    say(session, Message::new(&NOT_COMMITTED));
                }
                Ok(exit)
            }
            Which::CommitMsg { file } => {
                let path = session.path(file);
                let bytes = std::fs::read(&path).map_err(|source| CliError::File { path, source })?;
                let Some(fault) = message::fault(&String::from_utf8_lossy(&bytes)) else {
                    return Ok(Exit::Clean);
                };
                say(session, Message::new(&REFUSED).with_message("why", fault));
                Ok(Exit::Findings)
            }
            Which::PreReceive => pre_receive(session),
            Which::PostReceive => post_receive(session),
        }
    }
}

/// The repository git runs the hook for.
fn here(session: &Session<'_>) -> Result<Store, CliError> {
    Ok(Store::open_hook(&session.folder, &session.surroundings.git)?)
}

/// The lines that git hands over about the refs of a push.
fn moves() -> Result<Result<Vec<RefMove>, Message>, CliError> {
    let mut input = String::new();
    let read = std::io::stdin().lock().read_to_string(&mut input);
    read.map_err(|source| CliError::File { path: PathBuf::from("-"), source })?;
    Ok(input.lines().map(receive::parse).collect())
}

/// Writes the receipts of a push that is in. Nothing can be refused any more; what is not written now is made up later.
fn post_receive(session: &mut Session<'_>) -> Result<Exit, CliError> {
    let store = here(session)?;
    let outside = &session.surroundings.outside;
    let moves = match moves()? {
        Ok(moves) => moves,
        Err(why) => {
            say(session, Message::new(&NO_RECEIPT).with_message("why", why));
            return Ok(Exit::Failed);
        }
    };
    // The push is in: what cannot be told now is left open.
    let vouched = certificate(session)
        .and_then(|given| receive::vouched_for(&store, &moves, given, &Terms::at(session.now)).ok().flatten());
    let moves = moves.into_iter().map(|one| Moved { old: one.old, new: one.new, name: one.name }).collect();
    let pushed = Pushed {
        moves,
        pusher: outside.pusher.clone(),
        certificate: outside.certificate.clone(),
        vouched: vouched.map(|who| who.to_string()),
    };
    match receipts::write(&store, &pushed, &receive::authority(&store), session.now) {
        Ok(noted) => {
            for one in noted {
                say(session, noted_as(&one));
            }
            Ok(Exit::Clean)
        }
        Err(why) => {
            say(session, Message::new(&NO_RECEIPT).with_message("why", why.0));
            Ok(Exit::Failed)
        }
    }
}

/// A receipt in words, its number and hash as `weibao audit --since` takes them.
pub(super) fn noted_as(one: &Noted) -> Message {
    let text = if one.is_recovered { &MADE_UP } else { &RECEIPT };
    Message::new(text).with("anchor", format!("{}:{}", one.number, one.hash))
}

/// What git tells about the certificate of a push; nothing where it is not signed.
fn certificate<'s>(session: &'s Session<'_>) -> Option<Given<'s>> {
    let told = &session.surroundings.outside.certificate;
    let object = Id::parse(told.get("")?)?;
    Some(Given { object, nonce_status: told.get("_NONCE_STATUS").map_or("", String::as_str) })
}

fn pre_receive(session: &mut Session<'_>) -> Result<Exit, CliError> {
    let received = match moves()? {
        Ok(moves) => {
            let store = here(session)?;
            store.limit_as_configured();
            receive::receive(&store, &moves, certificate(session), &Terms::at(session.now))?
        }
        Err(why) => Received { refused: vec![why], verdict: Verdict::default() },
    };
    tell(session, &received.verdict);
    for why in &received.refused {
        say(session, Message::new(&REFUSED).with_message("why", why.clone()));
    }
    if !received.is_refused() {
        return Ok(Exit::Clean);
    }
    say(session, Message::new(&NOT_PUSHED));
    Ok(Exit::of(received.verdict.exit().max(guard::ExitCode::Findings)))
}

/// How many findings a hook shows.
const MOST_SHOWN: usize = 100;

/// Shows a verdict; one without findings needs no words in a hook.
fn tell(session: &mut Session<'_>, verdict: &Verdict) {
    if verdict.findings.is_empty() && verdict.unreadable.is_none() {
        return;
    }
    let text = if session.out.is_json() {
        guard::json(verdict)
    } else {
        guard::text_of_first(MOST_SHOWN, verdict, session.lang(), false)
    };
    let _ = session.out.stderr.write_all(text.as_bytes());
}

fn say(session: &mut Session<'_>, message: Message) {
    let _ = session.out.note(message);
}

/// Puts the hooks where git looks for them; a hook of someone else's is left alone.
pub fn install(session: &mut Session<'_>, store: &Store) -> Result<(), CliError> {
    let folder = folder(store);
    let fail = |path: &Path, source| CliError::File { path: path.to_owned(), source };
    std::fs::create_dir_all(&folder).map_err(|source| fail(&folder, source))?;
    for (name, text) in HOOKS {
        let path = folder.join(name);
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        if !there.is_empty() && !there.contains("weibao hook") {
            session.out.note(Message::new(&KEPT).with("path", path.display()).with("name", name))?;
            continue;
        }
        std::fs::write(&path, text).and_then(|()| make_runnable(&path)).map_err(|source| fail(&path, source))?;
    }
    session.out.note(Message::new(&INSTALLED).with("folder", folder.display()))
}

/// git passes over a hook that may not be run, and lets everything through.
#[cfg(unix)]
fn make_runnable(path: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_runnable(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn is_runnable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_runnable(path: &Path) -> bool {
    path.exists()
}

/// Where git looks for hooks: `core.hooksPath`, else `hooks` in git's own folder.
fn folder(store: &Store) -> PathBuf {
    match store.config("core.hooksPath") {
        Some(path) => store.workdir().unwrap_or(store.git_dir()).join(path),
        None => store.common_dir().join("hooks"),
    }
}

/// Whether a hook lies in a folder, may be run, and calls this program. git passes over a hook that is not there or may not
/// be run, and lets everything through: a server asks before each push.
pub fn is_ready(folder: &Path, name: &str) -> bool {
    let path = folder.join(name);
    is_runnable(&path) && std::fs::read_to_string(path).is_ok_and(|text| text.contains(&format!("hook {name}")))
}

/// Puts the hooks of a server into their place: with the program's full path, for nobody's `PATH` may decide who judges, and
/// when the program is gone the hook fails and git refuses.
pub fn install_on_server(folder: &Path, program: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let program = program.to_string_lossy().replace('\'', r"'\''");
    for name in ON_SERVER {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\nexec '{program}' hook {name} \"$@\"\n"))?;
        make_runnable(&path)?;
    }
    Ok(())
}

/// The names of the hooks that are not installed, or that git would pass over.
pub fn missing(store: &Store) -> Vec<&'static str> {
    let folder = folder(store);
    let works = |name: &str| {
        let path = folder.join(name);
        is_runnable(&path) && std::fs::read_to_string(path).is_ok_and(|text| text.contains("weibao hook"))
    };
    HOOKS.iter().map(|(name, _)| *name).filter(|name| !works(name)).collect()
}
