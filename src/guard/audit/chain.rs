//! The log by itself: numbers, hashes, signatures, times, and what lies beside each entry.

use std::collections::BTreeMap;

use super::trust::Trust;
use super::{Anchor, Breach};
use crate::ledger::Receipt;
use crate::ledger::receipts::NO_ENTRY;
use crate::sign;
use crate::store::LogEntry;
use crate::text::Message;

/// What the log says, as far as it can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    /// The entries that can be read, in their order.
    pub receipts: Vec<Receipt>,
    /// The newest entry, to be noted down.
    pub newest: Option<Anchor>,
    /// Where each branch and tag stands by them.
    pub tips: BTreeMap<String, String>,
    /// The keys that count: those that were given, else the first entry's own.
    pub keys: Vec<String>,
    /// What is wrong.
    pub breaches: Vec<Breach>,
}

/// Audits a log by the keys that are known to be the server's; with none, by the key that its first entry names.
pub fn chain(log: &[LogEntry], known: &[String], since: Option<&Anchor>) -> Chain {
    let mut chain = Chain { keys: known.to_vec(), ..Chain::default() };
    let mut trust = Trust::of(known);
    let mut previous = NO_ENTRY.to_owned();
    let mut expected = 0;
    for (place, entry) in (1..).zip(log) {
        let hash = sign::sha256_hex(&entry.bytes);
        let Some(receipt) = Receipt::read(&entry.bytes) else {
            chain.breach("unreadable", None, Message::new(&super::UNREADABLE).with("place", place));
            previous = hash;
            expected += 1;
            continue;
        };
        let number = receipt.number;
        expected += 1;
        if number != expected {
            chain.breach("number", Some(number), Message::new(&super::NUMBER).with("place", place));
            expected = number;
        }
        if receipt.previous != previous {
            chain.breach("chain", Some(number), Message::new(&super::CHAIN));
        }
        chain.signature(&receipt, entry, &mut trust);
        chain.order(&receipt);
        chain.beside(&receipt, entry, place == 1);
        chain.newest = Some(Anchor { number, hash: hash.clone() });
        previous = hash;
        chain.receipts.push(receipt);
    }
    if let Some(first) = chain.receipts.first().filter(|_| !trust.is_known()) {
        let (number, said) = (first.number, Message::new(&super::STRANGERS));
        chain.breach("key", Some(number), said);
    }
    if let Some(since) = since {
        chain.anchor(log, since);
    }
    chain
}

impl Chain {
    fn breach(&mut self, what: &'static str, number: Option<u64>, said: Message) {
        self.breaches.push(Breach::new(what, number, said));
    }

    fn signature(&mut self, receipt: &Receipt, entry: &LogEntry, trust: &mut Trust<'_>) {
        if self.keys.is_empty() {
            self.keys.push(receipt.server.clone());
        }
        let takes = trust.takes(&receipt.server);
        if !takes {
            let said = Message::new(&super::OTHER_KEY).with("key", receipt.server.escape_debug());
            self.breach("key", Some(receipt.number), said);
        }
        let armour = String::from_utf8_lossy(&entry.signature);
        if let Err(why) = sign::verify_receipt(&receipt.server, &entry.bytes, &armour) {
            let said = Message::new(&super::SIGNATURE).with_message("why", why.message());
            self.breach("signature", Some(receipt.number), said);
        } else if takes {
            trust.signed(receipt);
        }
    }

    fn order(&mut self, receipt: &Receipt) {
        if self.receipts.last().is_some_and(|last| receipt.received_at < last.received_at) {
            self.breach("time", Some(receipt.number), Message::new(&super::TIME));
        }
        let nowhere = "0".repeat(40);
        let was = self.tips.get(&receipt.reference).unwrap_or(&nowhere).clone();
        if receipt.old != was {
            let said = Message::new(&super::OLD).with("name", receipt.reference.escape_debug());
            self.breach("old", Some(receipt.number), said.with("old", &receipt.old).with("was", was));
        }
        self.tips.insert(receipt.reference.clone(), receipt.new.clone());
    }

    fn beside(&mut self, receipt: &Receipt, entry: &LogEntry, is_first: bool) {
        if entry.tips != self.tips {
            self.breach("tips", Some(receipt.number), Message::new(&super::TIPS));
        }
        let named = receipt.certificate.as_ref().map(|certificate| certificate.sha256.clone());
        if entry.certificate.as_ref().map(|bytes| sign::sha256_hex(bytes)) != named {
            self.breach("certificate", Some(receipt.number), Message::new(&super::CERTIFICATE));
        }
        if entry.parents != usize::from(!is_first) || !entry.strays.is_empty() {
            let said = Message::new(&super::SHAPE).with("parents", entry.parents);
            let said = if entry.strays.is_empty() {
                said.with_message("strays", &super::NOTHING)
            } else {
                said.with("strays", entry.strays.join(" ").escape_debug())
            };
            self.breach("shape", Some(receipt.number), said);
        }
    }

    fn anchor(&mut self, log: &[LogEntry], since: &Anchor) {
        let place = usize::try_from(since.number).ok().and_then(|number| number.checked_sub(1));
        match place.and_then(|place| log.get(place)) {
            None => self.breach("anchor", Some(since.number), Message::new(&super::ANCHOR_GONE)),
            Some(entry) => {
                let hash = sign::sha256_hex(&entry.bytes);
                if hash != since.hash {
                    self.breach("anchor", Some(since.number), Message::new(&super::ANCHOR).with("hash", hash));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::receipts::tests::receipt;
    use crate::sign::ServerKey;

    fn key(seed: u8) -> ServerKey {
        ServerKey::from_seed(&[seed; 32])
    }

    fn signed(key: &ServerKey, receipt: &Receipt, before: &BTreeMap<String, String>, parents: usize) -> LogEntry {
        let bytes = receipt.bytes();
        let mut tips = before.clone();
        tips.insert(receipt.reference.clone(), receipt.new.clone());
        let signature = key.sign(&bytes).unwrap().into_bytes();
        LogEntry { parents, bytes, signature, tips, ..LogEntry::default() }
    }

    /// A log of so many entries: main moves on from one commit to the next.
    fn log(count: u64) -> Vec<LogEntry> {
        let key = key(7);
        let mut log: Vec<LogEntry> = Vec::new();
        for number in 1..=count {
            let mut entry = receipt(number);
            entry.server = key.public().unwrap();
            entry.old = format!("{:040x}", number - 1);
            entry.new = format!("{number:040x}");
            entry.received_at = entry.received_at.plus_minutes(i64::try_from(number).unwrap());
            if let Some(last) = log.last() {
                entry.previous = sign::sha256_hex(&last.bytes);
            }
            let tips = log.last().map(|last| last.tips.clone()).unwrap_or_default();
            log.push(signed(&key, &entry, &tips, usize::from(number > 1)));
        }
        log
    }

    fn words(log: &[LogEntry]) -> Vec<&'static str> {
        let mut words: Vec<_> = chain(log, &[], None).breaches.iter().map(|breach| breach.what).collect();
        words.dedup();
        words
    }

    #[test]
    fn a_sound_log_has_no_breach() {
        let chain = chain(&log(4), &[key(7).public().unwrap()], None);
        assert_eq!((chain.breaches, chain.receipts.len()), (vec![], 4));
        assert_eq!(chain.newest.unwrap().number, 4);
        assert_eq!(chain.tips["refs/heads/main"], format!("{:040x}", 4));
    }

    /// HR-11, invariant 20
    #[test]
    fn every_entry_removed_doubled_moved_or_exchanged_is_found() {
        for place in 0..3 {
            let mut removed = log(4);
            removed.remove(place);
            assert!(!words(&removed).is_empty(), "{place} removed");
            let mut doubled = log(4);
            doubled.insert(place, doubled[place].clone());
            assert!(words(&doubled).contains(&"number"), "{place} doubled");
            let mut swapped = log(4);
            swapped.swap(place, place + 1);
            assert!(words(&swapped).contains(&"number"), "{place} swapped");
        }
        let mut reversed = log(4);
        reversed.reverse();
        assert!(words(&reversed).contains(&"chain"));
    }

    /// HR-11, invariant 20
    #[test]
    fn every_changed_byte_of_an_entry_or_its_signature_is_found() {
        let sound = log(3);
        for place in 0..3 {
            for at in 0..sound[place].bytes.len() {
                let mut changed = sound.clone();
                changed[place].bytes[at] ^= 1;
                assert!(!words(&changed).is_empty(), "byte {at} of entry {place}");
            }
            for at in (0..sound[place].signature.len() - 1).step_by(7) {
                let mut changed = sound.clone();
                changed[place].signature[at] ^= 1;
                assert!(words(&changed).contains(&"signature"), "byte {at} of signature {place}");
            }
        }
    }

    #[test]
    fn what_lies_beside_an_entry_is_not_exchanged() {
        type Spoil = fn(&mut LogEntry);
        let spoil: [(&str, Spoil); 6] = [
            ("tips", |entry| drop(entry.tips.insert("refs/heads/x".to_owned(), "1".repeat(40)))),
            ("tips", |entry| entry.tips.clear()),
            ("certificate", |entry| entry.certificate = Some(b"x".to_vec())),
            ("shape", |entry| entry.strays.push("x".to_owned())),
            ("shape", |entry| entry.parents = 2),
            ("signature", |entry| entry.signature.clear()),
        ];
        for (word, spoil) in spoil {
            let mut log = log(3);
            spoil(&mut log[1]);
            assert_eq!(words(&log), [word]);
        }
    }

    #[test]
    fn an_entry_signed_anew_with_another_key_is_found_though_its_hash_is_put_right() {
        let mut log = log(2);
        let mut other = Receipt::read(&log[1].bytes).unwrap();
        other.server = key(8).public().unwrap();
        log[1] = signed(&key(8), &other, &log[0].tips, 1);
        assert_eq!(words(&log), ["key"]);
        // A whole log written anew is as sound as the first: only a key that is known from elsewhere tells.
        let known = chain(&log[..1], &[key(9).public().unwrap()], None);
        assert_eq!(known.breaches[0].what, "key");
    }

    #[test]
    fn a_key_announced_by_the_one_before_it_signs_from_then_on_and_no_other() {
        let (old, new) = (key(7), key(8));
        // The newest entry once more, moving nothing, signed by this key.
        let and_then = |log: &[LogEntry], key: &ServerKey, next: Option<String>| {
            let last = log.last().unwrap();
            let mut entry = Receipt::read(&last.bytes).unwrap();
            (entry.number, entry.previous) = (entry.number + 1, sign::sha256_hex(&last.bytes));
            (entry.old, entry.server, entry.next) = (entry.new.clone(), key.public().unwrap(), next);
            let mut more = log.to_vec();
            more.push(signed(key, &entry, &last.tips, 1));
            more
        };
        let announced = and_then(&log(2), &old, Some(new.public().unwrap()));
        let taken_over = and_then(&announced, &new, None);
        for known in [vec![], vec![old.public().unwrap()], vec![new.public().unwrap()]] {
            assert_eq!(chain(&taken_over, &known, None).breaches, [], "{known:?}");
        }
        assert_eq!(words(&and_then(&log(2), &new, None)), ["key"], "unannounced");
        assert_eq!(words(&and_then(&taken_over, &old, None)), ["key"], "retired");
        assert_eq!(words(&and_then(&announced, &key(9), None)), ["key"], "another than was announced");
        // An announcement that the old key did not sign announces nothing.
        let mut forged = announced.clone();
        forged[2].signature = new.sign(&forged[2].bytes).unwrap().into_bytes();
        assert_eq!(words(&and_then(&forged, &new, None)), ["signature", "key"]);
    }

    /// HR-13
    #[test]
    fn an_end_cut_off_is_found_by_what_was_noted() {
        let log = log(4);
        let newest = chain(&log, &[], None).newest.unwrap();
        assert_eq!(chain(&log, &[], Some(&newest)).breaches, []);
        let cut = chain(&log[..3], &[], Some(&newest));
        assert_eq!(
            cut.breaches.iter().map(|breach| (breach.what, breach.number)).collect::<Vec<_>>(),
            [("anchor", Some(4))]
        );
        let other = Anchor { number: 2, hash: newest.hash };
        assert_eq!(chain(&log, &[], Some(&other)).breaches[0].what, "anchor");
    }

    #[test]
    fn a_time_that_goes_back_and_a_step_from_elsewhere_are_found() {
        let key = key(7);
        let mut log = log(2);
        let mut entry = Receipt::read(&log[1].bytes).unwrap();
        entry.received_at = entry.received_at.plus_hours(-1);
        entry.old = "f".repeat(40);
        log[1] = signed(&key, &entry, &log[0].tips.clone(), 1);
        assert_eq!(words(&log), ["time", "old"]);
    }

    #[test]
    fn an_anchor_is_a_number_and_a_whole_hash() {
        assert!(Anchor::parse(&format!("17:{}", "a".repeat(64))).is_some());
        for bad in ["17", "0:aa", "17:abc", &format!("17:{}", "A".repeat(64)), &format!("0:{}", "a".repeat(64))] {
            assert_eq!(Anchor::parse(bad), None, "{bad}");
        }
    }
}
