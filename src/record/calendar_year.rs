//! 节假日: one year's deviations from Monday to Friday, as the State Council announced them.

use serde::{Deserialize, Serialize};

use super::instant::Date;

/// A year of the calendar 节假日; key is the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// Schema and version.
    pub schema: String,
    /// The year.
    pub year: u16,
    /// Where the dates were announced.
    pub source: String,
    /// Rest days that fall on Monday to Friday 放假.
    #[serde(with = "super::instant::date::list")]
    pub off_weekdays: Vec<Date>,
    /// Working days that fall on Saturday or Sunday 调休上班.
    #[serde(with = "super::instant::date::list")]
    pub working_weekend_days: Vec<Date>,
    /// Statutory holidays 法定节假日 (300 % pay).
    #[serde(with = "super::instant::date::list")]
    pub statutory: Vec<Date>,
}
