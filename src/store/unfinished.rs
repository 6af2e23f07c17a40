//! What a run that was killed had begun: found by the next one that writes, and brought to an end.
//!
//! A commit moves the branch in one step, but index and working tree come after it. So before it lays a file anywhere a
//! run notes which files it is about and where the branch stood; the note goes when all is done, or has been put back. If
//! it is still there, its run was killed: when the branch has moved, index and working tree follow; when it has not,
//! what waited beside its place is taken away. Work of the person's own that lies there by now is left as it is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::draft::Written;
use super::{Id, Store, StoreFault, leftover};

/// How the names of files begin that wait beside their place.
pub(super) const WAITING: &str = ".weibao-";

/// How long a run waits for another one, or for a lock to be old enough to be called dead.
const PATIENCE: Duration = Duration::from_secs(3);

/// The note of a run, gone when it is dropped.
#[derive(Debug)]
pub(super) struct Journal(PathBuf);

impl Journal {
    /// Notes what is about to be written on top of `head`, or what leads from there to `to`.
    pub(super) fn begin<'p>(
        store: &Store,
        paths: impl Iterator<Item = &'p String>,
        head: Option<Id>,
        to: Option<Id>,
    ) -> Result<Self, StoreFault> {
        let folder = folder(store);
        let place = folder.join(format!("unfinished-{}", std::process::id()));
        let mut text = head.map_or_else(|| "nothing".to_owned(), |head| head.to_string());
        if let Some(to) = to {
            let _ = write!(text, " {to}");
        }
        for path in paths {
            let _ = write!(text, "\n{path}");
        }
        // A half-written note would name files of nobody: it comes into its place whole, or not at all.
        let draft = folder.join(format!("note-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&draft, text + "\n"))
            .and_then(|()| std::fs::rename(&draft, &place))
            .map_err(|error| StoreFault::files(&place, &error))?;
        Ok(Self(place))
    }

    /// Leaves the note for the next run.
    pub(super) fn keep(mut self) {
        self.0 = PathBuf::new();
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn folder(store: &Store) -> PathBuf {
    store.git_dir().join("weibao")
}

impl Store {
    /// Puts right what a killed run has left: its locks, and a commit whose files have not come yet. Waits a moment for
    /// a run that is alive. Costs a look into a few folders when there is nothing to do.
    pub fn recover(&self) -> Result<(), StoreFault> {
        for git_dir in [self.git_dir(), self.common_dir()] {
            let cleared = leftover::clear_locks(git_dir, PATIENCE);
            cleared.map_err(|error| StoreFault::files(git_dir, &error))?;
        }
        for entry in std::fs::read_dir(folder(self)).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with("unfinished-") {
                self.finish(&entry.path())?;
            }
        }
        Ok(())
    }

    fn finish(&self, note: &Path) -> Result<(), StoreFault> {
        let (Ok(text), Some(workdir)) = (std::fs::read_to_string(note), self.workdir()) else {
            return Ok(());
        };
        let mut lines = text.lines();
        let (old, to) = lines.next().map_or((None, None), |line| match line.split_once(' ') {
            Some((old, to)) => (Id::parse(old), Id::parse(to)),
            None => (Id::parse(line), None),
        });
        let paths: Vec<&str> = lines.collect();
        let locked = self.index_file.with_extension("lock").exists();
        if locked {
            // Its run, or another one, is alive and holds the index.
            return Ok(());
        }
        for path in &paths {
            take_away_waiting(&workdir.join(path));
        }
        let moved = match self.head()? {
            Some(head) if to == Some(head) => Some(head),
            Some(head)
                if to.is_none() && Some(head) != old && self.commit_header(head)?.parents.first().copied() == old =>
            {
                Some(head)
            }
            _ => None,
        };
        if let Some(head) = moved {
            self.follow(head, old, &paths)?;
        }
        // It may have been its own run that took it away just now.
        let _ = std::fs::remove_file(note);
        Ok(())
    }

    /// Brings index and working tree from one commit to the next, for these files.
    fn follow(&self, head: Id, old: Option<Id>, paths: &[&str]) -> Result<(), StoreFault> {
        let snapshot = self.snapshot_of(head)?;
        let (mut files, mut blobs) = (BTreeMap::new(), BTreeMap::new());
        for path in paths {
            let blob = snapshot.entry(path)?.map(|(_, id)| id);
            files.insert((*path).to_owned(), blob.map(|blob| self.file(Id(blob))).transpose()?);
            blobs.insert((*path).to_owned(), blob);
        }
        // What the person has changed since is theirs; git shows it as a change, and nothing of it is lost.
        match self.prepare_checkout(&files, old, Some(head)) {
            Ok(place) => place.publish(self, &Written { commit: head.0, blobs }),
            Err(fault) if fault.kind == super::FaultKind::InTheWay => Ok(()),
            Err(fault) => Err(fault),
        }
    }
}

/// Removes files that waited beside a place for a run that is gone.
fn take_away_waiting(place: &Path) {
    for entry in place.parent().and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(WAITING) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, draft};
    use super::*;

    const A: &str = "records/staff/a1.json";
    const B: &str = "records/ticket/WX/000/06/WX-0000601.json";

    /// A commit of `B` whose branch has moved and whose run was killed then.
    fn killed() -> (Trial, Store, String) {
        let trial = Trial::new();
        let store = trial.store();
        let first = store.commit(&draft(&[(A, "1\n"), (B, "1\n")]), None).unwrap();
        let second = store.commit(&draft(&[(A, "2\n"), (B, "2\n")]), Some(first)).unwrap();
        let done = trial.look();
        // Index and one of the files as they were before, the other one already there.
        trial.git(&["reset", "-q", "--mixed", &first.to_string()]);
        trial.git(&["update-ref", "refs/heads/main", &second.to_string()]);
        trial.write(B, "1\n");
        trial.write("records/staff/.weibao-x1y2z3", "2\n");
        let note = store.git_dir().join("weibao/unfinished-1");
        std::fs::create_dir_all(note.parent().unwrap()).unwrap();
        std::fs::write(note, format!("{first}\n{A}\n{B}\n")).unwrap();
        (trial, store, done)
    }

    #[test]
    fn a_commit_whose_files_had_not_come_is_brought_to_an_end() {
        let (trial, store, done) = killed();
        assert_ne!(trial.look(), done);
        store.recover().unwrap();
        assert_eq!(trial.look(), done);
        assert_eq!(trial.git(&["status", "--porcelain"]), "");
        assert!(!store.git_dir().join("weibao/unfinished-1").exists());
        store.recover().unwrap();
        assert_eq!(trial.look(), done);
    }

    #[test]
    fn work_that_came_in_between_is_not_overwritten() {
        let (trial, store, _) = killed();
        trial.write(B, "my own\n");
        store.recover().unwrap();
        assert_eq!(std::fs::read_to_string(trial.root.join(B)).unwrap(), "my own\n");
    }

    #[test]
    fn a_run_that_was_killed_before_its_commit_leaves_nothing() {
        let trial = Trial::new();
        let store = trial.store();
        let first = store.commit(&draft(&[(A, "1\n")]), None).unwrap();
        let before = trial.look();
        std::fs::write(store.git_dir().join("weibao/unfinished-1"), format!("{first}\n{A}\n")).unwrap();
        std::fs::write(store.git_dir().join("index.lock"), "half").unwrap();
        std::fs::write(store.git_dir().join("refs/heads/main.lock"), "").unwrap();
        trial.write("records/staff/.weibao-x1y2z3", "2\n");
        store.recover().unwrap();
        assert_eq!(trial.look(), before);
        store.commit(&draft(&[(A, "2\n")]), Some(first)).unwrap();
        assert_eq!(std::fs::read_dir(store.git_dir().join("weibao")).unwrap().count(), 0);
    }
}
