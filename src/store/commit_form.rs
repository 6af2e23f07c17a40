//! A commit object read strictly from its bytes: git accepts forms that show one thing to some readers and another
//! to others. Allowed are a tree, parents that differ, author, committer, at most one signature, and a message.

use git2::ObjectType;

use super::changes::is_hidden;
use super::{Id, Store, StoreFault};

/// How a commit object strays from the one accepted form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommitOddity {
    /// A header that is unknown, repeated, missing or out of order.
    Header,
    /// The same parent twice.
    ParentTwice,
    /// A name or an address that is empty or holds what cannot be shown.
    Person,
    /// A time before 2000, later than allowed, or in a zone that does not exist.
    Time,
    /// A message that is no UTF-8, holds characters that mislead, or is beyond measure.
    Message,
}

/// The longest message, in bytes: beyond it nobody reads what they approve.
const LONGEST_MESSAGE: usize = 64 * 1024;

/// The most parents of a commit; nobody can tell what more of them bring together.
const MOST_PARENTS: usize = 8;

/// The largest commit object that is read at all.
const LARGEST: usize = 1024 * 1024;

/// The first second of the year 2000: no earlier commit can be true.
const EARLIEST: i64 = 946_684_800;

impl Store {
    /// How a commit strays from the accepted form, if it does; `latest` is the last second a time may name.
    pub fn commit_oddity(&self, id: Id, latest: i64) -> Result<Option<CommitOddity>, StoreFault> {
        if self.size(id)? > LARGEST {
            return Ok(Some(CommitOddity::Message));
        }
        Ok(oddity(&self.object(id.0, ObjectType::Commit)?, latest))
    }
}

/// Characters that show the text behind them in another order.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn oddity(bytes: &[u8], latest: i64) -> Option<CommitOddity> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some(CommitOddity::Message);
    };
    let Some((head, message)) = text.split_once("\n\n") else {
        return Some(CommitOddity::Header);
    };
    let odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || turns_direction(c);
    if message.chars().any(odd) || message.len() > LONGEST_MESSAGE {
        return Some(CommitOddity::Message);
    }
    if head.contains('\r') {
        // `lines` would pass over it.
        return Some(CommitOddity::Header);
    }
    let mut lines = head.lines().peekable();
    let mut header = |name: &str| lines.next_if_map_prefix(name);
    if !header("tree ").is_some_and(is_id) {
        return Some(CommitOddity::Header);
    }
    let mut parents = Vec::new();
    while let Some(parent) = header("parent ") {
        if !is_id(parent) {
            return Some(CommitOddity::Header);
        }
        if parents.contains(&parent) {
            return Some(CommitOddity::ParentTwice);
        }
        parents.push(parent);
        if parents.len() > MOST_PARENTS {
            return Some(CommitOddity::Header);
        }
    }
    for name in ["author ", "committer "] {
        let Some(who) = header(name) else {
            return Some(CommitOddity::Header);
        };
        if let Some(oddity) = person(who, latest) {
            return Some(oddity);
        }
    }
    if header("gpgsig ").is_some() {
        while header(" ").is_some() {}
    }
    lines.next().map(|_| CommitOddity::Header)
}

/// Takes the next line if it begins with a prefix, and gives what follows it.
trait NextWithPrefix<'a> {
    fn next_if_map_prefix(&mut self, prefix: &str) -> Option<&'a str>;
}

impl<'a, I: Iterator<Item = &'a str>> NextWithPrefix<'a> for std::iter::Peekable<I> {
    fn next_if_map_prefix(&mut self, prefix: &str) -> Option<&'a str> {
        self.next_if(|line| line.starts_with(prefix)).map(|line| &line[prefix.len()..])
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// `name <address> seconds zone`.
fn person(text: &str, latest: i64) -> Option<CommitOddity> {
    let parts = text.split_once(" <").and_then(|(name, rest)| {
        let (email, when) = rest.split_once("> ")?;
        let (seconds, zone) = when.split_once(' ')?;
        Some((name, email, seconds, zone))
    });
    let Some((name, email, seconds, zone)) = parts else {
        return Some(CommitOddity::Person);
    };
    let odd = |c: char| c.is_control() || is_hidden(c) || matches!(c, '<' | '>');
    let shown = |text: &str| !text.trim().is_empty() && !text.chars().any(odd);
    if !shown(name) || !shown(email) {
        return Some(CommitOddity::Person);
    }
    let in_time = seconds.parse::<i64>().is_ok_and(|at| (EARLIEST..=latest).contains(&at) && at.to_string() == seconds);
    (!in_time || !is_zone(zone)).then_some(CommitOddity::Time)
}

/// `+0800`: a sign, hours up to 14, minutes up to 59.
fn is_zone(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 5
        && matches!(bytes[0], b'+' | b'-')
        && bytes[1..].iter().all(u8::is_ascii_digit)
        && &text[1..3] <= "14"
        && &text[3..] <= "59"
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789012345678901234567890123456789";

    fn commit(parents: &str, author: &str, more: &str, message: &str) -> String {
        format!("tree {ID}\n{parents}author {author}\ncommitter 李娜 <l@x.cn> 1767225600 +0800\n{more}\n{message}")
    }

    #[test]
    fn only_the_plain_form_of_a_commit_is_accepted() {
        let (li, other) = ("李娜 <l@x.cn> 1767225600 +0800", ID.replace('0', "a"));
        let two = format!("parent {ID}\nparent {other}\n");
        let signed = "gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n -----END SSH SIGNATURE-----\n";
        for good in [commit("", li, "", "ticket: x\n"), commit(&two, li, signed, "Merge\n\n\t细节\n")] {
            assert_eq!(oddity(good.as_bytes(), 1_800_000_000), None, "{good}");
        }
        let bad = [
            (CommitOddity::ParentTwice, commit(&format!("parent {ID}\nparent {ID}\n"), li, "", "x")),
            (CommitOddity::Header, commit("", li, "encoding UTF-7\n", "x")),
            (CommitOddity::Header, commit("", li, "colour red\n", "x")),
            (CommitOddity::Header, commit("", li, &format!("{signed}{signed}"), "x")),
            (CommitOddity::Header, commit("", &format!("{li}\nauthor {li}"), "", "x")),
            (CommitOddity::Header, commit("parent nonsense\n", li, "", "x")),
            (CommitOddity::Person, commit("", "李娜 <> 1767225600 +0800", "", "x")),
            (CommitOddity::Person, commit("", "\u{1b}[31m <l@x.cn> 1767225600 +0800", "", "x")),
            (CommitOddity::Person, commit("", "李娜", "", "x")),
            (CommitOddity::Time, commit("", "李娜 <l@x.cn> 0 +0800", "", "x")),
            (CommitOddity::Time, commit("", "李娜 <l@x.cn> 4070908800 +0800", "", "x")),
            (CommitOddity::Time, commit("", "李娜 <l@x.cn> 9223372036854775807 +0800", "", "x")),
            (CommitOddity::Time, commit("", "李娜 <l@x.cn> 1767225600 +9999", "", "x")),
            (CommitOddity::Time, commit("", "李娜 <l@x.cn> 01767225600 +0800", "", "x")),
            (CommitOddity::Message, commit("", li, "", "x\u{1b}[2J")),
        ];
        for (wanted, text) in bad {
            assert_eq!(oddity(text.as_bytes(), 1_800_000_000), Some(wanted), "{text}");
        }
        assert_eq!(oddity(b"tree \xff", 0), Some(CommitOddity::Message));
        assert_eq!(oddity(b"tree", 0), Some(CommitOddity::Header));
    }
}
