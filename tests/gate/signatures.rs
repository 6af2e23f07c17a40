//! Whose commit it is: with `require_signed_commits` on, over real pushes, and the same from `weibao check A..B`.

use std::fmt::Write as _;

use crate::scenario::{Scenario, TICKET, findings};

const CHEN: &str = "陈静 <chen@weibao.example>";
const WANG: &str = "王军 <wang-jun@weibao.example>";

/// Where commits must be signed: chen-jing and wang-jun have keys, the policy is on at the server.
struct Strict {
    scenario: Scenario,
    chen: String,
    wang: String,
}

/// A commit to be made by hand.
struct Wanted<'a> {
    author: &'a str,
    committer: &'a str,
    key: Option<&'a str>,
    namespace: &'a str,
    at: &'a str,
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        Self { author: CHEN, committer: CHEN, key: None, namespace: "git", at: "1790000000 +0800" }
    }
}

impl Strict {
    fn new() -> Self {
        let scenario = Scenario::new();
        let place = &scenario.place;
        let chen = place.ssh_key("chen-key");
        let wang = place.path("wang-key").to_str().unwrap().to_owned();
        scenario.register("chen-jing", &chen, "");
        place.weibao(&["edit", "company", "company", "--set", POLICY]).ok();
        scenario.founded();
        Self { scenario, chen, wang }
    }

    /// A new state of the second ticket as a tree that no commit has yet.
    fn tree(&self) -> String {
        let ticket = self.scenario.place.read(TICKET);
        self.scenario.write(TICKET, ticket.replace("无图像", "有时无图像"));
        self.scenario.git(&["add", "-A"]).ok();
        self.scenario.git(&["write-tree"]).ok().trim().to_owned()
    }

    /// Makes a commit object on some parents, signed by a key if one is given.
    fn commit(&self, tree: &str, parents: &[&str], wanted: &Wanted<'_>) -> String {
        let mut text = format!("tree {tree}\n");
        for parent in parents {
            let _ = writeln!(text, "parent {parent}");
        }
        let (author, committer, at) = (wanted.author, wanted.committer, wanted.at);
        let _ = write!(text, "author {author} {at}\ncommitter {committer} {at}\n");
        let signature = wanted.key.map(|key| self.sign(key, wanted.namespace, &format!("{text}\nticket: by hand\n")));
        self.scenario.object(&with(&text, signature.as_deref()))
    }

    fn sign(&self, key: &str, namespace: &str, text: &str) -> String {
        let file = self.scenario.place.path("to-sign");
        std::fs::write(&file, text).unwrap();
        let line = format!("ssh-keygen -q -Y sign -n {namespace} -f {key} < {}", file.display());
        self.scenario.place.shell(&line).ok()
    }

    fn head(&self) -> String {
        self.scenario.place.head().trim().to_owned()
    }

    /// Pushes a commit to main, wants this rule and no other, and the same words from the offline check.
    #[track_caller]
    fn refuses(&self, commit: &str, rule: &str) -> String {
        let said = self.scenario.push(&format!("{commit}:refs/heads/main")).ends(1);
        let found = findings(&said);
        assert!(!found.is_empty() && found.iter().all(|one| one.starts_with(rule)), "{rule}: {said}");
        let offline = self.scenario.place.shell(&format!("weibao check origin/main..{commit}")).ends(1);
        assert_eq!(findings(&offline), found, "{offline}");
        said
    }

    #[track_caller]
    fn accepts(&self, commit: &str) {
        self.scenario.push(&format!("{commit}:refs/heads/main")).ok();
        self.scenario.git(&["fetch", "-q", "origin"]).ok();
    }
}

const POLICY: &str =
    r#"policies=[{"name":"require_signed_commits","value":true,"from":"2026-03-03","reason":"正式启用"}]"#;

/// A commit's text with a signature where git puts it.
fn with(text: &str, signature: Option<&str>) -> String {
    let header = signature.map(|armour| format!("gpgsig {}\n", armour.trim_end().replace('\n', "\n ")));
    format!("{text}{}\nticket: by hand\n", header.unwrap_or_default())
}

#[test]
fn a_commit_signed_by_its_author_is_taken_and_others_are_not() {
    let strict = Strict::new();
    let (tree, head) = (strict.tree(), strict.head());
    let plain = strict.commit(&tree, &[&head], &Wanted::default());
    assert!(strict.refuses(&plain, "unsigned_commit").contains("weibao doctor --fix"));
    // ID-01: somebody else's name, address, or both; a colleague's key.
    for (author, committer, key) in [
        ("王军 <chen@weibao.example>", CHEN, &strict.chen),
        (CHEN, "赵丽 <chen@weibao.example>", &strict.chen),
        (WANG, CHEN, &strict.wang),
        (CHEN, WANG, &strict.chen),
        (CHEN, CHEN, &strict.wang),
        ("陈静 <nobody@weibao.example>", "陈静 <nobody@weibao.example>", &strict.chen),
        ("陈静 <CHEN@weibao.example>", "陈静 <CHEN@weibao.example>", &strict.chen),
        // The forge's own merge button (CI-10, CI-11).
        (CHEN, "GitHub <noreply@github.com>", &strict.chen),
    ] {
        let commit = strict.commit(&tree, &[&head], &Wanted { author, committer, key: Some(key), ..Wanted::default() });
        strict.refuses(&commit, "commit_person_differs");
    }
    let good = strict.commit(&tree, &[&head], &Wanted { key: Some(&strict.chen), ..Wanted::default() });
    strict.accepts(&good);
}

#[test]
fn one_unsigned_commit_in_a_series_refuses_the_whole_push() {
    let strict = Strict::new();
    let (tree, old) = (strict.tree(), strict.head());
    for unsigned in 0..4 {
        let mut tip = old.clone();
        for n in 0..4 {
            let key = (n != unsigned).then_some(strict.chen.as_str());
            tip = strict.commit(&tree, &[&tip], &Wanted { key, ..Wanted::default() });
        }
        strict.refuses(&tip, "unsigned_commit");
    }
}

#[test]
fn a_key_that_nobody_registered_is_refused() {
    let strict = Strict::new();
    let stranger = strict.scenario.place.ssh_key("stranger");
    let commit =
        strict.commit(&strict.tree(), &[&strict.head()], &Wanted { key: Some(&stranger), ..Wanted::default() });
    strict.refuses(&commit, "commit_key_not_valid");
}

#[test]
fn an_expired_key_does_not_count_however_old_the_commit_says_it_is() {
    let strict = Strict::new();
    let scenario = &strict.scenario;
    scenario.place.at("2026-03-04T08:00");
    let new = scenario.place.ssh_key("new-key");
    scenario.register("chen-jing", &new, "");
    scenario.place.weibao(&["edit", "staff", "chen-jing", "--set", "keys.0.to=2026-03-31"]).ok();
    // What registers it is signed with the key that still counts for the server: the old one.
    let tree = scenario.git(&["rev-parse", "HEAD^{tree}"]).ok().trim().to_owned();
    let base = scenario.git(&["rev-parse", "origin/main"]).ok().trim().to_owned();
    let registered = strict.commit(&tree, &[&base], &Wanted { key: Some(&strict.chen), ..Wanted::default() });
    strict.accepts(&registered);
    let tree = strict.tree();
    let back = Wanted { key: Some(&strict.chen), at: "1773280800 +0800", ..Wanted::default() };
    strict.refuses(&strict.commit(&tree, &[&registered], &back), "commit_key_not_valid");
    strict.accepts(&strict.commit(&tree, &[&registered], &Wanted { key: Some(&new), ..Wanted::default() }));
}

#[test]
fn a_key_registered_in_the_same_push_does_not_count_yet() {
    let strict = Strict::new();
    let scenario = &strict.scenario;
    let before = strict.head();
    let zhao = scenario.place.ssh_key("zhao-key");
    scenario.register("zhao-li", &zhao, "");
    let tree = scenario.git(&["rev-parse", "HEAD^{tree}"]).ok().trim().to_owned();
    let roster = strict.commit(&tree, &[&before], &Wanted { key: Some(&strict.chen), ..Wanted::default() });
    let who = "赵丽 <zhao-li@weibao.example>";
    let own = Wanted { author: who, committer: who, key: Some(&zhao), ..Wanted::default() };
    let used = strict.commit(&strict.tree(), &[&roster], &own);
    strict.refuses(&used, "commit_key_not_valid");
    // Nor through a merge of the branch that registers it.
    let empty = strict.commit(&format!("{before}^{{tree}}").as_str().resolved(scenario), &[&before], &own);
    let merged = strict.commit(&tree, &[&empty, &roster], &Wanted { key: Some(&strict.chen), ..Wanted::default() });
    strict.refuses(&merged, "commit_key_not_valid");
    // Pushed first, it counts.
    strict.accepts(&roster);
    strict.accepts(&used);
}

#[test]
fn merges_are_signed_too() {
    let strict = Strict::new();
    let head = strict.head();
    let (tree, plain) = (strict.tree(), format!("{head}^{{tree}}"));
    let signed = || Wanted { key: Some(&strict.chen), ..Wanted::default() };
    let one = strict.commit(&tree, &[&head], &signed());
    let two = strict.commit(&plain.as_str().resolved(&strict.scenario), &[&head], &signed());
    strict.refuses(&strict.commit(&tree, &[&one, &two], &Wanted::default()), "unsigned_commit");
    strict.accepts(&strict.commit(&tree, &[&one, &two], &signed()));
}

#[test]
fn only_signatures_of_the_one_kind_over_the_very_commit_count() {
    let strict = Strict::new();
    let (tree, head) = (strict.tree(), strict.head());
    let text =
        format!("tree {tree}\nparent {head}\nauthor {CHEN} 1790000000 +0800\ncommitter {CHEN} 1790000000 +0800\n");
    let good = strict.sign(&strict.chen, "git", &with(&text, None));
    let object = |signature: &str| strict.scenario.object(&with(&text, Some(signature)));
    let middle = good.len() / 2;
    let flipped: String =
        good.char_indices().map(|(at, c)| if at == middle { if c == 'A' { 'B' } else { 'A' } } else { c }).collect();
    let unusable = [
        // ID-11: made for records. SI-04: over another commit.
        strict.sign(&strict.chen, "weibao", &with(&text, None)),
        strict.sign(&strict.chen, "git", &with(&text.replace("1790000000", "1790000001"), None)),
        flipped,
        // SI-15, SI-16: cut short, more in it, two in one, another armour, beyond all measure.
        format!("{}\n-----END SSH SIGNATURE-----\n", good[..good.len() / 2].trim_end()),
        good.replace("-----END", "AAAA\n-----END"),
        format!("{good}{good}"),
        format!("{good}and more\n"),
        good.replace("SSH SIGNATURE", "PGP SIGNATURE"),
        good.replace("SSH SIGNATURE", "SIGNED MESSAGE"),
        format!("-----BEGIN SSH SIGNATURE-----\n{}-----END SSH SIGNATURE-----\n", "QUFB\n".repeat(100_000)),
    ];
    for signature in &unusable {
        strict.refuses(&object(signature), "commit_signature_unusable");
    }
    // SI-13: what git would read, and other readers would read otherwise.
    for odd in [
        with(&text, Some(&good)).replacen("gpgsig ", "gpgsig-sha256 ", 1),
        with(&text, Some(&good)).replacen("\n\nticket", "\nmergetag object 1\n\nticket", 1),
        with(&text, Some(&good)).replacen("gpgsig ", "gpgsig x\ngpgsig ", 1),
        with(&text, Some(&good.replace('\n', "\r\n"))),
        with(&text, Some(&good.replace("-----END", &format!("{}-----END", "QUFB\n".repeat(2_000_000))))),
    ] {
        strict.refuses(&strict.scenario.object(&odd), "malformed_commit");
    }
    strict.accepts(&object(&good));
}

#[test]
fn keys_of_other_kinds_are_refused_and_p256_is_taken() {
    let strict = Strict::new();
    let (tree, head) = (strict.tree(), strict.head());
    let place = &strict.scenario.place;
    for (name, kind) in [("rsa", "rsa -b 2048"), ("p384", "ecdsa -b 384"), ("p521", "ecdsa -b 521")] {
        let key = place.path(name).to_str().unwrap().to_owned();
        place.shell(&format!("ssh-keygen -q -N '' -t {kind} -f {key}")).ok();
        let commit = strict.commit(&tree, &[&head], &Wanted { key: Some(&key), ..Wanted::default() });
        strict.refuses(&commit, "commit_signature_unusable");
    }
    let key = place.path("p256").to_str().unwrap().to_owned();
    place.shell(&format!("ssh-keygen -q -N '' -t ecdsa -b 256 -f {key}")).ok();
    let commit = strict.commit(&tree, &[&head], &Wanted { key: Some(&key), ..Wanted::default() });
    strict.refuses(&commit, "commit_key_not_valid");
}

#[test]
fn no_program_that_a_configuration_names_is_asked() {
    let strict = Strict::new();
    let yes = strict.scenario.place.path("always-good");
    std::fs::write(&yes, "#!/bin/sh\ntouch \"$0.ran\"\necho 'Good \"git\" signature'\nexit 0\n").unwrap();
    std::fs::set_permissions(&yes, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let yes = yes.to_str().unwrap();
    for setting in ["gpg.ssh.program", "gpg.program", "gpg.x509.program"] {
        strict.scenario.on_server(&["config", setting, yes]).ok();
        strict.scenario.git(&["config", setting, yes]).ok();
    }
    let stranger = strict.scenario.place.ssh_key("stranger");
    let commit =
        strict.commit(&strict.tree(), &[&strict.head()], &Wanted { key: Some(&stranger), ..Wanted::default() });
    strict.refuses(&commit, "commit_key_not_valid");
    assert!(!std::path::Path::new(&format!("{yes}.ran")).exists());
}

#[test]
fn the_command_line_signs_what_it_commits_once_git_is_set_up() {
    let strict = Strict::new();
    let place = &strict.scenario.place;
    place.git(&["config", "user.signingkey", &format!("{}.pub", strict.wang)]).ok();
    let said = place.weibao(&["doctor", "--fix", "--as", "wang-jun"]).ok();
    assert!(said.contains("registered for wang-jun"), "{said}");
    place.at("2026-03-04T09:00").open_ticket().ok();
    strict.accepts(&strict.head());
    // Plain git and ssh-keygen agree, by the file that was exported.
    place.git(&["verify-commit", "HEAD"]).ok();
    let allowed = place.weibao(&["doctor", "--allowed-signers"]).ok();
    assert_eq!(std::fs::read_to_string(place.records().join(".git/weibao/allowed_signers")).unwrap(), allowed);
    assert!(
        allowed.contains("wang-jun,wang-jun@weibao.example namespaces=\"git,weibao,weibao-approval\",valid-after="),
        "{allowed}"
    );
    place.git(&["config", "gpg.ssh.allowedSignersFile", "/dev/null"]).ok();
    place.git(&["verify-commit", "HEAD"]).ends(1);
    // A commit by plain git is signed as well.
    let line = "GIT_AUTHOR_NAME=王军 GIT_AUTHOR_EMAIL=wang-jun@weibao.example GIT_COMMITTER_NAME=王军 \
                GIT_COMMITTER_EMAIL=wang-jun@weibao.example git commit -q --allow-empty -m 'ticket: nothing'";
    place.shell(line).ok();
    strict.accepts(&strict.head());
}

#[test]
fn an_agent_holds_the_key_and_the_public_half_is_enough() {
    let strict = Strict::new();
    let place = &strict.scenario.place;
    let public = std::fs::read_to_string(format!("{}.pub", strict.wang)).unwrap();
    for named in [format!("{}.pub", place.path("only").display()), format!("key::{}", public.trim())] {
        std::fs::write(place.path("only.pub"), &public).unwrap();
        place.git(&["config", "user.signingkey", &named]).ok();
        place.git(&["config", "gpg.format", "ssh"]).ok();
        place.git(&["config", "commit.gpgsign", "true"]).ok();
        let args = "new 维修单 --as wang-jun --now 2026-03-04T09:00:00+08:00";
        let sets: Vec<_> = crate::environment::REPORT.iter().map(|member| format!("--set '{member}'")).collect();
        let hidden = format!("mv {0} {0}.away", strict.wang);
        let line = format!(
            "eval $(ssh-agent -s) >/dev/null; ssh-add -q {}; {hidden}; weibao {args} {}; code=$?; mv {2}.away {2}; kill $SSH_AGENT_PID; exit $code",
            strict.wang,
            sets.join(" "),
            strict.wang
        );
        place.shell(&line).ok();
        strict.accepts(&strict.head());
    }
}

#[test]
fn a_newcomer_gets_a_key_and_the_line_that_registers_it() {
    let strict = Strict::new();
    let place = &strict.scenario.place;
    let said = place.weibao(&["doctor", "--fix", "--as", "zhao-li"]).ends(1);
    let line = said.lines().find(|line| line.trim_start().starts_with("weibao edit staff zhao-li")).unwrap().to_owned();
    assert!(place.path(".ssh/id_ed25519.pub").exists());
    // Done again, nothing changes: the key stays.
    let key = std::fs::read(place.path(".ssh/id_ed25519")).unwrap();
    place.weibao(&["doctor", "--fix", "--as", "zhao-li"]).ends(1);
    assert_eq!(std::fs::read(place.path(".ssh/id_ed25519")).unwrap(), key);
    place.shell(&format!("{} --as chen-jing --now 2026-03-05T09:00:00+08:00", line.trim())).ok();
    assert!(place.read("records/staff/zhao-li.json").contains("ssh-ed25519 "));
    place.at("2026-03-06T09:00");
    let said = place.weibao(&["doctor", "--as", "zhao-li"]).ok();
    assert!(said.contains("registered for zhao-li"), "{said}");
}

trait Resolved {
    fn resolved(&self, scenario: &Scenario) -> String;
}

impl Resolved for &str {
    fn resolved(&self, scenario: &Scenario) -> String {
        scenario.git(&["rev-parse", self]).ok().trim().to_owned()
    }
}
