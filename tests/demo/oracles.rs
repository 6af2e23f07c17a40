//! What scripts in Python count from `git log` and the JSON alone, beside the reports and the truth.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{LARGER, SMALL, report, report_ending, told};

/// Has a script of tests/oracle count for itself and compare; nothing if there is no Python to run it.
#[expect(clippy::print_stderr, reason = "who runs the tests is told what was skipped")]
fn oracle(script: &str, repository: &Path, files: &[(&str, Value)]) {
    let python = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !python {
        assert!(std::env::var_os("CI").is_none(), "CI must have python3");
        eprintln!("skipped: there is no python3");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("python3");
    command.arg(format!("{}/tests/oracle/{script}", env!("CARGO_MANIFEST_DIR"))).arg(repository);
    for (option, value) in files {
        let path = folder.path().join(format!("{option}.json"));
        std::fs::write(&path, value.to_string()).unwrap();
        command.arg(format!("--{option}")).arg(path);
    }
    let output = command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("PYTHONIOENCODING", "utf-8")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.trim() == "equal", "{said}");
}

#[test]
fn the_second_oracle_counts_the_same_quarters() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    oracle("maintenance.py", folder.path(), &[("truth", serde_json::to_value(&truth).unwrap())]);
}

#[test]
fn the_oracle_counts_the_same_from_git_log_and_the_json_alone() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    let callbacks = report(folder.path(), &truth, "callbacks");
    let told = serde_json::to_value(&truth).unwrap();
    oracle("callbacks.py", folder.path(), &[("truth", told), ("report", callbacks)]);
}

#[test]
fn the_oracle_finds_the_same_leavers_with_nothing_left_in_their_hands() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    let [gone] = truth.departures.as_slice() else { panic!("{:?}", truth.departures) };
    assert!(!gone.handed_on.is_empty() && !gone.void.is_empty() && !gone.unused.is_empty(), "{gone:?}");
    oracle("departures.py", folder.path(), &[("truth", serde_json::to_value(&truth).unwrap())]);
}

#[test]
fn the_oracle_covers_the_same_seconds_and_comes_to_the_same_balances() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let duty = report_ending(folder.path(), &truth, "duty", 1);
    let leave = report(folder.path(), &truth, "leave");
    let told = serde_json::to_value(&truth).unwrap();
    oracle("duty.py", folder.path(), &[("truth", told), ("duty", duty), ("leave", leave)]);
}

#[test]
fn the_oracle_stops_the_same_clocks_of_the_same_emergencies() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), SMALL);
    let incidents = report(folder.path(), &truth, "incidents");
    let told = serde_json::to_value(&truth).unwrap();
    oracle("incidents.py", folder.path(), &[("truth", told), ("report", incidents)]);
}

#[test]
fn the_oracle_counts_tickets_spares_and_parts_the_same_from_the_json_alone() {
    let folder = tempfile::tempdir().unwrap();
    let truth = told(folder.path(), LARGER);
    let counted = ["tickets", "parts"].map(|name| (name, report(folder.path(), &truth, name)));
    oracle("tickets.py", folder.path(), &counted);
}
