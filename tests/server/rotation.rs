//! The key that signs receipts is changed: who knows the old one follows, an unannounced one is found, and a change that was
//! cut off is brought to its end.

use std::path::PathBuf;

use crate::audits::breaches;
use crate::environment::Outcome;
use crate::receipts::{FETCH, LOG};
use crate::scene::Scene;

impl Scene {
    fn rotate(&self) -> Outcome {
        self.place.weibao(&["serve", self.server.to_str().unwrap(), "--rotate-key"])
    }

    fn key_file(&self) -> PathBuf {
        self.server.join("weibao/receipt-key")
    }
}

#[test]
fn who_knows_the_old_key_or_the_new_one_audits_across_the_change() {
    let scene = Scene::new();
    let old = std::fs::read_to_string(scene.public_key()).unwrap();
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    let said = scene.rotate().ok();
    let new = std::fs::read_to_string(scene.public_key()).unwrap();
    assert!(new != old && said.contains(new.trim()), "{said}");
    assert!(!said.contains("PRIVATE"), "{said}");
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(scene.key_file()).unwrap().permissions().mode() & 0o777, 0o600);
    }
    scene.audit_server(&[]).ok();
    scene.doctor().ok();
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    let receipts = scene.receipts();
    let (old, new) = (old.trim(), new.trim());
    let signed: Vec<_> = receipts.iter().map(|one| one["server"].as_str().unwrap()).collect();
    assert_eq!(signed, [old, old, old, new, new]);
    assert_eq!(receipts[2]["next"], new);
    assert!(receipts[2]["old"] == receipts[2]["new"] && receipts[3]["old"] == receipts[3]["new"]);
    scene.audit_server(&[]).ok();
    // On a clone, by either key and by neither.
    scene.place.git(&["remote", "add", "origin", scene.server.to_str().unwrap()]).ok();
    scene.place.git(&["fetch", "-q", "origin", FETCH, "main:refs/remotes/origin/main"]).ok();
    for key in [&["--key", old][..], &["--key", new], &[]] {
        assert!(scene.place.weibao(&[&["audit"], key].concat()).ok().contains("5 receipts"), "{key:?}");
    }
    // And once more.
    scene.rotate().ok();
    assert!(scene.audit_server(&["--key", old]).ok().contains("7 receipts"));
    scene.on_server(&["fsck", "--strict", "--full"]).ok();
}

#[test]
fn a_key_that_was_not_announced_is_found() {
    let scene = Scene::new();
    let old = std::fs::read_to_string(scene.public_key()).unwrap();
    // As somebody would who has the server's disk.
    let other = scene.place.ssh_key("other");
    std::fs::copy(&other, scene.key_file()).unwrap();
    std::fs::copy(format!("{other}.pub"), scene.public_key()).unwrap();
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    for key in [&["--key", old.trim()][..], &["--key", &format!("{other}.pub")], &[]] {
        let found = scene.audit_server(&[&["--format", "json"], key].concat());
        assert_eq!((found.code, breaches(&found)), (1, vec!["key".to_owned()]), "{key:?}");
    }
    // An administrator who has lost the old one vouches for both.
    scene.audit_server(&["--key", old.trim(), "--key", &format!("{other}.pub")]).ok();
}

#[test]
fn a_change_that_was_cut_off_is_brought_to_its_end_by_whoever_writes_next() {
    let scene = Scene::new();
    let (key, public) = (scene.key_file(), PathBuf::from(scene.public_key()));
    let before = [std::fs::read(&key).unwrap(), std::fs::read(&public).unwrap()];
    scene.rotate().ok();
    let after = std::fs::read(&key).unwrap();
    // Killed when the new key was announced, and had not taken its place.
    scene.on_server(&["update-ref", LOG, &format!("{LOG}^")]).ok();
    std::fs::rename(&key, key.with_extension("next")).unwrap();
    std::fs::write(&key, &before[0]).unwrap();
    std::fs::write(&public, &before[1]).unwrap();
    scene.audit_server(&[]).ok();
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    assert_eq!(std::fs::read(&key).unwrap(), after);
    assert_ne!(std::fs::read(&public).unwrap(), before[1]);
    assert!(scene.audit_server(&[]).ok().contains("4 receipts"));
    // Killed before it was announced: nothing has changed.
    std::fs::copy(scene.place.ssh_key("other"), key.with_extension("next")).unwrap();
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    assert_eq!(std::fs::read(&key).unwrap(), after);
    assert!(scene.audit_server(&[]).ok().contains("5 receipts"));
}

#[test]
fn before_anything_was_received_there_is_no_log_to_go_on_with() {
    let scene = Scene::new();
    let fresh = scene.place.path("srv/fresh.git");
    scene.place.weibao(&["init", "--server", fresh.to_str().unwrap()]).ok();
    let said = scene.place.weibao(&["serve", fresh.to_str().unwrap(), "--rotate-key"]).ends(2);
    assert!(said.contains("nothing has been received yet"), "{said}");
}
