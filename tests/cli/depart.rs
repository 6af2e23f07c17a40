//! Leaving (T-7): refused with everything that is missing at once, then done in one commit.

use super::environment::Environment;

fn signed(place: &Environment) -> [String; 4] {
    let (finance, holder) = (place.scanned("settlement:finance"), place.scanned("settlement:holder@wang-jun"));
    ["--sign".to_owned(), finance, "--sign".to_owned(), holder]
}

fn depart(place: &Environment, more: &[&str]) -> super::environment::Outcome {
    let sign = signed(place);
    let sign: Vec<&str> = sign.iter().map(String::as_str).collect();
    place.weibao(&[&["depart", "wang-jun", "--on", "2026-03-31"], more, &sign].concat())
}

#[test]
fn who_holds_open_tickets_does_not_leave_and_is_told_of_all_of_them() {
    let place = Environment::new();
    place.company(5);
    place.open_ticket().ok();
    place.open_ticket().ok();
    let before = place.head();
    let said = depart(&place, &[]).ends(2);
    for ticket in ["WX-0000001", "WX-0000002"] {
        assert!(said.contains(&format!("weibao transfer {ticket}")), "{said}");
    }
    assert_eq!(place.head(), before);
    let said = depart(&place, &["--lang", "zh", "--dry-run"]).ends(2);
    assert!(said.contains("先办 2 项") && said.contains("转入备用维修单"), "{said}");
}

#[test]
fn a_leaver_hands_back_every_book_in_one_commit() {
    let place = Environment::new();
    place.company(5);
    place.issue("spare", 3);
    place.open_ticket().ok();
    let holder = place.scanned("void:holder");
    place.weibao(&["void", "WX-0000001", "--as", "wang-jun", "--reason", "写错型号", "--sign", &holder]).ok();
    let commits = || place.git(&["rev-list", "--count", "HEAD"]).ok().trim().parse::<u32>().unwrap();
    let before = commits();

    let said = depart(&place, &["--dry-run"]).ends(0);
    assert!(said.contains("1 void (handed to finance), 0 transferred, 4 unused (WX-0000002 to WX-0000005)"), "{said}");
    assert_eq!(commits(), before, "a dry run writes nothing");

    depart(&place, &[]).ok();
    assert_eq!(commits(), before + 1);
    let book = place.weibao(&["--format", "json", "show", "book", "WX-00001"]).json()["record"].clone();
    assert_eq!((&book["state"], &book["settlement"]["reason"]), (&"settled".into(), &"leave".into()));
    assert_eq!(book["settlement"]["void_handed"], serde_json::json!(["WX-0000001"]));
    assert_eq!(book["settlement"]["unused"].as_array().map(Vec::len), Some(4));
    assert_eq!(book["settlement"]["signatures"].as_array().map(Vec::len), Some(2));
    let spare = place.weibao(&["--format", "json", "show", "book", "BY-00001"]).json()["record"].clone();
    assert_eq!((&spare["state"], &spare["settlement"]["unused"]), (&"settled".into(), &numbers("BY", 3)));
    let staff = place.weibao(&["--format", "json", "show", "staff", "wang-jun"]).json()["record"].clone();
    assert_eq!(staff["left_on"], "2026-03-31");
    place.weibao(&["check", "--all"]).ok();

    let again = depart(&place, &[]).ends(2);
    assert!(again.contains("2026-03-31"), "{again}");
}

fn numbers(series: &str, count: u32) -> serde_json::Value {
    (1..=count).map(|n| format!("{series}-{n:07}")).collect::<Vec<_>>().into()
}

#[test]
fn what_should_not_be_forgotten_is_said_and_does_not_stop_the_leaving() {
    let place = Environment::new();
    place.company(2);
    let said = place.weibao(&["depart", "chen-jing", "--dry-run"]).ends(0);
    assert!(said.contains("S00001"), "she is to call the site back: {said}");
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
