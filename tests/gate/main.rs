//! The gate over real git: real commits with the hooks installed, real pushes into a bare repository, the program
//! that was just built. What pre-commit refuses, pre-receive refuses with the same findings.
//!
//! - `scenario`: a company, a clone to work in and a server to push to
//! - `approvals`: one counts for exactly one base, head and tree, and never its author's
//! - `merged`: what becomes of approvals when a forge merges by merge commit, squash or rebase
//! - `refusals`: one fault each, refused at both doors
//! - `callbacks`: too early, late without a word, unsigned
//! - `pushes`: refs, branches, merges, tags, quarantine, odd places
//! - `refs`, `history`: what a push may move and bring, what history may not hide
//! - `threats`: every attack of the list has its test or a reason
//! - `objects`: what git itself accepts and records may not be
//! - `roles`: who may do what, where posts are enforced
//! - `signatures`: whose commit it is, where commits must be signed
//! - `sync`: a clone and its server brought together, a branch handed in
//! - `trees`: entry by entry, what trees and commits may not be
//! - `failures`: whatever goes wrong inside a hook refuses

#![expect(clippy::unwrap_used, reason = "a scenario that cannot be set up has failed its test")]

mod approvals;
mod callbacks;
#[path = "../cli/environment.rs"]
#[expect(dead_code, reason = "shared with the tests of the command line")]
mod environment;
mod failures;
mod history;
mod merged;
mod objects;
mod pushes;
mod refs;
mod refusals;
mod roles;
mod scenario;
mod signatures;
mod sync;
mod threats;
mod trees;
