//! A tree object as its bytes: checked once, then searched and walked without copying.

use std::rc::Rc;

use git2::{ObjectType, Oid};

use super::{Id, Store, StoreFault};

/// The mode of a plain file.
pub(super) const FILE: u32 = 0o100_644;
/// The mode of a folder.
pub(super) const FOLDER: u32 = 0o040_000;

/// How many trees are kept before the memory is started afresh: bounds memory, not correctness.
const KEPT: usize = 4096;

/// The bytes of a tree object whose entries are known to be well formed.
#[derive(Debug, Default)]
pub(super) struct RawTree(Vec<u8>);

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

/// Why a tree cannot be read.
const SHORT: &str = "a tree entry is cut short";

impl RawTree {
    /// Takes the bytes of a tree; refuses an entry cut short, a mode with odd digits or an empty name.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self, &'static str> {
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (_, tail) = split(rest)?;
            rest = tail;
        }
        Ok(Self(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn iter(&self) -> Items<'_> {
        Items(&self.0)
    }

    pub(super) fn find(&self, name: &[u8]) -> Option<Item<'_>> {
        self.iter().find(|item| item.name == name)
    }
}

/// The entries of a tree, in git's order.
pub(super) struct Items<'a>(&'a [u8]);

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;
    fn next(&mut self) -> Option<Item<'a>> {
        // The bytes were checked when the tree was made.
        let (item, rest) = split(self.0).ok()?;
        self.0 = rest;
        Some(item)
    }
}

fn split(bytes: &[u8]) -> Result<(Item<'_>, &[u8]), &'static str> {
    let space = bytes.iter().take(8).position(|b| *b == b' ').ok_or(SHORT)?;
    let mut mode = 0;
    for digit in &bytes[..space] {
        if !(b'0'..=b'7').contains(digit) {
            return Err("a tree entry has an odd mode");
        }
        mode = mode * 8 + u32::from(digit - b'0');
    }
    let name_start = &bytes[space + 1..];
    let end = name_start.iter().position(|b| *b == 0).ok_or(SHORT)?;
    if end == 0 || space == 0 {
        return Err("a tree entry has no name");
    }
    let id = name_start.get(end + 1..end + 21).ok_or(SHORT)?;
    let id = Oid::from_bytes(id).map_err(|_| SHORT)?;
    Ok((Item { mode, name: &name_start[..end], id }, &name_start[end + 21..]))
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
        let odb = self.repo.odb()?;
        let object = odb.read(id).map_err(|error| StoreFault::damaged(id, error.message()))?;
        if object.kind() != kind {
            return Err(StoreFault::damaged(id, format!("it is a {}, not a {kind}", object.kind())));
        }
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
