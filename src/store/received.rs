//! What the server's log of receipts is written from and with: where branches and tags stand, what git's own log of a ref
//! says of its last moves, and the new entry itself, objects first and then the ref by compare-and-swap.

use std::collections::BTreeMap;
use std::io::{Read as _, Seek as _, SeekFrom};

use git2::build::TreeUpdateBuilder;
use git2::{FileMode, ObjectType};

use super::draft::{Draft, Person, Written, sync_file};
use super::receipts::{CERTIFICATE, ENTRY, RECEIPTS, SIGNATURE, TIPS};
use super::{Id, Store, StoreFault};
use crate::record::instant::Instant;

/// How much of a ref's log is looked at: its end, some hundred moves, however long it is.
const TAIL: u64 = 64 * 1024;

/// A move of a ref as git's own log of it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefStep {
    /// Where it was; zero if it was not there.
    pub old: Id,
    /// Where it went.
    pub new: Id,
    /// When.
    pub at: Instant,
}

/// An entry to be put at the end of the log.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    /// What is signed.
    pub bytes: &'a [u8],
    /// The armoured signature.
    pub signature: &'a str,
    /// The certificate of a signed push.
    pub certificate: Option<&'a [u8]>,
    /// The ref that moved.
    pub reference: &'a str,
    /// Where it went.
    pub new: Id,
    /// Which entry it is.
    pub number: u64,
    /// When it is written.
    pub at: Instant,
}

impl Store {
    /// Where every branch and tag stands, by full name.
    pub fn branches_and_tags(&self) -> Result<BTreeMap<String, Id>, StoreFault> {
        let mut found = BTreeMap::new();
        for reference in self.repo.references()? {
            let reference = reference?;
            let name = String::from_utf8_lossy(reference.name_bytes()).into_owned();
            let counts = name.starts_with("refs/heads/") || name.starts_with("refs/tags/");
            if let Some(at) = reference.target().filter(|_| counts) {
                found.insert(name, Id(at));
            }
        }
        Ok(found)
    }

    /// The last moves of a ref, oldest first, as far as git has kept a log of it.
    pub fn last_steps(&self, reference: &str) -> Result<Vec<RefStep>, StoreFault> {
        let path = self.common_dir().join("logs").join(reference);
        let mut file = match std::fs::File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreFault::files(&path, &error)),
        };
        let mut bytes = Vec::new();
        let read = file.metadata().and_then(|metadata| {
            file.seek(SeekFrom::Start(metadata.len().saturating_sub(TAIL)))?;
            file.read_to_end(&mut bytes)
        });
        read.map_err(|error| StoreFault::files(&path, &error))?;
        Ok(String::from_utf8_lossy(&bytes).lines().filter_map(step).collect())
    }

    /// Puts an entry behind `before`, the newest commit of the log as its writer saw it. What was written is on the disk
    /// before the ref moves.
    pub fn append_receipt(&self, before: Option<Id>, entry: &NewEntry<'_>) -> Result<Id, StoreFault> {
        let odb = self.repo.odb()?;
        let base = match before {
            Some(before) => self.repo.find_tree(self.tree_of(before)?)?,
            None => self.repo.find_tree(self.repo.treebuilder(None)?.write()?)?,
        };
        let tip = format!("{}\n", entry.new);
        let mut files = vec![
            (ENTRY.to_owned(), entry.bytes),
            (SIGNATURE.to_owned(), entry.signature.as_bytes()),
            (format!("{TIPS}/{}", entry.reference), tip.as_bytes()),
        ];
        files.extend(entry.certificate.map(|bytes| (CERTIFICATE.to_owned(), bytes)));
        let mut update = TreeUpdateBuilder::new();
        let mut blobs = BTreeMap::new();
        for (path, bytes) in files {
            let blob = odb.write(ObjectType::Blob, bytes)?;
            update.upsert(path.as_str(), blob, FileMode::Blob);
            blobs.insert(path, Some(blob));
        }
        if entry.certificate.is_none() && base.get_name(CERTIFICATE).is_some() {
            update.remove(CERTIFICATE);
        }
        let tree = update.create_updated(&self.repo, &base)?;
        let draft = Draft {
            files: BTreeMap::new(),
            message: format!("receipt: {} {}", entry.number, entry.reference),
            author: Person { name: "weibao".to_owned(), email: "receipts@weibao.invalid".to_owned() },
            at: entry.at,
        };
        let parents: Vec<_> = before.iter().map(|parent| parent.0).collect();
        let commit = odb.write(ObjectType::Commit, &draft.commit_bytes(tree, &parents)?)?;
        self.sync_loose(&Written { commit, blobs })?;
        self.move_branch(RECEIPTS, before, Some(commit), &draft.message)?;
        let place = self.common_dir().join(RECEIPTS);
        if place.exists() {
            sync_file(&place)?;
        }
        Ok(Id(commit))
    }
}

/// `old new Name <address> seconds zone<TAB>why`.
fn step(line: &str) -> Option<RefStep> {
    let (old, rest) = line.split_once(' ')?;
    let (new, rest) = rest.split_once(' ')?;
    let who = rest.split('\t').next()?;
    let mut from_the_end = who.rsplit(' ');
    let (_zone, seconds) = (from_the_end.next()?, from_the_end.next()?);
    Some(RefStep { old: Id::parse(old)?, new: Id::parse(new)?, at: Instant::from_unix(seconds.parse().ok()?)? })
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::super::{Id, RECEIPTS};
    use super::*;

    fn at() -> Instant {
        Instant::parse("2026-03-15T09:30:00+08:00").unwrap()
    }

    #[test]
    fn an_entry_is_a_commit_that_git_finds_clean_and_the_log_gives_back() {
        let trial = Trial::new();
        trial.write("a", "1\n");
        let tip = trial.commit_all("staff: a");
        let store = trial.store();
        let mut before = None;
        for (number, certificate) in [(1, None), (2, Some(&b"cert"[..])), (3, None)] {
            let entry = NewEntry {
                bytes: b"entry\n",
                signature: "signature",
                certificate,
                reference: "refs/heads/main",
                new: tip,
                number,
                at: at(),
            };
            before = Some(store.append_receipt(before, &entry).unwrap());
            assert!(store.append_receipt(None, &entry).is_err(), "the log has moved");
        }
        let log = store.receipt_log().unwrap();
        assert_eq!(log.iter().map(|entry| entry.parents).collect::<Vec<_>>(), [0, 1, 1]);
        assert_eq!(log[1].certificate.as_deref(), Some(&b"cert"[..]));
        assert_eq!((log[2].certificate.clone(), log[2].strays.len()), (None, 0));
        assert_eq!(log[2].tips, [("refs/heads/main".to_owned(), tip.to_string())].into());
        assert_eq!(trial.git(&["rev-parse", RECEIPTS]).trim(), log[2].commit);
        trial.git(&["fsck", "--strict", "--full"]);
    }

    #[test]
    fn what_a_push_reads_of_the_log_does_not_grow_with_it() {
        let trial = Trial::new();
        trial.write("a", "1\n");
        let tip = trial.commit_all("staff: a");
        let mut read = Vec::new();
        for number in 1..=40 {
            let store = trial.store();
            store.newest_receipt().unwrap();
            let bytes = format!("entry {number}\n");
            let entry = NewEntry {
                bytes: bytes.as_bytes(),
                signature: "signature",
                certificate: None,
                reference: "refs/heads/main",
                new: tip,
                number,
                at: at(),
            };
            store.append_receipt(store.reference(RECEIPTS).unwrap(), &entry).unwrap();
            read.push(store.objects_read());
        }
        assert_eq!(read[2..].iter().max(), read[2..].iter().min(), "{read:?}");
    }

    #[test]
    fn the_last_moves_of_a_ref_are_those_git_has_logged() {
        let trial = Trial::new();
        let mut tips = vec![Id::parse(&"0".repeat(40)).unwrap()];
        for name in ["a", "b", "c"] {
            trial.write(name, "1\n");
            tips.push(trial.commit_all("staff: x"));
        }
        let store = trial.store();
        let steps = store.last_steps("refs/heads/main").unwrap();
        let expected: Vec<_> = tips.windows(2).map(|two| (two[0], two[1], 1_767_225_600)).collect();
        assert_eq!(steps.iter().map(|step| (step.old, step.new, step.at.unix())).collect::<Vec<_>>(), expected);
        assert_eq!(store.last_steps("refs/heads/other").unwrap(), []);
    }

    #[test]
    fn only_branches_and_tags_are_told() {
        let trial = Trial::new();
        trial.write("a", "1\n");
        let tip = trial.commit_all("staff: a");
        trial.git(&["tag", "v1"]);
        trial.git(&["update-ref", "refs/weibao/other", "HEAD"]);
        let found = trial.store().branches_and_tags().unwrap();
        assert_eq!(found, [("refs/heads/main".to_owned(), tip), ("refs/tags/v1".to_owned(), tip)].into());
    }
}
