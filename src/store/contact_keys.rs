//! The keys of sealed contacts, outside history: one commit without parents behind a ref of its own, replaced each time.
//!
//! Its tree holds `<first digits>/<contact>/<name>.age`: copies of a contact's key, each wrapped for some of the staff.
//! Files are only ever added, until all of a contact go. A commit that is no longer behind the ref is to be forgotten:
//! which it was stands in git's own log of the ref, so that a run that was cut off is finished by the next.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use git2::{FileMode, Oid, Signature, Time};

use super::commit_signature::with_signature;
use super::draft::{Person, Signer};
use super::tree::{FILE, FOLDER};
use super::{Id, Store, StoreFault};
use crate::record::instant::Instant;

/// The ref behind which the keys lie.
pub const CONTACT_KEYS: &str = "refs/weibao/contact-keys";

/// Files by their paths.
pub type KeyFiles = BTreeMap<String, Id>;

/// How deep the files lie.
const DEPTH: usize = 3;

impl Store {
    /// The wrapped keys that lie here.
    pub fn contact_keys(&self) -> Result<KeyFiles, StoreFault> {
        self.reference(CONTACT_KEYS)?.map_or_else(|| Ok(KeyFiles::new()), |at| self.contact_keys_at(at))
    }

    /// The wrapped keys behind a commit.
    pub fn contact_keys_at(&self, commit: Id) -> Result<KeyFiles, StoreFault> {
        let mut found = Found::default();
        self.below(self.tree_of(commit)?, "", DEPTH, &mut found)?;
        Ok(found.files)
    }

    /// Puts a wrapped key into the store, without a name yet.
    pub fn put_contact_key(&self, wrapped: &str) -> Result<Id, StoreFault> {
        Ok(Id(self.repo.blob(wrapped.as_bytes())?))
    }

    /// Makes the commit that holds these and nothing else.
    pub fn contact_keys_commit(
        &self,
        files: &KeyFiles,
        author: &Person,
        at: Instant,
        signer: Option<Signer<'_>>,
    ) -> Result<Option<Id>, StoreFault> {
        let empty = self.repo.find_tree(self.repo.treebuilder(None)?.write()?)?;
        let mut update = git2::build::TreeUpdateBuilder::new();
        for (path, id) in files {
            update.upsert(path.as_str(), id.0, FileMode::Blob);
        }
        let tree = if files.is_empty() { empty.id() } else { update.create_updated(&self.repo, &empty)? };
        let tree = self.repo.find_tree(tree)?;
        let by = Signature::new(&author.name, &author.email, &Time::new(at.unix(), 480))?;
        let buffer = self.repo.commit_create_buffer(&by, &by, "contact-keys: as they are now\n", &tree, &[])?;
        let bytes = match signer {
            None => buffer.to_vec(),
            Some(sign) => match sign(&buffer) {
                Some(armoured) => with_signature(&buffer, &armoured),
                None => return Ok(None),
            },
        };
        Ok(Some(Id(self.repo.odb()?.write(git2::ObjectType::Commit, &bytes)?)))
    }

    /// Lets the ref point to a commit of keys, if it still points where it was seen; git's log of the ref keeps the old
    /// one. Whether it was so: somebody else in this clone may have been faster.
    pub fn set_contact_keys(&self, commit: Id, seen: Option<Id>) -> Result<bool, StoreFault> {
        self.repo.reference_ensure_log(CONTACT_KEYS)?;
        let said = "contact keys";
        let set = match seen {
            Some(seen) => self.repo.reference_matching(CONTACT_KEYS, commit.0, true, seen.0, said),
            None => self.repo.reference(CONTACT_KEYS, commit.0, false, said),
        };
        match set {
            Ok(_) => Ok(true),
            Err(error)
                if matches!(
                    error.code(),
                    git2::ErrorCode::Modified
                        | git2::ErrorCode::Exists
                        | git2::ErrorCode::Locked
                        | git2::ErrorCode::NotFound
                ) =>
            {
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a ref away under which another repository's keys were looked at.
    pub fn drop_reference(&self, name: &str) -> Result<(), StoreFault> {
        match self.repo.find_reference(name) {
            Ok(mut reference) => Ok(reference.delete()?),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Every object that the ref once held and no longer holds, by git's log of the ref and by what was left to be
    /// forgotten before; those that are gone already are left out. None as long as no key is among them: the rest is
    /// nobody's secret, and git's own housekeeping takes it.
    pub fn forgotten_contact_keys(&self, left_over: &[Id]) -> Result<BTreeSet<Id>, StoreFault> {
        let now = self.reference(CONTACT_KEYS)?;
        let mut old: BTreeSet<Id> = left_over.iter().copied().collect();
        let log = self.common_dir().join("logs").join(CONTACT_KEYS);
        let text = match fs::read_to_string(&log) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(StoreFault::files(&log, &error)),
        };
        let ids = text.lines().flat_map(|line| line.split(' ').take(2)).filter_map(Id::parse);
        old.extend(ids.filter(|id| !id.is_zero() && Some(*id) != now));
        let mut gone = Found::default();
        for id in old {
            gone.objects.insert(id);
            // What was taken away already is not there to be walked.
            if let Ok(commit) = self.repo.find_commit(id.0)
                && self.repo.find_tree(commit.tree_id()).is_ok()
            {
                self.below(commit.tree_id(), "", DEPTH, &mut gone)?;
            }
        }
        let mut kept = Found::default();
        if let Some(now) = now {
            kept.objects.insert(now);
            self.below(self.tree_of(now)?, "", DEPTH, &mut kept)?;
        }
        // The empty tree is everybody's.
        kept.objects.insert(Id(self.repo.treebuilder(None)?.write()?));
        let odb = self.repo.odb()?;
        let was_begun = left_over.iter().any(|id| odb.exists(id.0));
        let is_kept = |id: &Id| kept.objects.contains(id);
        if !was_begun && gone.files.values().all(|id| is_kept(id) || !odb.exists(id.0)) {
            return Ok(BTreeSet::new());
        }
        Ok(gone.objects.into_iter().filter(|id| !is_kept(id) && odb.exists(id.0)).collect())
    }

    fn below(&self, tree: Oid, folder: &str, depth: usize, found: &mut Found) -> Result<(), StoreFault> {
        found.objects.insert(Id(tree));
        for item in self.tree(tree)?.iter() {
            let path = format!("{folder}{}", String::from_utf8_lossy(item.name));
            match item.mode {
                FOLDER if depth > 1 => self.below(item.id, &format!("{path}/"), depth - 1, found)?,
                FILE => {
                    found.objects.insert(Id(item.id));
                    found.files.insert(path, Id(item.id));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// What lies below a tree.
#[derive(Default)]
struct Found {
    files: KeyFiles,
    objects: BTreeSet<Id>,
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    fn person() -> Person {
        Person { name: "x".to_owned(), email: "x@example.org".to_owned() }
    }

    #[test]
    fn the_ref_holds_the_newest_keys_and_remembers_which_it_no_longer_holds() {
        let trial = Trial::new();
        trial.write("records/staff/a1.json", "1\n");
        trial.commit_all("x");
        let store = trial.store();
        let at = Instant::parse("2026-03-02T08:00:00+08:00").unwrap();
        let (one, two) = (store.put_contact_key("one").unwrap(), store.put_contact_key("two").unwrap());
        let path = |n: u8| format!("000/C00001-0{n}/aa.age");
        let both: KeyFiles = [(path(1), one), (path(2), two)].into();
        let put = |files: &KeyFiles| {
            let commit = store.contact_keys_commit(files, &person(), at, None).unwrap().unwrap();
            let seen = store.reference(CONTACT_KEYS).unwrap();
            assert!(store.set_contact_keys(commit, seen).unwrap());
            // Who saw something older does not write over it.
            let older = seen.filter(|seen| *seen != commit);
            assert!(older == seen && !store.set_contact_keys(commit, older).unwrap());
            commit
        };
        let first = put(&both);
        assert_eq!(store.contact_keys().unwrap(), both);
        assert!(store.commit_header(first).unwrap().parents.is_empty());
        assert!(store.forgotten_contact_keys(&[]).unwrap().is_empty());
        put(&[(path(2), two)].into());
        let forgotten = store.forgotten_contact_keys(&[]).unwrap();
        assert!(forgotten.contains(&one) && forgotten.contains(&first) && !forgotten.contains(&two));
        assert!(!store.tips().unwrap().contains(&first));
    }
}
