//! A commit's files as a place to read from: only the trees on the way to a path are read.

use git2::Oid;

use super::tree::{FILE, FOLDER};
use super::{Id, Store, StoreFault, fault};
use crate::ledger::{Name, Snapshot, Unreadable};
use crate::text::{Lang, Message};

/// The files of a commit.
#[derive(Clone, Copy)]
pub struct GitSnapshot<'s> {
    store: &'s Store,
    root: Option<Oid>,
    commit: Option<Id>,
}

impl Store {
    /// The files of the commit that a revision names.
    pub fn snapshot(&self, rev: &str) -> Result<GitSnapshot<'_>, StoreFault> {
        self.snapshot_of(self.resolve(rev)?)
    }

    /// The files of a commit.
    pub fn snapshot_of(&self, commit: Id) -> Result<GitSnapshot<'_>, StoreFault> {
        let root = self.tree_of(commit)?;
        Ok(GitSnapshot { store: self, root: Some(root), commit: Some(commit) })
    }

    /// The files of a tree, if the repository has it.
    pub fn snapshot_of_tree(&self, tree: Id) -> Result<GitSnapshot<'_>, StoreFault> {
        self.tree(tree.0)?;
        Ok(GitSnapshot::of_tree(self, Some(tree.0)))
    }

    /// The files before the first commit: none.
    pub fn nothing(&self) -> GitSnapshot<'_> {
        GitSnapshot { store: self, root: None, commit: None }
    }

    /// The files of HEAD, or none before the first commit.
    pub fn head_snapshot(&self) -> Result<GitSnapshot<'_>, StoreFault> {
        self.head()?.map_or_else(|| Ok(self.nothing()), |head| self.snapshot_of(head))
    }

    /// The commit that a revision names.
    pub fn resolve(&self, rev: &str) -> Result<Id, StoreFault> {
        let missing =
            || StoreFault::new(super::FaultKind::Missing, Message::new(&fault::NO_SUCH_COMMIT).with("rev", rev));
        let object = self.repo.revparse_single(rev).map_err(|_| missing())?;
        object.peel_to_commit().map(|commit| Id(commit.id())).map_err(|_| missing())
    }

    /// The commit HEAD stands on; nothing before the first commit.
    pub fn head(&self) -> Result<Option<Id>, StoreFault> {
        match self.repo.refname_to_id("HEAD") {
            Ok(id) => Ok(Some(Id(id))),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The commit a full ref name stands on; nothing if there is no such ref.
    pub fn reference(&self, name: &str) -> Result<Option<Id>, StoreFault> {
        match self.repo.find_reference(name).and_then(|reference| reference.peel_to_commit()) {
            Ok(commit) => Ok(Some(Id(commit.id()))),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl<'s> GitSnapshot<'s> {
    /// The commit, if it is one.
    pub fn commit(&self) -> Option<Id> {
        self.commit
    }

    /// The tree that holds the files, if there is one.
    pub fn tree(&self) -> Option<Id> {
        self.root.map(Id)
    }

    /// The object of the plain file at a path, if there is one.
    pub fn file_id(&self, path: &str) -> Result<Option<Id>, StoreFault> {
        Ok(self.entry(path)?.filter(|(mode, _)| *mode == FILE).map(|(_, id)| Id(id)))
    }

    /// The files of a tree that stands in no commit yet.
    pub(super) fn of_tree(store: &'s Store, root: Option<Oid>) -> Self {
        Self { store, root, commit: None }
    }

    pub(super) fn root(&self) -> Option<Oid> {
        self.root
    }

    /// Mode and id of what lies at a path.
    pub(super) fn entry(&self, path: &str) -> Result<Option<(u32, Oid)>, StoreFault> {
        let Some(root) = self.root else {
            return Ok(None);
        };
        let mut found = (FOLDER, root);
        for part in path.split('/').filter(|part| !part.is_empty()) {
            if found.0 != FOLDER {
                return Ok(None);
            }
            match self.store.tree(found.1)?.find(part.as_bytes()) {
                Some(item) => found = (item.mode, item.id),
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }
}

/// A store's failure as the ledger speaks of it.
pub(super) fn unreadable(path: &str, fault: &StoreFault) -> Unreadable {
    Unreadable { path: path.to_owned(), reason: fault.message.speak(Lang::En) }
}

impl Snapshot for GitSnapshot<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let read = || match self.entry(path)? {
            Some((FILE, id)) => self.store.blob(id).map(Some),
            _ => Ok(None),
        };
        read().map_err(|fault| unreadable(path, &fault))
    }

    fn exists(&self, path: &str) -> Result<bool, Unreadable> {
        self.entry(path).map(|found| matches!(found, Some((FILE, _)))).map_err(|fault| unreadable(path, &fault))
    }

    fn list(&self, folder: &str) -> Result<Vec<Name>, Unreadable> {
        let list = || {
            let Some((FOLDER, id)) = self.entry(folder)? else {
                return Ok(Vec::new());
            };
            let tree = self.store.tree(id)?;
            let mut names: Vec<_> = tree
                .iter()
                .map(|item| Name { name: String::from_utf8_lossy(item.name).into_owned(), is_folder: item.is_folder() })
                .collect();
            names.sort_unstable();
            Ok(names)
        };
        list().map_err(|fault: StoreFault| unreadable(folder, &fault))
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use crate::ledger::Snapshot;

    #[test]
    fn a_commit_is_read_by_path_and_only_the_trees_on_the_way() {
        let trial = Trial::new();
        for n in 0..300 {
            trial.write(&format!("records/ticket/WX/000/{:02}/WX-{n:07}.json", n % 50), "1\n");
        }
        trial.commit_all("ticket: x");
        let store = trial.store();
        let snapshot = store.snapshot("main").unwrap();
        assert_eq!(snapshot.read("records/ticket/WX/000/07/WX-0000007.json").unwrap().as_deref(), Some(&b"1\n"[..]));
        assert_eq!(store.objects_read(), 7);
        assert_eq!(snapshot.read("records/ticket/WX/000/07").unwrap(), None);
        assert!(snapshot.exists("records/ticket/WX/000/07/WX-0000057.json").unwrap());
        assert_eq!(store.objects_read(), 7);
        assert_eq!(snapshot.list("records/ticket/WX/000").unwrap().len(), 50);
        assert!(store.snapshot("no-such-branch").is_err());
    }
}
