//! What changed since figures were published: rates and counts, with who and why, on real repositories.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json as value};

use super::{json, repository, repository_with, run_in};
use crate::measure::Family;
use crate::regulation::fixture::{Draft as Paper, Scene, at, incident_entry, phone, ticket};
use crate::store::{Draft, Person, Store};

/// Commits a record as another person, in the April after.
fn altered(folder: &Path, paper: &Paper) {
    let store = Store::open(folder).unwrap();
    let files = BTreeMap::from([(paper.key.path(), Some(paper.bytes()))]);
    let author = Person { name: "李娜".to_owned(), email: "li-na@yongan.example".to_owned() };
    let draft = Draft { files, message: "更正".to_owned(), author, at: at("2025-04-20T09:00:00+08:00") };
    store.commit(&draft, store.head().unwrap()).unwrap();
}

fn restated(folder: &Path, published: &str, period: &str) -> Value {
    json(folder, &["restate", "--published", published, "--period", period])
}

/// The rows of a table with these values.
fn rows<'a>(report: &'a Value, table: &str, wanted: &[(&str, &str)]) -> Vec<&'a Value> {
    let holds = |row: &&Value| wanted.iter().all(|(column, value)| row[column] == *value);
    report[table].as_array().unwrap().iter().filter(holds).collect()
}

#[test]
fn what_changed_since_figures_were_published_is_told_with_who_and_why() {
    let folder = repository_with(&Scene::company(), "2025-03-20T17:00:00+08:00");
    let restated = json(folder.path(), &["restate", "--published", "2025-02-05", "--period", "2025-01"]);
    assert_eq!(restated["figures"][0]["claimed_published"], value!({"done": 0, "due": 1}));
    assert_eq!(restated["figures"][0]["claimed_now"], value!({"done": 1, "due": 1}));
    assert_eq!(restated["figures"][0]["recorded_now"], value!({"done": 0, "due": 1}));
    let change = &restated["changes"][0];
    assert_eq!((&change["published"], &change["now"]), (&"missing".into(), &"in_time".into()));
    assert_eq!((&change["committed_now"], &change["why"]), (&false.into(), &"records_changed".into()));
    let causes = restated["causes"].as_array().unwrap();
    assert_eq!(causes.len(), 1);
    assert_eq!(causes[0]["author"], "zhou-min@yongan.example");
    assert_eq!(causes[0]["subject"], "records: company");
    assert_eq!(causes[0]["cause"], phone().key.path());
    assert_eq!(restated["published_still_there"], true);
    let same = json(folder.path(), &["restate", "--published", "HEAD", "--period", "2025-01"]);
    assert_eq!((&same["changes"], &same["causes"]), (&value!([]), &value!([])));
    assert_eq!(run_in(folder.path(), &["restate", "--published", "2024-12-31", "--period", "2025-01"]).0, 2);
}

#[test]
fn a_month_restated_twice_is_told_from_either_publication() {
    let folder = repository_with(&Scene::company(), "2025-02-20T17:00:00+08:00");
    let store = Store::open(folder.path()).unwrap();
    // The call is taken back to open, so that January changes once more.
    let open = phone().set("/state", "open").drop("/call");
    let files = BTreeMap::from([(open.key.path(), Some(open.bytes()))]);
    let author = Person { name: "李娜".to_owned(), email: "li-na@yongan.example".to_owned() };
    let draft = Draft { files, message: "callback: 撤回".to_owned(), author, at: at("2025-04-01T00:00:00+08:00") };
    store.commit(&draft, store.head().unwrap()).unwrap();
    let authors = |published: &str| {
        let report = json(folder.path(), &["restate", "--published", published, "--period", "2025-01"]);
        let causes = report["causes"].as_array().unwrap().clone();
        let authors: Vec<_> = causes.iter().map(|row| row["author"].as_str().unwrap().to_owned()).collect();
        (report["changes"].as_array().unwrap().len(), authors)
    };
    assert_eq!(authors("2025-02-05"), (0, Vec::new()), "missing then and missing again");
    assert_eq!(authors("2025-03-05"), (1, vec!["li-na@yongan.example".to_owned()]));
}

#[test]
fn the_trend_shows_each_month_as_first_published_and_as_known_now() {
    let folder = repository_with(&Scene::company(), "2025-03-20T17:00:00+08:00");
    let trend = json(folder.path(), &["trend", "--after", "5"]);
    let row = |month: &str| {
        let rows = trend["trend"].as_array().unwrap();
        rows.iter().find(|row| row["month"] == month && row["family"] == "callbacks").unwrap().clone()
    };
    let january = row("2025-01");
    assert_eq!(january["claimed_first"], value!({"done": 0, "due": 1}));
    assert_eq!(january["claimed_now"], value!({"done": 1, "due": 1}));
    assert_eq!((&january["restated"], &january["published_at"]), (&true.into(), &"2025-02-06T00:00:01+08:00".into()));
    assert_eq!(row("2025-02")["restated"], false);
}

#[test]
fn a_time_altered_after_publication_changes_the_counts_of_its_month_and_names_who_did_it() {
    let folder = repository();
    let later = ticket(1).set("/work/restored_at", "2025-03-04T11:20:00+08:00");
    altered(folder.path(), &later);
    let report = restated(folder.path(), "2025-04-05", "2025-03");
    let change = rows(&report, "recounted", &[("figure", "restoration_minutes")]);
    assert_eq!(change.len(), 1, "{report:#}");
    assert_eq!((&change[0]["record"], &change[0]["why"]), (&value!("WX-0000001"), &value!("records_changed")));
    let (before, after) = (change[0]["published"].as_i64().unwrap(), change[0]["now"].as_i64().unwrap());
    let sum = rows(&report, "counts", &[("family", "tickets"), ("figure", "restoration_minutes")])[0];
    assert_eq!(sum["now"].as_i64().unwrap() - sum["published"].as_i64().unwrap(), after - before);
    assert_eq!(sum["changed"], 1);
    let cause = rows(&report, "causes", &[("obligation", "restoration_minutes")]);
    assert_eq!((cause.len(), &cause[0]["author"]), (1, &value!("li-na@yongan.example")));
    let trend = json(folder.path(), &["trend", "--after", "5"]);
    let row = rows(&trend, "counts", &[("month", "2025-03"), ("figure", "restoration_minutes")])[0];
    assert_eq!((&row["restated"], &row["first"], &row["now"]), (&value!(true), &sum["published"], &sum["now"]));
}

#[test]
fn a_clock_of_an_emergency_is_borne_out_by_the_entry_that_ended_it() {
    let folder = repository();
    let before = restated(folder.path(), "HEAD", "2025-03");
    let incidents = rows(&before, "figures", &[("family", "incidents")])[0].clone();
    assert_eq!(incidents["claimed_now"], incidents["recorded_now"], "the company's entries were committed at once");
    // The head arrived later than was published: the entry is the record that changed.
    altered(folder.path(), &incident_entry("li-na-003").set("/at", "2025-03-18T09:28:01+08:00"));
    let report = restated(folder.path(), "2025-04-05", "2025-03");
    let change = rows(&report, "changes", &[("obligation", "incident_head_arrival")]);
    assert_eq!((&change[0]["published"], &change[0]["now"]), (&value!("in_time"), &value!("late")), "{report:#}");
    let cause = rows(&report, "causes", &[("obligation", "incident_head_arrival")]);
    assert!(cause[0]["cause"].as_str().unwrap().contains("li-na-003"), "{}", cause[0]);
}

#[test]
fn nothing_that_stayed_as_it_was_is_named() {
    let folder = repository();
    let report = restated(folder.path(), "2025-04-30", "2025-03");
    for table in ["changes", "recounted", "causes"] {
        assert_eq!(report[table], value!([]), "{table}");
    }
    let counted: Vec<_> =
        Family::ALL.iter().filter(|it| !rows(&report, "counts", &[("family", it.word())]).is_empty()).collect();
    assert!(counted.len() >= 5, "{counted:?}");
}
