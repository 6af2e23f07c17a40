//! A record named on the command line: by kind and key, by its key alone where that is enough, or by its path.

use clap::Args;

use super::CliError;
use super::session::Session;
use crate::ledger::Records;
use crate::record::Kind;
use crate::record::path::{Key, Place, place};
use crate::text::Message;
use crate::texts;

texts! {
    NO_KIND: "“{word}” 不是记录的种类", "`{word}` is no kind of record";
    KINDS: "种类有：{kinds}", "the kinds are: {kinds}";
    BAD_KEY: "“{id}” 不是{kind}的编号", "`{id}` is no key of a {kind}";
    NO_KEY: "“{id}” 不是任何一类记录的编号", "`{id}` is no key of any kind";
    NONE_THERE: "没有编号为 “{id}” 的记录", "no record has the key `{id}`";
    SEVERAL: "“{id}” 是几类记录的编号：{kinds}", "`{id}` is the key of several records: {kinds}";
    SAY_KIND: "请写明种类，如 {kind} {id}", "say the kind, as in {kind} {id}";
    NEEDS_KEY: "请写编号，或用 --fields 看有哪些项", "say which, or --fields to see what there is";
}

/// A record, named by one or two words.
#[derive(Debug, Clone, Args)]
pub struct Which {
    /// 种类（可省）和编号，或记录的路径；公司只写种类 / Kind (may be left out) and key, or the record's path; the company needs its kind alone
    #[arg(value_name = "[KIND] KEY", num_args = 1..=2, required = true)]
    pub words: Vec<String>,
}

impl Which {
    /// The key that is meant.
    pub fn key(&self, session: &Session<'_>) -> Result<Key, CliError> {
        named(session, &self.words)
    }
}

/// The key that some words mean: the kind may be left out where only one record has the key.
pub fn named(session: &Session<'_>, words: &[String]) -> Result<Key, CliError> {
    match words {
        [kind, id, ..] => of_kind(kind_named(kind, session)?, id),
        [word] => alone(session, word),
        [] => Err(CliError::plain(&NEEDS_KEY)),
    }
}

/// The kind of that word or Chinese name.
pub fn kind_named(word: &str, session: &Session<'_>) -> Result<Kind, CliError> {
    Kind::parse(word).ok_or_else(|| {
        let known = Kind::ALL.iter().map(|kind| format!("{} {}", kind.word(), kind.name().zh));
        let list = known.collect::<Vec<_>>().join(if session.lang() == crate::text::Lang::Zh { "、" } else { ", " });
        CliError::said(Message::new(&NO_KIND).with("word", word), Message::new(&KINDS).with("kinds", list))
    })
}

/// A key of a kind.
pub fn of_kind(kind: Kind, id: &str) -> Result<Key, CliError> {
    Key::new(kind, id)
        .ok_or_else(|| CliError::plain(Message::new(&BAD_KEY).with("id", id).with_message("kind", kind.name())))
}

fn alone(session: &Session<'_>, word: &str) -> Result<Key, CliError> {
    if let Some(Place::Record(key)) = place(word) {
        return Ok(key);
    }
    match Kind::parse(word) {
        Some(Kind::Company) => return of_kind(Kind::Company, "company"),
        Some(_) => return Err(CliError::plain(&NEEDS_KEY)),
        None => {}
    }
    let possible: Vec<Key> = Kind::ALL.iter().filter_map(|kind| Key::new(*kind, word)).collect();
    if possible.is_empty() {
        return Err(CliError::plain(Message::new(&NO_KEY).with("id", word)));
    }
    let store = session.store()?;
    let snapshot = store.head_snapshot()?;
    let records = Records::new(&snapshot);
    let mut there = possible.into_iter().filter(|key| records.exists(key)).collect::<Vec<_>>().into_iter();
    match (there.next(), there.as_slice()) {
        (Some(key), []) => Ok(key),
        (Some(first), more) => {
            let kinds = std::iter::once(&first).chain(more).map(|key| key.kind.word()).collect::<Vec<_>>().join(", ");
            Err(CliError::said(
                Message::new(&SEVERAL).with("id", word).with("kinds", kinds),
                Message::new(&SAY_KIND).with("id", word).with("kind", first.kind),
            ))
        }
        (None, _) => Err(CliError::plain(Message::new(&NONE_THERE).with("id", word))),
    }
}
