//! The demo, told into real repositories: the same for a seed, sound for git, clean before the gate, true by three counts.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by panicking, and runs programs")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use weibao::cli::report::{Surroundings, run_with};
use weibao::demo::Options;
use weibao::demo::telling::tell;
use weibao::demo::truth::{Count, Planted, Truth, Upkeep};
use weibao::guard::{self, Terms, doors};
use weibao::store::Store;
use weibao::text::Lang;

mod oracles;
mod scenes;

const SMALL: Options = Options { years: 1, technicians: 3, sites: 12, seed: 1 };

/// Large enough that every bag of fates is drawn to its end.
const LARGER: Options = Options { sites: 30, technicians: 4, ..SMALL };

fn told(folder: &Path, options: Options) -> Truth {
    let store = Store::create(folder).unwrap();
    tell(&store, options).unwrap()
}

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(args)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_commits_with_or_without_a_working_tree_and_another_seed_others() {
    let folder = tempfile::tempdir().unwrap();
    let one = told(&folder.path().join("one"), SMALL);
    let bare = Store::create_bare(&folder.path().join("bare")).unwrap();
    assert_eq!(tell(&bare, SMALL).unwrap().head, one.head);
    assert_ne!(told(&folder.path().join("other"), Options { seed: 2, ..SMALL }).head, one.head);
}

#[test]
fn git_finds_the_repository_sound_and_the_working_tree_as_committed() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    git(folder.path(), &["fsck", "--strict"]);
    assert_eq!(git(folder.path(), &["status", "--porcelain"]), "");
    assert_eq!(git(folder.path(), &["rev-parse", "main"]).trim(), truth.head);
    assert_eq!(git(folder.path(), &["rev-list", "--count", "main"]).trim(), truth.commits.to_string());
    let author_and_committer = git(folder.path(), &["log", "--format=%an %ae %at %cn %ce %ct"]);
    for line in author_and_committer.lines() {
        let words: Vec<_> = line.split(' ').collect();
        assert_eq!(words[..3], words[3..], "author and committer are one");
    }
}

fn report(folder: &Path, truth: &Truth, name: &str) -> Value {
    report_ending(folder, truth, name, 0)
}

/// A report that ends with this exit code: 1 where it finds something that is not as it must be.
fn report_ending(folder: &Path, truth: &Truth, name: &str, ending: u8) -> Value {
    let as_of = truth.as_of.to_string();
    let words = ["weibao-report", name, "--as-of", &as_of, "--format", "json", "--repo"];
    let args = words.iter().map(OsString::from).chain([folder.as_os_str().to_owned()]);
    let around = Surroundings { now: truth.as_of, here: folder.to_owned(), locale: None };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = run_with(args, &around, &mut stdout, &mut stderr);
    assert_eq!(code, ending, "{}", String::from_utf8_lossy(&stderr));
    serde_json::from_slice(&stdout).unwrap()
}

/// The figures of a row of the report, as the truth has them.
fn count(row: &Value) -> Count {
    let number = |name: &str| row[name].as_u64().unwrap();
    Count {
        in_time: number("in_time"),
        late: number("late"),
        unreachable: number("unreachable"),
        missing: number("missing"),
        excused: number("excused"),
        recorded: row["recorded"]["done"].as_u64().unwrap(),
    }
}

/// A table of the report by the text of some columns; rows in which nothing is due are left out.
fn table(report: &Value, name: &str, columns: &[&str]) -> BTreeMap<String, Count> {
    let rows = report[name].as_array().unwrap().iter().filter(|row| row["claimed"]["due"] != 0);
    rows.map(|row| {
        let key: Vec<_> = columns.iter().map(|column| row[column].as_str().unwrap()).collect();
        (key.join(" "), count(row))
    })
    .collect()
}

#[test]
fn the_entries_report_names_the_late_entries_that_the_story_planted_and_no_other_callback() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let report = report(folder.path(), &truth, "entries");
    let planted: BTreeSet<String> =
        truth.planted.iter().filter(|it| it.what == "late_entry").map(|it| it.record.clone()).collect();
    let rows = report["late"].as_array().unwrap();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let callbacks: Vec<String> = rows
        .iter()
        .filter(|row| text(row, "kind").ends_with("-callback"))
        .map(|row| format!("{} {}", text(row, "kind"), text(row, "record")))
        .collect();
    assert!(!callbacks.is_empty());
    for record in &callbacks {
        assert!(planted.contains(record), "{record} is accused and was entered in time");
    }
    let others: BTreeSet<_> =
        rows.iter().map(|row| text(row, "kind")).filter(|it| !it.ends_with("-callback")).collect();
    let entered_late = BTreeSet::from(["maintenance", "plan", "ticket"].map(str::to_owned));
    assert!(others.is_subset(&entered_late), "{others:?}");
    for table in ["ahead", "carried", "backwards", "bulk", "before_parent"] {
        assert_eq!(report[table], serde_json::json!([]), "{table}");
    }
}

/// What the lists of misses and of late entries name, the record being in this column.
fn missed(report: &Value, column: &str) -> BTreeSet<(String, String, String)> {
    let rows = ["misses", "recorded_late"].into_iter().flat_map(|name| report[name].as_array().unwrap());
    rows.map(|row| {
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        let what = if row["standing"] == "in_time" { "late_entry".to_owned() } else { text("standing") };
        (what, format!("{} {}", text("kind"), text(column)), text("deadline"))
    })
    .collect()
}

/// What the story planted, in the words of [`missed`].
fn planted(all: &[Planted]) -> BTreeSet<(String, String, String)> {
    all.iter().map(|one| (one.what.to_owned(), one.record.clone(), one.deadline.to_string())).collect()
}

#[test]
fn the_callback_report_finds_what_the_story_planted_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let report = report(folder.path(), &truth, "callbacks");
    assert_eq!(count(&report["total"][0]), truth.callbacks.total);
    assert_eq!(table(&report, "by_stage", &["kind", "stage"]), truth.callbacks.by_stage);
    assert_eq!(table(&report, "by_month", &["month"]), truth.callbacks.by_month);
    assert_eq!(table(&report, "by_responsible", &["responsible"]), truth.callbacks.by_person);
    assert_eq!(table(&report, "by_client", &["client"]), truth.callbacks.by_client);
    assert_eq!(missed(&report, "callback"), planted(&truth.planted));
}

/// The figures of a row of the maintenance report, as the truth has them.
fn upkeep(row: &Value) -> Upkeep {
    let count = |name: &str| {
        let number = |column: &str| row[format!("{name}_{column}")].as_u64().unwrap();
        let done = |column: &str| row[format!("{name}_{column}")]["done"].as_u64().unwrap();
        Count {
            in_time: done("claimed"),
            late: number("late"),
            missing: number("missing"),
            recorded: done("recorded"),
            ..Count::default()
        }
    };
    let number = |value: &Value| value.as_u64().unwrap();
    Upkeep {
        plans: count("plans"),
        work: count("work"),
        items_due: number(&row["items"]["due"]),
        items_answered: number(&row["items"]["done"]),
        abnormal: number(&row["abnormal"]),
        open: number(&row["open"]),
    }
}

#[test]
fn the_maintenance_report_finds_what_the_story_planted_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let report = report(folder.path(), &truth, "maintenance");
    let wanted = &truth.maintenance;
    assert_eq!(upkeep(&report["total"][0]), wanted.total);
    for what in [wanted.total.plans, wanted.total.work] {
        assert!(what.in_time > 0 && what.late > 0 && what.missing > 0 && what.recorded < what.in_time, "{what:?}");
    }
    assert!(wanted.total.open > 0 && wanted.total.abnormal > wanted.total.open);
    for (name, column, wanted) in [
        ("by_quarter", "quarter", &wanted.by_quarter),
        ("by_site", "site", &wanted.by_site),
        ("by_client", "client", &wanted.by_client),
        ("by_responsible", "responsible", &wanted.by_person),
    ] {
        let rows = report[name].as_array().unwrap().iter();
        let due = rows.filter(|row| row["plans_claimed"]["due"] != 0 || row["work_claimed"]["due"] != 0);
        let found: BTreeMap<_, _> = due.map(|row| (row[column].as_str().unwrap().to_owned(), upkeep(row))).collect();
        assert_eq!(&found, wanted, "{name}");
    }
    assert_eq!(missed(&report, "record"), planted(&wanted.planted));
}

#[test]
fn the_book_report_accounts_for_every_number_as_the_story_did() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let report = report(folder.path(), &truth, "books");
    let accounts = report["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), truth.books.len());
    for one in &truth.books {
        let account = accounts.iter().find(|account| account["book"] == one.book.as_str()).unwrap();
        for (name, wanted) in [
            ("numbers", one.count),
            ("completed", one.completed),
            ("void", one.void),
            ("transferred", one.transferred),
            ("open", one.open),
            ("unused", one.unused),
            ("returned", one.returned),
        ] {
            assert_eq!(account[name], wanted, "{} {name}", one.book);
        }
        assert_eq!((&account["holder"], &account["state"]), (&one.holder.as_str().into(), &one.state.into()));
    }
    assert!(truth.books.iter().any(|book| book.open > 0) && truth.books.iter().any(|book| book.returned > 0));
}

#[test]
fn the_reports_on_tickets_and_spares_find_what_the_story_planted() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let number = |row: &Value, name: &str| row[name].as_u64().unwrap();
    let tickets = report(folder.path(), &truth, "tickets");
    let total = &tickets["total"][0];
    let sum = |of: fn(&weibao::demo::truth::BookAccount) -> u32| {
        truth.books.iter().map(|book| u64::from(of(book))).sum::<u64>()
    };
    assert_eq!(number(total, "completed"), sum(|book| book.completed));
    assert_eq!(number(total, "void"), sum(|book| book.void));
    assert_eq!(number(total, "transferred"), sum(|book| book.transferred));
    assert_eq!(number(total, "open"), sum(|book| book.open));
    let marked = tickets["again"].as_array().unwrap().iter().filter(|row| row["marked"] == true).count();
    assert_eq!(u64::try_from(marked).unwrap(), truth.services.repeats);
    assert!(marked > 0);
    let parts = report(folder.path(), &truth, "parts");
    let loans = &parts["loans"][0];
    let told = truth.services;
    for (name, wanted) in [
        ("returned", told.loans_returned),
        ("returned_late", told.loans_returned_late),
        ("converted", told.loans_converted),
        ("lost", told.loans_lost),
        ("damaged", told.loans_damaged),
    ] {
        assert_eq!(number(loans, name), wanted, "{name}");
    }
    assert_eq!(number(loans, "out") + number(loans, "overdue"), told.loans_out);
}

#[test]
fn every_completed_ticket_of_the_story_is_signed_by_both() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    let report = report(folder.path(), &truth, "signatures");
    let row = report["by_kind"].as_array().unwrap().iter().find(|row| row["form"] == "ticket").unwrap();
    let completed = truth.books.iter().map(|book| u64::from(book.completed)).sum::<u64>();
    assert!(completed > 0);
    assert_eq!((row["both"]["done"].as_u64(), row["both"]["due"].as_u64()), (Some(completed), Some(completed)));
}

#[test]
fn the_incident_report_finds_the_clocks_that_the_story_missed_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    let report = report(folder.path(), &truth, "incidents");
    let number = |row: &Value, name: &str| row[name].as_u64().unwrap();
    let clocks = |row: &Value| ["in_time", "late", "missing"].map(|name| number(row, name));
    let (mut by_clock, mut by_month) = (BTreeMap::<String, [u64; 3]>::new(), BTreeMap::<String, [u64; 3]>::new());
    for one in &truth.emergencies {
        for (clock, told) in &one.clocks {
            let numbers = [told.in_time, told.late, told.missing];
            for sum in
                [by_clock.entry((*clock).to_owned()).or_default(), by_month.entry(one.month.clone()).or_default()]
            {
                sum.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
            }
        }
    }
    let found = |table: &str, column: &str| -> BTreeMap<String, [u64; 3]> {
        let rows = report[table].as_array().unwrap().iter();
        rows.map(|row| (row[column].as_str().unwrap().to_owned(), clocks(row))).collect()
    };
    assert_eq!(found("by_clock", "clock"), by_clock);
    assert_eq!(found("by_month", "month"), by_month);
    let lines = report["incidents_by_report"].as_array().unwrap();
    assert_eq!(lines.len(), truth.emergencies.len());
    for (line, one) in lines.iter().zip(&truth.emergencies) {
        assert_eq!((&line["incident"], &line["state"]), (&one.incident.as_str().into(), &one.state.into()));
        assert_eq!((number(line, "entries"), number(line, "entered_late")), (one.entries, one.entered_late));
    }
    for state in ["open", "ended", "closed"] {
        assert!(truth.emergencies.iter().any(|one| one.state == state), "no emergency is {state}");
    }
    assert!(by_clock.values().any(|sum| sum[1] > 0) && by_clock.values().any(|sum| sum[2] > 0));
}

/// The records of a kind at the end of the story.
fn records_of(folder: &Path, kind: &str) -> Vec<Value> {
    git(folder, &["ls-files", &format!("records/{kind}/*.json")])
        .lines()
        .map(|path| serde_json::from_slice(&std::fs::read(folder.join(path)).unwrap()).unwrap())
        .collect()
}

#[test]
fn the_duty_report_covers_what_the_story_covered_and_finds_what_it_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let (duty, report) = (&truth.duty, report_ending(folder.path(), &truth, "duty", 1));
    let total = &report["total"][0];
    assert_eq!(total["covered"], serde_json::json!({"done": duty.covered_seconds, "due": duty.period_seconds}));
    let missing = duty.handovers_missing.len() as u64;
    let handed_over = serde_json::json!({"done": duty.handovers_due - missing, "due": duty.handovers_due});
    assert_eq!(total["handovers"], handed_over);
    let column = |table: &str, name: &str| -> Vec<String> {
        let rows = report[table].as_array().unwrap().iter();
        rows.map(|row| row[name].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(column("gaps", "from"), duty.gaps.iter().map(|(from, _)| from.to_string()).collect::<Vec<_>>());
    assert_eq!(column("gaps", "to"), duty.gaps.iter().map(|(_, to)| to.to_string()).collect::<Vec<_>>());
    let forgotten: Vec<_> = duty.handovers_missing.iter().map(ToString::to_string).collect();
    assert_eq!(column("handovers_missing", "at"), forgotten);
    let mut late = column("late_entries", "entry");
    late.sort();
    assert_eq!(late, duty.late);
    let people = report["people"].as_array().unwrap().iter().filter(|row| row["entries"] != 0);
    let entries: BTreeMap<_, _> =
        people.map(|row| (row["person"].as_str().unwrap().to_owned(), row["entries"].as_u64().unwrap())).collect();
    assert_eq!(entries, duty.entries);
    assert!(!duty.gaps.is_empty() && !duty.handovers_missing.is_empty() && !duty.late.is_empty());
    assert_eq!(column("rosters", "month").len() as u64, truth.records["duty-roster"]);
}

#[test]
fn the_leave_report_comes_to_the_balances_of_the_story() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let report = report(folder.path(), &truth, "leave");
    let people = report["people"].as_array().unwrap();
    assert_eq!(people.len(), truth.leave.len());
    for row in people {
        let account = &truth.leave[row["person"].as_str().unwrap()];
        let number = |name: &str| row[name].as_u64().unwrap();
        for kind in ["rest_day", "adjusted_off", "statutory_holiday", "weekday_after_hours"] {
            assert_eq!(number(kind), account.credited.get(kind).copied().unwrap_or_default(), "{row} {kind}");
        }
        let found = [number("pending"), number("used"), number("balance"), number("pay_due")];
        assert_eq!(found, [account.pending, account.used, account.balance, account.pay_due], "{row}");
        assert_eq!(number("earned"), account.used + account.balance, "no minute is created or lost");
    }
    assert!(truth.leave.values().any(|account| account.pay_due > 0));
    assert!(truth.leave.values().any(|account| account.used > 0));
}

#[test]
fn the_audit_of_everything_finds_the_planted_late_entries_alone_with_every_signature_verified() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    let store = Store::open(folder.path()).unwrap();
    let head = store.head().unwrap().unwrap();
    let verdict = doors::all(&store, head, &Terms::at(truth.as_of)).unwrap();
    // What the story wrote down late is pointed out, and nothing else.
    let pointed_out = |rule: &str| {
        let late = verdict.findings.iter().filter(|listed| listed.finding.rule.id == rule);
        let names = late.map(|listed| listed.finding.path.rsplit('/').next().unwrap().replace(".json", ""));
        names.collect::<Vec<_>>()
    };
    let emergencies = truth.emergencies.iter().map(|one| one.entered_late).sum::<u64>();
    assert_eq!(pointed_out("entered_late").len() as u64, emergencies);
    assert_eq!(pointed_out("log_entered_late"), truth.duty.late);
    assert_eq!(pointed_out("consent_entered_late").len() as u64, truth.services.consents_late);
    let all = emergencies + truth.duty.late.len() as u64 + truth.services.consents_late;
    assert_eq!(verdict.findings.len() as u64, all, "{}", guard::text(&verdict, Lang::En, false));
    assert_eq!(u64::try_from(verdict.judged).unwrap(), truth.records.values().sum::<u64>());
}
