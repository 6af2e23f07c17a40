//! Sealed contacts over their whole life: sealed from the start, opened by staff, erased by two, and then in no object of
//! any repository. The objects are counted by git itself, reachable or not, loose or packed.

use std::path::Path;

use crate::environment::set;
use crate::scene::Scene;

pub(crate) const PHONE: &str = "13912345678";
const REF: &str = "refs/weibao/contact-keys";

/// How many blobs of a repository hold a line that matches, whether a ref reaches them or not.
pub(crate) fn blobs_with(scene: &Scene, repository: &Path, line: &str) -> usize {
    let git = format!("git --git-dir '{}' cat-file", repository.display());
    let said = scene.place.shell(&format!(
        "{git} --batch-all-objects --batch-check='%(objecttype) %(objectname)' | sed -n 's/^blob //p' | {git} --batch | grep -a -c -e '{line}' || true"
    ));
    said.ok().trim().parse().unwrap()
}

/// How many wrapped keys a repository holds in any object.
pub(crate) fn keys_in(scene: &Scene, repository: &Path) -> usize {
    blobs_with(scene, repository, "^-----BEGIN AGE ENCRYPTED FILE-----$")
}

/// A company at work with its server, a sealed contact and a ticket that names it.
pub(crate) fn sealed() -> Scene {
    let scene = Scene::new();
    let place = &scene.place;
    place.git(&["remote", "add", "origin", scene.server.to_str().unwrap()]).ok();
    let values = ["client=C00001", "name=密甲", "title=秘乙", "basis=consent", "informed_on=2026-03-01"];
    let phone = format!("phone={PHONE}");
    let mut args = set(&["new", "contact", "--seal"], &values);
    args.extend(["--set", &phone]);
    let said = place.weibao(&args).ends(0);
    assert!(said.contains("C00001-02"), "{said}");
    let mut report = set(&["new", "维修单", "--as", "wang-jun"], crate::environment::REPORT);
    report.extend(["--set", "report.contact=C00001-02"]);
    place.weibao(&report).ok();
    let said = place.weibao(&["sync"]).ok();
    assert!(said.contains("1 sent"), "{said}");
    scene
}

pub(crate) fn git_dir(scene: &Scene) -> std::path::PathBuf {
    scene.place.records().join(".git")
}

pub(crate) fn erase(scene: &Scene) {
    let place = &scene.place;
    let (asks, confirms) = (place.scanned("erasure:applicant"), place.scanned("erasure:supervisor"));
    let ask = ["contact", "erase", "C00001-02", "--as", "zhao-li", "--second", "chen-jing", "--reason", "本人要求"];
    place.weibao(&[&ask[..], &["--sign", &asks]].concat()).ok();
    let said = place.weibao(&["contact", "erase", "C00001-02", "--confirm", "--sign", &confirms]).ends(0);
    assert!(said.contains("is destroyed here"), "{said}");
}

#[test]
fn after_two_have_signed_no_repository_yields_the_values_and_everything_still_verifies() {
    let scene = sealed();
    let place = &scene.place;
    let key = place.path("wang-key");
    let key = key.to_str().unwrap();
    let shown = |repo: &str| place.weibao(&["--repo", repo, "contact", "show", "C00001-02", "--key", key]);
    let here = place.records();
    let here = here.to_str().unwrap();
    // A colleague's clone: the key comes with its first synchronisation.
    let other = place.path("other");
    let other = other.to_str().unwrap();
    place.git(&["clone", "-q", scene.server.to_str().unwrap(), other]).ok();
    assert!(shown(other).ends(2).contains("weibao sync"));
    place.weibao(&["--repo", other, "--as", "wang-jun", "sync"]).ok();
    for repo in [here, other] {
        let said = shown(repo).ok();
        assert!(said.contains("密甲") && said.contains("秘乙") && said.contains(PHONE), "{said}");
    }
    for repository in [&git_dir(&scene), &scene.server, &place.path("other/.git")] {
        assert_eq!(keys_in(&scene, repository), 1, "{}", repository.display());
        for value in ["密甲", "秘乙", PHONE] {
            assert_eq!(blobs_with(&scene, repository, value), 0, "{value} in {}", repository.display());
        }
        // Packed, as after a while.
        place.git(&["--git-dir", repository.to_str().unwrap(), "gc", "-q"]).ok();
    }
    let sealed_at = place.head();
    erase(&scene);
    assert_eq!(keys_in(&scene, &git_dir(&scene)), 0, "destroyed here at once");
    place.weibao(&["sync"]).ok();
    let server = scene.server.to_str().unwrap();
    let said = place.weibao(&["serve", server, "--janitor", "--gc"]).ok();
    assert!(said.contains("keys of erased contacts removed"), "{said}");
    assert_eq!(keys_in(&scene, &scene.server), 0);
    place.weibao(&["--repo", other, "--as", "wang-jun", "sync"]).ok();
    assert_eq!(keys_in(&scene, &place.path("other/.git")), 0);
    // Clones made from now on, with everything the server has.
    let (mirror, fresh, copied) = (place.path("mirror.git"), place.path("fresh"), place.path("copied.git"));
    place.git(&["clone", "-q", "--mirror", "--no-local", server, mirror.to_str().unwrap()]).ok();
    place.git(&["clone", "-q", "--mirror", server, copied.to_str().unwrap()]).ok();
    place.git(&["clone", "-q", server, fresh.to_str().unwrap()]).ok();
    let fresh = fresh.to_str().unwrap();
    place.weibao(&["--repo", fresh, "--as", "wang-jun", "sync"]).ok();
    for repository in [&mirror, &copied, &place.path("fresh/.git")] {
        assert_eq!(keys_in(&scene, repository), 0, "{}", repository.display());
        for value in ["密甲", "秘乙", PHONE] {
            assert_eq!(blobs_with(&scene, repository, value), 0);
        }
    }
    // All is sound, every signature verifies, and the log names the two.
    for repository in [&scene.server, &git_dir(&scene), &place.path("other/.git"), &mirror] {
        let said = place.git(&["--git-dir", repository.to_str().unwrap(), "fsck", "--full", "--strict"]).ends(0);
        assert!(!said.contains("missing") && !said.contains("broken"), "{said}");
    }
    place.weibao(&["--repo", fresh, "check", "--all"]).ok();
    let said = shown(fresh).ok();
    assert!(said.contains("erased") && said.contains("zhao-li") && said.contains("chen-jing"), "{said}");
    let listed = place.weibao(&["--repo", fresh, "list", "contact"]).ok();
    assert!(listed.contains("已删除") && listed.contains("李四"), "{listed}");
    // The ciphertext of old commits opens to nobody.
    place.git(&["-C", fresh, "reset", "-q", "--hard", sealed_at.trim()]).ok();
    let said = shown(fresh).ends(2);
    assert!(said.contains("no key of contact C00001-02"), "{said}");
}

#[test]
fn one_person_alone_erases_nothing() {
    let scene = sealed();
    let place = &scene.place;
    let head = place.head();
    let sign = place.scanned("erasure:supervisor");
    let confirm = ["contact", "erase", "C00001-02", "--confirm"];
    place.weibao(&[&confirm[..], &["--sign", &sign]].concat()).ends(2);
    let own = ["contact", "erase", "C00001-02", "--second", "chen-jing", "--reason", "x"];
    let asks = place.scanned("erasure:applicant");
    place.weibao(&[&own[..], &["--sign", &asks]].concat()).ok();
    // Whoever asked signs a second time, or nobody does.
    place.weibao(&[&confirm[..], &["--sign", &sign]].concat()).ends(1);
    place.weibao(&confirm).ends(1);
    assert_ne!(place.head(), head, "asked for");
    assert_eq!(keys_in(&scene, &git_dir(&scene)), 1);
}

#[test]
fn the_server_lets_nobody_take_replace_or_smuggle_keys() {
    let scene = sealed();
    let place = &scene.place;
    let stood = scene.refs();
    let commit = |tree: &str, parents: &str| {
        place.shell(&format!("git commit-tree {tree} {parents} -m 'contact-keys: x'")).ok().trim().to_owned()
    };
    let push = |what: &str| place.git(&["push", "-q", "origin", &format!("+{what}:{REF}")]).ends(1);
    let empty = commit("$(git mktree </dev/null)", "");
    assert!(push(&empty).contains("two people have not signed"), "taken out");
    place.git(&["push", "-q", "origin", &format!(":{REF}")]).ends(1);
    let with_history = commit(&format!("{REF}^{{tree}}"), &format!("-p {REF}"));
    assert!(push(&with_history).contains("without parents"));
    let tree = |path: &str, content: &str| {
        let (index, path) = (place.path("index"), path);
        let line = format!(
            "export GIT_INDEX_FILE='{}'; git read-tree {REF}; git update-index --add --cacheinfo 100644,$(printf %s '{content}' | git hash-object -w --stdin),{path}; git write-tree",
            index.display()
        );
        place.shell(&line).ok().trim().to_owned()
    };
    let file = place.git(&["ls-tree", "-r", "--name-only", REF]).ok();
    let begin = "-----BEGIN AGE ENCRYPTED FILE-----";
    for (path, content, why) in [
        (file.trim(), begin, "never replaced"),
        ("000/C00001-01/0123456789abcdef.age", begin, "not sealed"),
        ("000/C00001-02/0123456789abcdef.age", "13912345678", "is no key"),
        ("notes.txt", begin, "is no key"),
    ] {
        let said = push(&commit(&tree(path, content), ""));
        assert!(said.contains(why), "{path}: {said}");
    }
    assert_eq!(scene.refs(), stood);
}

#[test]
fn a_colleague_who_came_later_reads_it_once_it_was_granted() {
    let scene = sealed();
    let place = &scene.place;
    let late = place.ssh_key("zhao-key");
    let public = std::fs::read_to_string(format!("{late}.pub")).unwrap();
    let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let keys = format!(r#"keys=[{{"public":"{public}","from":"2026-01-01"}}]"#);
    place.weibao(&["edit", "staff", "zhao-li", "--set", &keys]).ok();
    let show = ["contact", "show", "C00001-02", "--key", late.as_str()];
    assert!(place.weibao(&show).ends(2).contains("weibao contact grant"));
    let old = place.path("wang-key");
    let said = place.weibao(&["contact", "grant", "C00001-02", "--key", old.to_str().unwrap()]).ok();
    assert!(said.contains("zhao-li"), "{said}");
    assert!(place.weibao(&show).ok().contains(PHONE));
    place.weibao(&["sync"]).ok();
    assert_eq!(keys_in(&scene, &scene.server), 2);
    erase(&scene);
    assert_eq!(keys_in(&scene, &git_dir(&scene)), 0, "every copy goes");
    // Over the server's own housekeeping alone: the record came, the one who erased never synchronised the keys.
    place.git(&["push", "-q", "origin", "main"]).ok();
    place.weibao(&["serve", scene.server.to_str().unwrap(), "--janitor"]).ok();
    assert_eq!(keys_in(&scene, &scene.server), 0);
}

#[test]
fn sealing_what_was_plain_says_that_history_keeps_it() {
    let scene = sealed();
    let said = scene.place.weibao(&["contact", "seal", "C00001-01"]).ends(0);
    assert!(said.contains("old commits still hold them"), "{said}");
    assert!(!scene.place.read("records/contact/000/C00001-01.json").contains("13800000000"));
    scene.place.weibao(&["sync"]).ok();
    scene.place.weibao(&["contact", "seal", "C00001-01"]).ends(2);
}
