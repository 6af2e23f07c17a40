//! git's index as a place to read from: what `git commit` would commit.
//!
//! The file is scanned once, by us: libgit2 would hash it whole and make a structure of every entry. git leaves
//! the ids of whole folders in it (the cache tree, complete while a hook runs), so in a hook the index is just a
//! tree and nothing here grows with the number of records but that one scan. Formats 2 to 4 are read.

use std::collections::BTreeMap;
use std::ops::Range;

use git2::Oid;

use super::snapshot::{GitSnapshot, unreadable};
use super::tree::FILE;
use super::{Store, StoreFault, fault};
use crate::ledger::{Name, Snapshot, Unreadable};
use crate::text::Message;

/// The files of the index.
pub struct IndexSnapshot<'s> {
    pub(super) store: &'s Store,
    pub(super) content: Content,
}

/// What the index says.
pub(super) enum Content {
    /// It is this tree.
    Tree(Option<Oid>),
    /// Its entries, and ids of the folders that are known.
    Entries(Entries),
}

/// The entries of an index, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Entries {
    names: Vec<u8>,
    pub(super) items: Vec<Entry>,
    pub(super) folders: CacheTree,
}

/// One entry; its name lies in the common store of names.
#[derive(Debug)]
pub(super) struct Entry {
    name: Range<usize>,
    pub(super) mode: u32,
    pub(super) id: Oid,
}

/// What git remembers of a folder: its tree, unless something below has changed.
#[derive(Debug, Default)]
pub(super) struct CacheTree {
    pub(super) id: Option<Oid>,
    pub(super) below: BTreeMap<Vec<u8>, CacheTree>,
}

impl Store {
    /// The files of the index.
    pub fn index_snapshot(&self) -> Result<IndexSnapshot<'_>, StoreFault> {
        self.index_of(self.index_bytes()?.as_deref())
    }

    /// The index as it lies in its file; nothing if there is none.
    pub(super) fn index_bytes(&self) -> Result<Option<Vec<u8>>, StoreFault> {
        match std::fs::read(&self.index_file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreFault::files(&self.index_file, &error)),
        }
    }

    /// The entries of the index whose files need not lie in the working tree, as in a sparse one: what the index says of
    /// them holds. None where the index is split, whose entries lie elsewhere.
    pub(super) fn not_laid_out(&self) -> Result<Entries, StoreFault> {
        self.index_bytes()?.map_or_else(|| Ok(Entries::default()), |bytes| not_laid_out(&bytes))
    }

    pub(super) fn index_of(&self, bytes: Option<&[u8]>) -> Result<IndexSnapshot<'_>, StoreFault> {
        let content = bytes.map_or(Ok(Content::Tree(None)), parse)?;
        Ok(IndexSnapshot { store: self, content })
    }
}

/// Reads big-endian numbers and names off the front of bytes.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], StoreFault> {
        let end =
            self.at.checked_add(len).filter(|end| *end <= self.bytes.len()).ok_or_else(|| unknown("cut short"))?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, StoreFault> {
        Ok(self.take(4)?.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn u16(&mut self) -> Result<u16, StoreFault> {
        Ok(self.take(2)?.iter().fold(0, |number, byte| number << 8 | u16::from(*byte)))
    }

    fn until(&mut self, end: u8) -> Result<&'a [u8], StoreFault> {
        let rest = &self.bytes[self.at..];
        let len = rest.iter().position(|byte| *byte == end).ok_or_else(|| unknown("cut short"))?;
        self.at += len + 1;
        Ok(&rest[..len])
    }

    /// git's variable-length number of format 4.
    fn offset(&mut self) -> Result<usize, StoreFault> {
        let mut byte = self.take(1)?[0];
        let mut value = usize::from(byte & 127);
        while byte & 128 != 0 {
            byte = self.take(1)?[0];
            value = value.checked_add(1).and_then(|v| v.checked_mul(128)).ok_or_else(|| unknown("name"))?
                + usize::from(byte & 127);
        }
        Ok(value)
    }
}

fn unknown(what: &str) -> StoreFault {
    StoreFault::unsupported(Message::new(&fault::UNKNOWN_INDEX).with("what", what))
}

/// An entry as it lies in the file.
struct Raw {
    name: Range<usize>,
    mode: u32,
    id: Oid,
    flags: u16,
    extended: u16,
}

impl Raw {
    /// Whether an unfinished merge left it.
    fn is_unmerged(&self) -> bool {
        (self.flags >> 12) & 3 != 0
    }

    /// Whether it is only the intent to add a file: a promise, not content; git commits nothing for it.
    fn is_promise(&self) -> bool {
        self.extended & 0x2000 != 0
    }

    /// Whether its file need not lie in the working tree (skip-worktree).
    fn is_away(&self) -> bool {
        self.extended & 0x4000 != 0
    }

    fn entry(self) -> Entry {
        Entry { name: self.name, mode: self.mode, id: self.id }
    }
}

/// Gives every entry, with the names so far, and leaves the rest of the file: the extensions.
fn scan(
    bytes: &[u8],
    mut each: impl FnMut(Raw, &mut Entries) -> Result<(), StoreFault>,
) -> Result<(Entries, Cursor<'_>), StoreFault> {
    // The last 20 bytes are git's checksum.
    let body = bytes.len().checked_sub(20).map(|end| &bytes[..end]).ok_or_else(|| unknown("cut short"))?;
    let mut cursor = Cursor { bytes: body, at: 0 };
    if cursor.take(4)? != b"DIRC" {
        return Err(unknown("DIRC"));
    }
    let version = cursor.u32()?;
    if !(2..=4).contains(&version) {
        return Err(unknown(&format!("v{version}")));
    }
    let count = cursor.u32()? as usize;
    let mut entries = Entries::default();
    entries.items.reserve(count.min(body.len() / 62));
    let mut previous = 0..0;
    for _ in 0..count {
        let start = cursor.at;
        let _ = cursor.take(24)?;
        let mode = cursor.u32()?;
        let _ = cursor.take(12)?;
        let id = Oid::from_bytes(cursor.take(20)?)?;
        let flags = cursor.u16()?;
        let extended = if version >= 3 && flags & 0x4000 != 0 { cursor.u16()? } else { 0 };
        let name_start = entries.names.len();
        if version == 4 {
            let cut = cursor.offset()?;
            let kept = previous.len().checked_sub(cut).ok_or_else(|| unknown("name"))?;
            entries.names.extend_from_within(previous.start..previous.start + kept);
            entries.names.extend_from_slice(cursor.until(0)?);
        } else {
            entries.names.extend_from_slice(cursor.until(0)?);
            // Entries are padded with NULs to a multiple of eight, at least one.
            let len = (cursor.at - 1 - start) / 8 * 8 + 8;
            cursor.at = start;
            let _ = cursor.take(len)?;
        }
        let name = name_start..entries.names.len();
        previous = name.clone();
        if mode == super::tree::FOLDER {
            return Err(StoreFault::unsupported(&fault::SPARSE_INDEX));
        }
        each(Raw { name, mode, id, flags, extended }, &mut entries)?;
    }
    Ok((entries, cursor))
}

fn parse(bytes: &[u8]) -> Result<Content, StoreFault> {
    let mut promised = false;
    let (mut entries, mut cursor) = scan(bytes, |raw, entries| {
        if raw.is_unmerged() {
            let path = super::changes::join("", &entries.names[raw.name]);
            return Err(StoreFault::new(super::FaultKind::InTheWay, Message::new(&fault::UNMERGED).with("path", path)));
        }
        if raw.is_promise() {
            promised = true;
        } else {
            entries.items.push(raw.entry());
        }
        Ok(())
    })?;
    while cursor.at < cursor.bytes.len() {
        let name = cursor.take(4)?;
        let len = cursor.u32()? as usize;
        let content = cursor.take(len)?;
        match name {
            b"TREE" => entries.folders = cache_tree(&mut Cursor { bytes: content, at: 0 })?.1,
            b"link" => return Err(StoreFault::unsupported(&fault::SPLIT_INDEX)),
            b"sdir" => return Err(StoreFault::unsupported(&fault::SPARSE_INDEX)),
            // Extensions in capitals may be passed over, by git's own rule.
            _ if name[0].is_ascii_uppercase() => {}
            _ => return Err(unknown(&String::from_utf8_lossy(name))),
        }
    }
    Ok(match entries.folders.id {
        Some(id) if !promised => Content::Tree(Some(id)),
        _ => Content::Entries(entries),
    })
}

/// The entries whose files need not lie in the working tree; an unfinished merge elsewhere does not matter to them.
fn not_laid_out(bytes: &[u8]) -> Result<Entries, StoreFault> {
    let (away, _) = scan(bytes, |raw, entries| {
        if raw.is_away() && !raw.is_unmerged() && !raw.is_promise() {
            entries.items.push(raw.entry());
        }
        Ok(())
    })?;
    Ok(away)
}

fn cache_tree(cursor: &mut Cursor<'_>) -> Result<(Vec<u8>, CacheTree), StoreFault> {
    let name = cursor.until(0)?.to_vec();
    let known = !cursor.until(b' ')?.starts_with(b"-");
    let below = std::str::from_utf8(cursor.until(b'\n')?).ok().and_then(|text| text.parse::<usize>().ok());
    let id = if known { Some(Oid::from_bytes(cursor.take(20)?)?) } else { None };
    let mut tree = CacheTree { id, below: BTreeMap::new() };
    for _ in 0..below.ok_or_else(|| unknown("TREE"))? {
        let (name, child) = cache_tree(cursor)?;
        tree.below.insert(name, child);
    }
    Ok((name, tree))
}

impl Entries {
    pub(super) fn name(&self, entry: &Entry) -> &[u8] {
        &self.names[entry.name.clone()]
    }

    pub(super) fn find(&self, path: &str) -> Option<&Entry> {
        let at = self.items.binary_search_by(|entry| self.name(entry).cmp(path.as_bytes())).ok()?;
        self.items.get(at)
    }

    /// The entries below a folder, given with its slash.
    pub(super) fn below(&self, prefix: &[u8]) -> &[Entry] {
        let start = self.items.partition_point(|entry| self.name(entry) < prefix);
        let len = self.items[start..].partition_point(|entry| self.name(entry).starts_with(prefix));
        &self.items[start..start + len]
    }

    /// The names in a folder, sorted.
    pub(super) fn names_in(&self, folder: &str) -> Vec<Name> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut names: Vec<Name> = Vec::new();
        for entry in self.below(prefix.as_bytes()) {
            let rest = &self.name(entry)[prefix.len()..];
            let slash = rest.iter().position(|byte| *byte == b'/');
            let name = String::from_utf8_lossy(&rest[..slash.unwrap_or(rest.len())]).into_owned();
            let name = Name { name, is_folder: slash.is_some() };
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        names.sort_unstable();
        names
    }
}

impl IndexSnapshot<'_> {
    /// The object of the file at a path.
    pub(super) fn id_at(&self, path: &str) -> Result<Option<Oid>, StoreFault> {
        match self.tree() {
            Ok(tree) => Ok(tree.entry(path)?.map(|(_, id)| id)),
            Err(entries) => Ok(entries.find(path).map(|entry| entry.id)),
        }
    }

    fn tree(&self) -> Result<GitSnapshot<'_>, &Entries> {
        match &self.content {
            Content::Tree(root) => Ok(GitSnapshot::of_tree(self.store, *root)),
            Content::Entries(entries) => Err(entries),
        }
    }
}

impl Snapshot for IndexSnapshot<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        match self.tree() {
            Ok(tree) => tree.read(path),
            Err(entries) => match entries.find(path) {
                Some(entry) if entry.mode == FILE => {
                    self.store.blob(entry.id).map(Some).map_err(|fault| unreadable(path, &fault))
                }
                _ => Ok(None),
            },
        }
    }

    fn exists(&self, path: &str) -> Result<bool, Unreadable> {
        match self.tree() {
            Ok(tree) => tree.exists(path),
            Err(entries) => Ok(entries.find(path).is_some_and(|entry| entry.mode == FILE)),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Name>, Unreadable> {
        match self.tree() {
            Ok(tree) => tree.list(folder),
            Err(entries) => Ok(entries.names_in(folder)),
        }
    }
}
