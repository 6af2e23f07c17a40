//! The time of a judgement, asked in a way that tells for how long the answers stand.
//!
//! A verdict on an unchanged record changes by time alone only where a rule compared something with the clock: a time that
//! lay in the future has come, the day somebody leaves is here. So a rule asks the clock whether a moment has come, and
//! the clock notes between which moments all its answers so far are the same ([`Holds`]). Whoever remembers a verdict
//! asks again at the end of that span and not before. A rule that wants the time itself may have it; its answers then stand
//! for that moment alone, which costs speed and never soundness.

use std::cell::Cell;

use crate::record::instant::{Date, Instant};

/// From when until when (exclusive) a judgement comes out the same, as far as the clock is concerned; in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    /// The first second.
    pub from: i64,
    /// The first second that may be different; never one that is later than any that can be told.
    pub until: i64,
}

impl Holds {
    /// Whatever the time.
    pub const ALWAYS: Self = Self { from: i64::MIN, until: i64::MAX };

    /// Whether a moment lies within.
    pub fn at(self, moment: Instant) -> bool {
        (self.from..self.until).contains(&moment.unix())
    }
}

/// The time of a judgement.
#[derive(Debug)]
pub struct Clock {
    now: Instant,
    holds: Cell<Holds>,
}

impl Clock {
    /// A clock that stands at a moment.
    pub const fn new(now: Instant) -> Self {
        Self { now, holds: Cell::new(Holds::ALWAYS) }
    }

    /// The time itself. What is made of it stands for this moment alone.
    pub fn now(&self) -> Instant {
        let now = self.now.unix();
        self.holds.set(Holds { from: now, until: now });
        self.now
    }

    /// The day in China Standard Time. What is made of it stands for this day.
    pub fn today(&self) -> Date {
        let day = self.now.day();
        self.has_come(Instant::start_of(day));
        self.has_come(Instant::start_of(day).plus_hours(24));
        day
    }

    /// Whether a moment has come.
    pub fn has_come(&self, moment: Instant) -> bool {
        let has_come = self.now >= moment;
        let Holds { from, until } = self.holds.get();
        self.holds.set(if has_come {
            Holds { from: from.max(moment.unix()), until }
        } else {
            Holds { from, until: until.min(moment.unix()) }
        });
        has_come
    }

    /// Whether a day has begun, in China Standard Time.
    pub fn has_begun(&self, day: Date) -> bool {
        self.has_come(Instant::start_of(day))
    }

    /// How long the answers stand that were given since the last call; begins anew.
    pub fn take(&self) -> Holds {
        self.holds.replace(Holds::ALWAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn answers_stand_between_the_last_moment_that_has_come_and_the_first_that_has_not() {
        let clock = Clock::new(at("2026-03-02T10:00:00+08:00"));
        assert_eq!(clock.take(), Holds::ALWAYS);
        let (before, after) = (at("2026-03-02T09:00:00+08:00"), at("2026-03-02T11:00:00+08:00"));
        assert!(clock.has_come(before) && !clock.has_come(after));
        assert!(clock.has_come(at("2025-01-01T00:00:00+08:00")) && !clock.has_come(at("2027-01-01T00:00:00+08:00")));
        let holds = clock.take();
        assert_eq!(holds, Holds { from: before.unix(), until: after.unix() });
        assert!(holds.at(before) && !holds.at(after));
        assert_eq!(clock.take(), Holds::ALWAYS);
    }

    #[test]
    fn a_day_stands_until_it_ends_and_the_time_itself_not_at_all() {
        let clock = Clock::new(at("2026-03-02T10:00:00+08:00"));
        clock.today();
        let holds = clock.take();
        assert!(holds.at(at("2026-03-02T00:00:00+08:00")) && holds.at(at("2026-03-02T23:59:59+08:00")));
        assert!(!holds.at(at("2026-03-01T23:59:59+08:00")) && !holds.at(at("2026-03-03T00:00:00+08:00")));
        let now = clock.now();
        assert!(!clock.take().at(now));
    }
}
