//! A year's calendar lists deviations only, each in its right list.

use crate::record::Kind;
use crate::record::calendar_year::CalendarYear;
use crate::record::instant::Date;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use chrono::{Datelike, Weekday};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "calendar_day_misplaced",
    clauses: &["D7"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Calendar],
    title: Text { zh: "节假日表中日期放错", en: "a day of the calendar stands in the wrong list" },
    explanation: Explanation {
        checks: Text {
            zh: "放假日为周一至周五，调休上班日为周六或周日，同一日不既放假又上班；各表按日期排列、不重复，日期在本年或前后相邻的年初年末。",
            en: "Rest days fall on Monday to Friday, make-up days on Saturday or Sunday, no day is both; each list is in order without repeats, and its days lie in the year or next to it.",
        },
        why: Text {
            zh: "D7：到期日遇法定休假日顺延，调休上班的周末不顺延。一日放错，许多到期日跟着错。",
            en: "D7: a due day rolls over statutory rest days, not over weekends that are worked. One misplaced day moves many due days.",
        },
        fails: Text { zh: "off_weekdays 中列有星期六。", en: "`off_weekdays` lists a Saturday." },
        fix: Text {
            zh: "按国务院办公厅公布的安排核对。", en: "Compare it with the notice of the State Council."
        },
    },
    check,
};

texts! {
    NOT_WEEKDAY: "{day} 是周末，不应列为周一至周五放假", "{day} is on a weekend and no weekday off";
    NOT_WEEKEND: "{day} 不是周末，不应列为周末上班", "{day} is no weekend day to be worked";
    ORDER: "{day} 未按日期排列或重复", "{day} is out of order or repeated";
    YEAR: "{day} 离 {year} 年太远", "{day} is too far from {year}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(calendar) = case.form::<CalendarYear>() else {
        return;
    };
    let weekend = |day: &Date| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let lists = [
        ("off_weekdays", &calendar.off_weekdays, Some((false, &NOT_WEEKDAY))),
        ("working_weekend_days", &calendar.working_weekend_days, Some((true, &NOT_WEEKEND))),
        ("statutory", &calendar.statutory, None),
    ];
    for (name, days, wanted) in lists {
        for (index, day) in days.iter().enumerate() {
            let pointer = format!("/{name}/{index}");
            if let Some((_, wrong)) = wanted.filter(|(wanted, _)| weekend(day) != *wanted) {
                faults.at(pointer.clone(), Message::new(wrong).with("day", day));
            }
            if index > 0 && days[index - 1] >= *day {
                faults.at(pointer.clone(), Message::new(&ORDER).with("day", day));
            }
            // A notice may move days around New Year into the neighbouring year.
            let january = Date::from_ymd_opt(i32::from(calendar.year), 1, 1);
            let away = january.map_or(0, |january| day.signed_duration_since(january).num_days());
            if !(-31..=396).contains(&away) {
                faults.at(pointer, Message::new(&YEAR).with("day", day).with("year", calendar.year));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{calendar, trial};
    use serde_json::json;

    #[test]
    fn a_published_calendar_is_fine() {
        trial(&RULE).adding(&calendar(2026)).passes();
    }

    #[test]
    fn a_saturday_is_no_weekday_off() {
        trial(&RULE).adding(&calendar(2025).set("/off_weekdays", json!(["2025-01-04"]))).fails_at("/off_weekdays/0");
    }

    #[test]
    fn a_monday_is_no_make_up_day() {
        trial(&RULE)
            .adding(&calendar(2025).set("/working_weekend_days", json!(["2025-01-06"])))
            .fails_at("/working_weekend_days/0");
    }

    #[test]
    fn days_stand_in_order() {
        trial(&RULE)
            .adding(&calendar(2025).set("/statutory", json!(["2025-05-01", "2025-01-01"])))
            .fails_at("/statutory/1");
    }

    #[test]
    fn days_are_of_their_year() {
        trial(&RULE).adding(&calendar(2025).set("/statutory", json!(["2023-01-01"]))).fails_at("/statutory/0");
    }
}
