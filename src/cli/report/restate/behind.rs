//! The commits behind a change: those since the publication that touched the records it rests on.

use std::collections::BTreeMap;

use super::tables::{OBLIGATION, REASON, RECORD, rule};
use crate::cli::report::walk::Keys;
use crate::cli::report::words::Trouble;
use crate::ledger::Records;
use crate::measure::counts::Recounted;
use crate::measure::standings::Restated;
use crate::record::Kind;
use crate::record::path::Key;
use crate::regulation::obligation::Standing;
use crate::render::{Cell, Column, Row, Table};
use crate::store::{CommitHeader, Id, Store};

crate::texts! {
    CAUSES: "带来变动的提交", "The commits behind them";
    BY_RECORDS: "记录有变", "records changed";
    BY_RULES: "节假日、制度参数或站点有变", "calendar, policy or site changed";
    BY_TIME: "时间已过", "time passed";
    BY_OTHERS: "时间已过或所据其他记录有变", "time passed, or another record it rests on changed";
    CAUSE: "变动的记录", "record that changed";
    COMMIT: "提交", "commit";
    COMMITTED_AT: "提交时间", "committed at";
    AUTHOR: "作者", "author";
    SUBJECT: "提交说明", "message";
}

/// A figure that changed, as far as commits may be behind it.
pub(super) struct Trace {
    /// The record.
    key: Key,
    /// The obligation or the count, as a cell.
    figure: Cell,
    /// The records it rests on first of all.
    own: Vec<String>,
    /// The site, whose own values count among the rules.
    site: Option<String>,
    /// Whether rules may be behind it; else it has only waited.
    by_rules: bool,
    /// What is said where neither is.
    otherwise: (&'static str, &'static crate::text::Text),
}

impl From<&Restated> for Trace {
    fn from(change: &Restated) -> Self {
        let stands = || [&change.before, &change.after].into_iter().flatten();
        let last = change.after.as_ref().or(change.before.as_ref());
        let anchor = last.map(|stand| &stand.anchor).filter(|anchor| anchor.kind != Kind::Site);
        let told = stands().filter_map(|stand| stand.told_in.as_ref());
        let mut own: Vec<_> = std::iter::once(&change.key).chain(anchor).chain(told).map(Key::path).collect();
        own.sort_unstable();
        own.dedup();
        // Rules touch a due day; a standing that moved while its due day stayed has only waited.
        let by_rules = match (&change.before, &change.after) {
            (Some(before), Some(after)) => before.due_on != after.due_on || before.standing != Standing::NotYetDue,
            _ => true,
        };
        Self {
            key: change.key.clone(),
            figure: rule(change),
            own,
            site: last.and_then(|stand| stand.site.as_ref()).map(|site| site.key(Kind::Site).path()),
            by_rules,
            otherwise: ("time_passed", &BY_TIME),
        }
    }
}

impl From<&Recounted> for Trace {
    fn from(change: &Recounted) -> Self {
        Self {
            key: change.key.clone(),
            figure: Cell::Word(change.measure.id, (&change.measure.title).into()),
            own: vec![change.key.path()],
            site: None,
            by_rules: true,
            otherwise: ("time_or_others", &BY_OTHERS),
        }
    }
}

/// The commits since then, by the path of a record that they brought a version of.
pub(super) struct Behind<'a> {
    by_path: BTreeMap<String, Vec<&'a CommitHeader>>,
    rules: Vec<String>,
}

impl<'a> Behind<'a> {
    /// Looks through the commits since the publication.
    pub(super) fn of(store: &Store, tip: Id, since: &'a [CommitHeader], traces: &[Trace]) -> Result<Self, Trouble> {
        let snapshot = store.snapshot_of(tip)?;
        let mut rules = Vec::new();
        for kind in [Kind::Company, Kind::Calendar] {
            for key in Keys::of(&snapshot, kind) {
                rules.push(key?.path());
            }
        }
        let mut paths = rules.clone();
        for trace in traces {
            paths.extend(trace.own.iter().chain(&trace.site).cloned());
        }
        paths.sort_unstable();
        paths.dedup();
        let by_id: BTreeMap<String, &CommitHeader> =
            since.iter().map(|commit| (commit.info.id.clone(), commit)).collect();
        let versions = store.versions(tip, Some(&paths))?;
        let mut by_path: BTreeMap<String, Vec<&CommitHeader>> = BTreeMap::new();
        for (path, versions_of) in &versions.of {
            let new = versions_of.iter().filter_map(|it| by_id.get(&versions.commits[it.commit].info.id).copied());
            by_path.insert(path.clone(), new.collect());
        }
        Ok(Self { by_path, rules })
    }

    /// Why, in a word.
    pub(super) fn why(&self, trace: &Trace) -> Cell {
        self.causes(trace).1
    }

    /// The commits behind a change, each with the path it touched; and why, in a word.
    fn causes(&self, trace: &Trace) -> (Vec<(&str, &'a CommitHeader)>, Cell) {
        let at = |paths: &mut dyn Iterator<Item = &String>| -> Vec<(&str, &'a CommitHeader)> {
            let found = paths.filter_map(|path| self.by_path.get_key_value(path));
            found.flat_map(|(path, commits)| commits.iter().map(|commit| (path.as_str(), *commit))).collect()
        };
        let own = at(&mut trace.own.iter());
        if !own.is_empty() {
            return (own, Cell::Word("records_changed", (&BY_RECORDS).into()));
        }
        let rules = at(&mut self.rules.iter().chain(&trace.site));
        if trace.by_rules && !rules.is_empty() {
            return (rules, Cell::Word("rules_changed", (&BY_RULES).into()));
        }
        (Vec::new(), Cell::Word(trace.otherwise.0, trace.otherwise.1.into()))
    }

    /// Every commit behind every change.
    pub(super) fn table(&self, traces: &[Trace], records: &Records<'_>) -> Table {
        let mut rows = Vec::new();
        for trace in traces {
            for (path, commit) in self.causes(trace).0 {
                rows.push(Row::plain(vec![
                    Cell::Text(trace.key.id.clone()),
                    trace.figure.clone(),
                    Cell::Text(path.to_owned()),
                    Cell::Text(commit.info.id.clone()),
                    Cell::Instant(commit.info.committed_at.to_string()),
                    Cell::Text(commit.info.author_email.clone()),
                    Cell::Text(commit.subject.clone()),
                    Cell::text_or_unknown(reason(records, &trace.key)),
                ]));
            }
        }
        let columns = vec![
            Column::text("record", &RECORD),
            Column::text("obligation", &OBLIGATION),
            Column::text("cause", &CAUSE),
            Column::text("commit", &COMMIT),
            Column::instant("committed_at", &COMMITTED_AT),
            Column::text("author", &AUTHOR),
            Column::text("subject", &SUBJECT),
            Column::text("reason", &REASON),
        ];
        Table { name: "causes", title: &CAUSES, columns, rows }
    }
}

/// The reason for its lateness that a record declares.
pub(super) fn reason(records: &Records<'_>, key: &Key) -> Option<String> {
    records.entry(key)?.value.pointer("/late/reason")?.as_str().map(str::to_owned)
}
