//! Which key may sign the next entry of a log: the one that signed so far, until it announces another.
//!
//! A key that was announced by the one before it counts from the next entry on, and the one before it no more: whoever has
//! stolen a retired key writes nothing new with it. Where keys are known from elsewhere, one of them must have signed an
//! entry itself, for anybody can announce a key that is not theirs. One that was never announced counts only if it and the one
//! before it were given: that is for a server that has lost its key.

use crate::ledger::Receipt;

/// What is known of the keys of a log, as far as it has been read.
#[derive(Debug)]
pub(super) struct Trust<'k> {
    given: &'k [String],
    current: Option<String>,
    retired: Vec<String>,
    given_has_signed: bool,
}

impl<'k> Trust<'k> {
    /// The keys that are known to be the server's; none where only the log itself tells.
    pub(super) fn of(given: &'k [String]) -> Self {
        Self { given, current: None, retired: Vec::new(), given_has_signed: false }
    }

    /// Whether the next entry may be signed with this key.
    pub(super) fn takes(&mut self, server: &str) -> bool {
        let is_given = |key: &str| self.given.iter().any(|given| given == key);
        let takes = match &self.current {
            None => true,
            Some(current) if current == server => true,
            Some(current) => {
                is_given(current) && is_given(server) && !self.retired.iter().any(|retired| retired == server)
            }
        };
        if takes {
            self.current = Some(server.to_owned());
        }
        takes
    }

    /// An entry that was taken, and whose signature holds.
    pub(super) fn signed(&mut self, receipt: &Receipt) {
        self.given_has_signed |= self.given.contains(&receipt.server);
        if let Some(next) = &receipt.next {
            self.retired.push(receipt.server.clone());
            self.current = Some(next.clone());
        }
    }

    /// Whether the log is the known server's; anybody's where none is known.
    pub(super) fn is_known(&self) -> bool {
        self.given.is_empty() || self.given_has_signed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::receipts::tests::receipt;

    /// Whether each entry is taken, and in the end the log as a whole; an entry is its key and the one it announces.
    fn read(given: &[&str], log: &[(&str, Option<&str>)]) -> (Vec<bool>, bool) {
        let given: Vec<String> = given.iter().map(ToString::to_string).collect();
        let mut trust = Trust::of(&given);
        let taken = log.iter().map(|(server, next)| {
            let mut entry = receipt(1);
            (entry.server, entry.next) = ((*server).to_owned(), next.map(str::to_owned));
            let takes = trust.takes(server);
            if takes {
                trust.signed(&entry);
            }
            takes
        });
        (taken.collect(), trust.is_known())
    }

    #[test]
    fn a_key_that_was_announced_follows_the_one_before_it() {
        let log = [("a", None), ("a", Some("b")), ("b", None), ("b", Some("c")), ("c", None)];
        for given in [&[][..], &["a"], &["b"], &["c"], &["x", "a"]] {
            assert_eq!(read(given, &log), (vec![true; 5], true), "{given:?}");
        }
        assert!(!read(&["x"], &log).1);
    }

    #[test]
    fn a_key_that_nobody_announced_is_not_taken() {
        assert_eq!(read(&[], &[("a", None), ("b", None), ("a", None)]).0, [true, false, true]);
        assert_eq!(read(&["a"], &[("a", None), ("b", None)]).0, [true, false]);
        assert_eq!(read(&["b"], &[("a", None), ("b", None)]).0, [true, false], "the one before it is a stranger's");
        assert_eq!(read(&["a", "b"], &[("a", None), ("b", None), ("b", None)]).0, [true; 3], "it was given");
    }

    #[test]
    fn a_retired_key_signs_no_more_though_it_is_known() {
        let log = [("a", Some("b")), ("b", None), ("a", None)];
        for given in [&[][..], &["a"], &["b"], &["a", "b"]] {
            assert_eq!(read(given, &log).0, [true, true, false], "{given:?}");
        }
    }

    #[test]
    fn to_announce_a_known_key_is_not_to_have_it() {
        assert!(!read(&["b"], &[("x", None), ("x", Some("b"))]).1);
    }
}
