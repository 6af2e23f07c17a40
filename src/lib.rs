//! weibao (维保): after-sales service records kept in git.
//!
//! Layers, arrows point down only (a test holds the table):

pub mod calendar;
pub mod ledger;
pub mod record;
pub mod regulation;
pub mod text;
