//! The reports on real repositories: the fixture's company through git.

mod history;
mod restated;
mod story;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::*;
use crate::record::Kind;
use crate::regulation::fixture::{Scene, at, book, phone, settlement, ticket};
use crate::store::{Draft, Person, Store};

/// git with nothing of the machine's own configuration.
pub(super) fn git(folder: &Path, args: &[&str]) {
    git_at(folder, args, "2025-01-10T16:00:00+08:00", "2025-01-10T16:00:00+08:00");
}

/// git with the clocks of author and committer at these times; what it says.
fn git_at(folder: &Path, args: &[&str], written: &str, committed: &str) -> String {
    let status = Command::new("git")
        .current_dir(folder)
        .args(args)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_NAME", "周敏")
        .env("GIT_AUTHOR_EMAIL", "zhou-min@yongan.example")
        .env("GIT_COMMITTER_NAME", "周敏")
        .env("GIT_COMMITTER_EMAIL", "zhou-min@yongan.example")
        .env("GIT_AUTHOR_DATE", written)
        .env("GIT_COMMITTER_DATE", committed)
        .output()
        .unwrap();
    assert!(status.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&status.stderr));
    String::from_utf8(status.stdout).unwrap()
}

/// The fixture's company in a repository: everything by the first commit but the call on the day of installation,
/// which comes a day after it was made.
pub(super) fn repository() -> tempfile::TempDir {
    repository_of(&Scene::company())
}

fn repository_of(scene: &Scene) -> tempfile::TempDir {
    repository_with(scene, "2025-01-11T17:00:00+08:00")
}

/// The same, the call of the day of installation committed at another time.
fn repository_with(scene: &Scene, call_at: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main", "--ref-format=files", "--object-format=sha1"]);
    let store = Store::open(folder.path()).unwrap();
    let mut first: BTreeMap<String, Option<Vec<u8>>> =
        scene.files().iter().map(|(path, bytes)| (path.clone(), Some(bytes.clone()))).collect();
    let call = phone().key.path();
    let second = BTreeMap::from([(call.clone(), first.remove(&call).unwrap())]);
    let mut head = None;
    for (files, when) in [(first, "2025-01-10T16:00:00+08:00"), (second, call_at)] {
        let author = Person { name: "周敏".to_owned(), email: "zhou-min@yongan.example".to_owned() };
        let draft = Draft { files, message: "records: company".to_owned(), author, at: at(when) };
        head = Some(store.commit(&draft, head).unwrap());
    }
    folder
}

/// Exit code, output, and what is said beside it.
pub(super) fn run_in(folder: &Path, args: &[&str]) -> (u8, String, String) {
    let surroundings = Surroundings {
        now: at("2025-05-01T00:00:00+08:00"),
        here: folder.to_owned(),
        locale: Some("en_GB.UTF-8".to_owned()),
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = std::iter::once("weibao-report").chain(args.iter().copied()).map(OsString::from);
    let code = run_with(args, &surroundings, &mut out, &mut err);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let (code, out, err) = run_in(folder, &[args, &["--format", "json"]].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    serde_json::from_str(&out).unwrap()
}

#[test]
fn the_command_lines_are_well_formed() {
    manual().debug_assert();
}

#[test]
fn the_callback_report_counts_what_was_claimed_and_what_history_bears_out() {
    let folder = repository();
    let report = json(folder.path(), &["callbacks"]);
    assert_eq!(report["report"], "callbacks/1");
    assert_eq!(report["as_of"], "2025-05-01T00:00:00+08:00");
    assert_eq!(report["calendars"], serde_json::json!(["2025", "2026"]));
    assert_eq!(report["total"][0]["claimed"], serde_json::json!({"done": 4, "due": 5}));
    assert_eq!(report["total"][0]["recorded"], serde_json::json!({"done": 3, "due": 5}));
    assert_eq!(report["misses"][0]["callback"], "S00001-01.month_1");
    assert_eq!(report["misses"][0]["standing"], "missing");
    assert_eq!(report["misses"][0]["explanation"]["en"][0], "base: installation (confirmed by the user) 2025-01-10");
    assert_eq!(report["recorded_late"][0]["first_committed_at"], "2025-01-11T17:00:00+08:00");
}

#[test]
fn the_same_commit_and_moment_give_the_same_bytes() {
    let folder = repository();
    for format in ["text", "json", "markdown", "csv"] {
        let args = ["callbacks", "--as-of", "2025-04-30", "--format", format];
        assert_eq!(run_in(folder.path(), &args), run_in(folder.path(), &args));
    }
}

#[test]
fn a_day_counts_once_it_is_over_and_a_commit_when_it_was_made() {
    let folder = repository();
    let due = |as_of| json(folder.path(), &["callbacks", "--as-of", as_of])["total"][0]["claimed"]["due"].clone();
    assert_eq!(due("2025-02-10"), 2, "the call after one month was due by the end of that day");
    assert_eq!(due("2025-02-11T00:00:00+08:00"), 1, "at 24:00 sharp it may still be made");
    assert_eq!(due("HEAD"), 1);
    assert_eq!(due("HEAD~1"), 0, "installed, not yet called");
}

#[test]
fn three_clocks_stand_side_by_side_where_there_is_a_receipt_log() {
    let folder = repository();
    let without = json(folder.path(), &["callbacks"]);
    assert_eq!(
        (&without["clocks"], &without["total"][0]["received"]),
        (&serde_json::json!(["claimed", "committed"]), &Value::Null)
    );
    let store = Store::open(folder.path()).unwrap();
    let line = store.mainline(store.resolve("HEAD").unwrap()).unwrap();
    // The first push came in March: of what it brought, only the visit of April was received in time.
    let log = format!("{} 2025-03-20T08:00:00+08:00\n{} 2025-03-20T08:00:00+08:00\n", line[0].id, line[1].id);
    std::fs::write(folder.path().join("receipts"), log).unwrap();
    let report = json(folder.path(), &["callbacks", "--receipts", "receipts"]);
    assert_eq!(report["clocks"], serde_json::json!(["claimed", "committed", "received"]));
    let rate = |name: &str| report["total"][0][name]["done"].as_u64().unwrap();
    assert_eq!((rate("claimed"), rate("recorded"), rate("received")), (4, 3, 1));
    let late: Vec<_> =
        report["recorded_late"].as_array().unwrap().iter().map(|row| row["received_at"].clone()).collect();
    assert_eq!(late, ["2025-03-20T08:00:00+08:00"; 3]);
}

#[test]
fn a_day_gives_what_was_known_then_and_not_what_claims_to_be_dated_then() {
    let folder = repository();
    let report = |args: &[&str]| json(folder.path(), &[&["callbacks"], args].concat());
    // The call of the day of installation was made on 10 January and committed on 11 January.
    let then = report(&["--as-of", "2025-01-10"]);
    assert_eq!(then["commit_chosen"], "known_by_commit");
    assert_eq!(then["commit_time"], "2025-01-10T16:00:00+08:00");
    assert_eq!(then["total"][0]["missing"], 1);
    let judged = report(&["--judged-at", "2025-01-10"]);
    assert_eq!((&judged["commit_chosen"], &judged["judged_apart"]), (&"head".into(), &true.into()));
    assert_eq!(judged["total"][0]["in_time"], 1);
    let (code, _, err) = run_in(folder.path(), &["callbacks", "--as-of", "2025-01-09"]);
    assert_eq!(code, 2);
    assert!(err.contains("--judged-at"), "{err}");
}

#[test]
fn what_was_known_can_be_asked_by_the_receipt_log() {
    let folder = repository();
    let store = Store::open(folder.path()).unwrap();
    let line = store.mainline(store.resolve("HEAD").unwrap()).unwrap();
    let log = format!("{} 2025-01-12T08:00:00+08:00\n{} 2025-01-20T08:00:00+08:00\n", line[0].id, line[1].id);
    std::fs::write(folder.path().join("receipts"), log).unwrap();
    let at = |day| ["callbacks", "--as-of", day, "--clock", "received", "--receipts", "receipts"];
    assert_eq!(run_in(folder.path(), &at("2025-01-11")).0, 2, "nothing had been received");
    let chosen = |day| json(folder.path(), &at(day))["commit"].as_str().unwrap().to_owned();
    assert_eq!(chosen("2025-01-12"), line[0].id);
    assert_eq!(chosen("2025-01-20"), line[1].id);
    assert_eq!(run_in(folder.path(), &["callbacks", "--clock", "received"]).0, 2, "there is no log");
}

#[test]
fn every_report_says_first_that_the_records_do_not_pass() {
    let folder = repository();
    let then = ["--as-of", "2026-03-02"];
    let passing = json(folder.path(), &[&["callbacks"], &then[..]].concat());
    assert_eq!((&passing["check"], &passing["findings_errors"]), (&"passed".into(), &0.into()));
    let store = Store::open(folder.path()).unwrap();
    let files = BTreeMap::from([("records/stray.txt".to_owned(), Some(b"x\n".to_vec()))]);
    let author = Person { name: "x".to_owned(), email: "x@y.example".to_owned() };
    let draft = Draft { files, message: "stray".to_owned(), author, at: at("2025-02-01T00:00:00+08:00") };
    store.commit(&draft, store.head().unwrap()).unwrap();
    for report in ["callbacks", "books", "maintenance", "tickets", "entries"] {
        for format in ["text", "markdown"] {
            let (_, out, _) = run_in(folder.path(), &[&[report, "--format", format], &then[..]].concat());
            assert!(out.starts_with("NOTE: the records do not pass weibao check --all (1 errors)"), "{report}: {out}");
        }
        assert_eq!(json(folder.path(), &[&[report], &then[..]].concat())["check"], "failed");
    }
    let (_, out, err) = run_in(folder.path(), &[&["callbacks", "--format", "csv"], &then[..]].concat());
    assert!(err.starts_with("NOTE: ") && !out.contains("NOTE: "), "{err}");
    let (_, out, _) = run_in(folder.path(), &["callbacks", "--checked", "no"]);
    assert!(out.contains("not checked"), "{out}");
}

#[test]
fn a_figure_is_traced_to_its_records_and_commits() {
    let folder = repository();
    let traced = json(folder.path(), &["callbacks", "--explain", &phone().key.id]);
    assert_eq!(traced["obligations"][0]["standing"], "in_time");
    assert_eq!(
        traced["obligations"][0]["explanation"]["en"][0],
        "base: installation (confirmed by the user) 2025-01-10"
    );
    let roles: Vec<_> = traced["records"].as_array().unwrap().iter().map(|row| row["role"].clone()).collect();
    assert_eq!(roles, ["itself", "anchor", "site"]);
    assert_eq!(traced["history"][0]["committed_at"], "2025-01-11T17:00:00+08:00");
    assert_eq!(traced["history"][1]["committed_at"], "2025-01-10T16:00:00+08:00");
    let unused = json(folder.path(), &["books", "--explain", "WX-0000040"]);
    assert_eq!(unused["records"][0]["record"], "WX-00001");
    let missing = json(folder.path(), &["callbacks", "--explain", "S00001-01.month_1"]);
    assert_eq!(missing["obligations"][0]["standing"], "missing");
    assert_eq!(run_in(folder.path(), &["callbacks", "--explain", "nonsense"]).0, 2);
}

#[test]
fn a_missed_share_ends_with_1_and_nothing_due_with_2() {
    let folder = repository();
    let code = |args: &[&str]| run_in(folder.path(), &[&["callbacks"], args].concat()).0;
    assert_eq!(code(&["--fail-under", "100%"]), 1);
    assert_eq!(code(&["--fail-under", "80%"]), 0);
    assert_eq!(code(&["--fail-under", "80.000001%"]), 1);
    assert_eq!(code(&["--fail-under", "100%", "--until", "2025-01-09"]), 2);
    assert_eq!(code(&["--fail-under", "100%", "--until", "2025-01-10"]), 0);
    assert_eq!(code(&["--since", "2025-02-01", "--until", "2025-01-01"]), 2);
    assert_eq!(code(&["--as-of", "yesterday"]), 2);
}

#[test]
fn the_books_report_accounts_for_every_number() {
    let folder = repository();
    let report = json(folder.path(), &["books", "--as-of", "2025-06-30"]);
    assert_eq!(report["report"], "books/1");
    assert_eq!(report["total"][0]["numbers"], 110);
    assert_eq!(report["accounts"][1]["book"], "WX-00001");
    assert_eq!(report["accounts"][1]["completed"], 1);
    assert_eq!(report["discrepancies"], serde_json::json!([]));
}

/// The company after its first book was settled.
pub(super) fn settled() -> tempfile::TempDir {
    let unused: Vec<u32> = (5..=50).collect();
    let lists = settlement("WX", "zhang-wei", "exchange", &[1], &[2, 4], &[3], &unused);
    let old = book("WX-00001", "zhang-wei").set("/state", "settled").set("/settlement", lists);
    let void = ticket(2).filed_as("WX-0000004").set("/id", "WX-0000004");
    repository_of(&Scene::company().with(&void).with(&old))
}

/// The certificate of that book, as it is asked for.
pub(super) const CERTIFICATE: [&str; 6] = ["certificate", "WX-00001", "--as-of", "2025-07-01", "--checked", "no"];

#[test]
fn a_settled_book_is_certified_with_digests_that_git_agrees_with() {
    let folder = settled();
    let certificate = json(folder.path(), &CERTIFICATE);
    assert_eq!(certificate["range"], serde_json::json!(["WX-0000001", "WX-0000050"]));
    let numbers = certificate["numbers"].as_array().unwrap();
    assert_eq!((numbers.len(), &numbers[49]["state"], &numbers[49]["blob"]), (50, &"returned".into(), &Value::Null));
    for row in &numbers[..4] {
        let path = crate::record::path::Key::new(Kind::Ticket, row["number"].as_str().unwrap()).unwrap().path();
        let named = git_at(folder.path(), &["rev-parse", &format!("HEAD:{path}")], "1 +0000", "1 +0000");
        assert_eq!(row["blob"], named.trim());
    }
    let mut listed = String::new();
    for row in numbers {
        let text = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
        let line = [text("number"), text("state"), text("blob"), text("sha256")].join(" ");
        listed.extend([line.as_str(), "\n"]);
    }
    assert_eq!(certificate["list_sha256"], crate::sign::sha256_hex(listed.as_bytes()), "anybody can make it again");
    let (code, out, _) = run_in(folder.path(), &[&CERTIFICATE[..], &["--lang", "zh"]].concat());
    assert_eq!(code, 0);
    assert!(out.starts_with("维修单本核销证书"), "{out}");
}

#[test]
fn a_book_that_is_not_settled_is_not_certified() {
    let folder = repository();
    let (code, out, err) = run_in(folder.path(), &["certificate", "WX-00001"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("not settled"), "{err}");
    assert_eq!(run_in(folder.path(), &["certificate", "WX-00099"]).0, 2);
}

#[test]
fn the_callback_report_cites_the_proof_of_its_denominator() {
    let folder = repository();
    let report = json(folder.path(), &["callbacks"]);
    assert_eq!(report["books_proof"], "holds");
    assert_eq!(json(folder.path(), &["books", "--numbers"])["partition"][0]["holds"], true);
    let store = Store::open(folder.path()).unwrap();
    let gap = ticket(1).filed_as("WX-0000009").set("/id", "WX-0000009");
    let files = BTreeMap::from([(gap.key.path(), Some(gap.bytes()))]);
    let author = Person { name: "x".to_owned(), email: "x@y.example".to_owned() };
    let draft = Draft { files, message: "gap".to_owned(), author, at: at("2025-02-01T00:00:00+08:00") };
    store.commit(&draft, store.head().unwrap()).unwrap();
    assert_eq!(json(folder.path(), &["callbacks"])["books_proof"], "does_not_hold");
}

#[test]
fn one_table_can_be_had_alone() {
    let folder = repository();
    let (code, out, _) = run_in(folder.path(), &["callbacks", "--table", "by_month", "--format", "csv"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("month,in time (claimed) (done),in time (claimed) (due),"), "{out}");
    assert_eq!(run_in(folder.path(), &["callbacks", "--table", "nonsense"]).0, 2);
}

#[test]
fn a_brief_report_leaves_the_sums_out() {
    let folder = repository();
    let sums = |args: &[&str]| run_in(folder.path(), args).1.matches("base: ").count();
    assert_eq!((sums(&["callbacks"]), sums(&["callbacks", "--brief"])), (2, 0));
}

#[test]
fn a_shallow_clone_is_refused_with_a_way_out() {
    let folder = repository();
    let url = format!("file://{}", folder.path().display());
    git(folder.path(), &["clone", "-q", "--depth", "1", &url, "shallow"]);
    for report in ["callbacks", "books"] {
        let (code, out, err) = run_in(&folder.path().join("shallow"), &[report]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains("git fetch --unshallow"), "{err}");
    }
}

#[test]
fn a_file_that_is_no_record_ends_the_report() {
    let folder = repository();
    let store = Store::open(folder.path()).unwrap();
    let files = BTreeMap::from([(phone().key.path(), Some(b"{}\n".to_vec()))]);
    let author = Person { name: "x".to_owned(), email: "x@y.example".to_owned() };
    let draft = Draft { files, message: "broken".to_owned(), author, at: at("2025-02-01T00:00:00+08:00") };
    store.commit(&draft, store.head().unwrap()).unwrap();
    let (code, out, err) = run_in(folder.path(), &["callbacks"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("weibao check --all"), "{err}");
}
