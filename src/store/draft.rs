//! A change written as one transaction: objects first, then the branch by compare-and-swap, then index and
//! working tree for just the files concerned. What fails leaves everything as it was.

use std::collections::BTreeMap;

use git2::{FileMode, ObjectType, Oid, build::TreeUpdateBuilder};

use super::changes::{DEEPEST, is_plain};
use super::commit_signature::with_signature;
use super::{FaultKind, Id, Store, StoreFault, fault};
use crate::record::instant::Instant;
use crate::text::Message;

/// Who writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name, as in git's log.
    pub name: String,
    /// The address.
    pub email: String,
}

/// A change that is ready to be written.
#[derive(Debug, Clone)]
#[must_use = "a draft is nothing until it is committed"]
pub struct Draft {
    /// The new content of each file; `None` takes it away.
    pub files: BTreeMap<String, Option<Vec<u8>>>,
    /// The commit's message.
    pub message: String,
    /// Its author and committer.
    pub author: Person,
    /// When it is written.
    pub at: Instant,
}

/// Gives the armoured signature of a commit's bytes, or nothing if it cannot be had.
pub type Signer<'s> = &'s dyn Fn(&[u8]) -> Option<String>;

/// What a commit needs besides the objects of its files.
pub(super) struct Written {
    pub(super) commit: Oid,
    pub(super) blobs: BTreeMap<String, Option<Oid>>,
}

impl Draft {
    /// The commit object's bytes; the same draft gives the same bytes everywhere.
    pub(super) fn commit_bytes(&self, tree: Oid, parents: &[Oid]) -> Result<Vec<u8>, StoreFault> {
        use std::fmt::Write as _;
        let clean = |text: &str| !text.trim().is_empty() && !text.contains(['<', '>', '\n', '\0']);
        if !clean(&self.author.name) || !clean(&self.author.email) {
            let message = Message::new(&fault::BAD_NAME);
            let message = message.with("name", &self.author.name).with("email", &self.author.email);
            return Err(StoreFault::new(FaultKind::Other, message));
        }
        let at = self.at.to_string();
        let zone = at.get(19..).unwrap_or("+08:00").replace(':', "");
        let who = format!("{} <{}> {} {zone}", self.author.name.trim(), self.author.email.trim(), self.at.unix());
        let mut text = format!("tree {tree}\n");
        for parent in parents {
            let _ = writeln!(text, "parent {parent}");
        }
        let _ = write!(text, "author {who}\ncommitter {who}\n\n{}\n", self.message.trim_end().replace('\0', ""));
        Ok(text.into_bytes())
    }

    pub(super) fn check_paths(&self) -> Result<(), StoreFault> {
        for path in self.files.keys() {
            let parts: Vec<_> = path.split('/').collect();
            // Dot files of the root (.gitattributes, .github/…) are written by init; nothing of git's own is.
            let good = |part: &&str| {
                let bare = part.strip_prefix('.').unwrap_or(part);
                is_plain(bare.as_bytes()) && !part.eq_ignore_ascii_case(".git")
            };
            if parts.len() > DEEPEST + 2 || !parts.iter().all(good) {
                let message = Message::new(&fault::NOT_A_PATH).with("path", path);
                return Err(StoreFault::new(FaultKind::Other, message));
            }
        }
        Ok(())
    }
}

impl Store {
    /// Writes a change on top of `expected_head` (nothing before the first commit) and returns its commit.
    pub fn commit(&self, draft: &Draft, expected_head: Option<Id>) -> Result<Id, StoreFault> {
        self.commit_with(draft, expected_head, false, None)
    }

    /// As [`Store::commit`], signed as git signs commits.
    pub fn commit_signed(
        &self,
        draft: &Draft,
        expected_head: Option<Id>,
        signer: Signer<'_>,
    ) -> Result<Id, StoreFault> {
        self.commit_with(draft, expected_head, false, Some(signer))
    }

    /// As [`Store::commit`]; with `sync`, what was written is on the disk before the branch moves.
    pub fn commit_with(
        &self,
        draft: &Draft,
        expected_head: Option<Id>,
        sync: bool,
        signer: Option<Signer<'_>>,
    ) -> Result<Id, StoreFault> {
        draft.check_paths()?;
        let branch = self.branch()?;
        self.require_at(&branch, expected_head)?;
        let mut place = self.prepare_checkout(&draft.files, expected_head, None)?;
        let note = place.take_note();
        let written = self.write_objects(draft, expected_head, signer)?;
        if sync {
            self.sync_loose(&written)?;
        }
        let log = format!("commit: {}", draft.message.lines().next().unwrap_or_default());
        self.move_branch(&branch, expected_head, Some(written.commit), &log)?;
        if let Err(failure) = place.publish(self, &written) {
            // The branch goes back only if nobody has built on the commit meanwhile.
            let undone =
                self.move_branch(&branch, Some(Id(written.commit)), expected_head.map(|id| id.0), "weibao: undone");
            if let (Err(_), Some(note)) = (undone, note) {
                // A disk that takes nothing any more: the commit stands, and the next run brings its files.
                note.keep();
            }
            return Err(failure);
        }
        if sync {
            sync_file(&self.common_dir().join(&branch))?;
        }
        Ok(Id(written.commit))
    }

    /// The full name of the branch that HEAD is on.
    pub fn branch(&self) -> Result<String, StoreFault> {
        let head = self.repo.find_reference("HEAD")?;
        let target = head.symbolic_target().ok().flatten();
        target.map(str::to_owned).ok_or_else(|| StoreFault::new(FaultKind::Missing, &fault::NO_BRANCH))
    }

    pub(super) fn require_at(&self, branch: &str, expected: Option<Id>) -> Result<(), StoreFault> {
        let found = self.reference(branch)?;
        if found == expected { Ok(()) } else { Err(moved(expected, found)) }
    }

    fn write_objects(
        &self,
        draft: &Draft,
        parent: Option<Id>,
        signer: Option<Signer<'_>>,
    ) -> Result<Written, StoreFault> {
        let odb = self.repo.odb()?;
        let base = match parent {
            Some(parent) => self.repo.find_tree(self.tree_of(parent)?)?,
            None => self.repo.find_tree(self.repo.treebuilder(None)?.write()?)?,
        };
        let mut update = TreeUpdateBuilder::new();
        let mut blobs = BTreeMap::new();
        let before = match parent {
            Some(parent) => self.snapshot_of(parent)?,
            None => self.nothing(),
        };
        for (path, bytes) in &draft.files {
            let blob = bytes.as_ref().map(|bytes| odb.write(ObjectType::Blob, bytes)).transpose()?;
            match blob {
                Some(blob) => {
                    update.upsert(path.as_str(), blob, FileMode::Blob);
                }
                None if before.entry(path)?.is_some() => {
                    update.remove(path.as_str());
                }
                None => {}
            }
            blobs.insert(path.clone(), blob);
        }
        let tree = update.create_updated(&self.repo, &base)?;
        if parent.is_some() && tree == base.id() {
            return Err(StoreFault::new(FaultKind::Other, &fault::NOTHING_TO_COMMIT));
        }
        let parents: Vec<_> = parent.iter().map(|parent| parent.0).collect();
        let mut bytes = draft.commit_bytes(tree, &parents)?;
        if let Some(signer) = signer {
            let unsigned = || StoreFault::new(FaultKind::Other, &fault::NOT_SIGNED);
            bytes = with_signature(&bytes, &signer(&bytes).ok_or_else(unsigned)?);
        }
        let commit = odb.write(ObjectType::Commit, &bytes)?;
        Ok(Written { commit, blobs })
    }

    /// Moves a branch from one commit to another, or fails if it is not where it was; `log` is for git's reflog.
    pub(super) fn move_branch(
        &self,
        name: &str,
        from: Option<Id>,
        to: Option<Oid>,
        log: &str,
    ) -> Result<(), StoreFault> {
        let outcome = match (from, to) {
            (Some(from), Some(to)) => self.repo.reference_matching(name, to, true, from.0, log).map(drop),
            (None, Some(to)) => self.repo.reference(name, to, false, log).map(drop),
            (_, None) => self.repo.find_reference(name).and_then(|mut reference| reference.delete()),
        };
        outcome.map_err(|error| match error.code() {
            git2::ErrorCode::Modified | git2::ErrorCode::Exists | git2::ErrorCode::Locked => {
                moved(from, self.reference(name).ok().flatten())
            }
            _ => error.into(),
        })
    }

    /// Puts the loose objects of a commit on the disk: what it names itself, and the trees on the way to its files.
    pub(super) fn sync_loose(&self, written: &Written) -> Result<(), StoreFault> {
        let mut ids: Vec<Oid> = written.blobs.values().flatten().copied().collect();
        let root = self.tree_of(Id(written.commit))?;
        let snapshot = GitSnapshotAt(self, root);
        for path in written.blobs.keys() {
            snapshot.folders(path, &mut ids)?;
        }
        ids.extend([root, written.commit]);
        ids.sort_unstable();
        ids.dedup();
        let objects = self.common_dir().join("objects");
        for id in ids {
            let id = id.to_string();
            let folder = objects.join(&id[..2]);
            // An object git had already packed needs no sync of ours.
            if folder.join(&id[2..]).exists() {
                sync_file(&folder.join(&id[2..]))?;
                sync_file(&folder)?;
            }
        }
        Ok(())
    }
}

struct GitSnapshotAt<'s>(&'s Store, Oid);

impl GitSnapshotAt<'_> {
    fn folders(&self, path: &str, ids: &mut Vec<Oid>) -> Result<(), StoreFault> {
        let snapshot = super::GitSnapshot::of_tree(self.0, Some(self.1));
        for (end, _) in path.match_indices('/') {
            if let Some((_, id)) = snapshot.entry(&path[..end])? {
                ids.push(id);
            }
        }
        Ok(())
    }
}

pub(super) fn sync_file(path: &std::path::Path) -> Result<(), StoreFault> {
    let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| StoreFault::files(path, &error))
}

fn moved(expected: Option<Id>, found: Option<Id>) -> StoreFault {
    let place = |message: Message, name, id: Option<Id>| match id {
        Some(id) => message.with(name, id),
        None => message.with_message(name, &fault::NONE),
    };
    let message = place(Message::new(&fault::MOVED), "expected", expected);
    StoreFault::new(FaultKind::Moved, place(message, "found", found))
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, draft};
    use super::super::{FaultKind, Store};
    use crate::ledger::Snapshot;

    const A: &str = "records/staff/a1.json";
    const B: &str = "records/ticket/WX/000/06/WX-0000601.json";

    #[test]
    fn a_change_is_a_commit_that_git_finds_clean_and_checked_out() {
        let trial = Trial::new();
        let store = trial.store();
        let first = store.commit_with(&draft(&[(A, "1\n"), (B, "2\n")]), None, true, None).unwrap();
        let second = store.commit(&draft(&[(A, "3\n")]), Some(first)).unwrap();
        let third = store.commit(&draft(&[(B, "")]), Some(second)).unwrap();
        assert_eq!(trial.git(&["rev-parse", "main"]).trim(), third.to_string());
        assert_eq!(trial.git(&["status", "--porcelain"]), "");
        assert_eq!(trial.git(&["ls-tree", "-r", "--name-only", "HEAD"]).trim(), A);
        assert_eq!(
            trial.git(&["show", "-s", "--format=%an %ae %aI %s", "HEAD"]).trim(),
            "张伟 zhang-wei@example.cn 2026-03-15T09:30:00+08:00 ticket: 一张维修单"
        );
        trial.git(&["fsck", "--strict", "--full"]);
        assert!(!trial.root.join(B).exists());
    }

    #[test]
    fn the_same_draft_has_the_same_commit_id_everywhere() {
        let ids: Vec<_> = (0..2).map(|_| Trial::new().store().commit(&draft(&[(A, "1\n")]), None).unwrap()).collect();
        assert_eq!(ids[0], ids[1]);
    }

    #[test]
    fn a_branch_that_moved_meanwhile_is_left_alone() {
        let trial = Trial::new();
        let store = trial.store();
        let first = store.commit(&draft(&[(A, "1\n")]), None).unwrap();
        let second = store.commit(&draft(&[(A, "2\n")]), Some(first)).unwrap();
        let before = trial.look();
        for expected in [None, Some(first)] {
            let fault = store.commit(&draft(&[(A, "3\n")]), expected).unwrap_err();
            assert_eq!(fault.kind, FaultKind::Moved, "{fault}");
        }
        assert_eq!(trial.look(), before);
        assert_eq!(store.head().unwrap(), Some(second));
    }

    #[test]
    fn uncommitted_work_is_never_overwritten() {
        for stage in [false, true] {
            let trial = Trial::new();
            let store = trial.store();
            let first = store.commit(&draft(&[(A, "1\n"), (B, "1\n")]), None).unwrap();
            trial.write(A, "my own\n");
            if stage {
                trial.git(&["add", A]);
            }
            let before = trial.look();
            let fault = store.commit(&draft(&[(A, "2\n"), (B, "2\n")]), Some(first)).unwrap_err();
            assert_eq!(fault.kind, FaultKind::InTheWay, "{fault}");
            assert_eq!(trial.look(), before);
            store.commit(&draft(&[(B, "2\n")]), Some(first)).unwrap();
            assert_eq!(std::fs::read_to_string(trial.root.join(A)).unwrap(), "my own\n");
        }
    }

    #[test]
    fn a_locked_index_or_an_unwritable_folder_leaves_everything_as_it_was() {
        let trial = Trial::new();
        let store = trial.store();
        let first = store.commit(&draft(&[(A, "1\n")]), None).unwrap();
        let before = trial.look();
        std::fs::write(trial.root.join(".git/index.lock"), "").unwrap();
        assert!(store.commit(&draft(&[(A, "2\n")]), Some(first)).is_err());
        std::fs::remove_file(trial.root.join(".git/index.lock")).unwrap();
        // A file where a folder must be: the new content cannot be laid beside its place.
        assert!(store.commit(&draft(&[("records/staff/a1.json/x.json", "2\n")]), Some(first)).is_err());
        assert_eq!(trial.look(), before);
        assert_eq!(store.head().unwrap(), Some(first));
    }

    #[test]
    fn a_failure_after_the_branch_moved_takes_it_back() {
        let trial = Trial::new();
        let store = trial.store();
        let first = store.commit(&draft(&[(A, "1\n")]), None).unwrap();
        let before = trial.look();
        let change = draft(&[(A, "2\n"), (B, "2\n")]);
        let place = store.prepare_checkout(&change.files, Some(first), None).unwrap();
        let written = store.write_objects(&change, Some(first), None).unwrap();
        store.move_branch("refs/heads/main", Some(first), Some(written.commit), "x").unwrap();
        // A folder where the last file shall lie: the first one is in place already.
        std::fs::create_dir(trial.root.join(B)).unwrap();
        assert!(place.publish(&store, &written).is_err());
        store.move_branch("refs/heads/main", Some(super::Id(written.commit)), Some(first.0), "x").unwrap();
        std::fs::remove_dir_all(trial.root.join("records/ticket")).unwrap();
        assert_eq!(trial.look(), before);
    }

    #[test]
    fn a_bare_repository_takes_a_change_too() {
        let trial = Trial::with(&["--bare"]);
        let store = trial.store();
        let id = store.commit(&draft(&[(B, "2\n")]), None).unwrap();
        assert_eq!(store.snapshot_of(id).unwrap().read(B).unwrap().as_deref(), Some(&b"2\n"[..]));
        trial.git(&["fsck", "--strict"]);
    }

    #[test]
    fn a_linked_worktree_has_its_own_branch_index_and_files() {
        let trial = Trial::new();
        let first = trial.store().commit(&draft(&[(A, "1\n")]), None).unwrap();
        trial.git(&["worktree", "add", "-q", "-b", "other", "../linked"]);
        let linked = trial.folder.path().join("linked");
        let store = Store::open(&linked.join("records")).unwrap();
        let second = store.commit(&draft(&[(A, "2\n")]), Some(first)).unwrap();
        assert_eq!(super::super::trial::git(&linked, &["status", "--porcelain"]), "");
        assert_eq!(trial.git(&["rev-parse", "other"]).trim(), second.to_string());
        assert_eq!(trial.git(&["rev-parse", "main"]).trim(), first.to_string());
        assert_eq!(trial.git(&["status", "--porcelain"]), "");
    }

    #[test]
    fn paths_that_leave_the_repository_or_enter_gits_own_are_refused() {
        let store_of = Trial::new();
        let store = store_of.store();
        for bad in ["../x", "/x", "records//x", ".git/config", "records/.GIT/x", "a\\b", "records/a b", ""] {
            assert!(store.commit(&draft(&[(bad, "1\n")]), None).is_err(), "{bad:?}");
        }
        assert!(store.commit(&draft(&[(".gitattributes", "* -text\n"), (".github/ci.yml", "x\n")]), None).is_ok());
    }

    #[test]
    fn a_name_that_would_break_the_commit_is_refused() {
        let trial = Trial::new();
        let mut change = draft(&[(A, "1\n")]);
        "a\nparent 1".clone_into(&mut change.author.name);
        assert!(trial.store().commit(&change, None).is_err());
    }
}
