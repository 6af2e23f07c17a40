//! What a judgement looked at, as marks: so that whoever remembers the judgement knows what would change it.
//!
//! A mark is a number made of a path, many paths to one mark if need be: whoever asks "was this path looked at?" may be told
//! yes where it was not, never no where it was. A path that is looked at leaves its mark whether a file is there or not;
//! a folder that is listed leaves another, which stands for the names in it. The mark of a file is made of the kind's folder and
//! of the file's own name, which together name one file of all that lie where they belong, and can be made of a key without
//! working out its path.

use std::cell::RefCell;

use crate::record::path::{Key, ROOT};

/// A path or folder that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(pub u32);

impl Mark {
    /// The mark of a file at a path from the root of the repository.
    pub fn of_path(path: &str) -> Self {
        let inside = path.strip_prefix(ROOT).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path);
        let folder = inside.split('/').next().unwrap_or_default();
        Self::of(&[folder, "/", last(inside)])
    }

    /// The mark of the names of the attachments beside a record, if the file at a path may be one of them.
    pub fn beside(path: &str) -> Option<Self> {
        let inside = path.strip_prefix(ROOT)?.strip_prefix('/')?;
        let (rest, _) = last(inside).rsplit_once('.')?;
        let (id, _) = rest.rsplit_once('.')?;
        Some(Self::of_beside(inside.split('/').next()?, id))
    }

    /// The mark of the names of the attachments of a record.
    fn of_beside(folder: &str, id: &str) -> Self {
        Self::of(&["names beside ", folder, "/", last(id)])
    }

    /// The mark of the names in a folder.
    pub fn of_folder(folder: &str) -> Self {
        Self::of(&["names in ", folder])
    }

    /// As [`Self::of_path`] of the file of a key that ends so.
    fn of_key(key: &Key, end: &str) -> Self {
        Self::of(&[key.kind.word(), "/", last(&key.id), ".", end])
    }

    /// FNV-1a of the parts as one, folded to 32 bits.
    fn of(parts: &[&str]) -> Self {
        let bytes = parts.iter().flat_map(|part| part.bytes());
        let hash = bytes
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        #[expect(clippy::cast_possible_truncation, reason = "folded on purpose")]
        Self((hash ^ (hash >> 32)) as u32)
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Everything looked at since the last time somebody asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looked {
    /// The marks, sorted, each once.
    pub marks: Vec<Mark>,
    /// Whether somebody took the whole place in hand, so that nothing is known of what was looked at.
    pub anywhere: bool,
}

/// Where looks are noted; nothing is, unless somebody wants it.
#[derive(Debug, Default)]
pub(super) struct Notes(Option<RefCell<Looked>>);

impl Notes {
    /// Notes that are kept.
    pub(super) fn kept() -> Self {
        Self(Some(RefCell::default()))
    }

    /// Notes a look at a record's own file.
    pub(super) fn record(&self, key: &Key) {
        self.file(key, "json");
    }

    /// Notes a look at a file of a record, by the end of its name.
    pub(super) fn file(&self, key: &Key, end: &str) {
        if let Some(looked) = &self.0 {
            looked.borrow_mut().marks.push(Mark::of_key(key, end));
        }
    }

    /// Notes that the names of a record's attachments were asked for.
    pub(super) fn beside(&self, key: &Key) {
        if let Some(looked) = &self.0 {
            looked.borrow_mut().marks.push(Mark::of_beside(key.kind.word(), &key.id));
        }
    }

    /// Notes that the names in a folder were asked for.
    pub(super) fn folder(&self, folder: &str) {
        if let Some(looked) = &self.0 {
            looked.borrow_mut().marks.push(Mark::of_folder(folder));
        }
    }

    /// Notes that anything may have been looked at.
    pub(super) fn anywhere(&self) {
        if let Some(looked) = &self.0 {
            looked.borrow_mut().anywhere = true;
        }
    }

    /// What was noted; begins anew.
    pub(super) fn take(&self) -> Looked {
        let mut looked = self.0.as_ref().map(RefCell::take).unwrap_or_default();
        looked.marks.sort_unstable();
        looked.marks.dedup();
        looked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;

    #[test]
    fn a_key_and_its_path_leave_the_same_mark() {
        for (kind, id) in [
            (Kind::Company, "company"),
            (Kind::Ticket, "WX-0000601"),
            (Kind::Maintenance, "S00001-2025-Q1"),
            (Kind::OnsiteCallback, "S00001-01.month_3"),
            (Kind::IncidentEntry, "20250318-01.003"),
        ] {
            // Also of a key that is none: its path lies in no folder.
            let key = Key { kind, id: id.to_owned() };
            assert_eq!(Mark::of_key(&key, "json"), Mark::of_path(&key.path()), "{id}");
            assert_eq!(Mark::of_key(&key, "scan.png"), Mark::of_path(&key.attachment("scan.png")), "{id}");
            assert_eq!(
                Some(Mark::of_beside(kind.word(), id)),
                Mark::beside(&key.attachment("scan-2.png")),
                "{id}: what the name of an attachment is made of"
            );
        }
        let odd = Key { kind: Kind::Staff, id: "a/b".to_owned() };
        assert_eq!(Mark::of_key(&odd, "json"), Mark::of_path(&odd.path()));
    }

    #[test]
    fn files_and_folders_of_different_names_leave_different_marks() {
        let marks = [
            Mark::of_path("records/ticket/WX/000/06/WX-0000601.json"),
            Mark::of_path("records/delay/WX/000/06/WX-0000601.json"),
            Mark::of_path("records/ticket/WX/000/06/WX-0000602.json"),
            Mark::of_folder("records/ticket/WX/000/06"),
            Mark::of_folder("records/ticket/WX/000/07"),
        ];
        assert_eq!(marks.iter().collect::<std::collections::BTreeSet<_>>().len(), marks.len());
    }

    #[test]
    fn nothing_is_noted_unless_it_is_wanted() {
        let key = Key { kind: Kind::Company, id: "company".to_owned() };
        let (idle, kept) = (Notes::default(), Notes::kept());
        for notes in [&idle, &kept] {
            notes.record(&key);
            notes.record(&key);
        }
        assert_eq!(idle.take(), Looked::default());
        assert_eq!(kept.take().marks.len(), 1);
        assert_eq!(kept.take(), Looked::default());
    }
}
