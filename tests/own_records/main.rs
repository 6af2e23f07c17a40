//! The project's own records: a small company written by hand, every kind and state and one of each miss.
//!
//! They are put into a repository of their own and judged; the figures of both reports are compared with
//! `figures.json`, which says how far it was worked out by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its repository has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Map, Value};

struct Company {
    place: tempfile::TempDir,
}

impl Company {
    fn in_a_repository() -> Self {
        let place = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("records"), &place.path().join("records"));
        let this = Self { place };
        for args in [&["init", "-q", "-b", "main"][..], &["add", "."], &["commit", "-q", "-m", "records: all of them"]]
        {
            assert!(this.run("git", args).status.success());
        }
        this
    }

    fn run(&self, program: &str, args: &[&str]) -> Output {
        Command::new(program)
            .args(args)
            .current_dir(self.place.path())
            .env("HOME", self.place.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("GIT_AUTHOR_NAME", "Clerk")
            .env("GIT_AUTHOR_EMAIL", "clerk@example.invalid")
            .env("GIT_COMMITTER_NAME", "Clerk")
            .env("GIT_COMMITTER_EMAIL", "clerk@example.invalid")
            .output()
            .unwrap()
    }

    fn report(&self, name: &str, as_of: &str) -> Value {
        self.report_ending(name, as_of, 0)
    }

    /// A report that ends with this exit code: 1 where something is not as it must be.
    fn report_ending(&self, name: &str, as_of: &str, ending: i32) -> Value {
        let out = self.run(env!("CARGO_BIN_EXE_weibao-report"), &[name, "--judged-at", as_of, "--format", "json"]);
        assert_eq!(out.status.code(), Some(ending), "{}", String::from_utf8_lossy(&out.stderr));
        serde_json::from_slice(&out.stdout).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn figures() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/own_records/figures.json");
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn as_of() -> String {
    figures()["as_of"].as_str().unwrap().to_owned()
}

#[test]
fn the_companys_records_break_no_rule() {
    let company = Company::in_a_repository();
    let out = company.run(env!("CARGO_BIN_EXE_weibao"), &["check", "--all", "--signatures", "--lang", "en"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
}

#[test]
fn every_kind_and_every_state_is_there() {
    let company = Company::in_a_repository();
    let mut states: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let files = company.run("git", &["ls-files", "records/*.json"]);
    for path in String::from_utf8(files.stdout).unwrap().lines() {
        let value: Value = serde_json::from_slice(&fs::read(company.place.path().join(path)).unwrap()).unwrap();
        let kind = path.split('/').nth(1).unwrap().to_owned();
        let state = value["state"].as_str().unwrap_or("-").to_owned();
        states.entry(kind).or_default().insert(state);
    }
    let expected: BTreeMap<&str, &[&str]> = [
        ("book", &["issued", "settled"][..]),
        ("calendar", &["-"]),
        ("client", &["-"]),
        ("company", &["-"]),
        ("contact", &["-"]),
        ("delay", &["effective", "rejected", "submitted"]),
        ("duty-log", &["-"]),
        ("duty-roster", &["draft", "published"]),
        ("fault-report", &["-"]),
        ("incident", &["closed", "ended", "open"]),
        ("incident-entry", &["-"]),
        ("install", &["confirmed", "open"]),
        ("maintenance", &["done", "open"]),
        ("onsite-callback", &["done", "open"]),
        ("phone-callback", &["done", "open", "unreachable"]),
        ("plan", &["confirmed", "drafted", "withdrawn"]),
        ("rest-credit", &["applied", "confirmed", "rejected"]),
        ("rest-use", &["applied", "approved", "rejected"]),
        ("site", &["-"]),
        ("spare-loan", &["converted", "lent", "lost", "returned"]),
        ("staff", &["-"]),
        ("training", &["confirmed", "held", "requested", "withdrawn"]),
        ("upgrade", &["confirmed", "open"]),
        ("ticket", &["completed", "open", "transferred", "void"]),
    ]
    .into();
    let found: BTreeMap<&str, Vec<&str>> =
        states.iter().map(|(kind, states)| (kind.as_str(), states.iter().map(String::as_str).collect())).collect();
    assert_eq!(found, expected.into_iter().map(|(kind, states)| (kind, states.to_vec())).collect());
}

/// What the figures say was missed, with its standing and due day.
fn wanted_missed(figures: &Map<String, Value>) -> BTreeMap<String, (&str, &str)> {
    let missed = figures.iter().filter(|(_, line)| !matches!(line[0].as_str(), Some("in_time" | "not_yet_due")));
    missed.map(|(key, line)| (key.clone(), (line[0].as_str().unwrap(), line[1].as_str().unwrap()))).collect()
}

/// What the report says was missed, the record being in this column.
fn missed<'a>(report: &'a Value, column: &str) -> BTreeMap<String, (&'a str, &'a str)> {
    let text = |miss: &'a Value, name: &str| miss[name].as_str().unwrap();
    let rows = report["misses"].as_array().unwrap().iter();
    rows.map(|miss| {
        (format!("{} {}", text(miss, "kind"), text(miss, column)), (text(miss, "standing"), text(miss, "due_on")))
    })
    .collect()
}

#[test]
fn the_callback_report_gives_the_figures_worked_out_by_hand() {
    let company = Company::in_a_repository();
    let report = company.report("callbacks", &as_of());
    let figures = figures();
    let expected = figures["callbacks"].as_object().unwrap();

    let count = |standing: &str| {
        expected.values().filter(|line| line[0].as_str().unwrap().starts_with(standing)).count() as u64
    };
    let total = &report["total"][0];
    for standing in ["in_time", "late", "missing", "unreachable", "not_yet_due"] {
        assert_eq!(total[standing].as_u64(), Some(count(standing)), "{standing}");
    }
    let due = expected.len() as u64 - count("not_yet_due");
    assert_eq!(total["claimed"]["due"].as_u64(), Some(due));
    assert_eq!(total["claimed"]["done"].as_u64(), Some(count("in_time")));

    assert_eq!(missed(&report, "callback"), wanted_missed(expected));
}

#[test]
fn the_maintenance_report_gives_the_figures_worked_out_by_hand() {
    let company = Company::in_a_repository();
    let report = company.report("maintenance", &as_of());
    let figures = figures();
    let expected = figures["maintenance"].as_object().unwrap();
    let total = &report["total"][0];
    for (kind, column) in [("plan", "plans"), ("maintenance", "work")] {
        let count = |standing: &str| {
            let of_kind = expected.iter().filter(|(key, _)| key.split(' ').next() == Some(kind));
            of_kind.filter(|(_, line)| line[0] == standing).count() as u64
        };
        for standing in ["late", "missing", "not_yet_due"] {
            assert_eq!(total[format!("{column}_{standing}")].as_u64(), Some(count(standing)), "{kind} {standing}");
        }
        let claimed = &total[format!("{column}_claimed")];
        assert_eq!(claimed["done"].as_u64(), Some(count("in_time")));
        assert_eq!(claimed["due"].as_u64(), Some(count("in_time") + count("late") + count("missing")));
    }
    let items = &figures["maintenance_items"];
    assert_eq!((&total["items"]["done"], &total["items"]["due"]), (&items["done"], &items["due"]));
    assert_eq!((&total["abnormal"], &total["open"]), (&items["abnormal"], &items["open"]));

    assert_eq!(missed(&report, "record"), wanted_missed(expected));
}

#[test]
fn the_book_report_puts_every_number_in_the_state_found_by_hand() {
    let company = Company::in_a_repository();
    let report = company.report("books", &as_of());
    let figures = figures();
    for (book, states) in figures["books"].as_object().unwrap() {
        let account = report["accounts"].as_array().unwrap().iter().find(|account| account["book"] == *book).unwrap();
        for (state, number) in states.as_object().unwrap() {
            assert_eq!(&account[state], number, "{book} {state}");
        }
    }
    assert_eq!(report["discrepancies"].as_array().map(Vec::len), Some(0));
    assert_eq!(report["partition"][0]["holds"], true);
    assert_eq!((&report["check"], &report["findings_errors"]), (&"passed".into(), &0.into()));
}

#[test]
fn as_of_a_day_before_the_records_were_committed_nothing_was_known() {
    let company = Company::in_a_repository();
    let out = company.run(env!("CARGO_BIN_EXE_weibao-report"), &["callbacks", "--as-of", &as_of(), "--lang", "en"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("--judged-at"));
}

#[test]
fn the_reports_on_tickets_and_spares_give_the_figures_worked_out_by_hand() {
    let company = Company::in_a_repository();
    let figures = figures();
    let tickets = company.report("tickets", &as_of());
    for (name, value) in figures["tickets"]["total"].as_object().unwrap() {
        assert_eq!(&tickets["total"][0][name], value, "{name}");
    }
    for row in tickets["times"].as_array().unwrap() {
        let measure = row["measure"].as_str().unwrap();
        let found: Vec<&Value> = ["known", "median", "p90", "max"].iter().map(|name| &row[*name]).collect();
        let wanted: Vec<&Value> = figures["tickets"]["times"][measure].as_array().unwrap().iter().collect();
        assert_eq!(found, wanted, "{measure}");
    }
    assert_eq!(tickets["again"].as_array().map(Vec::len), Some(0));
    let parts = company.report("parts", &as_of());
    for table in ["loans", "parts"] {
        for (name, value) in figures["parts"][table].as_object().unwrap() {
            assert_eq!(&parts[table][0][name], value, "{table} {name}");
        }
    }
}

#[test]
fn the_duty_report_gives_the_figures_worked_out_by_hand() {
    let company = Company::in_a_repository();
    // From the first second of July nobody is on duty: July's roster is a draft.
    let report = company.report_ending("duty", &as_of(), 1);
    let figures = figures();
    let expected = &figures["duty"];
    for (name, value) in expected["total"].as_object().unwrap() {
        assert_eq!(&report["total"][0][name], value, "{name}");
    }
    assert_eq!(report["gaps"], expected["gaps"]);
    let people: BTreeMap<&str, &Value> =
        report["people"].as_array().unwrap().iter().map(|row| (row["person"].as_str().unwrap(), row)).collect();
    assert_eq!(people.len(), expected["people"].as_object().unwrap().len());
    for (who, minutes) in expected["people"].as_object().unwrap() {
        for (name, value) in minutes.as_object().unwrap() {
            assert_eq!(&people[who.as_str()][name], value, "{who} {name}");
        }
    }
    let published: BTreeMap<&str, Value> = report["rosters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["month"].as_str().unwrap(), serde_json::json!([row["published_at"], row["late"]])))
        .collect();
    assert_eq!(serde_json::json!(published), expected["rosters"]);
    let listed = |table: &str, name: &str| -> Vec<Value> {
        report[table].as_array().unwrap().iter().map(|row| row[name].clone()).collect()
    };
    assert_eq!(Value::from(listed("handovers_missing", "at")), expected["handovers_missing"]);
    assert_eq!(Value::from(listed("late_entries", "entry")), expected["late_entries"]);
}

#[test]
fn the_leave_report_gives_the_balances_worked_out_by_hand() {
    let company = Company::in_a_repository();
    let report = company.report("leave", &as_of());
    let figures = figures();
    let expected = figures["leave"].as_object().unwrap();
    assert_eq!(report["people"].as_array().unwrap().len(), expected.len());
    for row in report["people"].as_array().unwrap() {
        for (name, value) in expected[row["person"].as_str().unwrap()].as_object().unwrap() {
            assert_eq!(&row[name], value, "{} {name}", row["person"]);
        }
    }
}

/// Where each kind of service form holds the provider's and the client's signatures.
const SERVICE: [(&str, &str, &str); 6] = [
    ("ticket", "work", "confirmation"),
    ("install", "service", "confirmation"),
    ("maintenance", "work", "confirmation"),
    ("upgrade", "execution", "confirmation"),
    ("training", "session", "confirmation"),
    ("onsite-callback", "visit", "confirmation"),
];

#[test]
fn the_signature_report_counts_what_the_files_say() {
    let company = Company::in_a_repository();
    let report = company.report("signatures", &as_of());
    let files = String::from_utf8(company.run("git", &["ls-files", "records/*.json"]).stdout).unwrap();
    for (kind, ours, theirs) in SERVICE {
        let (mut forms, mut both, mut scans) = (0, 0, 0);
        for path in files.lines().filter(|path| path.split('/').nth(1) == Some(kind)) {
            let value: Value = serde_json::from_slice(&fs::read(company.place.path().join(path)).unwrap()).unwrap();
            let methods = |section: &str, client: bool| -> Vec<String> {
                let signatures = value[section]["signatures"].as_array().cloned().unwrap_or_default();
                let of = |it: &Value| it["signer"].as_str().unwrap().starts_with('C') == client;
                signatures.iter().filter(|it| of(it)).map(|it| it["method"].as_str().unwrap().to_owned()).collect()
            };
            if value[ours]["signatures"].is_array() {
                let (provider, client) = (methods(ours, false), methods(theirs, true));
                forms += 1;
                both += u64::from(!provider.is_empty() && !client.is_empty());
                scans += u64::from(client.first().is_some_and(|method| method == "paper_scan"));
            }
        }
        let row = report["by_kind"].as_array().unwrap().iter().find(|row| row["form"] == kind);
        let counted = row.map_or((0, 0, 0), |row| {
            let number = |name: &str| row[name].as_u64().unwrap();
            (number("forms"), row["both"]["done"].as_u64().unwrap(), number("client_scan"))
        });
        assert_eq!(counted, (forms, both, scans), "{kind}");
    }
    let total = &report["total"][0];
    assert!(total["client_scan"].as_u64() > Some(0) && total["client_drawn"].as_u64() > Some(0));
}

#[test]
fn the_incident_report_gives_the_clocks_worked_out_by_hand() {
    let company = Company::in_a_repository();
    let report = company.report("incidents", &as_of());
    let figures = figures();
    let expected = figures["incidents"].as_object().unwrap();
    let standing = |line: &Value| line[0].as_str().unwrap().to_owned();
    let count = |wanted: &str, of: &dyn Fn(&str) -> bool| {
        expected.iter().filter(|(name, line)| of(name) && standing(line) == wanted).count() as u64
    };
    let agree = |row: &Value, of: &dyn Fn(&str) -> bool| {
        for wanted in ["in_time", "late", "missing", "not_yet_due"] {
            assert_eq!(row[wanted].as_u64(), Some(count(wanted, of)), "{wanted}: {row}");
        }
        let due = count("in_time", of) + count("late", of) + count("missing", of);
        assert_eq!(
            (row["rate"]["done"].as_u64(), row["rate"]["due"].as_u64()),
            (Some(count("in_time", of)), Some(due))
        );
    };
    agree(&report["total"][0], &|_| true);
    for row in report["by_clock"].as_array().unwrap() {
        let clock = row["clock"].as_str().unwrap();
        agree(row, &|name| name.split(' ').nth(1) == Some(clock));
    }
    for row in report["by_month"].as_array().unwrap() {
        let month = row["month"].as_str().unwrap().replace('-', "");
        agree(row, &|name| name.starts_with(&month));
    }
    let missed: BTreeSet<String> = expected
        .iter()
        .filter(|(_, line)| matches!(line[0].as_str(), Some("late" | "missing")))
        .map(|(name, line)| format!("{} {}", name.trim_end_matches(" 2"), standing(line)))
        .collect();
    let named: BTreeSet<String> = report["misses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|miss| {
            let text = |name: &str| miss[name].as_str().unwrap();
            format!("{} {} {}", text("record"), text("clock"), text("standing"))
        })
        .collect();
    assert_eq!(named, missed);
}

#[test]
fn days_that_passed_in_silence_stand_in_one_line_of_the_board() {
    let company = Company::in_a_repository();
    let program = env!("CARGO_BIN_EXE_weibao");
    let board = |now: &str| {
        let args = ["--lang", "en", "incident", "board", "20260630-liu-yang-E01", "--once", "--now", now];
        String::from_utf8(company.run(program, &args).stdout).unwrap()
    };
    let periods = |board: &str| board.lines().filter(|line| line.contains("progress report due")).count();
    let (soon, later) = (board("2026-07-01T19:00:00+08:00"), board("2026-07-20T00:00:00+08:00"));
    assert_eq!((periods(&soon), periods(&later)), (1, 2), "{soon}\n{later}");
    assert!(later.contains("progress report due ×19"), "{later}");
}
