//! The programs as people and scripts use them: real processes, real git, a clock that moves per command.
//!
//! - `environment`: a place to work in that knows nothing of the machine's own settings
//! - `story`: from the first commit to the settled book
//! - `service`: plan, maintenance, upgrade and training from the first word to their last state
//! - `refusals`: what is not committed, what is said, and what is kept
//! - `formats`: what forges read of a verdict, as readers that are not ours see it
//! - `languages`: both languages, Chinese names, help for every verb
//! - `which`: a record named by its key, by kind and key, or by its path
//! - `policy`: values from a day on, and verdicts that stay as they were
//! - `due`: what is due by person, client and family, and the calendar feed as an independent reader sees it
//! - `depart`: leaving, refused until complete, then one commit
//! - `leave`: what rest somebody has, line by line
//! - `pipeline`: the pipelines that `init` writes, run step by step as the forge would
//! - `pre_commit`: the hooks offered to the pre-commit framework, run by it
//! - `review`: what a reviewer is shown, whatever a branch does to deceive
//! - `zones`: a machine in another time zone says the same
//! - `manual`: the help of both programs as a committed text

#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
mod depart;
#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
mod due;
#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
mod environment;
#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
mod formats;
mod languages;
mod leave;
mod manual;
#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
mod pipeline;
#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
mod policy;
#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
mod pre_commit;
mod refusals;
#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
mod review;
mod service;
mod story;
mod which;
mod zones;
