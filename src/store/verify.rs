//! Whether an object's bytes are those its name says.
//!
//! libgit2 hashes every object it reads, in software that also recognises known attacks on SHA-1; that is half of what
//! reading costs. A program that reads a repository on a user's own machine, `weibao check` or a report, takes it on itself
//! ([`verify_here`]): each object is hashed here, by the processor's own instructions where it has them. So damage is found
//! as before. What comes in from elsewhere is judged at the gate, which leaves the hashing to libgit2.

use std::sync::atomic::{AtomicBool, Ordering};

use git2::{ObjectType, Oid};
use sha1::{Digest, Sha1};

use super::StoreFault;

/// Whether objects are hashed here, and not by libgit2.
static HERE: AtomicBool = AtomicBool::new(false);

/// From now on this process hashes objects by itself; for a user's own look at what git has taken in, never for a gate.
pub fn verify_here() {
    HERE.store(true, Ordering::Relaxed);
    git2::opts::strict_hash_verification(false);
}

/// Whether it does.
pub(super) fn is_here() -> bool {
    HERE.load(Ordering::Relaxed)
}

/// Refuses an object whose bytes have another name, unless libgit2 has hashed it already.
pub(super) fn object(id: Oid, kind: ObjectType, bytes: &[u8]) -> Result<(), StoreFault> {
    if is_here() && name(kind, bytes) != id.as_bytes() {
        return Err(StoreFault::damaged(id, "its content has another name"));
    }
    Ok(())
}

fn name(kind: ObjectType, bytes: &[u8]) -> [u8; 20] {
    let mut hash = Sha1::new();
    hash.update(kind.str());
    hash.update(format!(" {}\0", bytes.len()));
    hash.update(bytes);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_one_git_gives() {
        let name = |kind, bytes| Oid::from_bytes(&name(kind, bytes)).unwrap().to_string();
        assert_eq!(name(ObjectType::Tree, b""), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
        assert_eq!(
            name(ObjectType::Blob, "维保\n".as_bytes()),
            Oid::hash_object(ObjectType::Blob, "维保\n".as_bytes()).unwrap().to_string()
        );
    }
}
