//! The README keeps its word: every command in its `console` blocks is run, in order, as a stranger would.
//!
//! `cargo run --release --` stands for the program that was just built; `cargo test` is the test that is running
//! and is only looked for. A line `# exit 1` behind a command announces that it is meant to refuse.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the README has failed")]
#![expect(clippy::disallowed_methods, reason = "the programs just built are put in front of the path of this machine")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A command of the README and the exit code it announces.
struct Line {
    command: String,
    exit: i32,
}

fn commands(readme: &str) -> Vec<Line> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            let (command, exit) = match command.split_once("  # exit ") {
                Some((command, code)) => (command, code.trim().parse().unwrap()),
                None => (command, 0),
            };
            found.push(Line { command: command.to_owned(), exit });
        }
    }
    found
}

#[test]
fn every_command_of_the_readme_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let lines = commands(&readme);
    assert!(lines.iter().any(|line| line.command == "cargo run --release -- demo"));
    assert!(lines.iter().any(|line| line.command == "cargo test"));

    let place = tempfile::tempdir().unwrap();
    let home = place.path().join("home");
    let work = place.path().join("work");
    fs::create_dir_all(&home).unwrap();
    fs::create_dir_all(&work).unwrap();
    let programs = Path::new(env!("CARGO_BIN_EXE_weibao")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(programs.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();

    let mut script = String::from("set -u\n");
    for line in lines.iter().filter(|line| line.command != "cargo test") {
        let command = line.command.replace("cargo run --release --", "weibao");
        let quoted = command.replace('\'', r"'\''");
        let _ = write!(
            script,
            "printf '$ %s\\n' '{quoted}'\n{command}\ncode=$?\n[ $code = {} ] || {{ echo \"exit $code, announced {}: {quoted}\" >&2; exit 99; }}\n",
            line.exit, line.exit
        );
    }
    let ran = Command::new("sh")
        .arg("-c")
        .arg(&script)
        .current_dir(&work)
        .env_clear()
        .env("PATH", path)
        .env("HOME", &home)
        .env("LC_ALL", "C.UTF-8")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}\n{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
}
