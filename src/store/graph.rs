//! The commits behind a tip in order, each read once: what a walk through all of history starts from.

use std::collections::HashMap;

use git2::{ObjectType, Oid};

use super::{Id, Store, StoreFault};
use crate::ledger::CommitInfo;
use crate::record::instant::Instant;

/// A commit in its place.
pub(super) struct Node {
    pub(super) info: CommitInfo,
    pub(super) tree: Oid,
    /// The places of its parents, all before its own.
    pub(super) parents: Vec<usize>,
}

/// A commit that waits for its parents to be put in order.
struct Waiting {
    id: Oid,
    read: Read,
    /// How many of its parents have been looked at.
    looked_at: usize,
}

/// What is read of a commit.
struct Read {
    info: CommitInfo,
    tree: Oid,
    parents: Vec<Oid>,
}

impl Store {
    /// The commits behind a tip and the tip, every one after its parents, a first parent's line before a second's.
    pub(super) fn line(&self, tip: Id) -> Result<Vec<Node>, StoreFault> {
        let mut line: Vec<Node> = Vec::new();
        let mut places: HashMap<Oid, usize> = HashMap::new();
        let mut waiting = vec![self.waiting(tip.0)?];
        while let Some(top) = waiting.last_mut() {
            if let Some(parent) = top.read.parents.get(top.looked_at) {
                top.looked_at += 1;
                if !places.contains_key(parent) {
                    let parent = *parent;
                    waiting.push(self.waiting(parent)?);
                }
                continue;
            }
            if let Some(Waiting { id, read, .. }) = waiting.pop() {
                let parents = read.parents.iter().filter_map(|parent| places.get(parent).copied()).collect();
                places.insert(id, line.len());
                line.push(Node { info: read.info, tree: read.tree, parents });
            }
        }
        Ok(line)
    }

    /// The first parents behind a tip and the tip, oldest first: the authoritative line as the branch went.
    pub fn mainline(&self, tip: Id) -> Result<Vec<CommitInfo>, StoreFault> {
        let mut line = Vec::new();
        let mut next = Some(tip.0);
        while let Some(id) = next {
            let read = self.waiting(id)?.read;
            next = read.parents.first().copied();
            line.push(read.info);
        }
        line.reverse();
        Ok(line)
    }

    /// The parents of a commit.
    pub(super) fn parents(&self, id: Oid) -> Result<Vec<Oid>, StoreFault> {
        Ok(self.waiting(id)?.read.parents)
    }

    fn waiting(&self, id: Oid) -> Result<Waiting, StoreFault> {
        let bytes = self.object(id, ObjectType::Commit)?;
        let read = if let Some(read) = plain(id, &bytes) {
            read
        } else {
            // A form that only others write: libgit2 knows how to take it.
            let header = self.commit_header(Id(id))?;
            let parents = header.parents.into_iter().map(|parent| parent.0).collect();
            Read { info: header.info, tree: header.tree, parents }
        };
        Ok(Waiting { id, read, looked_at: 0 })
    }
}

/// Reads a commit of the plain form: tree, parents, author, committer, in this order.
fn plain(id: Oid, bytes: &[u8]) -> Option<Read> {
    let mut lines = bytes.split(|byte| *byte == b'\n').map(|line| std::str::from_utf8(line).ok()).peekable();
    let tree = Oid::from_str(lines.next()??.strip_prefix("tree ")?).ok()?;
    let mut parents = Vec::new();
    while let Some(parent) = lines.peek()?.and_then(|line| line.strip_prefix("parent ")) {
        parents.push(Oid::from_str(parent).ok()?);
        lines.next();
    }
    let (author_email, authored_at) = person(lines.next()??.strip_prefix("author ")?)?;
    let (_, committed_at) = person(lines.next()??.strip_prefix("committer ")?)?;
    let info = CommitInfo { id: id.to_string(), authored_at, committed_at, author_email: author_email.to_owned() };
    Some(Read { info, tree, parents })
}

/// The address and the time in `Name <address> seconds zone`.
fn person(text: &str) -> Option<(&str, Instant)> {
    let (head, time) = text.rsplit_once("> ")?;
    let (_, email) = head.rsplit_once('<')?;
    let (seconds, _) = time.split_once(' ')?;
    Some((email.trim(), Instant::from_unix(seconds.parse().ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    #[test]
    fn a_commit_says_the_same_however_it_is_read() {
        let trial = Trial::new();
        trial.write("a", "1\n");
        let first = trial.commit_all("staff: a");
        trial.git(&["switch", "-q", "-c", "side"]);
        trial.write("b", "1\n");
        trial.commit_all("staff: b");
        trial.git(&["switch", "-q", "main"]);
        trial.write("c", "1\n");
        trial.commit_all("staff: c");
        trial.git(&["merge", "-q", "--no-ff", "-m", "merge: side", "side"]);
        let store = trial.store();
        let tip = store.resolve("HEAD").unwrap();
        let line = store.line(tip).unwrap();
        assert_eq!(line.len(), 4);
        assert_eq!(line[0].info.id, first.to_string());
        for (place, node) in line.iter().enumerate() {
            let header = store.commit_header(Id::parse(&node.info.id).unwrap()).unwrap();
            assert_eq!((&node.info, node.tree), (&header.info, header.tree));
            let parents: Vec<_> = node.parents.iter().map(|parent| line[*parent].info.id.clone()).collect();
            assert_eq!(parents, header.parents.iter().map(ToString::to_string).collect::<Vec<_>>());
            assert!(node.parents.iter().all(|parent| *parent < place));
            let bytes = store.object(Oid::from_str(&node.info.id).unwrap(), ObjectType::Commit).unwrap();
            assert!(plain(Oid::from_str(&node.info.id).unwrap(), &bytes).is_some());
        }
    }
}
