//! What a report is of: a commit and a moment.
//!
//! `--as-of` a day gives what was *known* then: the records of the last commit that stood on the line by the end of that
//! day, by the clock of the commits or by that of the receipt log, never what merely claims to be dated then.
//! `--judged-at` is another question and says so: the same records, judged as if it were that moment.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::checked::{self, Check};
use super::words::{self, Trouble};
use super::{Globals, Surroundings};
use crate::calendar::end_of;
use crate::ledger::{CommitInfo, Received, steady};
use crate::record::instant::{Instant, date};
use crate::store::{Id, Store};
use crate::text::{Message, Text};

/// What says which records count, and when they are judged.
#[derive(Debug, Clone, Args)]
pub(super) struct Basis {
    /// 截至：某日（该日结束时）或某时刻已知的记录，或某提交；默认此刻 / As known on a day (once it is over) or at an instant, or as of a commit; now by default
    #[arg(long, global = true, value_name = "DATE|INSTANT|COMMIT")]
    pub(super) as_of: Option<String>,
    /// 以此日（结束后）或时刻评判，记录仍为现有（或 --as-of 提交）的 / Judge the records there are (or those of --as-of) as if it were this day, once over, or this instant
    #[arg(long, global = true, value_name = "DATE|INSTANT", value_parser = moment)]
    judged_at: Option<Instant>,
    /// 何时算已知：以提交时间或服务器接收时间 / What makes a record known: its commit's time, or the server's receipt
    #[arg(long, global = true, value_name = "CLOCK", default_value = "committed")]
    clock: Clock,
    /// 接收日志文件：每行“提交 时刻”；默认用已取回的 refs/weibao/receipts / A file of receipts, lines of a commit and an instant; otherwise refs/weibao/receipts where it was fetched
    #[arg(long, global = true, value_name = "FILE")]
    receipts: Option<PathBuf>,
    /// 所据记录是否先经全面检查 / Whether the records it rests on are checked as by check --all
    #[arg(long, global = true, value_name = "HOW", default_value = "auto")]
    checked: checked::Wanted,
    /// 不出报表，而追溯一个编号（回访、季度、单号、本号等）所据的记录和提交 / Instead of the report: what the figure of an id (callback, quarter, ticket, book) rests on
    #[arg(long, global = true, value_name = "ID")]
    pub(super) explain: Option<String>,
}

/// The clock by which something was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Clock {
    /// 提交时间 / The time of the commit
    Committed,
    /// 接收时间 / The time of receipt
    Received,
}

/// How the commit was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chosen {
    /// It is what the branch stands on.
    Head,
    /// It was named.
    Named,
    /// It was the last that was known by the clock of the commits.
    KnownByCommit,
    /// It was the last that the server had received.
    KnownByReceipt,
}

/// A commit and a moment.
#[derive(Debug)]
pub(super) struct Moment {
    /// The commit whose records are counted.
    pub(super) commit: Id,
    /// What is known of that commit.
    pub(super) info: CommitInfo,
    /// The moment they are judged at.
    pub(super) as_of: Instant,
    /// Why this commit.
    pub(super) chosen: Chosen,
    /// Whether the moment was set apart from what was known.
    pub(super) set_apart: bool,
    /// The receipt log, where there is one.
    pub(super) receipts: Option<Received>,
    /// The clock by which something was known.
    clock: Clock,
    /// Whether the records of the commit pass the check of everything.
    pub(super) check: Check,
}

impl Moment {
    /// Reads `--as-of`, `--judged-at`, `--clock` and `--receipts`.
    ///
    /// A day means: once it is over, so that what was due on it has fallen due; hence the second after its end. What was
    /// committed after the day's end was not known by then.
    pub(super) fn of(store: &Store, globals: &Globals, surroundings: &Surroundings) -> Result<Self, Trouble> {
        let mut moment = Self::unchecked(store, globals, surroundings)?;
        moment.check = Check::begin(store, moment.commit, checked::day(&moment), globals.basis.checked);
        Ok(moment)
    }

    /// The same without a check of the records.
    pub(super) fn unchecked(store: &Store, globals: &Globals, surroundings: &Surroundings) -> Result<Self, Trouble> {
        let basis = &globals.basis;
        let receipts = basis.receipts(store, surroundings)?;
        if basis.clock == Clock::Received && receipts.is_none() {
            return Err(Trouble::said(&words::NO_RECEIPTS));
        }
        let mut moment = Self::known(store, basis, receipts, surroundings.now)?;
        if let Some(at) = basis.judged_at {
            (moment.as_of, moment.set_apart) = (at, true);
        }
        Ok(moment)
    }

    fn known(store: &Store, basis: &Basis, receipts: Option<Received>, now: Instant) -> Result<Self, Trouble> {
        let made = |commit: Id, as_of: Option<Instant>, chosen, receipts| {
            let info = store.commit_header(commit)?.info;
            let as_of = as_of.unwrap_or(info.committed_at);
            Ok(Self {
                commit,
                info,
                as_of,
                chosen,
                set_apart: false,
                receipts,
                clock: basis.clock,
                check: Check::none(),
            })
        };
        let Some(text) = basis.as_of.as_deref() else {
            return made(store.resolve("HEAD")?, Some(now), Chosen::Head, receipts);
        };
        let Ok(as_of) = self::moment(text) else {
            let commit = store.resolve(text).map_err(|fault| Trouble::no_moment(text, &fault))?;
            return made(commit, None, Chosen::Named, receipts);
        };
        let line = Line::of(store, store.resolve("HEAD")?)?;
        let by = date::parse(text).map_or(as_of, end_of);
        let (known, chosen) = line.known(basis.clock, receipts.as_ref(), by);
        let commit = known.ok_or_else(|| {
            let first = line.first().map(|at| at.to_string()).unwrap_or_default();
            Trouble::Said(Message::new(&words::NOTHING_KNOWN).with("text", text).with("first", first))
        })?;
        made(commit, Some(as_of), chosen, receipts)
    }
}

impl Basis {
    /// What `weibao export` asks for: as known at a moment, by the commits' clock.
    pub(super) fn plain(as_of: Option<&str>, receipts: Option<&std::path::Path>, checked: checked::Wanted) -> Self {
        Self {
            as_of: as_of.map(str::to_owned),
            judged_at: None,
            clock: Clock::Committed,
            receipts: receipts.map(std::path::Path::to_owned),
            checked,
            explain: None,
        }
    }

    /// The file that was named, else the server's own log as far as it was fetched; whether that log can be believed is
    /// what `weibao audit` tells.
    fn receipts(&self, store: &Store, surroundings: &Surroundings) -> Result<Option<Received>, Trouble> {
        let Some(file) = &self.receipts else {
            let log = store.receipts()?;
            return Ok((!log.entries.is_empty()).then(|| Received::from(&log)));
        };
        let path = surroundings.here.join(file);
        let said = |reason: Message| {
            Trouble::Said(
                Message::new(&words::BAD_RECEIPTS).with("file", file.display()).with_message("reason", reason),
            )
        };
        let text =
            std::fs::read_to_string(&path).map_err(|error| said(Message::new(&words::REASON).with("reason", error)))?;
        let read = Received::parse(&text).map_err(|line| said(Message::new(&words::BAD_LINE).with("line", line)))?;
        Ok(Some(read))
    }
}

/// The authoritative line: the first parents behind a tip, with the times at which each stood there.
pub(super) struct Line {
    commits: Vec<CommitInfo>,
    times: Vec<Instant>,
}

impl Line {
    /// The line behind a tip.
    pub(super) fn of(store: &Store, tip: Id) -> Result<Self, Trouble> {
        store.require_whole_history()?;
        let commits = store.mainline(tip)?;
        let times: Vec<_> = commits.iter().map(|commit| commit.committed_at).collect();
        Ok(Self { times: steady(&times), commits })
    }

    /// When the first commit was made.
    pub(super) fn first(&self) -> Option<Instant> {
        self.times.first().copied()
    }

    /// The last commit that was known at a moment, by the clock that the report was asked to go by.
    pub(super) fn known_at(&self, by: Instant, moment: &Moment) -> Option<Id> {
        self.known(moment.clock, moment.receipts.as_ref(), by).0
    }

    fn known(&self, clock: Clock, receipts: Option<&Received>, by: Instant) -> (Option<Id>, Chosen) {
        match (clock, receipts) {
            (Clock::Received, Some(receipts)) => (self.received_by(receipts, by), Chosen::KnownByReceipt),
            _ => (self.known_by(by), Chosen::KnownByCommit),
        }
    }

    /// The last commit that stood there at a moment.
    fn known_by(&self, moment: Instant) -> Option<Id> {
        let known = self.times.partition_point(|at| *at <= moment);
        known.checked_sub(1).and_then(|last| Id::parse(&self.commits[last].id))
    }

    /// The last commit that the server had received by a moment. What has no receipt of its own came at the latest with
    /// the next commit that has one.
    fn received_by(&self, receipts: &Received, moment: Instant) -> Option<Id> {
        let mut latest: Option<Instant> = None;
        let came = self.commits.iter().rev().map(|commit| {
            latest = match (receipts.of(&commit.id), latest) {
                (Some(own), Some(later)) => Some(own.min(later)),
                (own, later) => own.or(later),
            };
            (commit, latest)
        });
        let known = came.into_iter().find(|(_, at)| at.is_some_and(|at| at <= moment));
        known.and_then(|(commit, _)| Id::parse(&commit.id))
    }
}

/// Reads a day, once it is over, or an instant.
pub(super) fn moment(text: &str) -> Result<Instant, String> {
    Instant::parse(text).or_else(|| date::parse(text).map(|day| end_of(day).plus_seconds(1))).ok_or_else(|| {
        format!("`{text}` is neither a day such as 2026-03-15 nor an instant such as 2026-03-15T09:30:00+08:00")
    })
}

/// Why a commit was chosen, in a word and in words.
pub(super) fn why(chosen: Chosen) -> (&'static str, &'static Text) {
    match chosen {
        Chosen::Head => ("head", &words::CHOSEN_HEAD),
        Chosen::Named => ("named", &words::CHOSEN_NAMED),
        Chosen::KnownByCommit => ("known_by_commit", &words::CHOSEN_BY_COMMIT),
        Chosen::KnownByReceipt => ("known_by_receipt", &words::CHOSEN_BY_RECEIPT),
    }
}
