//! The gate: one engine, several doors, and no door ever loosens what another refuses.
//!
//! [`judge()`] reads the changed files strictly, lets every constraint look at them in their neighbourhood and
//! returns a [`Verdict`]: all findings at once, in a fixed order, each with its line and column. The doors decide
//! only what is compared with what: the index with HEAD, a commit with its parents, a state with nothing.

pub mod approval;
pub mod audit;
mod authority;
pub mod contact_keys;
pub mod doors;
pub mod formats;
mod identity;
mod judge;
mod listed;
mod merges;
mod outside;
pub mod push_certificate;
mod read;
pub mod receive;
pub mod remembered;
mod show;
mod verdict;
mod whole;

pub use identity::{Ground, Roster};
pub use judge::{FileChange, Terms, judge, judge_by};
pub use show::{json, text, text_of_first};
pub use verdict::{ExitCode, Placed, Verdict};
