//! `weibao policy`: values from a day on, and verdicts that stay as they were.

use std::collections::BTreeMap;

use serde_json::Value;

use super::environment::Environment;

/// The deadlines of one family as of a moment, by record.
fn deadlines(place: &Environment, family: &str) -> BTreeMap<String, String> {
    let args = ["--format", "json", "due", "--family", family, "--as-of", "2026-09-30", "--days", "400"];
    let due = place.weibao(&args).json();
    let listed = due["due"].as_array().unwrap().iter();
    listed.map(|due| (due["key"].as_str().unwrap().to_owned(), due["deadline"].to_string())).collect()
}

fn named(list: &Value, name: &str) -> Value {
    list["policies"].as_array().unwrap().iter().find(|policy| policy["name"] == name).unwrap().clone()
}

#[test]
fn a_value_counts_from_its_day_and_the_default_before() {
    let place = Environment::new();
    place.founded();
    let set = ["policy", "set", "hand_in_days", "4", "--from", "2026-03-10", "--reason", "站点分散"];
    place.weibao(&set).ok();
    for (day, value) in [("2026-03-09", 2), ("2026-03-10", 4), ("2027-01-01", 4)] {
        let list = place.weibao(&["--format", "json", "policy", "--as-of", day]).json();
        assert_eq!(named(&list, "hand_in_days")["value"], value, "{day}");
    }
    let list = place.weibao(&["--format", "json", "policy", "--as-of", "2026-03-10"]).json();
    let policy = named(&list, "hand_in_days");
    assert_eq!((&policy["since"], &policy["reason"]), (&"2026-03-10".into(), &"站点分散".into()));
    assert_eq!((&policy["default"], &policy["clause"]), (&2.into(), &"T-2".into()));
    let said = place.weibao(&["--lang", "zh", "policy"]).ok();
    assert!(said.contains("2026-03-10 起 4：站点分散") && said.contains("工作日"), "{said}");
}

#[test]
fn a_value_does_not_reach_into_the_past() {
    let place = Environment::new();
    place.founded();
    let set = ["policy", "set", "hand_in_days", "9", "--from", "2026-03-01", "--reason", "试行"];
    let said = place.weibao(&set).ends(1);
    assert!(said.contains("policy_backdated"), "{said}");
}

#[test]
fn a_value_that_does_not_fit_is_refused_with_what_would() {
    let place = Environment::new();
    place.founded();
    let said = place.weibao(&["policy", "set", "hand_in_days", "true", "--reason", "x"]).ends(2);
    assert!(said.contains("whole number") && said.contains("working days"), "{said}");
    let said = place.weibao(&["policy", "set", "roll_weekends", "3", "--reason", "x"]).ends(2);
    assert!(said.contains("true or false"), "{said}");
    let said = place.weibao(&["policy", "set", "hand_in_day", "3", "--reason", "x"]).ends(2);
    assert!(said.contains("weibao policy"), "{said}");
    let said = place.weibao(&["policy", "set", "hand_in_days", "3"]).ends(2);
    assert!(said.contains("--reason"), "nobody can be asked: {said}");
}

#[test]
fn what_came_before_the_new_value_keeps_the_verdict_it_had() {
    let place = Environment::new();
    place.demo();
    let before = deadlines(&place, "callbacks");
    place.at("2026-07-01T08:00");
    let set = ["policy", "set", "onsite_window_hours", "96", "--from", "2026-08-01", "--reason", "路途较远"];
    place.weibao(&[&set[..], &["--as", place.who_is("person_in_charge").as_str()]].concat()).ok();
    let after = deadlines(&place, "callbacks");
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let moved: Vec<_> = before.iter().filter(|(key, deadline)| after[*key] != **deadline).collect();
    assert!(!moved.is_empty(), "a later visit has the longer window");
    for (key, deadline) in moved {
        assert!(deadline.as_str() > "\"2026-08-01", "{key} was due {deadline}, before the new value");
    }
}
