//! Objects that git itself accepts and records may not be: made by plumbing, pushed past every client.

use crate::scenario::{Scenario, findings};

/// Puts one entry of a mode under a path into the index, commits it past the hook, and pushes.
fn pushed(mode: &str, path: &str) -> String {
    let scenario = Scenario::new();
    let head = scenario.place.head();
    let object = if mode == "160000" {
        head.trim().to_owned()
    } else {
        scenario.git(&["rev-parse", "HEAD:records/company/company.json"]).ok().trim().to_owned()
    };
    scenario.git(&["config", "core.protectHFS", "false"]).ok();
    scenario.git(&["update-index", "--add", "--cacheinfo", &format!("{mode},{object},{path}")]).ok();
    scenario.git(&["commit", "-q", "--no-verify", "-m", "x"]).ok();
    scenario.push("main").ends(1)
}

#[test]
fn links_submodules_and_modes_are_refused() {
    for mode in ["120000", "160000", "100755"] {
        let said = pushed(mode, "records/staff/zz.json");
        assert!(findings(&said)[0].starts_with("forbidden_entry"), "{mode}: {said}");
    }
}

#[test]
fn names_no_record_can_have_are_refused_and_shown_without_harm() {
    for name in [
        "records/staff/a b.json",
        "records/staff/a\\b.json",
        "records/staff/ｚｈａｎｇ.json",
        "records/staff/\u{1b}[31mred.json",
        "records/staff/\u{202e}nosj.gnahz",
        "records/staff/-rf.json",
        "records/staff/new\nline.json",
        "records/staff/.gitattributes",
        "Records/staff/zz.json",
    ] {
        let said = pushed("100644", name);
        assert!(findings(&said)[0].starts_with("forbidden_entry"), "{name:?}: {said}");
        let safe = said.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}'));
        assert!(safe, "{name:?}: {said:?}");
    }
}

#[test]
fn names_that_only_look_like_keys_are_refused() {
    for name in ["records/staff/CON.json", "records/staff/zz.JSON", "records/ticket/x/y/z/a/b/c/d/e/f/zz.json"] {
        let said = pushed("100644", name);
        assert!(!findings(&said).is_empty(), "{name}: {said}");
    }
}

/// Makes a commit object of these lines on top of the newest, past every check of git's, and pushes it.
fn pushed_commit(lines: impl Fn(&str, &str) -> String) -> String {
    let scenario = Scenario::new();
    let head = scenario.place.head();
    let tree = scenario.git(&["rev-parse", "HEAD^{tree}"]).ok();
    let text = lines(tree.trim(), head.trim());
    let file = scenario.place.path("commit");
    std::fs::write(&file, text).unwrap();
    let object = ["hash-object", "-t", "commit", "-w", "--literally", file.to_str().unwrap()];
    let id = scenario.git(&object).ok();
    scenario.push(&format!("{}:refs/heads/main", id.trim())).ends(1)
}

#[test]
fn commits_that_only_git_would_take_are_refused() {
    let who = "李娜 <li-na@weibao.example> 1790000000 +0800";
    let form = |tree: &str, parents: &str, author: &str, more: &str| {
        format!("tree {tree}\n{parents}author {author}\ncommitter {who}\n{more}\nticket: x\n")
    };
    let one = |head: &str| format!("parent {head}\n");
    for said in [
        pushed_commit(|tree, head| form(tree, &one(head).repeat(2), who, "")),
        pushed_commit(|tree, head| form(tree, &one(head), "李娜 <li-na@weibao.example> 4070908800 +0800", "")),
        pushed_commit(|tree, head| form(tree, &one(head), "李娜 <> 1790000000 +0800", "")),
        pushed_commit(|tree, head| form(tree, &one(head), who, "colour red\n")),
        pushed_commit(|tree, head| form(tree, &one(head), who, "encoding UTF-7\n")),
    ] {
        assert!(findings(&said).iter().any(|finding| finding.starts_with("malformed_commit")), "{said}");
    }
}
