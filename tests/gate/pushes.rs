//! What a push may do to branches and tags, and how commits are judged one by one.

use crate::scenario::{Scenario, TICKET, findings};

#[test]
fn a_fault_put_right_in_a_later_commit_is_still_refused() {
    let scenario = Scenario::new();
    scenario.replace(TICKET, "\"open\",", "\"open\",,");
    scenario.commit_past_the_hook();
    scenario.replace(TICKET, "\"open\",,", "\"open\",");
    scenario.commit_past_the_hook();
    let said = scenario.push("main").ends(1);
    assert!(findings(&said)[0].starts_with("malformed_json"), "{said}");
}

#[test]
fn a_branch_or_tag_is_never_deleted() {
    let scenario = Scenario::new();
    scenario.push("main:refs/heads/draft").ok();
    scenario.git(&["tag", "v1"]).ok();
    scenario.push("v1").ok();
    scenario.on_server(&["config", "receive.denyDeletes", "false"]).ok();
    scenario.on_server(&["config", "receive.denyDeleteCurrent", "ignore"]).ok();
    let tips = scenario.server_tip();
    for name in [":draft", ":main", ":v1"] {
        assert!(scenario.push(name).ends(1).contains("history only grows"), "{name}");
    }
    assert_eq!(scenario.server_tip(), tips);
}

#[test]
fn history_is_never_rewritten() {
    let scenario = Scenario::new();
    let tips = scenario.server_tip();
    scenario.git(&["commit", "-q", "--amend", "--no-verify", "-m", "ticket: otherwise"]).ok();
    assert!(scenario.push("+main").ends(1).contains("may not be forced"));
    scenario.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    assert!(scenario.push("+main").ends(1).contains("may not be forced"));
    assert_eq!(scenario.server_tip(), tips);
}

#[test]
fn only_branches_and_tags_come_in() {
    let scenario = Scenario::new();
    for name in ["refs/replace/abc", "refs/notes/commits", "refs/pull/1/head", "refs/meta/config", "refs/remotes/x/y"] {
        assert!(scenario.push(&format!("main:{name}")).ends(1).contains("only refs/heads/ and refs/tags/"), "{name}");
    }
}

#[test]
fn a_tag_stays_where_it_is() {
    let scenario = Scenario::new();
    scenario.git(&["tag", "v1", "HEAD~1"]).ok();
    scenario.push("v1").ok();
    scenario.git(&["tag", "-f", "v1", "HEAD"]).ok();
    assert!(scenario.push("+v1").ends(1).contains("may not be moved"));
}

#[test]
fn history_that_comes_from_nowhere_is_refused() {
    let scenario = Scenario::new();
    scenario.git(&["checkout", "-q", "--orphan", "other"]).ok();
    scenario.commit_past_the_hook();
    assert!(scenario.push("other").ends(1).contains("shares no history"));
    scenario.git(&["switch", "-q", "main"]).ok();
    scenario.git(&["merge", "-q", "--no-verify", "--allow-unrelated-histories", "-s", "ours", "-m", "x", "other"]).ok();
    assert!(scenario.push("main").ends(1).contains("shares no history"));
}

#[test]
fn a_merge_is_judged_against_both_of_its_sides() {
    let scenario = Scenario::new();
    scenario.git(&["switch", "-q", "-c", "side"]).ok();
    scenario.copy(TICKET, "WX-0000002", "WX-0000003");
    scenario.commit("ticket: WX-0000003").ok();
    scenario.git(&["switch", "-q", "main"]).ok();
    scenario.replace(TICKET, "无图像", "有时无图像");
    scenario.commit("ticket: WX-0000002").ok();
    scenario.git(&["merge", "-q", "--no-ff", "-m", "Merge side", "side"]).ok();
    scenario.push("main").ok();
    // The other side's record vanishes in the merge: no diff of the branch alone shows it.
    scenario.git(&["switch", "-q", "-c", "late", "HEAD~1"]).ok();
    scenario.git(&["merge", "-q", "--no-verify", "-s", "ours", "-m", "x", "main"]).ok();
    let said = scenario.push("late:main").ends(1);
    assert!(findings(&said).iter().any(|finding| finding.starts_with("record_deleted")), "{said}");
}

#[test]
fn a_server_with_a_colon_in_its_path_sees_old_and_new_objects() {
    let scenario = Scenario::served_at("维保: server.git");
    scenario.on_server(&["gc", "-q"]).ok();
    scenario.copy(TICKET, "WX-0000002", "WX-0000003");
    scenario.commit("ticket: WX-0000003").ok();
    scenario.push("main").ok();
}

#[test]
fn a_linked_worktree_is_judged_by_its_own_index() {
    let scenario = Scenario::new();
    let linked = scenario.place.path("linked");
    scenario.git(&["worktree", "add", "-q", "-b", "other", linked.to_str().unwrap()]).ok();
    let at = ["-C", linked.to_str().unwrap()];
    std::fs::write(linked.join("records/ticket/notes.txt"), "remember\n").unwrap();
    scenario.git(&[&at[..], &["add", "-A"]].concat()).ok();
    let said = scenario.git(&[&at[..], &["commit", "-q", "-m", "ticket: x"]].concat()).ends(1);
    assert!(findings(&said)[0].starts_with("stray_file"), "{said}");
    scenario.git(&["commit", "-q", "--allow-empty", "-m", "ticket: main is clean"]).ok();
}

#[test]
fn large_pushes_that_are_unpacked_or_kept_as_a_pack_are_judged_alike() {
    for limit in ["1", "10000"] {
        let scenario = Scenario::new();
        scenario.on_server(&["config", "receive.unpackLimit", limit]).ok();
        scenario.replace(TICKET, "无图像", "有时无图像");
        scenario.commit("ticket: x").ok();
        scenario.push("main").ok();
        scenario.write("records/ticket/notes.txt", "remember\n");
        assert_eq!(scenario.refused_at_both_doors(), ["stray_file"]);
    }
}
