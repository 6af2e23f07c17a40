//! `weibao export`: the flat tables written into a folder, with a manifest of what they rest on.
//!
//! Every run counts anew and writes only the files whose bytes differ, so that after a commit the months it touched are
//! rewritten and the folder is always, byte for byte, what a full export would give. Rows hold no standing: that time
//! passes touches nothing but the one row of `export` and the visits that come within the horizon of 400 days.

mod partitions;
mod tables;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

pub(in crate::cli) use self::partitions::{Files, Told};
use self::partitions::{Partitions, put};
use super::checked::Wanted;
use super::moment::{Basis, Moment};
use super::walk::{self, Seen};
use super::words::Trouble;
use super::{FormatArg, Globals, Surroundings, source};
use crate::ledger::{Arrival, History, Records, Version, Versions};
use crate::measure::books::Books;
use crate::measure::entries::Ground;
use crate::measure::flat::{Held, due, events};
use crate::record::Kind;
use crate::record::instant::{Date, Instant};
use crate::record::path::{Place, place};
use crate::regulation::world::World;
use crate::render::flat::{Datum, document};
use crate::render::{Document, Format};
use crate::store::{Id, Store};
use crate::text::{Lang, Message};

/// The SQL that reproduces the callback rates from the tables.
pub(in crate::cli) const SQL: &str = include_str!("callbacks.sql");

crate::texts! {
    TITLE: "导出", "Export";
    FILE: "{path}：{why}", "{path}: {why}";
    NOT_EMPTY: "{path} 不是导出的文件夹，且不为空", "{path} is no folder of an export, and not empty";
    OTHER: "{path} 是另一次导出（{what}）：请换一个文件夹", "{path} holds another export ({what}): name another folder";
    BUSY: "{path} 正有另一次导出在写", "another export is writing into {path}";
}

/// What is to be exported, and where to.
pub(in crate::cli) struct Asked<'a> {
    /// The repository of records.
    pub(in crate::cli) repo: &'a Path,
    /// The folder.
    pub(in crate::cli) to: &'a Path,
    /// How rows are written.
    pub(in crate::cli) files: Files,
    /// As known at a day, instant or commit; now if left out.
    pub(in crate::cli) as_of: Option<&'a str>,
    /// The receipt log.
    pub(in crate::cli) receipts: Option<&'a Path>,
    /// Whether the records are checked first, or the manifest says that they were not.
    pub(in crate::cli) checked: bool,
    /// The time.
    pub(in crate::cli) now: Instant,
}

/// What an export gave.
pub(in crate::cli) struct Given {
    /// The commit.
    pub(in crate::cli) commit: String,
    /// The moment.
    pub(in crate::cli) as_of: Instant,
    /// What became of each table.
    pub(in crate::cli) tables: Vec<Told>,
}

/// The tables as a Markdown document.
pub(in crate::cli) fn described(lang: Lang) -> String {
    document(tables::ALL, lang)
}

/// Exports; an error in words.
pub(in crate::cli) fn export(asked: &Asked<'_>) -> Result<Given, Message> {
    run(asked).map_err(|trouble| trouble.why())
}

fn run(asked: &Asked<'_>) -> Result<Given, Trouble> {
    crate::store::verify_here();
    let store = Store::open(asked.repo)?;
    let globals = Globals {
        repo: asked.repo.to_owned(),
        basis: Basis::plain(asked.as_of, asked.receipts, if asked.checked { Wanted::Auto } else { Wanted::No }),
        repos: Vec::new(),
        list: None,
        allow_missing: false,
        format: FormatArg::Text,
        output: None,
        bom: false,
        summary: None,
        table: None,
        lang: None,
    };
    let around = Surroundings { now: asked.now, here: PathBuf::new(), locale: None };
    let moment = Moment::of(&store, &globals, &around)?;
    let snapshot = store.snapshot_of(moment.commit)?;
    let records = Records::new(&snapshot);
    let world = World::new(&records, moment.as_of);
    let mut folder = Folder::open(asked.to, asked.files, &world.repository)?;
    let mut parts = Partitions::begin(asked.to, asked.files).map_err(|error| trouble(asked.to, error))?;
    let seen = fill(&store, &moment, &world, &mut parts).map_err(|fault| match fault {
        Fault::Trouble(trouble) => trouble,
        Fault::File(error) => trouble(asked.to, error),
    })?;
    let facts = source::facts(&moment, &seen, &world);
    let facts =
        Document { report: "export/1", title: &TITLE, facts, tables: Vec::new() }.render(Format::Json, Lang::En);
    let settled = folder.begin(asked.files, &world.repository).and_then(|()| {
        let (told, tables) = parts.settle()?;
        put(&asked.to.join("callbacks.sql"), SQL.as_bytes())?;
        let basis: Value = serde_json::from_str(&facts)?;
        folder.end(asked.files, &basis, &tables)?;
        Ok(told)
    });
    let told = settled.map_err(|error| trouble(asked.to, error))?;
    Ok(Given { commit: moment.commit.to_string(), as_of: moment.as_of, tables: told })
}

fn trouble(path: &Path, error: io::Error) -> Trouble {
    Trouble::Said(Message::new(&FILE).with("path", path.display()).with("why", error))
}

/// Why rows could not be gathered.
enum Fault {
    Trouble(Trouble),
    File(io::Error),
}

impl<T: Into<Trouble>> From<T> for Fault {
    fn from(trouble: T) -> Self {
        Self::Trouble(trouble.into())
    }
}

/// Every row of every table.
fn fill(store: &Store, moment: &Moment, world: &World<'_>, parts: &mut Partitions) -> Result<Seen, Fault> {
    let versions = store.versions(moment.commit, None)?;
    let mut history = history(&versions);
    history.receipts.clone_from(&moment.receipts);
    let snapshot = store.snapshot_of(moment.commit)?;
    let mut books = Books::new(moment.as_of);
    let mut failed: Option<Fault> = None;
    let seen = walk::each(&snapshot, Kind::ALL, moment.as_of, &mut |entry, around| {
        if failed.is_some() {
            return;
        }
        if entry.key.kind == Kind::Book {
            books.take(entry, around);
        }
        let Some(held) = Held::of(entry, &history) else {
            failed = Some(Fault::Trouble(Trouble::NoRecord(entry.key.clone())));
            return;
        };
        let blob = Id::of_file(&entry.bytes).map(|id| id.to_string());
        let row = tables::record(&held, blob);
        let mut taken = parts.take(&tables::RECORDS, &month(held.first.committed_at.day()), &row);
        for due in due(entry, around, &history) {
            let row = tables::obligation(&due);
            taken = taken.and_then(|()| parts.take(&tables::OBLIGATIONS, &month(due.window.due_on), &row));
        }
        failed = taken.err().map(Fault::File);
    })?;
    if let Some(fault) = failed {
        return Err(fault);
    }
    for account in &books.finish().accounts {
        parts.take(&tables::BOOKS, &month(account.issued_at.day()), &tables::book(account)).map_err(Fault::File)?;
    }
    let landed_at = versions.landed_at();
    let receipts = moment.receipts.as_ref();
    let ground = Ground { versions: &versions, landed_at: &landed_at, receipts, policies: &world.policies };
    told(store, &ground, &snapshot, parts)?;
    let row = [
        Datum::Text(world.repository.clone()),
        Datum::Text(moment.commit.to_string()),
        Datum::Int(moment.as_of.unix()),
        Datum::Bool(receipts.is_some()),
        Datum::Text(concat!("weibao ", env!("CARGO_PKG_VERSION")).to_owned()),
    ];
    parts.take(&tables::EXPORT, "", &row).map_err(Fault::File)?;
    Ok(seen)
}

/// The events of every record that is there, in the order of paths.
fn told(
    store: &Store,
    ground: &Ground<'_>,
    snapshot: &dyn crate::ledger::Snapshot,
    parts: &mut Partitions,
) -> Result<(), Fault> {
    for (path, versions) in &ground.versions.of {
        let Some(Place::Record(key)) = place(path) else {
            continue;
        };
        if !snapshot.exists(path)? {
            continue;
        }
        let mut told = Vec::with_capacity(versions.len());
        for Version { commit, file } in ground.in_order(versions) {
            let bytes = Id::of_version(*file).map(|id| store.file(id)).transpose()?.unwrap_or_default();
            let value = serde_json::from_slice(&bytes).map_err(|_| Trouble::NoRecord(key.clone()))?;
            told.push((*commit, value));
        }
        for event in events(&key, &told, ground) {
            parts.take(&tables::EVENTS, &month(event.at.day()), &tables::event(&event)).map_err(Fault::File)?;
        }
    }
    Ok(())
}

/// When each record first came and last changed, from its versions.
fn history(versions: &Versions) -> History {
    let arrival = |of: &[Version]| {
        let commits = of.iter().map(|version| version.commit);
        Some(Arrival { first: commits.clone().min()?, last: commits.max()? })
    };
    let arrivals = versions.of.iter().filter_map(|(path, of)| Some((path.clone(), arrival(of)?))).collect();
    History::of(arrivals, versions.commits.len(), |place| versions.commits[place].info.clone())
}

fn month(day: Date) -> String {
    day.format("%Y-%m").to_string()
}

/// The folder of an export, held against a second writer while it is open.
struct Folder {
    path: PathBuf,
    _held: File,
}

const MANIFEST: &str = "manifest.json";

impl Folder {
    /// Opens a folder that is empty, new, or an export of the same repository in the same form.
    fn open(path: &Path, files: Files, repository: &str) -> Result<Self, Trouble> {
        let said =
            |text, what: &str| Err(Trouble::Said(Message::new(text).with("path", path.display()).with("what", what)));
        fs::create_dir_all(path).map_err(|error| trouble(path, error))?;
        let manifest = fs::read(path.join(MANIFEST)).unwrap_or_default();
        let manifest: Option<Value> = serde_json::from_slice(&manifest).ok();
        let mut names = fs::read_dir(path).map_err(|error| trouble(path, error))?.flatten();
        if let Some(manifest) = manifest.filter(|manifest| manifest["format"] == "weibao-export/1") {
            for (member, wanted) in [("files", files.ending()), ("repository", repository)] {
                let there = manifest[member].as_str().unwrap_or_default();
                if there != wanted {
                    return said(&OTHER, there);
                }
            }
        } else if names.any(|entry| entry.file_name() != ".lock" && entry.file_name() != ".writing") {
            return said(&NOT_EMPTY, "");
        }
        let held = File::create(path.join(".lock")).map_err(|error| trouble(path, error))?;
        if held.try_lock().is_err() {
            return said(&BUSY, "");
        }
        Ok(Self { path: path.to_owned(), _held: held })
    }

    /// Says that the files are being changed: until the end nobody may rely on them.
    fn begin(&mut self, files: Files, repository: &str) -> io::Result<()> {
        self.write(&json!({
            "format": "weibao-export/1", "complete": false, "files": files.ending(), "repository": repository,
        }))
    }

    /// Says what the files rest on.
    fn end(&mut self, files: Files, basis: &Value, tables: &Value) -> io::Result<()> {
        self.write(&json!({
            "format": "weibao-export/1", "complete": true, "files": files.ending(), "repository": basis["repository"],
            "basis": basis, "tables": tables,
        }))
    }

    fn write(&self, manifest: &Value) -> io::Result<()> {
        let text = serde_json::to_string_pretty(manifest)? + "\n";
        put(&self.path.join(MANIFEST), text.as_bytes()).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the one who runs the tests asks for new copies")]
    fn the_committed_description_of_the_tables_says_what_is_exported() {
        for (name, lang) in [("export.zh.md", Lang::Zh), ("export.en.md", Lang::En)] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
            let text = described(lang);
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                fs::write(&path, &text).unwrap();
            }
            let committed = fs::read_to_string(&path).unwrap_or_default();
            assert!(committed == text, "{name} is out of date: run the tests once with UPDATE_GOLDEN=1 and commit it");
        }
    }
}
