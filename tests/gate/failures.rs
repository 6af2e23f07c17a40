//! Whatever goes wrong inside a hook refuses: the program missing, a repository it cannot read, input it cannot
//! understand, nobody listening.

use std::process::Stdio;

use crate::scenario::{Scenario, TICKET};

#[test]
fn a_hook_without_its_program_refuses() {
    let scenario = Scenario::new();
    scenario.copy(TICKET, "WX-0000002", "WX-0000003");
    scenario.git(&["add", "-A"]).ok();
    for hook in [scenario.place.records().join(".git/hooks/pre-commit"), scenario.server().join("hooks/pre-receive")] {
        let text = std::fs::read_to_string(&hook).unwrap();
        std::fs::write(&hook, text.replace("exec weibao", "exec weibao-is-not-installed")).unwrap();
    }
    scenario.git(&["commit", "-q", "-m", "ticket: x"]).ends(1);
    scenario.commit_past_the_hook();
    scenario.push("main").ends(1);
}

#[test]
fn an_index_that_cannot_be_read_refuses_with_advice() {
    let scenario = Scenario::new();
    scenario.git(&["update-index", "--split-index"]).ok();
    scenario.copy(TICKET, "WX-0000002", "WX-0000003");
    let said = scenario.commit("ticket: x").ends(1);
    assert!(said.contains("git update-index --no-split-index"), "{said}");
}

#[test]
fn input_that_git_never_gives_refuses() {
    let scenario = Scenario::new();
    let zero = "0".repeat(40);
    for input in
        ["nonsense\n", &format!("{zero} {zero} refs/heads/main\n"), &format!("{zero} {}1 refs/heads/x\n", &zero[1..])]
    {
        let outcome = scenario.place.weibao_reading(&["hook", "pre-receive"], input);
        assert_ne!(outcome.code, 0, "{input}: {outcome:?}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test has to find git where the machine keeps it")]
fn a_refusal_nobody_listens_to_is_a_refusal() {
    let scenario = Scenario::new();
    scenario.write("records/ticket/notes.txt", "remember\n");
    scenario.git(&["add", "-A"]).ok();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_weibao"))
        .args(["hook", "pre-commit"])
        .current_dir(scenario.place.records())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert!(!child.wait().unwrap().success());
}
