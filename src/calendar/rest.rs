//! Rest days: which day is one, why, and to which day a due day rolls (D7).

use chrono::{Datelike, Weekday};

use super::Calendar;
use crate::record::instant::Date;

/// Why a day is no working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// An ordinary Saturday 周六.
    Saturday,
    /// An ordinary Sunday 周日.
    Sunday,
    /// A weekday off by the year's notice 放假.
    Off,
    /// A statutory holiday 法定节假日.
    Statutory,
}

/// A day after rolling, and the rest days passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rolled {
    /// The day reached.
    pub day: Date,
    /// The rest days before it, in order.
    pub passed: Vec<(Date, Rest)>,
    /// Whether a day of an unknown year was looked at.
    pub provisional: bool,
}

impl Calendar {
    /// Whether the year of a day has been published.
    pub fn knows(&self, day: Date) -> bool {
        u16::try_from(day.year()).is_ok_and(|year| self.years.contains_key(&year))
    }

    /// Whether a day is a working day; nothing for a year that has not been published.
    pub fn working_day(&self, day: Date) -> Option<bool> {
        self.knows(day).then(|| self.rest(day).is_none())
    }

    /// Whether a day is a make-up working day on a weekend 调休上班.
    pub fn is_make_up(&self, day: Date) -> bool {
        self.lists(day, |year| &year.working_weekend_days)
    }

    /// Why a day is a rest day, if it is one; in an unknown year only weekends are.
    pub fn rest(&self, day: Date) -> Option<Rest> {
        if self.lists(day, |year| &year.statutory) {
            return Some(Rest::Statutory);
        }
        if self.lists(day, |year| &year.off_weekdays) {
            return Some(Rest::Off);
        }
        if self.is_make_up(day) {
            return None;
        }
        match day.weekday() {
            Weekday::Sat => Some(Rest::Saturday),
            Weekday::Sun => Some(Rest::Sunday),
            _ => None,
        }
    }

    /// The first day from `day` on that does not roll. Holidays always roll; ordinary weekends by the policy.
    pub fn roll(&self, day: Date, roll_weekends: bool) -> Rolled {
        let mut rolled = Rolled { day, passed: Vec::new(), provisional: false };
        loop {
            rolled.provisional |= !self.knows(rolled.day);
            match self.rest(rolled.day) {
                Some(Rest::Saturday | Rest::Sunday) if !roll_weekends => return rolled,
                Some(rest) => match rolled.day.succ_opt() {
                    Some(next) => {
                        rolled.passed.push((rolled.day, rest));
                        rolled.day = next;
                    }
                    None => return rolled,
                },
                None => return rolled,
            }
        }
    }

    /// The working day that many working days after a day; the day itself is not counted (civil code, art. 201).
    pub fn add_working_days(&self, from: Date, days: u32) -> Rolled {
        let mut counted = Rolled { day: from, passed: Vec::new(), provisional: false };
        let mut left = days;
        while left > 0 {
            let Some(next) = counted.day.succ_opt() else {
                return counted;
            };
            counted.day = next;
            counted.provisional |= !self.knows(next);
            match self.rest(next) {
                Some(rest) => counted.passed.push((next, rest)),
                None => left -= 1,
            }
        }
        counted
    }

    /// A day may be listed in the file of a neighbouring year: a notice can change the days around New Year.
    fn lists(&self, day: Date, of: fn(&crate::record::calendar_year::CalendarYear) -> &Vec<Date>) -> bool {
        let year = day.year();
        (year - 1..=year + 1)
            .filter_map(|year| u16::try_from(year).ok().and_then(|year| self.years.get(&year)))
            .any(|year| of(year).contains(&day))
    }
}
