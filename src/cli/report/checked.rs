//! Whether the records a report rests on pass the check of everything: said before any figure.
//!
//! The check runs on a thread of its own while the report reads, and judges what has changed since the last time
//! ([`remembered`]), so that ten reports of one commit cost one check, and the next commit costs little more. The records are
//! judged as of the end of a day, the later of the commit's and the report's, so that the same report gives the same bytes.

use std::cell::RefCell;
use std::path::Path;
use std::thread::JoinHandle;

use clap::ValueEnum;

use super::moment::Moment;
use crate::calendar::end_of;
use crate::guard::remembered::{self, Of};
use crate::guard::{Terms, doors};
use crate::record::instant::Date;
use crate::render::{Cell, Document, Fact};
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
    /// 检查，上次检查之后没有变的不重复判定 / Checked; what has not changed since the last check is not judged again
    Auto,
    /// 全部重新检查 / Everything checked again
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

    /// Begins the check of a commit, unless it is not wanted.
    pub(super) fn begin(store: &Store, commit: Id, day: Date, wanted: Wanted) -> Self {
        if wanted == Wanted::No {
            return Self::none();
        }
        let of = if store.head().is_ok_and(|head| head == Some(commit)) { Of::Head } else { Of::Past };
        let of = Some(of).filter(|_| wanted == Wanted::Auto);
        let git_dir = store.git_dir().to_owned();
        let check = std::thread::spawn(move || {
            check(&git_dir, commit, day, of).unwrap_or_else(|fault| Found::CouldNot(fault.message))
        });
        Self(RefCell::new(State::Running(check)))
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

/// Checks a commit, by what is remembered where that is wanted.
fn check(git_dir: &Path, commit: Id, day: Date, of: Option<Of>) -> Result<Found, StoreFault> {
    crate::store::verify_here();
    let store = Store::open(git_dir)?;
    let terms = Terms { now: end_of(day), verify_keys: false };
    let verdict = match of {
        Some(of) => remembered::all(&store, commit, &terms, of)?.0,
        None => doors::all(&store, commit, &terms)?,
    };
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
