//! `weibao-report entries`: how long after the fact things were written down, by each clock, and what needs a word.

use std::collections::BTreeMap;

use clap::Args;

use super::moment::Moment;
use super::walk::Seen;
use super::words::Trouble;
use super::{Globals, Outcome, Surroundings, source};
use crate::ledger::{Records, Skew, Version, Versions};
use crate::measure::Spread;
use crate::measure::entries::{BUCKETS, Entries as Figures, Ground, Standing, Told};
use crate::record::path::{Place, place};
use crate::regulation::policy::named;
use crate::regulation::world::World;
use crate::render::{Cell, Column, Document, Fact, Row, Table};
use crate::store::{Id, Store};
use crate::text::{Message, Text};

crate::texts! {
    TITLE: "录入及时性", "Entries: how soon things were written down";
    TOLERANCE: "录入时限（小时）", "hours in which an event is to be committed";
    SKEW_TOLERANCE: "时钟误差容许（分钟）", "minutes by which clocks may differ";
    TOTAL: "合计", "Total";
    GAPS: "从事情发生起的间隔，按种类（分钟）", "Gaps from the event, by kind (minutes)";
    BUCKETS_TITLE: "间隔分布（条数）", "Distribution of the gaps (entries)";
    LATE_LIST: "逾时录入且未说明", "Late, and nothing says why";
    DECLARED_LIST: "逾时录入，记录中已说明原因", "Late, declared with its reason";
    CARRIED_LIST: "按作者时间及时写成、后来重新提交（如变基）", "Written in time by the author's date, committed again later (a rebase)";
    HELD_LIST: "及时提交而服务器逾时才接收（如离线）", "Committed in time, received late by the server (offline)";
    AHEAD_LIST: "所记时间晚于其提交", "Times later than their own commit";
    BACKWARDS: "同一本内开单时间倒退", "Opening times that run backwards within a book";
    BULK_LIST: "事后成批录入", "Many late entries in one commit";
    SKEWS: "提交时间早于其父提交（两台时钟之一不准，不指何者）", "Commit times before their parent's (one of two clocks was wrong; which, history does not say)";
    ENTRIES: "条数", "entries";
    IN_TIME: "及时", "in time";
    LATE: "逾时未说明", "late";
    DECLARED: "已说明", "declared";
    CARRIED: "重新提交", "carried over";
    AHEAD: "晚于提交", "ahead";
    HELD: "接收逾时", "received late";
    KIND: "种类", "kind";
    CLOCK: "时钟", "clock";
    COMMITTED: "提交", "committed";
    LANDED: "进入主线", "on the line";
    RECEIVED: "接收", "received";
    KNOWN: "已知数", "known";
    MEDIAN: "中位数", "median";
    P90: "九成不超过", "90th percentile";
    MAX: "最长", "longest";
    WITHIN: "间隔不超过", "gap up to";
    HOUR: "1 小时", "1 hour";
    DAY: "1 天", "1 day";
    THREE_DAYS: "3 天", "3 days";
    WEEK: "7 天", "7 days";
    MONTH: "30 天", "30 days";
    LONGER: "更长", "longer";
    RECORD: "记录", "record";
    EVENT: "所记时间", "claimed";
    WRITTEN: "作者时间", "author's date";
    COMMIT: "提交", "commit";
    AUTHOR: "作者", "author";
    MINUTES: "相隔分钟", "minutes between";
    REASON: "所述原因", "declared reason";
    BOOK: "本号", "book";
    BEFORE: "前一单号", "number before";
    BEFORE_AT: "其开单时间", "opened at";
    AFTER: "后一单号", "number after";
    AFTER_AT: "其开单时间", "opened at";
    FROM: "最早所记", "earliest event";
    TO: "最晚所记", "latest event";
    PARENT: "父提交", "parent";
    COMMIT_AT: "提交时间", "its time";
    PARENT_AT: "父提交时间", "the parent's time";
    SECONDS: "早几秒", "seconds before";
    BROUGHT: "带来 {path}", "brought {path}";
}

/// The options of this report.
#[derive(Debug, Args)]
pub(super) struct Entries {}

impl Entries {
    #[expect(clippy::unused_self, reason = "every report runs the same way")]
    pub(super) fn run(&self, globals: &Globals, surroundings: &Surroundings) -> Result<Outcome, Trouble> {
        let store = Store::open(&surroundings.here.join(&globals.repo))?;
        let moment = Moment::of(&store, globals, surroundings)?;
        let versions = store.versions(moment.commit, None)?;
        let landed_at = versions.landed_at();
        let snapshot = store.snapshot_of(moment.commit)?;
        let records = Records::new(&snapshot);
        let world = World::new(&records, moment.as_of);
        let ground = Ground {
            versions: &versions,
            landed_at: &landed_at,
            receipts: moment.receipts.as_ref(),
            policies: &world.policies,
        };
        let (figures, seen) = count(&store, &ground)?;
        let mut facts = source::facts(&moment, &seen, &world);
        let number = |policy| Cell::Int(world.policies.number(policy, moment.as_of.day()));
        facts.push(Fact { name: "record_entry_hours", title: &TOLERANCE, value: number(&named::record_entry_hours) });
        let tolerance = number(&named::clock_tolerance_minutes);
        facts.push(Fact { name: "clock_tolerance_minutes", title: &SKEW_TOLERANCE, value: tolerance });
        let skews = versions.skews(world.policies.number(&named::clock_tolerance_minutes, moment.as_of.day()) * 60);
        let tables = Written { figures: &figures, versions: &versions, receipts: moment.receipts.is_some() };
        let tables = tables.tables(&skews);
        Ok(Outcome { document: Document { report: "entries/1", title: &TITLE, facts, tables }, wrong: None })
    }
}

/// Reads every version of every record, in the order of paths.
fn count(store: &Store, ground: &Ground<'_>) -> Result<(Figures, Seen), Trouble> {
    let (mut figures, mut seen) = (Figures::default(), Seen::default());
    for (path, versions) in &ground.versions.of {
        let Some(Place::Record(key)) = place(path) else {
            continue;
        };
        let mut told = Vec::with_capacity(versions.len());
        for Version { commit, file } in ground.in_order(versions) {
            let bytes = Id::of_version(*file).map(|id| store.file(id)).transpose()?.unwrap_or_default();
            let value = serde_json::from_slice(&bytes).map_err(|_| Trouble::NoRecord(key.clone()))?;
            told.push((*commit, value));
        }
        if let Some((_, last)) = told.last() {
            seen.note_value(last);
        }
        figures.take(&key, &told, ground);
    }
    Ok((figures.finish(), seen))
}

const fn row(cells: Vec<Cell>) -> Row {
    Row { cells, notes: Vec::new() }
}

/// The report in the making.
struct Written<'a> {
    figures: &'a Figures,
    versions: &'a Versions,
    receipts: bool,
}

impl Written<'_> {
    fn tables(&self, skews: &[Skew]) -> Vec<Table> {
        let of = |standing| move |told: &&Told| told.standing == standing;
        vec![
            self.total(),
            self.gaps(),
            self.buckets(),
            self.listed("late", &LATE_LIST, of(Standing::Late)),
            self.listed("declared", &DECLARED_LIST, of(Standing::Declared)),
            self.listed("carried", &CARRIED_LIST, of(Standing::Carried)),
            self.listed("held", &HELD_LIST, |told| told.held),
            self.listed("ahead", &AHEAD_LIST, of(Standing::Ahead)),
            self.backwards(),
            self.bulk(),
            self.skews(skews),
        ]
    }

    fn total(&self) -> Table {
        let number = |standing| Cell::count(self.figures.standings.get(&standing).copied().unwrap_or(0));
        let cells = vec![
            Cell::count(self.figures.standings.values().sum::<u64>()),
            number(Standing::InTime),
            number(Standing::Late),
            number(Standing::Declared),
            number(Standing::Carried),
            number(Standing::Ahead),
            if self.receipts { Cell::count(self.figures.held) } else { Cell::Unknown },
        ];
        let columns = vec![
            Column::int("entries", &ENTRIES),
            Column::int("in_time", &IN_TIME),
            Column::int("late", &LATE),
            Column::int("declared", &DECLARED),
            Column::int("carried", &CARRIED),
            Column::int("ahead", &AHEAD),
            Column::int("received_late", &HELD),
        ];
        Table { name: "total", title: &TOTAL, columns, rows: vec![row(cells)] }
    }

    fn gaps(&self) -> Table {
        let mut rows = Vec::new();
        for (kind, gaps) in &self.figures.by_kind {
            for (word, title, spread) in clocks([&gaps.committed, &gaps.landed, &gaps.received]) {
                if word == "received" && !self.receipts {
                    continue;
                }
                let number = |value: Option<i64>| value.map_or(Cell::Unknown, Cell::Int);
                rows.push(row(vec![
                    Cell::Word(kind.word(), kind.name().into()),
                    Cell::Word(word, title.into()),
                    Cell::count(spread.count()),
                    number(spread.percentile(50)),
                    number(spread.percentile(90)),
                    number(spread.max()),
                ]));
            }
        }
        let columns = vec![
            Column::text("kind", &KIND),
            Column::text("clock", &CLOCK),
            Column::int("known", &KNOWN),
            Column::int("median", &MEDIAN),
            Column::int("p90", &P90),
            Column::int("max", &MAX),
        ];
        Table { name: "gaps", title: &GAPS, columns, rows }
    }

    fn buckets(&self) -> Table {
        let names: [(&'static str, &'static Text); BUCKETS.len()] = [
            ("hour", &HOUR),
            ("day", &DAY),
            ("three_days", &THREE_DAYS),
            ("week", &WEEK),
            ("month", &MONTH),
            ("longer", &LONGER),
        ];
        let rows = names.into_iter().zip(&self.figures.buckets).map(|((word, title), counts)| {
            row(vec![
                Cell::Word(word, title.into()),
                Cell::count(counts[0]),
                Cell::count(counts[1]),
                if self.receipts { Cell::count(counts[2]) } else { Cell::Unknown },
            ])
        });
        let columns = vec![
            Column::text("gap_up_to", &WITHIN),
            Column::int("committed", &COMMITTED),
            Column::int("landed", &LANDED),
            Column::int("received", &RECEIVED),
        ];
        Table { name: "distribution", title: &BUCKETS_TITLE, columns, rows: rows.collect() }
    }

    fn listed(&self, name: &'static str, title: &'static Text, wanted: impl Fn(&&Told) -> bool) -> Table {
        let line = |told: &Told| {
            let info = &self.versions.commits[told.commit].info;
            row(vec![
                Cell::Text(told.key.id.clone()),
                Cell::Word(told.key.kind.word(), told.key.kind.name().into()),
                Cell::Instant(told.event.to_string()),
                Cell::Instant(told.written.to_string()),
                Cell::Instant(info.committed_at.to_string()),
                Cell::Instant(told.landed.to_string()),
                Cell::instant_or_unknown(told.received),
                Cell::Int(told.gap()),
                Cell::Text(info.id.clone()),
                Cell::Text(info.author_email.clone()),
                Cell::text_or_unknown(told.reason.as_ref()),
            ])
        };
        let columns = vec![
            Column::text("record", &RECORD),
            Column::text("kind", &KIND),
            Column::instant("claimed_at", &EVENT),
            Column::instant("written_at", &WRITTEN),
            Column::instant("committed_at", &COMMITTED),
            Column::instant("landed_at", &LANDED),
            Column::instant("received_at", &RECEIVED),
            Column::int("minutes", &MINUTES),
            Column::text("commit", &COMMIT),
            Column::text("author", &AUTHOR),
            Column::text("reason", &REASON),
        ];
        Table { name, title, columns, rows: self.figures.listed.iter().filter(wanted).map(line).collect() }
    }

    fn backwards(&self) -> Table {
        let rows = self.figures.backwards.iter().map(|it| {
            row(vec![
                Cell::Text(it.book.clone()),
                Cell::Text(it.before.0.to_string()),
                Cell::Instant(it.before.1.to_string()),
                Cell::Text(it.after.0.to_string()),
                Cell::Instant(it.after.1.to_string()),
            ])
        });
        let columns = vec![
            Column::text("book", &BOOK),
            Column::text("before", &BEFORE),
            Column::instant("before_opened_at", &BEFORE_AT),
            Column::text("after", &AFTER),
            Column::instant("after_opened_at", &AFTER_AT),
        ];
        Table { name: "backwards", title: &BACKWARDS, columns, rows: rows.collect() }
    }

    fn bulk(&self) -> Table {
        let rows = self.figures.bulk.iter().map(|it| {
            let info = &self.versions.commits[it.commit].info;
            row(vec![
                Cell::Text(info.id.clone()),
                Cell::Text(info.author_email.clone()),
                Cell::Instant(info.committed_at.to_string()),
                Cell::count(it.entries),
                Cell::Instant(it.from.to_string()),
                Cell::Instant(it.to.to_string()),
            ])
        });
        let columns = vec![
            Column::text("commit", &COMMIT),
            Column::text("author", &AUTHOR),
            Column::instant("committed_at", &COMMIT_AT),
            Column::int("entries", &ENTRIES),
            Column::instant("from", &FROM),
            Column::instant("to", &TO),
        ];
        Table { name: "bulk", title: &BULK_LIST, columns, rows: rows.collect() }
    }

    /// Each pair, with the records that the commit brought: times that no clock bears out are found by them.
    fn skews(&self, skews: &[Skew]) -> Table {
        let mut brought: BTreeMap<usize, Vec<Message>> = skews.iter().map(|it| (it.commit, Vec::new())).collect();
        for (path, versions) in &self.versions.of {
            for version in versions {
                if let Some(notes) = brought.get_mut(&version.commit) {
                    notes.push(Message::new(&BROUGHT).with("path", path));
                }
            }
        }
        let rows = skews.iter().map(|it| {
            let (own, parent) = (&self.versions.commits[it.commit].info, &self.versions.commits[it.parent].info);
            let cells = vec![
                Cell::Text(own.id.clone()),
                Cell::Text(own.author_email.clone()),
                Cell::Instant(own.committed_at.to_string()),
                Cell::Text(parent.id.clone()),
                Cell::Instant(parent.committed_at.to_string()),
                Cell::Int(it.seconds),
            ];
            Row { cells, notes: brought.get(&it.commit).cloned().unwrap_or_default() }
        });
        let columns = vec![
            Column::text("commit", &COMMIT),
            Column::text("author", &AUTHOR),
            Column::instant("committed_at", &COMMIT_AT),
            Column::text("parent", &PARENT),
            Column::instant("parent_at", &PARENT_AT),
            Column::int("seconds", &SECONDS),
        ];
        Table { name: "before_parent", title: &SKEWS, columns, rows: rows.collect() }
    }
}

/// The clocks by which gaps are measured, named, with a spread each.
fn clocks(spreads: [&Spread; 3]) -> [(&'static str, &'static Text, &Spread); 3] {
    let [committed, landed, received] = spreads;
    [("committed", &COMMITTED, committed), ("landed", &LANDED, landed), ("received", &RECEIVED, received)]
}
