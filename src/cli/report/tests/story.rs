//! The demo's story against its own truth: every figure that its storyteller knows.

use std::collections::BTreeMap;

use crate::cli::report::walk;
use crate::demo::act::Act;
use crate::demo::cast::Cast;
use crate::demo::story::{Press, Story};
use crate::demo::{self, founding};
use crate::ledger::{Arrival, CommitInfo, History, Memory, Records};
use crate::measure::callbacks::{Callbacks, Scope};
use crate::record::Kind;
use crate::text::Lang;

/// Takes down a story: the records as they end, and when each was first entered.
#[derive(Default)]
struct Archive {
    records: Memory<'static>,
    history: History,
}

impl Press for Archive {
    fn publish(&mut self, act: Act) -> Result<(), demo::Fault> {
        let place = self.history.commits.len();
        self.history.commits.push(CommitInfo {
            id: format!("{place:040}"),
            authored_at: act.at,
            committed_at: act.at,
            author_email: act.email,
        });
        for paper in act.papers {
            let path = paper.key.path();
            self.history.arrivals.entry(path.clone()).or_insert(Arrival { first: place, last: place }).last = place;
            self.records.put(path, serde_json::to_vec(&paper.value)?);
        }
        Ok(())
    }
}

#[test]
fn the_figures_of_the_demo_are_those_its_storyteller_knows() {
    let options = demo::Options { years: 1, technicians: 4, sites: 24, seed: 1 };
    let mut archive = Archive::default();
    let cast = Cast::engage(4, 24, 1, options.founded()).unwrap();
    let mut story = Story::new(options, cast, &mut archive);
    founding::plan(&mut story);
    story.tell().unwrap();
    let as_of = story.end;
    let (truth, planted) = story.notes.counted(as_of);

    let mut figures = Callbacks::new(Scope { as_of, since: None, until: None });
    let anchors = walk::Anchors::of(&archive.records).unwrap();
    let mut half = figures.clone();
    let (mut turn, next) = (false, std::sync::atomic::AtomicUsize::new(0));
    let mut take = |entry: &crate::ledger::Entry, world: &crate::regulation::world::World<'_>| {
        turn = !turn;
        if turn { &mut figures } else { &mut half }.take(entry, world, &archive.history);
    };
    anchors.visit(&archive.records, as_of, &next, &mut take).unwrap();
    figures.add(half);
    let figures = figures.finish();
    let told = |count: &demo::truth::Count| {
        [count.in_time, count.late, count.unreachable, count.missing, count.excused, count.recorded]
    };
    let found = |tally: &crate::measure::Tally| {
        [tally.in_time, tally.late, tally.unreachable, tally.missing, tally.excused, tally.recorded]
    };
    assert_eq!(found(&figures.total), told(&truth.total));
    assert!(figures.total.due() > 100);
    let due = |tally: &&crate::measure::Tally| tally.due() > 0;
    let stages: BTreeMap<_, _> = figures
        .by_stage
        .iter()
        .filter(|(_, tally)| due(tally))
        .map(|((kind, stage), tally)| (format!("{kind} {stage}"), found(tally)))
        .collect();
    assert_eq!(stages, truth.by_stage.iter().map(|(stage, count)| (stage.clone(), told(count))).collect());
    let months: BTreeMap<_, _> = figures.by_month.iter().filter(|(_, tally)| due(tally)).collect();
    assert_eq!(
        months.into_iter().map(|(month, tally)| (month.clone(), found(tally))).collect::<BTreeMap<_, _>>(),
        truth.by_month.iter().map(|(month, count)| (month.clone(), told(count))).collect()
    );
    let clients: BTreeMap<_, _> = figures
        .by_client
        .iter()
        .filter(|(_, tally)| due(tally))
        .map(|(client, tally)| (client.as_ref().unwrap().to_string(), found(tally)))
        .collect();
    assert_eq!(clients, truth.by_client.iter().map(|(client, count)| (client.clone(), told(count))).collect());
    let listed = figures.misses.len() + figures.recorded_late.len();
    assert_eq!(listed, planted.len(), "every miss and every late entry by name, and no other");

    let mut accounts = crate::measure::books::Books::new(as_of);
    let kinds = [Kind::Staff, Kind::Book];
    walk::each(&archive.records, &kinds, as_of, &mut |entry, world| accounts.take(entry, world)).unwrap();
    let accounts = accounts.finish();
    let said: Vec<_> = accounts.discrepancies.iter().map(|odd| odd.what.speak(Lang::En)).collect();
    assert_eq!(said, [""; 0], "the story's books add up");
    let records = Records::new(&archive.records);
    assert!(accounts.accounts.iter().all(|account| records.exists(&account.book.key(Kind::Book))));
}
