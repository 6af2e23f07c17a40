//! `weibao-report restate`: what changed in a month's figures since they were published, record by record, who changed it
//! and why.

use std::collections::BTreeMap;

use clap::Args;

use super::moment::{self, Line, Moment};
use super::standing::{self, Month};
use super::words::{self, Trouble};
use super::{Globals, Outcome, Surroundings, explain, source};
use crate::calendar::end_of;
use crate::ledger::Records;
use crate::measure::standings::{Restated, Stand, Standings, restated};
use crate::record::Kind;
use crate::record::instant::{Instant, date};
use crate::record::path::Key;
use crate::regulation::obligation::Standing;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Row, Table};
use crate::store::{CommitHeader, Id, Store};
use crate::text::{Message, Text};

crate::texts! {
    TITLE: "已公布数字的变动", "What changed in published figures";
    PERIOD: "月份（按到期日）", "month (of the due days)";
    PUBLISHED_COMMIT: "公布时的提交", "published from the commit";
    PUBLISHED_AT: "公布时的评判时刻", "published as of";
    STILL_THERE: "公布时的提交仍在历史中", "that commit is still part of the history";
    FIGURES: "数字", "Figures";
    CHANGES: "逐条变动", "Changes, record by record";
    CAUSES: "带来变动的提交", "The commits behind them";
    CLAIMED_BEFORE: "公布：按时率（记录）", "published: in time (claimed)";
    RECORDED_BEFORE: "公布：按时率（入库）", "published: in time (recorded)";
    RECEIVED_BEFORE: "公布：按时率（接收）", "published: in time (received)";
    CLAIMED_NOW: "现在：按时率（记录）", "now: in time (claimed)";
    RECORDED_NOW: "现在：按时率（入库）", "now: in time (recorded)";
    RECEIVED_NOW: "现在：按时率（接收）", "now: in time (received)";
    CHANGED: "变动条数", "changed";
    RECORD: "记录", "record";
    KIND: "种类", "kind";
    OBLIGATION: "义务", "obligation";
    BEFORE: "公布时", "published as";
    AFTER: "现在", "now";
    DUE_BEFORE: "公布时到期日", "due day then";
    DUE_AFTER: "现在到期日", "due day now";
    COMMITTED_BEFORE: "公布时按时入库", "in time by commit, then";
    COMMITTED_AFTER: "现在按时入库", "in time by commit, now";
    PERSON: "责任人", "responsible";
    WHY: "原因", "why";
    REASON: "记录所述原因", "reason declared in the record";
    NOT_COUNTED: "未计入", "not counted";
    BY_RECORDS: "记录有变", "records changed";
    BY_RULES: "节假日、制度参数或站点有变", "calendar, policy or site changed";
    BY_TIME: "时间已过", "time passed";
    CAUSE: "变动的记录", "record that changed";
    COMMIT: "提交", "commit";
    COMMITTED_AT: "提交时间", "committed at";
    AUTHOR: "作者", "author";
    SUBJECT: "提交说明", "message";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Restate {
    /// 公布时的提交，或公布日（该日结束时所知） / The commit it was published from, or the day (as known when it was over)
    #[arg(long, value_name = "COMMIT|DATE")]
    published: String,
    /// 月份，按到期日 / The month, by due days
    #[arg(long, value_name = "MONTH", value_parser = Month::parse)]
    period: Month,
}

/// What was published.
struct Published {
    commit: Id,
    as_of: Instant,
}

impl Restate {
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let published = self.published(&store, &moment)?;
        let receipts = moment.receipts.as_ref();
        let (before, mut seen) = standing::standings(&store, published.commit, published.as_of, receipts)?;
        let (after, also) = standing::of_moment(&store, &moment)?;
        seen.add(also);
        let month = self.period.to_string();
        let changes = restated(&before, &after, &month);
        let since = store.commits(&[published.commit], moment.commit)?;
        let behind = Behind::of(&store, moment.commit, &since, &changes)?;
        let snapshot = store.snapshot_of(moment.commit)?;
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let still_there = store.merge_base(published.commit, moment.commit)? == Some(published.commit);
        let mut facts = source::facts(&moment, &seen, &world);
        let fact = |name, title: &'static Text, value| Fact { name, title, value };
        facts.extend([
            fact("period", &PERIOD, Cell::Text(month.clone())),
            fact("published_commit", &PUBLISHED_COMMIT, Cell::Text(published.commit.to_string())),
            fact("published_as_of", &PUBLISHED_AT, Cell::Instant(published.as_of.to_string())),
            fact("published_still_there", &STILL_THERE, Cell::Bool(still_there)),
        ]);
        let tables = vec![
            figures(&before, &after, &month, &changes),
            changed(&changes, &behind, &records),
            behind.table(&changes, &records),
        ];
        Ok(Outcome { document: Document { report: "restate/1", title: &TITLE, facts, tables }, wrong: None })
    }

    fn published(&self, store: &Store, moment: &Moment) -> Result<Published, Trouble> {
        let text = self.published.as_str();
        if let Ok(as_of) = moment::moment(text) {
            let by = date::parse(text).map_or(as_of, end_of);
            let line = Line::of(store, moment.commit)?;
            let commit = line.known_at(by, moment).ok_or_else(|| {
                let first = line.first().map(|at| at.to_string()).unwrap_or_default();
                Trouble::Said(Message::new(&words::NOTHING_PUBLISHED).with("text", text).with("first", first))
            })?;
            return Ok(Published { commit, as_of });
        }
        let commit = store.resolve(text).map_err(|fault| Trouble::no_published(text, &fault))?;
        Ok(Published { commit, as_of: store.commit_header(commit)?.info.committed_at })
    }
}

/// The commits since then, by the path of a record that they brought a version of.
struct Behind<'a> {
    by_path: BTreeMap<String, Vec<&'a CommitHeader>>,
    rules: Vec<String>,
}

impl<'a> Behind<'a> {
    fn of(store: &Store, tip: Id, since: &'a [CommitHeader], changes: &[Restated]) -> Result<Self, Trouble> {
        let snapshot = store.snapshot_of(tip)?;
        let mut rules = Vec::new();
        for kind in [Kind::Company, Kind::Calendar] {
            for key in super::walk::Keys::of(&snapshot, kind) {
                rules.push(key?.path());
            }
        }
        let mut paths = rules.clone();
        for change in changes {
            paths.extend(own_paths(change));
            paths.extend(site_path(change));
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

    /// The commits behind a change, each with the path it touched; and why, in a word.
    fn causes(&self, change: &Restated) -> (Vec<(&str, &'a CommitHeader)>, Cell) {
        let at = |paths: &mut dyn Iterator<Item = String>| -> Vec<(&str, &'a CommitHeader)> {
            let found = paths.filter_map(|path| self.by_path.get_key_value(&path));
            found.flat_map(|(path, commits)| commits.iter().map(|commit| (path.as_str(), *commit))).collect()
        };
        let own = at(&mut own_paths(change).into_iter());
        if !own.is_empty() {
            return (own, Cell::Word("records_changed", (&BY_RECORDS).into()));
        }
        let rules = at(&mut self.rules.iter().cloned().chain(site_path(change)));
        // Rules touch a due day; a standing that moved while its due day stayed has only waited.
        let moved = match (&change.before, &change.after) {
            (Some(before), Some(after)) => before.due_on != after.due_on || before.standing != Standing::NotYetDue,
            _ => true,
        };
        if moved && !rules.is_empty() {
            return (rules, Cell::Word("rules_changed", (&BY_RULES).into()));
        }
        (Vec::new(), Cell::Word("time_passed", (&BY_TIME).into()))
    }

    fn table(&self, changes: &[Restated], records: &Records<'_>) -> Table {
        let mut rows = Vec::new();
        for change in changes {
            for (path, commit) in self.causes(change).0 {
                let cells = vec![
                    Cell::Text(change.key.id.clone()),
                    Cell::Text(change.rule.to_owned()),
                    Cell::Text(path.to_owned()),
                    Cell::Text(commit.info.id.clone()),
                    Cell::Instant(commit.info.committed_at.to_string()),
                    Cell::Text(commit.info.author_email.clone()),
                    Cell::Text(commit.subject.clone()),
                    Cell::text_or_unknown(reason(records, &change.key)),
                ];
                rows.push(Row { cells, notes: Vec::new() });
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

/// The record itself and what makes it due.
fn own_paths(change: &Restated) -> Vec<String> {
    let stand = change.after.as_ref().or(change.before.as_ref());
    let anchor = stand.map(|stand| &stand.anchor).filter(|anchor| anchor.kind != Kind::Site);
    std::iter::once(change.key.path()).chain(anchor.map(Key::path)).collect()
}

fn site_path(change: &Restated) -> Option<String> {
    let stand = change.after.as_ref().or(change.before.as_ref());
    stand.and_then(|stand| stand.site.as_ref()).map(|site| site.key(Kind::Site).path())
}

/// The reason for its lateness that a record declares.
fn reason(records: &Records<'_>, key: &Key) -> Option<String> {
    records.entry(key)?.value.pointer("/late/reason")?.as_str().map(str::to_owned)
}

fn figures(before: &Standings, after: &Standings, month: &str, changes: &[Restated]) -> Table {
    let (before, after) = (before.of_month(month), after.of_month(month));
    let rows = standing::families().into_iter().map(|(family, head)| {
        let of = |tallies: &BTreeMap<_, _>| tallies.get(&family).copied().unwrap_or_default();
        let stand = |change: &Restated| change.after.as_ref().or(change.before.as_ref()).map(|stand| stand.family);
        let number = changes.iter().filter(|change| stand(change) == Some(family)).count();
        let cells = std::iter::once(head)
            .chain(standing::rates(&of(&before)))
            .chain(standing::rates(&of(&after)))
            .chain([Cell::count(number)]);
        Row { cells: cells.collect(), notes: Vec::new() }
    });
    let columns = vec![
        standing::FAMILY_COLUMN,
        Column::rate("claimed_published", &CLAIMED_BEFORE),
        Column::rate("recorded_published", &RECORDED_BEFORE),
        Column::rate("received_published", &RECEIVED_BEFORE),
        Column::rate("claimed_now", &CLAIMED_NOW),
        Column::rate("recorded_now", &RECORDED_NOW),
        Column::rate("received_now", &RECEIVED_NOW),
        Column::int("changed", &CHANGED),
    ];
    Table { name: "figures", title: &FIGURES, columns, rows: rows.collect() }
}

fn changed(changes: &[Restated], behind: &Behind<'_>, records: &Records<'_>) -> Table {
    let stood = |stand: Option<&Stand>| {
        stand
            .map_or_else(|| Cell::Word("not_counted", (&NOT_COUNTED).into()), |stand| explain::standing(stand.standing))
    };
    let due = |stand: Option<&Stand>| stand.map_or(Cell::Unknown, |stand| Cell::Date(stand.due_on.to_string()));
    let committed = |stand: Option<&Stand>| stand.map_or(Cell::Unknown, |stand| Cell::Bool(stand.evidence.committed));
    let rows = changes.iter().map(|change| {
        let (before, after) = (change.before.as_ref(), change.after.as_ref());
        let cells = vec![
            Cell::Text(change.key.id.clone()),
            Cell::Word(change.key.kind.word(), change.key.kind.name().into()),
            Cell::Text(change.rule.to_owned()),
            stood(before),
            stood(after),
            due(before),
            due(after),
            committed(before),
            committed(after),
            Cell::text_or_unknown(after.or(before).and_then(|stand| stand.responsible.as_ref())),
            behind.causes(change).1,
            Cell::text_or_unknown(reason(records, &change.key)),
        ];
        Row { cells, notes: Vec::new() }
    });
    let columns = vec![
        Column::text("record", &RECORD),
        Column::text("kind", &KIND),
        Column::text("obligation", &OBLIGATION),
        Column::text("published", &BEFORE),
        Column::text("now", &AFTER),
        Column::date("due_published", &DUE_BEFORE),
        Column::date("due_now", &DUE_AFTER),
        Column::text("committed_published", &COMMITTED_BEFORE),
        Column::text("committed_now", &COMMITTED_AFTER),
        Column::text("responsible", &PERSON),
        Column::text("why", &WHY),
        Column::text("reason", &REASON),
    ];
    Table { name: "changes", title: &CHANGES, columns, rows: rows.collect() }
}
