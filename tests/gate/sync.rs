//! `weibao sync` and `weibao submit` over real git: a laptop that was offline, races, lost answers, kills, and servers that
//! refuse.

use crate::environment::Outcome;
use crate::scenario::{Scenario, TICKET};

const THIRD: &str = "records/ticket/WX/000/00/WX-0000003.json";
const FOURTH: &str = "records/ticket/WX/000/00/WX-0000004.json";

/// A second clone of the same server, where others work.
struct Others<'s> {
    scenario: &'s Scenario,
    folder: String,
}

impl<'s> Others<'s> {
    fn of(scenario: &'s Scenario) -> Self {
        let folder = scenario.place.path("others").to_str().unwrap().to_owned();
        scenario.git(&["clone", "-q", scenario.server().to_str().unwrap(), &folder]).ok();
        Self { scenario, folder }
    }

    fn weibao(&self, args: &[&str]) -> Outcome {
        self.scenario.place.weibao(&[&["--repo", &self.folder], args].concat())
    }

    fn git(&self, args: &[&str]) -> Outcome {
        self.scenario.git(&[&["-C", &self.folder], args].concat())
    }

    /// Writes something of no concern to anybody and pushes it.
    fn write(&self, n: usize) {
        let district = format!("district={n}号街区");
        self.weibao(&["--as", "chen-jing", "edit", "site", "S00001", "--set", &district]).ok();
        // A push of a run that was killed may still be at work on the server: this one waits for it.
        self.weibao(&["sync"]).ok();
    }
}

impl Scenario {
    fn sync(&self) -> Outcome {
        self.place.weibao(&["sync", "--attempts", "3"])
    }

    /// Runs the server's janitor once.
    fn janitor(&self) {
        self.place.weibao(&["serve", self.server().to_str().unwrap(), "--janitor"]).ok();
    }

    /// How often the server's history wrote a path.
    fn landed(&self, path: &str) -> usize {
        self.on_server(&["log", "--format=%H", "main", "--", path]).ok().lines().count()
    }

    /// Clone, server, index and working tree say the same.
    #[track_caller]
    fn in_step(&self) {
        assert_eq!(self.place.head(), self.on_server(&["rev-parse", "main"]).ok());
        assert_eq!(self.git(&["status", "--porcelain"]).ok(), "");
        self.git(&["fsck", "--strict"]).ok();
        self.place.weibao(&["check", "--all"]).ok();
    }
}

#[test]
fn a_laptop_that_was_offline_while_thirty_others_pushed_lands_its_tickets_once_each() {
    let scenario = Scenario::new();
    let others = Others::of(&scenario);
    for n in 0..30 {
        others.write(n);
    }
    scenario.place.open_ticket().ok();
    scenario.place.open_ticket().ok();
    let said = scenario.sync().ok();
    assert!(said.contains("30 commit(s) received, 2 sent"), "{said}");
    assert_eq!((scenario.landed(THIRD), scenario.landed(FOURTH)), (1, 1));
    scenario.in_step();
    let again = scenario.sync().ok();
    assert!(again.contains("0 commit(s) received, 0 sent"), "{again}");
    assert_eq!((scenario.landed(THIRD), scenario.landed(FOURTH)), (1, 1));
}

#[test]
fn who_wrote_and_when_stays_and_the_time_of_committing_is_now() {
    let scenario = Scenario::new();
    Others::of(&scenario).write(1);
    scenario.place.open_ticket().ok();
    let show = |format: &str| scenario.git(&["show", "-s", &format!("--format={format}"), "HEAD"]).ok();
    let (before, committed) = (show("%an %ae %aI %B"), show("%cI"));
    scenario.place.at("2026-03-09T10:00");
    scenario.sync().ok();
    assert_eq!(show("%an %ae %aI %B"), before);
    assert_ne!(show("%cI"), committed);
    assert!(show("%cI").starts_with("2026-03-09T10:00"), "{}", show("%cI"));
}

#[test]
fn a_place_that_others_wrote_first_is_named_with_its_writer_and_nothing_moves() {
    let scenario = Scenario::new();
    let others = Others::of(&scenario);
    let place = "district=甲区";
    others.weibao(&["--as", "chen-jing", "edit", "site", "S00001", "--set", place]).ok();
    others.git(&["push", "-q", "origin", "main"]).ok();
    scenario.place.weibao(&["--as", "chen-jing", "edit", "site", "S00001", "--set", "district=乙区"]).ok();
    let head = scenario.place.head();
    let said = scenario.sync().ends(1);
    assert!(said.contains("records/site/000/S00001.json: written by chen@weibao.example"), "{said}");
    assert!(said.contains("nothing is ever renumbered"), "{said}");
    assert_eq!(scenario.place.head(), head);
    assert_eq!(scenario.git(&["status", "--porcelain"]).ok(), "");
    let machine = scenario.place.weibao(&["--format", "json", "sync"]);
    assert_eq!(machine.code, 1);
    assert_eq!(machine.json()["outcome"], "taken");
    assert_eq!(machine.json()["taken"][0]["path"], "records/site/000/S00001.json");
}

#[test]
fn what_the_rules_refuse_after_the_others_commits_stays_here_and_is_said() {
    let scenario = Scenario::new();
    let others = Others::of(&scenario);
    // One key for two people: each clone knows only its own half.
    let key = std::fs::read_to_string(format!("{}.pub", scenario.place.ssh_key("one-key"))).unwrap();
    let public = key.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let keys = format!(r#"keys=[{{"public":"{public}","from":"2026-01-01"}}]"#);
    others.weibao(&["--as", "chen-jing", "edit", "staff", "sun-yan", "--set", &keys]).ok();
    others.git(&["push", "-q", "origin", "main"]).ok();
    scenario.place.weibao(&["--as", "chen-jing", "edit", "staff", "zhao-li", "--set", &keys]).ok();
    let head = scenario.place.head();
    let said = scenario.sync().ends(1);
    assert!(said.contains("after what others wrote"), "{said}");
    assert!(said.contains("error["), "{said}");
    assert_eq!(scenario.place.head(), head);
}

#[test]
fn a_push_whose_answer_was_lost_is_looked_for_at_the_server_and_not_repeated() {
    let scenario = Scenario::new();
    Others::of(&scenario).write(1);
    scenario.place.open_ticket().ok();
    // A git that does what it is told and then loses the line, once.
    let (lost, real) = (scenario.place.path("lost"), scenario.place.shell("command -v git").ok());
    let script = format!(
        "#!/bin/sh\n{git} \"$@\"\ncode=$?\ncase \" $* \" in *' push '*)\n  if ! [ -e {lost} ]; then : > {lost}; exit 128; fi;;\nesac\nexit $code\n",
        git = real.trim(),
        lost = lost.display()
    );
    let folder = scenario.place.path("bin");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("git"), script).unwrap();
    scenario.place.shell(&format!("chmod +x {}/git", folder.display())).ok();
    let line = format!("PATH={}:$PATH weibao --now 2026-03-09T10:00:00+08:00 sync --attempts 3", folder.display());
    let said = scenario.place.shell(&line).ok();
    assert!(lost.exists());
    assert!(said.contains("1 sent"), "{said}");
    assert_eq!(scenario.landed(THIRD), 1);
    scenario.in_step();
}

#[test]
fn killed_at_any_moment_the_next_sync_lands_everything_once() {
    let scenario = Scenario::new();
    let others = Others::of(&scenario);
    for (n, ticket) in [THIRD, FOURTH, "records/ticket/WX/000/00/WX-0000005.json"].into_iter().enumerate() {
        scenario.place.at(&format!("2026-03-02T1{n}:20"));
        others.weibao(&["sync"]).ok();
        others.write(n);
        scenario.place.open_ticket().ok();
        let mut cuts = 0;
        for tenths in 1..30 {
            let line = format!(
                "timeout -s KILL 0.{:03} weibao --now 2026-03-02T1{n}:50:00+08:00 sync --attempts 1",
                tenths * 12
            );
            if scenario.place.shell(&line).code == 0 {
                break;
            }
            cuts += 1;
        }
        assert!(cuts > 0, "at least one run was cut off");
        // The server's git dies with the laptop's here: what it left is for the server's janitor, who needs to come once.
        scenario.janitor();
        // As a user would run it: pushes of the killed runs may still be at work on the server.
        scenario.place.weibao(&["sync"]).ok();
        assert_eq!(scenario.landed(ticket), 1);
        scenario.in_step();
    }
}

#[test]
fn a_lock_that_a_killed_push_left_is_not_called_a_lost_race_and_the_janitor_ends_it() {
    let scenario = Scenario::new();
    scenario.place.open_ticket().ok();
    let lock = scenario.server().join("refs/heads/main.lock");
    std::fs::write(&lock, "").unwrap();
    let said = scenario.place.weibao(&["sync", "--attempts", "2", "--format", "json"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    let said: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&said["outcome"], &said["waiting"]), (&"locked".into(), &1.into()), "{said}");
    scenario.janitor();
    assert!(!lock.exists());
    let said = scenario.sync().ok();
    assert!(said.contains("1 sent"), "{said}");
    scenario.in_step();
}

#[test]
fn without_the_server_nothing_changes_and_the_commits_wait() {
    let scenario = Scenario::new();
    scenario.place.open_ticket().ok();
    let head = scenario.place.head();
    scenario.git(&["remote", "set-url", "origin", "/nowhere/at/all.git"]).ok();
    let said = scenario.sync().ends(2);
    assert!(said.contains("1 commit(s) wait for the next weibao sync"), "{said}");
    assert_eq!(scenario.place.head(), head);
}

#[test]
fn uncommitted_work_in_the_way_is_left_alone() {
    let scenario = Scenario::new();
    Others::of(&scenario).write(1);
    let site = "records/site/000/S00001.json";
    scenario.write(site, "my own\n");
    let head = scenario.place.head();
    let said = scenario.sync().ends(2);
    assert!(said.contains(site), "{said}");
    assert_eq!((scenario.place.head(), scenario.place.read(site)), (head, "my own\n".to_owned()));
}

#[test]
fn a_server_whose_history_was_rewritten_is_not_followed() {
    let scenario = Scenario::new();
    scenario.place.open_ticket().ok();
    scenario.sync().ok();
    let head = scenario.place.head();
    scenario.on_server(&["update-ref", "refs/heads/main", "main~2"]).ok();
    let said = scenario.sync().ends(1);
    assert!(said.contains("was rewritten"), "{said}");
    assert_eq!(scenario.place.head(), head);
}

#[test]
fn a_refusal_of_the_server_is_shown_and_not_tried_again() {
    let scenario = Scenario::new();
    scenario.place.open_ticket().ok();
    let hook = "#!/bin/sh\necho 今天不收 >&2\nexit 1\n";
    std::fs::write(scenario.server().join("hooks/pre-receive"), hook).unwrap();
    let said = scenario.sync().ends(1);
    assert!(said.contains("the server refused:"), "{said}");
    assert!(said.contains("今天不收"), "{said}");
}

#[test]
fn an_own_merge_is_left_to_its_author() {
    let scenario = Scenario::new();
    let others = Others::of(&scenario);
    others.write(1);
    scenario.place.open_ticket().ok();
    scenario.git(&["fetch", "-q"]).ok();
    scenario.git(&["merge", "-q", "--no-edit", "origin/main"]).ok();
    others.write(2);
    let head = scenario.place.head();
    let said = scenario.sync().ends(1);
    assert!(said.contains("is a merge"), "{said}");
    assert_eq!(scenario.place.head(), head);
}

#[test]
fn a_rebase_of_gits_own_that_is_not_finished_stops_it() {
    let scenario = Scenario::new();
    std::fs::create_dir(scenario.place.records().join(".git/rebase-merge")).unwrap();
    let said = scenario.sync().ends(2);
    assert!(said.contains("git rebase --abort"), "{said}");
}

#[test]
fn a_branch_is_handed_in_under_a_name_of_its_own_and_twice_is_once() {
    let scenario = Scenario::new();
    scenario.place.open_ticket().ok();
    let said = scenario.place.weibao(&["submit"]).ok();
    assert!(said.contains("1 commit(s) handed in for review: wang-jun/"), "{said}");
    let branches = || scenario.on_server(&["for-each-ref", "--format=%(refname)", "refs/heads/wang-jun"]).ok();
    assert_eq!(branches().lines().count(), 1);
    scenario.place.weibao(&["submit"]).ok();
    assert_eq!(branches().lines().count(), 1);
    assert_ne!(scenario.place.head(), scenario.on_server(&["rev-parse", "main"]).ok());
}

#[test]
fn what_breaks_the_rules_is_not_handed_in() {
    let scenario = Scenario::new();
    let tip = scenario.server_tip();
    scenario.replace(TICKET, "无图像", " ");
    scenario.commit_past_the_hook();
    let said = scenario.place.weibao(&["submit"]).ends(1);
    assert!(said.contains("error["), "{said}");
    assert_eq!(scenario.server_tip(), tip);
}

#[test]
fn gitea_is_asked_through_a_ref_of_its_own_and_a_payload_in_a_title_stays_a_title() {
    let scenario = Scenario::new();
    scenario.on_server(&["config", "receive.advertisePushOptions", "true"]).ok();
    // A server that takes anything and notes what it was told.
    let told = scenario.place.path("told");
    let hook = format!("#!/bin/sh\ncat > {told}\nenv | grep '^GIT_PUSH_OPTION_' >> {told}\n", told = told.display());
    std::fs::write(scenario.server().join("hooks/pre-receive"), hook).unwrap();
    scenario.place.open_ticket().ok();
    let title = "$(touch pwned); `id` \u{1b}[31m\n--force";
    scenario.place.weibao(&["submit", "--forge", "gitea", "--title", title]).ok();
    let told = std::fs::read_to_string(told).unwrap();
    assert!(told.contains("refs/for/main"), "{told}");
    assert!(told.contains("GIT_PUSH_OPTION_1=title=$(touch pwned); `id`  [31m --force"), "{told}");
    assert!(!scenario.place.records().join("pwned").exists());
}

#[test]
fn signed_commits_are_signed_anew_and_never_lose_a_signature_in_silence() {
    let scenario = Scenario::new();
    let others = Others::of(&scenario);
    let key = scenario.place.path("wang-key");
    let signing = |on: &str| scenario.git(&["config", "commit.gpgsign", on]).ok();
    scenario.git(&["config", "gpg.format", "ssh"]).ok();
    scenario.git(&["config", "user.signingkey", key.to_str().unwrap()]).ok();
    signing("true");
    let signature =
        || scenario.git(&["cat-file", "commit", "HEAD"]).ok().contains("gpgsig -----BEGIN SSH SIGNATURE-----");
    scenario.place.open_ticket().ok();
    assert!(signature());
    others.write(1);
    signing("false");
    let head = scenario.place.head();
    let said = scenario.sync().ends(1);
    assert!(said.contains("weibao doctor --fix"), "{said}");
    assert_eq!(scenario.place.head(), head);
    signing("true");
    scenario.sync().ok();
    assert_ne!(scenario.place.head(), head);
    assert!(signature());
    // The signature holds for the commit as it is now, by git itself.
    let allowed = scenario.place.path("allowed");
    std::fs::write(&allowed, scenario.place.weibao(&["doctor", "--allowed-signers"]).ok()).unwrap();
    let file = format!("gpg.ssh.allowedSignersFile={}", allowed.display());
    scenario.git(&["-c", &file, "verify-commit", "HEAD"]).ok();
    scenario.in_step();
}

#[test]
fn a_clone_of_a_server_that_was_not_founded_yet_is_in_step_with_it() {
    let scenario = Scenario::new();
    let (server, clone) = (scenario.place.path("empty.git"), scenario.place.path("clone"));
    scenario.git(&["init", "-q", "--bare", "-b", "main", server.to_str().unwrap()]).ok();
    scenario.git(&["clone", "-q", server.to_str().unwrap(), clone.to_str().unwrap()]).ok();
    scenario.git(&["-C", clone.to_str().unwrap(), "config", "weibao.staff", "wang-jun"]).ok();
    scenario.place.weibao(&["--repo", clone.to_str().unwrap(), "sync"]).ok();
}

#[test]
fn the_reviewer_is_told_what_to_run_and_sees_which_approvals_are_missing() {
    let (scenario, _) = crate::approvals::place();
    scenario.place.open_ticket().ok();
    let said = scenario.place.weibao(&["submit"]).ok();
    let told = said.lines().find_map(|line| line.split_once("weibao review ")).unwrap().1.to_owned();
    scenario.git(&["fetch", "-q", "origin"]).ok();
    let said = scenario.place.weibao(&["review", &told]).ends(0);
    assert!(said.contains("WX-0000003") && said.contains("need 1 approvals") && said.contains("--push"), "{said}");
}

#[test]
fn ssh_is_told_to_notice_a_dead_line_unless_somebody_said_how_to_call_it() {
    let scenario = Scenario::new();
    scenario.git(&["remote", "set-url", "origin", "ssh://git@records.example/srv/records.git"]).ok();
    let (folder, told) = (scenario.place.path("bin"), scenario.place.path("told"));
    std::fs::create_dir(&folder).unwrap();
    let script = format!("#!/bin/sh\necho \"$@\" >> '{}'\nexit 255\n", told.display());
    std::fs::write(folder.join("ssh"), script).unwrap();
    scenario.place.shell(&format!("chmod +x '{}/ssh'", folder.display())).ok();
    let sync = |before: &str| {
        let _ = std::fs::remove_file(&told);
        let line = format!("PATH='{}':$PATH {before} weibao sync --attempts 1", folder.display());
        let said = scenario.place.shell(&line).ends(2);
        assert!(said.contains("was not reached"), "{said}");
        std::fs::read_to_string(&told).unwrap()
    };
    assert!(sync("").contains("ServerAliveInterval=15"));
    assert!(!sync("GIT_SSH_COMMAND='ssh -v'").contains("ServerAliveInterval"));
    scenario.git(&["config", "core.sshCommand", "ssh -v"]).ok();
    assert!(!sync("").contains("ServerAliveInterval"));
}
