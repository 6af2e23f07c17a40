//! Leaving (T-7): one walk, refused until complete, then a commit a step; at a terminal it asks.

use super::environment::{Environment, Outcome, set};

/// The company of the tests with a second technician who has a spare book.
fn with_a_successor(count: u32) -> Environment {
    let place = Environment::new();
    place.company(count);
    let member = [
        "name=李娜",
        "email=li-na@weibao.example",
        "department=工程部",
        r#"roles=[{"role":"technician","from":"2026-01-01"},{"role":"caller","from":"2026-01-01"}]"#,
        "joined_on=2026-01-01",
    ];
    place.weibao(&set(&["new", "staff", "li-na"], &member)).ok();
    let (finance, holder) = (place.scanned("issue:finance"), place.scanned("issue:holder@li-na"));
    place.weibao(&["issue", "li-na", "--kind", "spare", "--count", "3", "--sign", &finance, "--sign", &holder]).ok();
    place
}

/// `depart wang-jun` with every signature that a walk can want.
fn depart(place: &Environment, more: &[&str]) -> Outcome {
    let orders = [
        "settlement:finance",
        "settlement:holder@wang-jun",
        "transfer:technician",
        "changes:supervisor@chen-jing",
        "handovers:holder",
    ]
    .map(|who| place.scanned(who));
    let mut args = vec!["depart", "wang-jun", "--on", "2026-03-31"];
    args.extend(more);
    args.extend(orders.iter().flat_map(|order| ["--sign", order]));
    place.weibao(&args)
}

const TOLD: &[&str] = &[
    "reason=人员离职",
    "remaining_work=换镜头",
    "expected_on=2026-04-10",
    "client_informed.contact=C00001-01",
    "client_informed.agreed=true",
];

fn record(place: &Environment, kind: &str, key: &str) -> serde_json::Value {
    place.weibao(&["--format", "json", "show", kind, key]).json()["record"].clone()
}

fn commits(place: &Environment) -> u32 {
    place.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse().unwrap()
}

#[test]
fn who_holds_open_tickets_does_not_leave_before_it_is_said_what_becomes_of_each() {
    let place = with_a_successor(5);
    place.open_ticket().ok();
    place.open_ticket().ok();
    let before = place.head();
    let said = depart(&place, &[]).ends(2);
    for flag in ["--to STAFF", "--set WX-0000001.reason=…", "--set WX-0000002.client_informed.agreed=…"] {
        assert!(said.contains(flag), "{flag}: {said}");
    }
    let said = depart(&place, &["--lang", "zh", "--dry-run"]).ends(2);
    assert!(said.contains("将办：维修单 WX-0000002 转入备用维修单"), "{said}");
    assert_eq!(place.head(), before);
}

#[test]
fn open_tickets_go_on_under_the_successors_spare_tickets_and_the_book_comes_back() {
    let place = with_a_successor(5);
    place.open_ticket().ok();
    place.open_ticket().ok();
    let before = commits(&place);
    let args = set(&["--to", "li-na", "--set", "WX-0000002.remaining_work=换电源"], TOLD);
    let said = depart(&place, &[&args[..], &["--dry-run"]].concat()).ends(0);
    assert!(said.contains("0 completed, 0 void (handed to finance), 2 transferred, 3 unused"), "{said}");
    assert_eq!(commits(&place), before, "a dry run writes nothing");

    depart(&place, &args).ok();
    assert_eq!(commits(&place), before + 2, "one commit of the successor, one of finance");
    let authors = place.git(&["log", "-2", "--format=%ae"]).ok();
    assert_eq!(authors, "chen@weibao.example\nli-na@weibao.example\n");
    let second = record(&place, "ticket", "WX-0000002");
    assert_eq!((&second["state"], &second["transfer"]["to"]), (&"transferred".into(), &"BY-0000002".into()));
    assert_eq!(second["transfer"]["remaining_work"], "换电源", "what is said of one ticket is for that one");
    assert_eq!(record(&place, "ticket", "WX-0000001")["transfer"]["remaining_work"], "换镜头");
    assert_eq!(record(&place, "ticket", "BY-0000001")["report"]["opened_by"], "li-na");
    let book = record(&place, "book", "WX-00001");
    assert_eq!((&book["state"], &book["settlement"]["reason"]), (&"settled".into(), &"leave".into()));
    assert_eq!(book["settlement"]["transferred"].as_array().map(Vec::len), Some(2));
    assert_eq!(record(&place, "staff", "wang-jun")["left_on"], "2026-03-31");
    place.weibao(&["check", "--all", "--history"]).ok();
}

#[test]
fn a_walk_that_was_cut_off_goes_on_where_it_stopped() {
    let place = with_a_successor(5);
    place.open_ticket().ok();
    let args = set(&["--to", "li-na"], TOLD);
    depart(&place, &args).ok();
    // As if the machine had stopped after the first commit.
    place.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    assert_eq!(record(&place, "book", "WX-00001")["state"], "issued");
    depart(&place, &args).ok();
    assert_eq!(record(&place, "book", "WX-00001")["state"], "settled");
    assert_eq!(record(&place, "ticket", "BY-0000001")["transferred_from"], "WX-0000001");
    place.weibao(&["check", "--all", "--history"]).ok();
}

#[test]
fn nothing_is_written_when_one_step_is_refused() {
    let place = with_a_successor(5);
    place.open_ticket().ok();
    let before = place.head();
    let args = set(&["depart", "wang-jun", "--on", "2026-03-31", "--to", "li-na"], TOLD);
    let technician = place.scanned("transfer:technician");
    let said = place.weibao(&[&args[..], &["--sign", &technician]].concat()).ends(1);
    assert!(said.contains("internal_signature_missing") || said.contains("schema_violation"), "{said}");
    assert_eq!(place.head(), before, "the transfer alone is not committed");
}

#[test]
fn a_leaver_hands_back_every_book_with_its_void_and_unused_numbers() {
    let place = Environment::new();
    place.company(5);
    place.issue("spare", 3);
    place.open_ticket().ok();
    let holder = place.scanned("void:holder");
    place.weibao(&["void", "WX-0000001", "--as", "wang-jun", "--reason", "写错型号", "--sign", &holder]).ok();
    let before = commits(&place);

    let said = depart(&place, &["--dry-run"]).ends(0);
    assert!(said.contains("1 void (handed to finance), 0 transferred, 4 unused (WX-0000002 to WX-0000005)"), "{said}");
    assert_eq!(commits(&place), before, "a dry run writes nothing");

    depart(&place, &[]).ok();
    assert_eq!(commits(&place), before + 1);
    let book = record(&place, "book", "WX-00001");
    assert_eq!(book["settlement"]["void_handed"], serde_json::json!(["WX-0000001"]));
    assert_eq!(book["settlement"]["unused"].as_array().map(Vec::len), Some(4));
    assert_eq!(book["settlement"]["signatures"].as_array().map(Vec::len), Some(2));
    let spare = record(&place, "book", "BY-00001");
    assert_eq!((&spare["state"], &spare["settlement"]["unused"]), (&"settled".into(), &numbers("BY", 3)));
    place.weibao(&["check", "--all"]).ok();

    let again = depart(&place, &[]).ends(2);
    assert!(again.contains("2026-03-31"), "{again}");
}

fn numbers(series: &str, count: u32) -> serde_json::Value {
    (1..=count).map(|n| format!("{series}-{n:07}")).collect::<Vec<_>>().into()
}

#[test]
fn a_ticket_that_cannot_go_into_the_leavers_own_spare_book_wants_another() {
    let place = Environment::new();
    place.company(5);
    place.issue("spare", 3);
    place.open_ticket().ok();
    let said = depart(&place, &set(&["--to", "chen-jing"], TOLD)).ends(2);
    assert!(said.contains("weibao issue chen-jing"), "{said}");
}

#[test]
fn watches_after_the_last_day_go_to_a_named_person() {
    let place = with_a_successor(3);
    let groups = r#"plan.groups=[{"name":"甲组","leader":"wang-jun","members":["wang-jun","zhao-li"]}]"#;
    let shifts = r#"plan.shifts=[{"starts_at":"2026-04-01T00:00:00+08:00","ends_at":"2026-05-01T00:00:00+08:00","group":"甲组","phone":"DH-01","backup":"无"}]"#;
    let plan = ["plan.department=工程部", groups, shifts, "plan.approved_by=chen-jing", "state=已公布"];
    let (preparer, supervisor) = (place.scanned("plan:preparer@sun-yan"), place.scanned("plan:supervisor@chen-jing"));
    let new = ["new", "duty-roster", "--as", "sun-yan", "--sign", &preparer, "--sign", &supervisor];
    place.weibao(&set(&new, &[&["id=2026-04"], &plan[..]].concat())).ok();

    let said = depart(&place, &[]).ends(2);
    assert!(said.contains("--duty-to STAFF"), "{said}");
    depart(&place, &["--duty-to", "li-na"]).ok();
    let change = record(&place, "duty-roster", "2026-04")["changes"][0].clone();
    assert_eq!((&change["leader"], &change["members"]), (&"li-na".into(), &serde_json::json!(["li-na", "zhao-li"])));
    assert_eq!(change["starts_at"], "2026-04-01T00:00:00+08:00");
    let now = place.weibao(&["duty", "now", "--at", "2026-04-02T12:00:00+08:00"]).ok();
    assert!(now.contains("li-na") && !now.contains("wang-jun"), "{now}");
    place.weibao(&["check", "--all"]).ok();
}

#[test]
fn sites_get_another_caller_and_whose_step_it_is_may_be_named() {
    let place = with_a_successor(2);
    let said = place.weibao(&["depart", "chen-jing"]).ends(2);
    assert!(said.contains("S00001") && said.contains("--calls-to STAFF"), "{said}");
    let said = place.weibao(&["depart", "chen-jing", "--as", "sun-yan", "--calls-to", "li-na"]).ok();
    assert!(said.contains("called back by li-na"), "{said}");
    assert_eq!(record(&place, "site", "S00001")["callback_by"], "li-na");
    assert_eq!(record(&place, "staff", "chen-jing")["left_on"], "2026-03-02");
}

#[test]
fn a_leaving_without_the_hands_that_sign_it_is_refused_by_the_gate() {
    let place = Environment::new();
    place.company(2);
    let before = place.head();
    let said = place.weibao(&["depart", "wang-jun"]).ends(1);
    assert!(said.contains("internal_signature_missing") || said.contains("schema_violation"), "{said}");
    assert_eq!(place.head(), before);
}

#[test]
fn a_spare_that_is_still_lent_is_taken_over_and_due_from_the_one_who_took_it() {
    let place = with_a_successor(3);
    let keeper = [
        "name=吴刚",
        "email=wu-gang@weibao.example",
        "department=库房",
        r#"roles=[{"role":"storekeeper","from":"2026-01-01"}]"#,
        "joined_on=2026-01-01",
    ];
    place.weibao(&set(&["new", "staff", "wu-gang"], &keeper)).ok();
    place.at("2026-03-02T10:00").open_ticket().ok();
    place.at("2026-03-02T11:30");
    let lending = [
        "ticket=WX-0000001",
        "site=S00001",
        "lending.reason=主机返厂",
        r#"lending.items=[{"name":"硬盘录像机","model":"DS-7816N","serial":"B1","quantity":1}]"#,
        "lending.condition=完好",
        "lending.lent_at=2026-03-02 11:00",
        "lending.due_on=2026-04-10",
        "lending.removed=无",
        "lending.borrower=wang-jun",
        "state=借出",
    ];
    let hands = ["lending:storekeeper@wu-gang", "lending:holder@wang-jun", "lending:client@C00001-01"]
        .map(|who| place.scanned(who));
    let mut new = vec!["new", "spare-loan", "--as", "wang-jun"];
    new.extend(hands.iter().flat_map(|hand| ["--sign", hand]));
    place.weibao(&set(&new, &lending)).ok();

    let args = set(&["--to", "li-na"], TOLD);
    depart(&place, &args).ok();
    let loan = record(&place, "spare-loan", "WX-0000001-1");
    assert_eq!((&loan["handovers"][0]["from"], &loan["handovers"][0]["to"]), (&"wang-jun".into(), &"li-na".into()));
    let due = place.weibao(&["due", "--person", "li-na", "--days", "60"]).ok();
    assert!(due.contains("WX-0000001-1"), "{due}");
    place.weibao(&["check", "--all", "--history"]).ok();
}

#[test]
fn a_step_may_be_done_alone_and_the_rest_later() {
    let place = with_a_successor(3);
    place.open_ticket().ok();
    let args = set(&["--as", "li-na", "--only", "tickets", "--to", "li-na"], TOLD);
    depart(&place, &args).ok();
    assert_eq!(record(&place, "ticket", "WX-0000001")["state"], "transferred");
    assert!(record(&place, "staff", "wang-jun").get("left_on").is_none());
    depart(&place, &[]).ok();
    assert_eq!(record(&place, "staff", "wang-jun")["left_on"], "2026-03-31");
}

#[test]
fn where_commits_are_signed_everyone_does_their_own_step() {
    let place = with_a_successor(3);
    place.open_ticket().ok();
    let policy = r#"policies.0={"name":"require_signed_commits","value":true,"from":"2026-03-03","reason":"试行"}"#;
    place.weibao(&["edit", "company", "company", "--set", policy]).ok();
    place.at("2026-03-03T09:00");
    let said = depart(&place, &set(&["--to", "li-na"], TOLD)).ends(2);
    assert!(said.contains("have li-na run weibao depart wang-jun --only tickets"), "{said}");
}

#[test]
fn at_a_terminal_the_walk_asks_for_everything_it_needs() {
    let place = with_a_successor(3);
    place.open_ticket().ok();
    let before = commits(&place);
    let orders =
        ["transfer:technician", "settlement:finance", "settlement:holder@wang-jun"].map(|who| place.scanned(who));
    let mut args = vec!["depart", "wang-jun", "--on", "2026-03-31"];
    args.extend(orders.iter().flat_map(|order| ["--sign", order]));
    let answers = [
        // A name is as good as an id; what cannot be is asked again.
        ("who takes over the open tickets", "李娜"),
        ("reason", "人员离职"),
        ("remaining work", "换镜头"),
        ("expected on", "someday"),
        ("must be a date", "\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}2026-04-10"),
        ("contact", "C00001-01"),
        ("agreed", "y"),
    ];
    let Some(said) = place.at_a_terminal(&args, &answers) else {
        return;
    };
    let screen = said.ok();
    assert!(screen.contains("ticket WX-0000001 goes on under a spare ticket"), "{screen}");
    assert_eq!(commits(&place), before + 2, "{screen}");
    assert_eq!(record(&place, "ticket", "WX-0000001")["transfer"]["remaining_work"], "换镜头");
    assert_eq!(record(&place, "ticket", "BY-0000001")["report"]["opened_by"], "li-na");
    assert_eq!(record(&place, "staff", "wang-jun")["left_on"], "2026-03-31");
    place.weibao(&["check", "--all", "--history"]).ok();
}

#[test]
fn who_gives_up_half_way_writes_nothing_and_finds_the_answers_again() {
    let place = with_a_successor(3);
    place.open_ticket().ok();
    let before = place.head();
    // Ctrl-C at the second question.
    let answers = [("who takes over the open tickets", "li-na"), ("reason", "\u{3}")];
    let Some(said) = place.at_a_terminal(&["depart", "wang-jun"], &answers) else {
        return;
    };
    let screen = said.ends(2);
    assert!(screen.contains("weibao depart wang-jun --from"), "{screen}");
    assert_eq!(place.head(), before);
}
