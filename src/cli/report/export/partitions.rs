//! The files of an export: rows gathered by month, then put in their places where the bytes differ.
//!
//! Rows are written aside first and only then compared with what the folder holds, so a file whose rows are the same is not
//! touched, and what a cut-off or damaged export left is put right by the next. A file is replaced in one step.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::tables;
use crate::render::flat::{Datum, Table, line};
use crate::sign::sha256_hex;

/// How many bytes of a partition are held before they are written.
const HELD: usize = 64 * 1024;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Files {
    /// Lines of JSON.
    Ndjson,
    /// Parquet.
    Parquet,
}

impl Files {
    /// The ending of a file's name.
    pub(in crate::cli) const fn ending(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Parquet => "parquet",
        }
    }

    /// Whether this build can write it.
    pub(in crate::cli) const fn built(self) -> bool {
        matches!(self, Self::Ndjson) || cfg!(feature = "parquet")
    }
}

/// A partition's rows so far: what is not yet written, and how many.
#[derive(Default)]
struct Part {
    held: String,
    rows: u64,
}

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Told {
    /// The table's name.
    pub(in crate::cli) table: &'static str,
    /// Its rows.
    pub(in crate::cli) rows: u64,
    /// Its files.
    pub(in crate::cli) files: usize,
    /// Of these, written anew.
    pub(in crate::cli) rewritten: usize,
    /// Files taken away, since nothing falls into their month any more.
    pub(in crate::cli) removed: usize,
}

/// An export in the making.
pub(super) struct Partitions {
    folder: PathBuf,
    aside: PathBuf,
    files: Files,
    parts: BTreeMap<(&'static str, String), Part>,
}

impl Partitions {
    /// Begins in a folder; what a run that was cut off left aside is taken away.
    pub(super) fn begin(folder: &Path, files: Files) -> io::Result<Self> {
        let aside = folder.join(".writing");
        match fs::remove_dir_all(&aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir(&aside)?,
        }
        Ok(Self { folder: folder.to_owned(), aside, files, parts: BTreeMap::new() })
    }

    /// Takes a row of a month; of no month for a table in one piece.
    pub(super) fn take(&mut self, table: &Table, month: &str, row: &[Datum]) -> io::Result<()> {
        let part = self.parts.entry((table.name, month.to_owned())).or_default();
        part.held.push_str(&line(table.columns, row));
        part.rows += 1;
        if part.held.len() >= HELD {
            append(&self.aside, table.name, month, &mut part.held)?;
        }
        Ok(())
    }

    /// Puts every file in its place; what became of each table, and its part of the manifest.
    pub(super) fn settle(mut self) -> io::Result<(Vec<Told>, Value)> {
        let mut told = Vec::new();
        let mut listed = serde_json::Map::new();
        for table in tables::ALL {
            let (one, files) = self.table(table)?;
            told.push(one);
            let kind = |column: &crate::render::flat::Column| json!({"name": column.name, "type": column.kind.word()});
            let columns: Vec<_> = table.columns.iter().map(kind).collect();
            listed.insert(table.name.to_owned(), json!({"columns": columns, "files": files}));
        }
        fs::remove_dir_all(&self.aside)?;
        Ok((told, Value::Object(listed)))
    }

    fn table(&mut self, table: &Table) -> io::Result<(Told, Vec<Value>)> {
        let mut told = Told { table: table.name, rows: 0, files: 0, rewritten: 0, removed: 0 };
        let mut listed = Vec::new();
        let mut kept = Vec::new();
        let months: Vec<_> = self.parts.keys().filter(|(name, _)| *name == table.name).cloned().collect();
        for key in months {
            let Some(mut part) = self.parts.remove(&key) else {
                continue;
            };
            append(&self.aside, table.name, &key.1, &mut part.held)?;
            let written = aside(&self.aside, table.name, &key.1);
            let bytes = self.bytes(table, fs::read(&written)?)?;
            fs::remove_file(&written)?;
            let place = place(table.name, &key.1, self.files);
            told.rows += part.rows;
            told.files += 1;
            told.rewritten += usize::from(put(&self.folder.join(&place), &bytes)?);
            listed.push(json!({
                "file": place, "rows": part.rows, "bytes": bytes.len(), "sha256": sha256_hex(&bytes),
            }));
            kept.push(self.folder.join(place));
        }
        told.removed = self.sweep(table, &kept)?;
        Ok((told, listed))
    }

    #[cfg(feature = "parquet")]
    fn bytes(&self, table: &Table, lines: Vec<u8>) -> io::Result<Vec<u8>> {
        if self.files == Files::Ndjson {
            return Ok(lines);
        }
        let mut bytes = Vec::new();
        crate::render::flat::parquet::write(table.columns, lines.as_slice(), &mut bytes).map_err(io::Error::other)?;
        Ok(bytes)
    }

    #[cfg(not(feature = "parquet"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "a build with Parquet needs both")]
    fn bytes(&self, _: &Table, lines: Vec<u8>) -> io::Result<Vec<u8>> {
        Ok(lines)
    }

    /// Takes away the files of a table's months into which nothing falls any more.
    fn sweep(&self, table: &Table, kept: &[PathBuf]) -> io::Result<usize> {
        let mut removed = 0;
        let folder = self.folder.join(table.name);
        if table.month.is_none() || !folder.is_dir() {
            return Ok(0);
        }
        for entry in fs::read_dir(&folder)? {
            let month = entry?.path();
            let file = month.join(format!("part-0.{}", self.files.ending()));
            if file.is_file() && !kept.contains(&file) {
                fs::remove_file(&file)?;
                removed += 1;
                // Somebody else's file in it keeps the folder.
                let _ = fs::remove_dir(&month);
            }
        }
        Ok(removed)
    }
}

fn aside(folder: &Path, table: &str, month: &str) -> PathBuf {
    folder.join(format!("{table}.{month}"))
}

fn append(folder: &Path, table: &str, month: &str, held: &mut String) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(aside(folder, table, month))?;
    file.write_all(held.as_bytes())?;
    held.clear();
    Ok(())
}

/// Where a partition's file lies in the folder; `/` between.
fn place(table: &str, month: &str, files: Files) -> String {
    let ending = files.ending();
    if month.is_empty() { format!("{table}/part-0.{ending}") } else { format!("{table}/month={month}/part-0.{ending}") }
}

/// Puts bytes at a place in one step, unless they are there already; whether it did.
pub(super) fn put(place: &Path, bytes: &[u8]) -> io::Result<bool> {
    if fs::read(place).is_ok_and(|there| there == bytes) {
        return Ok(false);
    }
    let folder = place.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".").tempfile_in(folder)?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    {
        // Others compute from these files: they are as readable as any file one writes, not as a temporary one.
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.as_file().sync_all()?;
    file.persist(place).map_err(|error| error.error)?;
    Ok(true)
}
