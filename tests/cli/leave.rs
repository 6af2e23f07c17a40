//! What rest somebody has, line by line: the balance before and after each is computed, never typed (F-14).

use super::environment::Environment;

#[test]
fn the_balance_after_the_last_line_is_the_balance() {
    let place = Environment::new();
    place.demo();
    let folder = place.records().join("records/rest-credit");
    let mut people: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect();
    people.sort();
    assert!(!people.is_empty());
    for who in people {
        let who = who.into_string().unwrap();
        let said = place.weibao(&["leave", "balance", &who, "--as-of", "2026-06-30 20:00"]).ok();
        let mut running = 0;
        for line in said.lines().filter(|line| line.contains("  = ")) {
            let words: Vec<&str> = line.split_whitespace().collect();
            // What is not confirmed yet stands in brackets and counts for nothing.
            running += words[1].parse::<i64>().unwrap_or(0);
            assert_eq!((words[2], words[3]), ("=", running.to_string().as_str()), "{said}");
        }
        assert!(said.contains(&format!("balance {running} minutes")), "{said}");
    }
}
