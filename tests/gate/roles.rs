//! Who may do what: with `enforce_roles` on, over real pushes, and the same from `weibao check A..B`.
//!
//! The whole table is tried in `src/regulation/role`; here a sample of it goes through a server.

use crate::environment::{REPORT, set};
use crate::scenario::{BOOK, Scenario, TICKET, findings};

/// Members of staff by name and address.
const CHEN: (&str, &str) = ("陈静", "chen@weibao.example");
const WANG: (&str, &str) = ("王军", "wang-jun@weibao.example");
const ZHAO: (&str, &str) = ("赵丽", "zhao-li@weibao.example");
const SUN: (&str, &str) = ("孙燕", "sun-yan@weibao.example");
const NOBODY: (&str, &str) = ("某人", "someone@elsewhere.example");

fn enforced() -> Scenario {
    let scenario = Scenario::new();
    let policy = r#"policies=[{"name":"enforce_roles","value":true,"from":"2026-03-03","reason":"各司其职"}]"#;
    scenario.place.weibao(&["edit", "company", "company", "--set", policy]).ok();
    scenario.founded();
    scenario
}

impl Scenario {
    /// Commits everything past the hook in somebody's name; gives the commit.
    fn commit_as(&self, (name, email): (&str, &str)) -> String {
        let who = format!(
            "GIT_AUTHOR_NAME={name} GIT_AUTHOR_EMAIL={email} GIT_COMMITTER_NAME={name} GIT_COMMITTER_EMAIL={email}"
        );
        self.place.shell(&format!("git add -A && {who} git commit -q --no-verify -m 'ticket: by hand'")).ok();
        self.place.head().trim().to_owned()
    }

    /// What stands in the working tree is refused to this person by this rule alone, at the server and offline alike,
    /// and then taken away again.
    #[track_caller]
    fn refused_to(&self, who: (&str, &str), rule: &str) -> String {
        self.commit_as(who);
        let said = self.push("main").ends(1);
        let found = findings(&said);
        assert!(!found.is_empty() && found.iter().all(|one| one.starts_with(rule)), "{who:?} {rule}: {said}");
        let offline = self.place.shell("weibao check origin/main..HEAD").ends(1);
        assert_eq!(findings(&offline), found, "{offline}");
        self.git(&["reset", "-q", "--hard", "origin/main"]).ok();
        said
    }

    #[track_caller]
    fn taken_from(&self, who: (&str, &str)) {
        self.commit_as(who);
        self.push("main").ok();
        self.git(&["fetch", "-q", "origin"]).ok();
    }
}

#[test]
fn a_ticket_is_opened_and_written_by_technicians_alone() {
    let scenario = enforced();
    for who in [CHEN, ZHAO, SUN] {
        let rule = if who == CHEN { "author_" } else { "author_may_not" };
        scenario.replace(TICKET, "无图像", "有时无图像");
        if who == CHEN {
            // chen-jing dispatches too, and may write on a ticket.
            scenario.taken_from(who);
            continue;
        }
        let said = scenario.refused_to(who, rule);
        assert!(said.contains("that is for: technician"), "{said}");
        scenario.copy(TICKET, "WX-0000002", "WX-0000003");
        scenario.refused_to(who, "author_");
    }
    scenario.copy(TICKET, "WX-0000002", "WX-0000003");
    scenario.taken_from(WANG);
    scenario.replace("records/ticket/WX/000/00/WX-0000003.json", "有时无图像", "无图像");
    let said = scenario.refused_to(NOBODY, "commit_person_differs");
    assert!(said.contains("someone@elsewhere.example"), "{said}");
}

#[test]
fn registers_are_kept_by_those_whose_post_it_is() {
    let scenario = enforced();
    let promoted = r#""role": "finance",
      "from": "2026-01-01"
    },
    {
      "role": "technician","#;
    let staff = "records/staff/wang-jun.json";
    // ID-05, ID-07: a technician makes himself finance, or changes the policy.
    let text = scenario.place.read(staff);
    scenario.write(staff, text.replace("\"role\": \"technician\",", promoted));
    let said = scenario.commit_as_refused(WANG);
    assert!(said.iter().any(|one| one.starts_with("author_may_not")), "{said:?}");
    let company = "records/company/company.json";
    scenario.replace(company, "某公司", "某某公司");
    scenario.refused_to(WANG, "author_may_not");
    scenario.replace(company, "某公司", "某某公司");
    scenario.refused_to(SUN, "author_may_not");
    scenario.replace(company, "某公司", "某某公司");
    scenario.taken_from(CHEN);
    scenario.replace("records/site/000/S00001.json", "一号楼", "二号楼");
    scenario.refused_to(WANG, "author_may_not");
    scenario.replace("records/site/000/S00001.json", "一号楼", "二号楼");
    scenario.taken_from(ZHAO);
}

#[test]
fn books_are_finances() {
    let scenario = enforced();
    for who in [WANG, ZHAO, SUN] {
        scenario.copy(BOOK, "WX-00001", "WX-00002");
        let found = scenario.commit_as_refused(who);
        assert!(found.iter().any(|one| one.starts_with("author_may_not")), "{found:?}");
    }
}

#[test]
fn a_post_given_in_the_same_push_does_not_count_yet() {
    let scenario = enforced();
    let roles = r#"roles=[{"role":"front_desk","from":"2026-01-01"},{"role":"technician","from":"2026-03-03"}]"#;
    scenario.place.weibao(&["edit", "staff", "zhao-li", "--as", "chen-jing", "--set", roles]).ok();
    scenario.replace(TICKET, "无图像", "有时无图像");
    scenario.commit_as(ZHAO);
    let said = scenario.push("main").ends(1);
    assert!(findings(&said).iter().all(|one| one.starts_with("author_may_not")), "{said}");
    // First the post, then the work.
    scenario.push("HEAD~1:refs/heads/main").ok();
    scenario.push("main").ok();
}

#[test]
fn nobody_is_named_in_anothers_place() {
    let scenario = enforced();
    scenario.place.at("2026-03-03T09:00");
    let report = set(&["new", "维修单", "--as", "wang-jun", "--dry-run"], REPORT);
    scenario.place.weibao(&report).ok();
    let args = ["new", "报修", "--as", "zhao-li", "--set", "received_by=sun-yan"];
    let more = [
        "client=C00001",
        "reporter=C00001-01",
        "site=S00001",
        "channel=电话",
        r#"assets=[{"name":"摄像机","model":"X1","serial":"无"}]"#,
        "symptom=无图像",
        "severity=常规",
    ];
    let said = scenario.place.weibao(&set(&args, &more)).ends(1);
    assert!(said.contains("author_names_another"), "{said}");
    scenario.place.weibao(&set(&args[..4], &more)).ok();
}

#[test]
fn the_command_line_says_no_before_anything_is_committed() {
    let scenario = enforced();
    let head = scenario.place.at("2026-03-03T09:00").head();
    let said = scenario
        .place
        .weibao(&["edit", "ticket", "WX-0000002", "--as", "zhao-li", "--set", "report.symptom=有时无图像"])
        .ends(1);
    assert!(said.contains("author_may_not") && said.contains("weibao may"), "{said}");
    assert_eq!(scenario.place.head(), head);
    let may = scenario.place.weibao(&["may", "zhao-li"]).ok();
    assert!(may.contains("front desk") && may.contains("take over") && !may.contains("book  create"), "{may}");
    let may = scenario.place.weibao(&["may", "wang-jun", "--format", "json"]).json();
    let ticket = may["kinds"].as_array().unwrap().iter().find(|row| row["kind"] == "ticket").unwrap();
    assert_eq!(ticket["may"], serde_json::json!(["create", "change", "sign", "void"]));
}

impl Scenario {
    /// As [`Scenario::refused_to`], for changes that other rules refuse as well: gives all findings.
    #[track_caller]
    fn commit_as_refused(&self, who: (&str, &str)) -> Vec<String> {
        self.commit_as(who);
        let said = self.push("main").ends(1);
        let found = findings(&said);
        let offline = self.place.shell("weibao check origin/main..HEAD").ends(1);
        assert_eq!(findings(&offline), found, "{offline}");
        self.git(&["reset", "-q", "--hard", "origin/main"]).ok();
        found
    }
}

/// ID-05, separation of duties: an administrator is no second person.
#[test]
fn a_post_is_given_by_another() {
    let scenario = enforced();
    let path = "records/staff/sun-yan.json";
    let held = |post| format!("    {{\n      \"role\": \"{post}\",\n      \"from\": \"2026-01-01\"\n    }}");
    let give = || scenario.replace(path, &held("office"), &format!("{},\n{}", held("office"), held("finance")));
    give();
    let said = scenario.refused_to(SUN, "post_given_to_oneself");
    assert!(said.contains("sun-yan gave themself a post: finance"), "{said}");
    give();
    scenario.taken_from(CHEN);
}
