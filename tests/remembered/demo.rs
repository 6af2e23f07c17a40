//! A demo in a bare repository: committed to, checked by what is remembered and from scratch; and programs run in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use weibao::demo::Options;
use weibao::demo::telling::tell;
use weibao::guard::remembered::{self, How, Of};
use weibao::guard::{self, Terms, Verdict, doors};
use weibao::ledger::Snapshot as _;
use weibao::record::instant::Instant;
use weibao::record::path::{Place, place};
use weibao::schema::Schemas;
use weibao::store::{Draft, Id, Person, Store};
use weibao::text::Lang;

/// How the demo is told.
pub(crate) const TOLD: Options = Options { years: 1, technicians: 3, sites: 12, seed: 1 };

/// A demo in a bare repository.
pub(crate) struct Demo {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) head: Id,
    pub(crate) end: Instant,
}

impl Demo {
    pub(crate) fn told() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create_bare(&folder.path().join("records.git")).unwrap();
        let truth = tell(&store, TOLD).unwrap();
        let head = store.head().unwrap().unwrap();
        Self { folder, store, head, end: truth.as_of }
    }

    pub(crate) fn git_dir(&self) -> PathBuf {
        self.folder.path().join("records.git")
    }

    pub(crate) fn kept(&self) -> PathBuf {
        self.git_dir().join("weibao-verdicts")
    }

    pub(crate) fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.store.snapshot_of(self.head).unwrap().read(path).unwrap()
    }

    /// The paths under a folder, all or those of records.
    pub(crate) fn paths(&self, folder: &str) -> Vec<String> {
        let files = self.store.everything(&self.store.snapshot_of(self.head).unwrap()).unwrap().files;
        files.into_iter().map(|file| file.path).filter(|path| path.starts_with(folder)).collect()
    }

    /// Commits what is different from what is there, if anything is.
    pub(crate) fn commit(&mut self, mut files: BTreeMap<String, Option<Vec<u8>>>) {
        files.retain(|path, bytes| self.read(path) != *bytes);
        if files.is_empty() {
            return;
        }
        let author = Person { name: "Trial".to_owned(), email: "trial@example.com".to_owned() };
        let draft = Draft { files, message: "records: worked over".to_owned(), author, at: self.end };
        self.head = self.store.commit(&draft, Some(self.head)).unwrap();
    }

    pub(crate) fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.commit([(path.to_owned(), Some(bytes.into()))].into());
    }

    pub(crate) fn warm(&self, now: Instant) -> (Verdict, How) {
        let store = Store::open(&self.git_dir()).unwrap();
        remembered::all(&store, self.head, &Terms { now, verify_keys: false }, Of::Head).unwrap()
    }

    pub(crate) fn cold(&self, now: Instant) -> Verdict {
        doors::all(&self.store, self.head, &Terms { now, verify_keys: false }).unwrap()
    }

    /// Compares the two verdicts and tells how the first came about.
    #[track_caller]
    pub(crate) fn compare(&self, now: Instant, step: &str) -> How {
        let ((warm, how), cold) = (self.warm(now), self.cold(now));
        assert_eq!(said(&warm), said(&cold), "{step}, {how:?}");
        how
    }
}

/// Everything a verdict says, in every form that shows something of it.
fn said(verdict: &Verdict) -> [String; 4] {
    let marks = format!("{} {:?} {:?}", verdict.judged, verdict.unreadable, verdict.exit());
    [guard::json(verdict), guard::text(verdict, Lang::Zh, false), guard::text(verdict, Lang::En, false), marks]
}

/// A record with a change to its value, in canonical form.
pub(crate) fn edited(path: &str, bytes: &[u8], edit: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(bytes).unwrap();
    edit(&mut value);
    let Some(Place::Record(key)) = place(path) else { panic!("{path} is no record") };
    Schemas::get().format(key.kind, &value).into_bytes()
}

/// A program and its words, with nothing from outside.
pub(crate) fn run(program: &str, folder: &Path, args: &[&str]) -> (i32, String, String) {
    let out = Command::new(program)
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", folder)
        .env("LANG", "en_GB.UTF-8")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
}

pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    let (code, out, said) = run("git", folder, args);
    assert_eq!(code, 0, "git {args:?}: {said}");
    out
}

/// `weibao check --all` at a moment, with more words.
pub(crate) fn check(folder: &Path, now: Instant, more: &[&str]) -> (i32, String, String) {
    let now = now.to_string();
    run(env!("CARGO_BIN_EXE_weibao"), folder, &[&["--now", &now, "check", "--all"], more].concat())
}

pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|it| (it.file_name().into_string().unwrap(), std::fs::read(it.path()).unwrap())).collect()
}
