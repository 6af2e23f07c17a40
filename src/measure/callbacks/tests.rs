//! Figures of the fixture's company, small enough to be counted by hand.

use super::*;
use crate::ledger::{Arrival, CommitInfo};
use crate::regulation::fixture::{
    Draft, Scene, at, install, onsite, phone, phone_after_repair, phone_after_rest_ticket, site_near,
};
use serde_json::json;

/// Everything was committed at these moments, by key; the rest never.
fn history(arrivals: &[(&Draft, &str)]) -> History {
    let mut history = History::default();
    for (place, (draft, when)) in arrivals.iter().enumerate() {
        history.commits.push(CommitInfo {
            id: format!("{place:040}"),
            authored_at: at(when),
            committed_at: at(when),
            author_email: "zhou-min@yongan.example".to_owned(),
        });
        history.arrivals.insert(draft.key.path(), Arrival { first: place, last: place });
    }
    history
}

/// All callbacks of the company as they stand at a moment.
fn counted(scene: Scene, history: &History, as_of: &str, since: Option<&str>, until: Option<&str>) -> Callbacks {
    let day = |text: Option<&str>| text.map(|text| crate::record::instant::date::parse(text).unwrap());
    let mut callbacks = Callbacks::new(Scope { as_of: at(as_of), since: day(since), until: day(until) });
    let scene = scene.now(as_of);
    scene.world(|world| {
        for path in scene.files().keys() {
            if let Some(crate::record::path::Place::Record(key)) = crate::record::path::place(path)
                && ANCHORS.contains(&key.kind)
            {
                callbacks.take(&world.records.entry(&key).unwrap(), world, history);
            }
        }
    });
    callbacks.finish()
}

fn everything_on_time() -> History {
    history(&[
        (&phone(), "2025-01-10T18:00:00+08:00"),
        (&onsite(), "2025-04-10T18:00:00+08:00"),
        (&phone_after_repair(), "2025-03-05T11:30:00+08:00"),
        (&phone_after_rest_ticket(), "2025-03-09T11:30:00+08:00"),
    ])
}

#[test]
fn every_callback_of_the_company_stands_in_one_place() {
    // Due by 1 May 2025: install day, month 1 (missing), month 3 visit, after the two repairs; nothing further is open yet.
    let callbacks = counted(Scene::company(), &everything_on_time(), "2025-05-01T00:00:00+08:00", None, None);
    let wanted = Tally { in_time: 4, missing: 1, recorded: 4, ..Tally::default() };
    assert_eq!(callbacks.total, wanted);
    assert_eq!(callbacks.total.claimed().to_string(), "4/5");
    let missed: Vec<_> = callbacks.misses.iter().map(|miss| miss.key.id.as_str()).collect();
    assert_eq!(missed, ["S00001-01.month_1"]);
    assert_eq!(callbacks.by_rule["phone_month_1"].1.claimed().to_string(), "0/1");
    assert_eq!(callbacks.by_rule["visit_after_call"].1.claimed().reaches(super::super::Share::ALL), None);
    assert_eq!(callbacks.by_stage[&(Kind::OnsiteCallback, Stage::Month(3))].in_time, 1);
    assert_eq!(callbacks.by_month["2025-02"].missing, 1);
    assert_eq!(callbacks.by_responsible.len(), 1);
    assert_eq!(callbacks.by_client.values().map(Tally::due).sum::<u64>(), 5);
}

#[test]
fn groupings_add_up_to_the_total() {
    let callbacks = counted(Scene::company(), &everything_on_time(), "2025-12-31T00:00:00+08:00", None, None);
    let sum = |tallies: &mut dyn Iterator<Item = Tally>| {
        tallies.fold(Tally::default(), |mut sum, one| {
            sum += one;
            sum
        })
    };
    assert_eq!(sum(&mut callbacks.by_rule.values().map(|(_, tally)| *tally)), callbacks.total);
    assert_eq!(sum(&mut callbacks.by_stage.values().copied()), callbacks.total);
    assert_eq!(sum(&mut callbacks.by_month.values().copied()), callbacks.total);
    assert_eq!(sum(&mut callbacks.by_responsible.values().copied()), callbacks.total);
    assert_eq!(sum(&mut callbacks.by_client.values().copied()), callbacks.total);
    let listed = u64::try_from(callbacks.misses.len()).unwrap();
    assert_eq!(listed, callbacks.total.due() - callbacks.total.in_time);
}

#[test]
fn a_record_committed_after_its_deadline_is_claimed_but_not_recorded() {
    let late = history(&[
        (&phone(), "2025-01-11T00:00:00+08:00"),
        (&onsite(), "2025-04-12T00:00:01+08:00"),
        (&phone_after_repair(), "2025-03-05T11:30:01+08:00"),
        (&phone_after_rest_ticket(), "2025-03-09T11:30:00+08:00"),
    ]);
    let callbacks = counted(Scene::company(), &late, "2025-05-01T00:00:00+08:00", None, None);
    assert_eq!((callbacks.total.in_time, callbacks.total.recorded), (4, 2), "the first came on the very second");
    let listed: Vec<_> = callbacks.recorded_late.iter().map(|miss| miss.key.id.as_str()).collect();
    assert_eq!(listed, ["WX-0000001.post_repair", "S00001-01.month_3"]);
}

#[test]
fn only_due_days_inside_since_and_until_count() {
    let as_of = "2025-12-31T00:00:00+08:00";
    let callbacks = counted(Scene::company(), &everything_on_time(), as_of, Some("2025-02-10"), Some("2025-03-05"));
    assert_eq!(callbacks.total.due(), 2, "month 1 and the repair, both ends included");
}

#[test]
fn what_happened_after_the_moment_is_not_known_yet() {
    let callbacks = counted(Scene::company(), &everything_on_time(), "2025-01-09T12:00:00+08:00", None, None);
    assert_eq!(callbacks.total, Tally::default(), "not yet installed");
    let callbacks = counted(Scene::company(), &everything_on_time(), "2025-01-10T16:00:00+08:00", None, None);
    assert_eq!((callbacks.total.in_time, callbacks.total.due()), (0, 0), "installed, not yet called, not yet due");
}

#[test]
fn an_excuse_is_shown_beside_and_never_counted_as_done() {
    let unreachable = phone().set("/state", "unreachable").drop("/call").set("/attempts/0/result", "no_answer").set(
        "/excuse",
        json!({"reason": "放假", "by": "zhao-lei", "at": "2025-01-11T09:00:00+08:00", "signatures": []}),
    );
    let scene = Scene::empty().with(&site_near()).with(&install()).with(&unreachable);
    let callbacks = counted(scene, &History::default(), "2025-01-20T00:00:00+08:00", None, Some("2025-01-31"));
    let wanted = Tally { unreachable: 1, excused: 1, ..Tally::default() };
    assert_eq!(callbacks.total, wanted);
    assert_eq!(callbacks.total.claimed().to_string(), "0/1");
    assert!(callbacks.misses[0].excused);
}

#[test]
fn a_callback_whose_window_is_open_and_not_over_is_not_yet_due() {
    let counts = |as_of| counted(Scene::company(), &everything_on_time(), as_of, None, None).total.not_yet_due;
    assert_eq!(counts("2025-07-02T23:59:59+08:00"), 0);
    assert_eq!(counts("2025-07-03T00:00:00+08:00"), 1, "the call at six months may be made from now on");
    assert_eq!(counts("2025-07-10T00:00:00+08:00"), 2, "and the visit");
}

#[test]
fn nothing_due_has_no_rate() {
    let callbacks = counted(Scene::empty(), &History::default(), "2025-05-01T00:00:00+08:00", None, None);
    assert_eq!(callbacks.total.claimed().reaches(super::super::Share::ALL), None);
}
