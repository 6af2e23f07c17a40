//! The demo, told into real repositories: the same for a seed, sound for git, clean before the gate, true by three counts.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by panicking, and runs programs")]

use std::path::Path;
use std::process::Command;

use weibao::demo::Options;
use weibao::demo::telling::tell;
use weibao::demo::truth::Truth;
use weibao::store::Store;

const SMALL: Options = Options { years: 1, technicians: 3, sites: 12, seed: 1 };

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
fn the_same_seed_gives_the_same_commits_and_another_seed_others() {
    let folder = tempfile::tempdir().unwrap();
    let head = |name: &str, options| told(&folder.path().join(name), options).head;
    let one = head("one", SMALL);
    assert_eq!(one, head("again", SMALL));
    assert_ne!(one, head("other", Options { seed: 2, ..SMALL }));
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
