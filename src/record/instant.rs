//! Points in time and days as the forms write them: one accepted spelling each.
//!
//! An instant is RFC 3339 with whole seconds and a numeric offset (`2026-03-15T09:30:00+08:00`);
//! a date is `2026-03-15`. No leap second, no `Z`, no fraction: a time has one spelling, so that equal
//! times are equal bytes.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Timelike};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar day; arithmetic lives in [`crate::calendar`].
pub type Date = NaiveDate;

/// The offset of all business dates: China Standard Time, +08:00, no summer time.
pub const CST: FixedOffset = match FixedOffset::east_opt(8 * 3600) {
    Some(offset) => offset,
    None => unreachable!(),
};

/// An instant with the offset it was written with. Ordered and compared as a point in time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(DateTime<FixedOffset>);

impl Instant {
    /// Reads the one accepted spelling.
    ///
    /// By hand, since records are full of instants and of texts that are none: the general reader of RFC 3339 costs ten
    /// times as much.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 25] = text.as_bytes().try_into().ok()?;
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (22, b':')];
        if marks.iter().any(|(at, mark)| bytes[*at] != *mark) {
            return None;
        }
        let two = |at: usize| pair(bytes[at], bytes[at + 1]);
        let local = ymd(bytes)?.and_hms_opt(two(11)?, two(14)?, two(17)?)?;
        let (hours, minutes) = (two(20)?, two(23)?);
        let seconds = i32::try_from(hours * 3600 + minutes * 60).ok().filter(|_| minutes < 60)?;
        let seconds = match bytes[19] {
            b'+' => seconds,
            // No zone is written -00:00.
            b'-' if seconds > 0 => -seconds,
            _ => return None,
        };
        let offset = FixedOffset::east_opt(seconds)?;
        let utc = local.checked_sub_offset(offset)?;
        Some(Self(DateTime::from_naive_utc_and_offset(utc, offset)))
    }

    /// The instant of a number of seconds since 1970-01-01T00:00:00Z, written in China Standard Time.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        DateTime::from_timestamp(seconds, 0).map(|utc| Self(utc.with_timezone(&CST)))
    }

    /// The start of a day in China Standard Time.
    pub fn start_of(day: Date) -> Self {
        let local = day.and_time(NaiveTime::MIN) - TimeDelta::seconds(i64::from(CST.local_minus_utc()));
        Self(local.and_utc().with_timezone(&CST))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.0.timestamp()
    }

    /// The day in China Standard Time.
    pub fn day(self) -> Date {
        self.0.with_timezone(&CST).date_naive()
    }

    /// The instant a number of seconds later (or earlier); stays put at the end of representable time.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        TimeDelta::try_seconds(seconds).and_then(|delta| self.0.checked_add_signed(delta)).map_or(self, Self)
    }

    /// The instant a number of minutes later (or earlier).
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// The instant a number of hours later (or earlier).
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3600))
    }

    /// Whole seconds from `earlier` to here; negative when `earlier` is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.unix() - earlier.unix()
    }
}

/// The day that ten characters `YYYY-MM-DD` begin with; the hyphens are the caller's business.
fn ymd(bytes: &[u8]) -> Option<Date> {
    let year = pair(bytes[0], bytes[1])? * 100 + pair(bytes[2], bytes[3])?;
    Date::from_ymd_opt(i32::try_from(year).ok()?, pair(bytes[5], bytes[6])?, pair(bytes[8], bytes[9])?)
}

/// Two digits as a number.
fn pair(tens: u8, ones: u8) -> Option<u32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.offset().local_minus_utc();
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
        // chrono's own form has the date as ours; fractions never come in.
        let local = self.0.naive_local();
        let (day, time) = (local.date(), local.time());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        write!(f, "{day}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_str(Spelled { parse: Self::parse, wanted: "an instant such as 2026-03-15T09:30:00+08:00" })
    }
}

/// Reads a text of one spelling where it stands, without a copy of it.
struct Spelled<T> {
    parse: fn(&str) -> Option<T>,
    wanted: &'static str,
}

impl<T> Visitor<'_> for Spelled<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.wanted)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::custom(format!("`{text}` is not {}", self.wanted)))
    }
}

/// Dates in typed forms: `#[serde(with = "crate::record::instant::date")]`.
pub mod date {
    use super::{Date, Deserialize, Deserializer, Serializer};

    /// Reads `YYYY-MM-DD`, that spelling alone.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        if bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-' { super::ymd(bytes) } else { None }
    }

    /// Writes `YYYY-MM-DD`.
    pub fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&day.format("%Y-%m-%d"))
    }

    /// Reads `YYYY-MM-DD`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        deserializer.deserialize_str(super::Spelled { parse, wanted: "a date such as 2026-03-15" })
    }

    /// Optional dates: `#[serde(default, with = "crate::record::instant::date::option", skip_serializing_if = "Option::is_none")]`.
    pub mod option {
        use super::{Date, Deserializer, Serializer};

        /// Writes the date, if there is one.
        pub fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
            match day {
                Some(day) => super::serialize(day, serializer),
                None => serializer.serialize_none(),
            }
        }

        /// Reads a date that must be there when the member is.
        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
            super::deserialize(deserializer).map(Some)
        }
    }

    /// Lists of dates: `#[serde(with = "crate::record::instant::date::list")]`.
    pub mod list {
        use super::{Date, Deserialize, Deserializer, Serializer, parse};

        /// Writes each as `YYYY-MM-DD`.
        pub fn serialize<S: Serializer>(days: &[Date], serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(days.iter().map(|day| day.format("%Y-%m-%d").to_string()))
        }

        /// Reads each as `YYYY-MM-DD`.
        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Date>, D::Error> {
            let texts = Vec::<String>::deserialize(deserializer)?;
            texts
                .iter()
                .map(|text| {
                    parse(text)
                        .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a date such as 2026-03-15")))
                })
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_one_spelling() {
        let at = Instant::parse("2026-03-15T09:30:00+08:00").unwrap();
        assert_eq!(at.to_string(), "2026-03-15T09:30:00+08:00");
        for bad in [
            "2026-03-15T09:30:00Z",
            "2026-03-15T09:30:60+08:00",
            "2026-03-15 09:30:00+08:00",
            "2026-03-15T09:30:00.0+08:00",
            "2026-03-15t09:30:00+08:00",
            "2026-02-30T09:30:00+08:00",
            "2026-03-15T24:00:00+08:00",
            "2026-03-15T09:30:00-00:00",
            "2026-03-15T09:30:00+24:00",
            "2026-03-15T09:30:00+08:60",
            "2026-13-15T09:30:00+08:00",
            "2026-03-15T09:60:00+08:00",
            "2026-03-1\u{ff15}T09:30+08:00",
        ] {
            assert!(Instant::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn instants_are_read_and_written_as_the_general_reader_does() {
        for hours in -23..=23_i32 {
            for text in ["0000-01-01T00:00:00", "1969-12-31T23:59:59", "2024-02-29T12:34:56", "9999-12-31T23:59:59"] {
                let sign = if hours < 0 { '-' } else { '+' };
                let text = format!("{text}{sign}{:02}:{:02}", hours.abs(), hours.abs());
                let general = DateTime::parse_from_rfc3339(&text).ok();
                let at = Instant::parse(&text);
                assert_eq!(at.map(|at| at.0), general, "{text}");
                assert_eq!(at.map(|at| at.to_string()), general.map(|_| text));
            }
        }
        assert_eq!(date::parse("2024-02-29"), Date::from_ymd_opt(2024, 2, 29));
        for bad in ["2023-02-29", "2024-2-29", "2024-02-2x", "+024-02-29", "2024-02-290"] {
            assert_eq!(date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn instants_are_compared_as_points_in_time() {
        let here = Instant::parse("2026-03-15T08:00:00+08:00").unwrap();
        let there = Instant::parse("2026-03-15T00:00:00+00:00").unwrap();
        assert_eq!(here, there);
        assert_eq!(there.day(), date::parse("2026-03-15").unwrap());
        assert_eq!(Instant::start_of(here.day()).to_string(), "2026-03-15T00:00:00+08:00");
    }
}
