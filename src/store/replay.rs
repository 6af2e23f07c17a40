//! A commit written anew on top of another one, and a branch brought to a commit that is there already, with index and
//! working tree: what a clone needs that was offline while others wrote.
//!
//! Both are steps of the same kind as a commit of one's own: objects first, then the branch by compare-and-swap, then the
//! files, under a note for the next run in case this one is killed.

use std::collections::BTreeMap;

use git2::{ObjectType, build::TreeUpdateBuilder};

use super::commit_signature::with_signature;
use super::draft::Written;
use super::{Changes, FaultKind, FileChange, Id, Signer, Store, StoreFault, fault};
use crate::record::instant::Instant;
use crate::text::Message;

impl Store {
    /// Writes a commit's change anew on top of another one: the same author, time of writing and message; committed now by
    /// the same person. Gives nothing if all of it is there already. Moves no branch.
    pub fn replay(
        &self,
        commit: Id,
        changes: &[FileChange],
        onto: Id,
        at: Instant,
        signer: Option<Signer<'_>>,
    ) -> Result<Option<Id>, StoreFault> {
        let base = self.repo.find_tree(self.tree_of(onto)?)?;
        let there = self.snapshot_of(onto)?;
        let mut update = TreeUpdateBuilder::new();
        for change in changes {
            match change.after {
                Some(file) => {
                    update.upsert(change.path.as_str(), file.0, git2::FileMode::Blob);
                }
                None if there.entry(&change.path)?.is_some() => {
                    update.remove(change.path.as_str());
                }
                None => {}
            }
        }
        let tree = update.create_updated(&self.repo, &base)?;
        if tree == base.id() {
            return Ok(None);
        }
        let original = self.signed_commit(commit)?.bytes;
        let mut bytes =
            rewritten(&original, tree, onto, at).ok_or_else(|| StoreFault::damaged(commit.0, "it has no committer"))?;
        if let Some(signer) = signer {
            let unsigned = || StoreFault::new(FaultKind::Other, &fault::NOT_SIGNED);
            bytes = with_signature(&bytes, &signer(&bytes).ok_or_else(unsigned)?);
        }
        Ok(Some(Id(self.repo.odb()?.write(ObjectType::Commit, &bytes)?)))
    }

    /// Refuses while git itself is in the middle of something that moves the branch.
    pub fn require_settled(&self) -> Result<(), StoreFault> {
        use git2::RepositoryState as State;
        let what = match self.repo.state() {
            State::Merge => "merge",
            State::Revert | State::RevertSequence => "revert",
            State::CherryPick | State::CherryPickSequence => "cherry-pick",
            State::Rebase | State::RebaseInteractive | State::RebaseMerge | State::ApplyMailboxOrRebase => "rebase",
            State::ApplyMailbox => "am",
            State::Clean | State::Bisect => return Ok(()),
        };
        Err(StoreFault::new(FaultKind::InTheWay, Message::new(&fault::UNDER_WAY).with("what", what)))
    }

    /// The names of the remotes, in order.
    pub fn remotes(&self) -> Result<Vec<String>, StoreFault> {
        let names = self.repo.remotes()?;
        let mut names: Vec<_> = names.iter().filter_map(|name| name.ok().flatten().map(str::to_owned)).collect();
        names.sort();
        Ok(names)
    }

    /// Everything that differs between two commits, inside the records and outside.
    pub fn differences(&self, from: Option<Id>, to: Id) -> Result<Changes, StoreFault> {
        let before = match from {
            Some(from) => self.snapshot_of(from)?,
            None => self.nothing(),
        };
        let after = self.snapshot_of(to)?;
        let mut changes = self.changes(&before, &after)?;
        let outside = self.changes_outside(&before, &after)?;
        changes.files.extend(outside.files);
        changes.odd.extend(outside.odd);
        Ok(changes)
    }

    /// Brings the branch that HEAD is on from one commit to another that is there already, and index and working tree with
    /// it; gives the number of files. Work that is not committed and lies in the way stops it before anything has moved.
    pub fn advance(&self, from: Option<Id>, to: Id, why: &str) -> Result<usize, StoreFault> {
        let branch = self.branch()?;
        self.require_at(&branch, from)?;
        let changes = self.differences(from, to)?;
        if let Some(odd) = changes.odd.first() {
            return Err(StoreFault::unsupported(Message::new(&fault::ODD_ENTRY).with("path", &odd.path)));
        }
        let (mut files, mut blobs) = (BTreeMap::new(), BTreeMap::new());
        for change in changes.files {
            files.insert(change.path.clone(), change.after.map(|id| self.file(id)).transpose()?);
            blobs.insert(change.path, change.after.map(|id| id.0));
        }
        let mut place = self.prepare_checkout(&files, from, Some(to))?;
        let note = place.take_note();
        self.move_branch(&branch, from, Some(to.0), why)?;
        if let Err(failure) = place.publish(self, &Written { commit: to.0, blobs }) {
            let undone = self.move_branch(&branch, Some(to), from.map(|id| id.0), "weibao: undone");
            if let (Err(_), Some(note)) = (undone, note) {
                note.keep();
            }
            return Err(failure);
        }
        Ok(files.len())
    }
}

/// A commit's bytes with another tree, one parent and a new time of committing; everything else as it was.
fn rewritten(original: &[u8], tree: git2::Oid, parent: Id, at: Instant) -> Option<Vec<u8>> {
    let end = original.windows(2).position(|two| two == b"\n\n")? + 1;
    let (head, message) = original.split_at(end);
    let mut bytes = format!("tree {tree}\nparent {parent}\n").into_bytes();
    let mut is_committed = false;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b"tree ") || line.starts_with(b"parent ") {
            continue;
        }
        if let Some(committer) = line.strip_prefix(b"committer ") {
            let who = committer.iter().rposition(|byte| *byte == b'>')? + 1;
            let zone = at.to_string().get(19..)?.replace(':', "");
            bytes.extend_from_slice(b"committer ");
            bytes.extend_from_slice(&committer[..who]);
            bytes.extend_from_slice(format!(" {} {zone}\n", at.unix()).as_bytes());
            is_committed = true;
        } else {
            bytes.extend_from_slice(line);
        }
    }
    bytes.extend_from_slice(message);
    is_committed.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, draft};
    use super::super::{FaultKind, Store};
    use super::*;

    const A: &str = "records/staff/a1.json";
    const B: &str = "records/ticket/WX/000/06/WX-0000601.json";
    const C: &str = "records/ticket/WX/000/07/WX-0000701.json";

    fn later() -> Instant {
        Instant::parse("2026-03-20T09:00:00+08:00").unwrap()
    }

    /// Two lines of one commit each on top of a first one: the clone's own, and the others'.
    fn parted(trial: &Trial) -> (Store, Id, Id) {
        let store = trial.store();
        let first = store.commit(&draft(&[(A, "1\n")]), None).unwrap();
        let own = store.commit(&draft(&[(B, "own\n")]), Some(first)).unwrap();
        trial.git(&["checkout", "-q", "-b", "others", &first.to_string()]);
        trial.write(C, "theirs\n");
        trial.write(A, "2\n");
        let theirs = trial.commit_all("ticket: theirs");
        trial.git(&["checkout", "-q", "main"]);
        (trial.store(), own, theirs)
    }

    #[test]
    fn a_replayed_commit_keeps_author_message_and_change_and_is_committed_now() {
        let trial = Trial::new();
        let (store, own, theirs) = parted(&trial);
        let parent = store.commit_header(own).unwrap().parents[0];
        let changes = store.differences(Some(parent), own).unwrap().files;
        let anew = store.replay(own, &changes, theirs, later(), None).unwrap().unwrap();
        let show = |id: Id| trial.git(&["show", "-s", "--format=%an %ae %aI %B", &id.to_string()]);
        assert_eq!(show(anew), show(own));
        assert_eq!(trial.git(&["show", "-s", "--format=%cI", &anew.to_string()]).trim(), "2026-03-20T09:00:00+08:00");
        assert_eq!(trial.git(&["ls-tree", "-r", "--name-only", &anew.to_string()]).lines().count(), 3);
        assert_eq!(store.head().unwrap(), Some(own));
        assert_eq!(store.replay(own, &changes, anew, later(), None).unwrap(), None);
    }

    #[test]
    fn the_branch_index_and_working_tree_follow_to_a_commit_that_is_there() {
        let trial = Trial::new();
        let (store, own, theirs) = parted(&trial);
        assert_eq!(store.advance(Some(own), theirs, "sync").unwrap(), 3);
        assert_eq!(store.head().unwrap(), Some(theirs));
        assert_eq!(trial.git(&["status", "--porcelain"]), "");
        assert!(!trial.root.join(B).exists());
        assert_eq!(std::fs::read_to_string(trial.root.join(C)).unwrap(), "theirs\n");
    }

    #[test]
    fn uncommitted_work_in_the_way_stops_it_before_anything_moves() {
        let trial = Trial::new();
        let (store, own, theirs) = parted(&trial);
        trial.write(A, "my own\n");
        let before = trial.look();
        assert_eq!(store.advance(Some(own), theirs, "sync").unwrap_err().kind, FaultKind::InTheWay);
        assert_eq!(trial.look(), before);
        assert_eq!(store.head().unwrap(), Some(own));
    }

    #[test]
    fn a_run_killed_after_the_branch_moved_is_brought_to_an_end_by_the_next() {
        let trial = Trial::new();
        let (store, own, theirs) = parted(&trial);
        store.advance(Some(own), theirs, "sync").unwrap();
        let done = trial.look();
        trial.git(&["reset", "-q", "--hard", &own.to_string()]);
        trial.git(&["update-ref", "refs/heads/main", &theirs.to_string()]);
        let note = store.git_dir().join("weibao/unfinished-1");
        std::fs::create_dir_all(note.parent().unwrap()).unwrap();
        std::fs::write(note, format!("{own} {theirs}\n{A}\n{B}\n{C}\n")).unwrap();
        trial.store().recover().unwrap();
        assert_eq!(trial.look(), done);
        assert_eq!(trial.git(&["status", "--porcelain"]), "");
    }
}
