//! What a new server demands whatever the company's policy says: signed commits and posts, from the second push on.

use std::path::Path;

use crate::scene::Scene;

/// A key of this person signs commits here, and their address writes them.
pub(crate) fn act_as(scene: &Scene, who: &str, key: &Path) {
    for (name, value) in [
        ("gpg.format", "ssh"),
        ("commit.gpgsign", "true"),
        ("user.signingkey", key.to_str().unwrap()),
        ("weibao.staff", who),
    ] {
        scene.place.git(&["config", name, value]).ok();
    }
}

#[test]
fn a_new_server_demands_signatures_and_posts_from_the_second_push_on() {
    let scene = Scene::made_with(&[]);
    let said = scene.doctor().ok();
    assert_eq!(said.matches("demanded whatever").count(), 2, "{said}");
    let founded = scene.refs();
    let unsigned = scene.with_next_ticket();
    let said = scene.push_served(&["main"]).ends(1);
    assert!(said.contains("unsigned_commit") && scene.refs() == founded, "{said}");
    scene.place.git(&["reset", "-q", "--hard", "HEAD^"]).ok();
    act_as(&scene, "wang-jun", &scene.place.path("wang-key"));
    let signed = scene.with_next_ticket();
    assert_ne!(signed, unsigned);
    scene.push_served(&["main"]).ok();
    let receipt = scene.receipts().pop().unwrap();
    assert!(receipt["signer"]["key"].as_str().unwrap().starts_with("SHA256:"), "{receipt}");
    assert_eq!(receipt["verdict"]["demands"].as_array().unwrap().len(), 2);
    // Signed as it should be, but no technician's business.
    scene.place.weibao(&["edit", "client", "C00001", "--set", "name=乙公司", "--as", "wang-jun"]).ok();
    let said = scene.push_served(&["main"]).ends(1);
    assert!(said.contains("author_may_not"), "{said}");
}

#[test]
fn a_founding_after_which_nobody_could_push_is_refused() {
    let scene = Scene::new();
    let strict = scene.place.path("srv/strict.git");
    let at = strict.to_str().unwrap();
    scene.place.weibao(&["init", "--server", at]).ok();
    let said = scene.place.git(&["push", "-q", at, "main"]).ends(1);
    assert!(said.contains("nobody could push again"), "{said}");
    // wang-jun has a key, but cannot register anybody's; the office can.
    scene
        .place
        .weibao(&["edit", "staff", "wang-jun", "--set", r#"roles.1={"role":"office","from":"2026-01-01"}"#])
        .ok();
    scene.place.git(&["push", "-q", at, "main"]).ok();
}

#[test]
fn what_a_server_does_not_demand_is_said_and_stays_so() {
    let scene = Scene::new();
    let said = scene.doctor().ok();
    assert_eq!(said.matches(" is off, only the company").count(), 2, "{said}");
    let server = scene.server.to_str().unwrap();
    scene.place.weibao(&["init", "--server", server]).ok();
    assert_eq!(scene.doctor().ok().matches(" is off, only the company").count(), 2);
    scene.on_server(&["config", "weibao.requireSignedCommits", "true"]).ok();
    assert_eq!(scene.doctor().ok().matches("demanded whatever").count(), 1);
    scene.place.weibao(&["init", "somewhere", "--allow-unsigned"]).ends(2);
}
