//! The way of every writing command: act at the desk, sign, judge, commit, all or nothing; what was typed is never lost.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::ask_sign;
use super::input::{self, Input, SignArg};
use super::session::Session;
use super::{CliError, Exit};
use crate::desk::Desk;
use crate::desk::publish::{self, Published};
use crate::guard::{self, ExitCode};
use crate::ledger::Records;
use crate::record::path::Key;
use crate::store::{Person, Store};
use crate::text::Message;
use crate::texts;

texts! {
    WRITTEN: "已提交 {commit}：{what}", "committed {commit}: {what}";
    WELL: "没有问题；--dry-run，未写入", "all is well; nothing was written (--dry-run)";
    REFUSED: "未提交：还有 {n} 处问题", "not committed: {n} finding(s)";
    KEPT: "所填内容已存为草稿 {path}；改正后：{again}", "what was typed is kept in {path}; once corrected: {again}";
}

/// What a command typed so far and how it is taken back.
#[derive(Debug, Default)]
pub struct Kept {
    /// The members.
    pub typed: Value,
    /// The name of the draft's file, without ending.
    pub name: String,
    /// The command line that takes the draft back, up to `--from`.
    pub again: String,
    /// Members that the program chose and will choose anew: a number that is taken by then is not kept.
    pub chosen: &'static [&'static str],
}

/// Acts at the desk over the newest commit, signs as asked, and publishes.
///
/// `act` returns the records it wrote, the main one first; what it puts into [`Kept`] outlives any failure.
pub fn write(
    session: &mut Session<'_>,
    input: &Input,
    act: impl FnOnce(&mut Session<'_>, &mut Desk<'_>, &mut Kept) -> Result<Vec<Key>, CliError>,
) -> Result<Exit, CliError> {
    let store = session.store()?;
    store.recover()?;
    let head = store.head_snapshot()?;
    let records = Records::new(&head);
    let person = session.person(&store, &records)?;
    let mut desk = Desk::new(&records, person.id.clone(), session.now);
    let mut kept = Kept::default();
    let result = act(session, &mut desk, &mut kept)
        .and_then(|keys| {
            if let Some(main) = keys.first() {
                for (file, bytes) in session.attached.take() {
                    desk.attach(main, &file, bytes);
                }
            }
            let asked = if input.sign.is_empty() { ask_sign::ask(session, &desk, &keys)? } else { Vec::new() };
            sign_all(session, &store, &mut desk, &keys, input.sign.iter().chain(&asked))?;
            Ok(keys)
        })
        .and_then(|keys| {
            let draft = desk.draft()?;
            let author = Person { name: person.name.clone(), email: person.email.clone() };
            let published = if input.dry_run {
                Published { verdict: publish::judge(&head, &draft, session.now, &author)?, commit: None }
            } else {
                publish::publish(&store, &draft, session.now, author)?
            };
            Ok((keys, draft, published))
        });
    match result {
        Ok((keys, draft, published)) => finish(session, &store, &kept, &keys, &draft.message(), &published),
        Err(error) => {
            keep(session, &store, &kept)?;
            Err(error)
        }
    }
}

fn sign_all<'o>(
    session: &Session<'_>,
    store: &Store,
    desk: &mut Desk<'_>,
    keys: &[Key],
    orders: impl Iterator<Item = &'o SignArg>,
) -> Result<(), CliError> {
    let signing_key = store.config("weibao.signingkey").or_else(|| store.config("user.signingkey"));
    for order in orders {
        let pointer = format!("/{}", order.section);
        let holds = |key: &&Key| desk.value(key).is_some_and(|value| value.pointer(&pointer).is_some());
        if let Some(key) = keys.iter().find(holds).or(keys.first()) {
            input::sign(session, desk, key, order, signing_key.clone())?;
        }
    }
    Ok(())
}

fn finish(
    session: &mut Session<'_>,
    store: &Store,
    kept: &Kept,
    keys: &[Key],
    message: &str,
    published: &Published,
) -> Result<Exit, CliError> {
    let verdict = &published.verdict;
    let exit = Exit::of(verdict.exit());
    if session.out.is_json() {
        let records: Vec<_> =
            keys.iter().map(|key| json!({ "kind": key.kind.word(), "key": key.id, "path": key.path() })).collect();
        let judged: Value = serde_json::from_str(&guard::json(verdict)).unwrap_or_default();
        let commit = published.commit.as_ref().map(ToString::to_string);
        session.out.json("weibao-write/1", json!({ "commit": commit, "records": records, "verdict": judged }))?;
    } else if !verdict.findings.is_empty() || exit != Exit::Clean {
        let text = guard::text(verdict, session.lang(), session.surroundings.coloured);
        session.out.text(&text)?;
    }
    if verdict.exit() != ExitCode::Clean {
        session.out.note(refused(verdict.errors().count()))?;
        keep(session, store, kept)?;
        return Ok(exit);
    }
    if published.commit.is_some() {
        forget(store, kept);
    }
    if !session.out.is_json() {
        match &published.commit {
            Some(commit) => session.out.say(written(&commit.to_string(), message))?,
            None => session.out.say(all_well())?,
        }
    }
    Ok(Exit::Clean)
}

/// That a commit was made of a draft with this message.
pub fn written(commit: &str, message: &str) -> Message {
    let short: String = commit.chars().take(10).collect();
    Message::new(&WRITTEN).with("commit", short).with("what", message.lines().next().unwrap_or_default())
}

/// That so many findings stand against it.
pub fn refused(findings: usize) -> Message {
    Message::new(&REFUSED).with("n", findings)
}

/// That all is well and nothing was written.
pub fn all_well() -> Message {
    Message::new(&WELL)
}

/// Takes the draft of an earlier attempt away once it has served; it is gone already if there was none.
pub fn forget(store: &Store, kept: &Kept) {
    let _ = std::fs::remove_file(place(store, kept));
}

/// Where the draft of a command lies.
fn place(store: &Store, kept: &Kept) -> PathBuf {
    store.common_dir().join("weibao").join("drafts").join(format!("{}.json", kept.name))
}

/// Puts what was typed into a file that `--from` takes back.
pub fn keep(session: &mut Session<'_>, store: &Store, kept: &Kept) -> Result<(), CliError> {
    if kept.name.is_empty() || kept.typed.as_object().is_none_or(serde_json::Map::is_empty) {
        return Ok(());
    }
    let path = place(store, kept);
    let folder = path.parent().unwrap_or(&path);
    let mut typed = kept.typed.clone();
    if let Value::Object(members) = &mut typed {
        members.retain(|name, _| !kept.chosen.contains(&name.as_str()));
    }
    let text = format!("{}\n", serde_json::to_string_pretty(&typed).unwrap_or_default());
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|source| CliError::File { path: path.clone(), source })?;
    let again = format!("weibao {} --from {}", kept.again, path.display());
    session.out.note(Message::new(&KEPT).with("path", path.display()).with("again", again))
}
