//! Index and working tree after a commit: brought up to date for the files it names, and for no others.
//!
//! Everything that can be refused is refused before anything is written; new content waits in files beside its
//! place, so that publishing is renaming.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use git2::{Index, IndexEntry, IndexTime};
use tempfile::NamedTempFile;

use super::draft::Written;
use super::{Draft, FaultKind, Id, Store, StoreFault, fault};
use crate::text::Message;

/// Index and working tree, ready to be brought up to date; nothing at all for a bare repository.
pub(super) struct Checkout {
    workdir: Option<PathBuf>,
    index: Option<Index>,
    waiting: BTreeMap<String, Option<NamedTempFile>>,
    /// What lay there, to be put back on failure.
    old: BTreeMap<String, Option<Vec<u8>>>,
    /// Folders that were made, inner ones last.
    made: Vec<PathBuf>,
}

impl Store {
    /// Refuses to overwrite uncommitted work, and lays the new content beside its place.
    pub(super) fn prepare_checkout(&self, draft: &Draft, head: Option<Id>) -> Result<Checkout, StoreFault> {
        let empty = || (BTreeMap::new(), BTreeMap::new());
        let (waiting, old) = empty();
        let mut checkout = Checkout { workdir: None, index: None, waiting, old, made: Vec::new() };
        let Some(workdir) = self.workdir() else {
            return Ok(checkout);
        };
        // The index is read by us first: libgit2 passes over a sparse or split one without a word we could use.
        drop(self.index_snapshot()?);
        let lock = self.repo.path().join("index.lock");
        if lock.exists() {
            let message = Message::new(&fault::INDEX_LOCKED).with("path", lock.display());
            return Err(StoreFault::new(FaultKind::InTheWay, message));
        }
        let index = self.repo.index()?;
        let before = head.map_or_else(|| Ok(self.nothing()), |head| self.snapshot_of(head))?;
        for path in draft.files.keys() {
            let committed = before.entry(path)?.map(|(_, id)| id);
            let staged = index.get_path(Path::new(path), 0).map(|entry| entry.id);
            let old = read(&workdir.join(path))?;
            let present = old.as_deref().and_then(Id::of_file).map(|id| id.0);
            let wanted = draft.files[path].as_deref().and_then(Id::of_file).map(|id| id.0);
            let untouched = |found: Option<git2::Oid>| found == committed || found == wanted;
            if !untouched(staged) || !untouched(present) {
                let message = Message::new(&fault::WOULD_OVERWRITE).with("path", path);
                return Err(StoreFault::new(FaultKind::InTheWay, message));
            }
            checkout.old.insert(path.clone(), old);
        }
        for (path, bytes) in &draft.files {
            let waiting = match bytes {
                Some(bytes) => Some(checkout.lay_beside(&workdir.join(path), bytes)?),
                None => None,
            };
            checkout.waiting.insert(path.clone(), waiting);
        }
        checkout.workdir = Some(workdir.to_owned());
        checkout.index = Some(index);
        Ok(checkout)
    }
}

/// The content of a plain file; nothing if there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreFault> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreFault::files(path, &error)),
    }
}

impl Checkout {
    fn lay_beside(&mut self, path: &Path, bytes: &[u8]) -> Result<NamedTempFile, StoreFault> {
        let folder = path.parent().unwrap_or(path);
        for missing in folder.ancestors().take_while(|folder| !folder.exists()).collect::<Vec<_>>().into_iter().rev() {
            std::fs::create_dir(missing).map_err(|error| StoreFault::files(missing, &error))?;
            self.made.push(missing.to_owned());
        }
        let lay = || {
            let mut file =
                tempfile::Builder::new().prefix(".weibao-").permissions(plain_permissions()).tempfile_in(folder)?;
            file.write_all(bytes)?;
            Ok(file)
        };
        lay().map_err(|error: std::io::Error| StoreFault::files(path, &error))
    }

    /// Renames the waiting files into place and writes the index; on failure puts back what lay there.
    pub(super) fn publish(mut self, store: &Store, written: &Written) -> Result<(), StoreFault> {
        let (Some(workdir), Some(mut index)) = (self.workdir.take(), self.index.take()) else {
            return Ok(());
        };
        let outcome = self.put(&workdir, &mut index, written);
        if outcome.is_ok() {
            self.made.clear();
        } else {
            self.put_back(&workdir);
        }
        drop(store.repo.index().and_then(|mut shared| shared.read(true)));
        outcome
    }

    fn put(&mut self, workdir: &Path, index: &mut Index, written: &Written) -> Result<(), StoreFault> {
        for (path, blob) in &written.blobs {
            let place = workdir.join(path);
            if let (Some(blob), Some(Some(file))) = (blob, self.waiting.remove(path)) {
                let failed = |error: &std::io::Error| StoreFault::files(&place, error);
                file.persist(&place).map_err(|error| failed(&error.error))?;
                let metadata = place.symlink_metadata().map_err(|error| failed(&error))?;
                index.add(&entry(path, *blob, &metadata))?;
            } else {
                match std::fs::remove_file(&place) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(StoreFault::files(&place, &error));
                    }
                    _ => {}
                }
                index.remove_path(Path::new(path))?;
            }
        }
        Ok(index.write()?)
    }

    fn put_back(&self, workdir: &Path) {
        for (path, old) in &self.old {
            let place = workdir.join(path);
            // Best effort: the failure that led here is reported, not one of putting back.
            let _ = match old {
                Some(bytes) => std::fs::write(&place, bytes),
                None => std::fs::remove_file(&place),
            };
        }
    }
}

impl Drop for Checkout {
    /// Takes away the folders that were made for files that did not come.
    fn drop(&mut self) {
        self.waiting.clear();
        for folder in self.made.iter().rev() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

#[cfg(unix)]
fn plain_permissions() -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o644)
}

/// An index entry for a file that was just written, with what git compares to see whether it has changed.
#[cfg(unix)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "git keeps the low 32 bits of each")]
fn entry(path: &str, id: git2::Oid, metadata: &std::fs::Metadata) -> IndexEntry {
    use std::os::unix::fs::MetadataExt as _;
    let time = |seconds: i64, nanos: i64| IndexTime::new(seconds as i32, nanos as u32);
    IndexEntry {
        ctime: time(metadata.ctime(), metadata.ctime_nsec()),
        mtime: time(metadata.mtime(), metadata.mtime_nsec()),
        dev: metadata.dev() as u32,
        ino: metadata.ino() as u32,
        mode: super::tree::FILE,
        uid: metadata.uid(),
        gid: metadata.gid(),
        file_size: metadata.size() as u32,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}
