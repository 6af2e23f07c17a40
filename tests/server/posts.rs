//! Whose commit it is, is told by the commit's own signature: over ssh it makes no difference whose session brings it, and
//! the verdict is the one over the file system.

use std::path::PathBuf;

use crate::demands::act_as;
use crate::environment::{REPORT, set};
use crate::scene::Scene;

/// What somebody does, and whether their post may.
struct Act {
    who: &'static str,
    key: &'static str,
    command: Vec<&'static str>,
    may: bool,
}

fn acts() -> Vec<Act> {
    let (wang, chen) = (("wang-jun", "wang-key"), ("chen-jing", "chen-key"));
    let act = |(who, key), command, may| Act { who, key, command, may };
    vec![
        act(wang, set(&["new", "ticket"], REPORT), true),
        act(wang, vec!["edit", "client", "C00001", "--set", "name=乙公司"], false),
        act(wang, vec!["edit", "staff", "zhao-li", "--set", "department=前台"], false),
        act(wang, vec!["policy", "set", "book_return_days", "9", "--from", "2026-03-03", "--reason", "试行"], false),
        act(chen, vec!["edit", "client", "C00001", "--set", "name=乙公司"], true),
        act(chen, vec!["edit", "staff", "zhao-li", "--set", "department=前台"], true),
    ]
}

#[test]
fn the_commits_own_signature_says_who_acts_whoever_s_session_brings_it() {
    let scene = Scene::made_with(&[]);
    let Some(sshd) = scene.behind_sshd("") else { return };
    let base = scene.place.head().trim().to_owned();
    let pristine: PathBuf = scene.place.path("pristine.git");
    let copy = |from: &PathBuf, to: &PathBuf| {
        let _ = std::fs::remove_dir_all(to);
        assert!(std::process::Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
    };
    copy(&scene.server, &pristine);
    let at = scene.server.to_str().unwrap().to_owned();
    for act in acts() {
        scene.place.git(&["reset", "-q", "--hard", &base]).ok();
        act_as(&scene, act.who, &scene.place.path(act.key));
        scene.place.weibao(&[&act.command[..], &["--as", act.who]].concat()).ok();
        let tip = scene.place.head();
        for session in ["wang-key", "chen-key", ""] {
            copy(&pristine, &scene.server);
            let ssh = sshd.command(scene.place.path(session).to_str().unwrap());
            let pushed = if session.is_empty() {
                scene.place.git(&["push", "-q", &at, "main"])
            } else {
                let setting = format!("core.sshCommand={ssh}");
                scene.place.git(&["-c", &setting, "push", "-q", "records.example:records.git", "main"])
            };
            let told = || format!("{} {:?} by {session:?}: {}", act.who, act.command, pushed.stderr);
            assert_eq!(pushed.code == 0, act.may, "{}", told());
            assert_eq!(scene.on_server(&["rev-parse", "main"]).ok() == tip, act.may, "{}", told());
            assert!(act.may || pushed.stderr.contains("author_may_not"), "{}", told());
        }
    }
    // And nobody becomes somebody else by a session: chen-jing's name over wang-jun's signature.
    scene.place.git(&["reset", "-q", "--hard", &base]).ok();
    act_as(&scene, "chen-jing", &scene.place.path("wang-key"));
    scene.place.weibao(&["edit", "client", "C00001", "--set", "name=乙公司", "--as", "chen-jing"]).ok();
    copy(&pristine, &scene.server);
    let setting = format!("core.sshCommand={}", sshd.command(scene.place.path("chen-key").to_str().unwrap()));
    let said = scene.place.git(&["-c", &setting, "push", "-q", "records.example:records.git", "main"]).ends(1);
    assert!(said.contains("commit_person_differs"), "{said}");
}
