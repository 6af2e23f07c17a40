//! `weibao-report restate`: what changed in a month's figures since they were published, record by record, who changed it
//! and why: rates of everything that is due, and counts of everything that is counted.

mod behind;
mod tables;

use clap::Args;

use self::behind::{Behind, Trace};
use super::moment::{self, Line, Moment};
use super::standing::{self, Month};
use super::words::{self, Trouble};
use super::{Globals, Outcome, Surroundings, source};
use crate::calendar::end_of;
use crate::ledger::Records;
use crate::measure::counts::recounted;
use crate::measure::standings::restated;
use crate::record::instant::{Instant, date};
use crate::regulation::world::World;
use crate::render::{Cell, Document, Fact};
use crate::store::{Id, Store};
use crate::text::{Message, Text};

crate::texts! {
    TITLE: "已公布数字的变动", "What changed in published figures";
    PERIOD: "月份（各项依其报表所按之日）", "month (by the day each report counts by)";
    PUBLISHED_COMMIT: "公布时的提交", "published from the commit";
    PUBLISHED_AT: "公布时的评判时刻", "published as of";
    STILL_THERE: "公布时的提交仍在历史中", "that commit is still part of the history";
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
        let (before, mut seen) = standing::known(&store, published.commit, published.as_of, receipts)?;
        let (after, also) = standing::of_moment(&store, &moment)?;
        seen.add(also);
        let month = self.period.to_string();
        let changes = restated(&before.standings, &after.standings, &month);
        let counts = recounted(&before.counts, &after.counts, &month);
        let traces: Vec<_> = changes.iter().map(Trace::from).chain(counts.iter().map(Trace::from)).collect();
        let since = store.commits(&[published.commit], moment.commit)?;
        let behind = Behind::of(&store, moment.commit, &since, &traces)?;
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
            tables::figures(&before.standings, &after.standings, &month, &changes),
            tables::counts(&before.counts, &after.counts, &month, &counts),
            tables::changed(&changes, &behind, &records),
            tables::recounted(&counts, &behind, &records),
            behind.table(&traces, &records),
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
