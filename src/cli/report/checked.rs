//! Whether the records a report rests on pass the check of everything: said before any figure.
//!
//! The check runs on a thread of its own while the report reads, and its verdict on a commit is remembered beside the
//! repository, so that ten reports of one commit cost one check. What is remembered carries a digest: a damaged line counts
//! for nothing. The records are judged as of the end of a day, the later of the commit's and the report's, so that the same
//! report gives the same bytes.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use clap::ValueEnum;

use super::moment::Moment;
use crate::calendar::end_of;
use crate::guard::{Terms, doors};
use crate::record::instant::Date;
use crate::render::{Cell, Document, Fact};
use crate::sign::sha256_hex;
use crate::store::{Id, Store, StoreFault};
use crate::text::{Lang, Message, Text};

crate::texts! {
    CHECK: "全面检查（check --all）", "check of everything (check --all)";
    ERRORS: "未决的问题（错误）", "findings outstanding (errors)";
    WARNINGS: "未决的问题（提示）", "findings outstanding (warnings)";
    PASSED: "通过", "passed";
    FAILED: "未通过：{errors} 处错误", "not passed: {errors} errors";
    NOT_CHECKED: "未检查", "not checked";
    COULD_NOT: "无法检查：{why}", "could not be judged: {why}";
    FIRST_LINE: "注意：所据记录没有通过 weibao check --all（{errors} 处错误），以下数字须据此看待。", "NOTE: the records do not pass weibao check --all ({errors} errors); read the figures below in that light.";
    COULD_NOT_LINE: "注意：所据记录无法检查（{why}），以下数字须据此看待。", "NOTE: the records could not be judged ({why}); read the figures below in that light.";
}

/// Whether the records are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Wanted {
    /// 检查，或沿用对该提交已有的结论 / Checked, or as remembered of this commit
    Auto,
    /// 重新检查 / Checked again
    Yes,
    /// 不检查，报表中注明 / Not checked, and the report says so
    No,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    NotChecked,
    Counted { errors: usize, warnings: usize },
    CouldNot(Message),
}

/// A check under way, or its verdict.
#[derive(Debug)]
pub(super) struct Check(RefCell<State>);

#[derive(Debug)]
enum State {
    Running(JoinHandle<Found>),
    Done(Found),
}

impl Check {
    /// No check.
    pub(super) const fn none() -> Self {
        Self(RefCell::new(State::Done(Found::NotChecked)))
    }

    /// Begins the check of a commit, unless it is not wanted or remembered.
    pub(super) fn begin(store: &Store, commit: Id, day: Date, wanted: Wanted) -> Self {
        let memory = Memory::of(store, commit, day);
        let state = match (wanted, memory.recall()) {
            (Wanted::No, _) => State::Done(Found::NotChecked),
            (Wanted::Auto, Some(found)) => State::Done(found),
            _ => {
                let git_dir = store.git_dir().to_owned();
                State::Running(std::thread::spawn(move || {
                    let found = check(&git_dir, commit, day).unwrap_or_else(|fault| Found::CouldNot(fault.message));
                    memory.keep(&found);
                    found
                }))
            }
        };
        Self(RefCell::new(state))
    }

    /// The verdict; waits for it.
    fn found(&self) -> Found {
        let state = self.0.replace(State::Done(Found::NotChecked));
        let found = match state {
            State::Running(check) => check.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            State::Done(found) => found,
        };
        self.0.replace(State::Done(found.clone()));
        found
    }

    /// What every report says of it, before all else.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let (word, message, counts) = match self.found() {
            Found::NotChecked => ("not_checked", Message::new(&NOT_CHECKED), None),
            Found::Counted { errors: 0, warnings } => ("passed", Message::new(&PASSED), Some((0, warnings))),
            Found::Counted { errors, warnings } => {
                ("failed", Message::new(&FAILED).with("errors", errors), Some((errors, warnings)))
            }
            Found::CouldNot(why) => ("could_not_be_judged", Message::new(&COULD_NOT).with_message("why", why), None),
        };
        let count = |count: Option<usize>| count.map_or(Cell::Unknown, Cell::count);
        vec![
            Fact { name: "check", title: &CHECK, value: Cell::Word(word, message) },
            Fact { name: "findings_errors", title: &ERRORS, value: count(counts.map(|(errors, _)| errors)) },
            Fact { name: "findings_warnings", title: &WARNINGS, value: count(counts.map(|(_, warnings)| warnings)) },
        ]
    }
}

/// The day at whose end the records are judged.
pub(super) fn day(moment: &Moment) -> Date {
    moment.as_of.max(moment.info.committed_at).day()
}

fn check(git_dir: &Path, commit: Id, day: Date) -> Result<Found, StoreFault> {
    crate::store::verify_here();
    let store = Store::open(git_dir)?;
    let verdict = doors::all(&store, commit, &Terms { now: end_of(day), verify_keys: false })?;
    if let Some(unreadable) = verdict.unreadable {
        return Ok(Found::CouldNot(super::words::unreadable(&unreadable)));
    }
    let errors = verdict.errors().count();
    Ok(Found::Counted { errors, warnings: verdict.findings.len() - errors })
}

/// What is said before everything else where the records do not pass.
pub(super) fn warning(document: &Document, lang: Lang) -> Option<String> {
    let fact = |name: &str| document.facts.iter().find(|fact| fact.name == name).map(|fact| &fact.value);
    let text: &'static Text = match fact("check")? {
        Cell::Word("failed", _) => &FIRST_LINE,
        Cell::Word("could_not_be_judged", said) => {
            return Some(Message::new(&COULD_NOT_LINE).with_message("why", said.clone()).speak(lang));
        }
        _ => return None,
    };
    let errors = match fact("findings_errors") {
        Some(Cell::Int(errors)) => *errors,
        _ => return None,
    };
    Some(Message::new(text).with("errors", errors).speak(lang))
}

/// How many verdicts are remembered.
const REMEMBERED: usize = 64;

/// Where verdicts on commits are remembered: a file beside git's own, which may be deleted at any time.
#[derive(Debug)]
struct Memory {
    file: PathBuf,
    subject: String,
}

impl Memory {
    fn of(store: &Store, commit: Id, day: Date) -> Self {
        let subject = format!("{commit} {day} weibao-{}", env!("CARGO_PKG_VERSION"));
        Self { file: store.common_dir().join("weibao-checked"), subject }
    }

    /// The verdict, if its line is whole. A program under development forgets: its version says nothing of its rules.
    fn recall(&self) -> Option<Found> {
        if cfg!(debug_assertions) && !cfg!(test) {
            return None;
        }
        let text = std::fs::read_to_string(&self.file).ok()?;
        text.lines().rev().find_map(|line| self.read(line))
    }

    fn read(&self, line: &str) -> Option<Found> {
        let (told, digest) = line.rsplit_once(' ')?;
        let counts = told.strip_prefix(&self.subject)?.strip_prefix(' ')?;
        let (errors, warnings) = counts.split_once(' ')?;
        let found = Found::Counted { errors: errors.parse().ok()?, warnings: warnings.parse().ok()? };
        (sha256_hex(told.as_bytes()) == digest).then_some(found)
    }

    /// Writes a verdict down; where that is not possible, the next report checks again.
    fn keep(&self, found: &Found) {
        let Found::Counted { errors, warnings } = found else {
            return;
        };
        let told = format!("{} {errors} {warnings}", self.subject);
        let line = format!("{told} {}", sha256_hex(told.as_bytes()));
        let before = std::fs::read_to_string(&self.file).unwrap_or_default();
        let mut lines: Vec<&str> = before.lines().filter(|before| *before != line).collect();
        lines.push(&line);
        let kept = &lines[lines.len().saturating_sub(REMEMBERED)..];
        let _ = std::fs::write(&self.file, kept.join("\n") + "\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(folder: &Path) -> Memory {
        Memory { file: folder.join("weibao-checked"), subject: "c0ffee 2026-03-02 weibao-0.1.0".to_owned() }
    }

    #[test]
    fn a_verdict_is_remembered_of_its_own_commit_and_day_only() {
        let folder = tempfile::tempdir().unwrap();
        let memory = memory(folder.path());
        assert_eq!(memory.recall(), None);
        memory.keep(&Found::Counted { errors: 2, warnings: 3 });
        assert_eq!(memory.recall(), Some(Found::Counted { errors: 2, warnings: 3 }));
        let other = Memory { file: memory.file.clone(), subject: "c0ffee 2026-03-03 weibao-0.1.0".to_owned() };
        assert_eq!(other.recall(), None);
    }

    #[test]
    fn a_damaged_verdict_counts_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let memory = memory(folder.path());
        memory.keep(&Found::Counted { errors: 2, warnings: 3 });
        let text = std::fs::read_to_string(&memory.file).unwrap();
        std::fs::write(&memory.file, text.replace(" 2 3 ", " 0 3 ")).unwrap();
        assert_eq!(memory.recall(), None);
    }
}
