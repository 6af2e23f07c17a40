//! Points in time and days as the forms write them: one accepted spelling each.
//!
//! An instant is RFC 3339 with whole seconds and a numeric offset (`2026-03-15T09:30:00+08:00`);
//! a date is `2026-03-15`. No leap second, no `Z`, no fraction: a time has one spelling, so that equal
//! times are equal bytes.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
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
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shape = b"dddd-dd-ddTdd:dd:ddsdd:dd";
        let shaped = bytes.len() == shape.len()
            && shape.iter().zip(bytes).all(|(want, got)| match want {
                b'd' => got.is_ascii_digit(),
                b's' => matches!(got, b'+' | b'-'),
                _ => want == got,
            });
        if !shaped || &text[17..19] > "59" || &text[19..] == "-00:00" {
            return None;
        }
        DateTime::parse_from_rfc3339(text).ok().map(Self)
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

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M:%S%:z"))
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
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("`{text}` is not an instant such as 2026-03-15T09:30:00+08:00"))
        })
    }
}

/// Dates in typed forms: `#[serde(with = "crate::record::instant::date")]`.
pub mod date {
    use super::{Date, Deserialize, Deserializer, Serializer};

    /// Reads `YYYY-MM-DD`, that spelling alone.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if shaped { Date::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
    }

    /// Writes `YYYY-MM-DD`.
    pub fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&day.format("%Y-%m-%d"))
    }

    /// Reads `YYYY-MM-DD`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a date such as 2026-03-15")))
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
        ] {
            assert!(Instant::parse(bad).is_none(), "{bad}");
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
