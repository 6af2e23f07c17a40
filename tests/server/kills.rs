//! Death and a failing disk at system calls: of a push to a server, and of `weibao new`. Whatever happened, the state is
//! the old one or the new one, git finds it clean, and the next run works without anybody putting anything right.
//!
//! strace counts the calls of each process and kills it, or makes the call fail, at the n-th one. `cargo test` tries a
//! sample of numbers; the whole sweep is `cargo test --test server -- --ignored --nocapture at_every`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::environment::{REPORT, set};
use crate::parts;
use crate::scene::{Scene, WEIBAO};

/// What happens at a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Blow {
    /// Which calls are counted.
    calls: &'static str,
    /// What is done to the n-th.
    what: &'static str,
    /// Whether it goes on failing from then on, as a full disk does.
    persists: bool,
}

pub(crate) const KILL: Blow = Blow { calls: "all", what: "signal=SIGKILL", persists: false };
const WRITES: &str =
    "write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,openat,mkdir,mkdirat,ftruncate";
const FULL: Blow = Blow { calls: WRITES, what: "error=ENOSPC", persists: false };
const FULL_FROM_THEN_ON: Blow = Blow { calls: WRITES, what: "error=ENOSPC", persists: true };
const BROKEN: Blow = Blow { calls: WRITES, what: "error=EIO", persists: false };

impl Blow {
    /// The beginning of a command line that runs what follows and strikes at the n-th call of every process of it.
    pub(crate) fn strace(self, log: &Path, n: u32) -> Vec<String> {
        let when = if self.persists { format!("{n}+") } else { n.to_string() };
        let inject = format!("inject={}:{}:when={when}", self.calls, self.what);
        let trace = format!("trace={}", self.calls);
        ["strace", "-f", "-qq", "-o", log.to_str().unwrap(), "-e", &trace, "-e", &inject].map(str::to_owned).to_vec()
    }
}

/// Whether the blow fell on anybody. strace writes its log when the last process has ended, which may be a while after the
/// client has: what the killed one had started goes on.
pub(crate) fn fell(log: &Path) -> bool {
    (0..60).any(|try_again| {
        if try_again > 0 {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        std::fs::read_to_string(log).is_ok_and(|log| log.contains("killed by SIGKILL") || log.contains("(INJECTED)"))
    })
}

/// The numbers to try: one by one at first, where programs are begun and locks are taken, then further and further apart.
pub(crate) fn sample(step: u32) -> impl Iterator<Item = u32> {
    let mut next = 1;
    std::iter::from_fn(move || {
        let one = next;
        next += step + one / 12;
        Some(one)
    })
}

/// The repository of a server, as it was, to begin each try with.
pub(crate) fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A push, the server's side run by `before` (strace, or nothing).
fn push(scene: &Scene, before: &[String]) -> Output {
    let quoted: Vec<_> = before.iter().map(|word| format!("'{word}'")).collect();
    let server = scene.server.display();
    let receive = format!(
        "SSH_ORIGINAL_COMMAND=\"git-receive-pack '{server}'\" {} '{WEIBAO}' serve '{server}' --as wang-jun #",
        quoted.join(" ")
    );
    Command::new("git")
        .args(["push", "-q", "--receive-pack", &receive])
        .arg(&scene.server)
        .arg("main")
        .current_dir(scene.place.records())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// Strikes at pushes until none of the tried numbers is reached any more; how many fell.
fn sweep_push(scene: &Scene, blow: Blow, numbers: impl Iterator<Item = u32>) -> u32 {
    let pristine = scene.place.path("pristine.git");
    copy(&scene.server, &pristine);
    let log = scene.place.path("strace.log");
    let old = scene.on_server(&["rev-parse", "main"]).ok();
    scene.place.open_ticket().ok();
    let new = scene.place.head();
    let mut fallen = 0;
    for n in numbers {
        copy(&pristine, &scene.server);
        let _ = std::fs::remove_file(&log);
        let struck = push(scene, &blow.strace(&log, n));
        let now = scene.on_server(&["rev-parse", "main"]).ok();
        let told = || format!("{blow:?} at {n}: {}", said(&struck));
        assert!(now == old || now == new, "{}", told());
        assert!(!struck.status.success() || now == new, "acknowledged, but not there: {}", told());
        scene.on_server(&["fsck", "--strict", "--full"]).ok();
        let next = push(scene, &[]);
        assert!(next.status.success(), "{}\nand then: {}", told(), said(&next));
        assert_eq!(scene.on_server(&["rev-parse", "main"]).ok(), new, "{}", told());
        scene.on_server(&["fsck", "--strict", "--full"]).ok();
        if !fell(&log) {
            return fallen;
        }
        fallen += 1;
    }
    fallen
}

/// Strikes at `weibao new` likewise.
fn sweep_new(blow: Blow, numbers: impl Iterator<Item = u32>) -> u32 {
    let scene = Scene::new();
    let (clone, pristine) = (scene.place.records(), scene.place.path("pristine"));
    copy(&clone, &pristine);
    let log = scene.place.path("strace.log");
    let old = scene.place.head();
    let new = |before: &[String]| -> Output {
        let mut line: Vec<String> = before.to_vec();
        line.push(WEIBAO.to_owned());
        let args = set(&["--now", "2026-03-02T11:00:00+08:00", "new", "ticket", "--as", "wang-jun"], REPORT);
        line.extend(args.iter().map(ToString::to_string));
        let mut command = Command::new(&line[0]);
        command.args(&line[1..]).current_dir(&clone).env("HOME", scene.place.path("")).stdin(Stdio::null());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("LANG", "en_GB.UTF-8").output().unwrap()
    };
    let mut fallen = 0;
    for n in numbers {
        copy(&pristine, &clone);
        let _ = std::fs::remove_file(&log);
        let struck = new(&blow.strace(&log, n));
        let told = || format!("{blow:?} at {n}: {}", said(&struck));
        let now = scene.place.head();
        let added = scene.place.git(&["rev-list", "--count", &format!("{}..HEAD", old.trim())]).ok();
        assert!(now == old || added.trim() == "1", "{}", told());
        assert!(!struck.status.success() || now != old, "said to be committed, and is not: {}", told());
        scene.place.git(&["fsck", "--strict", "--full"]).ok();
        let next = new(&[]);
        assert!(next.status.success(), "{}\nand then: {}", told(), said(&next));
        assert_eq!(scene.place.git(&["status", "--porcelain", "--untracked-files=all"]).ok(), "", "{}", told());
        // Neither run lost a number or gave one twice.
        let files = scene.place.git(&["ls-tree", "-r", "--name-only", "HEAD", "records/ticket/"]).ok();
        let tickets = if now == old { 2 } else { 3 };
        let expected: Vec<_> = (1..=tickets).map(|n| format!("records/ticket/WX/000/00/WX-{n:07}.json")).collect();
        assert_eq!(files.lines().collect::<Vec<_>>(), expected, "{}", told());
        scene.place.git(&["fsck", "--strict", "--full"]).ok();
        if !fell(&log) {
            return fallen;
        }
        fallen += 1;
    }
    fallen
}

/// CC-01
#[test]
fn a_push_killed_at_a_system_call_leaves_old_or_new() {
    if parts::need("strace").is_some() {
        assert!(sweep_push(&Scene::new(), KILL, sample(20)) >= 4);
    }
}

/// CC-03
#[test]
fn a_push_onto_a_full_or_broken_disk_leaves_old_or_new() {
    if parts::need("strace").is_some() {
        for blow in [FULL, FULL_FROM_THEN_ON, BROKEN] {
            assert!(sweep_push(&Scene::new(), blow, sample(30)) >= 2, "{blow:?}");
        }
    }
}

/// CC-02
#[test]
fn a_new_record_killed_at_a_system_call_leaves_old_or_new() {
    if parts::need("strace").is_some() {
        assert!(sweep_new(KILL, sample(15)) >= 8);
    }
}

/// CC-03
#[test]
fn a_new_record_on_a_full_or_broken_disk_leaves_old_or_new() {
    if parts::need("strace").is_some() {
        for blow in [FULL, FULL_FROM_THEN_ON, BROKEN] {
            assert!(sweep_new(blow, sample(12)) >= 3, "{blow:?}");
        }
    }
}

/// CC-01, CC-02, CC-03, whole.
#[test]
#[ignore = "takes an hour"]
fn at_every_system_call_old_or_new() {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for blow in [KILL, FULL, FULL_FROM_THEN_ON, BROKEN] {
                println!("{blow:?}: weibao new survived {} blows", sweep_new(blow, 1..));
            }
        });
        for blow in [KILL, FULL, FULL_FROM_THEN_ON, BROKEN] {
            println!("{blow:?}: a push survived {} blows", sweep_push(&Scene::new(), blow, 1..));
        }
    });
}

/// CC-07: each lock that git may leave behind, before a push and before a new record.
#[test]
fn locks_of_the_dead_stop_nobody() {
    let scene = Scene::new();
    let locks = ["HEAD.lock", "packed-refs.lock", "packed-refs.new", "refs/heads/main.lock", "index.lock"];
    let lay = |folder: &Path| -> Vec<PathBuf> {
        let paths: Vec<_> = locks.iter().map(|name| folder.join(name)).collect();
        for path in &paths {
            std::fs::write(path, "").unwrap();
        }
        paths
    };
    let left = lay(&scene.place.records().join(".git"));
    scene.place.open_ticket().ok();
    assert!(left.iter().all(|path| !path.exists()));
    let left = lay(&scene.server);
    let pushed = push(&scene, &[]);
    assert!(pushed.status.success(), "{}", said(&pushed));
    assert!(left.iter().all(|path| !path.exists()));
}
