//! What differs outside `records/`: the same kind of walk, with names as a repository has them (`.github`, `README.md`).
//!
//! Whoever reviews a push is shown files; links, submodules, programs and names that show themselves otherwise than
//! they are must not come in here either. Bounded like everything a push can bring: deep or wide beyond measure is odd.

use git2::Oid;

use super::changes::{Changes, FileChange, Odd, Oddity, is_plain, join};
use super::snapshot::GitSnapshot;
use super::tree::{FILE, Item, order};
use super::{Id, Store, StoreFault};
use crate::record::path::ROOT;

/// Deeper than documents and forge settings lie.
const DEEPEST: usize = 12;

impl Store {
    /// What lies differently outside `records/` in `after` than in `before`.
    pub fn changes_outside(&self, before: &GitSnapshot<'_>, after: &GitSnapshot<'_>) -> Result<Changes, StoreFault> {
        let mut walk = Walk { store: self, found: Changes::default() };
        walk.folders("", before.root(), after.root(), 0)?;
        walk.found.files.sort_by(|a, b| a.path.cmp(&b.path));
        walk.found.odd.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(walk.found)
    }
}

struct Walk<'s> {
    store: &'s Store,
    found: Changes,
}

impl Walk<'_> {
    fn folders(&mut self, path: &str, before: Option<Oid>, after: Option<Oid>, depth: usize) -> Result<(), StoreFault> {
        if before == after {
            return Ok(());
        }
        if depth > DEEPEST {
            self.found.odd.push(Odd { path: path.to_owned(), oddity: Oddity::Depth });
            return Ok(());
        }
        let (old, new) = (self.store.top(before)?, self.store.top_in_order(after)?);
        let (mut left, mut right) = (old.iter().peekable(), new.iter().peekable());
        loop {
            let (old, new) = match (left.peek(), right.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => (left.next(), None),
                (None, Some(_)) => (None, right.next()),
                (Some(one), Some(two)) => match order(one, two) {
                    std::cmp::Ordering::Less => (left.next(), None),
                    std::cmp::Ordering::Greater => (None, right.next()),
                    std::cmp::Ordering::Equal => (left.next(), right.next()),
                },
            };
            self.entry(path, old, new, depth)?;
        }
    }

    fn entry(
        &mut self,
        folder: &str,
        before: Option<Item<'_>>,
        after: Option<Item<'_>>,
        depth: usize,
    ) -> Result<(), StoreFault> {
        let Some(item) = after.or(before).filter(|_| before != after) else {
            return Ok(());
        };
        self.store.limits.entry()?;
        if depth == 0 && item.name.eq_ignore_ascii_case(ROOT.as_bytes()) {
            // The other walk looks at it.
            return Ok(());
        }
        let path = join(folder, item.name);
        if let Some(oddity) = after.and_then(|item| oddity(&item)) {
            self.found.odd.push(Odd { path, oddity });
            return Ok(());
        }
        let folder_id = |item: Option<Item<'_>>| item.filter(Item::is_folder).map(|item| item.id);
        self.folders(&path, folder_id(before), folder_id(after), depth + 1)?;
        let file_id = |item: Option<Item<'_>>| item.filter(|item| item.mode == FILE).map(|item| Id(item.id));
        let (before, after) = (file_id(before), file_id(after));
        if before != after {
            self.found.files.push(FileChange { path, before, after });
        }
        Ok(())
    }
}

fn oddity(item: &Item<'_>) -> Option<Oddity> {
    match item.mode {
        FILE | super::tree::FOLDER => (!is_shown_as_it_is(item.name)).then_some(Oddity::Name),
        0o120_000 => Some(Oddity::Symlink),
        0o160_000 => Some(Oddity::Submodule),
        mode => Some(Oddity::Mode(mode)),
    }
}

/// Whether a name is plain, or plain behind one dot, and none of git's own.
fn is_shown_as_it_is(name: &[u8]) -> bool {
    let bare = name.strip_prefix(b".").unwrap_or(name);
    is_plain(bare) && !name.ends_with(b".") && !name.eq_ignore_ascii_case(b".git")
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::is_shown_as_it_is;

    #[test]
    fn names_outside_may_begin_with_a_dot() {
        for good in ["README.md", ".github", ".gitattributes", "records.yml"] {
            assert!(is_shown_as_it_is(good.as_bytes()), "{good}");
        }
        for bad in [".git", ".GIT", "..", ".", "a b", "-rf", "说明.md", "x.", "a\u{202e}b", "NUL:"] {
            assert!(!is_shown_as_it_is(bad.as_bytes()), "{bad:?}");
        }
    }

    #[test]
    fn only_what_lies_outside_the_records_is_seen() {
        let trial = Trial::new();
        trial.write("records/staff/a1.json", "1\n");
        trial.write("docs/how.md", "1\n");
        let first = trial.commit_all("x");
        trial.write("records/staff/a1.json", "2\n");
        trial.write("docs/how.md", "2\n");
        trial.write(".github/workflows/records.yml", "1\n");
        let second = trial.commit_all("y");
        let store = trial.store();
        let (before, after) = (store.snapshot_of(first).unwrap(), store.snapshot_of(second).unwrap());
        let changes = store.changes_outside(&before, &after).unwrap();
        let paths: Vec<_> = changes.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, [".github/workflows/records.yml", "docs/how.md"]);
        assert!(changes.odd.is_empty());
    }
}
