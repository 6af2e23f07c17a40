//! Histories with planted faults and honest oddities, made by git itself: every planted case is found, nothing else accused.

use serde_json::{Value, json};

use super::{git_at, json as report};
use crate::record::Kind;
use crate::record::path::Key;

/// A repository whose every commit has the times it is given.
struct Past {
    folder: tempfile::TempDir,
}

impl Past {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let past = Self { folder };
        past.git("2026-03-01T08:00:00+08:00", &["init", "-q", "-b", "main"]);
        past.ticket(1, "2026-03-01T09:00:00+08:00", &json!({}));
        past.commit("2026-03-01T10:00:00+08:00");
        past
    }

    /// Runs git with both clocks at a time.
    fn git(&self, at: &str, args: &[&str]) -> String {
        git_at(self.folder.path(), args, at, at)
    }

    /// Writes a ticket that was restored at a time; `more` is added to it.
    fn ticket(&self, number: u32, restored_at: &str, more: &Value) {
        let key = Key::new(Kind::Ticket, &format!("WX-{number:07}")).unwrap();
        let mut value = json!({ "schema": "ticket/1", "book": "WX-00001", "work": { "restored_at": restored_at } });
        value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let path = self.folder.path().join(key.path());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, value.to_string()).unwrap();
    }

    fn commit(&self, at: &str) -> String {
        self.commit_as(at, at)
    }

    fn commit_as(&self, written: &str, committed: &str) -> String {
        self.git(committed, &["add", "-A"]);
        git_at(self.folder.path(), &["commit", "-q", "--allow-empty", "-m", "ticket: x"], written, committed);
        self.git(committed, &["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// An honest ticket, committed an hour after it.
    fn honest(&self, number: u32, day: u32) {
        self.ticket(number, &format!("2026-03-{day:02}T12:00:00+08:00"), &json!({}));
        self.commit(&format!("2026-03-{day:02}T13:00:00+08:00"));
    }

    fn merge(&self, at: &str, others: &[&str]) {
        self.git(at, &[&["merge", "-q", "--no-ff", "-m", "merge: x"], others].concat());
    }

    fn report(&self) -> Value {
        report(self.folder.path(), &["entries", "--judged-at", "2026-05-01", "--checked", "no"])
    }
}

/// The first column of a table.
fn named(report: &Value, table: &str, column: &str) -> Vec<String> {
    report[table].as_array().unwrap().iter().map(|row| row[column].as_str().unwrap().to_owned()).collect()
}

/// Nobody is named in any list.
fn nobody_is_named(report: &Value) {
    for table in ["late", "declared", "carried", "held", "ahead", "backwards", "bulk", "before_parent"] {
        assert_eq!(report[table], json!([]), "{table}");
    }
}

#[test]
fn a_back_dated_record_is_found_by_its_commit() {
    let past = Past::new();
    past.honest(2, 10);
    past.ticket(3, "2026-03-02T12:00:00+08:00", &json!({}));
    past.commit("2026-03-20T12:00:00+08:00");
    past.honest(4, 21);
    let report = past.report();
    assert_eq!(named(&report, "late", "record"), ["WX-0000003"]);
    assert_eq!(report["late"][0]["minutes"], 18 * 24 * 60);
    assert_eq!(report["total"][0]["in_time"], 3);
}

#[test]
fn a_record_back_dated_together_with_its_commit_is_found_by_the_commit_before_it() {
    let past = Past::new();
    past.honest(2, 20);
    past.ticket(3, "2026-03-02T12:00:00+08:00", &json!({}));
    let forged = past.commit("2026-03-02T13:00:00+08:00");
    past.honest(4, 21);
    let report = past.report();
    assert_eq!(named(&report, "before_parent", "commit"), [forged]);
    assert!(report["before_parent"][0]["explanation"]["en"][0].as_str().unwrap().contains("WX-0000003"));
    assert_eq!(report["late"], json!([]));
}

#[test]
fn a_rebase_accuses_nobody() {
    let past = Past::new();
    past.git("2026-03-02T08:00:00+08:00", &["switch", "-q", "-c", "side"]);
    past.honest(2, 2);
    past.honest(3, 3);
    past.git("2026-03-04T08:00:00+08:00", &["switch", "-q", "main"]);
    past.honest(4, 19);
    past.git("2026-03-20T08:00:00+08:00", &["rebase", "-q", "main", "side"]);
    let report = past.report();
    assert_eq!(report["late"], json!([]));
    assert_eq!(named(&report, "carried", "record"), ["WX-0000002", "WX-0000003"]);
    assert_eq!(report["before_parent"], json!([]));
}

#[test]
fn a_clock_far_ahead_is_told_once_and_accuses_no_record() {
    let past = Past::new();
    past.ticket(2, "2026-03-05T12:00:00+08:00", &json!({}));
    past.commit("2031-01-01T00:00:00+08:00");
    past.ticket(3, "2026-03-06T12:00:00+08:00", &json!({}));
    let after = past.commit("2026-03-06T13:00:00+08:00");
    past.honest(4, 7);
    let report = past.report();
    assert_eq!(named(&report, "before_parent", "commit"), [after]);
    for table in ["late", "ahead", "carried", "bulk"] {
        assert_eq!(report[table], json!([]), "{table}");
    }
    // What was known on the sixth does not hang on the clock that was ahead.
    let then = super::json(past.folder.path(), &["entries", "--as-of", "2026-03-06", "--checked", "no"]);
    assert_eq!(then["total"][0]["entries"], 3);
}

#[test]
fn criss_cross_merges_accuse_nobody() {
    let past = Past::new();
    past.git("2026-03-02T08:00:00+08:00", &["branch", "side"]);
    past.honest(2, 2);
    past.git("2026-03-03T08:00:00+08:00", &["switch", "-q", "side"]);
    past.honest(3, 3);
    // Each takes in the other as it was before it took in anything.
    past.git("2026-03-10T08:00:00+08:00", &["tag", "side-before"]);
    past.merge("2026-03-10T09:00:00+08:00", &["main"]);
    past.git("2026-03-10T10:00:00+08:00", &["switch", "-q", "main"]);
    past.merge("2026-03-10T11:00:00+08:00", &["side-before"]);
    past.honest(4, 11);
    past.merge("2026-03-20T11:00:00+08:00", &["side"]);
    let report = past.report();
    nobody_is_named(&report);
    assert_eq!(report["total"][0]["in_time"], 4);
}

#[test]
fn an_octopus_merge_weeks_later_accuses_nobody() {
    let past = Past::new();
    for (number, branch) in [(2, "one"), (3, "two"), (4, "three")] {
        past.git("2026-03-02T08:00:00+08:00", &["switch", "-q", "-c", branch, "main"]);
        past.honest(number, number);
    }
    past.git("2026-03-25T08:00:00+08:00", &["switch", "-q", "main"]);
    past.merge("2026-03-25T09:00:00+08:00", &["one", "two", "three"]);
    let report = past.report();
    nobody_is_named(&report);
    let landed: Vec<_> = report["distribution"].as_array().unwrap().iter().map(|row| row["landed"].clone()).collect();
    assert_eq!(landed, [1, 0, 0, 0, 3, 0], "the line had them with the merge");
}

#[test]
fn a_branch_that_takes_the_line_in_and_becomes_it_accuses_nobody() {
    let past = Past::new();
    past.git("2026-03-02T08:00:00+08:00", &["switch", "-q", "-c", "side"]);
    past.honest(2, 2);
    past.git("2026-03-03T08:00:00+08:00", &["switch", "-q", "main"]);
    past.honest(3, 3);
    past.git("2026-03-20T08:00:00+08:00", &["switch", "-q", "side"]);
    past.merge("2026-03-20T09:00:00+08:00", &["main"]);
    past.git("2026-03-20T10:00:00+08:00", &["switch", "-q", "main"]);
    past.git("2026-03-20T10:00:00+08:00", &["merge", "-q", "--ff-only", "side"]);
    nobody_is_named(&past.report());
}

#[test]
fn what_two_branches_brought_alike_came_with_the_earlier() {
    let past = Past::new();
    past.git("2026-03-02T08:00:00+08:00", &["switch", "-q", "-c", "side"]);
    past.honest(2, 2);
    past.git("2026-03-20T08:00:00+08:00", &["switch", "-q", "main"]);
    past.honest(3, 19);
    // The same record once more, by hand and not by cherry-pick: its author's date is of that day.
    past.ticket(2, "2026-03-02T12:00:00+08:00", &json!({}));
    past.commit("2026-03-20T09:00:00+08:00");
    past.merge("2026-03-20T10:00:00+08:00", &["side"]);
    nobody_is_named(&past.report());
}

#[test]
fn what_a_merge_slips_in_came_with_the_merge() {
    let past = Past::new();
    past.git("2026-03-02T08:00:00+08:00", &["switch", "-q", "-c", "side"]);
    past.honest(2, 2);
    past.git("2026-03-03T08:00:00+08:00", &["switch", "-q", "main"]);
    past.honest(3, 3);
    past.git("2026-03-20T08:00:00+08:00", &["merge", "-q", "--no-ff", "--no-commit", "side"]);
    past.ticket(4, "2026-03-02T12:00:00+08:00", &json!({}));
    past.commit("2026-03-20T09:00:00+08:00");
    let report = past.report();
    assert_eq!(named(&report, "late", "record"), ["WX-0000004"]);
}

#[test]
fn declared_lateness_is_shown_with_its_reason_and_many_at_once_as_bulk() {
    let past = Past::new();
    past.ticket(2, "2026-03-02T12:00:00+08:00", &json!({ "late": { "reason": "山区无网络" } }));
    past.commit("2026-03-20T12:00:00+08:00");
    for number in 3..8 {
        past.ticket(number, "2026-03-02T12:00:00+08:00", &json!({}));
    }
    let bulk = past.commit("2026-04-20T12:00:00+08:00");
    let report = past.report();
    assert_eq!(named(&report, "declared", "reason"), ["山区无网络"]);
    assert_eq!(named(&report, "bulk", "commit"), [bulk]);
    assert_eq!(report["bulk"][0]["entries"], 5);
    assert_eq!(named(&report, "late", "record").len(), 5);
}

#[test]
fn opening_times_that_run_backwards_are_told_with_both_numbers() {
    let past = Past::new();
    let opened = |time: &str| json!({ "report": { "opened_at": time } });
    past.ticket(2, "2026-03-05T12:00:00+08:00", &opened("2026-03-05T11:00:00+08:00"));
    past.commit("2026-03-05T13:00:00+08:00");
    past.ticket(3, "2026-03-06T12:00:00+08:00", &opened("2026-03-05T09:00:00+08:00"));
    past.commit("2026-03-06T13:00:00+08:00");
    let report = past.report();
    assert_eq!((named(&report, "backwards", "before"), named(&report, "backwards", "after")).0, ["WX-0000002"]);
    assert_eq!(named(&report, "backwards", "after"), ["WX-0000003"]);
}
