//! Calendar quarters 季度, in China Standard Time: what plans and maintenance are made for (M-2).
//!
//! The regulation says “quarterly” and no more: calendar quarters are its plain reading, and a key that anybody can
//! work out from a day.

use std::fmt;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::id::BadId;
use super::instant::Date;

/// A calendar quarter, written `2026Q1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter {
    year: u16,
    number: u8,
}

impl Quarter {
    /// Reads `2026Q1`: years 1900 to 2099, as all dates of the records.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 6
            && bytes[..4].iter().all(u8::is_ascii_digit)
            && bytes[4] == b'Q'
            && (b'1'..=b'4').contains(&bytes[5]);
        let year = text.get(..4).filter(|_| shaped)?.parse().ok().filter(|year| (1900..2100).contains(year))?;
        Some(Self { year, number: bytes[5] - b'0' })
    }

    /// The quarter that a day lies in; days outside of the records' years fall to the nearest quarter there is.
    pub fn of(day: Date) -> Self {
        let year = u16::try_from(day.year().clamp(1900, 2099)).unwrap_or(1900);
        Self { year, number: u8::try_from(day.month0() / 3 + 1).unwrap_or(1) }
    }

    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Its place in the year, from 1.
    pub const fn number(self) -> u8 {
        self.number
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        self.first_of(0)
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.last_of(3)
    }

    /// The last day of one of its months: 1 to 3.
    pub fn last_of(self, month: u8) -> Date {
        let (year, number) = (self.year, self.number);
        let next = if month < 3 {
            self.first_of(month)
        } else {
            Self { year: year + u16::from(number == 4), number: number % 4 + 1 }.first_day()
        };
        next.pred_opt().unwrap_or(next)
    }

    fn first_of(self, month0: u8) -> Date {
        let month = u32::from(self.number - 1) * 3 + u32::from(month0.min(2)) + 1;
        Date::from_ymd_opt(i32::from(self.year), month, 1).unwrap_or_default()
    }

    /// The quarter that follows; the last of 2099 has none.
    pub fn next(self) -> Option<Self> {
        match self {
            Self { year: 2099, number: 4 } => None,
            Self { year, number: 4 } => Some(Self { year: year + 1, number: 1 }),
            Self { year, number } => Some(Self { year, number: number + 1 }),
        }
    }

    /// The quarter before; the first of 1900 has none.
    pub fn previous(self) -> Option<Self> {
        match self {
            Self { year: 1900, number: 1 } => None,
            Self { year, number: 1 } => Some(Self { year: year - 1, number: 4 }),
            Self { year, number } => Some(Self { year, number: number - 1 }),
        }
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Date) -> bool {
        (self.first_day()..=self.last_day()).contains(&day)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}Q{}", self.year, self.number)
    }
}

impl TryFrom<String> for Quarter {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        Self::parse(&text).ok_or(BadId { text, wanted: "a quarter such as 2026Q1" })
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::instant::date::parse as date;

    fn day(text: &str) -> Date {
        date(text).unwrap()
    }

    #[test]
    fn a_quarter_has_one_spelling() {
        assert_eq!(Quarter::parse("2026Q1").unwrap().to_string(), "2026Q1");
        for bad in ["2026q1", "2026Q0", "2026Q5", "2026-1", "26Q1", "2026Q1 ", "1899Q4", "2100Q1", "２０２６Q1"] {
            assert_eq!(Quarter::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_quarter_runs_from_its_first_day_to_its_last() {
        let first = Quarter::parse("2024Q1").unwrap();
        assert_eq!((first.first_day(), first.last_day()), (day("2024-01-01"), day("2024-03-31")));
        assert_eq!([first.last_of(1), first.last_of(2)], [day("2024-01-31"), day("2024-02-29")]);
        let last = Quarter::parse("2025Q4").unwrap();
        assert_eq!((last.first_day(), last.last_day()), (day("2025-10-01"), day("2025-12-31")));
        assert!(last.contains(day("2025-12-31")) && !last.contains(day("2026-01-01")));
    }

    #[test]
    fn quarters_follow_one_another_and_every_day_lies_in_its_own() {
        let mut quarter = Quarter::parse("1990Q1").unwrap();
        let mut today = quarter.first_day();
        while today < day("2099-12-31") {
            if !quarter.contains(today) {
                let next = quarter.next().unwrap();
                assert_eq!((next.previous(), next.first_day()), (Some(quarter), today));
                quarter = next;
            }
            assert_eq!(Quarter::of(today), quarter, "{today}");
            today = today.succ_opt().unwrap();
        }
    }
}
