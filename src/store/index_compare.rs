//! What differs between the index and a commit: trees are compared wherever the index knows a folder's tree, and
//! entries only in folders that were touched since.

use git2::Oid;

use super::changes::{Oddity, Walk};
use super::index::{CacheTree, Content, Entries, Entry, IndexSnapshot};
use super::tree::{FILE, FOLDER, Item};
use super::{Changes, GitSnapshot, Store, StoreFault};
use crate::record::path::ROOT;

impl Store {
    /// What lies differently under `records/` in the index than in a commit.
    pub fn index_changes(&self, before: &GitSnapshot<'_>, index: &IndexSnapshot<'_>) -> Result<Changes, StoreFault> {
        let entries = match &index.content {
            Content::Tree(root) => return self.changes(before, &GitSnapshot::of_tree(self, *root)),
            Content::Entries(entries) => entries,
        };
        let mut walk = Walk { store: self, found: Changes::default() };
        let mut top: Option<&[u8]> = None;
        for entry in &entries.items {
            let name = entries.name(entry);
            let first = name.split(|byte| *byte == b'/').next().unwrap_or_default();
            let is_root = first == ROOT.as_bytes();
            let odd =
                (is_root && first.len() == name.len()) || (!is_root && first.eq_ignore_ascii_case(ROOT.as_bytes()));
            if odd && top != Some(first) {
                walk.odd("", &Item { mode: entry.mode, name: first, id: entry.id }, Oddity::Root);
            }
            top = Some(first);
        }
        let old = before.entry(ROOT)?.filter(|found| found.0 == FOLDER).map(|found| found.1);
        let items = entries.below(format!("{ROOT}/").as_bytes());
        let known = entries.folders.below.get(ROOT.as_bytes());
        let at = Folder { path: ROOT, skip: ROOT.len() + 1, depth: 1 };
        walk.staged(entries, at, items, known, old)?;
        Ok(walk.finish())
    }
}

/// Where in the index the walk is.
#[derive(Clone, Copy)]
struct Folder<'a> {
    path: &'a str,
    /// How many bytes of each entry's name belong to the folder and its slash.
    skip: usize,
    depth: usize,
}

impl Walk<'_> {
    fn staged(
        &mut self,
        entries: &Entries,
        at: Folder<'_>,
        items: &[Entry],
        known: Option<&CacheTree>,
        before: Option<Oid>,
    ) -> Result<(), StoreFault> {
        if let Some(tree) = known.and_then(|known| known.id) {
            return self.folders(at.path, before, Some(tree), at.depth);
        }
        if items.is_empty() || at.depth > super::changes::DEEPEST {
            // Nothing is left here, or the depth alone is refused.
            let beyond = if items.is_empty() { None } else { items.first().map(|item| item.id) };
            return self.folders(at.path, before, beyond, at.depth);
        }
        let old = before.map(|tree| self.store.tree(tree)).transpose()?.unwrap_or_default();
        let mut seen = std::collections::BTreeSet::new();
        let mut rest = items;
        while let Some(entry) = rest.first() {
            let name = &entries.name(entry)[at.skip..];
            let slash = name.iter().position(|byte| *byte == b'/');
            let Some(slash) = slash else {
                let was = old.find(name).filter(|item| !item.is_folder());
                self.entry(at.path, was, Some(Item { mode: entry.mode, name, id: entry.id }), at.depth)?;
                seen.insert((false, name));
                rest = &rest[1..];
                continue;
            };
            let folder = &name[..slash];
            let len = rest.partition_point(|entry| {
                let name = &entries.name(entry)[at.skip..];
                name.starts_with(folder) && name.get(slash) == Some(&b'/')
            });
            let was = old.find(folder).filter(Item::is_folder).map(|item| item.id);
            let path = super::changes::join(at.path, folder);
            if super::changes::is_plain(folder) {
                let below = Folder { path: &path, skip: at.skip + slash + 1, depth: at.depth + 1 };
                self.staged(entries, below, &rest[..len], known.and_then(|known| known.below.get(folder)), was)?;
            } else if was.is_none() {
                self.odd(at.path, &Item { mode: FILE, name: folder, id: entry.id }, Oddity::Name);
            }
            seen.insert((true, folder));
            rest = &rest[len.max(1)..];
        }
        for item in old.iter().filter(|item| !seen.contains(&(item.is_folder(), item.name))) {
            self.entry(at.path, Some(item), None, at.depth)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::trial::{Trial, runs};
    use super::super::{Oddity, Store};
    use crate::ledger::Snapshot;

    /// What the store says is staged, as `git diff --cached --name-status` would print it.
    fn staged(store: &Store) -> String {
        let head = store.head_snapshot().unwrap();
        let index = store.index_snapshot().unwrap();
        let changes = store.index_changes(&head, &index).unwrap();
        assert_eq!(changes.odd, []);
        let mut text = String::new();
        for file in changes.files {
            let letter = match (file.before, file.after) {
                (None, _) => 'A',
                (_, None) => 'D',
                _ => 'M',
            };
            let _ = writeln!(text, "{letter}\t{}", file.path);
        }
        text
    }

    fn stirred(version: &str) -> Trial {
        let trial = Trial::new();
        trial.git(&["config", "index.version", version]);
        for n in 0..40 {
            trial.write(&format!("records/ticket/WX/000/{:02}/WX-00{n:05}.json", n / 7), "1\n");
            trial.write(&format!("records/staff/s{n:02}.json"), "1\n");
        }
        trial.commit_all("staff: all");
        trial.write("records/staff/s03.json", "changed\n");
        trial.write("records/staff/s99.json", "new\n");
        trial.write("records/ticket/WX/001/00/WX-0010000.json", "new folder\n");
        trial.write("outside.txt", "not judged\n");
        trial.git(&["add", "-A"]);
        trial.git(&["rm", "-q", "records/staff/s05.json"]);
        for n in 0..7 {
            trial.git(&["rm", "-q", &format!("records/ticket/WX/000/00/WX-00{n:05}.json")]);
        }
        trial
    }

    #[test]
    fn what_is_staged_is_what_git_says_in_every_format_of_the_index() {
        for version in ["2", "3", "4"] {
            let trial = stirred(version);
            let wanted = trial.git(&["diff", "--cached", "--name-status", "--no-renames", "--", "records"]);
            assert_eq!(wanted.lines().count(), 11);
            assert_eq!(staged(&trial.store()), wanted, "entries, format {version}");
            trial.git(&["write-tree"]);
            assert_eq!(staged(&trial.store()), wanted, "known tree, format {version}");
        }
    }

    #[test]
    fn the_index_is_read_like_any_other_place() {
        let trial = stirred("2");
        let store = trial.store();
        let index = store.index_snapshot().unwrap();
        assert_eq!(index.read("records/staff/s99.json").unwrap().as_deref(), Some(&b"new\n"[..]));
        assert!(!index.exists("records/staff/s05.json").unwrap());
        assert_eq!(index.list("records/ticket/WX").unwrap().len(), 2);
        trial.git(&["write-tree"]);
        let known = store.index_snapshot().unwrap();
        for folder in ["", "records", "records/staff", "records/ticket/WX/000", "nowhere"] {
            assert_eq!(index.list(folder).unwrap(), known.list(folder).unwrap(), "{folder}");
        }
    }

    #[test]
    fn a_promised_file_is_not_there_yet() {
        let trial = stirred("2");
        trial.write("records/staff/s98.json", "later\n");
        let wanted = staged(&trial.store());
        trial.git(&["add", "-N", "records/staff/s98.json"]);
        assert_eq!(staged(&trial.store()), wanted);
        assert!(!trial.store().index_snapshot().unwrap().exists("records/staff/s98.json").unwrap());
    }

    #[test]
    fn links_modes_and_names_no_record_has_are_odd() {
        let trial = stirred("2");
        let blob = trial.git(&["rev-parse", "HEAD:records/staff/s00.json"]);
        for (mode, path) in [
            ("120000", "records/staff/link.json"),
            ("100755", "records/staff/run.json"),
            ("100644", "records/staff/a b.json"),
            ("100644", "Records/staff/case.json"),
        ] {
            trial.git(&["update-index", "--add", "--cacheinfo", &format!("{mode},{},{path}", blob.trim())]);
        }
        let odd = || {
            let store = trial.store();
            let (head, index) = (store.head_snapshot().unwrap(), store.index_snapshot().unwrap());
            let changes = store.index_changes(&head, &index).unwrap();
            changes.odd.into_iter().map(|odd| (odd.path, odd.oddity)).collect::<Vec<_>>()
        };
        let wanted = [
            ("Records".to_owned(), Oddity::Root),
            ("records/staff/a b.json".to_owned(), Oddity::Name),
            ("records/staff/link.json".to_owned(), Oddity::Symlink),
            ("records/staff/run.json".to_owned(), Oddity::Mode(0o100_755)),
        ];
        assert_eq!(odd(), wanted);
        trial.git(&["write-tree"]);
        assert_eq!(odd(), wanted);
    }

    #[test]
    fn an_unfinished_merge_cannot_be_judged() {
        let trial = stirred("2");
        trial.git(&["commit", "-qm", "x: y"]);
        trial.git(&["switch", "-q", "-c", "side", "HEAD~1"]);
        trial.write("records/staff/s03.json", "otherwise\n");
        trial.commit_all("x: z");
        assert!(!runs(&trial.root, &["merge", "main"]).status.success());
        let fault = trial.store().index_snapshot().err().unwrap();
        assert!(fault.to_string().contains("records/staff/s03.json"), "{fault}");
    }
}
