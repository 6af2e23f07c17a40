//! The log of what a server received: written for every push however it came, caught up after a crash, closed to pushes,
//! and audited on the server and on clones, where whatever was done to it or to the history is found.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::environment::Outcome;
use crate::scene::{Scene, WEIBAO};

const LOG: &str = "refs/weibao/receipts";
const FETCH: &str = "refs/weibao/receipts:refs/weibao/receipts";

impl Scene {
    /// A push through `weibao serve`, as sshd would run it for wang-jun.
    fn push_served(&self, refspecs: &[&str]) -> Outcome {
        let server = self.server.display();
        let receive =
            format!("SSH_ORIGINAL_COMMAND=\"git-receive-pack '{server}'\" '{WEIBAO}' serve '{server}' --as wang-jun #");
        let at = self.server.to_str().unwrap();
        self.place.git(&[&["push", "-q", "--receive-pack", &receive, at], refspecs].concat())
    }

    /// The entries of the log, first one first.
    fn receipts(&self) -> Vec<Value> {
        let log = self.on_server(&["rev-list", "--reverse", LOG]).ok();
        log.lines()
            .map(|commit| {
                let text = self.on_server(&["cat-file", "blob", &format!("{commit}:receipt.json")]).ok();
                serde_json::from_str(&text).unwrap()
            })
            .collect()
    }

    fn audit_server(&self, more: &[&str]) -> Outcome {
        self.place.weibao(&[&["--repo", self.server.to_str().unwrap(), "audit"], more].concat())
    }

    /// The newest entry as an audit names it.
    fn newest(&self) -> String {
        let said = self.audit_server(&["--format", "json"]).json();
        format!("{}:{}", said["newest"]["number"], said["newest"]["hash"].as_str().unwrap())
    }

    fn with_next_ticket(&self) -> String {
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

    fn public_key(&self) -> String {
        self.server.join("weibao/receipt-key.pub").to_str().unwrap().to_owned()
    }
}

fn breaches(audit: &Outcome) -> Vec<String> {
    let mut found: Vec<String> =
        audit.json()["breaches"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap().to_owned()).collect();
    found.dedup();
    found
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
    for refspec in ["main:refs/weibao/receipts", "+main:refs/weibao/receipts", ":refs/weibao/receipts", "main:refs/weibao/x"] {
        assert_ne!(scene.push_served(&[refspec]).code, 0, "{refspec}");
        assert_ne!(scene.place.git(&["push", "-q", scene.server.to_str().unwrap(), refspec]).code, 0, "{refspec}");
    }
    assert_eq!(scene.on_server(&["rev-parse", LOG]).ok(), log);
    // Nor do its commits come in by a branch.
    scene.place.git(&["fetch", "-q", scene.server.to_str().unwrap(), FETCH]).ok();
    assert_ne!(scene.push_served(&["refs/weibao/receipts:refs/heads/log"]).code, 0);
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
    let fetch = || scene.place.git(&["--git-dir", shown.to_str().unwrap(), "fetch", "-q", scene.server.to_str().unwrap(), FETCH]);
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
    scene.place.git(&["-C", twin.to_str().unwrap(), "config", "core.hooksPath", twin.join("hooks").to_str().unwrap()]).ok();
    scene.place.git(&["push", "-q", twin.to_str().unwrap(), "main"]).ok();
    let other = scene.place.weibao(&["--repo", twin.to_str().unwrap(), "audit", "--format", "json", "--since", &noted]);
    assert_eq!((other.code, breaches(&other)), (1, vec!["anchor".to_owned()]), "{}", other.stdout);
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

/// A key of this person signs commits here, and their address writes them.
fn act_as(scene: &Scene, who: &str, key: &Path) {
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
    scene.place.weibao(&["edit", "staff", "wang-jun", "--set", r#"roles.1={"role":"office","from":"2026-01-01"}"#]).ok();
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
