//! Speed as ratios within one run: each figure beside the limit it is held to, both sides measured here and now.
//!
//! `cargo bench` writes three demo repositories that differ in size, then measures whole processes where a user waits
//! for one and the engine itself where the start of a process would hide what is asked. Absolute times drift from machine
//! to machine; only the ratios are judged. `cargo bench -- 6700` sets the number of sites of the large repository: 1,500 give
//! some 33,000 files, 6,700 more than 100,000 records. The middle one has a quarter of it, and tells how time grows.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench is a program for its developers: it prints its table and breaks off where a part is missing"
)]

mod peers;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant as Clock};

use weibao::guard::{Terms, doors};
use weibao::record::instant::Instant;
use weibao::record::path::{Key, Place, place};
use weibao::schema;
use weibao::store::{Id, Store, verify_here};

/// Sites of the small repository.
const SMALL: u32 = 20;
/// Sites of the large one, unless said otherwise.
const LARGE: u32 = 1500;
/// When the judgements are made: after everything the demo tells.
const NOW: &str = "2030-01-01T00:00:00+08:00";

fn main() {
    let mut arguments = std::env::args().skip_while(|arg| arg != peers::ALONE).skip(1);
    if let (Some(folder), Some(kind)) = (arguments.next(), arguments.next()) {
        return peers::alone(&folder, &kind);
    }
    // As `weibao check` and the reports do; the gates, measured as whole processes, leave the hashing to libgit2.
    verify_here();
    let sites = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(LARGE);
    let folder = tempfile::tempdir().expect("a folder for the repositories");
    let (small, _) = Repository::demo(folder.path(), "small", SMALL);
    let (middle, _) = Repository::demo(folder.path(), "middle", (sites / 4).max(1));
    let (large, told) = Repository::demo(folder.path(), "large", sites);
    println!("{:<58} {:>12} {:>12} {:>8} {:>8}", "", "this", "against", "ratio", "limit");

    let (one, many) = (small.judge_a_ticket(), large.judge_a_ticket());
    row("one changed ticket, whole process: large against small", one.process, many.process, 1.3);
    row("one changed ticket, the judgement alone: large against small", one.judgement, many.judgement, 1.3);
    println!("{:<58} {:>12} {:>12}", "one changed ticket: objects read, large and small", many.objects, one.objects);

    let (median, late, memory) = large.receive_a_ticket();
    println!(
        "{:<58} {:>12} {:>12} {:>8} {:>8}",
        "pre-receive of one record, large: 95 in 100, and memory",
        format!("{late:.1?}"),
        format!("{median:.1?}"),
        memory.map_or_else(String::new, |kib| format!("{}MB", kib / 1024)),
        "15ms"
    );

    let (bare, hooked) = large.worked_in().commit_a_site();
    println!(
        "{:<58} {:>12} {:>12} {:>8} {:>8}",
        "pre-commit on top of git commit, large",
        format!("{hooked:.1?}"),
        format!("{bare:.1?}"),
        format!("+{:.1}ms", (hooked.saturating_sub(bare)).as_secs_f64() * 1e3),
        "+30ms"
    );

    let texts = large.texts();
    let parsed = time(3, || texts.iter().all(|(_, bytes)| serde_json::from_slice::<serde_json::Value>(bytes).is_ok()));
    let judged = time(3, || texts.iter().all(|(key, bytes)| schema::read(key, bytes).is_ok()));
    let files = peers::Files::write(&texts, folder.path());
    drop(texts);
    row("schema part alone, one thread, against serde_json's parse", parsed, judged, f64::INFINITY);
    files.measure(|command| time(5, || peers::silent(command)), row);

    let (blobs, checked) = (large.cat_records(), large.check());
    row("check --all against git cat-file --batch of its blobs", blobs, checked, 1.2);
    let remembered = large.check_by_memory();
    row("check --all that remembers, the first time, against none", checked, remembered.first, 1.1);
    row("check --all after one commit more, against all anew", checked, remembered.after_one, f64::INFINITY);
    println!(
        "{:<58} {:>12} {:>12} {:>8} {:>8}",
        "… the time itself, and the same again without a commit",
        format!("{:.1?}", remembered.after_one),
        format!("{:.1?}", remembered.after_none),
        format!("{}B/file", remembered.bytes / u64::from(large.records())),
        "100ms"
    );
    let counted = large.count_callbacks();
    row("weibao-report callbacks against check --all", checked, counted, 1.2);
    let walked = large.walk_history();
    row("history walk against git log --raw", large.log_raw(), walked, 1.5);
    row("demo against git fast-import of the same, CPU", large.import(folder.path()), told, 4.0);

    println!("records: {}, {} and {}", small.records(), middle.records(), large.records());
    let grown = |name: &str, before: Duration, after: Duration| {
        let files = f64::from(large.records()) / f64::from(middle.records());
        let exponent = (after.as_secs_f64() / before.as_secs_f64()).ln() / files.ln();
        println!("{name:<58} {exponent:>12.2} {:>30.2}", 1.1);
    };
    grown("growth of check --all, exponent", middle.check(), checked);
    grown("growth of weibao-report callbacks, exponent", middle.count_callbacks(), counted);
    grown("growth of the history walk, exponent", middle.walk_history(), walked);
}

fn row(name: &str, against: Duration, this: Duration, limit: f64) {
    let ratio = this.as_secs_f64() / against.as_secs_f64();
    let held = if limit.is_finite() { format!("{limit:.2}") } else { String::new() };
    println!(
        "{name:<58} {:>12} {:>12} {ratio:>8.2} {held:>8}{}",
        format!("{this:.1?}"),
        format!("{against:.1?}"),
        if ratio <= limit { "" } else { "  over" }
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The median time of something that succeeds, once it has been done before.
fn time(runs: usize, mut once: impl FnMut() -> bool) -> Duration {
    assert!(once(), "what is measured succeeds");
    let mut timed = || {
        let began = Clock::now();
        assert!(once(), "what is measured succeeds");
        began.elapsed()
    };
    median((0..runs).map(|_| timed()).collect())
}

/// The processor's time of all programs run so far, as Linux counts it: in hundredths of a second.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    Duration::from_millis(10 * fields.skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum::<u64>())
}

struct Repository {
    path: PathBuf,
}

/// What a check takes that remembers the one before it.
struct ByMemory {
    first: Duration,
    after_one: Duration,
    after_none: Duration,
    /// The size of what is remembered.
    bytes: u64,
}

/// What judging one ticket takes.
struct OneTicket {
    process: Duration,
    judgement: Duration,
    objects: u64,
}

impl Repository {
    /// A demo without working tree, and the processor's time it took to tell.
    fn demo(place: &Path, name: &str, sites: u32) -> (Self, Duration) {
        let path = place.join(name);
        let this = Self { path: path.clone() };
        let (began, worked) = (Clock::now(), processor());
        let program = Command::new(env!("CARGO_BIN_EXE_weibao"))
            .args(["demo", &path.to_string_lossy(), "--sites", &sites.to_string(), "--no-check", "--bare"])
            .stdout(Stdio::null())
            .status()
            .expect("the demo runs");
        assert!(program.success(), "the demo writes {}", path.display());
        let worked = processor().saturating_sub(worked);
        println!("demo --sites {sites} --bare: {:.1?}, {worked:.1?} of the processor", began.elapsed());
        this.git(&["gc", "--quiet"]);
        (this, worked)
    }

    /// A clone with a working tree and the hooks of the program.
    fn worked_in(&self) -> Self {
        let path = self.path.with_extension("work");
        self.git(&["clone", "--quiet", ".", &path.to_string_lossy()]);
        let clone = Self { path };
        clone.time(1, env!("CARGO_BIN_EXE_weibao"), &["hook", "install"]);
        clone
    }

    /// What `git fast-import` takes of the processor to write the same commits.
    fn import(&self, folder: &Path) -> Duration {
        let (stream, into) = (folder.join("stream"), folder.join("imported"));
        let out = std::fs::File::create(&stream).expect("a file for the stream");
        let export = Command::new("git").arg("-C").arg(&self.path).args(["fast-export", "--all"]).stdout(out).status();
        assert!(export.expect("git runs").success(), "the history is exported");
        self.git(&["init", "--quiet", "--bare", &into.to_string_lossy()]);
        let worked = processor();
        let import = Command::new("git")
            .arg("-C")
            .arg(&into)
            .args(["fast-import", "--quiet"])
            .stdin(std::fs::File::open(&stream).expect("the stream is read"))
            .status();
        assert!(import.expect("git runs").success(), "the history is imported");
        processor().saturating_sub(worked)
    }

    fn git(&self, args: &[&str]) -> String {
        let out = Command::new("git").arg("-C").arg(&self.path).args(args).output().expect("git runs");
        assert!(out.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    fn records(&self) -> u32 {
        let files = self.git(&["ls-tree", "-r", "--name-only", "HEAD", "records"]).lines().count();
        u32::try_from(files).expect("a number of files")
    }

    /// The key and bytes of every record.
    fn texts(&self) -> Vec<(Key, Vec<u8>)> {
        let store = Store::open(&self.path).expect("the store opens");
        let files = store.everything(&store.snapshot("HEAD").expect("a commit")).expect("its files").files;
        let records = files.iter().filter_map(|file| match place(&file.path)? {
            Place::Record(key) => Some((key, store.file(file.after?).expect("a file"))),
            Place::Attachment(..) => None,
        });
        records.collect()
    }

    fn check(&self) -> Duration {
        self.time(3, env!("CARGO_BIN_EXE_weibao"), &["--now", NOW, "check", "--all", "--no-cache"])
    }

    /// The check by what is remembered: with nothing, after one commit more, after none. The commit is the one before HEAD and
    /// HEAD by turns, so that each run finds what the last one left and one commit between.
    fn check_by_memory(&self) -> ByMemory {
        let check = || {
            let began = Clock::now();
            let ran = Command::new(env!("CARGO_BIN_EXE_weibao"))
                .args(["--now", NOW, "check", "--all"])
                .current_dir(&self.path)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .status()
                .expect("the program runs");
            assert!(ran.code().is_some_and(|code| code < 2), "the check gives a verdict");
            began.elapsed()
        };
        let kept = self.path.join("weibao-verdicts");
        let first = median(
            (0..3)
                .map(|_| {
                    let _ = std::fs::remove_dir_all(&kept);
                    check()
                })
                .collect(),
        );
        let files = std::fs::read_dir(&kept).into_iter().flatten().flatten();
        let bytes = files.filter_map(|file| file.metadata().ok()).map(|data| data.len()).sum();
        let after_none = median((0..11).map(|_| check()).collect());
        let (branch, head) = (self.git(&["symbolic-ref", "HEAD"]), self.git(&["rev-parse", "HEAD"]));
        let before = self.git(&["rev-parse", "HEAD~1"]);
        let mut times = Vec::new();
        for n in 0..12 {
            let commit = if n % 2 == 0 { &before } else { &head };
            self.git(&["update-ref", branch.trim(), commit.trim()]);
            times.push(check());
        }
        ByMemory { first, after_one: median(times), after_none, bytes }
    }

    fn count_callbacks(&self) -> Duration {
        self.time(
            3,
            env!("CARGO_BIN_EXE_weibao-report"),
            &["callbacks", "--judged-at", "2030-01-01", "--checked", "no"],
        )
    }

    fn log_raw(&self) -> Duration {
        self.time(3, "git", &["log", "--raw", "--no-renames", "--format=%H %ct"])
    }

    /// The median of whole processes in the repository.
    fn time(&self, runs: usize, program: &str, args: &[&str]) -> Duration {
        time(runs, || {
            let ran = Command::new(program)
                .args(args)
                .current_dir(&self.path)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .status()
                .expect("the program runs");
            ran.code().is_some_and(|code| code < 2)
        })
    }

    /// git printing the blobs of all records, as a whole process.
    fn cat_records(&self) -> Duration {
        let script = "git ls-tree -r HEAD records | cut -c13-52 | git cat-file --batch --buffer";
        self.time(3, "sh", &["-c", script])
    }

    /// Judges the last ticket that reached the office: the median times of the whole process and of the judgement alone
    /// in a store opened for it, and the objects that one judgement reads. The same step in all repositories, so that the
    /// same rules have the same to look at.
    fn judge_a_ticket(&self) -> OneTicket {
        let commit = self.git(&["log", "-1", "--grep=at the office", "--format=%H %P", "--", "records/ticket"]);
        let mut ids = commit.split_whitespace().filter_map(Id::parse);
        let (to, from) = (ids.next().expect("a commit"), ids.next().expect("its parent"));
        let terms = Terms::at(Instant::parse(NOW).expect("an instant"));
        let judge = || {
            let store = Store::open(&self.path).expect("the store opens");
            doors::range(&store, &[from], Some(from), to, &terms).expect("a verdict");
            store.objects_read()
        };
        let range = format!("{from}..{to}");
        OneTicket {
            process: self.time(41, env!("CARGO_BIN_EXE_weibao"), &["--now", NOW, "check", &range]),
            judgement: time(41, || judge() > 0),
            objects: judge(),
        }
    }

    /// `weibao hook pre-receive` for the commit that brought a ticket to the office, posts enforced as in every demo:
    /// the median, what 95 of 100 stay below, and the most memory in KiB where a program can tell.
    fn receive_a_ticket(&self) -> (Duration, Duration, Option<u64>) {
        let commit = self.git(&["log", "-1", "--grep=at the office", "--format=%H %P", "--", "records/ticket"]);
        let mut ids = commit.split_whitespace();
        let (to, from) = (ids.next().expect("a commit"), ids.next().expect("its parent"));
        let program = env!("CARGO_BIN_EXE_weibao");
        let script = format!("echo {from} {to} refs/heads/draft | {program} hook pre-receive");
        let mut times: Vec<_> = (0..100).map(|_| self.time(1, "sh", &["-c", &script])).collect();
        times.sort();
        let measured = format!("echo {from} {to} refs/heads/draft | /usr/bin/time -f %M {program} hook pre-receive");
        let out = Command::new("sh").args(["-c", &measured]).current_dir(&self.path).output();
        let memory = out.ok().and_then(|out| String::from_utf8_lossy(&out.stderr).trim().parse().ok());
        (times[49], times[94], memory)
    }

    /// The walk as the reports make it.
    fn walk_history(&self) -> Duration {
        time(3, || Store::open(&self.path).expect("the store opens").history("HEAD").is_ok())
    }

    /// Commits a renamed site by turns without and with the hook: the medians of `git commit`.
    fn commit_a_site(&self) -> (Duration, Duration) {
        let list = self.git(&["ls-tree", "-r", "--name-only", "HEAD", "records/site"]);
        let site = self.path.join(list.lines().next().expect("a site"));
        self.git(&["checkout", "-q", "HEAD", "--", "."]);
        let programs = Path::new(env!("CARGO_BIN_EXE_weibao")).parent().expect("the folder of the programs");
        let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
        let commit = |verify: bool, n: usize| {
            let text = std::fs::read_to_string(&site).expect("the site is read");
            let start = text.find("\"district\": \"").expect("a district") + 13;
            let end = start + text[start..].find('"').expect("its end");
            std::fs::write(&site, format!("{}{n}号{}", &text[..start], &text[end..])).expect("the site is written");
            self.git(&["add", "records/site"]);
            let mut args = vec!["commit", "-q", "-m", "site: 改地区"];
            if !verify {
                args.push("--no-verify");
            }
            let began = Clock::now();
            let ran = Command::new("git")
                .args(["-c", "user.name=Bench", "-c", "user.email=bench@example.invalid", "-c", "gc.auto=0"])
                .args(&args)
                .current_dir(&self.path)
                .env("PATH", &path)
                .status()
                .expect("git runs");
            assert!(ran.success(), "the commit passes");
            began.elapsed()
        };
        let (mut bare, mut hooked) = (Vec::new(), Vec::new());
        for n in 0..11 {
            bare.push(commit(false, 2 * n));
            hooked.push(commit(true, 2 * n + 1));
        }
        (median(bare), median(hooked))
    }
}
