//! The years published so far, as `weibao init` writes them: facts of the State Council's notices.

use crate::record::calendar_year::CalendarYear;

/// The embedded years 2024 to 2026, oldest first.
pub fn published() -> Vec<CalendarYear> {
    serde_json::from_str(include_str!("published.json")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;

    #[test]
    fn the_embedded_years_are_read_and_list_days_of_their_own_year() {
        let years = published();
        assert_eq!(years.iter().map(|year| year.year).collect::<Vec<_>>(), [2024, 2025, 2026]);
        for year in &years {
            for day in year.off_weekdays.iter().chain(&year.working_weekend_days).chain(&year.statutory) {
                assert_eq!(day.year(), i32::from(year.year));
            }
        }
    }

    #[test]
    fn off_days_are_weekdays_and_make_up_days_are_weekends() {
        for year in published() {
            assert!(year.off_weekdays.iter().all(|day| day.weekday().num_days_from_monday() < 5));
            assert!(year.working_weekend_days.iter().all(|day| day.weekday().num_days_from_monday() >= 5));
        }
    }
}
