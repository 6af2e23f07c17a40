//! A rate as a fraction of integers, and the share it must reach: compared exactly, never rounded (D9).

use std::fmt;

/// Done in time out of fallen due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rate {
    /// How many were done.
    pub done: u64,
    /// How many had fallen due.
    pub due: u64,
}

impl Rate {
    /// Whether the rate reaches a share; nothing when nothing had fallen due.
    pub fn reaches(self, share: Share) -> Option<bool> {
        (self.due > 0)
            .then(|| u128::from(self.done) * u128::from(share.whole) >= u128::from(self.due) * u128::from(share.part))
    }
}

/// A share such as 100 % or 99.5 %, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    part: u64,
    whole: u64,
}

impl Share {
    /// All of it.
    pub const ALL: Self = Self { part: 1, whole: 1 };

    /// Reads `100%` or `99.5%`, from 0 to 100, with up to six decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_suffix('%')?;
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || decimals.len() > 6 || !digits(whole) || !digits(decimals) {
            return None;
        }
        if number.contains('.') && decimals.is_empty() {
            return None;
        }
        let scale = 10_u64.pow(u32::try_from(decimals.len()).ok()?);
        let part = whole.parse::<u64>().ok()? * scale + if decimals.is_empty() { 0 } else { decimals.parse().ok()? };
        let whole = 100 * scale;
        (part <= whole).then_some(Self { part, whole })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.done, self.due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_due_is_no_rate_at_all() {
        assert_eq!(Rate { done: 0, due: 0 }.reaches(Share::ALL), None);
    }

    #[test]
    fn one_miss_in_a_million_is_not_all() {
        assert_eq!(Rate { done: 999_999, due: 1_000_000 }.reaches(Share::ALL), Some(false));
        assert_eq!(Rate { done: 1_000_000, due: 1_000_000 }.reaches(Share::ALL), Some(true));
    }

    #[test]
    fn a_share_is_read_exactly() {
        assert_eq!(Rate { done: 199, due: 200 }.reaches(Share::parse("99.5%").unwrap()), Some(true));
        assert_eq!(Rate { done: 199, due: 200 }.reaches(Share::parse("99.500001%").unwrap()), Some(false));
        for bad in ["100", "101%", "-1%", "1e2%", "%", "99.%", ".5%", "100.1%", "99,5%"] {
            assert_eq!(Share::parse(bad), None, "{bad}");
        }
    }
}
