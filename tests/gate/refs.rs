//! Which refs a push may make and move (threats.md 2.4), and what a push may bring in one go.

use crate::scenario::{Scenario, TICKET, findings};

#[test]
fn only_plainly_named_branches_and_tags_come_in() {
    let scenario = Scenario::new();
    let tips = scenario.server_tip();
    for name in [
        "refs/replace/0123456789012345678901234567890123456789",
        "refs/notes/commits",
        "refs/pull/1/head",
        "refs/meta/config",
        "refs/remotes/origin/main",
        "refs/stash",
        "refs/weibao/log",
        "refs/heads/HEAD",
        "refs/heads/MAIN",
        "refs/heads/Main",
        "refs/heads/refs/heads/main",
        "refs/heads/main/x",
        "refs/heads/heads/main",
        "refs/tags/main",
        "refs/heads/-rf",
        "refs/heads/$(touch x)",
        "refs/heads/a;b",
        "refs/heads/`id`",
        "refs/heads/分支",
        "refs/heads/ma\u{200b}in",
        "refs/heads/\u{202e}niam",
    ] {
        // Some of these git's own client will not send; others reach the hook. Either way nothing moves.
        assert_ne!(scenario.push(&format!("main:{name}")).code, 0, "{name}");
        let head = scenario.place.head();
        let line = format!("{} {} {name}\n", "0".repeat(40), head.trim());
        let outcome = scenario.place.weibao_reading(&["hook", "pre-receive"], &line);
        assert!(outcome.stderr.contains("refused: "), "{name}: {outcome:?}");
        assert_ne!(outcome.code, 0, "{name}");
        assert!(outcome.stderr.chars().all(|c| c != '\u{202e}' && c != '\u{200b}' && c != '\u{1b}'), "{outcome:?}");
        assert_eq!(scenario.server_tip(), tips, "{name}");
    }
    for name in ["refs/heads/wang-jun/draft-2", "refs/heads/2026.03", "refs/tags/v1.0"] {
        scenario.push(&format!("main:{name}")).ok();
    }
}

#[test]
fn a_deletion_is_refused_whatever_the_old_name_says() {
    let scenario = Scenario::new();
    let zero = "0".repeat(40);
    for old in [scenario.place.head().trim(), &zero, &"1".repeat(40)] {
        for name in ["refs/heads/main", "refs/heads/other", "refs/tags/v1", "refs/weibao/log"] {
            let line = format!("echo {old} {zero} {name} | weibao hook pre-receive");
            let said = scenario.place.shell(&line).ends(1);
            assert!(said.contains("history only grows"), "{old} {name}: {said}");
        }
    }
}

#[test]
fn the_branch_that_gives_numbers_comes_first_and_has_the_name_that_was_set() {
    let scenario = Scenario::new();
    let other = scenario.place.path("other.git");
    let at = other.to_str().unwrap();
    scenario.git(&["init", "-q", "--bare", "-b", "trunk", at]).ok();
    let hook = other.join("hooks/pre-receive");
    std::fs::write(&hook, "#!/bin/sh\nexec weibao hook pre-receive\n").unwrap();
    std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    scenario.git(&["--git-dir", at, "config", "weibao.branch", "trunk"]).ok();
    let said = scenario.git(&["push", "-q", at, "main:refs/heads/main"]).ends(1);
    assert!(said.contains("there is no trunk here yet"), "{said}");
    scenario.git(&["push", "-q", at, "main:refs/heads/trunk"]).ok();
    scenario.git(&["push", "-q", at, "main:refs/heads/draft"]).ok();
}

#[test]
fn drafts_are_judged_again_where_they_arrive_and_one_number_lands_once() {
    let scenario = Scenario::new();
    let draft = |name: &str, symptom: &str| {
        scenario.git(&["switch", "-q", "-c", name, "main"]).ok();
        scenario.copy(TICKET, "WX-0000002", "WX-0000003");
        scenario.replace("records/ticket/WX/000/00/WX-0000003.json", "无图像", symptom);
        scenario.commit(&format!("ticket: {name}")).ok();
        scenario.push(name).ok();
    };
    draft("one", "无声音");
    draft("two", "黑屏");
    // Both drafts may hold the number; only one reaches the branch that counts.
    scenario.push("one:main").ok();
    let said = scenario.push("two:main").ends(1);
    assert!(said.contains("rejected"), "{said}");
    scenario.git(&["switch", "-q", "two"]).ok();
    for side in ["ours", "theirs"] {
        scenario.git(&["merge", "-q", "--no-verify", "-X", side, "-m", "x", "one"]).ok();
        let said = scenario.push("two:main").ends(1);
        let found = findings(&said);
        assert!(found.iter().any(|one| one.starts_with("dropped_in_merge")), "{side}: {said}");
        scenario.git(&["reset", "-q", "--hard", "origin/two"]).ok();
    }
}

#[test]
fn replacement_objects_on_the_server_deceive_nobody() {
    let scenario = Scenario::new();
    // Somebody with a hand on the disk replaces the newest commit by one without the second ticket.
    std::fs::remove_file(scenario.place.records().join(TICKET)).unwrap();
    scenario.commit_past_the_hook();
    let (bad, good) = (scenario.place.head(), scenario.git(&["rev-parse", "HEAD~1"]).ok());
    scenario.git(&["update-ref", &format!("refs/replace/{}", good.trim()), bad.trim()]).ok();
    let said = scenario.push("main").ends(1);
    assert!(findings(&said).iter().any(|one| one.starts_with("record_deleted")), "{said}");
    scenario.git(&["-c", "core.useReplaceRefs=false", "reset", "-q", "--hard", good.trim()]).ok();
    scenario.place.weibao(&["check", "--all"]).ok();
    let listed = scenario.place.weibao(&["list", "ticket"]).ok();
    assert!(listed.contains("WX-0000002"), "{listed}");
}

#[test]
fn a_shallow_clone_pushes_nothing_that_cannot_be_judged() {
    let scenario = Scenario::new();
    let shallow = scenario.place.path("shallow");
    let from = format!("file://{}", scenario.server().display());
    scenario.git(&["clone", "-q", "--depth", "1", &from, shallow.to_str().unwrap()]).ok();
    let at = ["-C", shallow.to_str().unwrap()];
    scenario.git(&[&at[..], &["commit", "-q", "--allow-empty", "--no-verify", "-m", "x"]].concat()).ok();
    let fresh = scenario.place.path("fresh.git");
    let to = fresh.to_str().unwrap();
    scenario.git(&["init", "-q", "--bare", "-b", "main", to]).ok();
    std::fs::copy(scenario.server().join("hooks/pre-receive"), fresh.join("hooks/pre-receive")).unwrap();
    let said = scenario.git(&[&at[..], &["push", "-q", to, "HEAD:refs/heads/main"]].concat()).ends(1);
    assert!(said.contains("shallow") || said.contains("rejected"), "{said}");
}

#[test]
fn a_push_beyond_what_the_server_takes_is_refused_unjudged() {
    let scenario = Scenario::new();
    scenario.on_server(&["config", "weibao.maxCommits", "2"]).ok();
    for n in 0..3 {
        scenario.git(&["commit", "-q", "--allow-empty", "--no-verify", "-m", &format!("ticket: {n}")]).ok();
    }
    let tips = scenario.server_tip();
    let said = scenario.push("main").ends(1);
    assert!(said.contains("more commits than 2") && said.contains("weibao.maxcommits"), "{said}");
    scenario.push("HEAD~1:refs/heads/main").ok();
    assert_ne!(scenario.server_tip(), tips);
    scenario.on_server(&["config", "weibao.maxEntries", "3"]).ok();
    scenario.replace(TICKET, "无图像", "有时无图像");
    scenario.commit_past_the_hook();
    let said = scenario.push("main").ends(1);
    assert!(said.contains("more entries than 3"), "{said}");
    let many: Vec<_> = (0..17).map(|n| format!("main~1:refs/heads/draft-{n}")).collect();
    let refs: Vec<_> = ["push", "-q", "origin"].into_iter().chain(many.iter().map(String::as_str)).collect();
    let said = scenario.git(&refs).ends(1);
    assert!(said.contains("at most 16"), "{said}");
}
