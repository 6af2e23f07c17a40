//! A server as a company would run it: `weibao init --server`, a real sshd and a real web server in front of it, real
//! clones, killed processes and failing disks. A test whose part is not on this machine says so and passes; where
//! `CI=true` it fails instead.
//!
//! - `parts`: sshd, Python, strace, and what to do without them
//! - `scene`: a company, its server, sshd on a high port
//! - `web`: a small web server that runs the CGI program
//! - `page`: the README's page on serving, word for word
//! - `asking`: what may be asked for over ssh and over the web, and what clients smuggle in
//! - `contacts`: sealed contacts from sealing to the last object that held their key
//! - `sealed`: sealed contacts changed, called, raced for, cut off in the middle of their removal, and the keys that open them
//! - `setup`: what `init --server` makes, `doctor` finds and the janitor takes away
//! - `offline`: a laptop that comes back to a server that demands signatures, cut off at every moment
//! - `demands`: signatures and posts, which a new server wants from the second push on
//! - `posts`: whose commit it is, over ssh as over the file system
//! - `receipts`: the log of what was received
//! - `audits`: what is found when it, or the history, was tampered with
//! - `rotation`: another key signs receipts
//! - `signed_pushes`: certificates of pushes, judged and demanded
//! - `faults`: broken packs, clients that stand still, rotten objects, housekeeping
//! - `races`: many clones push at once while clients and servers are killed
//! - `kills`: SIGKILL, ENOSPC and EIO at system calls of a push and of `weibao new`

#![expect(clippy::unwrap_used, reason = "a scene that cannot be set up has failed its test")]

mod asking;
mod audits;
mod contacts;
mod demands;
#[path = "../cli/environment.rs"]
#[expect(dead_code, reason = "shared with the tests of the command line")]
mod environment;
mod faults;
mod kills;
mod offline;
mod page;
mod parts;
mod posts;
mod races;
mod receipts;
mod rotation;
mod scene;
mod sealed;
mod setup;
mod signed_pushes;
mod web;
