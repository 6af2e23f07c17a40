//! The engine: changed files in, a verdict out.
//!
//! A record whose file cannot be read gets its reading findings and nothing more; every other one is looked at by
//! every constraint for its kind. A changed attachment brings its record before the same constraints. What is
//! looked up lies at paths computed from the change, so the cost does not grow with the number of records.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

use crate::json::Position;
use crate::ledger::{self, Looked, Records, Snapshot};
use crate::record::instant::Instant;
use crate::record::path::{Key, Place, ROOT, place};
use crate::regulation::clock::Holds;
use crate::regulation::constraint;
use crate::regulation::finding::{Faults, Finding};
use crate::regulation::world::{Case, World};
use crate::regulation::{reading, role};
use crate::text::Message;
use crate::texts;

use super::verdict::Verdict;
use super::{authority, read};

/// What happens to one file under `records/`.
#[derive(Debug, Clone)]
pub struct FileChange {
    /// The path from the root of the repository.
    pub path: String,
    /// Its bytes before; absent when it is new, or when a state is judged rather than a change.
    pub before: Option<Vec<u8>>,
    /// Its bytes after; absent when it is taken away. Only those of records are looked at here ([`Self::is_read`]).
    pub after: Option<Vec<u8>>,
}

impl FileChange {
    /// Whether the bytes at a path are looked at: those of records. An attachment is read at its path by the rule that
    /// compares it with its record, and of any other file it is enough that it is there.
    pub fn is_read(path: &str) -> bool {
        matches!(place(path), Some(Place::Record(_)))
    }
}

/// On what terms a judgement is made.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// When it is made.
    pub now: Instant,
    /// Whether SSH signatures are verified with their keys. Digests are always compared; an audit of a whole state
    /// may leave the keys to the gate, which verified them when the records came in.
    pub verify_keys: bool,
}

impl Terms {
    /// The terms of every gate: at this time, keys verified.
    pub const fn at(now: Instant) -> Self {
        Self { now, verify_keys: true }
    }
}

/// Judges changes in their neighbourhood `after`, whoever made them.
pub fn judge(changes: Vec<FileChange>, after: &dyn Snapshot, terms: &Terms) -> Verdict {
    judge_by(changes, after, terms, None)
}

/// Judges changes in their neighbourhood `after`, and whether they were their author's to make.
pub fn judge_by(
    changes: Vec<FileChange>,
    after: &dyn Snapshot,
    terms: &Terms,
    author: Option<&role::Author>,
) -> Verdict {
    let records = Records::new(after);
    let Files { unread, mut found, mut moved, touched } = Files::read(changes, &records);
    for (key, path, is_there) in touched {
        if is_there && !records.exists(&key) {
            found.push(stray(&path));
        } else if let Entry::Vacant(place) = moved.entry(key) {
            let entry = records.entry(place.key());
            let after = entry.clone().map_or(After::Gone, After::There);
            place.insert(Moved { before: entry, after });
        }
    }

    let mut world = World::new(&records, terms.now);
    world.verify_keys = terms.verify_keys;
    let judged = moved.len();
    for (key, change) in &moved {
        if let (Some(author), After::There(after)) = (author, &change.after) {
            found.extend(authority::findings(author, key, change.before.as_deref(), after));
        }
        change.judge(key, &world, &mut found);
    }
    let mut verdict = Verdict::place(unread, found, judged, |path| bytes_of(path, &moved, after));
    verdict.unreadable = records.failure();
    verdict
}

/// A verdict on files of a state, and what it rests on.
pub(super) struct Audited {
    pub(super) verdict: Verdict,
    /// What was looked at for all of them alike: policy, calendar.
    pub(super) common: Looked,
    /// Of each file that was judged by itself and could be read, what else it was that its judgement rests on.
    pub(super) grounds: Vec<Ground>,
}

/// What the judgement of one file rests on, beside the file itself and what is common to all.
pub(super) struct Ground {
    pub(super) path: String,
    pub(super) looked: Looked,
    pub(super) holds: Holds,
}

/// Judges files as a state that was always so: every record by itself, every attachment only by whether it has a record.
///
/// What comes out for a file does not depend on which others are judged with it. What it rests on is told if it is to be noted.
pub(super) fn audit(files: Vec<FileChange>, after: &dyn Snapshot, terms: &Terms, noted: bool) -> Audited {
    let records = if noted { Records::noted(after) } else { Records::new(after) };
    let Files { unread, mut found, moved, touched } = Files::read(files, &records);
    let mut grounds = Vec::with_capacity(moved.len() + touched.len());
    records.looked();
    for (key, path, _) in touched {
        if !records.exists(&key) {
            found.push(stray(&path));
        }
        grounds.push(Ground { path, looked: records.looked(), holds: Holds::ALWAYS });
    }

    let mut world = World::new(&records, terms.now);
    world.verify_keys = terms.verify_keys;
    let common = records.looked();
    for (key, change) in &moved {
        world.turn();
        change.judge(key, &world, &mut found);
        grounds.push(Ground { path: key.path(), looked: records.looked(), holds: world.clock.take() });
    }
    let mut verdict = Verdict::place(unread, found, moved.len(), |path| bytes_of(path, &moved, after));
    verdict.unreadable = records.failure();
    Audited { verdict, common, grounds }
}

/// Changed files, sorted by what they are.
#[derive(Default)]
struct Files {
    /// What keeps files from being records, with its place.
    unread: Vec<(Finding, Position)>,
    /// Files that may lie nowhere.
    found: Vec<Finding>,
    moved: BTreeMap<Key, Moved>,
    /// Attachments: of which record, their path, and whether they are there.
    touched: Vec<(Key, String, bool)>,
}

impl Files {
    fn read(changes: Vec<FileChange>, records: &Records<'_>) -> Self {
        let mut files = Self::default();
        for change in changes.into_iter().filter(|change| under_records(&change.path)) {
            match place(&change.path) {
                Some(Place::Record(key)) => {
                    let before = change.before.and_then(|bytes| ledger::Entry::read(&key, bytes)).map(Rc::new);
                    let after = change.after.map(|bytes| read::entry(&key, bytes));
                    let after = match after {
                        None => After::Gone,
                        Some(Ok(entry)) => After::There(Rc::new(entry)),
                        Some(Err(unreadable)) => {
                            files.unread.extend(unreadable.faults);
                            After::Unreadable(unreadable.bytes)
                        }
                    };
                    if let After::There(entry) = &after {
                        records.keep(&key, Some(entry.clone()));
                    }
                    files.moved.insert(key, Moved { before, after });
                }
                Some(Place::Attachment(key, _)) => files.touched.push((key, change.path, change.after.is_some())),
                None if change.after.is_some() => files.found.push(stray(&change.path)),
                None => {}
            }
        }
        files
    }
}

/// The bytes a finding points into.
fn bytes_of(path: &str, moved: &BTreeMap<Key, Moved>, after: &dyn Snapshot) -> Option<Vec<u8>> {
    let known = match place(path) {
        Some(Place::Record(key)) => moved.get(&key).and_then(Moved::bytes),
        _ => None,
    };
    known.map(<[u8]>::to_vec).or_else(|| after.read(path).ok().flatten())
}

struct Moved {
    before: Option<Rc<ledger::Entry>>,
    after: After,
}

enum After {
    There(Rc<ledger::Entry>),
    Gone,
    Unreadable(Vec<u8>),
}

impl Moved {
    /// Lets every constraint for its kind look at it; a record that cannot be read has its own findings already.
    fn judge(&self, key: &Key, world: &World<'_>, found: &mut Vec<Finding>) {
        let after = match &self.after {
            After::There(entry) => Some(&**entry),
            After::Gone => None,
            After::Unreadable(_) => return,
        };
        let case = Case { key, before: self.before.as_deref(), after, world };
        for rule in constraint::of(key.kind) {
            (rule.check)(&case, &mut Faults::new(rule, key, found));
        }
    }

    /// The bytes after the change.
    fn bytes(&self) -> Option<&[u8]> {
        match &self.after {
            After::There(entry) => Some(&entry.bytes),
            After::Unreadable(bytes) => Some(bytes),
            After::Gone => None,
        }
    }
}

fn under_records(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.starts_with('/'))
}

texts! {
    STRAY: "这个路径上不能有文件", "no file may lie at this path";
    BELONGS: "若是记录，应在 {path};否则删去，附件放在其记录旁边", "if it is a record it belongs at {path}; otherwise take it away; an attachment lies beside its record";
}

fn stray(path: &str) -> Finding {
    let rule = &reading::stray_file::RULE;
    let fix = belongs(path)
        .map_or_else(|| Message::new(&rule.explanation.fix), |belongs| Message::new(&BELONGS).with("path", belongs));
    Finding {
        clauses: rule.clauses.into(),
        rule,
        path: path.to_owned(),
        pointer: String::new(),
        wrong: Message::new(&STRAY),
        fix,
    }
}

/// Where a record with that file name in that kind's folder would belong.
fn belongs(path: &str) -> Option<String> {
    let rest = path.strip_prefix(ROOT)?.strip_prefix('/')?;
    let kind = crate::record::Kind::parse(rest.split('/').next()?)?;
    let id = rest.rsplit('/').next()?.strip_suffix(".json")?;
    Key::new(kind, id).map(|key| key.path())
}
