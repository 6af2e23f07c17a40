//! The server's log of what it received: an entry for each ref that an accepted push moved, numbered, chained and signed.
//!
//! It is written after the fact, for by then nothing can be refused any more, so it must be able to catch up: whatever
//! branch or tag stands elsewhere than the log's newest entry says was moved by a push whose entry is missing, because
//! the server died in between. Such entries are made up, and say so, with the time from git's own log of the ref where it
//! has one. Writing twice writes nothing more. One process writes at a time, behind a lock that dies with its holder.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use super::receipt_key;
use crate::ledger::Receipt;
use crate::ledger::receipts::{Certificate, FORMAT, NO_ENTRY, Recovered, Signer, Verdict};
use crate::record::instant::Instant;
use crate::sign::{self, ServerKey};
use crate::store::{Id, NewEntry, Store, StoreFault};
use crate::text::{Lang, Message};
use crate::texts;

texts! {
    NOTHING_YET: "还没有收到过任何推送，没有可以接续的收据；要换密钥，删去 weibao/receipt-key 再运行 weibao init --server", "nothing has been received yet, so there is no log to go on with; for another key remove weibao/receipt-key and run weibao init --server again";
    BAD_LOG: "收据日志最新一条读不懂；请运行 weibao audit", "the newest entry of the log of receipts cannot be read; run weibao audit";
    LOCKED: "收据日志正被占用；下次推送或 weibao serve --janitor 时补记", "the log of receipts is in use; the next push or weibao serve --janitor makes up for it";
    LOCK: "收据日志的锁：{why}", "the lock of the log of receipts: {why}";
}

/// How long to wait for another writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why no entry was written; what is missing is made up later.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.speak(Lang::En))]
pub struct ReceiptFault(pub Message);

impl From<StoreFault> for ReceiptFault {
    fn from(fault: StoreFault) -> Self {
        Self(fault.message)
    }
}

/// A ref moved by the push that has just been accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Where it was; zero if it was not there.
    pub old: Id,
    /// Where it went.
    pub new: Id,
    /// Its full name.
    pub name: String,
}

/// The push that has just been accepted.
#[derive(Debug, Clone, Default)]
pub struct Pushed {
    /// What it moved.
    pub moves: Vec<Moved>,
    /// The member of staff the server let in.
    pub pusher: Option<String>,
    /// git's variables about the certificate of a signed push, without `GIT_PUSH_CERT` in front of their names.
    pub certificate: BTreeMap<&'static str, String>,
    /// The member of staff whose certificate it is, as the gate has judged it.
    pub vouched: Option<String>,
}

/// git's variables about the certificate of a signed push.
pub const CERTIFICATE_VARIABLES: &[(&str, &str)] = &[
    ("", "GIT_PUSH_CERT"),
    ("_SIGNER", "GIT_PUSH_CERT_SIGNER"),
    ("_KEY", "GIT_PUSH_CERT_KEY"),
    ("_STATUS", "GIT_PUSH_CERT_STATUS"),
    ("_NONCE_STATUS", "GIT_PUSH_CERT_NONCE_STATUS"),
];

/// An entry as it was written, for those who note it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Its number.
    pub number: u64,
    /// The SHA-256 of its bytes.
    pub hash: String,
    /// Whether it was made up.
    pub is_recovered: bool,
}

/// A step of a ref that has no entry yet.
struct Step {
    name: String,
    old: Id,
    new: Id,
    made_up: Option<(Recovered, Instant)>,
}

/// Writes the entries of a push that was accepted, and of those before it whose entries are missing.
pub fn write(store: &Store, pushed: &Pushed, main: &str, now: Instant) -> Result<Vec<Noted>, ReceiptFault> {
    let repository = store.git_dir().to_owned();
    let _alone = alone(&repository)?;
    let mut log = Log::open(store, &repository, now)?;
    log.catch_up(pushed, main)?;
    Ok(log.noted)
}

/// Lets another key sign from now on, grown from this seed: announced by the one that signed so far, and taken over by an
/// entry of its own. Gives its public half too.
pub fn rotate(store: &Store, seed: &[u8; 32], main: &str, now: Instant) -> Result<(Vec<Noted>, String), ReceiptFault> {
    let repository = store.git_dir().to_owned();
    let _alone = alone(&repository)?;
    let mut log = Log::open(store, &repository, now)?;
    log.catch_up(&Pushed::default(), main)?;
    if log.last.is_none() {
        return Err(ReceiptFault(Message::new(&NOTHING_YET)));
    }
    let (key, public) = receipt_key::prepare(&repository, seed)?;
    log.append_standing(Some(public.clone()))?;
    receipt_key::take_over(&repository, &public)?;
    log.key = key;
    log.append_standing(None)?;
    Ok((log.noted, public))
}

/// The log, open to be written.
struct Log<'s> {
    store: &'s Store,
    repository: &'s Path,
    key: ServerKey,
    now: Instant,
    newest: Option<Id>,
    /// The newest entry, and the SHA-256 of its bytes.
    last: Option<(Receipt, String)>,
    covered: BTreeMap<String, String>,
    noted: Vec<Noted>,
}

/// What an entry says besides the move.
#[derive(Default)]
struct Besides {
    pusher: Option<String>,
    signer: Option<Signer>,
    verdict: Option<Verdict>,
    certificate: Option<(Certificate, Vec<u8>)>,
    next: Option<String>,
}

impl<'s> Log<'s> {
    /// Reads its end. A change of keys that was cut off is brought to its end first.
    fn open(store: &'s Store, repository: &'s Path, now: Instant) -> Result<Self, ReceiptFault> {
        let newest = store.reference(crate::store::RECEIPTS)?;
        let (last, covered) = match store.newest_receipt()? {
            None => (None, BTreeMap::new()),
            Some(entry) => {
                let last = Receipt::read(&entry.bytes).ok_or_else(|| ReceiptFault(Message::new(&BAD_LOG)))?;
                (Some((last, sign::sha256_hex(&entry.bytes))), entry.tips)
            }
        };
        let announced = last.as_ref().and_then(|(last, _)| last.next.clone());
        let key = receipt_key::current(repository, announced.as_deref())?;
        let mut log = Self { store, repository, key, now, newest, last, covered, noted: Vec::new() };
        if let Some(announced) = announced {
            // The change may have been cut off at its last step.
            let _ = receipt_key::write_public(repository, &announced);
            log.append_standing(None)?;
        }
        Ok(log)
    }

    /// Writes what is missing, and this push's own entries.
    fn catch_up(&mut self, pushed: &Pushed, main: &str) -> Result<(), ReceiptFault> {
        for step in missing(self.store, &self.covered, &pushed.moves, self.now)? {
            let own = step.made_up.is_none();
            let besides = Besides {
                pusher: pushed.pusher.clone().filter(|_| own),
                signer: signer(self.store, step.new),
                verdict: if own { Some(verdict(self.store, pushed, main)?) } else { None },
                certificate: if own { certificate(self.store, pushed)? } else { None },
                next: None,
            };
            self.append(&step, besides)?;
        }
        Ok(())
    }

    /// An entry that moves nothing: the ref of the newest one stands where it stood.
    fn append_standing(&mut self, next: Option<String>) -> Result<(), ReceiptFault> {
        let Some((last, _)) = &self.last else { return Ok(()) };
        let Some(at) = Id::parse(&last.new) else { return Ok(()) };
        let step = Step { name: last.reference.clone(), old: at, new: at, made_up: None };
        self.append(&step, Besides { next, ..Besides::default() })
    }

    fn append(&mut self, step: &Step, besides: Besides) -> Result<(), ReceiptFault> {
        let (number, previous, earliest) = match &self.last {
            Some((last, hash)) => (last.number + 1, hash.clone(), Some(last.received_at)),
            None => (1, NO_ENTRY.to_owned(), None),
        };
        let own = step.made_up.is_none();
        let at = step.made_up.map_or(self.now, |(_, at)| at);
        let key_file = receipt_key::key_file(self.repository);
        let receipt = Receipt {
            format: FORMAT.to_owned(),
            number,
            previous,
            reference: step.name.clone(),
            old: step.old.to_string(),
            new: step.new.to_string(),
            received_at: earliest.map_or(at, |earliest| earliest.max(at)),
            clock: self.now,
            recovered: step.made_up.map(|(how, _)| how),
            pusher: besides.pusher,
            signer: besides.signer,
            verdict: besides.verdict,
            certificate: besides.certificate.as_ref().map(|(told, _)| told.clone()),
            server: self.key.public().map_err(|why| receipt_key::bad(&key_file, &why))?,
            next: besides.next,
        };
        let bytes = receipt.bytes();
        let signature = self.key.sign(&bytes).map_err(|why| receipt_key::bad(&key_file, &why))?;
        let entry = NewEntry {
            bytes: &bytes,
            signature: &signature,
            certificate: besides.certificate.as_ref().map(|(_, bytes)| bytes.as_slice()),
            reference: &step.name,
            new: step.new,
            number,
            at: receipt.received_at,
        };
        self.newest = Some(self.store.append_receipt(self.newest, &entry)?);
        let hash = sign::sha256_hex(&bytes);
        self.noted.push(Noted { number, hash: hash.clone(), is_recovered: !own });
        self.last = Some((receipt, hash));
        Ok(())
    }
}

/// The moves of branches and tags that the log does not cover: those of earlier pushes first, as git's own log of the ref
/// tells them, then those of this push.
fn missing(
    store: &Store,
    covered: &BTreeMap<String, String>,
    own: &[Moved],
    now: Instant,
) -> Result<Vec<Step>, StoreFault> {
    let mut earlier: Vec<Step> = Vec::new();
    let mut these: Vec<Step> = Vec::new();
    for (name, stands) in store.branches_and_tags()? {
        let nowhere = Id::parse(&"0".repeat(40));
        let Some(mut at) = covered.get(&name).and_then(|id| Id::parse(id)).or(nowhere) else { continue };
        let own = own.iter().find(|one| one.name == name);
        let is_own = |old: Id, new: Id| own.is_some_and(|own| (own.old, own.new) == (old, new));
        let step = |old, new, made_up| Step { name: name.clone(), old, new, made_up };
        if own.is_some_and(|own| own.old == at) {
            // What came after it has a hook of its own.
            these.extend(own.map(|own| step(own.old, own.new, None)));
            continue;
        }
        let mut time = None;
        for logged in if at == stands { Vec::new() } else { store.last_steps(&name)? } {
            if logged.old != at || at == stands {
                continue;
            }
            at = logged.new;
            if is_own(logged.old, logged.new) {
                these.push(step(logged.old, logged.new, None));
            } else {
                // Within one ref the order is that of the moves, whatever the clock did.
                let later = time.map_or(logged.at, |time: Instant| time.max(logged.at)).min(now);
                time = Some(later);
                earlier.push(step(logged.old, logged.new, Some((Recovered::FromRefLog, later))));
            }
        }
        if at != stands {
            let unknown = Some((Recovered::TimeUnknown, now));
            match own.filter(|own| own.new == stands && own.old != at) {
                Some(own) => {
                    earlier.push(step(at, own.old, unknown));
                    these.push(step(own.old, own.new, None));
                }
                None => earlier.push(step(at, stands, unknown)),
            }
        }
    }
    earlier.sort_by_key(|step| step.made_up.map(|(_, at)| at));
    // As git told them, which is as they were pushed.
    these.sort_by_key(|step| own.iter().position(|one| one.name == step.name));
    earlier.append(&mut these);
    Ok(earlier)
}

/// The right to write the log, until it is dropped or its process ends.
fn alone(repository: &Path) -> Result<File, ReceiptFault> {
    let failed = |why: std::io::Error| ReceiptFault(Message::new(&LOCK).with("why", why));
    let path = repository.join("weibao").join("receipts-door");
    let door = File::options().create(true).write(true).truncate(false).open(path).map_err(failed)?;
    let began = std::time::Instant::now();
    loop {
        match door.try_lock() {
            Ok(()) => return Ok(door),
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(ReceiptFault(Message::new(&LOCKED))),
            Err(TryLockError::Error(why)) => return Err(failed(why)),
        }
    }
}

fn signer(store: &Store, tip: Id) -> Option<Signer> {
    let commit = store.signed_commit(tip).ok()?;
    let key = commit.signature.as_deref().and_then(|armour| sign::fingerprint_of_signature(armour).ok());
    Some(Signer { email: commit.committer.email, key })
}

fn verdict(store: &Store, pushed: &Pushed, main: &str) -> Result<Verdict, StoreFault> {
    let ground = match pushed.moves.iter().find(|one| one.name == main) {
        Some(own) => Some(own.old).filter(|old| !old.is_zero()),
        None => store.reference(main)?,
    };
    let demands =
        super::settings::FLOOR.iter().chain(super::settings::ON_DEMAND).filter(|one| store.config_switch(one.name));
    Ok(Verdict {
        program: concat!("weibao ", env!("CARGO_PKG_VERSION")).to_owned(),
        ground: ground.map(|id| id.to_string()),
        demands: demands.map(|one| one.name.to_owned()).collect(),
    })
}

fn certificate(store: &Store, pushed: &Pushed) -> Result<Option<(Certificate, Vec<u8>)>, StoreFault> {
    let Some(object) = pushed.certificate.get("").and_then(|id| Id::parse(id)) else {
        return Ok(None);
    };
    let bytes = store.file(object)?;
    let told = |name: &str| pushed.certificate.get(name).cloned().unwrap_or_default();
    let certificate = Certificate {
        sha256: sign::sha256_hex(&bytes),
        signer: told("_SIGNER"),
        key: told("_KEY"),
        status: told("_STATUS"),
        nonce_status: told("_NONCE_STATUS"),
        staff: pushed.vouched.clone(),
    };
    Ok(Some((certificate, bytes)))
}
