//! A server of records: a bare repository that judges what is pushed, served by sshd or a web server through
//! `weibao serve`.
//!
//! `settings` is the one table of what git is told there; `request` says what may be asked for; `queue` lets writers
//! in one by one, in order; `run` starts git with an environment of its own making; `keys` writes sshd's list of keys;
//! `orphan` ends a git whose master was killed; `receipts` keeps the log of what was received, `receipt_key` the key
//! that signs it.
//! `forget` takes destroyed keys of contacts out of the objects.
//! It judges no records: that is the hook's business.

pub mod forget;
pub mod keys;
pub mod orphan;
pub mod picture;
pub mod queue;
pub mod receipt_key;
pub mod receipts;
pub mod request;
pub mod run;
pub mod settings;

use std::collections::BTreeMap;
use std::ffi::OsString;

/// What sshd or a web server told the program about the one who asks; the programs read it, nothing else does.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// `SSH_ORIGINAL_COMMAND`: what the client wanted to run.
    pub asked: Option<OsString>,
    /// The CGI variables of [`request::VARIABLES`] that are set.
    pub web: BTreeMap<&'static str, String>,
    /// [`run::PUSHER`]: whom `weibao serve` let in, told to the hooks.
    pub pusher: Option<String>,
    /// What git tells a hook about the certificate of a signed push ([`receipts::CERTIFICATE_VARIABLES`]).
    pub certificate: BTreeMap<&'static str, String>,
}
