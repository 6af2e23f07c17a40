//! `weibao export` as others use it: DuckDB over its tables gives the report's fractions, git agrees with its records, and a
//! folder that grew commit by commit is, byte for byte, a full export.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by panicking, and runs programs")]

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const AS_OF: &str = "2026-06-30T20:00:00+08:00";

/// Runs one of our programs on the demo.
fn run(program: &str, args: &[&dyn AsRef<OsStr>]) -> Output {
    let args: Vec<OsString> = args.iter().map(|arg| arg.as_ref().to_owned()).collect();
    Command::new(program)
        .args(args)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("LC_ALL", "en_GB.UTF-8")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap()
}

fn ran(program: &str, args: &[&dyn AsRef<OsStr>]) -> Vec<u8> {
    let output = run(program, args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

const WEIBAO: &str = env!("CARGO_BIN_EXE_weibao");

/// The demo's year in a bare repository.
fn demo(folder: &Path) -> PathBuf {
    let records = folder.join("records.git");
    let size: [&dyn AsRef<OsStr>; 7] = [&"--technicians", &"4", &"--sites", &"30", &"--years", &"1", &"--no-check"];
    let head: [&dyn AsRef<OsStr>; 5] = [&"--now", &"2026-07-01T08:00:00+08:00", &"demo", &records, &"--bare"];
    ran(WEIBAO, &[&head[..], &size[..]].concat());
    records
}

/// Exports; how many files of each table were rewritten, and how many there are.
fn export(records: &Path, to: &Path, as_of: &str, more: &[&dyn AsRef<OsStr>]) -> BTreeMap<String, (u64, u64)> {
    let args: [&dyn AsRef<OsStr>; 7] = [&"export", &"--repo", &records, &"--to", &to, &"--as-of", &as_of];
    ran(WEIBAO, &[&args[..], &[&"--unchecked"], more].concat());
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(to.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(
        (&manifest["complete"], &manifest["basis"]["program"]),
        (&true.into(), &concat!("weibao ", env!("CARGO_PKG_VERSION")).into())
    );
    manifest["tables"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(table, it)| {
            let files = it["files"].as_array().unwrap();
            (table.clone(), (files.iter().map(|file| file["rows"].as_u64().unwrap()).sum(), files.len() as u64))
        })
        .collect()
}

/// Every file by its path, and when it was written.
fn files(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(at) = todo.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_dir() {
                todo.push(entry.path());
            } else {
                let written = entry.metadata().unwrap().modified().unwrap();
                let name = entry.path().strip_prefix(folder).unwrap().to_owned();
                found.insert(name, (fs::read(entry.path()).unwrap(), written));
            }
        }
    }
    found
}

fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(folder).into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

#[test]
fn a_folder_that_grew_is_a_full_export_and_only_touched_months_were_rewritten() {
    let place = tempfile::tempdir().unwrap();
    let records = demo(place.path());
    let (grown, full) = (place.path().join("grown"), place.path().join("full"));
    export(&records, &grown, "main~5", &[]);
    let before = files(&grown);
    let sums = export(&records, &grown, "main", &[]);
    export(&records, &full, "main", &[]);
    assert_eq!(bytes(&grown), bytes(&full));
    let after = files(&grown);
    let untouched = after.iter().filter(|(path, file)| before.get(*path) == Some(file)).count();
    let parts: u64 = sums.values().map(|(_, files)| files).sum();
    assert!(sums["obligations"].0 > 500 && sums["events"].0 > 1000, "{sums:?}");
    assert!(untouched as u64 > parts / 2, "{untouched} of {parts} were left alone");
    assert!(after.iter().any(|(path, file)| path.starts_with("records") && before.get(path) != Some(file)));
}

#[test]
fn time_that_passes_without_a_commit_leaves_every_month_before_alone() {
    let place = tempfile::tempdir().unwrap();
    let records = demo(place.path());
    let (one, other) = (place.path().join("one"), place.path().join("other"));
    export(&records, &one, "2026-07-01", &[]);
    export(&records, &other, "2026-09-30", &[]);
    let (one, other) = (bytes(&one), bytes(&other));
    let differ: Vec<_> =
        other.iter().filter(|(path, file)| one.get(*path) != Some(file)).map(|(path, _)| path).collect();
    assert!(differ.contains(&&PathBuf::from("export/part-0.ndjson")), "{differ:?}");
    for path in differ {
        let past = path.starts_with("obligations") && path < &PathBuf::from("obligations/month=2026-07");
        assert!(!past && !path.starts_with("records") && !path.starts_with("events"), "{path:?}");
    }
}

#[test]
fn a_damaged_or_cut_off_export_is_put_right_by_the_next() {
    let place = tempfile::tempdir().unwrap();
    let records = demo(place.path());
    let to = place.path().join("out");
    export(&records, &to, AS_OF, &[]);
    let whole = bytes(&to);
    let damaged = whole.keys().find(|path| path.starts_with("events")).unwrap();
    fs::write(to.join(damaged), "{").unwrap();
    fs::remove_file(to.join("export/part-0.ndjson")).unwrap();
    fs::create_dir_all(to.join("records/month=1999-01")).unwrap();
    fs::write(to.join("records/month=1999-01/part-0.ndjson"), "{}\n").unwrap();
    fs::create_dir(to.join(".writing")).unwrap();
    export(&records, &to, AS_OF, &[]);
    assert_eq!(bytes(&to), whole);
}

#[test]
fn a_folder_with_something_else_in_it_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let records = demo(place.path());
    let to = place.path().join("home");
    fs::create_dir(&to).unwrap();
    fs::write(to.join("letter.txt"), "dear").unwrap();
    let args: [&dyn AsRef<OsStr>; 5] = [&"export", &"--repo", &records, &"--to", &to];
    let output = run(WEIBAO, &args);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("not empty"));
    assert_eq!(fs::read_dir(&to).unwrap().count(), 1);
}

#[test]
fn duckdb_gives_the_fractions_of_the_report_and_git_agrees_with_the_records() {
    let Some(python) = std::env::var_os("DUCKDB_PYTHON") else {
        assert!(std::env::var_os("CI").is_none(), "CI must name a python with duckdb in DUCKDB_PYTHON");
        eprintln!("skipped: DUCKDB_PYTHON names no python with duckdb");
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let records = demo(place.path());
    // A receipt log by which every fourth commit came three days late, so that the three rates differ.
    let log = ran("git", &[&"-C", &records, &"log", &"--reverse", &"--format=%H %ct", &"main"]);
    let mut receipts = String::new();
    for (number, line) in String::from_utf8(log).unwrap().lines().enumerate() {
        let (commit, at) = line.split_once(' ').unwrap();
        let delay = if number % 4 == 0 { 3 * 86_400 } else { 60 };
        let at = weibao::record::instant::Instant::from_unix(at.parse::<i64>().unwrap() + delay).unwrap();
        receipts.extend([commit, " ", &at.to_string(), "\n"]);
    }
    let receipt_log = place.path().join("receipts");
    fs::write(&receipt_log, receipts).unwrap();
    let with: [&dyn AsRef<OsStr>; 2] = [&"--receipts", &receipt_log];
    let forms: &[&str] = if cfg!(feature = "parquet") { &["ndjson", "parquet"] } else { &["ndjson"] };
    for form in forms {
        for more in [&[][..], &with[..]] {
            let to = place.path().join(format!("{form}-{}", more.len()));
            export(&records, &to, AS_OF, &[&[&"--format" as &dyn AsRef<OsStr>, form], more].concat());
            let basis: [&dyn AsRef<OsStr>; 9] =
                [&"callbacks", &"--repo", &records, &"--as-of", &AS_OF, &"--checked", &"no", &"--format", &"json"];
            let report = ran(env!("CARGO_BIN_EXE_weibao-report"), &[&basis[..], more].concat());
            let path = place.path().join("callbacks.json");
            fs::write(&path, report).unwrap();
            let output = Command::new(&python)
                .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/export.py"))
                .args([records.as_os_str(), to.as_os_str(), OsStr::new("--report"), path.as_os_str()])
                .env("GIT_CONFIG_GLOBAL", "/dev/null")
                .env("GIT_CONFIG_SYSTEM", "/dev/null")
                .env("PYTHONIOENCODING", "utf-8")
                .env("PYTHONDONTWRITEBYTECODE", "1")
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && said.trim() == "equal", "{form}: {said}");
        }
    }
}
