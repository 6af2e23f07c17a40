//! Trees and commits that git itself takes and records may not have (threats.md 2.6), built by hand entry by entry.
//!
//! Those that git's own checks refuse are judged too, with git's checks off: the hook must not lean on them.

use crate::scenario::{Scenario, findings};

/// An entry of a tree: mode, name, object.
type Entry = (String, Vec<u8>, String);

impl Scenario {
    /// The entries of a tree that git wrote.
    fn entries(&self, tree: &str) -> Vec<Entry> {
        let listed = self.git(&["ls-tree", "-z", tree]).ok();
        let lines = listed.split('\0').filter(|line| !line.is_empty());
        lines
            .map(|line| {
                let (head, name) = line.split_once('\t').unwrap();
                let mut words = head.split(' ');
                let mode = words.next().unwrap().trim_start_matches('0').to_owned();
                (mode, name.as_bytes().to_vec(), words.nth(1).unwrap().to_owned())
            })
            .collect()
    }

    /// Writes a tree of just these entries in just this order, past every check of git's.
    fn tree(&self, entries: &[Entry]) -> String {
        let mut bytes = Vec::new();
        for (mode, name, id) in entries {
            bytes.extend_from_slice(mode.as_bytes());
            bytes.push(b' ');
            bytes.extend_from_slice(name);
            bytes.push(0);
            bytes.extend((0..20).map(|n| u8::from_str_radix(&id[2 * n..2 * n + 2], 16).unwrap()));
        }
        let file = self.place.path("tree");
        std::fs::write(&file, bytes).unwrap();
        let object = ["hash-object", "-t", "tree", "-w", "--literally", file.to_str().unwrap()];
        self.git(&object).ok().trim().to_owned()
    }

    /// The newest tree with further entries in the folder, put where git sorts them, or behind all others.
    fn planted(&self, folder: &[&str], more: &[Entry], sorted: bool) -> String {
        let at = if folder.is_empty() { "HEAD^{tree}".to_owned() } else { format!("HEAD:{}", folder.join("/")) };
        let mut entries = self.entries(&at);
        entries.extend(more.iter().cloned());
        if sorted {
            entries.sort_by_key(git_order);
        }
        let mut tree = self.tree(&entries);
        for depth in (0..folder.len()).rev() {
            let at = if depth == 0 { "HEAD^{tree}".to_owned() } else { format!("HEAD:{}", folder[..depth].join("/")) };
            let mut entries = self.entries(&at);
            for entry in entries.iter_mut().filter(|(_, name, _)| name == folder[depth].as_bytes()) {
                entry.2.clone_from(&tree);
            }
            tree = self.tree(&entries);
        }
        tree
    }

    fn commit_of(&self, tree: &str) -> String {
        let head = self.place.head();
        let who = "李娜 <li-na@weibao.example> 1790000000 +0800";
        self.object(&format!("tree {tree}\nparent {}\nauthor {who}\ncommitter {who}\n\nticket: x\n", head.trim()))
    }

    fn blob(&self, text: &str) -> String {
        let file = self.place.path("blob");
        std::fs::write(&file, text).unwrap();
        self.git(&["hash-object", "-w", file.to_str().unwrap()]).ok().trim().to_owned()
    }
}

fn git_order(entry: &Entry) -> Vec<u8> {
    let mut key = entry.1.clone();
    if entry.0 == "40000" {
        key.push(b'/');
    }
    key
}

fn entry(mode: &str, name: impl AsRef<[u8]>, id: &str) -> Entry {
    (mode.to_owned(), name.as_ref().to_vec(), id.to_owned())
}

#[test]
fn what_git_takes_and_records_may_not_be_is_refused_in_every_folder() {
    let scenario = Scenario::new();
    let (file, link) = (scenario.blob("{}\n"), scenario.blob("/etc/passwd"));
    let (config, attributes) = (scenario.blob(".git/config"), scenario.blob("* -diff filter=x ident\n"));
    let head = scenario.place.head().trim().to_owned();
    let one = |mode: &str, name: &[u8], id: &str| vec![entry(mode, name, id)];
    let cases: Vec<(&str, Vec<Entry>)> = vec![
        ("PT-01", one("120000", b"zz.json", &link)),
        ("PT-02", one("120000", b"zz.json", &config)),
        ("PT-03", one("160000", b"zz", &head)),
        ("PT-04", one("100755", b"zz.json", &file)),
        ("PT-05", one("100664", b"zz.json", &file)),
        ("PT-06", one("100666", b"zz.json", &file)),
        ("PT-07", one("104755", b"zz.json", &file)),
        ("PT-08", one("100644", b"a\\b.json", &file)),
        ("PT-09", vec![entry("100644", "é.json", &file), entry("100644", "e\u{301}.json", &file)]),
        ("PT-11", one("100644", b"a\xff.json", &file)),
        ("PT-12", one("100644", b"a\nb.json", &file)),
        ("PT-13", one("100644", b"a\x1b[31m.json", &file)),
        ("PT-14", one("100644", "a\u{202e}nosj.json".as_bytes(), &file)),
        ("PT-15", one("100644", "４２.json".as_bytes(), &file)),
        ("PT-16", one("100644", b"aux::$DATA", &file)),
        ("PT-17", one("120000", b".gitattributes", &link)),
        ("PT-18", one("100644", b".gitattributes", &attributes)),
        ("PT-19", one("100644", b"-rf.json", &file)),
        ("PT-20", one("100644", b"zz.json.", &file)),
        ("PT-20", one("100644", b"zz.json ", &file)),
        ("PT-38", one("160000", b"zz\r", &head)),
    ];
    for (id, entries) in cases {
        for folder in [&["records", "staff"][..], &[]] {
            let commit = scenario.commit_of(&scenario.planted(folder, &entries, true));
            let said = scenario.push(&format!("{commit}:refs/heads/main")).ends(1);
            let found = findings(&said);
            let by = |rule: &str| found.iter().any(|one| one.starts_with(rule));
            assert!(by("forbidden_entry") || by("foreign_file") || by("stray_file"), "{id} {folder:?}: {said}");
            let safe = said.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}'));
            assert!(safe, "{id}: {said:?}");
        }
    }
}

#[test]
fn names_that_other_systems_take_for_the_same_or_for_devices_are_refused() {
    let scenario = Scenario::new();
    let file = scenario.blob("{}\n");
    for names in [
        // PT-10: one name on a disk that does not tell cases apart; PT-16: devices; PT-39: a repository in the tree.
        &["Chen-jing.json"][..],
        &["zz.json", "ZZ.json"],
        &["con.json"],
        &["aux.json"],
        &["HEAD"],
        &["config"],
    ] {
        let entries: Vec<_> = names.iter().map(|name| entry("100644", name, &file)).collect();
        let commit = scenario.commit_of(&scenario.planted(&["records", "staff"], &entries, true));
        let said = scenario.push(&format!("{commit}:refs/heads/main")).ends(1);
        let found = findings(&said);
        assert!(
            found.iter().any(|one| one.starts_with("stray_file") || one.starts_with("forbidden_entry")),
            "{names:?}: {said}"
        );
    }
}

#[test]
fn what_gits_own_checks_would_refuse_is_refused_without_them() {
    let scenario = Scenario::new();
    let file = scenario.blob("{}\n");
    let folder = scenario.git(&["rev-parse", "HEAD:records/company"]).ok().trim().to_owned();
    let modules = scenario.blob("[submodule \"x\"]\n\tpath = x\n\turl = --upload-pack=x\n");
    let one = |mode: &str, name: &[u8], id: &str| vec![entry(mode, name, id)];
    let cases: Vec<(Vec<Entry>, bool)> = vec![
        (one("0100644", b"zz.json", &file), true),
        (one("040000", b"zz", &folder), true),
        (vec![entry("100644", "zz.json", &file), entry("100644", "zz.json", &file)], true),
        (vec![entry("100644", "zz", &file), entry("100644", "zz.json", &file), entry("40000", "zz", &folder)], true),
        (one("100644", b"aa.json", &file), false),
        (one("40000", b".git", &folder), true),
        (one("40000", b".GIT", &folder), true),
        (one("40000", b".git ", &folder), true),
        (one("40000", b"git~1", &folder), true),
        (one("40000", "\u{200c}.git".as_bytes(), &folder), true),
        (one("40000", b"..", &folder), true),
        (one("40000", b".", &folder), true),
        (one("100644", b"a/b.json", &file), true),
        (one("100644", b"", &file), true),
        (one("100644", b"zz.json", &"0".repeat(40)), true),
        (one("100644", b".gitmodules", &modules), true),
        (one("120000", b".gitmodules", &file), true),
        (one("100644", &[b'a'; 5000], &file), true),
    ];
    for (entries, sorted) in cases {
        for folder in [&["records", "staff"][..], &[]] {
            let commit = scenario.commit_of(&scenario.planted(folder, &entries, sorted));
            // Straight to the hook: git's own programs would not carry all of these.
            let line =
                format!("echo {} {commit} refs/heads/main | weibao hook pre-receive", scenario.place.head().trim());
            let outcome = scenario.place.shell(&line);
            let name = String::from_utf8_lossy(&entries[0].1).chars().take(20).collect::<String>();
            assert_ne!(outcome.code, 0, "{name:?} {} {folder:?}: {}", entries[0].0, outcome.stderr);
            assert_ne!(outcome.code, 101, "{name:?}: {}", outcome.stderr);
        }
    }
}

#[test]
fn commits_that_show_different_readers_different_things_are_refused() {
    let scenario = Scenario::new();
    let head = scenario.place.head().trim().to_owned();
    let tree = scenario.git(&["rev-parse", "HEAD^{tree}"]).ok().trim().to_owned();
    let who = |name: &str, email: &str, when: &str| format!("{name} <{email}> {when}");
    let li = who("李娜", "li-na@weibao.example", "1790000000 +0800");
    let text = |parents: &str, author: &str, more: &str, message: &str| {
        format!("tree {tree}\n{parents}author {author}\ncommitter {li}\n{more}\n{message}")
    };
    let parent = format!("parent {head}\n");
    let signature = "gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n -----END SSH SIGNATURE-----\n";
    let at = |when: &str| text(&parent, &who("李娜", "li-na@weibao.example", when), "", "ticket: x\n");
    let cases = [
        ("PT-21", text(&parent, &format!("{li}\ncommitter {li}"), "", "ticket: x\n")),
        ("PT-22", at("4070908800 +0800")),
        ("PT-23", at("0 +0000")),
        ("PT-24", at("9223372036854775807 +0800")),
        ("PT-25", at("1790000000 +9999")),
        ("PT-26", text(&parent, &li, "colour red\n", "ticket: x\n")),
        ("PT-27", text(&parent, &li, &signature.repeat(2), "ticket: x\n")),
        ("PT-28", text(&parent, &li, "encoding UTF-7\n", "ticket: x\n")),
        ("PT-29", text(&parent.repeat(2), &li, "", "ticket: x\n")),
        ("PT-30", text(&parent, &who("\u{1b}[31m李娜", "li-na@weibao.example", "1790000000 +0800"), "", "x")),
        ("PT-31", text(&parent, &who("李娜", "", "1790000000 +0800"), "", "ticket: x\n")),
        // Beyond git's own list: direction marks and invisible characters, messages beyond measure, many parents.
        ("name", text(&parent, &who("李\u{202e}娜", "li-na@weibao.example", "1790000000 +0800"), "", "x")),
        ("mail", text(&parent, &who("李娜", "li\u{200b}-na@weibao.example", "1790000000 +0800"), "", "x")),
        ("message", text(&parent, &li, "", "ticket: \u{2066}x\n")),
        ("long", text(&parent, &li, "", &"x".repeat(200_000))),
    ];
    for (id, text) in cases {
        let commit = scenario.object(&text);
        let said = scenario.push(&format!("{commit}:refs/heads/main")).ends(1);
        if id == "PT-24" {
            // A time that no reader can tell: nothing is judged, and nothing comes in.
            assert_ne!(scenario.place.shell(&format!("weibao check origin/main..{commit}")).code, 0, "{id}");
            continue;
        }
        assert!(findings(&said).iter().any(|one| one.starts_with("malformed_commit")), "{id}: {said}");
        let offline = scenario.place.shell(&format!("weibao check origin/main..{commit}")).ends(1);
        assert_eq!(findings(&offline), findings(&said), "{id}");
    }
}

#[test]
fn a_tree_that_unfolds_beyond_measure_is_refused_at_once() {
    let scenario = Scenario::new();
    // Twelve objects, a thousand million files (threats RX-02).
    let mut id = scenario.blob("{}\n");
    let mut mode = "100644";
    for _ in 0..6 {
        let entries: Vec<_> = (0..40).map(|n| entry(mode, format!("d{n:02}"), &id)).collect();
        id = scenario.tree(&entries);
        mode = "40000";
    }
    for folder in [&["records"][..], &["docs"]] {
        let tree = if folder == ["records"] {
            scenario.planted(folder, &[entry("40000", "zz", &id)], true)
        } else {
            scenario.planted(&[], &[entry("40000", "docs", &id)], true)
        };
        let commit = scenario.commit_of(&tree);
        let begun = std::time::Instant::now();
        let said = scenario.push(&format!("{commit}:refs/heads/main")).ends(1);
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
        assert!(said.contains("more entries") || said.contains("too deep"), "{said}");
        assert!(said.len() < 40_000, "{}", said.len());
    }
}
