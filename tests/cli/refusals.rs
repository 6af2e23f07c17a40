//! What is not committed, what is said about it, and what is kept.

use super::environment::{Environment, REPORT, set};

#[test]
fn a_missing_value_without_a_terminal_names_its_flag() {
    let place = Environment::new();
    place.founded();
    let said = place.weibao(&["new", "client", "--set", "name=甲公司"]).ends(2);
    assert!(said.contains("--set since=…") && said.contains("--set e_signature_agreement=…"), "{said}");
    let said = place.weibao(&["void", "WX-0000001"]).ends(2);
    assert!(said.contains("--reason"), "{said}");
    let said = Environment::new().weibao(&["init", "records"]).ends(2);
    assert!(said.contains("--name"), "{said}");
}

#[test]
fn what_was_typed_is_kept_and_taken_back() {
    let place = Environment::new();
    place.company(2);
    let before = place.head();
    let said = place.weibao(&set(&["new", "ticket", "--as", "wang-jun"], &REPORT[..5])).ends(2);
    assert!(said.contains("drafts/new-ticket-WX-0000001.json") && said.contains("weibao new ticket --from"), "{said}");
    assert_eq!(place.head(), before);
    let draft = place.records().join(".git/weibao/drafts/new-ticket-WX-0000001.json");
    let from = draft.to_str().unwrap();
    place.weibao(&set(&["new", "ticket", "--as", "wang-jun", "--from", from], &REPORT[5..])).ok();
    assert!(place.read("records/ticket/WX/000/00/WX-0000001.json").contains("无图像"));
    assert!(!draft.exists(), "a draft that was taken back has served");
}

#[test]
fn findings_keep_a_record_out_and_leave_everything_as_it_was() {
    let place = Environment::new();
    place.company(2);
    let before = place.head();
    let members = ["ticket=WX-0000001"];
    let said = place.weibao(&set(&["issue", "zhao-li"], &[])).ends(1);
    assert!(said.contains("schema_violation") && said.contains("not committed"), "{said}");
    place.weibao(&set(&["new", "delay"], &members)).ends(2);
    assert_eq!(place.head(), before);
    assert_eq!(place.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn a_dry_run_writes_nothing() {
    let place = Environment::new();
    place.company(2);
    let before = place.head();
    let args = set(&["new", "ticket", "--as", "wang-jun", "--dry-run"], REPORT);
    assert!(place.weibao(&args).ok().contains("all is well"));
    assert_eq!(place.head(), before);
}

#[test]
fn a_signed_section_can_no_longer_be_edited() {
    let place = Environment::new();
    place.company(2);
    place.open_ticket().ok();
    let holder = place.scanned("void:holder");
    place.weibao(&["void", "WX-0000001", "--as", "wang-jun", "--reason", "写错型号", "--sign", &holder]).ok();
    let said = place.weibao(&["edit", "ticket", "WX-0000001", "--as", "wang-jun", "--set", "void.reason=别的"]).ends(1);
    assert!(said.contains("not committed"), "{said}");
}

#[test]
fn nobody_known_may_act() {
    let place = Environment::new();
    place.founded();
    place.git(&["config", "--unset", "weibao.staff"]).ok();
    let said = place.weibao(&["new", "client", "--set", "name=x"]).ends(2);
    assert!(said.contains("--as STAFF"), "{said}");
    place.git(&["config", "user.email", "chen@weibao.example"]).ok();
    let said = place.weibao(&["new", "client", "--set", "name=x"]).ends(2);
    assert!(said.contains("--set since"), "{said}");
}

#[test]
fn bad_values_are_refused_in_words() {
    let place = Environment::new();
    place.founded();
    for (args, word) in [
        (&["new", "client", "--set", "colour=red"][..], "has no `colour`"),
        (&["new", "site", "--set", "area=middling"], "must be one of"),
        (&["new", "site", "--set", "client"], "does not say what to set"),
        (&["show", "ticket", "WX-1"], "is no key of a ticket"),
        (&["show", "ticket", "WX-0000009"], "there is no ticket WX-0000009"),
        (&["show", "nonsense", "x"], "is no kind of record"),
        (&["explain", "nonsense"], "is called `nonsense`"),
        (&["new", "book"], "weibao issue"),
        (&["list", "ticket", "--where", "state"], "state=open"),
        (&["new", "client", "--from", "nowhere.json"], "nowhere.json"),
    ] {
        let said = place.weibao(args).ends(2);
        assert!(said.contains(word), "{args:?}: {said}");
    }
    for text in ["[1, 2]", "\"text\"", "null", "7"] {
        let said = place.weibao_reading(&["new", "client", "C00001", "--from", "-"], text).ends(2);
        assert!(said.contains("must be a JSON object"), "{said}");
    }
    let said = place.weibao_reading(&["new", "client", "--from", "-"], "{\"name\": \"a\", \"name\": \"b\"}").ends(2);
    assert!(said.contains("1:15"), "{said}");
}

#[test]
fn outside_a_repository_it_says_where_to_go() {
    let place = Environment::new();
    let said = place.weibao(&["list", "ticket"]).ends(2);
    assert!(said.contains("weibao init"), "{said}");
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let place = Environment::new();
    place.founded();
    let said = place.shell("weibao rules | head -n 1 && weibao show ticket --fields | head -n 1").ends(0);
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn an_edit_of_a_damaged_record_is_refused_in_words() {
    let place = Environment::new();
    place.founded();
    let path = "records/client/000/C00001.json";
    std::fs::create_dir_all(place.records().join("records/client/000")).unwrap();
    for text in ["[1]\n", "{\"name\": 1}\n", "not json\n"] {
        std::fs::write(place.records().join(path), text).unwrap();
        place.git(&["add", path]).ok();
        place.git(&["commit", "--quiet", "--no-verify", "-m", "x"]).ok();
        let said = place.weibao(&["edit", "client", "C00001", "--set", "name=b"]).ends(2);
        assert!(said.contains("there is no client C00001"), "{said}");
        assert!(place.weibao(&["check", "--all"]).ends(1).contains(path));
    }
}
