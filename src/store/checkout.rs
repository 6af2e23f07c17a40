//! Index and working tree after a commit: brought up to date for the files it names, and for no others.
//!
//! Everything that can be refused is refused before anything is written; new content waits in files beside its
//! place, so that publishing is renaming.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use git2::{IndexEntry, IndexTime};
use tempfile::NamedTempFile;

use super::draft::Written;
use super::index_splice::{Stat, spliced};
use super::unfinished::{Journal, WAITING};
use super::{FaultKind, Id, Store, StoreFault, fault};
use crate::text::Message;

/// The new content of each file; `None` takes it away.
pub(super) type Files = BTreeMap<String, Option<Vec<u8>>>;

/// An index without entries, for a repository that has none yet.
const EMPTY: &[u8; 32] = b"DIRC\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// Index and working tree, ready to be brought up to date; nothing at all for a bare repository.
#[derive(Default)]
pub(super) struct Checkout {
    workdir: Option<PathBuf>,
    /// The lock other gits wait for.
    lock: Option<Lock>,
    /// The index as it was.
    index: Vec<u8>,
    waiting: BTreeMap<String, Option<NamedTempFile>>,
    /// What lay there, to be put back on failure.
    old: BTreeMap<String, Option<Vec<u8>>>,
    /// Says what was begun, for whoever comes after a kill.
    journal: Option<Journal>,
    /// Folders that were made, inner ones last.
    made: Vec<PathBuf>,
}

impl Store {
    /// Refuses to overwrite uncommitted work, and lays the new content beside its place; `to` is the commit that the branch is
    /// to reach, if it is there already.
    pub(super) fn prepare_checkout(
        &self,
        files: &Files,
        head: Option<Id>,
        to: Option<Id>,
    ) -> Result<Checkout, StoreFault> {
        let mut checkout = Checkout::default();
        let Some(workdir) = self.workdir() else {
            return Ok(checkout);
        };
        checkout.lock = Some(Lock::take(&self.index_file)?);
        let bytes = self.index_bytes()?;
        let index = self.index_of(bytes.as_deref())?;
        let before = head.map_or_else(|| Ok(self.nothing()), |head| self.snapshot_of(head))?;
        for path in files.keys() {
            let committed = before.entry(path)?.map(|(_, id)| id);
            let old = read(&workdir.join(path))?;
            let present = old.as_deref().and_then(Id::of_file).map(|id| id.0);
            let wanted = files[path].as_deref().and_then(Id::of_file).map(|id| id.0);
            let untouched = |found: Option<git2::Oid>| found == committed || found == wanted;
            if !untouched(index.id_at(path)?) || !untouched(present) {
                let message = Message::new(&fault::WOULD_OVERWRITE).with("path", path);
                return Err(StoreFault::new(FaultKind::InTheWay, message));
            }
            checkout.old.insert(path.clone(), old);
        }
        checkout.journal = Some(Journal::begin(self, files.keys(), head, to)?);
        for (path, bytes) in files {
            let waiting = match bytes {
                Some(bytes) => Some(checkout.lay_beside(&workdir.join(path), bytes)?),
                None => None,
            };
            checkout.waiting.insert(path.clone(), waiting);
        }
        checkout.workdir = Some(workdir.to_owned());
        checkout.index = bytes.unwrap_or_else(|| EMPTY.to_vec());
        Ok(checkout)
    }
}

/// `index.lock`, held from the first look at the index until it is written; taken away when nothing came of it.
struct Lock {
    path: PathBuf,
    file: File,
    is_done: bool,
}

impl Lock {
    fn take(index: &Path) -> Result<Self, StoreFault> {
        let mut path = index.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        match File::create_new(&path) {
            Ok(file) => Ok(Self { path, file, is_done: false }),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let message = Message::new(&fault::INDEX_LOCKED).with("path", path.display());
                Err(StoreFault::new(FaultKind::InTheWay, message))
            }
            Err(error) => Err(StoreFault::files(&path, &error)),
        }
    }

    /// Makes these bytes the index.
    fn write(mut self, index: &Path, bytes: &[u8]) -> Result<(), StoreFault> {
        let written = self.file.write_all(bytes).and_then(|()| std::fs::rename(&self.path, index));
        written.map_err(|error| StoreFault::files(index, &error))?;
        self.is_done = true;
        Ok(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if !self.is_done {
            let _ = std::fs::remove_file(&self.path);
        }
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
                tempfile::Builder::new().prefix(WAITING).permissions(plain_permissions()).tempfile_in(folder)?;
            file.write_all(bytes)?;
            Ok(file)
        };
        lay().map_err(|error: std::io::Error| StoreFault::files(path, &error))
    }

    /// The note of what was begun, for the one who may have to leave it.
    pub(super) fn take_note(&mut self) -> Option<Journal> {
        self.journal.take()
    }

    /// Renames the waiting files into place and writes the index; on failure puts back what lay there.
    pub(super) fn publish(mut self, store: &Store, written: &Written) -> Result<(), StoreFault> {
        let (Some(workdir), Some(lock)) = (self.workdir.take(), self.lock.take()) else {
            return Ok(());
        };
        let outcome = self.put(&workdir, written).and_then(|stats| {
            if let Some(bytes) = spliced(&self.index, &stats) {
                lock.write(&store.index_file, &bytes)
            } else {
                drop(lock);
                store.write_index(&stats)
            }
        });
        if outcome.is_ok() {
            self.made.clear();
        } else {
            self.put_back(&workdir);
        }
        outcome
    }

    fn put(&mut self, workdir: &Path, written: &Written) -> Result<BTreeMap<String, Option<Stat>>, StoreFault> {
        let mut stats = BTreeMap::new();
        for (path, blob) in &written.blobs {
            let place = workdir.join(path);
            let failed = |error: &std::io::Error| StoreFault::files(&place, error);
            let stat = if let (Some(blob), Some(Some(file))) = (blob, self.waiting.remove(path)) {
                file.persist(&place).map_err(|error| failed(&error.error))?;
                let metadata = place.symlink_metadata().map_err(|error| failed(&error))?;
                Some(Stat { numbers: numbers(&metadata), id: *blob })
            } else {
                match std::fs::remove_file(&place) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(&error)),
                    _ => None,
                }
            };
            stats.insert(path.clone(), stat);
        }
        Ok(stats)
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

/// What git compares to see whether a file has changed; it keeps the low 32 bits of each.
#[cfg(unix)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "git keeps the low 32 bits of each")]
fn numbers(metadata: &Metadata) -> [u32; 10] {
    use std::os::unix::fs::MetadataExt as _;
    [
        metadata.ctime() as u32,
        metadata.ctime_nsec() as u32,
        metadata.mtime() as u32,
        metadata.mtime_nsec() as u32,
        metadata.dev() as u32,
        metadata.ino() as u32,
        super::tree::FILE,
        metadata.uid(),
        metadata.gid(),
        metadata.size() as u32,
    ]
}

impl Store {
    /// Puts entries into an index that is not of the plain form.
    fn write_index(&self, stats: &BTreeMap<String, Option<Stat>>) -> Result<(), StoreFault> {
        let mut index = self.repo.index()?;
        index.read(true)?;
        for (path, stat) in stats {
            match stat {
                Some(stat) => index.add(&entry(path, stat))?,
                None => index.remove_path(Path::new(path))?,
            }
        }
        Ok(index.write()?)
    }
}

#[expect(clippy::cast_possible_wrap, reason = "git2 takes times as signed numbers")]
fn entry(path: &str, stat: &Stat) -> IndexEntry {
    let [ctime, ctime_nanos, mtime, mtime_nanos, dev, ino, mode, uid, gid, file_size] = stat.numbers;
    IndexEntry {
        ctime: IndexTime::new(ctime as i32, ctime_nanos),
        mtime: IndexTime::new(mtime as i32, mtime_nanos),
        dev,
        ino,
        mode,
        uid,
        gid,
        file_size,
        id: stat.id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}
