//! What forges read of a verdict, as readers that are not ours see it: SARIF by its official schema, `JUnit` by junitparser.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::environment::Environment;

/// A company whose branch `draft` breaks a ticket in several ways, its text full of what formats could stumble over.
fn broken() -> Environment {
    let place = Environment::new();
    place.company(5);
    place.at("2026-03-02T10:00").open_ticket().ok();
    place.git(&["switch", "-q", "-c", "draft"]).ok();
    let path = "records/ticket/WX/000/00/WX-0000001.json";
    let text = place
        .read(path)
        .replace("无图像", "]]></failure>\\n::error::x\\u001b\\u202e%0A")
        .replace("\"open\"", "\"ajar\"");
    std::fs::write(place.records().join(path), text).unwrap();
    std::fs::write(place.records().join(".mailmap"), "x\n").unwrap();
    place.git(&["add", "-A"]).ok();
    place.git(&["commit", "-q", "--no-verify", "-m", "x"]).ok();
    place
}

fn said(place: &Environment, verb: &str, format: &str) -> String {
    let outcome = place.weibao(&[verb, "main..HEAD", "--format", format]);
    assert_eq!(outcome.code, 1, "{}{}", outcome.stdout, outcome.stderr);
    outcome.stdout
}

#[test]
fn sarif_is_valid_by_its_official_schema() {
    let Some(schema) = official_schema() else {
        return;
    };
    let validator = jsonschema::validator_for(&schema).unwrap();
    let place = broken();
    for verb in ["check", "review"] {
        let log: Value = serde_json::from_str(&said(&place, verb, "sarif")).unwrap();
        let faults: Vec<_> = validator.iter_errors(&log).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(log["runs"][0]["results"].as_array().unwrap().len() > 1, "{log}");
    }
    let clean: Value =
        serde_json::from_str(&place.weibao(&["check", "main~1..main", "--format", "sarif"]).ok()).unwrap();
    assert!(validator.is_valid(&clean), "{clean}");
    assert!(!validator.is_valid(&serde_json::json!({"version": "2.0.0", "runs": []})));
}

/// The schema of the standard, from the package that CI fetches; nothing where it is not there.
#[expect(clippy::disallowed_methods, reason = "CI says where the schema is, and that it has to be there")]
#[expect(clippy::print_stderr, reason = "who runs the tests is told what was skipped")]
fn official_schema() -> Option<Value> {
    let Some(file) = std::env::var_os("SARIF_SCHEMA") else {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "CI needs SARIF_SCHEMA");
        eprintln!("skipped: SARIF_SCHEMA names no file (.ci/run fetches it)");
        return None;
    };
    // One pattern of the standard has a bracket that no strict reader of patterns takes unescaped; it means the same so.
    let text = std::fs::read_to_string(file).unwrap().replace("[a-zA-Z]{2}]?$", r"[a-zA-Z]{2}\\]?$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert!(schema["$id"].as_str().unwrap().contains("oasis-tcs/sarif-spec"));
    Some(schema)
}

#[test]
fn another_reader_sees_in_junit_what_was_found() {
    let place = broken();
    let report = said(&place, "check", "junit");
    let Some(read) = read_by_another(&report) else {
        return;
    };
    let verdict: Value = serde_json::from_str(&said(&place, "check", "json")).unwrap();
    let findings = verdict["findings"].as_array().unwrap();
    let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();
    assert_eq!((read["failures"].as_u64(), read["errors"].as_u64()), (Some(errors as u64), Some(0)));
    let cases = read["cases"].as_array().unwrap();
    assert_eq!(cases.len(), findings.len() + 1);
    for finding in findings {
        let class = format!("weibao.{}", finding["rule"].as_str().unwrap());
        assert!(cases.iter().any(|case| case["class"] == class.as_str()), "{class}");
    }
}

#[expect(clippy::disallowed_methods, reason = "CI says where the reader is, and that it has to be there")]
#[expect(clippy::print_stderr, reason = "who runs the tests is told what was skipped")]
fn read_by_another(report: &str) -> Option<Value> {
    let python = std::env::var_os("JUNIT_PYTHON").unwrap_or_else(|| "python3".into());
    let there = Command::new(&python).args(["-c", "import junitparser"]).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "CI needs the Python package junitparser");
        eprintln!("skipped: the Python package junitparser is not installed (JUNIT_PYTHON names a Python that has it)");
        return None;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/junit.py");
    let mut child = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(report.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the reader finds faults in the report");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn annotations_point_into_the_files_of_the_change() {
    let place = broken();
    let said = said(&place, "check", "github");
    assert!(said.lines().all(|line| line.starts_with("::")), "{said}");
    assert!(said.contains("::error file=records/ticket/WX/000/00/WX-0000001.json,line="), "{said}");
    assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'), "{said}");
}
