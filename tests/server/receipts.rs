//! The log of what a server received: written for every push however it came, caught up after a crash, closed to pushes.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::audits::breaches;
use crate::environment::Outcome;
use crate::parts;
use crate::scene::{Scene, WEIBAO};
use crate::web::Web;

pub(crate) const LOG: &str = "refs/weibao/receipts";
pub(crate) const FETCH: &str = "refs/weibao/receipts:refs/weibao/receipts";

impl Scene {
    /// A push through `weibao serve`, as sshd would run it for wang-jun.
    pub(crate) fn push_served(&self, refspecs: &[&str]) -> Outcome {
        let server = self.server.display();
        let receive =
            format!("SSH_ORIGINAL_COMMAND=\"git-receive-pack '{server}'\" '{WEIBAO}' serve '{server}' --as wang-jun #");
        let at = self.server.to_str().unwrap();
        self.place.git(&[&["push", "-q", "--receive-pack", &receive, at], refspecs].concat())
    }

    /// The entries of the log, first one first.
    pub(crate) fn receipts(&self) -> Vec<Value> {
        let log = self.on_server(&["rev-list", "--reverse", LOG]).ok();
        log.lines()
            .map(|commit| {
                let text = self.on_server(&["cat-file", "blob", &format!("{commit}:receipt.json")]).ok();
                serde_json::from_str(&text).unwrap()
            })
            .collect()
    }

    pub(crate) fn audit_server(&self, more: &[&str]) -> Outcome {
        self.place.weibao(&[&["--repo", self.server.to_str().unwrap(), "audit"], more].concat())
    }

    /// The newest entry as an audit names it.
    pub(crate) fn newest(&self) -> String {
        let said = self.audit_server(&["--format", "json"]).json();
        format!("{}:{}", said["newest"]["number"], said["newest"]["hash"].as_str().unwrap())
    }

    pub(crate) fn with_next_ticket(&self) -> String {
        self.place.open_ticket().ok();
        self.place.head().trim().to_owned()
    }

    /// Lets the server die, as far as the receipt goes, while `what` is pushed.
    fn without_receipts(&self, what: impl FnOnce()) {
        let hook = self.server.join("hooks/post-receive");
        let mode = |mode| std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        mode(0o644);
        what();
        mode(0o755);
    }

    fn janitor(&self) -> String {
        self.place.weibao(&["serve", self.server.to_str().unwrap(), "--janitor"]).ok()
    }

    pub(crate) fn public_key(&self) -> String {
        self.server.join("weibao/receipt-key.pub").to_str().unwrap().to_owned()
    }
}

/// Invariant 19
#[test]
fn every_push_leaves_an_entry_that_names_what_came_from_whom_and_when() {
    let scene = Scene::new();
    let founded = scene.place.head().trim().to_owned();
    let tip = scene.with_next_ticket();
    let said = scene.push_served(&["main"]).ok();
    assert_eq!(said, "");
    scene.push_served(&["main:refs/heads/draft", "main:refs/tags/v1"]).ok();
    let receipts = scene.receipts();
    let zero = "0".repeat(40);
    let told: Vec<_> = receipts
        .iter()
        .map(|one| ["ref", "old", "new", "pusher"].map(|name| one[name].as_str().unwrap_or("none").to_owned()))
        .collect();
    let expected = [
        ["refs/heads/main", zero.as_str(), founded.as_str(), "none"],
        ["refs/heads/main", founded.as_str(), tip.as_str(), "wang-jun"],
        ["refs/heads/draft", zero.as_str(), tip.as_str(), "wang-jun"],
        ["refs/tags/v1", zero.as_str(), tip.as_str(), "wang-jun"],
    ];
    assert_eq!(told, expected);
    assert_eq!(receipts[1]["verdict"]["ground"], founded.as_str());
    assert_eq!(receipts[1]["verdict"]["program"], concat!("weibao ", env!("CARGO_PKG_VERSION")));
    assert!(receipts[1]["signer"]["email"].as_str().unwrap().ends_with("@weibao.example"));
    scene.on_server(&["fsck", "--strict", "--full"]).ok();
    assert!(scene.audit_server(&[]).ok().contains("4 receipts"));
    let said = scene.doctor().ok();
    assert!(said.contains("the newest is number 4"), "{said}");
}

#[test]
fn an_entry_is_verified_by_ssh_keygen_with_nothing_of_ours() {
    let scene = Scene::new();
    let public = std::fs::read_to_string(scene.public_key()).unwrap();
    let signers = scene.place.path("signers");
    std::fs::write(&signers, format!("server namespaces=\"weibao-receipt\" {public}")).unwrap();
    let of = |name: &str| scene.on_server(&["cat-file", "blob", &format!("{LOG}:{name}")]).ok();
    let signature = scene.place.path("receipt.sig");
    std::fs::write(&signature, of("receipt.sig")).unwrap();
    for (text, holds) in [(of("receipt.json"), true), (of("receipt.json").replace("main", "moin"), false)] {
        let entry = scene.place.path("receipt.json");
        std::fs::write(&entry, text).unwrap();
        let verified = Command::new("ssh-keygen")
            .args(["-Y", "verify", "-n", "weibao-receipt", "-I", "server", "-f"])
            .arg(&signers)
            .arg("-s")
            .arg(&signature)
            .stdin(std::fs::File::open(&entry).unwrap())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(verified.success(), holds);
    }
}

#[test]
fn the_key_that_signs_is_for_the_servers_account_alone_and_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = Scene::new();
    let key = scene.server.join("weibao/receipt-key");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read_to_string(&key).unwrap();
    let said = scene.place.weibao(&["init", "--server", scene.server.to_str().unwrap()]).ok();
    assert_eq!(std::fs::read_to_string(&key).unwrap(), before);
    assert!(said.contains(std::fs::read_to_string(scene.public_key()).unwrap().trim()), "{said}");
    assert!(!said.contains("PRIVATE"), "{said}");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(scene.doctor().ends(1).contains("chmod 600"));
    std::fs::remove_file(&key).unwrap();
    assert!(scene.doctor().ends(1).contains("signs receipts is missing"));
}

/// CC-15
#[test]
fn an_entry_lost_in_a_crash_is_made_up_by_the_next_push_and_by_the_janitor() {
    let scene = Scene::new();
    let first = scene.with_next_ticket();
    scene.without_receipts(|| drop(scene.push_served(&["main", "main:refs/heads/draft"]).ok()));
    let open = scene.audit_server(&["--format", "json"]);
    assert_eq!((open.code, breaches(&open)), (1, vec!["stands".to_owned(), "uncovered".to_owned()]));
    assert!(scene.doctor().ok().contains("have no receipt yet"));
    let second = scene.with_next_ticket();
    let said = scene.push_served(&["main"]).ends(0);
    assert!(said.contains("made up"), "{said}");
    let receipts = scene.receipts();
    let told: Vec<_> = receipts[1..].iter().map(|one| (one["new"].as_str().unwrap(), &one["recovered"])).collect();
    let made_up = Value::from("from_ref_log");
    assert_eq!(told, [(first.as_str(), &made_up), (first.as_str(), &made_up), (second.as_str(), &Value::Null)]);
    assert_eq!((&receipts[1]["pusher"], &receipts[3]["pusher"]), (&Value::Null, &Value::from("wang-jun")));
    scene.audit_server(&[]).ok();
    let third = scene.with_next_ticket();
    scene.without_receipts(|| drop(scene.push_served(&["main"]).ok()));
    std::fs::remove_file(scene.server.join("logs/refs/heads/main")).unwrap();
    assert!(scene.janitor().contains("made up"));
    let last = scene.receipts().pop().unwrap();
    assert_eq!((&last["new"], &last["recovered"]), (&Value::from(third), &Value::from("time_unknown")));
    assert!(scene.audit_server(&[]).ok().contains("3 of them were made up later"));
    assert!(scene.janitor().contains("nothing was left over"));
}

/// CC-15
#[test]
fn a_hook_that_runs_twice_writes_one_entry() {
    let scene = Scene::new();
    let old = scene.place.head().trim().to_owned();
    let new = scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    let log = scene.on_server(&["rev-parse", LOG]).ok();
    let line = format!("{old} {new} refs/heads/main\n");
    let hook = scene.server.join("hooks/post-receive");
    for _ in 0..2 {
        let mut child = Command::new(&hook)
            .current_dir(&scene.server)
            .env("GIT_DIR", ".")
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), line.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(scene.on_server(&["rev-parse", LOG]).ok(), log);
}

#[test]
fn pushes_at_once_to_many_branches_leave_one_line_of_entries() {
    let scene = Scene::new();
    let server = scene.server.to_str().unwrap();
    let pushes: Vec<_> = (0..8)
        .map(|number| {
            Command::new("git")
                .args(["push", "-q", server, &format!("main:refs/heads/draft-{number}")])
                .current_dir(scene.place.records())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut push in pushes {
        assert!(push.wait().unwrap().success());
    }
    assert_eq!(scene.receipts().len(), 9);
    assert_eq!(scene.on_server(&["rev-list", "--merges", "--count", LOG]).ok().trim(), "0");
    scene.audit_server(&[]).ok();
    scene.on_server(&["fsck", "--strict", "--full"]).ok();
}

/// HR-03
#[test]
fn nobody_pushes_to_the_log() {
    let scene = Scene::new();
    let log = scene.on_server(&["rev-parse", LOG]).ok();
    for refspec in
        ["main:refs/weibao/receipts", "+main:refs/weibao/receipts", ":refs/weibao/receipts", "main:refs/weibao/x"]
    {
        assert_ne!(scene.push_served(&[refspec]).code, 0, "{refspec}");
        assert_ne!(scene.place.git(&["push", "-q", scene.server.to_str().unwrap(), refspec]).code, 0, "{refspec}");
    }
    assert_eq!(scene.on_server(&["rev-parse", LOG]).ok(), log);
    // Nor do its commits come in by a branch.
    scene.place.git(&["fetch", "-q", scene.server.to_str().unwrap(), FETCH]).ok();
    assert_ne!(scene.push_served(&["refs/weibao/receipts:refs/heads/log"]).code, 0);
}

/// ID-20: a certificate is a witness beside the entry; it opens nothing, and git's nonce tells an old one.
#[test]
fn the_certificate_of_a_signed_push_lies_beside_its_entry() {
    let scene = Scene::new();
    let Some(sshd) = scene.behind_sshd("") else { return };
    let key = scene.place.path("wang-key").to_str().unwrap().to_owned();
    let tip = scene.with_next_ticket();
    let settings = [
        format!("core.sshCommand={}", sshd.command(&key)),
        "gpg.format=ssh".to_owned(),
        format!("user.signingkey={key}"),
    ];
    let mut args: Vec<&str> = settings.iter().flat_map(|setting| ["-c", setting.as_str()]).collect();
    args.extend(["push", "-q", "--signed", "records.example:records.git", "main"]);
    scene.place.git(&args).ok();
    let receipt = scene.receipts().pop().unwrap();
    assert_eq!((&receipt["new"], &receipt["pusher"]), (&Value::from(tip.clone()), &Value::from("wang-jun")));
    assert_eq!(receipt["certificate"]["nonce_status"], "OK", "{receipt}");
    let certificate = scene.on_server(&["cat-file", "blob", &format!("{LOG}:certificate")]).ok();
    assert!(certificate.starts_with("certificate version") && certificate.contains(&tip), "{certificate}");
    scene.audit_server(&[]).ok();
}

/// TM-03, invariant 21
#[test]
fn a_clock_that_steps_back_gives_no_earlier_time_and_is_told() {
    let scene = Scene::new();
    let hook = scene.server.join("hooks/post-receive");
    let text = std::fs::read_to_string(&hook).unwrap();
    let ahead = text.replace("hook post-receive", "--now 2040-01-01T00:00:00+08:00 hook post-receive");
    parts::program(&hook, &ahead);
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    parts::program(&hook, &text);
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    let receipts = scene.receipts();
    assert_eq!(receipts[2]["received_at"], "2040-01-01T00:00:00+08:00");
    assert!(receipts[2]["clock"].as_str().unwrap() < "2040");
    assert!(scene.audit_server(&[]).ok().contains("1 were written while the server's clock was behind"));
}

#[test]
fn over_the_web_the_pusher_is_whom_the_web_server_let_in() {
    let scene = Scene::new();
    let cgi = scene.place.path("records.cgi");
    parts::program(&cgi, &format!("#!/bin/sh\nexec '{WEIBAO}' serve '{}' --http\n", scene.server.display()));
    let Some(web) = Web::start(&cgi, &["zhao-li:secret"]) else { return };
    let tip = scene.with_next_ticket();
    let address = format!("http://zhao-li:secret@127.0.0.1:{}/git/records.git", web.port);
    let said = scene.place.git(&["push", "-q", &address, "main"]).ends(0);
    assert!(said.contains(" 2:"), "{said}");
    let receipt = scene.receipts().pop().unwrap();
    assert_eq!((&receipt["new"], &receipt["pusher"]), (&Value::from(tip), &Value::from("zhao-li")));
    let there = scene.place.git(&["ls-remote", &address, LOG]).ok();
    assert!(there.contains(LOG), "the log is fetched over the web too: {there}");
}

#[test]
fn a_report_takes_the_servers_log_for_the_third_clock_once_it_was_fetched() {
    let scene = Scene::new();
    scene.with_next_ticket();
    scene.push_served(&["main"]).ok();
    let report = |more: &str| {
        let line = format!("weibao-report callbacks --format json --checked no {more}");
        scene.place.shell(&line)
    };
    let clocks = |outcome: Outcome| outcome.json()["clocks"].as_array().unwrap().len();
    assert_eq!(clocks(report("")), 2);
    let said = report("--clock received --as-of 2030-01-01").ends(2);
    assert!(said.contains(FETCH), "{said}");
    scene.place.git(&["fetch", "-q", scene.server.to_str().unwrap(), FETCH]).ok();
    assert_eq!(clocks(report("")), 3);
    let known = report("--clock received --as-of 2030-01-01").json();
    assert_eq!(known["commit"], scene.place.head().trim());
}
