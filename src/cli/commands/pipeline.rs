//! The pipeline's files in a repository that is there: written by `init --forge`, compared and put right by `doctor`.

use serde_json::json;

use super::doctor::Look;
use crate::cli::Exit;
use crate::cli::pipeline;
use crate::cli::session::Session;
use crate::cli::words::CliError;
use crate::desk::sync::forge::Forge;
use crate::desk::{Desk, publish};
use crate::guard::receive;
use crate::ledger::Records;
use crate::store::{Person, Store};
use crate::text::Message;
use crate::texts;

texts! {
    SUBJECT: "ci: 流水线 {files}", "ci: pipeline {files}";
    WRITTEN: "已写入并提交：{files}", "written and committed: {files}";
    AS_IT_IS: "流水线已是最新", "the pipeline is as this program writes it";
    STALE: "流水线与本程序所写不同：{files}", "the pipeline differs from what this program writes: {files}";
    STALE_FIX: "运行 weibao doctor --fix", "run weibao doctor --fix";
    NONE: "没有流水线", "there is no pipeline";
    NONE_FIX: "如用代码平台：weibao init . --forge github", "if a forge keeps the records: weibao init . --forge github";
}

/// Writes the files that are not as they should be, as one commit.
pub(super) fn write(
    session: &mut Session<'_>,
    store: &Store,
    forge: Forge,
    owners: Option<&str>,
) -> Result<Exit, CliError> {
    let stale = {
        let head = store.head_snapshot()?;
        let known = pipeline::present(&head)?.into_iter().find(|(there, _)| *there == forge);
        let organisation = owners.map(str::to_owned).or_else(|| known.and_then(|(_, organisation)| organisation));
        pipeline::stale(&head, &pipeline::files(forge, &branch(store), organisation.as_deref()))?
    };
    let files = commit(session, store, stale)?;
    if session.out.is_json() {
        session.out.json("weibao-pipeline/1", json!({ "forge": forge.name(), "written": files }))?;
    } else if files.is_empty() {
        session.out.say(&AS_IT_IS)?;
    } else {
        session.out.say(Message::new(&WRITTEN).with("files", files.join(" ")))?;
    }
    Ok(Exit::Clean)
}

/// Writes every pipeline that is there anew where it is stale.
pub(super) fn fix(session: &mut Session<'_>, store: &Store) -> Result<(), CliError> {
    let stale = stale(store)?;
    let files = commit(session, store, stale)?;
    if !files.is_empty() {
        session.out.note(Message::new(&WRITTEN).with("files", files.join(" ")))?;
    }
    Ok(())
}

/// Whether the pipelines that are there are as this program writes them.
pub(super) fn look(store: &Store) -> Result<Look, CliError> {
    if pipeline::present(&store.head_snapshot()?)?.is_empty() {
        return Ok(Look::absent("pipeline", &NONE, &NONE_FIX));
    }
    let stale = stale(store)?;
    if stale.is_empty() {
        return Ok(Look::good("pipeline", &AS_IT_IS));
    }
    let files: Vec<_> = stale.iter().map(|(path, _)| *path).collect();
    Ok(Look::bad("pipeline", Message::new(&STALE).with("files", files.join(" ")), &STALE_FIX))
}

fn stale(store: &Store) -> Result<Vec<(&'static str, String)>, CliError> {
    let head = store.head_snapshot()?;
    let mut stale = Vec::new();
    for (forge, organisation) in pipeline::present(&head)? {
        stale.extend(pipeline::stale(&head, &pipeline::files(forge, &branch(store), organisation.as_deref()))?);
    }
    stale.sort();
    stale.dedup();
    Ok(stale)
}

fn branch(store: &Store) -> String {
    receive::authority(store).trim_start_matches("refs/heads/").to_owned()
}

fn commit(
    session: &Session<'_>,
    store: &Store,
    files: Vec<(&'static str, String)>,
) -> Result<Vec<&'static str>, CliError> {
    let paths: Vec<_> = files.iter().map(|(path, _)| *path).collect();
    if files.is_empty() {
        return Ok(paths);
    }
    let head = store.head_snapshot()?;
    let records = Records::new(&head);
    let person = session.person(store, &records)?;
    let mut draft = Desk::new(&records, person.id.clone(), session.now).draft()?;
    for (path, text) in files {
        draft.add_file(path.to_owned(), text.into_bytes());
    }
    draft.retitle(Message::new(&SUBJECT).with("files", paths.join(" ")));
    publish::commit(store, &draft, session.now, Person { name: person.name, email: person.email })?;
    Ok(paths)
}
