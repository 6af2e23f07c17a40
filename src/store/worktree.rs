//! The working tree as a place to read from: plain files, links never followed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::changes::{Odd, Oddity, is_plain, join};
use super::{Changes, FileChange, GitSnapshot, Id, Store, StoreFault, fault};
use crate::ledger::{Name, Snapshot, Unreadable};
use crate::record::path::ROOT;

/// The files of a working tree.
#[derive(Debug, Clone)]
pub struct WorktreeSnapshot {
    root: PathBuf,
}

impl Store {
    /// The files of the working tree.
    pub fn worktree_snapshot(&self) -> Result<WorktreeSnapshot, StoreFault> {
        let root = self.workdir().ok_or_else(|| StoreFault::unsupported(&fault::NO_WORKTREE))?;
        Ok(WorktreeSnapshot::at(root))
    }

    /// What lies differently in the working tree than in a commit; reads every file under `records/`.
    pub fn worktree_changes(&self, before: &GitSnapshot<'_>) -> Result<Changes, StoreFault> {
        let worktree = self.worktree_snapshot()?;
        let mut found = Changes::default();
        worktree.walk(ROOT, &mut found)?;
        let old = self.everything(before)?;
        let old: std::collections::BTreeMap<_, _> = old.files.into_iter().map(|file| (file.path, file.after)).collect();
        for file in &mut found.files {
            file.before = old.get(&file.path).copied().flatten();
        }
        let present: std::collections::BTreeSet<_> = found.files.iter().map(|file| file.path.clone()).collect();
        let gone = old.into_iter().filter(|(path, _)| !present.contains(path));
        found.files.extend(gone.map(|(path, before)| FileChange { path, before, after: None }));
        found.files.retain(|file| file.before != file.after);
        found.files.sort_by(|a, b| a.path.cmp(&b.path));
        found.odd.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }
}

impl WorktreeSnapshot {
    /// The files under a folder of the file system.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    fn walk(&self, folder: &str, found: &mut Changes) -> Result<(), StoreFault> {
        let here = self.root.join(folder);
        let entries = match fs::read_dir(&here) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreFault::files(&here, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| StoreFault::files(&here, &error))?;
            let name = entry.file_name();
            let path = join(folder, name.as_encoded_bytes());
            let kind = entry.file_type().map_err(|error| StoreFault::files(&entry.path(), &error))?;
            let oddity = match kind {
                kind if kind.is_symlink() => Some(Oddity::Symlink),
                kind if !kind.is_file() && !kind.is_dir() => Some(Oddity::Mode(0)),
                _ if !is_plain(name.as_encoded_bytes()) => Some(Oddity::Name),
                _ => None,
            };
            if let Some(oddity) = oddity {
                found.odd.push(Odd { path, oddity });
            } else if kind.is_dir() {
                self.walk(&path, found)?;
            } else {
                let bytes = fs::read(entry.path()).map_err(|error| StoreFault::files(&entry.path(), &error))?;
                found.files.push(FileChange { path, before: None, after: Id::of_file(&bytes) });
            }
        }
        Ok(())
    }

    /// The file's place, unless a link stands on the way: what a link shows is not what git keeps.
    fn plain(&self, path: &str) -> std::io::Result<Option<PathBuf>> {
        let mut place = self.root.clone();
        for part in path.split('/') {
            place.push(part);
            match fs::symlink_metadata(&place) {
                Ok(metadata) if metadata.file_type().is_symlink() => return Ok(None),
                Ok(_) => {}
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    return Ok(None);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Some(place))
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Unreadable {
    Unreadable { path: path.to_owned(), reason: error.to_string() }
}

impl Snapshot for WorktreeSnapshot {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let read = || match self.plain(path)? {
            Some(place) if place.is_file() => fs::read(place).map(Some),
            _ => Ok(None),
        };
        read().map_err(|error| unreadable(path, &error))
    }

    fn exists(&self, path: &str) -> Result<bool, Unreadable> {
        let found = self.plain(path).map_err(|error| unreadable(path, &error))?;
        Ok(found.is_some_and(|place| place.is_file()))
    }

    fn list(&self, folder: &str) -> Result<Vec<Name>, Unreadable> {
        let list = || {
            let Some(place) = (if folder.is_empty() { Some(self.root.clone()) } else { self.plain(folder)? }) else {
                return Ok(Vec::new());
            };
            if !place.is_dir() {
                return Ok(Vec::new());
            }
            let mut names = Vec::new();
            for entry in fs::read_dir(place)? {
                let entry = entry?;
                names.push(Name {
                    name: entry.file_name().to_string_lossy().into_owned(),
                    is_folder: entry.file_type()?.is_dir(),
                });
            }
            names.sort_unstable();
            Ok(names)
        };
        list().map_err(|error: std::io::Error| unreadable(folder, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::super::{Oddity, Store};
    use crate::ledger::Snapshot;

    #[test]
    fn a_working_tree_differs_where_files_came_went_or_changed() {
        let trial = Trial::new();
        for name in ["a1", "b1", "c1"] {
            trial.write(&format!("records/staff/{name}.json"), "1\n");
        }
        trial.commit_all("staff: x");
        trial.write("records/staff/a1.json", "2\n");
        trial.write("records/staff/d1.json", "1\n");
        std::fs::remove_file(trial.root.join("records/staff/b1.json")).unwrap();
        let store = trial.store();
        let changes = store.worktree_changes(&store.head_snapshot().unwrap()).unwrap();
        let seen: Vec<_> = changes
            .files
            .iter()
            .map(|file| (file.path.trim_start_matches("records/staff/"), file.before.is_some(), file.after.is_some()))
            .collect();
        assert_eq!(seen, [("a1.json", true, true), ("b1.json", true, false), ("d1.json", false, true)]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_never_followed() {
        let trial = Trial::new();
        trial.write("records/staff/a1.json", "1\n");
        trial.write("elsewhere/x.json", "secret\n");
        std::os::unix::fs::symlink("../../elsewhere/x.json", trial.root.join("records/staff/b1.json")).unwrap();
        std::os::unix::fs::symlink("../elsewhere", trial.root.join("records/ticket")).unwrap();
        let store: Store = trial.store();
        let worktree = store.worktree_snapshot().unwrap();
        assert_eq!(worktree.read("records/staff/b1.json").unwrap(), None);
        assert_eq!(worktree.read("records/ticket/x.json").unwrap(), None);
        assert!(worktree.list("records/ticket").unwrap().is_empty());
        let odd = store.worktree_changes(&store.nothing()).unwrap().odd;
        let odd: Vec<_> = odd.iter().map(|odd| (odd.path.as_str(), odd.oddity)).collect();
        assert_eq!(odd, [("records/staff/b1.json", Oddity::Symlink), ("records/ticket", Oddity::Symlink)]);
    }
}
