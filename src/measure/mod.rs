//! Figures as typed tables: callback rates, the accounts of the books, tickets, spares and parts, signatures.
//!
//! Pure: entries of records and what history knows of them go in, one after another, and counts come out; nothing is
//! kept of a record but what a report lists. Not known is never 0, and no obligations is never 100 % (D9).

pub mod books;
pub mod callbacks;
pub mod counts;
pub mod duty;
pub mod entries;
mod family;
pub mod flat;
pub mod incidents;
pub mod leave;
pub mod maintenance;
mod miss;
pub mod parts;
mod rate;
pub mod signatures;
mod spread;
pub mod standings;
mod tally;
pub mod tickets;

pub use family::Family;
pub use miss::Miss;
pub use rate::{Rate, Share};
pub use spread::Spread;
pub use tally::Tally;
