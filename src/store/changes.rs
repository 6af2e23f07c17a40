//! What differs between two states: our own walk of trees, entry by entry, equal subtrees skipped.
//!
//! Only `records/` is walked. An entry that is neither a plain file nor a folder, or whose name no record can
//! have, is reported as odd: git itself accepts symlinks, submodules, modes and names that must not come in.

use git2::Oid;

use super::snapshot::GitSnapshot;
use super::tree::{FILE, FOLDER, Item, RawTree, order};
use super::{Id, Store, StoreFault};
use crate::record::path::ROOT;

/// A file that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its path from the root of the repository.
    pub path: String,
    /// The object before, if there was a file.
    pub before: Option<Id>,
    /// The object after, if there is a file.
    pub after: Option<Id>,
}

/// Why an entry cannot belong to the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// A symbolic link.
    Symlink,
    /// A submodule.
    Submodule,
    /// A file with another mode than 100644.
    Mode(u32),
    /// A name with other characters than letters, digits, `.`, `-` and `_`.
    Name,
    /// `records` written in other letters or not as a folder.
    Root,
    /// Folders deeper than any record lies.
    Depth,
}

/// An entry that cannot belong to the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    /// Its path; bytes that are no UTF-8 or no printable character are written `\xNN`.
    pub path: String,
    /// Why.
    pub oddity: Oddity,
}

/// What differs, in the order of paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that came, went or changed.
    pub files: Vec<FileChange>,
    /// New or changed entries that cannot belong to the records.
    pub odd: Vec<Odd>,
}

/// Deeper than any record lies; a tree bomb ends here.
pub(super) const DEEPEST: usize = 8;

impl Store {
    /// What lies differently under `records/` in `after` than in `before`.
    pub fn changes(&self, before: &GitSnapshot<'_>, after: &GitSnapshot<'_>) -> Result<Changes, StoreFault> {
        let mut walk = Walk { store: self, found: Changes::default() };
        let (old, new) = (self.top(before.root())?, self.top(after.root())?);
        for item in new.iter() {
            let is_root = item.name == ROOT.as_bytes();
            if (is_root && !item.is_folder()) || (!is_root && item.name.eq_ignore_ascii_case(ROOT.as_bytes())) {
                walk.odd("", &item, Oddity::Root);
            }
        }
        let folder = |tree: &RawTree| tree.find(ROOT.as_bytes()).filter(Item::is_folder).map(|item| item.id);
        walk.folders(ROOT, folder(&old), folder(&new), 1)?;
        Ok(walk.finish())
    }

    /// Every file under `records/` of a snapshot, as a change from nothing.
    pub fn everything(&self, after: &GitSnapshot<'_>) -> Result<Changes, StoreFault> {
        self.changes(&self.nothing(), after)
    }

    pub(super) fn top(&self, root: Option<Oid>) -> Result<std::rc::Rc<RawTree>, StoreFault> {
        root.map_or_else(|| Ok(std::rc::Rc::default()), |root| self.tree(root))
    }

    /// A tree that may have just come in: refused if different tools would see different files in it.
    pub(super) fn top_in_order(&self, root: Option<Oid>) -> Result<std::rc::Rc<RawTree>, StoreFault> {
        let tree = self.top(root)?;
        if let (Some(root), Err(reason)) = (root, tree.require_order()) {
            return Err(StoreFault::damaged(root, reason));
        }
        Ok(tree)
    }
}

/// A walk over two trees at once.
pub(super) struct Walk<'s> {
    pub(super) store: &'s Store,
    pub(super) found: Changes,
}

impl Walk<'_> {
    /// Compares two folders; an absent one is empty.
    pub(super) fn folders(
        &mut self,
        path: &str,
        before: Option<Oid>,
        after: Option<Oid>,
        depth: usize,
    ) -> Result<(), StoreFault> {
        if before == after {
            return Ok(());
        }
        if depth > DEEPEST {
            self.found.odd.push(Odd { path: path.to_owned(), oddity: Oddity::Depth });
            return Ok(());
        }
        let (old, new) = (self.store.top(before)?, self.store.top_in_order(after)?);
        let (new, old) = new.unshared(&[&old]);
        let (mut left, mut right) = (old.into_iter().flatten().peekable(), new.peekable());
        loop {
            let turn = match (left.peek(), right.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(old), Some(new)) => order(old, new),
            };
            match turn {
                std::cmp::Ordering::Less => self.entry(path, left.next(), None, depth)?,
                std::cmp::Ordering::Greater => self.entry(path, None, right.next(), depth)?,
                std::cmp::Ordering::Equal => self.entry(path, left.next(), right.next(), depth)?,
            }
        }
    }

    /// Compares what one name is before and after; both of the same kind, or one absent.
    pub(super) fn entry(
        &mut self,
        folder: &str,
        before: Option<Item<'_>>,
        after: Option<Item<'_>>,
        depth: usize,
    ) -> Result<(), StoreFault> {
        if before == after {
            return Ok(());
        }
        self.store.limits.entry()?;
        if let Some(item) = after
            && let Some(oddity) = oddity(&item)
        {
            self.odd(folder, &item, oddity);
            // What an odd name hides inside is not looked at: the name alone is refused.
            if oddity == Oddity::Name || !item.is_folder() {
                return Ok(());
            }
        }
        let Some(item) = after.or(before) else {
            return Ok(());
        };
        let path = join(folder, item.name);
        let folder_id = |item: Option<Item<'_>>| item.filter(Item::is_folder).map(|item| item.id);
        self.folders(&path, folder_id(before), folder_id(after), depth + 1)?;
        let file_id = |item: Option<Item<'_>>| item.filter(|item| item.mode == FILE).map(|item| Id(item.id));
        let (before, after) = (file_id(before), file_id(after));
        if before != after {
            self.found.files.push(FileChange { path, before, after });
        }
        Ok(())
    }

    pub(super) fn odd(&mut self, folder: &str, item: &Item<'_>, oddity: Oddity) {
        self.found.odd.push(Odd { path: join(folder, item.name), oddity });
    }

    pub(super) fn finish(mut self) -> Changes {
        self.found.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.found.odd.sort_by(|a, b| a.path.cmp(&b.path));
        self.found
    }
}

/// Why an entry cannot belong to the records, if so.
pub(super) fn oddity(item: &Item<'_>) -> Option<Oddity> {
    match item.mode {
        FILE | FOLDER => (!is_plain(item.name)).then_some(Oddity::Name),
        0o120_000 => Some(Oddity::Symlink),
        0o160_000 => Some(Oddity::Submodule),
        mode => Some(Oddity::Mode(mode)),
    }
}

/// Whether a name is made of what keys and attachments are made of.
pub(super) fn is_plain(name: &[u8]) -> bool {
    name.len() <= 200
        && name.first().is_some_and(u8::is_ascii_alphanumeric)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        && !is_device(name)
}

/// Whether Windows takes a name for a device, whatever its ending: no clone there could hold such a file.
fn is_device(name: &[u8]) -> bool {
    let stem = name.split(|b| *b == b'.').next().unwrap_or_default();
    match stem.len() {
        3 => [b"con", b"prn", b"aux", b"nul"].iter().any(|device| stem.eq_ignore_ascii_case(*device)),
        4 => [b"com", b"lpt"].iter().any(|device| stem[..3].eq_ignore_ascii_case(*device)) && stem[3].is_ascii_digit(),
        _ => false,
    }
}

/// A path with a name added; what cannot be shown safely is escaped.
pub(super) fn join(folder: &str, name: &[u8]) -> String {
    let mut path = String::with_capacity(folder.len() + name.len() + 1);
    path.push_str(folder);
    push_name(&mut path, name);
    path
}

/// Adds a name to a path, in the same way.
pub(super) fn push_name(path: &mut String, name: &[u8]) {
    use std::fmt::Write as _;
    if !path.is_empty() {
        path.push('/');
    }
    if is_plain(name) {
        path.extend(name.iter().map(|byte| char::from(*byte)));
        return;
    }
    for chunk in name.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() || is_hidden(c) {
                path.extend(c.escape_default());
            } else {
                path.push(c);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(path, "\\x{byte:02x}");
        }
    }
}

/// Characters that change how the others are shown: direction marks and zero widths.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_keys_are_plain_and_others_are_not() {
        for good in ["WX-0000601.json", "000", "S00001-01.month_6.client-sign.png"] {
            assert!(is_plain(good.as_bytes()), "{good}");
        }
        for bad in
            ["", ".git", "-x", "a b", "a\\b", "ｅ.json", "a\nb", "a:b", "con.json", "AUX", "lpt1.client-sign.png"]
        {
            assert!(!is_plain(bad.as_bytes()), "{bad:?}");
        }
    }

    #[test]
    fn a_path_shows_no_control_character() {
        assert_eq!(join("records", b"a\x1b[31m\xff"), "records/a\\u{1b}[31m\\xff");
        assert_eq!(join("", "维\u{202e}修".as_bytes()), "维\\u{202e}修");
    }

    #[test]
    fn what_differs_is_what_git_says_and_equal_folders_are_not_read() {
        let trial = super::super::trial::Trial::new();
        for n in 0..60 {
            trial.write(&format!("records/ticket/WX/000/{:02}/WX-{n:07}.json", n % 20), "1\n");
        }
        let first = trial.commit_all("ticket: x");
        trial.write("records/ticket/WX/000/03/WX-0000003.json", "2\n");
        trial.write("records/ticket/WX/000/03.json", "beside\n");
        trial.write("records/staff/a1.json", "2\n");
        std::fs::remove_dir_all(trial.root.join("records/ticket/WX/000/05")).unwrap();
        let second = trial.commit_all("ticket: y");
        let store = trial.store();
        let (before, after) = (store.snapshot_of(first).unwrap(), store.snapshot_of(second).unwrap());
        let paths: Vec<_> = store.changes(&before, &after).unwrap().files.into_iter().map(|file| file.path).collect();
        let git = trial.git(&["diff", "--name-only", "--no-renames", &first.to_string(), &second.to_string()]);
        assert_eq!(paths, git.lines().collect::<Vec<_>>());
        assert!(store.objects_read() < 20, "{}", store.objects_read());
    }
}
