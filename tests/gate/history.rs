//! What history may not hide (threats.md 2.3, 2.4): merges that drop or invent, change and restore, older states again.

use crate::scenario::{BOOK, Scenario, TICKET, findings};

/// A branch `side` with a third ticket, while `main` went on with the second; HEAD on main, nothing merged yet.
fn parted() -> Scenario {
    let scenario = Scenario::new();
    scenario.git(&["switch", "-q", "-c", "side"]).ok();
    scenario.copy(TICKET, "WX-0000002", "WX-0000003");
    scenario.commit("ticket: WX-0000003").ok();
    scenario.git(&["switch", "-q", "main"]).ok();
    scenario.replace(TICKET, "无图像", "有时无图像");
    scenario.commit("ticket: WX-0000002").ok();
    scenario
}

impl Scenario {
    #[track_caller]
    fn refused_by(&self, rule: &str) -> String {
        let tips = self.server_tip();
        let said = self.push("HEAD:refs/heads/main").ends(1);
        assert!(findings(&said).iter().any(|one| one.starts_with(rule)), "{rule}: {said}");
        let offline = self.place.shell("weibao check origin/main..HEAD").ends(1);
        assert_eq!(findings(&offline), findings(&said), "{offline}");
        assert_eq!(self.server_tip(), tips);
        said
    }
}

#[test]
fn a_merge_that_only_brings_together_is_taken_in_both_directions() {
    let scenario = parted();
    scenario.git(&["merge", "-q", "--no-verify", "--no-ff", "-m", "Merge side", "side"]).ok();
    // Criss-cross: the other branch merges main at the same time, and both are merged again.
    scenario.git(&["switch", "-q", "side"]).ok();
    scenario.git(&["merge", "-q", "--no-verify", "--no-ff", "-m", "Merge main", "main~1"]).ok();
    scenario.git(&["switch", "-q", "main"]).ok();
    scenario.git(&["merge", "-q", "--no-verify", "--no-ff", "-m", "Merge side", "side"]).ok();
    scenario.push("main").ok();
}

#[test]
fn a_merge_that_drops_a_sides_record_is_refused() {
    let scenario = parted();
    scenario.git(&["merge", "-q", "--no-verify", "-s", "ours", "-m", "x", "side"]).ok();
    scenario.refused_by("dropped_in_merge");
    // And one that drops what a side changed in a record that stays.
    scenario.git(&["reset", "-q", "--hard", "main~1"]).ok();
    let scenario = parted();
    scenario.git(&["switch", "-q", "side"]).ok();
    scenario.git(&["merge", "-q", "--no-verify", "-s", "ours", "-m", "x", "main"]).ok();
    scenario.refused_by("dropped_in_merge");
}

#[test]
fn a_merge_that_writes_something_of_its_own_is_refused() {
    let scenario = parted();
    scenario.git(&["merge", "-q", "--no-verify", "--no-commit", "--no-ff", "side"]).ok();
    scenario.replace(TICKET, "有时无图像", "一直无图像");
    scenario.commit_past_the_hook();
    // A diff of the branch against either parent alone looks harmless; the merge is refused.
    scenario.refused_by("invented_in_merge");
    let scenario = parted();
    scenario.git(&["merge", "-q", "--no-verify", "--no-commit", "--no-ff", "side"]).ok();
    scenario.copy(TICKET, "WX-0000002", "WX-0000004");
    scenario.commit_past_the_hook();
    scenario.refused_by("invented_in_merge");
}

#[test]
fn a_record_changed_and_restored_within_one_push_is_refused() {
    let scenario = Scenario::new();
    let book = scenario.place.read(BOOK);
    scenario.write(BOOK, book.replacen("2026-03-02T", "2026-03-01T", 3));
    scenario.commit_past_the_hook();
    scenario.write(BOOK, &book);
    scenario.commit_past_the_hook();
    assert_eq!(scenario.git(&["diff", "--stat", "origin/main", "HEAD"]).ok(), "");
    scenario.refused_by("signed_section_changed");
}

#[test]
fn a_record_taken_away_and_put_back_or_renamed_is_refused() {
    let scenario = Scenario::new();
    let ticket = scenario.place.read(TICKET);
    std::fs::remove_file(scenario.place.records().join(TICKET)).unwrap();
    scenario.commit_past_the_hook();
    scenario.write(TICKET, &ticket);
    scenario.commit_past_the_hook();
    scenario.refused_by("record_deleted");
    scenario.git(&["reset", "-q", "--hard", "origin/main"]).ok();
    scenario.copy(TICKET, "WX-0000002", "WX-0000003");
    std::fs::remove_file(scenario.place.records().join(TICKET)).unwrap();
    scenario.commit_past_the_hook();
    scenario.refused_by("record_deleted");
}

#[test]
fn an_older_state_pushed_again_is_refused() {
    let scenario = Scenario::new();
    let place = &scenario.place;
    let staff = "records/staff/wang-jun.json";
    let (old_staff, old_company) = (place.read(staff), place.read("records/company/company.json"));
    scenario.register("wang-jun", &place.ssh_key("second"), "");
    let policy = r#"policies=[{"name":"hand_in_days","value":3,"from":"2026-03-03","reason":"试行"}]"#;
    place.weibao(&["edit", "company", "company", "--set", policy]).ok();
    scenario.founded();
    scenario.git(&["fetch", "-q", "origin"]).ok();
    for (path, old) in [(staff, old_staff), ("records/company/company.json", old_company)] {
        scenario.write(path, old);
        scenario.commit_past_the_hook();
        scenario.refused_by("field_lost");
        scenario.git(&["reset", "-q", "--hard", "origin/main"]).ok();
    }
}

#[test]
fn schemas_and_files_that_deceive_are_refused_over_a_push() {
    let scenario = Scenario::new();
    for (path, text) in [
        ("schemas/ticket.1.json", "{}\n"),
        ("schemas/ticket.2.json", "{}\n"),
        (".gitattributes", "records/** -diff linguist-generated\n"),
        ("records.gitattributes/.gitattributes", "* binary\n"),
        (".mailmap", "王军 <wang-jun@weibao.example> <li-na@weibao.example>\n"),
        (".gitmodules", "[submodule \"x\"]\n"),
    ] {
        scenario.write(path, text);
        scenario.commit_past_the_hook();
        scenario.refused_by("foreign_file");
        scenario.git(&["reset", "-q", "--hard", "origin/main"]).ok();
    }
    scenario.write(".gitattributes", "* -text\n");
    scenario.write("docs/how.md", "x\n");
    scenario.commit_past_the_hook();
    scenario.push("main").ok();
    // A schema changed in the same push as a record: records are judged by the program's own all the same (MI-16).
    let schema = scenario.place.read("schemas/ticket.1.json");
    scenario.write(
        "schemas/ticket.1.json",
        schema.replace("\"additionalProperties\": false", "\"additionalProperties\": true"),
    );
    scenario.replace(TICKET, "\"state\": \"open\",", "\"state\": \"open\",\n  \"extra\": 1,");
    scenario.commit_past_the_hook();
    let said = scenario.push("main").ends(1);
    let found = findings(&said);
    for rule in ["foreign_file", "schema_violation"] {
        assert!(found.iter().any(|one| one.starts_with(rule)), "{rule}: {said}");
    }
}

#[test]
fn only_known_files_are_taken_where_the_policy_says_so() {
    let scenario = Scenario::new();
    scenario.on_server(&["config", "weibao.onlyRecords", "true"]).ok();
    for path in ["run.sh", "src/lib.rs", "records-old/a.json", "HEAD", "config"] {
        scenario.write(path, "x\n");
        scenario.commit_past_the_hook();
        let said = scenario.push("main").ends(1);
        assert!(findings(&said).iter().any(|one| one.starts_with("foreign_file")), "{path}: {said}");
        scenario.git(&["reset", "-q", "--hard", "origin/main"]).ok();
    }
    scenario.write("README.md", "x\n");
    scenario.commit_past_the_hook();
    scenario.push("main").ok();
}

#[test]
fn a_servers_administrator_may_demand_more_than_the_policy() {
    let scenario = Scenario::new();
    scenario.on_server(&["config", "weibao.requireSignedCommits", "true"]).ok();
    scenario.replace(TICKET, "无图像", "有时无图像");
    scenario.commit_past_the_hook();
    let said = scenario.push("main").ends(1);
    assert!(findings(&said).iter().any(|one| one.starts_with("commit_person_differs")), "{said}");
    scenario.on_server(&["config", "weibao.requireSignedCommits", "false"]).ok();
    scenario.push("main").ok();
}

#[test]
fn refusals_show_no_control_characters_and_are_bounded() {
    let scenario = Scenario::new();
    for n in 0..400 {
        scenario.write(&format!("records/ticket/notes-{n}.txt"), "x\n");
    }
    scenario.commit_past_the_hook();
    let said = scenario.push("main").ends(1);
    assert!(said.len() < 60_000, "{}", said.len());
    assert!(said.contains("400 errors"), "{said}");
    assert!(!said.chars().any(|c| c.is_control() && c != '\n'), "{said:?}");
}
