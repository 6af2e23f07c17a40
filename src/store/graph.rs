//! The commits behind a tip in order, each read once: what a walk through all of history starts from.
//!
//! A decade has millions of them, so what is kept of each is small, and nothing of it is kept twice.

use std::collections::HashMap;

use git2::{ObjectType, Oid};

use super::{Id, Store, StoreFault};
use crate::ledger::CommitInfo;
use crate::record::instant::Instant;

/// What is kept of a commit.
struct Node {
    id: Oid,
    tree: Oid,
    authored_at: Instant,
    committed_at: Instant,
    /// Its author's place among the authors.
    author: u32,
    /// Where its parents begin among all parents; they end where the next commit's begin.
    parents: u32,
}

/// The commits behind a tip and the tip, every one after its parents, a first parent's line before a second's.
#[derive(Default)]
pub(super) struct Line {
    /// As they were found, the tip first.
    found: Vec<Node>,
    /// By place: which of those found it is.
    order: Vec<u32>,
    /// The places of the parents of all of them, as they were found.
    parents: Vec<u32>,
    /// The addresses of those who wrote them, each once.
    authors: Vec<String>,
}

impl Line {
    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// The tree of the commit at a place.
    pub(super) fn tree(&self, place: usize) -> Oid {
        self.found[self.order[place] as usize].tree
    }

    /// The places of its parents, all before its own.
    pub(super) fn parents(&self, place: usize) -> impl DoubleEndedIterator<Item = usize> {
        let found = self.order[place] as usize;
        let begin = self.found[found].parents as usize;
        let end = self.found.get(found + 1).map_or(self.parents.len(), |next| next.parents as usize);
        self.parents[begin..end].iter().map(|parent| *parent as usize)
    }

    /// What reports say of it.
    pub(super) fn info(&self, place: usize) -> CommitInfo {
        let node = &self.found[self.order[place] as usize];
        CommitInfo {
            id: node.id.to_string(),
            authored_at: node.authored_at,
            committed_at: node.committed_at,
            author_email: self.authors[node.author as usize].clone(),
        }
    }
}

/// A line that is being read.
#[derive(Default)]
struct Reading {
    line: Line,
    /// By commit: which of those found it is.
    places: HashMap<Oid, u32>,
    /// The parents of all that were found; places are known only in the end.
    parents: Vec<Oid>,
    authors: HashMap<String, u32>,
}

/// What is read of a commit.
struct Read {
    info: CommitInfo,
    tree: Oid,
    parents: Vec<Oid>,
}

/// More commits than a number of 32 bits can tell apart.
const TOO_MANY: &str = "there are more than four thousand million commits behind it";

impl Store {
    /// The commits behind a tip in order.
    pub(super) fn line(&self, tip: Id) -> Result<Line, StoreFault> {
        let mut reading = Reading::default();
        // Those that wait for their parents, and how many of these have been looked at.
        let mut waiting = vec![(reading.find(self, tip.0)?, 0)];
        while let Some((found, looked_at)) = waiting.last_mut() {
            if let Some(parent) = reading.parent(*found, *looked_at) {
                *looked_at += 1;
                if !reading.places.contains_key(&parent) {
                    waiting.push((reading.find(self, parent)?, 0));
                }
            } else {
                reading.line.order.push(*found);
                waiting.pop();
            }
        }
        Ok(reading.finish())
    }

    /// The first parents behind a tip and the tip, oldest first: the authoritative line as the branch went.
    pub fn mainline(&self, tip: Id) -> Result<Vec<CommitInfo>, StoreFault> {
        let mut line = Vec::new();
        let mut next = Some(tip.0);
        while let Some(id) = next {
            let read = self.read_commit(id)?;
            next = read.parents.first().copied();
            line.push(read.info);
        }
        line.reverse();
        Ok(line)
    }

    /// The parents of a commit.
    pub(super) fn parents(&self, id: Oid) -> Result<Vec<Oid>, StoreFault> {
        Ok(self.read_commit(id)?.parents)
    }

    fn read_commit(&self, id: Oid) -> Result<Read, StoreFault> {
        let bytes = self.object(id, ObjectType::Commit)?;
        if let Some(read) = plain(id, &bytes) {
            return Ok(read);
        }
        // A form that only others write: libgit2 knows how to take it.
        let header = self.commit_header(Id(id))?;
        let parents = header.parents.into_iter().map(|parent| parent.0).collect();
        Ok(Read { info: header.info, tree: header.tree, parents })
    }
}

impl Reading {
    /// Reads a commit that was not found before; its number among those found.
    fn find(&mut self, store: &Store, id: Oid) -> Result<u32, StoreFault> {
        let Read { info, tree, parents } = store.read_commit(id)?;
        let number = |count: usize| u32::try_from(count).map_err(|_| StoreFault::damaged(id, TOO_MANY));
        let found = number(self.line.found.len())?;
        let author = if let Some(known) = self.authors.get(&info.author_email) {
            *known
        } else {
            let new = number(self.line.authors.len())?;
            self.line.authors.push(info.author_email.clone());
            self.authors.insert(info.author_email, new);
            new
        };
        let (authored_at, committed_at) = (info.authored_at, info.committed_at);
        let begin = number(self.parents.len())?;
        self.line.found.push(Node { id, tree, authored_at, committed_at, author, parents: begin });
        self.parents.extend(parents);
        self.places.insert(id, found);
        Ok(found)
    }

    /// A parent of one that was found, by its number among the parents.
    fn parent(&self, found: u32, number: usize) -> Option<Oid> {
        let found = found as usize;
        let begin = self.line.found[found].parents as usize;
        let end = self.line.found.get(found + 1).map_or(self.parents.len(), |next| next.parents as usize);
        self.parents[begin..end].get(number).copied()
    }

    /// The line, once all are in order.
    fn finish(self) -> Line {
        let Self { mut line, places, parents, .. } = self;
        let mut places_in_order = vec![0; line.order.len()];
        for (place, found) in (0..).zip(&line.order) {
            places_in_order[*found as usize] = place;
        }
        // Each of them was found, or its child would still be waiting.
        let place = |parent: &Oid| places.get(parent).map(|found| places_in_order[*found as usize]);
        line.parents = parents.iter().filter_map(place).collect();
        line
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
        assert_eq!(line.info(0).id, first.to_string());
        for place in 0..line.len() {
            let info = line.info(place);
            let header = store.commit_header(Id::parse(&info.id).unwrap()).unwrap();
            assert_eq!((&info, line.tree(place)), (&header.info, header.tree));
            let parents: Vec<_> = line.parents(place).map(|parent| line.info(parent).id).collect();
            assert_eq!(parents, header.parents.iter().map(ToString::to_string).collect::<Vec<_>>());
            assert!(line.parents(place).all(|parent| parent < place));
            let bytes = store.object(Oid::from_str(&info.id).unwrap(), ObjectType::Commit).unwrap();
            assert!(plain(Oid::from_str(&info.id).unwrap(), &bytes).is_some());
        }
    }
}
