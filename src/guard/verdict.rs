//! A verdict: what was judged and everything that was found, in a fixed order.

use std::collections::BTreeMap;

use crate::json::{self, Position};
use crate::ledger::Unreadable;
use crate::regulation::finding::Finding;
use crate::regulation::rule::{Rule, Severity};
use crate::store::Id;
use crate::text::Message;

/// A finding and where it stands in the file.
#[derive(Debug, Clone)]
pub struct Placed {
    /// What was found.
    pub finding: Finding,
    /// Line and column, where the file is there to point into.
    pub position: Option<Position>,
    /// The commit it was found in, where commits are judged one by one.
    pub commit: Option<String>,
}

/// A finding about a commit itself.
pub(super) fn in_commit(commit: Id, rule: &'static Rule, wrong: Message) -> Placed {
    let name = commit.to_string();
    let fix = Message::new(&rule.explanation.fix);
    let short = Some(name[..12].to_owned());
    let finding = Finding { clauses: rule.clauses.into(), rule, path: name, pointer: String::new(), wrong, fix };
    Placed { finding, position: None, commit: short }
}

/// How a program ends: 0 clean, 1 findings, 2 could not judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitCode {
    /// Nothing is refused.
    Clean = 0,
    /// Something is refused.
    Findings = 1,
    /// There was no ground to judge on; whoever asked must refuse.
    CouldNotJudge = 2,
}

/// What a door says.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// Everything found: by commit as judged, then path, line, column, rule, pointer.
    pub findings: Vec<Placed>,
    /// How many records were judged.
    pub judged: usize,
    /// What could not be read; then nothing is let through.
    pub unreadable: Option<Unreadable>,
    /// The text of the files that have findings, for excerpts.
    pub sources: BTreeMap<String, Vec<u8>>,
}

impl Verdict {
    /// Whether something is refused, or nothing could be judged.
    pub fn exit(&self) -> ExitCode {
        if self.unreadable.is_some() {
            ExitCode::CouldNotJudge
        } else if self.errors().next().is_some() {
            ExitCode::Findings
        } else {
            ExitCode::Clean
        }
    }

    /// The findings that keep a record out.
    pub fn errors(&self) -> impl Iterator<Item = &Placed> {
        self.findings.iter().filter(|placed| placed.finding.rule.severity == Severity::Error)
    }

    /// Adds what another judgement found, behind what is here.
    pub fn append(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.judged += other.judged;
        self.unreadable = self.unreadable.take().or(other.unreadable);
        self.sources.extend(other.sources);
    }

    /// Puts the findings in the order of path, line, column, rule, pointer.
    #[must_use]
    pub(super) fn in_order(mut self) -> Self {
        self.findings.sort_by(|a, b| {
            (&a.finding.path, a.position, a.finding.rule.id, &a.finding.pointer).cmp(&(
                &b.finding.path,
                b.position,
                b.finding.rule.id,
                &b.finding.pointer,
            ))
        });
        self
    }

    /// Marks every finding as found in a commit.
    #[must_use]
    pub fn in_commit(mut self, commit: &str) -> Self {
        for placed in &mut self.findings {
            placed.commit.get_or_insert_with(|| commit.to_owned());
        }
        self
    }

    /// Places findings in the bytes they speak of and puts them in order.
    pub(super) fn place(
        unread: Vec<(Finding, Position)>,
        findings: Vec<Finding>,
        judged: usize,
        bytes_of: impl Fn(&str) -> Option<Vec<u8>>,
    ) -> Self {
        let mut sources: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let known = unread.into_iter().map(|(finding, position)| (finding, Some(position)));
        let placed: Vec<Placed> = known
            .chain(findings.into_iter().map(|finding| (finding, None)))
            .map(|(finding, position)| {
                if !sources.contains_key(&finding.path)
                    && let Some(bytes) = bytes_of(&finding.path)
                {
                    sources.insert(finding.path.clone(), bytes);
                }
                let position = position
                    .or_else(|| sources.get(&finding.path).and_then(|bytes| json::locate(bytes, &finding.pointer)));
                Placed { finding, position, commit: None }
            })
            .collect();
        Self { findings: placed, judged, unreadable: None, sources }.in_order()
    }
}
