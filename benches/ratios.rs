//! Speed as ratios within one run: each figure beside the limit it is held to, both sides measured here and now.
//!
//! `cargo bench` writes two demo repositories that differ in size, then measures whole processes where a user waits
//! for one and the engine itself where objects are counted. Absolute times drift from machine to machine; only the
//! ratios are judged. `cargo bench -- 2000` sets the number of sites of the large repository.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench is a program for its developers: it prints its table and breaks off where a part is missing"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant as Clock};

use weibao::guard::{Terms, doors};
use weibao::record::instant::Instant;
use weibao::store::{Id, Store};

/// Sites of the small repository.
const SMALL: &str = "20";
/// Sites of the large one, unless said otherwise.
const LARGE: &str = "1500";
/// When the judgements are made: after everything the demo tells.
const NOW: &str = "2030-01-01T00:00:00+08:00";

fn main() {
    let large = std::env::args().skip(1).find(|arg| arg.parse::<u32>().is_ok()).unwrap_or_else(|| LARGE.to_owned());
    let place = tempfile::tempdir().expect("a folder for the repositories");
    let small = Repository::demo(place.path(), "small", SMALL);
    let large = Repository::demo(place.path(), "large", &large);
    println!("{:<58} {:>12} {:>12} {:>8} {:>8}", "", "this", "against", "ratio", "limit");

    let one = small.judge_a_ticket();
    let many = large.judge_a_ticket();
    row("one changed ticket, whole process: large against small", one.0, many.0, 1.3);
    println!("{:<58} {:>12} {:>12}", "one changed ticket: objects read, large and small", many.1, one.1);

    let (bare, hooked) = large.commit_a_site();
    println!(
        "{:<58} {:>12} {:>12} {:>8} {:>8}",
        "pre-commit on top of git commit, large",
        format!("{hooked:.1?}"),
        format!("{bare:.1?}"),
        format!("+{:.1}ms", (hooked.saturating_sub(bare)).as_secs_f64() * 1e3),
        "+30ms"
    );

    let printed = large.time(3, "git", &["cat-file", "--batch", "--buffer", "--batch-all-objects", "--unordered"]);
    let blobs = large.cat_records();
    println!("{:<58} {:>12}", "git cat-file --batch of every object (for comparison)", format!("{printed:.1?}"));
    let checked = large.time(3, env!("CARGO_BIN_EXE_weibao"), &["--now", NOW, "check", "--all"]);
    row("check --all against git cat-file --batch of its blobs", blobs, checked, 1.2);
    let counted = large.time(3, env!("CARGO_BIN_EXE_weibao-report"), &["callbacks", "--as-of", "2030-01-01"]);
    row("weibao-report callbacks against check --all", checked, counted, 1.2);
    let raw = large.time(3, "git", &["log", "--raw", "--no-renames", "--format=%H %ct"]);
    row("history walk against git log --raw", raw, large.walk_history(), 1.5);
    println!("records: {} and {}", small.records(), large.records());
}

fn row(name: &str, against: Duration, this: Duration, limit: f64) {
    let ratio = this.as_secs_f64() / against.as_secs_f64();
    println!(
        "{name:<58} {:>12} {:>12} {ratio:>8.2} {limit:>8.2}{}",
        format!("{this:.1?}"),
        format!("{against:.1?}"),
        if ratio <= limit { "" } else { "  over" }
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

struct Repository {
    path: PathBuf,
}

impl Repository {
    fn demo(place: &Path, name: &str, sites: &str) -> Self {
        let path = place.join(name);
        let this = Self { path: path.clone() };
        let began = Clock::now();
        let program = Command::new(env!("CARGO_BIN_EXE_weibao"))
            .args(["demo", &path.to_string_lossy(), "--sites", sites, "--no-check"])
            .stdout(Stdio::null())
            .status()
            .expect("the demo runs");
        assert!(program.success(), "the demo writes {}", path.display());
        println!("demo --sites {sites}: {:.1?}", began.elapsed());
        this.git(&["gc", "--quiet"]);
        this
    }

    fn git(&self, args: &[&str]) -> String {
        let out = Command::new("git").arg("-C").arg(&self.path).args(args).output().expect("git runs");
        assert!(out.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    fn records(&self) -> usize {
        self.git(&["ls-tree", "-r", "--name-only", "HEAD", "records"]).lines().count()
    }

    /// The median of whole processes in the repository.
    fn time(&self, runs: usize, program: &str, args: &[&str]) -> Duration {
        let once = || {
            let began = Clock::now();
            let ran = Command::new(program)
                .args(args)
                .current_dir(&self.path)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .status()
                .expect("the program runs");
            assert_ne!(ran.code(), Some(2), "{program} {args:?} could not do its work");
            began.elapsed()
        };
        once();
        median((0..runs).map(|_| once()).collect())
    }

    /// git printing the blobs of all records, as a whole process.
    fn cat_records(&self) -> Duration {
        let script = "git ls-tree -r HEAD records | cut -c13-52 | git cat-file --batch --buffer";
        self.time(3, "sh", &["-c", script])
    }

    /// Judges the last ticket that reached the office: the median time of the whole process, and the objects that one
    /// judgement reads. The same step in both repositories, so that the same rules have the same to look at.
    fn judge_a_ticket(&self) -> (Duration, u64) {
        let commit = self.git(&["log", "-1", "--grep=at the office", "--format=%H %P", "--", "records/ticket"]);
        let mut ids = commit.split_whitespace().filter_map(Id::parse);
        let (to, from) = (ids.next().expect("a commit"), ids.next().expect("its parent"));
        let terms = Terms::at(Instant::parse(NOW).expect("an instant"));
        let store = Store::open(&self.path).expect("the store opens");
        doors::range(&store, &[from], Some(from), to, &terms).expect("a verdict");
        let range = format!("{from}..{to}");
        let time = self.time(41, env!("CARGO_BIN_EXE_weibao"), &["--now", NOW, "check", &range]);
        (time, store.objects_read())
    }

    fn walk_history(&self) -> Duration {
        let once = || {
            let began = Clock::now();
            Store::open(&self.path).expect("the store opens").history("HEAD").expect("a history");
            began.elapsed()
        };
        once();
        median((0..3).map(|_| once()).collect())
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
