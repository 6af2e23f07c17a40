//! Approvals: with `required_approvals_ticket` at 1, over real pushes. One counts for exactly one base, head and tree.

use crate::environment::set;
use crate::scenario::Scenario;

/// A company whose tickets need one approval; chen-jing (supervisor) and wang-jun (who opens tickets, and is made
/// supervisor too) have keys, so has zhao-li, who holds no post that approves.
pub(crate) fn place() -> (Scenario, [String; 3]) {
    let scenario = Scenario::new();
    let keys = ["chen-key", "wang-second", "zhao-key"].map(|name| scenario.place.ssh_key(name));
    for (who, key) in ["chen-jing", "wang-jun", "zhao-li"].iter().zip(&keys) {
        scenario.register(who, key, "");
    }
    let post = ["roles.1.role=supervisor", "roles.1.from=2026-01-01"];
    scenario.place.weibao(&set(&["edit", "staff", "wang-jun"], &post)).ok();
    let policy = r#"policies=[{"name":"required_approvals_ticket","value":1,"from":"2026-03-02","reason":"两人过目"}]"#;
    scenario.place.weibao(&["edit", "company", "company", "--set", policy]).ok();
    scenario.founded();
    (scenario, keys)
}

impl Scenario {
    /// Approves a range; gives the ref.
    #[track_caller]
    pub(crate) fn approve(&self, range: &str, who: &str, key: &str) -> String {
        let outcome = self.place.weibao(&["--as", who, "--format", "json", "approve", range, "--key", key]);
        let name = outcome.json()["ref"].as_str().unwrap().to_owned();
        outcome.ok();
        name
    }

    /// A push of main, with what else is given, is refused for want of approvals, and nothing moves.
    #[track_caller]
    fn lacks(&self, with: &[&str]) {
        let tip = self.server_tip();
        let said = self.git(&[&["push", "-q", "origin", "main"], with].concat()).ends(1);
        assert!(said.contains("need 1 approvals"), "{said}");
        assert_eq!(self.server_tip(), tip);
    }
}

#[test]
fn a_ticket_enters_with_the_approval_of_another_in_the_same_push_or_before() {
    let (scenario, [chen, ..]) = place();
    scenario.place.open_ticket().ok();
    scenario.lacks(&[]);
    let name = scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    scenario.git(&["push", "-q", "origin", "main", &name]).ok();
    scenario.place.open_ticket().ok();
    let name = scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    scenario.push(&name).ok();
    scenario.push("main").ok();
}

#[test]
fn other_kinds_need_none() {
    let (scenario, _) = place();
    scenario.place.weibao(&["edit", "client", "C00001", "--set", "name=乙公司"]).ok();
    scenario.push("main").ok();
}

#[test]
fn an_authors_own_approval_never_counts() {
    let (scenario, [_, wang, _]) = place();
    scenario.place.open_ticket().ok();
    let name = scenario.approve("origin/main..HEAD", "wang-jun", &wang);
    scenario.lacks(&[&name]);
}

#[test]
fn who_holds_no_post_that_approves_does_not_count() {
    let (scenario, [_, _, zhao]) = place();
    scenario.place.open_ticket().ok();
    let name = scenario.approve("origin/main..HEAD", "zhao-li", &zhao);
    scenario.lacks(&[&name]);
}

#[test]
fn an_approval_counts_for_no_other_base_head_or_tree() {
    let (scenario, [chen, ..]) = place();
    scenario.place.open_ticket().ok();
    let first = scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    scenario.place.open_ticket().ok();
    // Another head: what came after the approval was not seen.
    scenario.lacks(&[&first]);
    // Another base: only the last commit was seen.
    let last = scenario.approve("HEAD~1..HEAD", "chen-jing", &chen);
    scenario.lacks(&[&first, &last]);
    // The same tree and message in another commit.
    let amend = "GIT_COMMITTER_DATE=2026-03-02T10:30:00+08:00 git commit -q --amend --no-edit --no-verify";
    scenario.place.shell(amend).ok();
    scenario.lacks(&[&first, &last]);
    let whole = scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    scenario.git(&["push", "-q", "origin", "main", &whole]).ok();
}

#[test]
fn an_approval_that_another_signed_or_that_was_altered_does_not_come_in() {
    let (scenario, [chen, wang, _]) = place();
    scenario.place.open_ticket().ok();
    let tip = scenario.server_tip();
    let forged = scenario.approve("origin/main..HEAD", "chen-jing", &wang);
    let said = scenario.push(&forged).ends(1);
    assert!(said.contains("the signature of"), "{said}");
    scenario.git(&["update-ref", "-d", &forged]).ok();
    let good = scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    let elsewhere = good.replace("chen-jing", "wang-jun");
    let said = scenario.push(&format!("{good}:{elsewhere}")).ends(1);
    assert!(said.contains("does not hold an approval"), "{said}");
    for name in ["refs/weibao/approvals/x", "refs/weibao/other/x"] {
        scenario.push(&format!("{good}:{name}")).ends(1);
    }
    scenario.push(&format!("HEAD:{good}")).ends(1);
    assert_eq!(scenario.server_tip(), tip);
    scenario.push(&good).ok();
    // It stays as it is: neither written again nor taken away.
    scenario.push(&format!(":{good}")).ends(1);
    scenario.push(&format!("+HEAD:{good}")).ends(1);
    scenario.push("main").ok();
}

#[test]
fn a_key_that_counts_no_longer_approves_nothing() {
    let (scenario, [chen, ..]) = place();
    scenario.place.weibao(&["edit", "staff", "chen-jing", "--set", "keys.0.to=2026-03-02"]).ok();
    scenario.founded();
    scenario.place.at("2026-03-04T10:00").open_ticket().ok();
    let name = scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    let said = scenario.git(&["push", "-q", "origin", "main", &name]).ends(1);
    assert!(said.contains("the signature of"), "{said}");
}

#[test]
fn the_janitor_takes_away_approvals_of_what_came_in_long_ago_and_no_other() {
    let (scenario, [chen, ..]) = place();
    scenario.place.open_ticket().ok();
    let merged = scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    scenario.git(&["push", "-q", "origin", "main", &merged]).ok();
    scenario.place.open_ticket().ok();
    let waiting = scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    scenario.push(&waiting).ok();
    let server = scenario.git(&["remote", "get-url", "origin"]).ok().trim().trim_start_matches("file://").to_owned();
    let approvals = || scenario.git(&["ls-remote", "origin", "refs/weibao/*"]).ok();
    scenario.place.at("2026-04-30T10:00").weibao(&["serve", &server, "--janitor"]).ok();
    assert!(approvals().contains(&merged));
    scenario.place.at("2026-06-30T10:00").weibao(&["serve", &server, "--janitor"]).ok();
    assert!(!approvals().contains(&merged) && approvals().contains(&waiting), "{}", approvals());
}

#[test]
fn check_wants_what_the_server_would_want_where_it_is_asked_to() {
    let (scenario, [chen, wang, _]) = place();
    scenario.place.open_ticket().ok();
    let check = |more: &[&str]| scenario.place.weibao(&[&["check", "origin/main..HEAD"], more].concat());
    check(&[]).ok();
    let said = check(&["--approvals"]).ends(1);
    assert!(said.contains("need 1 approvals"), "{said}");
    scenario.approve("origin/main..HEAD", "wang-jun", &wang);
    check(&["--approvals"]).ends(1);
    scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    check(&["--approvals"]).ok();
}

#[test]
fn every_format_of_check_carries_what_approvals_are_missing() {
    let (scenario, _) = place();
    scenario.place.open_ticket().ok();
    for format in ["text", "json", "github", "gitlab", "sarif", "junit"] {
        let said = scenario.place.weibao(&["--format", format, "check", "origin/main..HEAD", "--approvals"]).ends(1);
        assert!(said.contains("approval_missing") && said.contains("need 1 approvals"), "{format}: {said}");
        assert!(said.contains("weibao approve "), "{format}: {said}");
    }
}

#[test]
fn an_approval_is_sent_at_once_where_it_is_asked_to() {
    let (scenario, [chen, ..]) = place();
    scenario.place.open_ticket().ok();
    let approve = ["--as", "chen-jing", "approve", "origin/main..HEAD", "--key", &chen, "--push"];
    let said = scenario.place.weibao(&approve).ends(0);
    assert!(said.contains("the approval is at origin"), "{said}");
    scenario.push("main").ok();
    scenario.git(&["remote", "set-url", "origin", "/nowhere/at/all.git"]).ok();
    scenario.place.open_ticket().ok();
    let said = scenario.place.weibao(&approve).ends(2);
    assert!(said.contains("send it later: git push origin +refs/weibao/approvals/"), "{said}");
}

#[test]
fn the_same_head_is_approved_again_on_another_base_and_an_old_approval_is_not_played_back() {
    let (scenario, [chen, ..]) = place();
    scenario.place.open_ticket().ok();
    scenario.place.open_ticket().ok();
    // Only the last commit was seen, and that was sent.
    let name = scenario.approve("HEAD~1..HEAD", "chen-jing", &chen);
    scenario.push(&name).ok();
    let old = scenario.git(&["rev-parse", &name]).ok();
    scenario.lacks(&[]);
    scenario.approve("origin/main..HEAD", "chen-jing", &chen);
    scenario.push(&format!("+{name}")).ok();
    let said = scenario.push(&format!("+{}:{name}", old.trim())).ends(1);
    assert!(said.contains("is there already"), "{said}");
    scenario.push("main").ok();
}
