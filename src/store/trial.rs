//! Repositories for the tests of the store: made and changed by git itself, which is the oracle.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::{Draft, Id, Person, Store};
use crate::record::instant::Instant;

/// A repository in a folder that goes away with it.
pub(super) struct Trial {
    pub(super) folder: tempfile::TempDir,
    pub(super) root: PathBuf,
}

impl Trial {
    /// A repository with a working tree and no commit.
    pub(super) fn new() -> Self {
        Self::with(&[])
    }

    /// A repository made with further options of `git init`.
    pub(super) fn with(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("records: 维保");
        std::fs::create_dir(&root).unwrap();
        let trial = Self { folder, root };
        trial.git(&[&["init", "-q", "-b", "main"], options].concat());
        trial
    }

    /// Runs git here and returns what it says.
    pub(super) fn git(&self, args: &[&str]) -> String {
        git(&self.root, args)
    }

    pub(super) fn store(&self) -> Store {
        Store::open(&self.root).unwrap()
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let place = self.root.join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, text).unwrap();
    }

    /// Commits everything there is, with git.
    pub(super) fn commit_all(&self, message: &str) -> Id {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        Id::parse(self.git(&["rev-parse", "HEAD"]).trim()).unwrap()
    }

    /// Branch, index, working tree and objects at a glance: equal before and after means nothing happened.
    pub(super) fn look(&self) -> String {
        let files = self.git(&["ls-files", "--others", "--stage", "-t"]);
        let status = self.git(&["status", "--porcelain=v2", "--branch", "--untracked-files=all"]);
        format!("{files}\n{status}\n{}", self.git(&["for-each-ref"]))
    }
}

/// Runs git and returns what it says; it must succeed.
pub(super) fn git(folder: &Path, args: &[&str]) -> String {
    let output = runs(folder, args);
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs git with nothing of this machine's configuration.
pub(super) fn runs(folder: &Path, args: &[&str]) -> Output {
    Command::new("git")
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("HOME", folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_NAME", "李娜")
        .env("GIT_AUTHOR_EMAIL", "li-na@example.cn")
        .env("GIT_COMMITTER_NAME", "李娜")
        .env("GIT_COMMITTER_EMAIL", "li-na@example.cn")
        .env("GIT_AUTHOR_DATE", "1767225600 +0800")
        .env("GIT_COMMITTER_DATE", "1767225600 +0800")
        .output()
        .unwrap()
}

/// A draft that puts files; an empty text takes a file away.
pub(super) fn draft(files: &[(&str, &str)]) -> Draft {
    let files: BTreeMap<_, _> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (!text.is_empty()).then(|| text.as_bytes().to_vec())))
        .collect();
    Draft {
        files,
        message: "ticket: 一张维修单".to_owned(),
        author: Person { name: "张伟".to_owned(), email: "zhang-wei@example.cn".to_owned() },
        at: Instant::parse("2026-03-15T09:30:00+08:00").unwrap(),
    }
}
