//! What a person, a broken disk, another program or another run may do to the files in which something is remembered; and
//! who never looks at them.

use std::collections::BTreeMap;

use weibao::demo::Options;
use weibao::demo::telling::tell;
use weibao::guard::Terms;
use weibao::guard::remembered::{self, How, Of};
use weibao::store::Store;

use crate::demo::{Demo, TOLD, check, files, run};

#[test]
fn what_is_damaged_is_noticed_and_made_anew() {
    let demo = Demo::told();
    demo.warm(demo.end);
    let whole: BTreeMap<String, Vec<u8>> = files(&demo.kept());
    let mut noticed = 0;
    for (name, bytes) in &whole {
        for (at, cut) in
            [(0, false), (bytes.len() / 3, false), (bytes.len() - 1, false), (bytes.len() / 2, true), (0, true)]
        {
            let mut changed = bytes.clone();
            if cut {
                changed.truncate(at);
            } else {
                changed[at] ^= 0x20;
            }
            for (name, bytes) in &whole {
                std::fs::write(demo.kept().join(name), bytes).unwrap();
            }
            std::fs::write(demo.kept().join(name), changed).unwrap();
            // Later, so that more of what is kept is looked at.
            let how = demo.compare(demo.end.plus_hours(24 * 400), name);
            noticed += usize::from(how == How::Cold { damaged: true });
            assert!(matches!(demo.compare(demo.end.plus_hours(24 * 400), name), How::Warm { .. }), "made anew");
        }
    }
    assert!(noticed >= 5, "{noticed} of {} damages", 5 * whole.len());
}

#[test]
fn what_another_repository_left_is_of_no_use_here() {
    let (here, there) = (Demo::told(), Demo::told());
    let other = Options { seed: 2, ..TOLD };
    let elsewhere = Store::create_bare(&there.folder.path().join("other.git")).unwrap();
    let truth = tell(&elsewhere, other).unwrap();
    let head = elsewhere.head().unwrap().unwrap();
    remembered::all(&elsewhere, head, &Terms { now: truth.as_of, verify_keys: false }, Of::Head).unwrap();
    std::fs::create_dir_all(here.kept()).unwrap();
    for (name, bytes) in files(&there.folder.path().join("other.git/weibao-verdicts")) {
        std::fs::write(here.kept().join(name), bytes).unwrap();
    }
    assert_eq!(here.compare(here.end, "with another's"), How::Cold { damaged: false });
    assert!(matches!(here.compare(here.end, "with its own"), How::Warm { .. }));
}

#[test]
fn two_runs_at_once_leave_what_can_be_read() {
    let demo = Demo::told();
    std::thread::scope(|scope| {
        for n in 0..4 {
            let (demo, git_dir) = (&demo.end, demo.git_dir());
            scope.spawn(move || {
                for round in 0..4 {
                    let store = Store::open(&git_dir).unwrap();
                    let (head, now) = (store.head().unwrap().unwrap(), demo.plus_hours(24 * (n + round)));
                    if round == n {
                        let _ = std::fs::remove_dir_all(git_dir.join("weibao-verdicts"));
                    }
                    let (_, how) = remembered::all(&store, head, &Terms { now, verify_keys: false }, Of::Head).unwrap();
                    assert_ne!(how, How::Cold { damaged: true });
                }
            });
        }
    });
    demo.compare(demo.end.plus_hours(24 * 9), "after all of them");
}

#[test]
fn the_command_says_that_what_it_remembered_was_damaged_and_no_cache_neither_reads_nor_writes() {
    let demo = Demo::told();
    let (folder, now) = (demo.git_dir(), demo.end);
    let first = check(&folder, now, &["--no-cache"]);
    assert!(!demo.kept().exists(), "nothing is written");
    assert_eq!(check(&folder, now, &[]), first);
    assert_eq!(check(&folder, now, &[]), first);
    std::fs::write(demo.kept().join("head"), "no state").unwrap();
    assert_eq!(check(&folder, now, &["--no-cache"]), first);
    assert_eq!(std::fs::read(demo.kept().join("head")).unwrap(), b"no state");
    let (code, out, said) = check(&folder, now, &[]);
    assert_eq!((code, out), (first.0, first.1.clone()));
    assert!(said.contains("damaged"), "{said}");
    assert_eq!(check(&folder, now, &[]), first);
}

#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    let demo = Demo::told();
    let first = check(&demo.git_dir(), demo.end, &["--no-cache"]);
    std::fs::write(demo.kept(), "a file where the folder should be").unwrap();
    assert_eq!(check(&demo.git_dir(), demo.end, &[]), first);
    assert_eq!(check(&demo.git_dir(), demo.end, &[]), first);
}

/// The state of a sound repository is planted where a server, a hook and a range of commits would find it, if they looked.
#[test]
fn no_hook_and_no_range_of_commits_reads_what_is_remembered() {
    let mut demo = Demo::told();
    let (before, site) = (demo.head, demo.paths("records/site/").into_iter().next().unwrap());
    demo.put(&site, "{\"schema\": \"site/1\"");
    demo.warm(demo.end);
    let kept = files(&demo.kept());
    // A state that says of the spoilt tree that nothing is wrong in it cannot be made by the program; so whatever lies there is
    // exchanged for what cannot be read at all, and nobody minds.
    for name in kept.keys() {
        std::fs::write(demo.kept().join(name), "not to be looked at").unwrap();
    }
    let now = demo.end.to_string();
    let range = format!("{before}..{}", demo.head);
    let program = env!("CARGO_BIN_EXE_weibao");
    let (code, out, said) = run(program, &demo.git_dir(), &["--now", &now, "check", &range]);
    assert_eq!(code, 1, "{out}{said}");
    let line = format!("echo {before} {} refs/heads/draft | '{program}' --now {now} hook pre-receive", demo.head);
    let (code, out, said) = run("sh", &demo.git_dir(), &["-c", &line]);
    assert_eq!(code, 1, "{out}{said}");
    for (name, bytes) in files(&demo.kept()) {
        assert_eq!(bytes, b"not to be looked at", "{name}");
    }
}
