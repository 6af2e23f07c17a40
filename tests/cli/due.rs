//! `weibao due`: by person, client and family, as a table, and as a calendar feed that an independent reader reads.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;
use weibao::record::instant::Instant;

use super::environment::Environment;

const AS_OF: [&str; 4] = ["due", "--as-of", "2026-06-30", "--days"];

fn due(place: &Environment, args: &[&str]) -> Vec<Value> {
    let all = [&["--format", "json"], &AS_OF[..], &["60"], args].concat();
    place.weibao(&all).json()["due"].as_array().unwrap().clone()
}

fn keys(list: &[Value]) -> BTreeSet<String> {
    list.iter().map(|due| format!("{} {}", due["rule"], due["key"])).collect()
}

#[test]
fn the_overdue_come_first_and_then_by_deadline() {
    let place = Environment::new();
    place.demo();
    let list = due(&place, &[]);
    let waiting = |due: &Value| due["standing"] == "not_yet_due";
    let first_waiting = list.iter().position(waiting).unwrap();
    assert!(first_waiting > 0 && list[first_waiting..].iter().all(waiting));
    for part in [&list[..first_waiting], &list[first_waiting..]] {
        let deadlines = part.iter().map(|due| Instant::parse(due["deadline"].as_str().unwrap()).unwrap());
        assert!(deadlines.is_sorted());
    }
}

#[test]
fn people_clients_and_families_each_see_their_part_and_together_all() {
    let place = Environment::new();
    place.demo();
    let all = due(&place, &[]);
    for (flag, member) in [("--person", "responsible"), ("--client", "client"), ("--family", "rule")] {
        let names: BTreeSet<_> = all.iter().filter_map(|due| due[member].as_str()).collect();
        assert!(names.len() > 1, "{member}");
        let mut together = BTreeSet::new();
        for name in names {
            let part = due(&place, &[flag, name]);
            assert!(part.iter().all(|due| due[member] == name), "{flag} {name}");
            together.extend(keys(&part));
        }
        let known = all.iter().filter(|due| due[member].is_string()).cloned().collect::<Vec<_>>();
        assert_eq!(together, keys(&known), "{flag}");
    }
    let callbacks = due(&place, &["--kind", "回访"]);
    assert!(!callbacks.is_empty() && callbacks.iter().all(|due| due["kind"].as_str().unwrap().contains("callback")));
    assert!(place.weibao(&["due", "--family", "nothing"]).ends(2).contains("ticket_hand_in"));
}

#[test]
fn everything_due_can_be_explained_and_has_somebody_to_do_it() {
    let place = Environment::new();
    place.demo();
    for due in due(&place, &[]) {
        assert!(due["steps"].as_array().is_some_and(|steps| !steps.is_empty()), "{due}");
        assert!(due["responsible"].is_string(), "{due}");
    }
}

#[test]
fn the_markdown_table_has_a_row_for_each() {
    let place = Environment::new();
    place.demo();
    let text = place.weibao(&[&AS_OF[..], &["60", "--markdown"]].concat()).ok();
    let rows = text.lines().filter(|line| line.starts_with("| 20")).count();
    assert_eq!(rows, due(&place, &[]).len(), "{text}");
}

/// What a reader that is not ours makes of a feed; nothing where it is not installed.
#[expect(clippy::disallowed_methods, reason = "CI says where the reader is, and that it has to be there")]
#[expect(clippy::print_stderr, reason = "who runs the tests is told what was skipped")]
fn read_by_another(feed: &str) -> Option<Value> {
    let python = std::env::var_os("ICALENDAR_PYTHON").unwrap_or_else(|| "python3".into());
    let there = Command::new(&python).args(["-c", "import icalendar"]).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "CI needs the Python package icalendar");
        eprintln!(
            "skipped: the Python package icalendar is not installed (ICALENDAR_PYTHON names a Python that has it)"
        );
        return None;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/feed.py");
    let mut child = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(feed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the reader finds faults in the feed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn another_reader_sees_in_the_feed_what_is_due() {
    let place = Environment::new();
    place.demo();
    let args = [&AS_OF[..], &["60", "--ics"]].concat();
    let feed = place.weibao(&args).ok();
    assert_eq!(feed, place.weibao(&args).ok(), "the same records, the same bytes");
    let Some(read) = read_by_another(&feed) else {
        return;
    };
    assert_eq!(read["zones"], serde_json::json!(["Asia/Shanghai"]));
    let (listed, events) = (due(&place, &[]), read["events"].as_array().unwrap());
    assert_eq!(events.len(), listed.len());
    let uids: BTreeSet<_> = events.iter().map(|event| event["uid"].as_str().unwrap()).collect();
    assert_eq!(uids.len(), events.len(), "every event has a name of its own");
    for (event, due) in events.iter().zip(&listed) {
        let deadline = Instant::parse(due["deadline"].as_str().unwrap()).unwrap();
        // An exclusive end: the last day's next midnight, or the deadline itself.
        let end = event["end"].as_str().unwrap();
        let end = if end.len() == 10 { format!("{end}T00:00:00+08:00") } else { end.to_owned() };
        assert_eq!(Instant::parse(&end), Some(deadline), "{event} {due}");
        assert_eq!(event["alarms"], 1);
        assert!(event["description"].as_str().unwrap().contains(due["key"].as_str().unwrap()));
    }
}

#[test]
fn an_event_keeps_its_name_as_time_goes_by() {
    let place = Environment::new();
    place.demo();
    let uids = |as_of: &str| -> BTreeSet<String> {
        let feed = place.weibao(&["due", "--as-of", as_of, "--days", "90", "--ics"]).ok();
        feed.replace("\r\n ", "").lines().filter_map(|line| line.strip_prefix("UID:").map(str::to_owned)).collect()
    };
    let (june, july) = (uids("2026-06-30"), uids("2026-07-31"));
    assert!(june.is_subset(&july), "nothing was done in July: {:?}", june.difference(&july).collect::<Vec<_>>());
}
