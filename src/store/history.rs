//! When each record first came and last changed, from the graph alone; dates select nothing.
//!
//! Every commit is compared with all its parents at once: what equals any parent's came from there, so a merge
//! costs no more than what it itself changed. First the graph is put in order, each commit read once; then two threads
//! compare the trees, each some hundred commits in a row, so that most trees are still at hand from the commit before.
//! Whichever thread finds it: a record came with the earliest commit that has it and no parent has.

use std::collections::HashMap;
use std::iter::Peekable;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

use git2::Oid;

use super::changes::{DEEPEST, push_name};
use super::graph::Line;
use super::tree::{FILE, Item, Items, RawTree, order};
use super::{Id, Store, StoreFault, fault};
use crate::ledger::{Arrival, History};
use crate::record::Kind;
use crate::record::path::ROOT;

/// How many commits a thread takes at a time.
const CHUNK: usize = 512;

/// By path: when it came and when it last changed.
type Arrivals = HashMap<String, Arrival>;

impl Store {
    /// The history of a line up to the commit that a revision names; refused where history ends early.
    pub fn history(&self, rev: &str) -> Result<History, StoreFault> {
        self.history_of(self.resolve(rev)?, Kind::ALL)
    }

    /// The history of the records of some kinds up to a commit. What is not asked for costs nothing: a commit that changes
    /// none of their folders is passed over with two trees.
    pub fn history_of(&self, tip: Id, kinds: &[Kind]) -> Result<History, StoreFault> {
        self.require_whole_history()?;
        let line = self.line(tip)?;
        let next = AtomicUsize::new(0);
        let git_dir = self.git_dir();
        let (mut arrivals, others) = std::thread::scope(|scope| {
            let other = scope.spawn(|| Self::open(git_dir)?.arrivals(&line, kinds, &next));
            let own = self.arrivals(&line, kinds, &next);
            let others = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok::<_, StoreFault>((own?, others?))
        })?;
        #[expect(clippy::iter_over_hash_type, reason = "the earliest and the latest are the same in whatever order")]
        for (path, arrival) in others {
            arrivals.entry(path).and_modify(|known| known.take(arrival)).or_insert(arrival);
        }
        Ok(History::of(arrivals, line.len(), |place| line.info(place)))
    }

    /// Refuses a clone whose history ends early.
    pub fn require_whole_history(&self) -> Result<(), StoreFault> {
        if self.is_shallow() { Err(StoreFault::unsupported(&fault::SHALLOW)) } else { Ok(()) }
    }

    /// What the commits bring, as far as this thread comes to compare them.
    fn arrivals(&self, line: &Line, kinds: &[Kind], next: &AtomicUsize) -> Result<Arrivals, StoreFault> {
        let mut arrivals = Arrivals::new();
        self.brought(line, kinds, next, &mut |path, place, _| {
            let arrival = Arrival { first: place, last: place };
            match arrivals.get_mut(path) {
                Some(known) => known.take(arrival),
                None => drop(arrivals.insert(path.to_owned(), arrival)),
            }
        })?;
        Ok(arrivals)
    }

    /// Visits each file of some kinds that a commit brings, with the commit's place, as far as this thread comes to
    /// compare them.
    pub(super) fn brought(
        &self,
        line: &Line,
        kinds: &[Kind],
        next: &AtomicUsize,
        visit: &mut impl FnMut(&str, usize, Oid),
    ) -> Result<(), StoreFault> {
        let mut path = String::with_capacity(128);
        path.push_str(ROOT);
        loop {
            let start = next.fetch_add(CHUNK, Ordering::Relaxed);
            if start >= line.len() {
                return Ok(());
            }
            let end = line.len().min(start + CHUNK);
            let mut roots: HashMap<usize, Option<Oid>> = HashMap::with_capacity(CHUNK);
            for place in start..end {
                let records = self.records_root(line.tree(place))?;
                roots.insert(place, records);
                let mut parents = Vec::with_capacity(1);
                for parent in line.parents(place) {
                    parents.push(match roots.get(&parent) {
                        Some(known) => *known,
                        None => self.records_root(line.tree(parent))?,
                    });
                }
                if !parents.contains(&records) {
                    let mut found = |path: &str, file| visit(path, place, file);
                    self.own_changes(&mut path, &parents, records, Below::Kinds(kinds), &mut found)?;
                }
            }
        }
    }

    /// The tree of `records/` in a commit's tree.
    fn records_root(&self, tree: Oid) -> Result<Option<Oid>, StoreFault> {
        // Root trees differ in every commit: not worth keeping.
        let tree = RawTree::new(self.object(tree, git2::ObjectType::Tree)?)
            .map_err(|reason| StoreFault::damaged(tree, reason))?;
        Ok(tree.find(ROOT.as_bytes()).filter(Item::is_folder).map(|item| item.id))
    }

    /// Visits the files of `tree` that are as in none of the parents; `path` is the folder's and is so again at the end.
    fn own_changes(
        &self,
        path: &mut String,
        parents: &[Option<Oid>],
        tree: Option<Oid>,
        below: Below<'_>,
        visit: &mut impl FnMut(&str, Oid),
    ) -> Result<(), StoreFault> {
        let Some(tree) = tree.filter(|_| below != Below::Folders(DEEPEST)) else {
            return Ok(());
        };
        let new = self.tree(tree)?;
        let old: Vec<Rc<RawTree>> =
            parents.iter().flatten().map(|parent| self.tree(*parent)).collect::<Result<_, _>>()?;
        let (items, beside) = new.unshared(&old.iter().map(|tree| &**tree).collect::<Vec<_>>());
        let mut beside: Vec<_> = beside.into_iter().map(Iterator::peekable).collect();
        for item in items {
            let before: Vec<_> = beside.iter_mut().map(|items| same_name(items, &item)).collect();
            if before.contains(&Some(item)) || !below.wants(item.name) {
                continue;
            }
            let len = path.len();
            push_name(path, item.name);
            if item.is_folder() {
                let before: Vec<_> = before.iter().map(|found| found.map(|found| found.id)).collect();
                self.own_changes(path, &before, Some(item.id), below.deeper(), visit)?;
            } else if item.mode == FILE {
                visit(path, item.id);
            }
            path.truncate(len);
        }
        Ok(())
    }
}

/// Where in `records/` trees are being compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below<'k> {
    /// At the top, where each folder is a kind: only these are looked into.
    Kinds(&'k [Kind]),
    /// So many folders further down.
    Folders(usize),
}

impl Below<'_> {
    fn wants(self, name: &[u8]) -> bool {
        match self {
            Self::Kinds(kinds) => kinds.iter().any(|kind| kind.word().as_bytes() == name),
            Self::Folders(_) => true,
        }
    }

    fn deeper(self) -> Self {
        match self {
            Self::Kinds(_) => Self::Folders(1),
            Self::Folders(deep) => Self::Folders(deep + 1),
        }
    }
}

/// Moves along a parent's entries to the one that has the item's place, if there is one.
fn same_name<'a>(items: &mut Peekable<Items<'a>>, item: &Item<'_>) -> Option<Item<'a>> {
    while items.next_if(|other| order(other, item).is_lt()).is_some() {}
    items.next_if(|other| order(other, item).is_eq())
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::super::{FaultKind, Store};

    fn first_and_last(trial: &Trial, path: &str) -> (String, String) {
        let history = trial.store().history("HEAD").unwrap();
        let arrival = history.arrivals[path];
        (history.commits[arrival.first].id.clone(), history.commits[arrival.last].id.clone())
    }

    #[test]
    fn each_record_came_with_the_commit_that_git_log_names() {
        let trial = Trial::new();
        trial.write("README", "no record\n");
        trial.commit_all("start: x");
        let paths: Vec<_> = (0..5).map(|n| format!("records/staff/s{n}/p{n}.json")).collect();
        for (n, path) in paths.iter().enumerate() {
            trial.write(path, "1\n");
            trial.commit_all("staff: x");
            trial.write(&paths[n / 2], &format!("changed {n}\n"));
            trial.commit_all("staff: y");
        }
        for path in &paths {
            let log = trial.git(&["log", "--format=%H", "--reverse", "--", path]);
            let ids: Vec<_> = log.lines().map(str::to_owned).collect();
            assert_eq!(first_and_last(&trial, path), (ids[0].clone(), ids[ids.len() - 1].clone()), "{path}");
        }
    }

    #[test]
    fn a_merge_brings_nothing_that_either_side_had() {
        let trial = Trial::new();
        trial.write("records/staff/a1.json", "1\n");
        trial.commit_all("staff: a");
        trial.git(&["switch", "-q", "-c", "side"]);
        trial.write("records/staff/b1.json", "1\n");
        let side = trial.commit_all("staff: b");
        trial.git(&["switch", "-q", "main"]);
        trial.write("records/staff/c1.json", "1\n");
        let main = trial.commit_all("staff: c");
        trial.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
        trial.write("records/staff/evil.json", "slipped in\n");
        let merge = trial.commit_all("merge: side");
        for (path, id) in [("b1", side), ("c1", main), ("evil", merge)] {
            let id = id.to_string();
            assert_eq!(first_and_last(&trial, &format!("records/staff/{path}.json")), (id.clone(), id), "{path}");
        }
    }

    #[test]
    fn a_shallow_clone_is_refused_with_advice() {
        let trial = Trial::new();
        for n in 0..2 {
            trial.write("records/staff/a1.json", &format!("{n}\n"));
            trial.commit_all("staff: a");
        }
        let url = format!("file://{}", trial.root.display());
        trial.git(&["clone", "-q", "--depth", "1", &url, "../shallow"]);
        let store = Store::open(&trial.folder.path().join("shallow")).unwrap();
        let fault = store.history("HEAD").unwrap_err();
        assert_eq!(fault.kind, FaultKind::Unsupported);
        assert!(fault.to_string().contains("git fetch --unshallow"), "{fault}");
    }
}
