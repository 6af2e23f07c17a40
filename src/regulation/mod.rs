//! The regulation as software: clauses, constraints that judge a change, obligations that wait for one.
//!
//! It gets values and returns values: no git, no file, no terminal, no clock. One rule is one `static` in one
//! small file under `constraint/<family>/` or `obligation/`; the lists in [`constraint::FAMILIES`] and
//! [`obligation::ALL`] are all there is to register.

pub mod catalogue;
pub mod clause;
pub mod clock;
pub mod commit;
pub mod constraint;
pub mod course;
pub mod coverage;
pub mod duty;
pub mod finding;
#[cfg(test)]
pub(crate) mod fixture;
pub mod leaders;
pub mod obligation;
pub mod policy;
pub mod reading;
pub mod rest;
pub mod role;
pub mod rule;
pub mod world;
