//! The manual of both programs as a committed text, so that a change of a flag is seen in review.

use std::fmt::Write as _;
use std::path::Path;

fn pages(command: &mut clap::Command, depth: usize, out: &mut String) {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    let help = command.render_long_help().to_string();
    let help: Vec<_> = help.lines().map(str::trim_end).collect();
    let _ = writeln!(out, "{} {name}\n\n```text\n{}\n```\n", "#".repeat(depth), help.join("\n").trim_end());
    for sub in command.get_subcommands_mut() {
        pages(sub, 2, out);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one who runs the tests asks for a new copy")]
fn the_committed_manual_says_what_the_programs_take() {
    let mut text = String::new();
    for mut manual in [weibao::cli::manual(), weibao::cli::report::manual()] {
        manual = manual.term_width(100).version("0");
        manual.build();
        pages(&mut manual, 1, &mut text);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/manual.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "manual.md is out of date: run this test once with UPDATE_GOLDEN=1 and commit it");
}
