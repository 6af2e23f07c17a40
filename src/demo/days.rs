//! The story's own arithmetic of days: it must not share a mistake with the code whose figures it is to check,
//! so nothing here comes from `calendar`.
//!
//! Months are added to the original date and clamped to the month's end (D6), a due day that is a rest day rolls
//! to the next working day (D7), and the years are those the State Council has announced.

use chrono::{Datelike, Weekday};

use crate::record::calendar_year::CalendarYear;
use crate::record::instant::{Date, Instant};
use crate::record::rest_credit::DayKind;

/// One announced year: rest days from Monday to Friday, working weekend days, statutory holidays; all as month and day.
struct Year {
    number: u16,
    document: &'static str,
    off: &'static [(u32, u32)],
    on: &'static [(u32, u32)],
    statutory: &'static [(u32, u32)],
}

#[rustfmt::skip]
const YEARS: &[Year] = &[
    Year {
        number: 2024,
        document: "国务院办公厅关于2024年部分节假日安排的通知",
        off: &[(1, 1), (2, 12), (2, 13), (2, 14), (2, 15), (2, 16), (4, 4), (4, 5), (5, 1), (5, 2), (5, 3), (6, 10), (9, 16), (9, 17), (10, 1), (10, 2), (10, 3), (10, 4), (10, 7)],
        on: &[(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)],
        statutory: &[(1, 1), (2, 10), (2, 11), (2, 12), (4, 4), (5, 1), (6, 10), (9, 17), (10, 1), (10, 2), (10, 3)],
    },
    Year {
        number: 2025,
        document: "国务院办公厅关于2025年部分节假日安排的通知",
        off: &[(1, 1), (1, 28), (1, 29), (1, 30), (1, 31), (2, 3), (2, 4), (4, 4), (5, 1), (5, 2), (5, 5), (6, 2), (10, 1), (10, 2), (10, 3), (10, 6), (10, 7), (10, 8)],
        on: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
        statutory: &[(1, 1), (1, 28), (1, 29), (1, 30), (1, 31), (4, 4), (5, 1), (5, 2), (5, 31), (10, 1), (10, 2), (10, 3), (10, 6)],
    },
    Year {
        number: 2026,
        document: "国务院办公厅关于2026年部分节假日安排的通知",
        off: &[(1, 1), (1, 2), (2, 16), (2, 17), (2, 18), (2, 19), (2, 20), (2, 23), (4, 6), (5, 1), (5, 4), (5, 5), (6, 19), (9, 25), (10, 1), (10, 2), (10, 5), (10, 6), (10, 7)],
        on: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
        statutory: &[(1, 1), (2, 16), (2, 17), (2, 18), (2, 19), (4, 5), (5, 1), (5, 2), (6, 19), (9, 25), (10, 1), (10, 2), (10, 3)],
    },
];

/// The calendar records of the announced years.
pub fn calendars() -> Vec<CalendarYear> {
    YEARS
        .iter()
        .map(|year| {
            let days = |list: &[(u32, u32)]| {
                list.iter()
                    .filter_map(|(month, day)| Date::from_ymd_opt(i32::from(year.number), *month, *day))
                    .collect()
            };
            CalendarYear {
                schema: "calendar/1".to_owned(),
                year: year.number,
                source: year.document.to_owned(),
                off_weekdays: days(year.off),
                working_weekend_days: days(year.on),
                statutory: days(year.statutory),
            }
        })
        .collect()
}

/// Whether people work on a day.
pub fn working(day: Date) -> bool {
    let listed = |pick: fn(&Year) -> &'static [(u32, u32)]| {
        YEARS
            .iter()
            .filter(|year| i32::from(year.number) == day.year())
            .any(|year| pick(year).contains(&(day.month(), day.day())))
    };
    if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) { listed(|year| year.on) } else { !listed(|year| year.off) }
}

/// Which kind of rest day a day is; nothing for a working day.
pub fn rest_kind(day: Date) -> Option<DayKind> {
    let listed = |pick: fn(&Year) -> &'static [(u32, u32)]| {
        let of_year = YEARS.iter().filter(|year| i32::from(year.number) == day.year());
        of_year.into_iter().any(|year| pick(year).contains(&(day.month(), day.day())))
    };
    if listed(|year| year.statutory) {
        return Some(DayKind::StatutoryHoliday);
    }
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    (!working(day)).then_some(if weekend { DayKind::RestDay } else { DayKind::AdjustedOff })
}

/// The Monday of the week after a day.
pub fn monday_after(day: Date) -> Date {
    plus(day, 7 - i64::from(day.weekday().num_days_from_monday()))
}

/// The day a number of days later (or earlier).
pub fn plus(day: Date, days: i64) -> Date {
    day.checked_add_signed(chrono::TimeDelta::days(days)).unwrap_or(day)
}

/// The corresponding day a number of months later; the month's last day where there is none.
pub fn plus_months(day: Date, months: u32) -> Date {
    let count = day.month0() + months;
    let (year, month) = (day.year() + i32::try_from(count / 12).unwrap_or(0), count % 12 + 1);
    (28..=day.day().max(28))
        .rev()
        .map(|last| last.min(day.day()))
        .find_map(|d| Date::from_ymd_opt(year, month, d))
        .unwrap_or(day)
}

/// The day itself if people work on it, else the next working day.
pub fn rolled(day: Date) -> Date {
    (0..30).map(|ahead| plus(day, ahead)).find(|day| working(*day)).unwrap_or(day)
}

/// The working day that is `count` working days after a day.
pub fn working_days_after(day: Date, count: u32) -> Date {
    (0..count).fold(day, |day, _| rolled(plus(day, 1)))
}

/// A time of a day, in minutes after midnight.
pub fn at(day: Date, minute: i64) -> Instant {
    Instant::start_of(day).plus_minutes(minute)
}

/// 24:00 of a day.
pub fn end_of(day: Date) -> Instant {
    Instant::start_of(plus(day, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::instant::date::parse;

    fn day(text: &str) -> Date {
        parse(text).unwrap()
    }

    #[test]
    fn the_printed_vectors_come_out() {
        for (from, months, clamped, due) in [
            ("2024-08-31", 3, "2024-11-30", "2024-12-02"),
            ("2024-08-31", 9, "2025-05-31", "2025-06-03"),
            ("2024-01-31", 1, "2024-02-29", "2024-02-29"),
            ("2024-01-31", 12, "2025-01-31", "2025-02-05"),
            ("2025-08-29", 6, "2026-02-28", "2026-02-28"),
            ("2025-10-05", 12, "2026-10-05", "2026-10-08"),
            ("2025-05-01", 1, "2025-06-01", "2025-06-03"),
        ] {
            assert_eq!(plus_months(day(from), months), day(clamped), "{from} + {months}");
            assert_eq!(rolled(day(clamped)), day(due), "{clamped}");
        }
    }

    #[test]
    fn working_days_are_counted_past_holidays() {
        assert_eq!(working_days_after(day("2025-09-30"), 1), day("2025-10-09"));
        assert_eq!(working_days_after(day("2026-02-13"), 2), day("2026-02-24"));
    }
}
