//! The working tree as a place to read from: plain files, links never followed; and for a file that is not laid out, as
//! in a sparse working tree, what the index says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::changes::{Odd, Oddity, is_plain, join, oddity};
use super::index::{Entries, Entry};
use super::tree::{FILE, Item};
use super::{Changes, FileChange, GitSnapshot, Id, Store, StoreFault, fault, snapshot};
use crate::ledger::{Name, Snapshot, Unreadable};
use crate::record::path::ROOT;

/// The files of a working tree.
pub struct WorktreeSnapshot<'s> {
    store: &'s Store,
    root: PathBuf,
    /// What the index says of files that need not lie here.
    away: Entries,
}

/// What lies at a path.
enum Lying {
    Nothing,
    /// A link stands there or on the way: what a link shows is not what git keeps.
    Link,
    There(PathBuf),
}

impl Store {
    /// The files of the working tree.
    pub fn worktree_snapshot(&self) -> Result<WorktreeSnapshot<'_>, StoreFault> {
        let root = self.workdir().ok_or_else(|| StoreFault::unsupported(&fault::NO_WORKTREE))?.to_owned();
        Ok(WorktreeSnapshot { store: self, root, away: self.not_laid_out()? })
    }

    /// What lies differently in the working tree than in a commit; reads every file under `records/`.
    pub fn worktree_changes(
        &self,
        worktree: &WorktreeSnapshot<'_>,
        before: &GitSnapshot<'_>,
    ) -> Result<Changes, StoreFault> {
        let mut found = Changes::default();
        worktree.walk(ROOT, &mut found)?;
        worktree.add_what_is_away(&mut found);
        let old = self.everything(before)?;
        let old: BTreeMap<_, _> = old.files.into_iter().map(|file| (file.path, file.after)).collect();
        for file in &mut found.files {
            file.before = old.get(&file.path).copied().flatten();
        }
        let present: BTreeSet<_> = found.files.iter().map(|file| file.path.clone()).collect();
        let gone = old.into_iter().filter(|(path, _)| !present.contains(path));
        found.files.extend(gone.map(|(path, before)| FileChange { path, before, after: None }));
        found.files.retain(|file| file.before != file.after);
        found.files.sort_by(|a, b| a.path.cmp(&b.path));
        found.odd.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }
}

impl WorktreeSnapshot<'_> {
    /// Adds the files that are not laid out, unless something lies in their place after all.
    fn add_what_is_away(&self, found: &mut Changes) {
        let taken: BTreeSet<&str> = found.files.iter().map(|file| file.path.as_str()).collect();
        let (mut files, mut odd) = (Vec::new(), Vec::new());
        for entry in self.away.below(format!("{ROOT}/").as_bytes()) {
            let name = self.away.name(entry);
            let path = join("", name);
            let last = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
            if taken.contains(path.as_str()) || found.odd.iter().any(|odd| is_at_or_below(&path, &odd.path)) {
                continue;
            }
            match oddity(&Item { mode: entry.mode, name: last, id: entry.id }) {
                Some(oddity) => odd.push(Odd { path, oddity }),
                None => files.push(FileChange { path, before: None, after: Some(Id(entry.id)) }),
            }
        }
        found.files.append(&mut files);
        found.odd.append(&mut odd);
    }

    /// What the index says of a file that does not lie here and need not.
    fn away_at(&self, path: &str) -> Option<&Entry> {
        self.away.find(path).filter(|entry| entry.mode == FILE)
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

    fn lying(&self, path: &str) -> std::io::Result<Lying> {
        let mut place = self.root.clone();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            place.push(part);
            match fs::symlink_metadata(&place) {
                Ok(metadata) if metadata.file_type().is_symlink() => return Ok(Lying::Link),
                Ok(_) => {}
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    return Ok(Lying::Nothing);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Lying::There(place))
    }
}

fn is_at_or_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn unreadable(path: &str, error: &std::io::Error) -> Unreadable {
    Unreadable { path: path.to_owned(), reason: error.to_string() }
}

fn names_at(place: &Path) -> std::io::Result<BTreeSet<Name>> {
    if !place.is_dir() {
        return Ok(BTreeSet::new());
    }
    let name = |entry: fs::DirEntry| {
        let is_folder = entry.file_type()?.is_dir();
        Ok(Name { name: entry.file_name().to_string_lossy().into_owned(), is_folder })
    };
    fs::read_dir(place)?.map(|entry| entry.and_then(name)).collect()
}

impl Snapshot for WorktreeSnapshot<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        match self.lying(path).map_err(|error| unreadable(path, &error))? {
            Lying::There(place) if place.is_file() => {
                fs::read(place).map(Some).map_err(|error| unreadable(path, &error))
            }
            Lying::There(_) | Lying::Link => Ok(None),
            Lying::Nothing => {
                let blob = self.away_at(path).map(|entry| self.store.blob(entry.id));
                blob.transpose().map_err(|fault| snapshot::unreadable(path, &fault))
            }
        }
    }

    fn exists(&self, path: &str) -> Result<bool, Unreadable> {
        Ok(match self.lying(path).map_err(|error| unreadable(path, &error))? {
            Lying::There(place) => place.is_file(),
            Lying::Link => false,
            Lying::Nothing => self.away_at(path).is_some(),
        })
    }

    fn list(&self, folder: &str) -> Result<Vec<Name>, Unreadable> {
        let mut names = match self.lying(folder).map_err(|error| unreadable(folder, &error))? {
            Lying::There(place) => names_at(&place).map_err(|error| unreadable(folder, &error))?,
            Lying::Link => return Ok(Vec::new()),
            Lying::Nothing => BTreeSet::new(),
        };
        names.extend(self.away.names_in(folder));
        Ok(names.into_iter().collect())
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
        let changes =
            store.worktree_changes(&store.worktree_snapshot().unwrap(), &store.head_snapshot().unwrap()).unwrap();
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
        let odd = store.worktree_changes(&worktree, &store.nothing()).unwrap().odd;
        let odd: Vec<_> = odd.iter().map(|odd| (odd.path.as_str(), odd.oddity)).collect();
        assert_eq!(odd, [("records/staff/b1.json", Oddity::Symlink), ("records/ticket", Oddity::Symlink)]);
    }

    /// A repository in whose working tree only the first of three records is laid out.
    fn sparse() -> Trial {
        let trial = Trial::new();
        for path in [A, B, C] {
            trial.write(path, "1\n");
        }
        trial.commit_all("site: x");
        trial.git(&["sparse-checkout", "set", "--no-cone", "/records/site/000/"]);
        assert!(trial.root.join(A).exists() && !trial.root.join(B).exists() && !trial.root.join(C).exists());
        trial
    }

    const A: &str = "records/site/000/S00001.json";
    const B: &str = "records/site/001/S00100.json";
    const C: &str = "records/staff/a1.json";

    fn differing(trial: &Trial) -> Vec<(String, bool, bool)> {
        let store = trial.store();
        let worktree = store.worktree_snapshot().unwrap();
        let changes = store.worktree_changes(&worktree, &store.head_snapshot().unwrap()).unwrap();
        assert!(changes.odd.is_empty());
        changes.files.into_iter().map(|file| (file.path, file.before.is_some(), file.after.is_some())).collect()
    }

    #[test]
    fn what_is_not_laid_out_is_as_the_index_says() {
        let trial = sparse();
        assert!(differing(&trial).is_empty());
        let store = trial.store();
        let worktree = store.worktree_snapshot().unwrap();
        assert_eq!(worktree.read(B).unwrap().as_deref(), Some(&b"1\n"[..]));
        assert!(worktree.exists(C).unwrap() && !worktree.exists("records/staff/b1.json").unwrap());
        let names = |folder: &str| worktree.list(folder).unwrap().into_iter().map(|name| name.name).collect::<Vec<_>>();
        assert_eq!(names("records"), ["site", "staff"]);
        assert_eq!(names("records/site"), ["000", "001"]);
        assert_eq!(names("records/site/001"), ["S00100.json"]);
    }

    #[test]
    fn what_is_laid_out_and_taken_away_is_still_missed() {
        let trial = sparse();
        std::fs::remove_file(trial.root.join(A)).unwrap();
        assert_eq!(differing(&trial), [(A.to_owned(), true, false)]);
    }

    #[test]
    fn a_file_that_lies_where_none_need_lie_counts_as_it_lies() {
        let trial = sparse();
        trial.write(B, "2\n");
        assert_eq!(differing(&trial), [(B.to_owned(), true, true)]);
        let store = trial.store();
        assert_eq!(store.worktree_snapshot().unwrap().read(B).unwrap().as_deref(), Some(&b"2\n"[..]));
    }

    #[test]
    fn what_is_staged_and_not_laid_out_is_a_change() {
        let trial = sparse();
        trial.git(&["rm", "-q", "--cached", "--sparse", C]);
        assert_eq!(differing(&trial), [(C.to_owned(), true, false)]);
    }
}
