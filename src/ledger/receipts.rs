//! What the server received and when: the entries of its log, and by commit the one that brought it.
//!
//! The dates in a commit are its maker's word; the time in a receipt is the server's. An entry is kept as the very bytes
//! that the server signed, and each names the one before by its hash, so that none can be taken out, put in, exchanged or
//! changed unseen. Here they are plain data; who signs, keeps and audits them lies above.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::instant::Instant;

/// The form of an entry; another form is another name.
pub const FORMAT: &str = "weibao-receipt/1";

/// What stands for the hash of an entry before the first.
pub const NO_ENTRY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One ref moved by one accepted push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// [`FORMAT`].
    pub format: String,
    /// 1, 2, 3 …
    pub number: u64,
    /// The SHA-256 of the entry before, in hexadecimal digits; [`NO_ENTRY`] in the first.
    pub previous: String,
    /// The full name of the ref.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Where it was, 40 hexadecimal digits; zeros if it was not there.
    pub old: String,
    /// Where it went.
    pub new: String,
    /// When the server received it; never before the entry before, whatever the clock says.
    pub received_at: Instant,
    /// What the server's clock said when the entry was written.
    pub clock: Instant,
    /// Whether the entry was made up later, and from what; absent when it was written as the push came in.
    pub recovered: Option<Recovered>,
    /// The member of staff whose key or password the server let in; unknown without `weibao serve`.
    pub pusher: Option<String>,
    /// Who signed the commit that the ref went to, as it says; the gate judged it.
    pub signer: Option<Signer>,
    /// By what the push was judged; unknown in an entry made up later.
    pub verdict: Option<Verdict>,
    /// The certificate of a signed push, which lies beside the entry.
    pub certificate: Option<Certificate>,
    /// The server's public key, which signs the entry.
    pub server: String,
    /// The public key that signs from the next entry on, and the one that signs this entry no more. Such an entry, and the
    /// first of the new key after it, move nothing: old and new are where the ref stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Where the time of an entry comes from that was made up later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovered {
    /// git's own log of the ref says when it moved.
    FromRefLog,
    /// Nothing says when; the time is when the entry was written, the latest that it can have been.
    TimeUnknown,
}

/// The signer of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// The committer's address.
    pub email: String,
    /// The fingerprint of the key; absent where the commit is not signed.
    pub key: Option<String>,
}

/// By what a push was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The program and its version.
    pub program: String,
    /// The commit whose roster and policy it was judged by; absent when the push founded the company.
    pub ground: Option<String>,
    /// What the server demands besides the company's own policy.
    pub demands: Vec<String>,
}

/// The certificate of a signed push, as git reports it and as the gate judged it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Who signed, as far as git knows.
    pub signer: String,
    /// With which key.
    pub key: String,
    /// What git says of the signature, one letter.
    pub status: String,
    /// What git says of the server's nonce in it, such as `OK`.
    pub nonce_status: String,
    /// The member of staff whose registered key signed it, as the gate judged it by the roster from before the push;
    /// absent from entries of versions that did not judge it, and of the push that founded the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
}

/// The entries in their order, and by commit the one that first brought it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipts {
    /// The entries.
    pub entries: Vec<Receipt>,
    /// By the id of a commit: the place in [`Receipts::entries`] of the entry that first brought it, on whatever branch.
    pub by_commit: BTreeMap<String, usize>,
}

impl Receipts {
    /// The entry that first brought a commit; none where the server never wrote one.
    pub fn of(&self, commit: &str) -> Option<&Receipt> {
        self.by_commit.get(commit).and_then(|place| self.entries.get(*place))
    }

    /// When the server received a commit: the third clock beside the record's word and the commit's date.
    pub fn received_at(&self, commit: &str) -> Option<Instant> {
        self.of(commit).map(|receipt| receipt.received_at)
    }
}

impl Receipt {
    /// The bytes that are signed and kept.
    pub fn bytes(&self) -> Vec<u8> {
        // A struct of texts and numbers has no member that could not be written.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text.into_bytes()
    }

    /// Reads an entry; nothing but the one spelling that [`Receipt::bytes`] gives.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let read: Self = serde_json::from_slice(bytes).ok()?;
        (read.format == FORMAT && read.bytes() == bytes).then_some(read)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn receipt(number: u64) -> Receipt {
        let at = Instant::parse("2026-03-15T09:30:00+08:00").unwrap();
        Receipt {
            format: FORMAT.to_owned(),
            number,
            previous: NO_ENTRY.to_owned(),
            reference: "refs/heads/main".to_owned(),
            old: "0".repeat(40),
            new: "1".repeat(40),
            received_at: at,
            clock: at,
            recovered: None,
            pusher: Some("wang-jun".to_owned()),
            signer: None,
            verdict: None,
            certificate: None,
            server: "ssh-ed25519 AAAA".to_owned(),
            next: None,
        }
    }

    #[test]
    fn an_entry_is_read_from_the_one_spelling_it_is_written_in() {
        let mut entry = receipt(1);
        entry.recovered = Some(Recovered::FromRefLog);
        let bytes = entry.bytes();
        assert_eq!(Receipt::read(&bytes), Some(entry));
        let text = String::from_utf8(bytes).unwrap();
        for other in [text.replace("  ", " "), text.replace("/1\"", "/2\""), text.replace("\"ref\"", "\"reference\"")] {
            assert_eq!(Receipt::read(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_commit_was_received_when_its_entry_says() {
        let receipts = Receipts { entries: vec![receipt(1)], by_commit: [("1".repeat(40), 0)].into() };
        assert_eq!(receipts.received_at(&"1".repeat(40)), Some(receipts.entries[0].received_at));
        assert_eq!(receipts.received_at(&"2".repeat(40)), None);
    }
}
