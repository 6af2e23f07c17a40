//! A [`Sight`] in a file of which only a few sections are read: those that a change calls for.
//!
//! Three rows of sections follow one another: marks with the files that looked at what they stand for, moments with the files
//! that fall due then, numbers with the paths they mean. The [`Directory`] says where each section begins, of what it is the
//! first, and by which checksum a change of its bytes is noticed; it is kept elsewhere, whole.

use std::collections::BTreeSet;

use super::bytes::{Reader, Writer};
use super::sight::{Sight, file, mark};
use crate::guard::whole::pair;
use crate::ledger::Mark;
use crate::store::{Part, checksum};

/// About how many bytes a section has: enough that the directory stays small, few enough that one is read at once.
const SECTION: usize = 16 * 1024;

/// Where a section lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Section {
    /// The least mark, moment or number in it.
    first: u64,
    start: u64,
    len: usize,
    sum: u64,
}

/// Where everything lies in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Directory {
    /// The name of the file.
    pub(super) name: String,
    marks: Vec<Section>,
    due: Vec<Section>,
    paths: Vec<Section>,
}

/// Sections being written one after the other.
#[derive(Default)]
struct Writing {
    bytes: Vec<u8>,
    row: Vec<Section>,
    open: Option<(u64, Writer)>,
}

impl Writing {
    /// The section that goes on with something of this number; whether it has just begun.
    fn at(&mut self, first: u64) -> (&mut Writer, bool) {
        if self.open.as_ref().is_some_and(|(_, section)| section.0.len() >= SECTION) {
            self.close();
        }
        let begins = self.open.is_none();
        (&mut self.open.get_or_insert_with(|| (first, Writer::default())).1, begins)
    }

    fn close(&mut self) {
        if let Some((first, section)) = self.open.take() {
            let (start, len) = (self.bytes.len() as u64, section.0.len());
            self.row.push(Section { first, start, len, sum: checksum(&section.0) });
            self.bytes.extend(section.0);
        }
    }

    fn row(&mut self) -> Vec<Section> {
        self.close();
        std::mem::take(&mut self.row)
    }
}

impl Sight {
    /// The bytes of the file, and its directory; the file is called by its prefix and what is in it.
    pub(super) fn shelve(&self, prefix: &str) -> (Vec<u8>, Directory) {
        let mut out = Writing::default();
        let mut last = 0;
        let mut files = Writer::default();
        for same in self.pairs.chunk_by(|left, right| mark(*left) == mark(*right)) {
            let Some(Mark(this)) = same.first().map(|pair| mark(*pair)) else {
                continue;
            };
            files.0.clear();
            let mut before = 0;
            for number in same.iter().map(|pair| file(*pair)) {
                files.number(u64::from(number - before));
                before = number;
            }
            let (section, begins) = out.at(u64::from(this));
            section.number(u64::from(if begins { 0 } else { this - last }));
            section.len(files.0.len());
            section.0.extend(&files.0);
            last = this;
        }
        let marks = out.row();
        let mut last = 0;
        for (at, number) in &self.due {
            let at = moment(*at);
            let (section, begins) = out.at(at);
            section.number(if begins { 0 } else { at - last });
            section.number(u64::from(*number));
            last = at;
        }
        let due = out.row();
        let mut last = "";
        for (number, path) in self.paths.iter().enumerate() {
            let (section, begins) = out.at(number as u64);
            section.text_after(if begins { "" } else { last }, path);
            last = path;
        }
        let paths = out.row();
        let sums: Vec<u8> = [&marks, &due, &paths].into_iter().flatten().flat_map(|it| it.sum.to_le_bytes()).collect();
        let name = format!("{prefix}-{:016x}", checksum(&sums));
        (out.bytes, Directory { name, marks, due, paths })
    }
}

/// A moment as a key of sections; what lies before 1970 counts as its beginning, which is never too late.
fn moment(at: i64) -> u64 {
    u64::try_from(at).unwrap_or_default()
}

impl Directory {
    /// How many bytes the file has.
    pub(super) fn size(&self) -> usize {
        self.sections().map(|section| section.len).sum()
    }

    fn sections(&self) -> impl Iterator<Item = &Section> {
        self.marks.iter().chain(&self.due).chain(&self.paths)
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.text(&self.name);
        for row in [&self.marks, &self.due, &self.paths] {
            out.len(row.len());
            let mut last = 0;
            for section in row {
                out.number(section.first - last);
                out.len(section.len);
                out.whole(section.sum);
                last = section.first;
            }
        }
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let name = from.text()?;
        let mut start = 0_u64;
        let mut row = || -> Option<Vec<Section>> {
            let mut row = Vec::new();
            let mut first = 0_u64;
            for _ in 0..from.len()? {
                first = first.checked_add(from.number()?)?;
                let (len, sum) = (usize::try_from(from.number()?).ok()?, from.whole()?);
                row.push(Section { first, start, len, sum });
                start = start.checked_add(len as u64)?;
            }
            Some(row)
        };
        Some(Self { name, marks: row()?, due: row()?, paths: row()? })
    }

    /// The paths of files that looked at one of the marks, or fall due after one moment and until another; nothing where the
    /// file is not what the directory says.
    pub(super) fn called(&self, file: &Part, marks: &BTreeSet<Mark>, after: i64, until: i64) -> Option<Vec<String>> {
        let mut numbers = BTreeSet::new();
        for (section, wanted) in by_section(&self.marks, marks.iter().map(|mark| u64::from(mark.0))) {
            each_mark(section, &section.bytes(file)?, |mark, files| {
                if wanted.binary_search(&u64::from(mark.0)).is_ok() {
                    numbers.extend(numbers_in(files)?);
                }
                Some(())
            })?;
        }
        // The section before the first that begins later may end within the span.
        let (from, to) = (moment(after), moment(until));
        let begin = self.due.partition_point(|section| section.first <= from).saturating_sub(1);
        for section in self.due[begin..].iter().take_while(|section| section.first <= to) {
            each_due(section, &section.bytes(file)?, |at, file| {
                if at > from && at <= to {
                    numbers.insert(file);
                }
            })?;
        }
        let mut found = Vec::with_capacity(numbers.len());
        for (section, wanted) in by_section(&self.paths, numbers.into_iter().map(u64::from)) {
            let mut wanted = wanted.into_iter().peekable();
            each_path(section, &section.bytes(file)?, |number, path| {
                if wanted.next_if_eq(&number).is_some() {
                    found.push(String::from_utf8(path.to_vec()).ok()?);
                }
                Some(())
            })?;
            if wanted.next().is_some() {
                return None;
            }
        }
        Some(found)
    }

    /// Everything on the shelf.
    pub(super) fn sight(&self, file: &Part) -> Option<Sight> {
        let mut sight = Sight::default();
        for section in &self.marks {
            each_mark(section, &section.bytes(file)?, |mark, files| {
                sight.pairs.extend(numbers_in(files)?.into_iter().map(|file| pair(mark, file)));
                Some(())
            })?;
        }
        for section in &self.due {
            each_due(section, &section.bytes(file)?, |at, file| {
                sight.due.push((i64::try_from(at).unwrap_or(i64::MAX), file));
            })?;
        }
        for section in &self.paths {
            each_path(section, &section.bytes(file)?, |_, path| {
                sight.paths.push(String::from_utf8(path.to_vec()).ok()?);
                Some(())
            })?;
        }
        Some(sight)
    }
}

impl Section {
    /// Its bytes, if they are what was written.
    fn bytes(&self, file: &Part) -> Option<Vec<u8>> {
        file.read(self.start, self.len).filter(|bytes| checksum(bytes) == self.sum)
    }
}

/// Sections and what of the wanted, which are in order, lies in each.
fn by_section(row: &[Section], wanted: impl Iterator<Item = u64>) -> Vec<(&Section, Vec<u64>)> {
    let mut found: Vec<(&Section, Vec<u64>)> = Vec::new();
    for key in wanted {
        let Some(section) = row.partition_point(|section| section.first <= key).checked_sub(1).map(|at| &row[at])
        else {
            continue;
        };
        match found.last_mut() {
            Some((last, keys)) if *last == section => keys.push(key),
            _ => found.push((section, vec![key])),
        }
    }
    found
}

fn each_mark(section: &Section, bytes: &[u8], mut look: impl FnMut(Mark, &[u8]) -> Option<()>) -> Option<()> {
    let mut from = Reader(bytes);
    let mut mark = section.first;
    while !from.is_at_end() {
        mark = mark.checked_add(from.number()?)?;
        let len = from.len()?;
        look(Mark(u32::try_from(mark).ok()?), from.bytes(len)?)?;
    }
    Some(())
}

fn numbers_in(files: &[u8]) -> Option<Vec<u32>> {
    let mut from = Reader(files);
    let mut last = 0_u32;
    let mut numbers = Vec::new();
    while !from.is_at_end() {
        last = last.checked_add(from.small()?)?;
        numbers.push(last);
    }
    Some(numbers)
}

fn each_due(section: &Section, bytes: &[u8], mut look: impl FnMut(u64, u32)) -> Option<()> {
    let mut from = Reader(bytes);
    let mut at = section.first;
    while !from.is_at_end() {
        at = at.checked_add(from.number()?)?;
        look(at, from.small()?);
    }
    Some(())
}

fn each_path(section: &Section, bytes: &[u8], mut look: impl FnMut(u64, &[u8]) -> Option<()>) -> Option<()> {
    let mut from = Reader(bytes);
    let (mut number, mut path) = (section.first, Vec::new());
    while !from.is_at_end() {
        from.next_text(&mut path)?;
        look(number, &path)?;
        number += 1;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some thousand files, each of which looked at a few of the same places and some of its own.
    fn sight() -> Sight {
        let files = 0..5000_u32;
        let paths = files.clone().map(|n| format!("records/ticket/WX/{:03}/WX-{n:07}.json", n / 100)).collect();
        let mut pairs: Vec<u64> = files
            .clone()
            .flat_map(|n| {
                [7, 1_000_000 + n / 10, u32::MAX - n % 3, n.wrapping_mul(2_654_435_761)].map(|m| pair(Mark(m), n))
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut due: Vec<(i64, u32)> = files.filter(|n| n % 2 == 0).map(|n| (1_000 + i64::from(n % 900), n)).collect();
        due.sort_unstable();
        Sight { paths, pairs, due }
    }

    fn shelved(sight: &Sight) -> (tempfile::TempDir, Part, Directory, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let store = crate::store::Store::create(folder.path()).unwrap();
        let (bytes, directory) = sight.shelve("head");
        assert!(store.kept().write(&directory.name, &bytes));
        let part = store.kept().open(&directory.name).unwrap();
        (folder, part, directory, bytes)
    }

    #[test]
    fn what_is_called_from_the_shelf_is_what_a_look_through_everything_finds() {
        let sight = sight();
        let (_folder, part, directory, bytes) = shelved(&sight);
        assert_eq!(directory.size(), bytes.len());
        assert!(directory.marks.len() > 2 && directory.paths.len() > 2 && !directory.due.is_empty());
        for (marks, after, until) in [
            (vec![], 0, 0),
            (vec![7], 0, 0),
            (vec![1_000_003, 1_000_499, 5], 0, 0),
            (vec![u32::MAX], 1_000, 1_001),
            (vec![u32::MAX - 2, 0], -5, 999),
            (vec![], 1_898, i64::MAX),
        ] {
            let marks: BTreeSet<Mark> = marks.into_iter().map(Mark).collect();
            let wanted: BTreeSet<_> = sight.called(&marks, after, until).unwrap().into_iter().collect();
            let found = directory.called(&part, &marks, after, until).unwrap();
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted, "{marks:?} {after} {until}");
        }
        assert_eq!(directory.sight(&part), Some(sight));
    }

    #[test]
    fn a_directory_is_written_and_read_back() {
        let (_folder, _, directory, _) = shelved(&sight());
        let mut out = Writer::default();
        directory.write(&mut out);
        assert_eq!(Directory::read(&mut Reader(&out.0)), Some(directory));
        assert!((0..out.0.len()).all(|len| Directory::read(&mut Reader(&out.0[..len])).is_none()));
    }

    #[test]
    fn a_changed_byte_is_noticed_by_whoever_reads_its_section() {
        let sight = sight();
        let (folder, _, directory, bytes) = shelved(&sight);
        let kept = crate::store::Store::open(folder.path()).unwrap().kept();
        for at in (0..bytes.len()).step_by(997) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x40;
            assert!(kept.write(&directory.name, &changed));
            assert_eq!(directory.sight(&kept.open(&directory.name).unwrap()), None, "byte {at}");
        }
    }
}
