//! What becomes of an approval when a forge merges: by fast-forward, merge commit, squash or rebase. Where it does not count,
//! one sentence tells the author or the reviewer what to do.

use crate::approvals::place;
use crate::scenario::{Scenario, TICKET};

/// A ticket on a branch `topic`, approved there by chen-jing on top of main as it is at the server.
fn approved() -> (Scenario, [String; 3]) {
    let (scenario, keys) = place();
    scenario.git(&["switch", "-q", "-c", "topic"]).ok();
    scenario.place.open_ticket().ok();
    let name = scenario.approve("origin/main..topic", "chen-jing", &keys[0]);
    scenario.push(&name).ok();
    scenario.git(&["switch", "-q", "main"]).ok();
    (scenario, keys)
}

impl Scenario {
    /// A push of main is refused for want of approvals and says this; nothing moves.
    #[track_caller]
    fn told(&self, with: &[&str], words: &[&str]) {
        let tip = self.server_tip();
        let said = self.git(&[&["push", "-q", "origin", "main"], with].concat()).ends(1);
        let said = said.replace("remote: ", "").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("approval_missing"), "{said}");
        for words in words {
            assert!(said.contains(words), "{words}: {said}");
        }
        assert_eq!(self.server_tip(), tip);
    }

    /// Main gets a commit of no concern to anybody, at the server too.
    fn main_moves_on(&self) {
        self.place.weibao(&["edit", "client", "C00001", "--set", "name=乙公司"]).ok();
        self.push("main").ok();
    }
}

#[test]
fn a_fast_forward_and_a_merge_commit_that_brings_exactly_what_was_approved_come_in() {
    let (scenario, [chen, ..]) = approved();
    // Whoever presses the button wrote nothing of it: the one who approved may.
    let merge =
        "GIT_AUTHOR_EMAIL=chen@weibao.example GIT_COMMITTER_EMAIL=chen@weibao.example git merge -q --no-ff topic";
    scenario.place.shell(merge).ok();
    scenario.push("main").ok();
    scenario.place.open_ticket().ok();
    let name = scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    scenario.push(&name).ok();
    scenario.push("main").ok();
}

#[test]
fn a_merge_on_a_main_that_has_moved_on_wants_a_new_approval_and_says_whose() {
    let (scenario, [chen, ..]) = approved();
    scenario.main_moves_on();
    scenario.git(&["merge", "-q", "--no-ff", "topic"]).ok();
    scenario.told(&[], &["chen-jing approved them on top of", "the author runs weibao sync or updates the branch"]);
    // The branch is brought up to date and approved anew: then it comes in.
    scenario.git(&["reset", "-q", "--hard", "origin/main"]).ok();
    scenario.git(&["switch", "-q", "topic"]).ok();
    scenario.place.shell("GIT_COMMITTER_DATE=2026-03-02T10:40:00+08:00 git rebase -q main").ok();
    let name = scenario.approve("origin/main..topic", "chen-jing", &chen);
    scenario.push(&name).ok();
    scenario.git(&["switch", "-q", "main"]).ok();
    scenario.git(&["merge", "-q", "--no-ff", "topic"]).ok();
    scenario.push("main").ok();
}

#[test]
fn a_squash_and_a_rebase_by_the_forge_are_told_from_what_was_approved() {
    for merge in [
        "git merge -q --squash topic && git commit -q --no-verify -m 'ticket: squashed'",
        "git merge -q --ff-only topic && GIT_COMMITTER_EMAIL=forge@weibao.example git commit -q --amend --no-edit --no-verify",
    ] {
        let (scenario, _) = approved();
        scenario.place.shell(merge).ok();
        scenario.told(
            &[],
            &["chen-jing approved", "by fast-forward or merge commit", "switch squash and rebase merging off"],
        );
        // The very same is said where a forge has no hook, after the merge.
        let said = scenario.place.weibao(&["check", "origin/main..HEAD", "--approvals"]).ends(1);
        assert!(said.contains("switch squash and rebase merging off"), "{said}");
    }
}

#[test]
fn a_merge_commit_that_holds_something_else_is_not_what_was_approved() {
    let (scenario, _) = approved();
    scenario.git(&["merge", "-q", "--no-ff", "--no-commit", "topic"]).ok();
    scenario.replace(TICKET, "无图像", "黑屏");
    scenario.commit_past_the_hook();
    scenario.told(&[], &["the merge commit holds something else than", "have its tip approved anew"]);
}

#[test]
fn commits_that_came_after_it_and_people_whose_word_is_not_enough_are_named() {
    let (scenario, _) = approved();
    scenario.git(&["merge", "-q", "--ff-only", "topic"]).ok();
    scenario.place.open_ticket().ok();
    scenario.told(&[], &["and commits came after it: chen-jing approves"]);
    let (scenario, [_, wang, _]) = place();
    scenario.place.open_ticket().ok();
    scenario.told(&[], &["a reviewer (", "runs weibao approve"]);
    let own = scenario.approve("origin/main..HEAD", "wang-jun", &wang);
    scenario.told(&[&own], &["wang-jun wrote some of these commits", "somebody else ("]);
}

#[test]
fn whoever_holds_no_post_for_it_is_told_who_does() {
    let (scenario, [_, _, zhao]) = place();
    scenario.place.open_ticket().ok();
    let name = scenario.approve("origin/main..HEAD", "zhao-li", &zhao);
    scenario.told(&[&name], &["zhao-li holds no post that approves such records"]);
}
