//! Entries in time, declared, carried over, late and ahead; the same told twice; numbers opened backwards.

use super::*;
use crate::ledger::{CommitInfo, Committed};
use crate::regulation::fixture::at;
use serde_json::json;

/// A line of commits written and committed at these times.
fn line(times: &[(&str, &str)]) -> Versions {
    let commits = times.iter().enumerate().map(|(place, (written, committed))| Committed {
        info: CommitInfo {
            id: format!("{place:040}"),
            authored_at: at(written),
            committed_at: at(committed),
            author_email: "li-na@example.cn".to_owned(),
        },
        parents: place.checked_sub(1).into_iter().collect(),
        landed: place,
    });
    Versions { commits: commits.collect(), of: BTreeMap::new() }
}

fn entries(versions: &Versions, records: &[(&str, Vec<(usize, Value)>)], receipts: Option<&Received>) -> Entries {
    let landed_at = versions.landed_at();
    let ground = Ground { versions, landed_at: &landed_at, receipts, policies: &Policies::default() };
    let mut entries = Entries::default();
    for (id, told) in records {
        entries.take(&Key::new(Kind::Ticket, id).unwrap(), told, &ground);
    }
    entries.finish()
}

fn standing(written: &str, committed: &str, value: Value) -> Standing {
    let versions = line(&[(written, committed)]);
    let entries = entries(&versions, &[("WX-0000001", vec![(0, value)])], None);
    *entries.standings.keys().next().unwrap()
}

fn work(time: &str) -> Value {
    json!({ "work": { "restored_at": time } })
}

#[test]
fn three_days_after_the_event_is_in_time_and_a_second_later_is_not() {
    let event = work("2026-03-02T10:00:00+08:00");
    let when = |time: &str| standing(time, time, event.clone());
    assert_eq!(when("2026-03-05T10:00:00+08:00"), Standing::InTime);
    assert_eq!(when("2026-03-05T10:00:01+08:00"), Standing::Late);
}

#[test]
fn what_was_written_in_time_and_committed_again_later_was_carried_over() {
    let event = work("2026-03-02T10:00:00+08:00");
    assert_eq!(standing("2026-03-02T11:00:00+08:00", "2026-03-20T11:00:00+08:00", event.clone()), Standing::Carried);
    let impossible = standing("2026-03-01T11:00:00+08:00", "2026-03-20T11:00:00+08:00", event);
    assert_eq!(impossible, Standing::Late, "nobody writes of it before it happens");
}

#[test]
fn lateness_with_a_reason_is_declared() {
    let value = json!({ "work": { "restored_at": "2026-03-02T10:00:00+08:00" }, "late": { "reason": "出差断网" } });
    assert_eq!(standing("2026-03-20T11:00:00+08:00", "2026-03-20T11:00:00+08:00", value), Standing::Declared);
}

#[test]
fn a_time_later_than_its_commit_is_ahead_of_it() {
    let event = work("2026-03-02T10:00:00+08:00");
    assert_eq!(standing("2026-03-02T09:54:59+08:00", "2026-03-02T09:54:59+08:00", event), Standing::Ahead);
}

#[test]
fn only_what_a_version_newly_tells_is_set_against_its_commit() {
    let versions = line(&[
        ("2026-03-02T11:00:00+08:00", "2026-03-02T11:00:00+08:00"),
        ("2026-03-20T11:00:00+08:00", "2026-03-20T11:00:00+08:00"),
    ]);
    let first = json!({ "report": { "opened_at": "2026-03-02T10:00:00+08:00" } });
    let mut second = first.clone();
    second["work"] = json!({ "restored_at": "2026-03-20T10:00:00+08:00" });
    let entries = entries(&versions, &[("WX-0000001", vec![(0, first), (1, second)])], None);
    assert_eq!(entries.standings, BTreeMap::from([(Standing::InTime, 2)]));
}

#[test]
fn a_clock_ahead_accuses_nobody() {
    let versions = line(&[
        ("2099-01-01T00:00:00+08:00", "2099-01-01T00:00:00+08:00"),
        ("2026-03-02T11:00:00+08:00", "2026-03-02T11:00:00+08:00"),
        ("2026-03-02T12:00:00+08:00", "2026-03-02T12:00:00+08:00"),
    ]);
    let entries = entries(&versions, &[("WX-0000001", vec![(0, work("2026-03-02T10:00:00+08:00"))])], None);
    assert_eq!(entries.standings, BTreeMap::from([(Standing::InTime, 1)]));
}

#[test]
fn what_was_committed_in_time_and_received_late_was_held() {
    let versions = line(&[("2026-03-02T11:00:00+08:00", "2026-03-02T11:00:00+08:00")]);
    let receipts = [(versions.commits[0].info.id.clone(), at("2026-03-09T11:00:00+08:00"))].into_iter().collect();
    let told = vec![(0, work("2026-03-02T10:00:00+08:00"))];
    let entries = entries(&versions, &[("WX-0000001", told)], Some(&receipts));
    assert_eq!((entries.held, entries.listed.len()), (1, 1));
}

#[test]
fn a_number_opened_before_the_one_before_it_is_named_with_both() {
    let versions = line(&[("2026-03-02T11:00:00+08:00", "2026-03-02T11:00:00+08:00")]);
    let ticket = |book: &str, time: &str| vec![(0, json!({ "book": book, "report": { "opened_at": time } }))];
    let records = [
        ("WX-0000001", ticket("WX-00001", "2026-03-02T10:00:00+08:00")),
        ("WX-0000002", ticket("WX-00001", "2026-03-02T09:00:00+08:00")),
        ("WX-0000003", ticket("WX-00002", "2026-03-02T08:00:00+08:00")),
    ];
    let entries = entries(&versions, &records, None);
    let named: Vec<_> = entries.backwards.iter().map(|it| (it.before.0.to_string(), it.after.0.to_string())).collect();
    assert_eq!(named, [("WX-0000001".to_owned(), "WX-0000002".to_owned())]);
}

#[test]
fn many_late_entries_of_one_commit_are_in_bulk() {
    let versions = line(&[("2026-03-20T11:00:00+08:00", "2026-03-20T11:00:00+08:00")]);
    let records: Vec<(String, _)> =
        (1..=5).map(|n| (format!("WX-000000{n}"), vec![(0, work(&format!("2026-03-0{n}T10:00:00+08:00")))])).collect();
    let records: Vec<_> = records.iter().map(|(id, told)| (id.as_str(), told.clone())).collect();
    assert_eq!(entries(&versions, &records, None).bulk[0].entries, 5);
    assert_eq!(entries(&versions, &records[..4], None).bulk, []);
}
