//! The log of what a server received, as git keeps it: a line of commits behind a ref of its own, an entry each.
//!
//! The tree of such a commit holds the entry as it was signed, the signature, the certificate of a signed push where
//! there was one, and under `tips/` where every branch and tag stood after it. So the newest one alone tells what is
//! covered, whatever the length of the log, and the whole is fetched like any branch.

use std::collections::{BTreeMap, HashSet};

use git2::Oid;

use super::tree::{FILE, FOLDER};
use super::{Id, Store, StoreFault};
use crate::ledger::{Receipt, Receipts};

/// Refs of the server's own, to which nobody pushes.
pub(super) const OWN: &str = "refs/weibao/";

/// The ref behind which the log lies.
pub const RECEIPTS: &str = "refs/weibao/receipts";

pub(super) const ENTRY: &str = "receipt.json";
pub(super) const SIGNATURE: &str = "receipt.sig";
pub(super) const CERTIFICATE: &str = "certificate";
pub(super) const TIPS: &str = "tips";

/// How deep a ref's name may lie.
const DEEPEST: usize = 64;

/// One commit of the log, taken apart; nothing is judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogEntry {
    /// The commit's own id.
    pub commit: String,
    /// How many parents it has: none in the first, one in every other.
    pub parents: usize,
    /// The entry as it was signed; empty where there is none.
    pub bytes: Vec<u8>,
    /// The armoured signature; empty where there is none.
    pub signature: Vec<u8>,
    /// The certificate of a signed push.
    pub certificate: Option<Vec<u8>>,
    /// Where every branch and tag stands after it, by full name.
    pub tips: BTreeMap<String, String>,
    /// What lies there besides.
    pub strays: Vec<String>,
}

impl Store {
    /// The log, first entry first; empty where there is none.
    pub fn receipt_log(&self) -> Result<Vec<LogEntry>, StoreFault> {
        let mut log = Vec::new();
        let mut next = self.reference(RECEIPTS)?;
        while let Some(commit) = next {
            let (entry, parents) = self.log_entry(commit)?;
            next = parents.first().copied().map(Id);
            log.push(entry);
        }
        log.reverse();
        Ok(log)
    }

    /// The newest entry of the log.
    pub fn newest_receipt(&self) -> Result<Option<LogEntry>, StoreFault> {
        let newest = self.reference(RECEIPTS)?;
        newest.map(|commit| Ok(self.log_entry(commit)?.0)).transpose()
    }

    /// When the server received what: the entries of the log that can be read, and the commits each brought. Whether they
    /// can be believed is an audit's business.
    pub fn receipts(&self) -> Result<Receipts, StoreFault> {
        let log = self.receipt_log()?;
        self.receipts_of(log.iter().filter_map(|entry| Receipt::read(&entry.bytes)).collect())
    }

    /// The commits that entries brought. One that is not here, of a branch that was not fetched, is passed over.
    pub fn receipts_of(&self, entries: Vec<Receipt>) -> Result<Receipts, StoreFault> {
        let mut receipts = Receipts { entries, by_commit: BTreeMap::new() };
        let mut seen: HashSet<Oid> = HashSet::new();
        for (place, entry) in receipts.entries.iter().enumerate() {
            let tip = Id::parse(&entry.new).filter(|tip| self.repo.odb().is_ok_and(|odb| odb.exists(tip.0)));
            let mut waiting: Vec<Oid> = tip.map(|tip| tip.0).into_iter().collect();
            while let Some(id) = waiting.pop() {
                if seen.insert(id) {
                    waiting.extend(self.parents(id)?);
                    receipts.by_commit.insert(id.to_string(), place);
                }
            }
        }
        Ok(receipts)
    }

    /// The commits behind a tip that no entry brought, newest first as they are reached.
    pub fn not_received(&self, tip: Id, receipts: &Receipts) -> Result<Vec<String>, StoreFault> {
        let mut found = Vec::new();
        let mut seen: HashSet<Oid> = HashSet::new();
        let mut waiting = vec![tip.0];
        while let Some(id) = waiting.pop() {
            let name = id.to_string();
            if !receipts.by_commit.contains_key(&name) && seen.insert(id) {
                waiting.extend(self.parents(id)?);
                found.push(name);
            }
        }
        Ok(found)
    }

    fn log_entry(&self, commit: Id) -> Result<(LogEntry, Vec<Oid>), StoreFault> {
        let parents = self.parents(commit.0)?;
        let mut entry = LogEntry { commit: commit.to_string(), parents: parents.len(), ..LogEntry::default() };
        let tree = self.tree(self.tree_of(commit)?)?;
        for item in tree.iter() {
            let name = String::from_utf8_lossy(item.name).into_owned();
            match (name.as_str(), item.mode) {
                (ENTRY, FILE) => entry.bytes = self.blob(item.id)?,
                (SIGNATURE, FILE) => entry.signature = self.blob(item.id)?,
                (CERTIFICATE, FILE) => entry.certificate = Some(self.blob(item.id)?),
                (TIPS, FOLDER) => self.tips_below(item.id, "", &mut entry, DEEPEST)?,
                _ => entry.strays.push(name),
            }
        }
        Ok((entry, parents))
    }

    fn tips_below(&self, tree: Oid, folder: &str, entry: &mut LogEntry, depth: usize) -> Result<(), StoreFault> {
        for item in self.tree(tree)?.iter() {
            let name = format!("{folder}{}", String::from_utf8_lossy(item.name));
            match item.mode {
                FOLDER if depth > 0 => self.tips_below(item.id, &format!("{name}/"), entry, depth - 1)?,
                FILE => {
                    let at = String::from_utf8_lossy(&self.blob(item.id)?).trim_end().to_owned();
                    entry.tips.insert(name, at);
                }
                _ => entry.strays.push(format!("{TIPS}/{name}")),
            }
        }
        Ok(())
    }
}
