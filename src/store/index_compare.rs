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
