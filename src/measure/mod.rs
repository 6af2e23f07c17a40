//! Figures as typed tables: callback rates and the accounts of the books.
//!
//! Pure: entries of records and what history knows of them go in, one after another, and counts come out; nothing is
//! kept of a record but what a report lists. Not known is never 0, and no obligations is never 100 % (D9).

pub mod books;
pub mod callbacks;
pub mod duty;
pub mod leave;
pub mod maintenance;
mod rate;
mod tally;

pub use rate::{Rate, Share};
pub use tally::Tally;
