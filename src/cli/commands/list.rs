//! `weibao list`: the records of a kind, filtered by their members.

use clap::Args;
use serde_json::{Value, json};

use super::KindArg;
use super::show::scalar;
use crate::cli::columns::aligned;
use crate::cli::session::Session;
use crate::cli::{CliError, Exit, value};
use crate::ledger::{Records, Snapshot};
use crate::record::Kind;
use crate::record::path::{Key, Place, ROOT, place};
use crate::schema::Schemas;
use crate::text::Message;
use crate::texts;

texts! {
    MORE: "还有更多；用 --limit 多看", "there are more; see them with --limit";
    BAD_WHERE: "--where “{text}” 不对，形如 state=open", "--where `{text}` is not of the form state=open";
}

/// 列出一类记录，可按各项筛选 / Lists the records of a kind, filtered by their members
///
/// 例 / example: weibao list 维修单 --where state=未完成 --where report.site=S00001
#[derive(Debug, Args)]
pub struct List {
    /// 种类 / Kind
    #[arg(value_parser = KindArg)]
    pub kind: Kind,
    /// 只列此项等于此值的，可重复 / Only those whose member equals the value; may be repeated
    #[arg(long = "where", value_name = "PATH=VALUE")]
    pub filters: Vec<String>,
    /// 只列某甲方的 / Only those of a client
    #[arg(long, value_name = "CLIENT")]
    pub client: Option<String>,
    /// 只列某站点的 / Only those of a site
    #[arg(long, value_name = "SITE")]
    pub site: Option<String>,
    /// 最多几条 / At most so many
    #[arg(long, default_value_t = 200)]
    pub limit: usize,
}

impl List {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let mut filters = Vec::new();
        for text in &self.filters {
            let (path, written) =
                text.split_once('=').ok_or_else(|| CliError::plain(Message::new(&BAD_WHERE).with("text", text)))?;
            filters.push((format!("/{}", path.replace('.', "/")), value::parse(self.kind, path, written)?));
        }
        let store = session.store()?;
        let snapshot = store.head_snapshot()?;
        let records = Records::new(&snapshot);
        let mut keys = Vec::new();
        collect(&snapshot, &format!("{ROOT}/{}", self.kind.word()), &mut keys)?;
        let mut found = Vec::new();
        let mut more = false;
        for key in &keys {
            let Some(entry) = records.entry(key) else {
                continue;
            };
            let fits = filters.iter().all(|(pointer, wanted)| entry.value.pointer(pointer) == Some(wanted))
                && names(&entry.value, "client", self.client.as_deref())
                && names(&entry.value, "site", self.site.as_deref());
            if fits && found.len() >= self.limit {
                more = true;
                break;
            }
            if fits {
                found.push(entry);
            }
        }
        if let Some(unreadable) = records.failure() {
            return Err(unreadable.into());
        }
        if session.out.is_json() {
            let list: Vec<_> =
                found.iter().map(|entry| json!({ "key": entry.key.id, "record": entry.value })).collect();
            session.out.json("weibao-list/1", json!({ "kind": self.kind.word(), "records": list, "more": more }))?;
            return Ok(Exit::Clean);
        }
        let lang = session.lang();
        let root = Schemas::get().fields(self.kind);
        let rows: Vec<Vec<String>> = found
            .iter()
            .map(|entry| {
                let member = |path: &&str| {
                    let value = entry.value.pointer(&format!("/{path}"))?;
                    Some(scalar(root.at(path)?, value, lang))
                };
                std::iter::once(entry.key.id.clone()).chain(COLUMNS.iter().filter_map(member)).collect()
            })
            .collect();
        for line in aligned(&rows) {
            session.out.line(&line)?;
        }
        if more {
            session.out.note(&MORE)?;
        }
        Ok(Exit::Clean)
    }
}

/// What a line shows after the key, as far as the kind has it.
const COLUMNS: &[&str] = &[
    "state",
    "kind",
    "name",
    "department",
    "client",
    "site",
    "stage",
    "purpose",
    "title",
    "district",
    "report/site",
    "report/opened_at",
    "report/opened_by",
    "report/symptom",
    "issue/holder",
    "first_no",
    "last_no",
    "received_at",
    "symptom",
    "intake/received_at",
    "intake/nature",
    "what",
    "at",
    "call/at",
    "visit/arrived_at",
    "confirmation/at",
    "source",
];

fn names(value: &Value, member: &str, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| {
        [format!("/{member}"), format!("/report/{member}")]
            .iter()
            .any(|pointer| value.pointer(pointer).and_then(Value::as_str) == Some(wanted))
    })
}

/// The keys of all records below a folder, in the order of their paths.
pub fn collect(snapshot: &dyn Snapshot, folder: &str, keys: &mut Vec<Key>) -> Result<(), CliError> {
    for name in snapshot.list(folder)? {
        let path = format!("{folder}/{}", name.name);
        if name.is_folder {
            collect(snapshot, &path, keys)?;
        } else if let Some(Place::Record(key)) = place(&path) {
            keys.push(key);
        }
    }
    Ok(())
}
