//! A machine in another time zone says the same: twelve zones, equal bytes.

use std::path::Path;

use super::environment::Environment;

const ZONES: [&str; 12] = [
    "Asia/Shanghai",
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "Europe/Berlin",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    // A zone that needs no file, in case the machine has none.
    "XST+11:30",
];

#[test]
fn due_check_and_reports_are_the_same_bytes_in_twelve_zones() {
    let place = Environment::new();
    place.demo();
    let weibao = Path::new(env!("CARGO_BIN_EXE_weibao"));
    let report = Path::new(env!("CARGO_BIN_EXE_weibao-report"));
    let as_of = ["--as-of", "2026-06-30"];
    let mut runs: Vec<(&Path, Vec<&str>)> = vec![
        (weibao, [&["due"], &as_of[..], &["--explain", "--format", "json"]].concat()),
        (weibao, [&["due"], &as_of[..], &["--ics"]].concat()),
        (weibao, vec!["check", "--all", "--now", "2026-06-30T20:00:00+08:00"]),
        (weibao, vec!["log", "ticket", "WX-0000001"]),
        (report, [&["callbacks"], &as_of[..], &["--format", "json"]].concat()),
        (report, [&["books"], &as_of[..], &["--format", "csv"]].concat()),
    ];
    for family in ["maintenance", "incidents", "duty", "leave", "parts", "tickets", "signatures"] {
        runs.push((report, [&[family], &as_of[..], &["--format", "json"]].concat()));
    }
    for (program, args) in &runs {
        let told = |zone| {
            let outcome = place.in_zone(zone, program, args);
            (outcome.code, outcome.stdout, outcome.stderr)
        };
        let here = told(ZONES[0]);
        assert!(!here.1.is_empty() || args[0] == "check", "{args:?}: {}", here.2);
        for zone in &ZONES[1..] {
            assert_eq!(told(zone), here, "{args:?} in {zone}");
        }
    }
}
