//! When each record first came and last changed, from the graph alone; dates select nothing.
//!
//! Every commit is compared with all its parents at once: what equals any parent's came from there, so a merge
//! costs no more than what it itself changed.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::rc::Rc;

use git2::Oid;

use super::changes::{DEEPEST, join};
use super::tree::{FILE, Item, Items, RawTree, order};
use super::{Id, Store, StoreFault, fault};
use crate::ledger::{Arrival, History};
use crate::record::path::ROOT;

impl Store {
    /// The history of a line up to the commit that a revision names; refused where history ends early.
    pub fn history(&self, rev: &str) -> Result<History, StoreFault> {
        self.history_of(self.resolve(rev)?)
    }

    /// The history of a line up to a commit.
    pub fn history_of(&self, tip: Id) -> Result<History, StoreFault> {
        self.require_whole_history()?;
        let mut history = History::default();
        let mut roots: BTreeMap<Id, Option<Oid>> = BTreeMap::new();
        for header in self.commits(&[], tip)? {
            let records = self.records_root(header.tree)?;
            let parents: Vec<_> = header.parents.iter().filter_map(|parent| roots.get(parent).copied()).collect();
            let place = history.commits.len();
            if !parents.contains(&records) {
                let mut visit = |path: String| {
                    history
                        .arrivals
                        .entry(path)
                        .and_modify(|arrival| arrival.last = place)
                        .or_insert(Arrival { first: place, last: place });
                };
                self.own_changes(ROOT, &parents, records, 1, &mut visit)?;
            }
            roots.insert(header.id, records);
            history.commits.push(header.info);
        }
        Ok(history)
    }

    /// Refuses a clone whose history ends early.
    pub fn require_whole_history(&self) -> Result<(), StoreFault> {
        if self.is_shallow() { Err(StoreFault::unsupported(&fault::SHALLOW)) } else { Ok(()) }
    }

    /// The tree of `records/` in a commit's tree.
    fn records_root(&self, tree: Oid) -> Result<Option<Oid>, StoreFault> {
        // Root trees differ in every commit: not worth keeping.
        let tree = RawTree::new(self.object(tree, git2::ObjectType::Tree)?)
            .map_err(|reason| StoreFault::damaged(tree, reason))?;
        Ok(tree.find(ROOT.as_bytes()).filter(Item::is_folder).map(|item| item.id))
    }

    /// Visits the files of `tree` that are as in none of the parents.
    fn own_changes(
        &self,
        path: &str,
        parents: &[Option<Oid>],
        tree: Option<Oid>,
        depth: usize,
        visit: &mut impl FnMut(String),
    ) -> Result<(), StoreFault> {
        let Some(tree) = tree.filter(|_| depth <= DEEPEST) else {
            return Ok(());
        };
        let new = self.tree(tree)?;
        let old: Vec<Rc<RawTree>> =
            parents.iter().flatten().map(|parent| self.tree(*parent)).collect::<Result<_, _>>()?;
        let mut beside: Vec<_> = old.iter().map(|tree| tree.iter().peekable()).collect();
        for item in new.iter() {
            let before: Vec<_> = beside.iter_mut().map(|items| same_name(items, &item)).collect();
            if before.contains(&Some(item)) {
                continue;
            }
            let path = join(path, item.name);
            if item.is_folder() {
                let before: Vec<_> = before.iter().map(|found| found.map(|found| found.id)).collect();
                self.own_changes(&path, &before, Some(item.id), depth + 1, visit)?;
            } else if item.mode == FILE {
                visit(path);
            }
        }
        Ok(())
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
