//! Figures of the fixture's company, small enough to be counted by hand: service at S00001 from 10 January 2025 on, a plan
//! and maintenance for the second quarter alone; S00002 under the same service and never maintained.

use super::*;
use crate::ledger::{Arrival, CommitInfo};
use crate::regulation::fixture::{Draft, Scene, at, maintenance, plan, site_near};

fn history(arrivals: &[(&Draft, &str)]) -> History {
    let mut history = History::default();
    for (place, (draft, when)) in arrivals.iter().enumerate() {
        history.commits.push(CommitInfo {
            id: format!("{place:040}"),
            authored_at: at(when),
            committed_at: at(when),
            author_email: "zhang-wei@yongan.example".to_owned(),
        });
        history.arrivals.insert(draft.key.path(), Arrival { first: place, last: place });
    }
    history
}

fn in_time() -> History {
    history(&[(&plan(), "2025-04-10T16:00:00+08:00"), (&maintenance(), "2025-05-13T17:00:00+08:00")])
}

fn counted(scene: &Scene, history: &History, as_of: &str, until: Option<&str>) -> Figures {
    let until = until.map(|day| crate::record::instant::date::parse(day).unwrap());
    let mut figures = Figures::new(Scope { as_of: at(as_of), since: None, until });
    let scene = scene.clone().now(as_of);
    scene.world(|world| {
        for path in scene.files().keys().filter(|path| path.starts_with("records/site/")) {
            if let Some(crate::record::path::Place::Record(key)) = crate::record::path::place(path) {
                figures.take(&world.records.entry(&key).unwrap(), world, history);
            }
        }
    });
    figures.finish()
}

#[test]
fn every_quarter_of_the_company_stands_in_one_place() {
    // By 1 August 2025: quarters 1 and 2 of two sites are over; of quarter 3 the plans were due by the end of July.
    let figures = counted(&Scene::company(), &in_time(), "2025-08-01T12:00:00+08:00", None);
    let total = figures.total;
    assert_eq!((total.plans.in_time, total.plans.missing, total.plans.recorded), (1, 5, 1));
    assert_eq!((total.work.in_time, total.work.missing, total.work.not_yet_due, total.work.recorded), (1, 3, 2, 1));
    assert_eq!(total.items.to_string(), "7/28");
    assert_eq!((total.abnormal, total.open), (2, 0), "the battery and the connector were put right on the spot");
    let quarters: Vec<_> = figures.by_quarter.keys().map(ToString::to_string).collect();
    assert_eq!(quarters, ["2025Q1", "2025Q2", "2025Q3"]);
    assert_eq!(figures.misses.len(), 8);
    assert_eq!(figures.misses[0].key.id, "S00001-2025Q1-01");
}

#[test]
fn what_was_committed_late_is_claimed_and_not_recorded() {
    let late = history(&[(&plan(), "2025-05-02T09:00:00+08:00"), (&maintenance(), "2025-07-01T00:00:01+08:00")]);
    let figures = counted(&Scene::company(), &late, "2025-08-01T12:00:00+08:00", None);
    assert_eq!((figures.total.plans.claimed().done, figures.total.plans.recorded().done), (1, 0));
    assert_eq!((figures.total.work.claimed().done, figures.total.work.recorded().done), (1, 0));
    let listed: Vec<_> = figures.recorded_late.iter().map(|miss| miss.key.id.as_str()).collect();
    assert_eq!(listed, ["S00001-2025Q2-01", "S00001-2025Q2"]);
}

#[test]
fn what_is_abnormal_stays_open_until_its_ticket_is_completed() {
    let found = maintenance()
        .set("/work/a_equipment/equipment/1/ticket", "WX-0000001")
        .set("/work/d_performance/measurements/0/after", "9.9")
        .set("/work/d_performance/measurements/0/ticket", "WX-0000004");
    let scene = Scene::company().with(&found);
    let figures = counted(&scene, &in_time(), "2025-08-01T12:00:00+08:00", Some("2025-06-30"));
    assert_eq!((figures.total.abnormal, figures.total.open), (3, 1), "ticket 1 is completed, ticket 4 is open");
}

#[test]
fn nothing_due_has_no_rate() {
    let scene = Scene::empty().with(&site_near().set("/service", serde_json::json!([])));
    let figures = counted(&scene, &History::default(), "2025-08-01T12:00:00+08:00", None);
    assert_eq!(figures.total.work.claimed().reaches(super::super::Share::ALL), None);
}
