//! Sealed contacts in daily work: a new number, private keys with a passphrase or none at all, whom a caller is to ring, two
//! people at the same keys, and a removal that is killed at its steps.

use std::path::Path;

use crate::contacts::{PHONE, blobs_with, erase, git_dir, keys_in, sealed};
use crate::kills::{KILL, copy, fell, sample};
use crate::parts;
use crate::scene::Scene;

const NEW: &str = "13700001111";

fn key(scene: &Scene) -> String {
    scene.place.path("wang-key").to_str().unwrap().to_owned()
}

/// Everything in a folder of the program's own in the clone: drafts, caches.
fn kept_beside_git(scene: &Scene) -> String {
    scene.place.shell("cat $(find .git/weibao -type f) /dev/null").ok()
}

#[test]
fn a_new_number_is_sealed_in_place_of_the_old_one_and_all_of_it_goes_with_the_contact() {
    let scene = sealed();
    let (place, key) = (&scene.place, key(&scene));
    let phone = format!("phone={NEW}");
    // In plain words it is not put there, and no draft keeps it.
    let said = place.weibao(&["edit", "contact", "C00001-02", "--set", &phone]).ends(2);
    assert!(said.contains("weibao contact seal C00001-02 --set phone="), "{said}");
    let said = place.weibao(&["contact", "seal", "C00001-02", "--set", "phone=abc", "--key", &key]).ends(2);
    assert!(said.contains("is not as it should be"), "{said}");
    let said = place.weibao(&["contact", "seal", "C00001-02", "--set", &phone, "--key", &key]).ends(0);
    assert!(said.contains("holds new values"), "{said}");
    let show = ["contact", "show", "C00001-02", "--key", key.as_str()];
    let said = place.weibao(&show).ok();
    assert!(said.contains(NEW) && said.contains("密甲") && !said.contains(PHONE), "{said}");
    // Whoever gives all three needs no key to read the old ones.
    let all = ["--set", "name=密丙", "--set", "title=秘丁", "--set", &phone];
    place.weibao(&[&["contact", "seal", "C00001-02"], &all[..]].concat()).ok();
    assert!(place.weibao(&show).ok().contains("密丙"));
    place.weibao(&["check", "--all", "--history"]).ok();
    place.weibao(&["sync"]).ok();
    assert_eq!(keys_in(&scene, &scene.server), 3);
    for value in [NEW, PHONE, "密甲", "密丙"] {
        assert_eq!(blobs_with(&scene, &git_dir(&scene), value), 0, "{value}");
        assert!(!kept_beside_git(&scene).contains(value), "{value}");
    }
    erase(&scene);
    assert_eq!(keys_in(&scene, &git_dir(&scene)), 0, "the keys of old values too");
    place.weibao(&["sync"]).ok();
    place.weibao(&["serve", scene.server.to_str().unwrap(), "--janitor", "--gc"]).ok();
    assert_eq!(keys_in(&scene, &scene.server), 0);
    place.weibao(&["check", "--all", "--history"]).ok();
}

#[test]
fn nothing_new_is_sealed_once_the_erasure_is_asked_for() {
    let scene = sealed();
    let place = &scene.place;
    let asks = place.scanned("erasure:applicant");
    let ask = ["contact", "erase", "C00001-02", "--second", "chen-jing", "--reason", "x", "--as", "zhao-li"];
    place.weibao(&[&ask[..], &["--sign", &asks]].concat()).ok();
    let phone = format!("phone={NEW}");
    let said = place.weibao(&["contact", "seal", "C00001-02", "--set", &phone, "--key", &key(&scene)]).ends(2);
    assert!(said.contains("has been asked for"), "{said}");
}

#[test]
fn a_key_with_a_passphrase_opens_with_it_and_without_a_terminal_says_how() {
    let scene = sealed();
    let (place, key) = (&scene.place, key(&scene));
    place.shell(&format!("ssh-keygen -q -p -P '' -N 'open it' -f '{key}'")).ok();
    let show = ["contact", "show", "C00001-02", "--key", key.as_str()];
    let said = place.weibao(&show).ends(2);
    assert!(said.contains("has a passphrase") && said.contains("--passphrase-file"), "{said}");
    let file = place.path("passphrase");
    let with = [&show[..], &["--passphrase-file", file.to_str().unwrap()]].concat();
    std::fs::write(&file, "wrong\n").unwrap();
    assert!(place.weibao(&with).ends(2).contains("not given or is wrong"));
    std::fs::write(&file, "open it\n").unwrap();
    assert!(place.weibao(&with).ok().contains(PHONE));
}

/// Runs what follows at a terminal, answers the question for a passphrase, and tells what was on the screen.
const AT_A_TERMINAL: &str = r"
import os, pty, select, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen, asked, end = b'', 0, time.time() + 30
while time.time() < end:
    if not select.select([fd], [], [], 0.5)[0]:
        continue
    try:
        part = os.read(fd, 4096)
    except OSError:
        break
    if not part:
        break
    seen += part
    if b'\x1b[6n' in part:
        os.write(fd, b'\x1b[1;1R')
    if b'passphrase of' in seen and not asked:
        asked = 1
        time.sleep(0.3)
        os.write(fd, sys.argv[1].encode() + b'\r')
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
";

#[test]
fn at_a_terminal_the_passphrase_is_asked_for_and_not_shown() {
    if parts::need("python3").is_none() {
        return;
    }
    let scenario = sealed();
    let (place, key) = (&scenario.place, key(&scenario));
    place.shell(&format!("ssh-keygen -q -p -P '' -N 'open it' -f '{key}'")).ok();
    let script = place.path("terminal.py");
    std::fs::write(&script, AT_A_TERMINAL).unwrap();
    let at = |phrase: &str| {
        let command = format!("weibao contact show C00001-02 --key '{key}'");
        place.shell(&format!("TERM=xterm python3 '{}' '{phrase}' {command}", script.display()))
    };
    let said = at("open it").ok();
    assert!(said.contains(PHONE) && !said.contains("open it"), "{said}");
    assert!(at("something else").ends(2).contains("is wrong"));
}

#[test]
fn keys_of_agents_and_devices_are_told_the_way_around() {
    let scene = sealed();
    let place = &scene.place;
    let other = place.path("ecdsa");
    place.shell(&format!("ssh-keygen -q -t ecdsa -N '' -f '{}'", other.display())).ok();
    let said = place.weibao(&["contact", "show", "C00001-02", "--key", other.to_str().unwrap()]).ends(2);
    assert!(said.contains("signs and opens nothing") && said.contains("weibao contact grant"), "{said}");
    // The private half is held by an agent: only the public one is a file, or stands in git's setting.
    std::fs::rename(&other, place.path("held-by-an-agent")).unwrap();
    for named in [format!("{}.pub", other.display()), "key::ssh-ed25519 AAAA".to_owned()] {
        place.git(&["config", "user.signingkey", &named]).ok();
        let said = place.weibao(&["contact", "show", "C00001-02"]).ends(2);
        assert!(said.contains("only the public key is here") && said.contains("ssh-keygen -t ed25519"), "{said}");
    }
}

#[test]
fn forms_and_lists_show_a_sealed_contact_as_sealed_and_its_values_to_whoever_asks_with_a_key() {
    let scene = sealed();
    let (place, key) = (&scene.place, key(&scene));
    let ticket = "WX-0000002";
    let export = place.path("export");
    let plain: [&[&str]; 8] = [
        &["show", "ticket", ticket],
        &["show", "contact", "C00001-02"],
        &["list", "contact"],
        &["list", "ticket"],
        &["due", "--days", "90"],
        &["review", "HEAD~2..HEAD", "--full"],
        &["log", "contact", "C00001-02"],
        &["export", "--to", export.to_str().unwrap()],
    ];
    for args in plain {
        let said = place.weibao(args).ends(0);
        assert!(![PHONE, "密甲", "秘乙"].iter().any(|value| said.contains(value)), "{args:?}: {said}");
    }
    let exported = place.shell(&format!("cat $(find '{}' -type f)", export.display())).ok();
    assert!(![PHONE, "密甲", "秘乙"].iter().any(|value| exported.contains(value)));
    assert!(place.weibao(&["list", "contact"]).ok().contains("已密封"));
    for args in [&["show", "ticket", ticket][..], &["show", "contact", "C00001-02"], &["due", "--days", "90"]] {
        let with = place.weibao(&[args, &["--contacts", "--key", &key]].concat()).ends(0);
        assert!(with.contains(&format!("C00001-02 密甲 秘乙 {PHONE}")), "{args:?}: {with}");
        let without = place.weibao(&[args, &["--contacts"]].concat()).ends(0);
        assert!(without.contains("C00001-02 已密封") && without.contains("--key"), "{args:?}: {without}");
        let machine = place.weibao(&[&["--format", "json"], args, &["--contacts", "--key", &key]].concat());
        assert!(machine.json().to_string().contains(PHONE), "{args:?}: {}", machine.stdout);
    }
    // In what is sent around they never stand.
    place.weibao(&["due", "--markdown", "--contacts"]).ends(2);
    place.weibao(&["due", "--ics", "--contacts"]).ends(2);
    assert!(!kept_beside_git(&scene).contains(PHONE));
}

#[test]
fn what_is_made_after_the_erasure_yields_nothing() {
    let scene = sealed();
    let place = &scene.place;
    erase(&scene);
    place.weibao(&["sync"]).ok();
    place.weibao(&["serve", scene.server.to_str().unwrap(), "--janitor", "--gc"]).ok();
    let made = place.path("made");
    std::fs::create_dir(&made).unwrap();
    let (at, server) = (made.display(), scene.server.display());
    for line in [
        format!("git --git-dir '{server}' bundle create -q '{at}/all.bundle' --all"),
        format!("git --git-dir '{server}' archive -o '{at}/main.tar' main"),
        format!("git --git-dir '{server}' pack-objects -q --all --reflog '{at}/pack' </dev/null"),
        format!("cp -a '{server}' '{at}/copied.git'"),
        format!("weibao export --to '{at}/tables'"),
        format!("weibao-report all --judged-at 2026-03-05 --format html --output '{at}/all.html' || [ $? = 1 ]"),
        format!("weibao-report all --judged-at 2026-03-05 --format xlsx --output '{at}/all.xlsx' || [ $? = 1 ]"),
        format!("weibao review --format html HEAD~3..HEAD >'{at}/review.html'"),
        format!("git clone -q --mirror '{at}/all.bundle' '{at}/bundled.git'"),
        format!("cp -a .git '{at}/clone'"),
    ] {
        place.shell(&line).ok();
    }
    let found = place.shell(&format!("grep -rla -e '{PHONE}' -e 密甲 -e 秘乙 '{at}' || true")).ok();
    assert_eq!(found, "");
    for repository in ["copied.git", "bundled.git", "clone"] {
        assert_eq!(keys_in(&scene, &made.join(repository)), 0, "{repository}");
    }
}

/// Another clone that has the keys.
fn other_clone(scene: &Scene) -> String {
    let other = scene.place.path("other").to_str().unwrap().to_owned();
    scene.place.git(&["clone", "-q", scene.server.to_str().unwrap(), &other]).ok();
    // Whoever only looks has no name here, and gets what lies at the server all the same.
    scene.place.weibao(&["--repo", &other, "sync"]).ok();
    assert_eq!(keys_in(scene, &Path::new(&other).join(".git")), 1);
    other
}

#[test]
fn two_who_grant_at_once_lose_no_key_here_nor_at_the_server() {
    let scene = sealed();
    let (place, key) = (&scene.place, key(&scene));
    let other = other_clone(&scene);
    let weibao = "weibao --now 2026-03-03T09:00:00+08:00 --as wang-jun";
    // Four at once in one clone, then two clones at once to the server.
    let grant = format!("{weibao} contact grant C00001-02 --key '{key}' & pids=\"$pids $!\"");
    let wait = "for pid in $pids; do wait $pid || exit 1; done";
    place.shell(&format!("{grant}; {grant}; {grant}; {grant}; {wait}")).ok();
    assert_eq!(keys_in(&scene, &git_dir(&scene)), 5);
    place.shell(&format!("{weibao} --repo '{other}' contact grant C00001-02 --key '{key}'")).ok();
    let sync = |repo: &str| format!("{weibao} --repo '{repo}' sync & pids=\"$pids $!\"");
    place.shell(&format!("{}; {}; {wait}", sync("."), sync(&other))).ok();
    assert_eq!(keys_in(&scene, &scene.server), 6);
}

#[test]
fn a_grant_made_while_another_erased_brings_nothing_back() {
    let scene = sealed();
    let (place, key) = (&scene.place, key(&scene));
    let other = other_clone(&scene);
    erase(&scene);
    place.weibao(&["sync"]).ok();
    place.weibao(&["--repo", &other, "--as", "wang-jun", "contact", "grant", "C00001-02", "--key", &key]).ok();
    place.weibao(&["--repo", &other, "--as", "wang-jun", "sync"]).ok();
    place.weibao(&["serve", scene.server.to_str().unwrap(), "--janitor", "--gc"]).ok();
    assert_eq!(keys_in(&scene, &Path::new(&other).join(".git")), 0);
    assert_eq!(keys_in(&scene, &scene.server), 0);
}

#[test]
fn a_name_that_is_nobodys_is_an_error_after_a_sync_and_not_passed_over() {
    let scene = sealed();
    let said = scene.place.weibao(&["--as", "no-such-one", "sync"]).ends(2);
    assert!(said.contains("there is no member of staff no-such-one"), "{said}");
}

#[test]
fn a_removal_killed_at_its_steps_is_finished_by_the_next_run() {
    if parts::need("strace").is_none() {
        return;
    }
    let scene = sealed();
    let place = &scene.place;
    let (asks, confirms) = (place.scanned("erasure:applicant"), place.scanned("erasure:supervisor"));
    let ask = ["contact", "erase", "C00001-02", "--as", "zhao-li", "--second", "chen-jing", "--reason", "本人要求"];
    place.weibao(&[&ask[..], &["--sign", &asks]].concat()).ok();
    // In packs, as after a while: the longest way.
    place.git(&["gc", "-q"]).ok();
    let (here, kept, log) = (place.records(), place.path("kept"), place.path("strace.log"));
    copy(&here, &kept);
    let (mut fallen, mut halfway) = (0, 0);
    for n in sample(24) {
        copy(&kept, &here);
        let _ = std::fs::remove_file(&log);
        let line: Vec<_> = KILL.strace(&log, n).iter().map(|word| format!("'{word}'")).collect();
        let confirm = format!("contact erase C00001-02 --confirm --sign '{confirms}'");
        let struck = place.shell(&format!("{} weibao --now 2026-03-03T09:00:00+08:00 {confirm}", line.join(" ")));
        let erased = place.git(&["show", "HEAD:records/contact/000/C00001-02.json"]).ok().contains("已删除");
        halfway += usize::from(erased && keys_in(&scene, &git_dir(&scene)) > 0);
        place.at("2026-03-03T10:00");
        let next = place.weibao(&["contact", "erase", "C00001-02", "--confirm", "--sign", &confirms]);
        let told = || format!("{n}: {}{}\nand then: {}{}", struck.stdout, struck.stderr, next.stdout, next.stderr);
        assert_eq!(next.code, 0, "{}", told());
        assert_eq!(keys_in(&scene, &git_dir(&scene)), 0, "{}", told());
        place.git(&["fsck", "--strict"]).ok();
        if !fell(&log) {
            break;
        }
        fallen += 1;
    }
    assert!(fallen >= 8 && halfway >= 1, "{fallen} {halfway}");
}
