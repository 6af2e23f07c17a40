//! The reports as those see them who get them: a reader of JSON, a browser, a spreadsheet.
//!
//! - [`page`]: the HTML page in a real Chromium: on a phone, on a desk, on A4; nothing of a record runs
//! - [`workbook`]: the XLSX in a real LibreOffice: typed cells, no formula
//! - here: the JSON of every report of the demo against its published schema
//!
//! Chromium and LibreOffice may be missing where somebody only works on the rules; then the tests that need them say so.
//! In CI, where `CI` is `true`, a missing part is a failure.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by panicking, and runs programs")]
#![expect(clippy::print_stdout, reason = "whoever runs the tests shall see what was not tried")]

mod page;
mod workbook;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use weibao::cli::report::{Surroundings, manual, run_with};
use weibao::demo::Options;
use weibao::demo::telling::tell;
use weibao::record::instant::Instant;
use weibao::store::Store;

/// Two demo companies, told once for all tests.
pub(crate) fn companies() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        for seed in [1, 2] {
            let store = Store::create(&folder.path().join(seed.to_string())).unwrap();
            tell(&store, Options { years: 1, technicians: 3, sites: 12, seed }).unwrap();
        }
        folder
    });
    folder.path()
}

/// Runs `weibao-report`; the exit code, what was written, and what was said beside it.
pub(crate) fn report(args: &[&str]) -> (u8, Vec<u8>, String) {
    let now = Instant::parse("2026-07-01T00:00:00+08:00").unwrap();
    let around = Surroundings { now, here: companies().to_owned(), locale: None };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = std::iter::once("weibao-report").chain(args.iter().copied()).map(OsString::from);
    let code = run_with(args, &around, &mut out, &mut err);
    (code, out, String::from_utf8(err).unwrap())
}

/// The first of these programs that is here. Without any, the line that says so is printed, and in CI the test fails.
pub(crate) fn find(names: &[&'static str]) -> Option<&'static str> {
    let runs = |name: &&&str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    let found = names.iter().find(runs).copied();
    if found.is_none() {
        assert!(
            std::env::var_os("CI").is_none_or(|ci| ci != "true"),
            "{} is not installed, and CI must have it",
            names[0]
        );
        println!("skipped: {} is not installed", names[0]);
    }
    found
}

fn validator(name: &str) -> jsonschema::Validator {
    let schemas = fs::read_dir("schemas/reports").unwrap().map(|file| {
        let value: Value = serde_json::from_slice(&fs::read(file.unwrap().path()).unwrap()).unwrap();
        (value["$id"].as_str().unwrap().to_owned(), value)
    });
    let mut registry = jsonschema::Registry::new();
    for (id, schema) in schemas {
        registry = registry.add(&id, schema).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let schema = serde_json::json!({ "$ref": format!("https://weibao.invalid/schemas/reports/{name}.json") });
    jsonschema::options().with_registry(&registry).offline().should_validate_formats(true).build(&schema).unwrap()
}

#[test]
fn every_report_of_the_demo_is_what_its_published_schema_says() {
    let manual = manual();
    // A certificate is of one settled book of one company; its own tests look at it.
    let names: Vec<&str> =
        manual.get_subcommands().map(clap::Command::get_name).filter(|name| *name != "certificate").collect();
    assert!(names.len() > 9);
    for name in &names {
        let period: &[&str] =
            if *name == "restate" { &["--published", "2026-04-01", "--period", "2026-02"] } else { &[] };
        for repositories in [["--repo", "1"].as_slice(), &["--repo", "1", "--repo", "2"]] {
            let (code, out, err) = report(&[&[name, "--format", "json"], repositories, period].concat());
            assert!(code < 2, "{name}: {err}");
            let told: Value = serde_json::from_slice(&out).unwrap();
            let validator = validator(&told["report"].as_str().unwrap().replace('/', "."));
            let faults: Vec<String> =
                validator.iter_errors(&told).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
            assert!(faults.is_empty(), "{name} {repositories:?}: {}", faults.join("\n"));
        }
    }
}

#[test]
fn certificates_and_explanations_of_the_demo_are_what_their_schemas_say() {
    let (_, out, _) = report(&["books", "--repo", "1", "--format", "json"]);
    let books: Value = serde_json::from_slice(&out).unwrap();
    let account = books["accounts"].as_array().unwrap().iter().find(|row| row["state"] == "settled").unwrap();
    let miss = {
        let (_, out, _) = report(&["callbacks", "--repo", "1", "--format", "json"]);
        let told: Value = serde_json::from_slice(&out).unwrap();
        told["misses"][0]["callback"].as_str().unwrap().to_owned()
    };
    let book = account["book"].as_str().unwrap();
    for words in [["certificate", book].as_slice(), &["callbacks", "--explain", &miss], &["books", "--explain", book]] {
        let (code, out, err) = report(&[words, &["--repo", "1", "--format", "json"]].concat());
        assert!(code < 2, "{words:?}: {err}");
        let told: Value = serde_json::from_slice(&out).unwrap();
        let validator = validator(&told["report"].as_str().unwrap().replace('/', "."));
        let faults: Vec<String> =
            validator.iter_errors(&told).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{words:?}: {}", faults.join("\n"));
    }
}

#[test]
fn a_report_that_is_not_as_published_is_refused_by_the_schema() {
    let (_, out, _) = report(&["callbacks", "--repo", "1", "--format", "json"]);
    let mut told: Value = serde_json::from_slice(&out).unwrap();
    told["total"][0]["claimed"]["due"] = "many".into();
    assert!(!validator("callbacks.1").is_valid(&told));
}
