//! Many commits in a row, fast: for the demo, which is also the load generator.
//!
//! New objects are kept in memory and go out as packs every so often, so that a year of commits leaves a few packs and
//! not a million loose files. Each commit builds its tree straight on the one before; nothing is said to anybody until
//! [`Store::in_bulk`] moves the branch, once, from where it was. Names and times are given, so the same commits in the same
//! order have the same ids on every machine.

use std::collections::BTreeMap;
use std::io::Write as _;

use git2::{Mempack, ObjectType, Odb, Oid};

use super::tree::{FILE, FOLDER, Item, order};
use super::{Draft, FaultKind, GitSnapshot, Id, Store, StoreFault, fault};

/// How many bytes of new objects are kept in memory before they go out as a pack.
const KEPT_BYTES: usize = 64 * 1024 * 1024;

/// Where the memory stands among the places for objects: before loose ones and packs.
const FIRST_ASKED: i32 = 1000;

/// A row of commits being written.
pub struct Bulk<'s> {
    store: &'s Store,
    odb: &'s Odb<'s>,
    memory: Mempack<'s>,
    head: Option<Oid>,
    root: Option<Oid>,
    fresh: Vec<(Oid, String)>,
    bytes: usize,
    commits: u64,
}

/// What a commit puts into a folder.
#[derive(Default)]
struct Folder<'w> {
    files: BTreeMap<&'w str, Oid>,
    folders: BTreeMap<&'w str, Folder<'w>>,
}

impl Store {
    /// Writes many commits into a repository that has none yet: the branch HEAD stands on begins with them, at the end, and
    /// index and working tree are made to match. If `write` fails, nothing has happened.
    pub fn in_bulk<T, E: From<StoreFault>>(&self, write: impl FnOnce(&mut Bulk<'_>) -> Result<T, E>) -> Result<T, E> {
        if self.head()?.is_some() {
            return Err(StoreFault::new(FaultKind::InTheWay, &fault::NOT_NEW).into());
        }
        let branch = self.branch()?;
        // What is written to a repository with objects in memory stays there until it is packed, so it is one of its own.
        let own = Self::open(self.git_dir())?;
        let odb = own.repo.odb().map_err(StoreFault::from)?;
        let memory = odb.add_new_mempack_backend(FIRST_ASKED).map_err(StoreFault::from)?;
        let (fresh, bytes, commits) = (Vec::new(), 0, 0);
        let mut bulk = Bulk { store: &own, odb: &odb, memory, head: None, root: None, fresh, bytes, commits };
        let result = write(&mut bulk)?;
        bulk.pack()?;
        if let Some(reached) = bulk.head {
            self.move_branch(&branch, None, Some(reached), "weibao: many commits in a row")?;
            if self.workdir().is_some() {
                let mut checkout = git2::build::CheckoutBuilder::new();
                self.repo.checkout_head(Some(checkout.force())).map_err(StoreFault::from)?;
            }
        }
        Ok(result)
    }
}

impl<'s> Bulk<'s> {
    /// The files as they stand after the last commit.
    pub fn snapshot(&self) -> GitSnapshot<'s> {
        GitSnapshot::of_tree(self.store, self.root)
    }

    /// The last commit.
    pub fn head(&self) -> Option<Id> {
        self.head.map(Id)
    }

    /// How many commits were written.
    pub fn commits(&self) -> u64 {
        self.commits
    }

    /// Writes the next commit; files are only put, none is taken away.
    pub fn commit(&mut self, draft: &Draft) -> Result<Id, StoreFault> {
        draft.check_paths()?;
        let mut top = Folder::default();
        for (path, bytes) in draft.files.iter().filter_map(|(path, bytes)| Some((path, bytes.as_ref()?))) {
            let blob = self.put(ObjectType::Blob, bytes, path)?;
            let mut folder = &mut top;
            let mut parts = path.split('/').peekable();
            while let Some(part) = parts.next() {
                if parts.peek().is_some() {
                    folder = folder.folders.entry(part).or_default();
                } else {
                    folder.files.insert(part, blob);
                }
            }
        }
        let root = self.tree(self.root, &top, "")?;
        let parents: Vec<_> = self.head.into_iter().collect();
        let commit = self.put(ObjectType::Commit, &draft.commit_bytes(root, &parents)?, "")?;
        (self.root, self.head) = (Some(root), Some(commit));
        self.commits += 1;
        if self.bytes >= KEPT_BYTES {
            self.pack()?;
        }
        Ok(Id(commit))
    }

    fn put(&mut self, kind: ObjectType, bytes: &[u8], path: &str) -> Result<Oid, StoreFault> {
        let id = self.odb.write(kind, bytes)?;
        self.fresh.push((id, path.to_owned()));
        self.bytes += bytes.len();
        Ok(id)
    }

    /// The folder `before` with the changes put in.
    fn tree(&mut self, before: Option<Oid>, changes: &Folder<'_>, path: &str) -> Result<Oid, StoreFault> {
        let before = before.map(|id| self.store.tree(id)).transpose()?.unwrap_or_default();
        let mut put: Vec<(u32, &str, Oid)> = changes.files.iter().map(|(name, id)| (FILE, *name, *id)).collect();
        for (name, folder) in &changes.folders {
            let below = before.find(name.as_bytes()).filter(Item::is_folder).map(|item| item.id);
            let id = self.tree(below, folder, &format!("{path}/{name}"))?;
            put.push((FOLDER, name, id));
        }
        let mut items: Vec<Item<'_>> =
            put.iter().map(|(mode, name, id)| Item { mode: *mode, name: name.as_bytes(), id: *id }).collect();
        items.sort_by(order);
        let mut bytes = Vec::with_capacity(before.bytes().len() + 64 * items.len());
        let mut items = items.into_iter().peekable();
        for old in before.iter() {
            while let Some(new) = items.next_if(|new| order(new, &old).is_lt()) {
                append(&mut bytes, &new);
            }
            match items.next_if(|new| new.name == old.name) {
                Some(new) => append(&mut bytes, &new),
                None => append(&mut bytes, &old),
            }
        }
        items.for_each(|new| append(&mut bytes, &new));
        let id = self.put(ObjectType::Tree, &bytes, path)?;
        self.store.remember_tree(id, bytes);
        Ok(id)
    }

    /// Sends the objects kept in memory out as a pack.
    fn pack(&mut self) -> Result<(), StoreFault> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let mut packing = self.store.repo.packbuilder()?;
        packing.set_threads(0);
        for (id, path) in self.fresh.drain(..) {
            packing.insert_object(id, Some(&path))?;
        }
        let mut writer = self.odb.packwriter()?;
        let mut failed = None;
        packing.foreach(|part| match writer.write_all(part) {
            Ok(()) => true,
            Err(error) => {
                failed = Some(error);
                false
            }
        })?;
        if let Some(error) = failed {
            return Err(StoreFault::files(std::path::Path::new("objects/pack"), &error));
        }
        writer.commit()?;
        drop(writer);
        self.memory.reset()?;
        self.bytes = 0;
        Ok(())
    }
}

fn append(bytes: &mut Vec<u8>, item: &Item<'_>) {
    bytes.extend(if item.is_folder() { b"40000 ".as_slice() } else { b"100644 " });
    bytes.extend(item.name);
    bytes.push(0);
    bytes.extend(item.id.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, draft};
    use super::*;
    use crate::ledger::Snapshot;

    const STEPS: &[&[(&str, &str)]] = &[
        &[("records/b/1.json", "one\n"), ("schemas/x.json", "{}\n"), ("records/b.c/1.json", "dot\n")],
        &[("records/a/2.json", "two\n"), ("records/b/1.json", "one more\n")],
        &[("records/b/0/3.json", "three\n"), ("records/b-c", "hyphen\n")],
    ];

    #[test]
    fn a_row_of_commits_is_what_git_itself_and_single_commits_make_of_it() {
        let (many, single) = (Trial::new(), Trial::new());
        let ids = many
            .store()
            .in_bulk(|bulk| {
                STEPS.iter().map(|files| bulk.commit(&draft(files))).collect::<Result<Vec<_>, StoreFault>>()
            })
            .unwrap();
        let store = single.store();
        let mut head = None;
        for (files, id) in STEPS.iter().zip(&ids) {
            head = Some(store.commit(&draft(files), head).unwrap());
            assert_eq!(head, Some(*id));
        }
        many.git(&["fsck", "--strict"]);
        assert_eq!(many.git(&["status", "--porcelain"]), "");
        assert_eq!(many.git(&["ls-tree", "-r", "HEAD"]), single.git(&["ls-tree", "-r", "HEAD"]));
    }

    #[test]
    fn each_commit_sees_the_one_before_it() {
        let trial = Trial::new();
        let seen = trial.store().in_bulk(|bulk| {
            bulk.commit(&draft(STEPS[0]))?;
            bulk.pack()?;
            bulk.commit(&draft(STEPS[1]))?;
            let snapshot = bulk.snapshot();
            Ok::<_, StoreFault>(
                ["records/b/1.json", "records/a/2.json"].map(|path| snapshot.read(path).unwrap().unwrap()),
            )
        });
        assert_eq!(seen.unwrap(), [b"one more\n".to_vec(), b"two\n".to_vec()]);
    }

    #[test]
    fn a_row_that_fails_leaves_nothing_and_one_on_top_of_commits_is_refused() {
        let trial = Trial::new();
        let before = trial.look();
        let failed: Result<(), StoreFault> = trial.store().in_bulk(|bulk| {
            bulk.commit(&draft(STEPS[0]))?;
            bulk.commit(&draft(&[("../out", "of the repository\n")])).map(drop)
        });
        assert!(failed.is_err());
        assert_eq!(trial.look(), before);
        trial.write("a", "b\n");
        trial.commit_all("first");
        let refused: Result<(), StoreFault> = trial.store().in_bulk(|_| Ok(()));
        assert_eq!(refused.unwrap_err().kind, FaultKind::InTheWay);
    }
}
