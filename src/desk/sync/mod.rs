//! Bringing a clone and the server together: learn what others wrote, put one's own commits on top, judge, push.
//!
//! Whoever was offline for days runs this once. It may be cut off at any moment, by the network or by a kill: the clone's
//! branch moves in one step, and a push whose answer never came is looked for at the server before anything else is done.
//! So every record lands once. Nothing is renumbered, and nothing is pushed by force.

pub mod contact_keys;
pub mod forge;
pub mod network;
pub mod rebase;

use std::io;

use self::network::{Fetched, Network, Place, Pushed};
use self::rebase::{Rebased, Taken, rebase};
use crate::desk::contact::ContactFault;
use crate::desk::publish::PublishError;
use crate::guard::Verdict;
use crate::record::instant::Instant;
use crate::store::{CommitHeader, Id, Store, StoreFault};

/// What prevents it from beginning or going on.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// A commit could not be written anew, or the store could not be read.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// git could not be started.
    #[error("cannot run git")]
    Git(#[source] io::Error),
    /// The keys of sealed contacts could not be written.
    #[error(transparent)]
    Keys(ContactFault),
    /// There is no remote to go to.
    #[error("the clone has no remote")]
    NoRemote,
}

impl From<StoreFault> for SyncError {
    fn from(fault: StoreFault) -> Self {
        Self::Publish(fault.into())
    }
}

/// How it ended.
#[derive(Debug)]
pub enum Outcome {
    /// Clone and server are the same.
    Done(Brought),
    /// The server was not reached; so many commits wait here.
    Offline {
        /// How many wait.
        waiting: usize,
        /// What git said.
        said: String,
    },
    /// The last push had no answer, and the server can no longer be asked.
    Unknown {
        /// How many may have arrived or not.
        waiting: usize,
        /// What git said.
        said: String,
    },
    /// Others were faster each time.
    GaveUp {
        /// How many wait.
        waiting: usize,
    },
    /// The server's branch stands where it stood, and its git takes nothing: somebody holds a lock, alive or dead.
    Locked {
        /// How many wait.
        waiting: usize,
        /// What git said.
        said: String,
    },
    /// Others wrote the same places.
    Taken(Vec<Taken>),
    /// An own commit is a merge.
    Merge(CommitHeader),
    /// An own commit is signed, and git is not set up to sign it anew.
    Unsigned(CommitHeader),
    /// The rules refuse own commits on the new ground.
    Findings(Verdict),
    /// The server refused the push.
    Refused(String),
    /// The server's branch lost commits that it had.
    Rewritten(String),
    /// The two histories have no common beginning.
    Strangers,
}

/// What moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brought {
    /// Commits of others that came.
    pub received: usize,
    /// Own commits that the server took.
    pub sent: usize,
    /// Own commits that the server had already, written anew by somebody.
    pub repeated: usize,
    /// How often others were faster.
    pub races: usize,
}

/// How it is done.
pub struct Manner<'a> {
    /// Where to.
    pub place: Place,
    /// How often a push is tried.
    pub attempts: usize,
    /// Waits so many seconds; the time after it, or nothing where nobody waits.
    pub pause: &'a dyn Fn(u64) -> Option<Instant>,
    /// Whether anything is pushed.
    pub pushes: bool,
}

/// Where a clone's branch goes: as git was told (`branch.<name>.remote`), else the remote `origin` or the only one.
pub fn place(store: &Store, remote: Option<&str>, branch: Option<&str>) -> Result<Place, SyncError> {
    let own = store.branch()?;
    let own = own.strip_prefix("refs/heads/").unwrap_or(&own);
    let told = |what: &str| store.config(&format!("branch.{own}.{what}"));
    let remotes = store.remotes()?;
    let only = || {
        let known = |name: &str| remotes.iter().any(|remote| remote == name);
        if known("origin") {
            Some("origin".to_owned())
        } else {
            Some(remotes.first()?.clone()).filter(|_| remotes.len() == 1)
        }
    };
    let remote = remote.map(str::to_owned).or_else(|| told("remote").filter(|name| name != ".")).or_else(only);
    let upstream = told("merge").and_then(|name| name.strip_prefix("refs/heads/").map(str::to_owned));
    let branch = branch.map(str::to_owned).or(upstream).unwrap_or_else(|| own.to_owned());
    Ok(Place { remote: remote.ok_or(SyncError::NoRemote)?, branch })
}

/// Brings the clone and its server together.
pub fn sync(store: &Store, network: &Network<'_>, manner: &Manner<'_>, now: Instant) -> Result<Outcome, SyncError> {
    store.require_settled()?;
    let mut now = now;
    let mut brought = Brought::default();
    let mut unanswered: Option<String> = None;
    // Whoever was overtaken, or had no answer, comes again at once the first time: our server keeps the place of a push that
    // came behind for a moment, and each second spent waiting here is one in which nobody at all can push there.
    let (mut pause, mut overtaken) = (0, 0);
    // Where the server's branch stood when it did not take a push, and what git said.
    let mut behind: Option<(Option<Id>, String)> = None;
    for attempt in 0..manner.attempts {
        if attempt > 0 {
            now = (manner.pause)(delay(pause)).unwrap_or(now);
        }
        match network.fetch(&manner.place, &[contact_keys::PATTERN]).map_err(SyncError::Git)? {
            Fetched::Done | Fetched::Nothing => {}
            Fetched::Rewritten(said) => return Ok(Outcome::Rewritten(said)),
            Fetched::Unreachable(said) if attempt + 1 < manner.attempts && unanswered.is_some() => {
                unanswered = Some(said);
                pause += 1;
                continue;
            }
            Fetched::Unreachable(said) => {
                let waiting = waiting(store, &manner.place)?;
                return Ok(if unanswered.is_some() {
                    Outcome::Unknown { waiting, said }
                } else {
                    Outcome::Offline { waiting, said }
                });
            }
        }
        let (head, upstream) = (store.head()?, store.reference(&manner.place.tracking())?);
        if behind.take().is_some_and(|(stood, _)| stood != upstream) {
            brought.races += 1;
        }
        let own = own(store, head, upstream)?;
        let tip = match (head, upstream) {
            (None, None) => return Ok(Outcome::Done(brought)),
            // An empty server: the first push founds it, judged there.
            (Some(head), None) => head,
            (head, Some(upstream)) => match ground(store, &own, head, upstream, &mut brought, now)? {
                Ok(tip) => tip,
                Err(outcome) => return Ok(outcome),
            },
        };
        let waiting = waiting(store, &manner.place)?;
        if waiting == 0 || !manner.pushes {
            // After a push without an answer: the answer was lost, the commits were not.
            return Ok(Outcome::Done(brought));
        }
        brought.sent = waiting;
        match network.push(&manner.place, &tip.to_string()).map_err(SyncError::Git)? {
            Pushed::Done => return Ok(Outcome::Done(brought)),
            Pushed::Refused(said) => return Ok(Outcome::Refused(said)),
            Pushed::Behind(said) => {
                behind = Some((upstream, said));
                unanswered = None;
                (pause, overtaken) = (overtaken, overtaken + 1);
            }
            Pushed::Unknown(said) => {
                pause += usize::from(unanswered.is_some());
                unanswered = Some(said);
                overtaken = 0;
            }
        }
        if unanswered.is_none() {
            brought.sent = 0;
        }
    }
    // One more look: the last attempt may have arrived after all.
    let looked = network.fetch(&manner.place, &[contact_keys::PATTERN]).map_err(SyncError::Git)?;
    let waiting = waiting(store, &manner.place)?;
    let stands = store.reference(&manner.place.tracking())?;
    Ok(match (unanswered, behind, looked) {
        (Some(_), _, Fetched::Done) if waiting == 0 => Outcome::Done(brought),
        (Some(said), ..) => Outcome::Unknown { waiting, said },
        // Nobody was faster where nothing has moved.
        (None, Some((stood, said)), Fetched::Done | Fetched::Nothing) if stood == stands => {
            Outcome::Locked { waiting, said }
        }
        (None, ..) => Outcome::GaveUp { waiting },
    })
}

/// Puts the clone's branch on the ground of what others wrote; the tip to be pushed, or why not.
fn ground(
    store: &Store,
    own: &[CommitHeader],
    head: Option<Id>,
    upstream: Id,
    brought: &mut Brought,
    now: Instant,
) -> Result<Result<Id, Outcome>, SyncError> {
    let without: Vec<_> = head.into_iter().collect();
    brought.received += store.commits(&without, upstream)?.len();
    let tip = match head {
        Some(head) if !own.is_empty() => match rebase(store, own, head, upstream, now)? {
            Rebased::Onto { tip, repeated } => {
                brought.repeated += repeated;
                tip
            }
            Rebased::Taken(taken) => return Ok(Err(Outcome::Taken(taken))),
            Rebased::Merge(commit) => return Ok(Err(Outcome::Merge(commit))),
            Rebased::Unsigned(commit) => return Ok(Err(Outcome::Unsigned(commit))),
            Rebased::Refused(verdict) => return Ok(Err(Outcome::Findings(verdict))),
            Rebased::Strangers => return Ok(Err(Outcome::Strangers)),
        },
        _ => upstream,
    };
    if head != Some(tip) {
        store.advance(head, tip, "weibao sync")?;
    }
    Ok(Ok(tip))
}

/// The commits that the server does not have.
fn own(store: &Store, head: Option<Id>, upstream: Option<Id>) -> Result<Vec<CommitHeader>, StoreFault> {
    let without: Vec<_> = upstream.into_iter().collect();
    head.map_or_else(|| Ok(Vec::new()), |head| store.commits(&without, head))
}

/// How many commits wait here, as far as the clone knows.
pub fn waiting(store: &Store, place: &Place) -> Result<usize, StoreFault> {
    Ok(own(store, store.head()?, store.reference(&place.tracking())?)?.len())
}

/// Seconds before the next attempt: none at first, then twice as long each time, at most half a minute, and a chance part so that those who
/// lost the same race do not meet again.
fn delay(attempt: usize) -> u64 {
    use std::hash::BuildHasher as _;
    let longest = 1_u64 << attempt.min(5);
    let chance = std::hash::RandomState::new().hash_one(attempt);
    longest / 2 + chance % (longest / 2 + 1)
}

#[cfg(test)]
mod tests {
    use super::delay;

    #[test]
    fn the_wait_doubles_up_to_half_a_minute_and_has_a_chance_part() {
        for attempt in 1..40 {
            let longest = 1 << attempt.min(5);
            let waits: Vec<_> = (0..50).map(|_| delay(attempt)).collect();
            assert!(waits.iter().all(|wait| (longest / 2..=longest).contains(wait)), "{attempt}: {waits:?}");
        }
        let waits: std::collections::BTreeSet<_> = (0..200).map(|_| delay(9)).collect();
        assert!(waits.len() > 3);
    }
}
