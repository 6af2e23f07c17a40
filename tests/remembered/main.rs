//! What is remembered of a check says what a check of everything says: after any commit, at any time, in any state it is found in.
//!
//! A demo is told into a repository and then worked over: records are spoilt, put right, deleted, moved and exchanged for their
//! former selves, policies, calendars and staff are changed, attachments come and go, whole months of history are jumped over,
//! the clock goes on and back. After each step the verdict by what is remembered is compared with that on everything, byte
//! for byte. The tests in `kept` are of what a person, a broken disk or another program may do to the files.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by panicking, and runs programs")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use weibao::guard::Terms;
use weibao::guard::Verdict;
use weibao::guard::remembered::{self, How, Of};
use weibao::ledger::Snapshot as _;
use weibao::record::instant::Instant;
use weibao::store::{Id, Store};

use crate::demo::{Demo, edited, git};

mod demo;
mod kept;

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A text with one of its places exchanged that hold `from`.
fn exchanged(chance: &mut Chance, text: &str, from: &str, to: &str) -> String {
    let places: Vec<_> = text.match_indices(from).map(|(at, _)| at).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let at = *chance.of(&places);
    [&text[..at], to, &text[at + from.len()..]].concat()
}

/// One random step of work on the repository; says what it did.
fn work(demo: &mut Demo, chance: &mut Chance, history: &[Id], told: Id) -> String {
    let all = demo.paths("records/");
    let path = chance.of(&all).clone();
    let bytes = demo.read(&path).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let staff: Vec<String> =
        demo.paths("records/staff/").into_iter().filter(|path| path.strip_suffix(".json").is_some()).collect();
    let person = |path: &str| path.rsplit('/').next().unwrap().replace(".json", "");
    let kind = chance.below(16);
    let done: (&str, BTreeMap<String, Option<Vec<u8>>>) = match kind {
        0 => ("cut short", [(path.clone(), Some(bytes[..bytes.len() / 2].to_vec()))].into()),
        1 => ("deleted", [(path.clone(), None)].into()),
        2 | 3 => {
            let (one, other) = (person(chance.of::<String>(&staff)), person(chance.of::<String>(&staff)));
            ("another person", [(path.clone(), Some(exchanged(chance, &text, &one, &other).into_bytes()))].into())
        }
        4 => ("another month", [(path.clone(), Some(exchanged(chance, &text, "-03-", "-04-").into_bytes()))].into()),
        5 => ("another year", [(path.clone(), Some(exchanged(chance, &text, "2025", "2026").into_bytes()))].into()),
        6 => ("another number", [(path.clone(), Some(exchanged(chance, &text, "1\"", "2\"").into_bytes()))].into()),
        7 | 8 => {
            // As it was when the story ended.
            let spoilt: Vec<String> = demo.cold(demo.end).findings.iter().map(|it| it.finding.path.clone()).collect();
            let path = if spoilt.is_empty() { path.clone() } else { chance.of(&spoilt).clone() };
            let was = demo.store.snapshot_of(told).unwrap().read(&path).unwrap();
            ("put back", [(path, was)].into())
        }
        9 => {
            let path = chance.of(&staff).clone();
            let day = format!("2026-0{}-15", 1 + chance.below(9));
            let bytes = edited(&path, &demo.read(&path).unwrap(), |value| value["left_on"] = json!(day));
            ("somebody leaves", [(path, Some(bytes))].into())
        }
        10 => {
            let path = "records/company/company.json".to_owned();
            let Some(bytes) = demo.read(&path) else { return "no company".to_owned() };
            let Ok(_) = serde_json::from_slice::<Value>(&bytes) else { return "no company to read".to_owned() };
            let (name, from) = (
                chance.of(&["clock_tolerance_minutes", "dissatisfied_score", "entry_late_minutes"]),
                1 + chance.below(9),
            );
            let value =
                json!({"name": name, "value": chance.below(60), "from": format!("2026-0{from}-01"), "reason": "试行"});
            let edit = |company: &mut Value| {
                if let Some(policies) = company.get_mut("policies").and_then(Value::as_array_mut) {
                    policies.push(value);
                }
            };
            let bytes = edited(&path, &bytes, edit);
            ("a policy", [(path, Some(bytes))].into())
        }
        11 => {
            let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
            ("an attachment more", [(format!("{stem}.scan-{}.png", chance.below(3)), Some(b"picture".to_vec()))].into())
        }
        12 => ("a stray file", [(format!("{path}.txt"), Some(b"?".to_vec()))].into()),
        13 => {
            let other = chance.of(&all).clone();
            ("exchanged", [(path.clone(), demo.read(&other)), (other.clone(), Some(bytes))].into())
        }
        14 => {
            let years = demo.paths("records/calendar/");
            let path = if years.is_empty() { path.clone() } else { chance.of(&years).clone() };
            ("deleted, a calendar", [(path, None)].into())
        }
        _ => {
            demo.head = *chance.of(history);
            git(&demo.git_dir(), &["update-ref", "refs/heads/main", &demo.head.to_string()]);
            return format!("jumped to {}", demo.head);
        }
    };
    let (what, files) = done;
    let said = format!("{what}: {:?}", files.keys());
    demo.commit(files);
    said
}

#[test]
fn whatever_is_done_to_the_records_the_verdict_by_what_is_remembered_is_the_verdict_on_everything() {
    let mut demo = Demo::told();
    let told = demo.head;
    let log = git(&demo.git_dir(), &["log", "--format=%H", "-n", "400", "main"]);
    let history: Vec<Id> = log.lines().filter_map(Id::parse).collect();
    let mut chance = Chance(20_260_302);
    let mut now = demo.end;
    let (mut warm, mut few) = (0, 0);
    assert_eq!(demo.compare(now, "at first"), How::Cold { damaged: false });
    for step in 0..STEPS {
        let mut done = format!("step {step}: ");
        for _ in 0..=chance.below(2) {
            done += &work(&mut demo, &mut chance, &history, told);
            done += "; ";
        }
        now = match chance.below(8) {
            0 => now.plus_minutes(i64::try_from(chance.below(90)).unwrap()),
            1 => now.plus_hours(i64::try_from(chance.below(24 * 40)).unwrap()),
            2 => now.plus_hours(-i64::try_from(chance.below(24 * 10)).unwrap()),
            3 => demo.end,
            _ => now,
        };
        match demo.compare(now, &done) {
            How::Warm { judged } => {
                warm += 1;
                few += usize::from(judged < 60);
            }
            How::Cold { damaged } => assert!(!damaged, "{done}"),
        }
        demo.compare(now, &done);
    }
    assert!(warm > STEPS / 3 && few > STEPS / 10, "{warm} of {STEPS} runs were warm, {few} judged few files");
}

/// How many steps of work.
const STEPS: usize = 120;

#[test]
fn every_commit_of_a_story_in_its_own_time_is_judged_by_what_the_one_before_it_left() {
    let mut demo = Demo::told();
    let log = git(&demo.git_dir(), &["log", "--reverse", "--format=%H %ct", "main"]);
    let commits: Vec<(Id, Instant)> = log
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(id, at)| (Id::parse(id).unwrap(), Instant::from_unix(at.parse().unwrap()).unwrap()))
        .collect();
    let mut warm = 0;
    // Some in a row, then a leap: weeks pass, and what was ahead has come.
    let chosen: Vec<_> =
        commits.iter().enumerate().filter(|(n, _)| n % 40 < 3 && *n > 100).map(|(_, one)| *one).collect();
    for (head, at) in &chosen {
        demo.head = *head;
        warm += usize::from(matches!(demo.compare(*at, &head.to_string()), How::Warm { .. }));
    }
    assert!(warm > chosen.len() / 2, "{warm} of {} were warm", chosen.len());
}

#[test]
fn one_commit_more_is_judged_by_a_few_files_and_few_objects() {
    let mut demo = Demo::told();
    demo.warm(demo.end);
    let site = demo.paths("records/site/").into_iter().next().unwrap();
    let bytes = edited(&site, &demo.read(&site).unwrap(), |value| value["district"] = json!("另一个区"));
    demo.put(&site, bytes);
    let store = Store::open(&demo.git_dir()).unwrap();
    let terms = Terms { now: demo.end, verify_keys: false };
    let (_, how) = remembered::all(&store, demo.head, &terms, Of::Head).unwrap();
    let files = demo.paths("records/").len();
    assert!(matches!(how, How::Warm { judged } if judged < files / 4), "{how:?} of {files}");
    let (_, how) = demo.warm(demo.end);
    let outstanding = demo.cold(demo.end).findings.len();
    assert!(matches!(how, How::Warm { judged } if judged <= outstanding), "{how:?} with {outstanding} findings");
}

/// A time in the future is refused until it has come, a leaver's open book is accepted until the day.
#[test]
fn what_changes_by_time_alone_is_found_when_it_changes() {
    let mut demo = Demo::told();
    let now = demo.end;
    let book = demo.paths("records/book/").into_iter().find(|path| {
        let value: Value = serde_json::from_slice(&demo.read(path).unwrap()).unwrap_or_default();
        value["state"] == "issued"
    });
    let book: Value = serde_json::from_slice(&demo.read(&book.unwrap()).unwrap()).unwrap();
    let holder = format!("records/staff/{}.json", book["issue"]["holder"].as_str().unwrap());
    let day = now.plus_hours(24 * 30).day().format("%Y-%m-%d").to_string();
    let bytes = edited(&holder, &demo.read(&holder).unwrap(), |value| value["left_on"] = json!(day));
    demo.put(&holder, bytes);
    let leavers =
        |verdict: &Verdict| verdict.findings.iter().filter(|it| it.finding.rule.id == "leaver_keeps_book").count();
    demo.compare(now, "announced");
    assert_eq!(leavers(&demo.warm(now).0), 0);
    let then = now.plus_hours(24 * 31);
    let (verdict, how) = demo.warm(then);
    assert!(leavers(&verdict) > 0 && matches!(how, How::Warm { .. }), "{how:?}");
    demo.compare(then, "the day has come");
    demo.compare(now, "and back");
}

#[test]
fn an_entry_that_no_record_may_be_is_found_each_time_and_never_remembered() {
    let mut demo = Demo::told();
    demo.warm(demo.end);
    let work = demo.folder.path().join("work");
    git(demo.folder.path(), &["clone", "-q", "records.git", "work"]);
    let record = demo.paths("records/site/").into_iter().next().unwrap();
    std::fs::remove_file(work.join(&record)).unwrap();
    std::os::unix::fs::symlink("../elsewhere", work.join(&record)).unwrap();
    git(&work, &["add", "-A"]);
    git(&work, &["-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "-q", "-m", "x"]);
    git(&work, &["push", "-q", "origin", "HEAD:main"]);
    demo.head = demo.store.head().unwrap().unwrap();
    for _ in 0..2 {
        assert_eq!(demo.compare(demo.end, "a link"), How::Cold { damaged: false });
    }
}
