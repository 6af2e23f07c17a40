//! The audit of the log of receipts on the server and on clones: whatever was done to it or to the history is found.

use std::process::Command;

use crate::environment::Outcome;
use crate::receipts::{FETCH, LOG};
use crate::scene::Scene;

pub(crate) fn breaches(audit: &Outcome) -> Vec<String> {
    let mut found: Vec<String> = audit.json()["breaches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["what"].as_str().unwrap().to_owned())
        .collect();
    found.dedup();
    found
}

#[test]
fn a_clone_fetches_the_log_audits_it_and_tells_when_a_commit_was_received() {
    let scene = Scene::new();
    let tip = scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    let at = scene.server.to_str().unwrap();
    let said = scene.place.weibao(&["audit"]).ends(2);
    assert!(said.contains("git fetch origin"), "{said}");
    scene.place.git(&["remote", "add", "origin", at]).ok();
    scene.place.git(&["fetch", "-q", "origin", FETCH, "main:refs/remotes/origin/main"]).ok();
    let said = scene.place.weibao(&["audit", "--commit", "HEAD"]).ends(0);
    assert!(said.contains("2 receipts") && said.contains(&format!("{tip} was received at 20")), "{said}");
    assert!(said.contains("known from nowhere else"), "{said}");
    let said = scene.place.weibao(&["audit", "--key", &scene.public_key(), "--since", &scene.newest()]).ends(0);
    assert!(!said.contains("known from nowhere else"), "{said}");
    let asked = scene.place.weibao(&["audit", "--format", "json", "--commit", "HEAD"]).json();
    assert_eq!(asked["commit"]["number"], 2);
    assert_eq!(asked["commit"]["received_at"], scene.receipts()[1]["received_at"]);
    // A branch that is behind its receipts was not fetched with them, or the server has taken it back.
    scene.place.git(&["update-ref", "refs/remotes/origin/main", "HEAD^"]).ok();
    let behind = scene.place.weibao(&["audit", "--format", "json"]);
    assert_eq!((behind.code, breaches(&behind)), (1, vec!["behind".to_owned()]));
    scene.place.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]).ok();
    // What is not pushed has no receipt, and is no fault of the server's.
    scene.with_next_ticket();
    let said = scene.place.weibao(&["audit", "--commit", "HEAD"]).ends(0);
    assert!(said.contains("has no receipt"), "{said}");
    let other = scene.place.ssh_key("other");
    let wrong = scene.place.weibao(&["audit", "--format", "json", "--key", &format!("{other}.pub")]);
    assert_eq!((wrong.code, breaches(&wrong)), (1, vec!["key".to_owned()]));
    scene.place.weibao(&["audit", "--since", "17:abc"]).ends(2);
}

/// The log with each commit but one, or in another order, chained anew as git itself would.
fn rewrite(scene: &Scene, commits: &[&str]) {
    let mut parent: Option<String> = None;
    for commit in commits {
        let tree = scene.on_server(&["rev-parse", &format!("{commit}^{{tree}}")]).ok();
        let mut args = vec!["commit-tree", "-m", "receipt", tree.trim()];
        if let Some(parent) = &parent {
            args.extend(["-p", parent]);
        }
        parent = Some(scene.on_server(&args).ok().trim().to_owned());
    }
    scene.on_server(&["update-ref", LOG, &parent.unwrap()]).ok();
}

/// HR-11, invariant 20: whoever owns the disk but has not the key.
#[test]
fn an_entry_removed_moved_doubled_or_cut_off_on_the_servers_disk_is_found() {
    let scene = Scene::new();
    for _ in 0..3 {
        scene.with_next_ticket();
        scene.push_served(&["main"]).ok();
    }
    let noted = scene.newest();
    let sound = scene.on_server(&["rev-list", "--reverse", LOG]).ok();
    let all: Vec<_> = sound.lines().collect();
    let [a, b, c, d] = all[..] else { panic!("{all:?}") };
    let shown = scene.place.path("shown");
    scene.place.git(&["init", "-q", "--bare", shown.to_str().unwrap()]).ok();
    let fetch = || {
        scene.place.git(&["--git-dir", shown.to_str().unwrap(), "fetch", "-q", scene.server.to_str().unwrap(), FETCH])
    };
    fetch().ok();
    for (what, commits) in [
        ("removed", vec![a, c, d]),
        ("the first removed", vec![b, c, d]),
        ("moved", vec![a, c, b, d]),
        ("doubled", vec![a, b, b, c, d]),
        ("the last doubled", vec![a, b, c, d, d]),
        ("cut off", vec![a, b, c]),
    ] {
        rewrite(&scene, &commits);
        let audit = scene.audit_server(&["--format", "json"]);
        assert_eq!(audit.code, 1, "{what}: {}", audit.stdout);
        let audit = scene.audit_server(&["--format", "json", "--since", &noted]);
        assert!(what != "cut off" || breaches(&audit).contains(&"anchor".to_owned()), "{what}: {}", audit.stdout);
        assert_ne!(fetch().code, 0, "{what}: whoever fetched before is told by git itself");
    }
    scene.on_server(&["update-ref", LOG, d]).ok();
    scene.audit_server(&["--since", &noted]).ok();
    scene.on_server(&["update-ref", "-d", LOG]).ok();
    let audit = scene.audit_server(&["--format", "json"]);
    assert!(breaches(&audit).contains(&"gone".to_owned()), "{}", audit.stdout);
}

/// HR-11, HR-12, CC-17
#[test]
fn history_rewritten_on_the_servers_disk_is_found_there_and_on_a_clone() {
    let scene = Scene::new();
    let at = scene.server.to_str().unwrap();
    for _ in 0..2 {
        scene.with_next_ticket();
        scene.push_served(&["main"]).ok();
    }
    let tip = scene.place.head().trim().to_owned();
    let clone = scene.place.path("auditor");
    let audited = |what: &str| {
        let _ = std::fs::remove_dir_all(&clone);
        scene.place.git(&["clone", "-q", "--no-local", at, clone.to_str().unwrap()]).ok();
        scene.place.git(&["-C", clone.to_str().unwrap(), "fetch", "-q", "origin", FETCH]).ok();
        let there = scene.place.weibao(&["--repo", clone.to_str().unwrap(), "audit", "--format", "json"]);
        let here = scene.audit_server(&["--format", "json"]);
        assert_eq!((there.code, here.code), (1, 1), "{what}: {}{}", there.stdout, here.stdout);
        (breaches(&there), breaches(&here))
    };
    // The last commit taken away, as from a backup an hour old.
    scene.on_server(&["update-ref", "refs/heads/main", &format!("{tip}^")]).ok();
    let (there, here) = audited("taken away");
    assert!(there.contains(&"not_here".to_owned()) && here.contains(&"stands".to_owned()), "{there:?} {here:?}");
    // Another put in its place.
    let tree = scene.on_server(&["rev-parse", &format!("{tip}^{{tree}}")]).ok();
    let other = scene.on_server(&["commit-tree", "-m", "x", "-p", &format!("{tip}^"), tree.trim()]).ok();
    scene.on_server(&["update-ref", "refs/heads/main", other.trim()]).ok();
    let (there, here) = audited("exchanged");
    assert!(there.contains(&"uncovered".to_owned()) && here.contains(&"diverged".to_owned()), "{there:?} {here:?}");
    // One put on top, past every gate.
    let more = scene.on_server(&["commit-tree", "-m", "x", "-p", &tip, tree.trim()]).ok();
    scene.on_server(&["update-ref", "refs/heads/main", more.trim()]).ok();
    let (there, here) = audited("put on top");
    assert!(there == ["uncovered"] && here == ["stands", "uncovered"], "{there:?} {here:?}");
    scene.on_server(&["update-ref", "refs/heads/main", &tip]).ok();
    scene.audit_server(&[]).ok();
}

/// HR-12, HR-13: what one person noted does not fit what another is shown.
#[test]
fn two_histories_shown_to_two_people_do_not_have_the_same_notes() {
    let scene = Scene::new();
    let twin = scene.place.path("srv/twin.git");
    assert!(Command::new("cp").arg("-a").arg(&scene.server).arg(&twin).status().unwrap().success());
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    let noted = scene.newest();
    scene.with_next_ticket();
    let hook = std::fs::read_to_string(scene.server.join("hooks/post-receive")).unwrap();
    assert!(hook.contains("post-receive"));
    scene
        .place
        .git(&["-C", twin.to_str().unwrap(), "config", "core.hooksPath", twin.join("hooks").to_str().unwrap()])
        .ok();
    scene.place.git(&["push", "-q", twin.to_str().unwrap(), "main"]).ok();
    let other = scene.place.weibao(&["--repo", twin.to_str().unwrap(), "audit", "--format", "json", "--since", &noted]);
    assert_eq!((other.code, breaches(&other)), (1, vec!["anchor".to_owned()]), "{}", other.stdout);
}
