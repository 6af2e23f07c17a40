//! What `init --server` makes, what `doctor` finds wrong with it, and what the janitor takes away.

use crate::parts;
use crate::scene::Scene;

#[test]
fn a_new_server_is_well_and_says_what_is_still_to_do() {
    let scene = Scene::new();
    let said = scene.doctor().ok();
    assert!(said.contains("settings are right") && said.contains("refuses what it must"), "{said}");
    let fresh = scene.place.path("srv/fresh.git");
    let said = scene.place.weibao(&["init", "--server", fresh.to_str().unwrap()]).ok();
    assert!(said.contains("restrict,command=") && said.contains("--http") && said.contains("--janitor"), "{said}");
    let said = scene.place.weibao(&["doctor", "--server", fresh.to_str().unwrap()]).ok();
    assert!(said.contains("nothing has been pushed yet"), "{said}");
    let here = scene.place.weibao(&["--repo", fresh.to_str().unwrap(), "doctor"]).ok();
    assert!(here.contains("nothing has been pushed yet"), "the doctor knows a server when it is in one: {here}");
}

#[test]
fn a_folder_with_something_else_in_it_is_left_alone() {
    let scene = Scene::new();
    let other = scene.place.path("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("x"), "mine").unwrap();
    scene.place.weibao(&["init", "--server", other.to_str().unwrap()]).ends(2);
    scene.place.weibao(&["init", "--server", scene.place.records().to_str().unwrap()]).ends(2);
    assert_eq!(std::fs::read_dir(&other).unwrap().count(), 1);
}

#[test]
fn each_setting_that_strays_is_found_and_put_right_by_init() {
    let scene = Scene::new();
    let server = scene.server.to_str().unwrap();
    for (name, value) in [
        ("receive.denyDeletes", "false"),
        ("transfer.fsckObjects", "false"),
        ("core.fsync", "none"),
        ("core.hooksPath", "/dev/null"),
        ("http.getanyfile", "true"),
        ("core.fsmonitor", "/tmp/x"),
        ("include.path", "/tmp/x"),
        ("weibao.queueSeconds", "soon"),
    ] {
        scene.on_server(&["config", name, value]).ok();
        let said = scene.doctor().ends(1);
        assert!(said.contains(&format!("✗ {}", name.to_ascii_lowercase())), "{name}: {said}");
        scene.place.weibao(&["init", "--server", server]).ok();
        scene.doctor().ok();
    }
}

/// RX-11: git takes a hook that is not there for one that agrees.
#[test]
fn without_its_hook_a_server_takes_nothing() {
    let scene = Scene::new();
    let hook = scene.server.join("hooks/pre-receive");
    let refs = scene.refs();
    let text = std::fs::read_to_string(&hook).unwrap();
    let spoil: [&dyn Fn(); 4] = [
        &|| std::fs::remove_file(&hook).unwrap(),
        &|| {
            std::fs::write(&hook, &text).unwrap();
            std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        },
        &|| parts::program(&hook, "#!/bin/sh\nexit 0\n"),
        &|| parts::program(&hook, &text.replace("weibao' hook", "weibao-is-gone' hook")),
    ];
    scene.place.open_ticket().ok();
    for (number, spoil) in spoil.iter().enumerate() {
        spoil();
        let said = scene.doctor().ends(1);
        assert!(said.contains("✗ the hook"), "{number}: {said}");
        let output = std::process::Command::new("git")
            .args(["push", "-q", "--receive-pack"])
            .arg(format!(
                "SSH_ORIGINAL_COMMAND=\"git-receive-pack '{0}'\" '{1}' serve '{0}' --as wang-jun #",
                scene.server.display(),
                crate::scene::WEIBAO
            ))
            .arg(&scene.server)
            .arg("main")
            .current_dir(scene.place.records())
            .output()
            .unwrap();
        assert!(!output.status.success(), "{number}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(scene.refs(), refs, "{number}");
    }
}

#[test]
fn what_others_could_enter_or_change_is_found() {
    let scene = Scene::new();
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    };
    for (path, bad, good) in [
        (scene.server.clone(), 0o750, 0o700),
        (scene.server.join("hooks/pre-receive"), 0o775, 0o755),
        (scene.server.join("config"), 0o666, 0o644),
    ] {
        mode(&path, bad);
        assert!(scene.doctor().ends(1).contains("chmod"), "{}", path.display());
        mode(&path, good);
        scene.doctor().ok();
    }
}

/// HR-03, HR-09: what blinds the gate or takes objects from elsewhere.
#[test]
fn replacements_and_foreign_objects_are_found() {
    let scene = Scene::new();
    scene.on_server(&["update-ref", "refs/replace/1111111111111111111111111111111111111111", "main"]).ok();
    assert!(scene.doctor().ends(1).contains("refs/replace"));
    scene.on_server(&["update-ref", "-d", "refs/replace/1111111111111111111111111111111111111111"]).ok();
    std::fs::write(scene.server.join("objects/info/alternates"), "/elsewhere\n").unwrap();
    assert!(scene.doctor().ends(1).contains("alternates"));
}

/// CC-07, RX-09
#[test]
fn the_janitor_takes_away_what_the_dead_left_and_nothing_else() {
    let scene = Scene::new();
    let server = scene.server.to_str().unwrap();
    let janitor = |more: &[&str]| scene.place.weibao(&[&["serve", server, "--janitor"], more].concat()).ok();
    assert!(janitor(&[]).contains("nothing was left over"));
    let dead =
        ["refs/heads/main.lock", "packed-refs.lock", "HEAD.lock", "config.lock", "objects/info/commit-graph.lock"];
    for name in dead {
        std::fs::create_dir_all(scene.server.join(name).parent().unwrap()).unwrap();
        std::fs::write(scene.server.join(name), "").unwrap();
    }
    let quarantine = scene.server.join("objects/tmp_objdir-incoming-abcdef");
    std::fs::create_dir_all(quarantine.join("pack")).unwrap();
    assert!(scene.doctor().ok().contains("6 things were left"));
    let said = janitor(&[]);
    assert!(dead.iter().all(|name| said.contains(name) && !scene.server.join(name).exists()), "{said}");
    assert!(quarantine.exists(), "it is younger than an hour");
    assert!(janitor(&["--older-than", "0", "--gc"]).contains("incoming"));
    assert!(!quarantine.exists());
    scene.on_server(&["fsck", "--strict", "--full"]).ok();
    assert_eq!(scene.on_server(&["rev-parse", "main"]).ok(), scene.place.head());
}
