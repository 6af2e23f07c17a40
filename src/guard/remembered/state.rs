//! What is remembered of the last judgement of everything: of which tree, when, by which program, and what it rests on.

use crate::ledger::Mark;
use crate::store::{Id, checksum};

use super::bytes::{Reader, Writer};
use super::shelf::Directory;
use super::sight::{Sight, file, mark};
use crate::guard::whole::pair;

/// What the file begins with: its form.
const FORM: &str = "weibao verdicts 1";

/// The program: its version, and what it is made of.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("WEIBAO_SOURCES"));

/// The last judgement of everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// The tree that was judged.
    pub(super) tree: Id,
    /// When, in seconds since 1970.
    pub(super) at: i64,
    /// Before this, what is remembered to be right may not be.
    pub(super) from: i64,
    /// How many records there were.
    pub(super) records: usize,
    /// How many files.
    pub(super) files: usize,
    /// What was looked at for every record.
    pub(super) common: Vec<Mark>,
    /// The paths that are judged each time: those with findings.
    pub(super) again: Vec<String>,
    /// Where the large part lies: what every other file's judgement rests on.
    pub(super) shelf: Directory,
    /// What was judged since then; it counts before what is on the shelf.
    pub(super) fresh: Sight,
}

/// Why nothing can be had from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Useless {
    /// It was written by another program.
    Other,
    /// It is not what was written.
    Damaged,
}

impl State {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.text(FORM);
        out.text(PROGRAM);
        out.text(&self.tree.to_string());
        out.signed(self.at);
        out.signed(self.from);
        out.len(self.records);
        out.len(self.files);
        out.len(self.common.len());
        self.common.iter().for_each(|mark| out.number(u64::from(mark.0)));
        out.len(self.again.len());
        out.texts(self.again.iter().map(String::as_str));
        self.shelf.write(&mut out);
        out.len(self.fresh.paths.len());
        out.texts(self.fresh.paths.iter().map(String::as_str));
        out.len(self.fresh.pairs.len());
        let mut last = 0;
        for pair in &self.fresh.pairs {
            out.number(u64::from(mark(*pair).0 - last));
            out.number(u64::from(file(*pair)));
            last = mark(*pair).0;
        }
        out.len(self.fresh.due.len());
        for (at, file) in &self.fresh.due {
            out.signed(*at);
            out.number(u64::from(*file));
        }
        let sum = checksum(&out.0);
        out.whole(sum);
        out.0
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, Useless> {
        let (told, sum) = bytes.split_last_chunk().ok_or(Useless::Damaged)?;
        if checksum(told) != u64::from_le_bytes(*sum) {
            return Err(Useless::Damaged);
        }
        let mut from = Reader(told);
        if from.text().as_deref() != Some(FORM) || from.text().as_deref() != Some(PROGRAM) {
            return Err(Useless::Other);
        }
        Self::rest(&mut from).filter(|_| from.is_at_end()).ok_or(Useless::Damaged)
    }

    fn rest(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            tree: Id::parse(&from.text()?)?,
            at: from.signed()?,
            from: from.signed()?,
            records: usize::try_from(from.number()?).ok()?,
            files: usize::try_from(from.number()?).ok()?,
            common: (0..from.len()?).map(|_| from.small().map(Mark)).collect::<Option<_>>()?,
            again: texts(from)?,
            shelf: Directory::read(from)?,
            fresh: {
                let paths = texts(from)?;
                let mut last = 0_u32;
                let pairs = (0..from.len()?)
                    .map(|_| {
                        last = last.checked_add(from.small()?)?;
                        from.small().map(|file| pair(Mark(last), file))
                    })
                    .collect::<Option<_>>()?;
                let due = (0..from.len()?).map(|_| Some((from.signed()?, from.small()?))).collect::<Option<_>>()?;
                Sight { paths, pairs, due }
            },
        })
    }
}

fn texts(from: &mut Reader<'_>) -> Option<Vec<String>> {
    let mut last = Vec::new();
    (0..from.len()?)
        .map(|_| {
            from.next_text(&mut last)?;
            String::from_utf8(last.clone()).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        let paths: Vec<String> = (0..40).map(|n| format!("records/site/S{n:05}.json")).collect();
        let fresh =
            Sight { paths, pairs: (0..40).map(|n| pair(Mark(n / 3 * 1000), n)).collect(), due: vec![(5, 1), (9, 0)] };
        State {
            tree: Id::of_file(b"x").unwrap(),
            at: 1_772_416_800,
            from: i64::MIN,
            records: 1000,
            files: 1003,
            common: vec![Mark(3), Mark(u32::MAX)],
            again: vec!["records/a.json".to_owned(), "records/b.json".to_owned()],
            shelf: fresh.shelve("head").1,
            fresh,
        }
    }

    #[test]
    fn a_state_is_written_and_read_back() {
        assert_eq!(State::read(&state().bytes()), Ok(state()));
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_noticed() {
        let bytes = state().bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(State::read(&changed), Err(Useless::Damaged), "byte {at}");
            assert_eq!(State::read(&bytes[..at]), Err(Useless::Damaged), "cut at {at}");
        }
    }

    #[test]
    fn what_another_program_wrote_is_left_alone() {
        let bytes = state().bytes();
        let mut other = bytes[..bytes.len() - 8].to_vec();
        let place = other.windows(PROGRAM.len()).position(|part| part == PROGRAM.as_bytes()).unwrap();
        other[place] ^= 1;
        other.extend(checksum(&other).to_le_bytes());
        assert_eq!(State::read(&other), Err(Useless::Other));
    }
}
