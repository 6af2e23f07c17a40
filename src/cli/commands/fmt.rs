//! `weibao fmt`: writes records in their one canonical layout.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::record::path::{Place, ROOT, place};
use crate::schema;
use crate::store::FaultKind;
use crate::text::Message;
use crate::texts;

texts! {
    REWRITTEN: "已排版 {path}", "rewritten {path}";
    WOULD: "须排版 {path}", "to be rewritten {path}";
    CANNOT: "{path}:{at}：{what}", "{path}:{at}: {what}";
    ALL_WELL: "{n} 个文件，排版都对", "{n} file(s), all in the canonical layout";
    NO_TREE: "没有工作区，也没有给出文件", "there is no working tree and no file was named";
}

/// 排版：把记录写成唯一的规范形式 / Writes records in their canonical layout
#[derive(Debug, Args)]
pub struct Fmt {
    /// 文件或目录；不写则全部记录 / Files or folders; otherwise all records
    pub paths: Vec<PathBuf>,
    /// 只看不写 / Only looks
    #[arg(long)]
    pub check: bool,
}

impl Fmt {
    /// Runs the command.
    pub fn run(&self, session: &mut Session<'_>) -> Result<Exit, CliError> {
        let root = match session.store() {
            Ok(store) => store.workdir().map(Path::to_path_buf),
            Err(CliError::Store(fault)) if fault.kind == FaultKind::Missing => None,
            Err(error) => return Err(error),
        };
        let root = root.ok_or_else(|| CliError::plain(&NO_TREE))?;
        let root = std::fs::canonicalize(&root).unwrap_or(root);
        let starts = match self.paths.as_slice() {
            [] => vec![root.join(ROOT)],
            paths => paths.iter().map(|path| session.path(path)).collect(),
        };
        let mut files = Vec::new();
        for start in &starts {
            gather(start, &mut files)?;
        }
        let (mut seen, mut changed, mut wrong) = (0_usize, Vec::new(), false);
        for file in files {
            let whole = std::fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
            let name = whole.strip_prefix(&root).unwrap_or(&whole).to_string_lossy().replace('\\', "/");
            let Some(Place::Record(key)) = place(&name) else {
                continue;
            };
            seen += 1;
            let bytes = std::fs::read(&file).map_err(|source| CliError::File { path: file.clone(), source })?;
            match schema::rewrite(&key, &bytes) {
                Ok(text) if text.as_bytes() == bytes => {}
                Ok(text) => {
                    if !self.check {
                        replace(&file, text.as_bytes())?;
                    }
                    changed.push(name);
                }
                Err(fault) => {
                    wrong = true;
                    let said = Message::new(&CANNOT).with("path", &name).with("at", fault.position);
                    session.out.note(said.with_message("what", fault.message))?;
                }
            }
        }
        self.print(session, seen, &changed)?;
        Ok(if wrong || (self.check && !changed.is_empty()) { Exit::Findings } else { Exit::Clean })
    }

    fn print(&self, session: &mut Session<'_>, seen: usize, changed: &[String]) -> Result<(), CliError> {
        if session.out.is_json() {
            return session
                .out
                .json("weibao-fmt/1", json!({ "files": seen, "changed": changed, "written": !self.check }));
        }
        for path in changed {
            session.out.say(Message::new(if self.check { &WOULD } else { &REWRITTEN }).with("path", path))?;
        }
        if changed.is_empty() {
            session.out.say(Message::new(&ALL_WELL).with("n", seen))?;
        }
        Ok(())
    }
}

/// All files at or below a path, sorted; symbolic links are not followed.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let fail = |source| CliError::File { path: path.to_owned(), source };
    let kind = std::fs::symlink_metadata(path).map_err(fail)?;
    if kind.is_file() {
        files.push(path.to_owned());
    } else if kind.is_dir() {
        let mut inside: Vec<_> = std::fs::read_dir(path)
            .map_err(fail)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()
            .map_err(fail)?;
        inside.sort();
        for entry in inside {
            gather(&entry, files)?;
        }
    }
    Ok(())
}

/// Replaces a file in one step, so that nobody ever sees half of it.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    use std::io::Write as _;
    let fail = |source| CliError::File { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let permissions = std::fs::metadata(path).map_err(fail)?.permissions();
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.as_file().set_permissions(permissions).map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}
