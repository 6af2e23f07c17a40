//! The arithmetic against the date vectors of the regulation's reading, an independent oracle, and boundaries.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::record::instant::date::parse;
use crate::text::{Lang, Text};

static WHAT: Text = Text { zh: "安装日期", en: "installation" };

fn calendar() -> Calendar {
    Calendar::new(published())
}

fn day(text: &str) -> Date {
    parse(text).unwrap()
}

/// Install date, then for 1, 3, 6, 9, 12 months the clamped date and the rolled one.
const VECTORS: &[(&str, [(&str, &str); 5])] = &[
    (
        "2024-08-31",
        [
            ("2024-09-30", "2024-09-30"),
            ("2024-11-30", "2024-12-02"),
            ("2025-02-28", "2025-02-28"),
            ("2025-05-31", "2025-06-03"),
            ("2025-08-31", "2025-09-01"),
        ],
    ),
    (
        "2024-01-31",
        [
            ("2024-02-29", "2024-02-29"),
            ("2024-04-30", "2024-04-30"),
            ("2024-07-31", "2024-07-31"),
            ("2024-10-31", "2024-10-31"),
            ("2025-01-31", "2025-02-05"),
        ],
    ),
    (
        "2024-02-29",
        [
            ("2024-03-29", "2024-03-29"),
            ("2024-05-29", "2024-05-29"),
            ("2024-08-29", "2024-08-29"),
            ("2024-11-29", "2024-11-29"),
            ("2025-02-28", "2025-02-28"),
        ],
    ),
    (
        "2025-08-29",
        [
            ("2025-09-29", "2025-09-29"),
            ("2025-11-29", "2025-12-01"),
            ("2026-02-28", "2026-02-28"),
            ("2026-05-29", "2026-05-29"),
            ("2026-08-29", "2026-08-31"),
        ],
    ),
    (
        "2025-10-05",
        [
            ("2025-11-05", "2025-11-05"),
            ("2026-01-05", "2026-01-05"),
            ("2026-04-05", "2026-04-07"),
            ("2026-07-05", "2026-07-06"),
            ("2026-10-05", "2026-10-08"),
        ],
    ),
    (
        "2025-05-01",
        [
            ("2025-06-01", "2025-06-03"),
            ("2025-08-01", "2025-08-01"),
            ("2025-11-01", "2025-11-03"),
            ("2026-02-01", "2026-02-02"),
            ("2026-05-01", "2026-05-06"),
        ],
    ),
];

#[test]
fn the_date_vectors_of_the_reading_hold() {
    let calendar = calendar();
    for (installed, due) in VECTORS {
        for (months, (clamped, rolled)) in [1, 3, 6, 9, 12].into_iter().zip(due) {
            let unrolled = add_months(day(installed), months);
            assert_eq!(unrolled, day(clamped), "{installed} + {months}");
            let reached = calendar.roll(unrolled, true);
            assert_eq!(reached.day, day(rolled), "{installed} + {months} rolled");
            assert!(!reached.provisional);
        }
    }
}

#[test]
fn published_years_have_as_many_working_days_as_their_notices_say() {
    let calendar = calendar();
    for (year, wanted) in [(2024, 251), (2025, 248), (2026, 248)] {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() == year);
        assert_eq!(days.filter(|day| calendar.working_day(*day) == Some(true)).count(), wanted, "{year}");
    }
}

#[test]
fn a_day_of_an_unpublished_year_is_neither_working_nor_rest() {
    assert_eq!(calendar().working_day(day("2027-01-01")), None);
    assert_eq!(calendar().working_day(day("2026-01-01")), Some(false));
    assert_eq!(calendar().working_day(day("2026-02-28")), Some(true));
}

#[test]
fn a_due_day_in_an_unpublished_year_is_provisional_and_rolls_over_weekends_only() {
    let rolled = calendar().roll(day("2027-01-02"), true);
    assert_eq!((rolled.day, rolled.provisional), (day("2027-01-04"), true));
}

#[test]
fn without_weekend_rolling_holidays_still_roll() {
    let calendar = calendar();
    assert_eq!(calendar.roll(day("2024-11-30"), false).day, day("2024-11-30"));
    assert_eq!(calendar.roll(day("2025-05-01"), false).day, day("2025-05-03"));
    assert_eq!(calendar.roll(day("2025-05-31"), false).day, day("2025-06-01"), "a statutory Saturday rolls");
}

#[test]
fn working_days_pass_over_holidays_and_count_make_up_days() {
    let calendar = calendar();
    assert_eq!(calendar.add_working_days(day("2026-02-13"), 2).day, day("2026-02-24"));
    assert_eq!(calendar.add_working_days(day("2026-02-27"), 1).day, day("2026-02-28"));
    assert_eq!(calendar.add_working_days(day("2026-03-13"), 0).day, day("2026-03-13"));
}

#[test]
fn a_sum_says_every_line() {
    let calendar = calendar();
    let sum = Sum::from_day(&calendar, &WHAT, day("2024-08-31")).months(9);
    let opens = Instant::start_of(sum.day());
    let (window, steps) = sum.rolled(true).window(opens, 24);
    let spoken: Vec<_> = steps.iter().map(|step| step.speak(Lang::Zh)).collect();
    assert_eq!(
        spoken,
        [
            "起算：安装日期 2024-08-31",
            "加 9 个月（从原起算日算起）得 2025-05-31",
            "2025-05-31 是法定节假日，顺延 (D7)",
            "2025-06-01 是周日，顺延 (D7)",
            "2025-06-02 是放假，顺延 (D7)",
            "加 24 小时得 2025-06-05T00:00:00+08:00",
            "可办起始 2025-05-31T00:00:00+08:00",
            "截止 2025-06-05T00:00:00+08:00（含）",
        ]
    );
    assert_eq!(window.due_on, day("2025-06-03"));
    let english: Vec<_> = Sum::from_day(&calendar, &WHAT, day("2025-08-29"))
        .months(6)
        .rolled(true)
        .window(opens, 0)
        .1
        .iter()
        .map(|step| step.speak(Lang::En))
        .collect();
    assert_eq!(english[2], "that month has no day 29: its last day 2026-02-28 is taken (D6)");
    assert_eq!(english[3], "2026-02-28 is a make-up working day on a weekend: does not roll (D7)");
}

#[test]
fn a_window_includes_both_its_ends_to_the_second() {
    let calendar = calendar();
    let (window, _) =
        Sum::from_day(&calendar, &WHAT, day("2026-03-16")).window(Instant::start_of(day("2026-03-14")), 0);
    let timing = |base: Instant, by| window.timing(base.plus_seconds(by));
    assert_eq!([-1, 0, 1].map(|by| timing(window.opens, by)), [Timing::Early, Timing::InTime, Timing::InTime]);
    assert_eq!([-1, 0, 1].map(|by| timing(window.deadline, by)), [Timing::InTime, Timing::InTime, Timing::Late]);
    assert_eq!([-1, 0, 1].map(|by| window.fallen_due(window.deadline.plus_seconds(by))), [false, false, true]);
    assert_eq!(window.deadline.to_string(), "2026-03-17T00:00:00+08:00");
}

/// Days in a month from a table of its own, to judge the library's arithmetic by something else.
fn days_in_month(year: i32, month: u32) -> u32 {
    const TABLE: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
    if month == 2 && leap { 29 } else { TABLE[(month - 1) as usize] }
}

#[test]
fn months_agree_with_a_table_of_days_for_every_start_of_111_years() {
    for year in 1990..=2100 {
        for month in 1..=12 {
            for of_month in 1..=days_in_month(year, month) {
                let base = NaiveDate::from_ymd_opt(year, month, of_month).unwrap();
                for months in [1_u16, 3, 6, 9, 12] {
                    let zero_based = month - 1 + u32::from(months);
                    let (y, m) = (year + i32::try_from(zero_based / 12).unwrap(), zero_based % 12 + 1);
                    let wanted = NaiveDate::from_ymd_opt(y, m, of_month.min(days_in_month(y, m))).unwrap();
                    assert_eq!(add_months(base, months), wanted, "{base} + {months}");
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn the_day_stays_or_is_the_last_of_its_month(days in 0..40_000_i64, months in 1..600_u16) {
        let base = day("1990-01-01") + chrono::TimeDelta::days(days);
        let reached = add_months(base, months);
        let last_of_month = (reached + chrono::TimeDelta::days(1)).day() == 1;
        prop_assert!(reached.day() == base.day() || (last_of_month && reached.day() < base.day()));
    }

    #[test]
    fn chaining_never_reaches_a_later_day_than_adding_at_once(days in 0..40_000_i64, a in 1..48_u16, b in 1..48_u16) {
        let base = day("1990-01-01") + chrono::TimeDelta::days(days);
        let at_once = add_months(base, a + b);
        let chained = add_months(add_months(base, a), b);
        prop_assert!(chained <= at_once);
        prop_assert_eq!((chained.year(), chained.month()), (at_once.year(), at_once.month()));
        if base.day() <= 28 {
            prop_assert_eq!(chained, at_once);
        }
    }

    #[test]
    fn rolling_ends_on_a_day_that_does_not_roll_and_never_goes_back(days in 0..1096_i64) {
        let calendar = calendar();
        let base = day("2024-01-01") + chrono::TimeDelta::days(days);
        let rolled = calendar.roll(base, true);
        prop_assert!(rolled.day >= base);
        prop_assert_eq!(calendar.roll(rolled.day, true).day, rolled.day);
        prop_assert!(rolled.passed.iter().all(|(day, _)| calendar.rest(*day).is_some()));
    }
}
