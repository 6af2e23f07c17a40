//! Month arithmetic after the civil code, art. 202 (D6): the corresponding day, or the month's last day where there is none.

use chrono::Months;

use crate::record::instant::Date;

/// The day that many months after an original date.
///
/// Always add all months to the original date: adding three months twice is not adding six (31 August gives
/// 30 November, then 28 February, whence 28 May instead of 31 May). At the end of representable time the day stays put.
pub fn add_months(base: Date, months: u16) -> Date {
    base.checked_add_months(Months::new(u32::from(months))).unwrap_or(base)
}
