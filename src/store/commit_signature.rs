//! A commit's bytes parted from git's own signature of them; nothing is judged here.
//!
//! git signs the commit object as it is before the header `gpgsig` is put in: taking exactly that header out gives
//! the signed bytes back. Only commits of the one accepted form ([`super::CommitOddity`]) have such a header once,
//! as the last one.

use git2::ObjectType;

use super::draft::Person;
use super::{Id, Store, StoreFault};

/// A commit, its signature and who it says wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCommit {
    /// What was signed: the object without the header of the signature.
    pub bytes: Vec<u8>,
    /// The armoured signature, if there is one.
    pub signature: Option<String>,
    /// The author.
    pub author: Person,
    /// The committer.
    pub committer: Person,
}

impl Store {
    /// A commit parted from its signature.
    pub fn signed_commit(&self, id: Id) -> Result<SignedCommit, StoreFault> {
        let bytes = self.object(id.0, ObjectType::Commit)?;
        part(&bytes).ok_or_else(|| StoreFault::damaged(id.0, "it has no author or committer"))
    }
}

/// A commit object's bytes with a signature put in where git puts it.
pub(super) fn with_signature(bytes: &[u8], armoured: &str) -> Vec<u8> {
    let end = bytes.windows(2).position(|two| two == b"\n\n").map_or(bytes.len(), |at| at + 1);
    let mut signed = bytes[..end].to_vec();
    for (n, line) in armoured.trim_end_matches('\n').lines().enumerate() {
        signed.extend_from_slice(if n == 0 { b"gpgsig " } else { b" " });
        signed.extend_from_slice(line.as_bytes());
        signed.push(b'\n');
    }
    signed.extend_from_slice(&bytes[end..]);
    signed
}

fn part(object: &[u8]) -> Option<SignedCommit> {
    let end = object.windows(2).position(|two| two == b"\n\n")? + 1;
    let (head, message) = object.split_at(end);
    let mut bytes = Vec::with_capacity(object.len());
    let mut signature: Option<String> = None;
    let mut in_signature = false;
    let (mut author, mut committer) = (None, None);
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        in_signature = line.starts_with(b"gpgsig ") || (in_signature && line.starts_with(b" "));
        if in_signature {
            let text = line.strip_prefix(b"gpgsig ").or_else(|| line.strip_prefix(b" ")).unwrap_or(line);
            signature.get_or_insert_default().push_str(&String::from_utf8_lossy(text));
            continue;
        }
        bytes.extend_from_slice(line);
        if let Some(who) = line.strip_prefix(b"author ") {
            author = person(who);
        } else if let Some(who) = line.strip_prefix(b"committer ") {
            committer = person(who);
        }
    }
    bytes.extend_from_slice(message);
    Some(SignedCommit { bytes, signature, author: author?, committer: committer? })
}

/// `name <address> …`.
fn person(who: &[u8]) -> Option<Person> {
    let who = String::from_utf8_lossy(who);
    let (name, rest) = who.split_once(" <")?;
    let (email, _) = rest.split_once('>')?;
    Some(Person { name: name.to_owned(), email: email.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "tree 0123\nparent 4567\nauthor 李娜 <l@x.cn> 1767225600 +0800\ncommitter 王军 <w@x.cn> 1767225600 +0800\n\nticket: x\n\n gpgsig of no one\n";
    const ARMOUR: &str = "-----BEGIN SSH SIGNATURE-----\nabc\n-----END SSH SIGNATURE-----\n";

    #[test]
    fn a_signature_put_in_comes_out_and_leaves_what_was_signed() {
        let signed = part(&with_signature(PLAIN.as_bytes(), ARMOUR)).unwrap();
        assert_eq!(String::from_utf8(signed.bytes).unwrap(), PLAIN);
        assert_eq!(signed.signature.as_deref(), Some(ARMOUR));
        assert_eq!((signed.author.name.as_str(), signed.committer.email.as_str()), ("李娜", "w@x.cn"));
    }

    #[test]
    fn a_commit_without_a_signature_is_signed_by_nobody() {
        let plain = part(PLAIN.as_bytes()).unwrap();
        assert_eq!((plain.bytes.as_slice(), plain.signature), (PLAIN.as_bytes(), None));
        assert!(part(b"tree 0123\n\n").is_none());
    }
}
