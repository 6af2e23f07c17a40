//! A tree object as its bytes: checked once, then searched and walked without copying.

use std::ffi::CStr;
use std::rc::Rc;

use git2::{ObjectType, Oid};

use super::{Id, Store, StoreFault};

/// The mode of a plain file.
pub(super) const FILE: u32 = 0o100_644;
/// The mode of a folder.
pub(super) const FOLDER: u32 = 0o040_000;

/// How many trees are kept before the memory is started afresh: bounds memory, not correctness.
const KEPT: usize = 4096;

/// The bytes of a tree object whose entries are known to be well formed, and where each begins.
#[derive(Debug, Default)]
pub(super) struct RawTree {
    bytes: Vec<u8>,
    starts: Vec<u32>,
}

/// An entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'a> {
    pub(super) mode: u32,
    pub(super) name: &'a [u8],
    pub(super) id: Oid,
}

impl Item<'_> {
    pub(super) fn is_folder(&self) -> bool {
        self.mode == FOLDER
    }
}

/// The length of an object's name in a tree.
const ID: usize = 20;

/// Why a tree cannot be read.
const SHORT: &str = "a tree entry is cut short";

impl RawTree {
    /// Takes the bytes of a tree; refuses an entry cut short, a mode with odd digits or an empty name.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self, &'static str> {
        let mut starts = Vec::with_capacity(bytes.len() / 40);
        let mut at = 0;
        while at < bytes.len() {
            starts.push(u32::try_from(at).map_err(|_| "a tree has more than four gigabytes")?);
            at += checked_len(&bytes[at..])?;
        }
        Ok(Self { bytes, starts })
    }

    /// Refuses modes in another spelling than git's, entries out of git's order and names that stand twice: different
    /// tools would see different files. Only what comes in is looked at so closely.
    pub(super) fn require_order(&self) -> Result<(), &'static str> {
        let mut last: Option<Item<'_>> = None;
        // Files whose names begin the current one: only among them can a folder find the file of its own name.
        let mut files: Vec<&[u8]> = Vec::new();
        for (item, start) in self.iter().zip(&self.starts) {
            if self.bytes[*start as usize] == b'0' {
                return Err("a tree entry has an odd mode");
            }
            if last.is_some_and(|last| order(&last, &item).is_ge()) {
                return Err("its entries are out of order, or one stands twice");
            }
            files.retain(|name| item.name.starts_with(name));
            if !item.is_folder() {
                files.push(item.name);
            } else if files.contains(&item.name) {
                return Err("a file and a folder have the same name");
            }
            last = Some(item);
        }
        Ok(())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn iter(&self) -> Items<'_> {
        Items(&self.bytes)
    }

    pub(super) fn find(&self, name: &[u8]) -> Option<Item<'_>> {
        let named = |begin: &u32| {
            let entry = &self.bytes[*begin as usize..];
            let space = entry.iter().position(|byte| *byte == b' ')?;
            entry[space + 1..].strip_prefix(name).filter(|rest| rest.first() == Some(&0)).map(|_| entry)
        };
        self.starts.iter().find_map(named).and_then(split).map(|(item, _)| item)
    }

    /// The entries that are not the same at the same place in every other tree: what lies between the beginning and the
    /// end that all share. Of each tree, this one first. A commit changes an entry or two, and a tree may have hundreds.
    pub(super) fn unshared<'t>(&'t self, others: &[&'t Self]) -> (Items<'t>, Vec<Items<'t>>) {
        let start = others.iter().map(|other| shared_start(&self.bytes, &other.bytes)).min().unwrap_or_default();
        let first = self.starts.partition_point(|begin| *begin as usize <= start).saturating_sub(1);
        let begin = self.starts.get(first).map_or(0, |begin| *begin as usize);
        let start = if start == self.bytes.len() { start } else { begin };
        // The shared end may not reach into the shared beginning of the shortest of them.
        let shortest = others.iter().map(|other| other.bytes.len()).min().unwrap_or_default().min(self.bytes.len());
        let end = others
            .iter()
            .map(|other| shared_end(&self.bytes, &other.bytes))
            .min()
            .unwrap_or_default()
            .min(shortest - start.min(shortest));
        let tail = |begin: u32| self.bytes.len() - begin as usize;
        let last = self.starts.partition_point(|begin| tail(*begin) > end);
        // Where an entry begins here, one begins in every other too: else the end is not shared as entries.
        let begins = |tree: &Self, tail: usize| {
            u32::try_from(tree.bytes.len() - tail).is_ok_and(|at| tree.starts.binary_search(&at).is_ok())
        };
        let end = self.starts[last..]
            .iter()
            .map(|begin| tail(*begin))
            .find(|tail| others.iter().all(|other| begins(other, *tail)))
            .unwrap_or_default();
        let middle = |tree: &'t Self| Items(&tree.bytes[start..tree.bytes.len() - end]);
        (middle(self), others.iter().map(|other| middle(other)).collect())
    }
}

/// How many bytes are compared at a time.
const BLOCK: usize = 32;

/// How many bytes at the beginning are the same.
fn shared_start(left: &[u8], right: &[u8]) -> usize {
    let blocks = left.chunks_exact(BLOCK).zip(right.chunks_exact(BLOCK)).take_while(|(left, right)| left == right);
    let same = blocks.count() * BLOCK;
    same + left[same..].iter().zip(&right[same..]).take_while(|(left, right)| left == right).count()
}

/// How many bytes at the end are the same.
fn shared_end(left: &[u8], right: &[u8]) -> usize {
    let blocks = left.rchunks_exact(BLOCK).zip(right.rchunks_exact(BLOCK)).take_while(|(left, right)| left == right);
    let same = blocks.count() * BLOCK;
    let (left, right) = (&left[..left.len() - same], &right[..right.len() - same]);
    same + left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count()
}

/// The entries of a tree, in git's order.
pub(super) struct Items<'a>(&'a [u8]);

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;
    fn next(&mut self) -> Option<Item<'a>> {
        // The bytes were checked when the tree was made.
        let (item, rest) = split(self.0)?;
        self.0 = rest;
        Some(item)
    }
}

/// The length of the entry that bytes begin with, if it is well formed.
fn checked_len(bytes: &[u8]) -> Result<usize, &'static str> {
    let space = bytes.iter().take(8).position(|b| *b == b' ').ok_or(SHORT)?;
    if !bytes[..space].iter().all(|digit| (b'0'..=b'7').contains(digit)) {
        return Err("a tree entry has an odd mode");
    }
    // A text that ends with a zero byte is what C calls a string: the standard library finds that byte word by word.
    let name = CStr::from_bytes_until_nul(&bytes[space + 1..]).map_err(|_| SHORT)?;
    if space == 0 || name.is_empty() {
        return Err("a tree entry has no name");
    }
    let len = space + 1 + name.count_bytes() + 1 + ID;
    if len > bytes.len() { Err(SHORT) } else { Ok(len) }
}

/// The entry that checked bytes begin with, and what follows it.
fn split(bytes: &[u8]) -> Option<(Item<'_>, &[u8])> {
    let space = bytes.iter().position(|b| *b == b' ')?;
    let mode = bytes[..space].iter().fold(0, |mode, digit| mode * 8 + u32::from(digit - b'0'));
    let name = CStr::from_bytes_until_nul(&bytes[space + 1..]).ok()?.to_bytes();
    let (id, rest) = bytes[space + 1 + name.len() + 1..].split_at_checked(ID)?;
    Some((Item { mode, name, id: Oid::from_bytes(id).ok()? }, rest))
}

/// Compares names as git sorts them in a tree: a folder as if `/` stood at its end.
pub(super) fn order(left: &Item<'_>, right: &Item<'_>) -> std::cmp::Ordering {
    let shared = left.name.len().min(right.name.len());
    left.name[..shared].cmp(&right.name[..shared]).then_with(|| next_byte(left, shared).cmp(&next_byte(right, shared)))
}

fn next_byte(item: &Item<'_>, at: usize) -> u8 {
    item.name.get(at).copied().unwrap_or(if item.is_folder() { b'/' } else { 0 })
}

impl Store {
    /// A tree by its id, kept for the next time.
    pub(super) fn tree(&self, id: Oid) -> Result<Rc<RawTree>, StoreFault> {
        if let Some(known) = self.trees.borrow().get(&id) {
            return Ok(Rc::clone(known));
        }
        let bytes = self.object(id, ObjectType::Tree)?;
        let tree = Rc::new(RawTree::new(bytes).map_err(|reason| StoreFault::damaged(id, reason))?);
        let mut trees = self.trees.borrow_mut();
        if trees.len() >= KEPT {
            trees.clear();
        }
        trees.insert(id, Rc::clone(&tree));
        Ok(tree)
    }

    /// Remembers a tree that has just been written here.
    pub(super) fn remember_tree(&self, id: Oid, bytes: Vec<u8>) {
        if let Ok(tree) = RawTree::new(bytes) {
            let mut trees = self.trees.borrow_mut();
            if trees.len() >= KEPT {
                trees.clear();
            }
            trees.insert(id, Rc::new(tree));
        }
    }

    /// The bytes of a file's object.
    pub(super) fn blob(&self, id: Oid) -> Result<Vec<u8>, StoreFault> {
        self.object(id, ObjectType::Blob)
    }

    /// The content of a file by its object's name.
    pub fn file(&self, id: Id) -> Result<Vec<u8>, StoreFault> {
        self.blob(id.0)
    }

    /// The size of a file in bytes, without reading it.
    pub fn size(&self, id: Id) -> Result<usize, StoreFault> {
        self.count();
        Ok(self.repo.odb()?.read_header(id.0)?.0)
    }

    pub(super) fn object(&self, id: Oid, kind: ObjectType) -> Result<Vec<u8>, StoreFault> {
        self.count();
        self.whole(id, kind)
    }

    /// The bytes of an object, for whoever counts it elsewhere.
    pub(super) fn whole(&self, id: Oid, kind: ObjectType) -> Result<Vec<u8>, StoreFault> {
        self.limits.require_time()?;
        let odb = self.repo.odb()?;
        let object = odb.read(id).map_err(|error| StoreFault::damaged(id, error.message()))?;
        if object.kind() != kind {
            return Err(StoreFault::damaged(id, format!("it is a {}, not a {kind}", object.kind())));
        }
        super::verify::object(id, kind, object.data())?;
        Ok(object.data().to_vec())
    }

    fn count(&self) {
        self.objects_read.set(self.objects_read.get() + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(mode: &str, name: &str) -> Vec<u8> {
        let mut bytes = format!("{mode} {name}\0").into_bytes();
        bytes.extend([7; 20]);
        bytes
    }

    #[test]
    fn a_tree_is_searched_in_place() {
        let tree = RawTree::new([entry("100644", "a.json"), entry("40000", "b")].concat()).unwrap();
        assert!(tree.find(b"b").unwrap().is_folder());
        assert_eq!(tree.find(b"a.json").unwrap().mode, FILE);
        assert!(tree.find(b"c").is_none());
    }

    #[test]
    fn only_what_differs_between_trees_is_gone_through() {
        let tree = |names: &[&str]| {
            RawTree::new(names.iter().flat_map(|name| entry("100644", name)).collect::<Vec<_>>()).unwrap()
        };
        let names = |items: Items<'_>| items.map(|item| String::from_utf8_lossy(item.name).into_owned()).collect();
        let unshared = |new: &[&str], old: &[&[&str]]| -> (Vec<String>, Vec<Vec<String>>) {
            let old: Vec<_> = old.iter().map(|names| tree(names)).collect();
            let new = tree(new);
            let (mine, theirs) = new.unshared(&old.iter().collect::<Vec<_>>());
            (names(mine), theirs.into_iter().map(names).collect())
        };
        let all = ["aa", "ab", "b", "ca", "cb"];
        // With the end of one name shared, more than the entry that came may be gone through, and never less.
        for gone in 0..all.len() {
            let old: Vec<_> = all.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, name)| *name).collect();
            let (mine, theirs) = unshared(&all, &[&old]);
            let missing: Vec<_> = mine.into_iter().filter(|name| !theirs[0].contains(name)).collect();
            assert_eq!(missing, [all[gone]]);
            assert!(theirs[0].len() <= 2, "{theirs:?}");
        }
        assert_eq!(unshared(&all, &[&all]).0.len(), 0);
        assert_eq!(unshared(&all, &[]).0.len(), 5);
        assert_eq!(unshared(&all, &[&[]]).0.len(), 5);
        assert_eq!(unshared(&[], &[&all]).1[0].len(), 5);
        let (mine, theirs) = unshared(&all, &[&["aa", "ab", "b", "ca"], &["ab", "b", "ca", "cb"]]);
        assert_eq!((mine.len(), theirs[0].len(), theirs[1].len()), (5, 4, 4));
    }

    #[test]
    fn a_tree_cut_short_is_refused() {
        let whole = entry("100644", "a.json");
        for len in 1..whole.len() {
            assert!(RawTree::new(whole[..len].to_vec()).is_err(), "{len}");
        }
        assert!(RawTree::new(entry("9", "a")).is_err());
        assert!(RawTree::new(entry("100644", "")).is_err());
    }

    #[test]
    fn a_folder_sorts_as_if_a_slash_stood_at_its_end() {
        let item = |mode, name| Item { mode, name, id: Oid::ZERO_SHA1 };
        assert!(order(&item(FILE, b"a.json"), &item(FOLDER, b"a")).is_lt());
        assert!(order(&item(FILE, b"a"), &item(FILE, b"a.json")).is_lt());
        assert!(order(&item(FOLDER, b"a"), &item(FILE, b"a0")).is_lt());
    }
}
