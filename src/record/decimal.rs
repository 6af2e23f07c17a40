//! Decimal numbers as the forms write them: exact, as a text. JSON numbers are whole numbers here, so that equal
//! values are equal bytes, and a measured 12.10 V keeps the digits that were read off.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::BadId;

/// A decimal number with up to nine digits before the point and six after it; compared as a number.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal {
    text: String,
    micros: i64,
}

impl Decimal {
    /// Reads `-12.5`: no plus sign, no leading zero, a digit on both sides of the point.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, number) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
        let digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(whole, 9) || (whole.len() > 1 && whole.starts_with('0')) || !part.is_none_or(|part| digits(part, 6))
        {
            return None;
        }
        let micros: i64 = format!("{:0<6}", part.unwrap_or_default()).parse().ok()?;
        Some(Self { text: text.to_owned(), micros: sign * (whole.parse::<i64>().ok()? * 1_000_000 + micros) })
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.micros == other.micros
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.micros.cmp(&other.micros)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for Decimal {
    type Error = BadId;
    fn try_from(text: String) -> Result<Self, BadId> {
        Self::parse(&text).ok_or(BadId { text, wanted: "a decimal number such as 12.1" })
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn numbers_are_compared_as_numbers_and_kept_as_written() {
        assert_eq!(number("12.10"), number("12.1"));
        assert_eq!(number("12.10").to_string(), "12.10");
        assert!(number("-0.5") < number("-0.499999") && number("9.9") < number("10"));
        assert!(number("-999999999.999999") < number("999999999.999999"));
    }

    #[test]
    fn what_is_no_plain_decimal_is_refused() {
        for bad in ["", "-", ".5", "5.", "05", "+5", "1e3", "1,5", "1.0000001", "1234567890", "--1", "无", "１"] {
            assert!(Decimal::parse(bad).is_none(), "{bad}");
        }
    }
}
