//! Signed pushes (`git push --signed`): a certificate that is given must hold, its signer stands in the receipt, and a server
//! or a company may demand one.

use std::process::{Command, Stdio};
use std::time::SystemTime;

use serde_json::Value;
use weibao::record::instant::Instant;

use crate::environment::Outcome;
use crate::receipts::LOG;
use crate::scene::{Scene, Sshd};

/// wang-jun's session, in which this key signs the push.
fn push_signed(scene: &Scene, sshd: &Sshd, key: &str, refspecs: &[&str]) -> Outcome {
    let settings = [
        format!("core.sshCommand={}", sshd.command(scene.place.path("wang-key").to_str().unwrap())),
        "gpg.format=ssh".to_owned(),
        format!("user.signingkey={key}"),
    ];
    let mut args: Vec<&str> = settings.iter().flat_map(|setting| ["-c", setting.as_str()]).collect();
    args.extend(["push", "-q", "--signed", "records.example:records.git"]);
    args.extend(refspecs);
    scene.place.git(&args)
}

fn wangs_key(scene: &Scene) -> String {
    scene.place.path("wang-key").to_str().unwrap().to_owned()
}

#[test]
fn the_receipt_names_the_member_of_staff_whose_certificate_held() {
    let scene = Scene::new();
    let Some(sshd) = scene.behind_sshd("") else { return };
    let tip = scene.with_next_ticket();
    push_signed(&scene, &sshd, &wangs_key(&scene), &["main", "main:refs/heads/draft"]).ok();
    let receipts = scene.receipts();
    for receipt in &receipts[1..] {
        assert_eq!(
            (&receipt["new"], &receipt["certificate"]["staff"]),
            (&Value::from(tip.clone()), &"wang-jun".into())
        );
    }
    assert_eq!(receipts.len(), 3);
    assert_eq!(receipts[0]["certificate"], Value::Null);
    scene.audit_server(&[]).ok();
}

#[test]
fn a_certificate_by_a_key_that_is_nobodys_or_does_not_count_now_is_refused() {
    let scene = Scene::new();
    let Some(sshd) = scene.behind_sshd("") else { return };
    let stranger = scene.place.ssh_key("stranger");
    scene.with_next_ticket();
    let before = scene.refs();
    let said = push_signed(&scene, &sshd, &stranger, &["main"]).ends(1);
    assert!(said.contains("push_certificate_unusable") && said.contains("没有登记在任何员工名下"), "{said}");
    assert_eq!(scene.refs(), before);
    // The key goes out of use in the register; the session is still let in, for sshd's list is written anew by a timer.
    let public = std::fs::read_to_string(wangs_key(&scene) + ".pub").unwrap();
    let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let keys = format!(r#"keys=[{{"public":"{public}","from":"2026-01-01","to":"2026-03-31"}}]"#);
    scene.place.weibao(&["edit", "staff", "wang-jun", "--set", &keys]).ok();
    scene.push_served(&["main"]).ok();
    scene.with_next_ticket();
    let before = scene.refs();
    let said = push_signed(&scene, &sshd, &wangs_key(&scene), &["main"]).ends(1);
    assert!(said.contains("push_certificate_unusable") && said.contains(" 无效"), "{said}");
    assert_eq!(scene.refs(), before);
    // Without a certificate nothing is wrong with the push.
    scene.push_served(&["main"]).ok();
}

/// The server's own clock, by which it counts keys.
#[expect(clippy::disallowed_methods, reason = "a real server behind sshd has the machine's clock")]
fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

/// What the hook says to a move with a certificate, as git would ask it.
fn hook(scene: &Scene, certificate: &str, nonce_status: &str, line: &str) -> (bool, String) {
    let file = scene.place.path("certificate");
    std::fs::write(&file, certificate).unwrap();
    let object = scene.on_server(&["hash-object", "-w", file.to_str().unwrap()]).ok();
    let mut child = Command::new(scene.server.join("hooks/pre-receive"))
        .current_dir(&scene.server)
        .env_clear()
        .env("GIT_DIR", ".")
        .env("LANG", "en_GB.UTF-8")
        .env("GIT_PUSH_CERT", object.trim())
        .env("GIT_PUSH_CERT_NONCE_STATUS", nonce_status)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), line.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// ID-20: sent once more, for another move, with one letter changed: git calls the hook, and the hook refuses.
#[test]
fn a_certificate_vouches_for_its_own_moves_at_its_own_time_and_nothing_else() {
    let scene = Scene::new();
    let Some(sshd) = scene.behind_sshd("") else { return };
    let old = scene.place.head().trim().to_owned();
    let new = scene.with_next_ticket();
    push_signed(&scene, &sshd, &wangs_key(&scene), &["main"]).ok();
    let certificate = scene.on_server(&["cat-file", "blob", &format!("{LOG}:certificate")]).ok();
    // The server as it was before, as a restored backup would be.
    scene.on_server(&["update-ref", "refs/heads/main", &old]).ok();
    let line = format!("{old} {new} refs/heads/main\n");
    let (well, said) = hook(&scene, &certificate, "OK", &line);
    assert!(well, "{said}");
    let zero = "0".repeat(40);
    let changed = certificate.replacen("pushee ", "pushee x", 1);
    assert_ne!(changed, certificate);
    let cut = certificate.split("-----BEGIN").next().unwrap();
    for (certificate, status, line, why) in [
        (certificate.as_str(), "BAD", line.clone(), "signed for another one"),
        (&certificate, "SLOP", line.clone(), "signed for another one"),
        (&certificate, "MISSING", line.clone(), "signed for another one"),
        (&certificate, "", line.clone(), "signed for another one"),
        (&certificate, "OK", format!("{zero} {new} refs/heads/draft\n"), "something else"),
        (&certificate, "OK", format!("{line}{zero} {new} refs/heads/draft\n"), "something else"),
        (&changed, "OK", line.clone(), "cannot be used"),
        (cut, "OK", line.clone(), "not in a form"),
        (&format!("{certificate}\n{certificate}"), "OK", line.clone(), "something else"),
        (&"x".repeat(20_000), "OK", line.clone(), "not in a form"),
    ] {
        let (well, said) = hook(&scene, certificate, status, &line);
        assert!(!well && said.contains("push_certificate_unusable"), "{why}: {said}");
        assert!(said.contains(why) || why == "something else", "{why}: {said}");
    }
}

#[test]
fn where_certificates_are_demanded_a_plain_push_is_refused() {
    let scene = Scene::new();
    let Some(sshd) = scene.behind_sshd("") else { return };
    let key = wangs_key(&scene);
    scene.on_server(&["config", "weibao.requireSignedPushes", "true"]).ok();
    assert!(scene.doctor().ok().contains("each push carries a certificate"));
    scene.with_next_ticket();
    let before = scene.refs();
    let said = scene.push_served(&["main"]).ends(1);
    assert!(said.contains("unsigned_push") && said.contains("push.gpgSign"), "{said}");
    assert_eq!(scene.refs(), before);
    push_signed(&scene, &sshd, &key, &["main"]).ok();
    let demands = scene.receipts().pop().unwrap()["verdict"]["demands"].clone();
    assert!(demands.as_array().unwrap().contains(&"weibao.requiresignedpushes".into()), "{demands}");
    // weibao sync does as the finding says.
    let tip = scene.with_next_ticket();
    scene.place.git(&["remote", "add", "origin", "records.example:records.git"]).ok();
    for (name, value) in
        [("core.sshCommand", sshd.command(&key)), ("gpg.format", "ssh".to_owned()), ("user.signingkey", key.clone())]
    {
        scene.place.git(&["config", name, &value]).ok();
    }
    let said = scene.place.weibao(&["sync", "--as", "wang-jun"]).ends(1);
    assert!(said.contains("unsigned_push"), "{said}");
    scene.place.git(&["config", "push.gpgSign", "true"]).ok();
    scene.place.weibao(&["sync", "--as", "wang-jun"]).ok();
    assert_eq!(scene.receipts().pop().unwrap()["new"], tip.as_str());
}

#[test]
fn a_company_may_demand_certificates_by_its_policy_from_the_next_push_on() {
    let scene = Scene::new();
    let Some(sshd) = scene.behind_sshd("") else { return };
    // The server's clock is the real one, and a policy may begin no earlier than its day.
    let today = Instant::from_unix(unix_now()).unwrap().day().to_string();
    let set = ["policy", "set", "require_signed_pushes", "true", "--from", &today, "--reason", "试行"];
    scene.place.weibao(&set).ok();
    scene.push_served(&["main"]).ok();
    scene.with_next_ticket();
    let said = scene.push_served(&["main"]).ends(1);
    assert!(said.contains("unsigned_push"), "{said}");
    push_signed(&scene, &sshd, &wangs_key(&scene), &["main"]).ok();
}
