//! The engine: changed files in, a verdict out.
//!
//! A record whose file cannot be read gets its reading findings and nothing more; every other one is looked at by
//! every constraint for its kind. A changed attachment brings its record before the same constraints. What is
//! looked up lies at paths computed from the change, so the cost does not grow with the number of records.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

use crate::ledger::{self, Records, Snapshot};
use crate::record::instant::Instant;
use crate::record::path::{Key, Place, ROOT, place};
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
    let mut found: Vec<Finding> = Vec::new();
    let mut unread = Vec::new();
    let mut moved: BTreeMap<Key, Moved> = BTreeMap::new();
    let mut touched: Vec<(Key, String, bool)> = Vec::new();

    for change in changes.into_iter().filter(|change| under_records(&change.path)) {
        match place(&change.path) {
            Some(Place::Record(key)) => {
                let before = change.before.and_then(|bytes| ledger::Entry::read(&key, bytes)).map(Rc::new);
                let after = change.after.map(|bytes| read::entry(&key, bytes));
                let after = match after {
                    None => After::Gone,
                    Some(Ok(entry)) => After::There(Rc::new(entry)),
                    Some(Err(unreadable)) => {
                        unread.extend(unreadable.faults);
                        After::Unreadable(unreadable.bytes)
                    }
                };
                if let After::There(entry) = &after {
                    records.keep(&key, Some(entry.clone()));
                }
                moved.insert(key, Moved { before, after });
            }
            Some(Place::Attachment(key, _)) => touched.push((key, change.path, change.after.is_some())),
            None if change.after.is_some() => found.push(stray(&change.path)),
            None => {}
        }
    }
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
        let after = match &change.after {
            After::There(entry) => Some(&**entry),
            After::Gone => None,
            After::Unreadable(_) => continue,
        };
        let case = Case { key, before: change.before.as_deref(), after, world: &world };
        if let (Some(author), Some(after)) = (author, after) {
            found.extend(authority::findings(author, key, change.before.as_deref(), after));
        }
        for rule in constraint::of(key.kind) {
            (rule.check)(&case, &mut Faults::new(rule, key, &mut found));
        }
    }
    let mut verdict = Verdict::place(unread, found, judged, |path| {
        let known = match place(path) {
            Some(Place::Record(key)) => moved.get(&key).and_then(Moved::bytes),
            _ => None,
        };
        known.map(<[u8]>::to_vec).or_else(|| after.read(path).ok().flatten())
    });
    verdict.unreadable = records.failure();
    verdict
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
    Finding { rule, path: path.to_owned(), pointer: String::new(), wrong: Message::new(&STRAY), fix }
}

/// Where a record with that file name in that kind's folder would belong.
fn belongs(path: &str) -> Option<String> {
    let rest = path.strip_prefix(ROOT)?.strip_prefix('/')?;
    let kind = crate::record::Kind::parse(rest.split('/').next()?)?;
    let id = rest.rsplit('/').next()?.strip_suffix(".json")?;
    Key::new(kind, id).map(|key| key.path())
}
