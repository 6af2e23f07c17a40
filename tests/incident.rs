//! Ten people write to one emergency from ten clones: git merges without conflict, the server's gate lets all of it in,
//! and the course reads in the order of events with the times of writing (E-4).
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by panicking, and runs programs")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const INCIDENT: &str = "20260630-liu-yang-E01";

const PEOPLE: [&str; 10] = [
    "chen-jing",
    "he-ping",
    "li-na",
    "liu-yang",
    "ma-jun",
    "sun-qiang",
    "wang-fang",
    "zhang-wei",
    "zhao-lei",
    "zhou-min",
];

fn run(folder: &Path, program: &str, args: &[&str]) -> Output {
    let programs = Path::new(env!("CARGO_BIN_EXE_weibao")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_NAME", "Clerk")
        .env("GIT_AUTHOR_EMAIL", "clerk@example.invalid")
        .env("GIT_COMMITTER_NAME", "Clerk")
        .env("GIT_COMMITTER_EMAIL", "clerk@example.invalid")
        .output()
        .unwrap()
}

#[track_caller]
fn ok(folder: &Path, program: &str, args: &[&str]) -> String {
    let output = run(folder, program, args);
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} {args:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            let _ = fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A server that holds the project's own records, and judges what is pushed.
fn server(place: &Path) -> PathBuf {
    let first = place.join("first");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("records"), &first.join("records"));
    ok(&first, "git", &["init", "-q", "-b", "main"]);
    ok(&first, "git", &["add", "."]);
    ok(&first, "git", &["commit", "-q", "-m", "records: all of them"]);
    let server = place.join("server.git");
    ok(place, "git", &["clone", "-q", "--bare", "first", "server.git"]);
    let hook = server.join("hooks/pre-receive");
    fs::write(&hook, include_str!("../hooks/pre-receive")).unwrap();
    fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    server
}

/// Someone logs something that happened at a minute of the evening, written down at another.
fn log(clone: &Path, who: &str, minute: usize, written: usize) {
    let at = format!("2026-06-30T21:{minute:02}:00+08:00");
    let now = format!("2026-06-30T21:{written:02}:30+08:00");
    let text = format!("{who} 于 {minute} 分所见");
    let args = ["incident", "log", INCIDENT, "其他", "--text", &text, "--at", &at, "--as", who, "--now", &now];
    ok(clone, env!("CARGO_BIN_EXE_weibao"), &args);
}

#[test]
fn ten_people_write_to_one_incident_from_ten_clones_and_nothing_conflicts() {
    let place = tempfile::tempdir().unwrap();
    let server = server(place.path());
    let clones: Vec<_> = PEOPLE
        .iter()
        .map(|who| {
            ok(place.path(), "git", &["clone", "-q", server.to_str().unwrap(), who]);
            place.path().join(who)
        })
        .collect();
    // Nobody sees anybody else's entries while writing; the later somebody's turn, the earlier what they tell of.
    for (n, (who, clone)) in PEOPLE.iter().zip(&clones).enumerate() {
        log(clone, who, 20 - n, 30 + n);
        log(clone, who, 40 - n, 45 + n);
    }
    for clone in &clones {
        ok(clone, "git", &["pull", "-q", "--no-rebase", "--no-edit", "origin", "main"]);
        ok(clone, "git", &["push", "-q", "origin", "HEAD:main"]);
    }
    ok(place.path(), "git", &["clone", "-q", server.to_str().unwrap(), "reader"]);
    let reader = place.path().join("reader");
    let said = ok(&reader, env!("CARGO_BIN_EXE_weibao"), &["incident", "course", INCIDENT, "--format", "json"]);
    let course: Value = serde_json::from_str(&said).unwrap();
    let entries: Vec<_> =
        course["course"].as_array().unwrap().iter().filter(|one| one["entry"]["what"] == "other").collect();
    assert_eq!(entries.len(), 20);
    let times = |name: &str| entries.iter().map(|one| one["entry"][name].as_str().unwrap()).collect::<Vec<_>>();
    assert!(times("at").is_sorted(), "in the order of events");
    assert!(!times("recorded_at").is_sorted(), "not in the order of writing");
    assert_eq!((times("at")[0], times("recorded_at")[0]), ("2026-06-30T21:11:00+08:00", "2026-06-30T21:39:30+08:00"));
    for who in PEOPLE {
        let own: Vec<_> = entries.iter().filter(|one| one["entry"]["by"] == who).collect();
        assert_eq!(own.len(), 2, "{who}");
    }
    let audit = run(&reader, env!("CARGO_BIN_EXE_weibao"), &["check", "--all", "--signatures", "--lang", "en"]);
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
}

#[test]
fn the_board_counts_down_by_the_clock_it_is_given() {
    let place = tempfile::tempdir().unwrap();
    server(place.path());
    let first = place.path().join("first");
    let board = |now: &str| {
        let args = ["incident", "board", INCIDENT, "--once", "--format", "json", "--now", now];
        let said = ok(&first, env!("CARGO_BIN_EXE_weibao"), &args);
        serde_json::from_str::<Value>(&said).unwrap()
    };
    let standing = |now: &str, rule: &str| {
        let board = board(now);
        let clock = board["clocks"].as_array().unwrap().iter().find(|clock| clock["rule"] == rule).unwrap().clone();
        (clock["seconds_left"].as_i64().unwrap(), clock["standing"].as_str().unwrap().to_owned())
    };
    let head = |now| standing(now, "incident_head_arrival");
    assert_eq!(head("2026-06-30T20:24:59+08:00"), (1, "not_yet_due".to_owned()));
    assert_eq!(head("2026-06-30T20:25:00+08:00"), (0, "not_yet_due".to_owned()));
    assert_eq!(head("2026-06-30T20:25:01+08:00"), (-1, "missing".to_owned()));
    let first_clock = board("2026-06-30T20:30:00+08:00")["clocks"][0].clone();
    assert_eq!(first_clock["rule"], "incident_head_arrival", "the most urgent comes first");
    let done = board("2026-06-30T20:30:00+08:00");
    assert_eq!(done["clocks"].as_array().unwrap().last().unwrap()["rule"], "incident_company_informed");
}
