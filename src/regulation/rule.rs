//! What a rule is: its metadata, its explanation and its check, in one `static`.

use super::finding::Faults;
use super::world::Case;
use crate::record::Kind;
use crate::text::Text;

/// What kind of failure a finding is (law.md: never mixed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Breach of the regulation's own text.
    Text,
    /// Breach of a policy value that the company chose where the text is silent.
    Policy,
    /// Something that must be recorded is missing or cannot be read.
    Missing,
}

/// Whether a finding keeps a record out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Refused at every door.
    Error,
    /// Shown, counted, let through.
    Warning,
}

/// The four parts of every explanation, in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Explanation {
    /// What the rule checks.
    pub checks: Text,
    /// Why: the clause and its reading.
    pub why: Text,
    /// An example that fails.
    pub fails: Text,
    /// How to put it right; also the advice under each finding.
    pub fix: Text,
}

/// A constraint: judges one record's change in its neighbourhood.
#[derive(Debug)]
pub struct Rule {
    /// Stable id, the name of the defect in snake case, equal to its file's name; never reused.
    pub id: &'static str,
    /// The clauses it answers; `G` for the general ones that hold for every record.
    pub clauses: &'static [&'static str],
    /// What kind of failure its findings are.
    pub class: Class,
    /// Whether its findings keep the record out.
    pub severity: Severity,
    /// The kinds it looks at; empty for all.
    pub kinds: &'static [Kind],
    /// One line.
    pub title: Text,
    /// The whole explanation.
    pub explanation: Explanation,
    /// Looks at one change and reports what is wrong.
    pub check: fn(&Case<'_>, &mut Faults<'_>),
}
