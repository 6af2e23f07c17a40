//! The certificate of a signed push (`git push --signed`): who asked the server for exactly these moves, and just now.
//!
//! A certificate that is given must hold, or the push is refused: what it certifies is what the push does, no more and no
//! less; the server's own number in it is the one it gave out for this very push, which git's arithmetic tells; and a key
//! of a member of staff signed it that counts now, by the roster from before the push. So a certificate beside a receipt is
//! proof, and not mere paper. Whether there must be one at all is for the company and the server's administrator to say.

use std::collections::BTreeSet;

use super::identity::Roster;
use super::receive::RefMove;
use super::verdict::{Placed, in_commit};
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::regulation::commit::{push_certificate_unusable, unsigned_push};
use crate::regulation::rule::Rule;
use crate::sign;
use crate::store::{Id, Store, StoreFault};
use crate::text::Message;
use crate::texts;

texts! {
    NONE: "这次推送没有签名证书", "this push carries no certificate";
    FORM: "推送证书的格式不认识", "the push certificate is not in a form that is known";
    NONCE: "推送证书里的服务器随机数不对（{status}）：不是为这次推送签的", "the server's number in the push certificate is not the one for this push ({status}): it was signed for another one";
    OTHER_MOVES: "推送证书证明的与推送的不同：{what}", "the push certificate certifies something else than is pushed: {what}";
    UNKNOWN_KEY: "推送证书由密钥 {key} 签名，没有登记在任何员工名下", "the push certificate was signed with the key {key}, which is registered for nobody";
    NOT_NOW: "推送证书由 {who} 的密钥 {key} 签名，它在 {day} 无效", "the push certificate was signed with {who}'s key {key}, which is not valid on {day}";
    UNUSABLE: "推送证书的签名不可用：{reason}", "the signature of the push certificate cannot be used: {reason}";
}

/// The largest certificate, in bytes: sixteen refs with the longest names take a third of it.
const LARGEST: usize = 16 * 1024;

/// What git tells about the certificate of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<'a> {
    /// The object that holds it.
    pub object: Id,
    /// What git says of the server's nonce in it; `OK` or something else.
    pub nonce_status: &'a str,
}

/// A certificate taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Certificate<'a> {
    /// What is signed.
    signed: &'a str,
    armour: &'a str,
    /// Each move as git writes it: old id, new id, name.
    moves: BTreeSet<&'a str>,
}

impl<'a> Certificate<'a> {
    /// Reads the one form that git writes; what it might once add is refused until it is known here.
    fn read(text: &'a str) -> Option<Self> {
        let at = text.find("\n-----BEGIN SSH SIGNATURE-----\n")? + 1;
        let (signed, armour) = text.split_at(at);
        let (head, moves) = signed.split_once("\n\n")?;
        let mut lines = head.lines();
        if lines.next() != Some("certificate version 0.1") {
            return None;
        }
        let names: Vec<&str> = lines.map(|line| line.split(' ').next().unwrap_or_default()).collect();
        let once = |name: &str| names.iter().filter(|own| **own == name).count();
        let known = names.iter().all(|name| ["pusher", "pushee", "nonce", "push-option"].contains(name));
        if !known || once("pusher") != 1 || once("nonce") != 1 || once("pushee") > 1 {
            return None;
        }
        let lines: Vec<&str> = moves.strip_suffix('\n')?.split('\n').collect();
        let set: BTreeSet<&str> = lines.iter().copied().collect();
        (set.len() == lines.len()).then_some(Self { signed, armour, moves: set })
    }
}

/// Who vouches for a push by its certificate, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Vouched {
    /// The member of staff, if the certificate holds.
    pub by: Option<StaffId>,
    /// What is wrong.
    pub(super) findings: Vec<Placed>,
}

/// Judges the certificate of a push, or that there is none.
pub(super) fn judge(
    store: &Store,
    moves: &[RefMove],
    given: Option<Given<'_>>,
    roster: &Roster<'_>,
    now: Instant,
) -> Result<Vouched, StoreFault> {
    let mut vouched = Vouched::default();
    let commit = moves.iter().map(|one| one.new).find(|new| !new.is_zero());
    let commit = commit.or_else(|| moves.first().map(|one| one.old));
    let found = |rule: &'static Rule, wrong: Message| commit.map(|commit| in_commit(commit, rule, wrong));
    let Some(given) = given else {
        if roster.demands_signed_pushes() {
            vouched.findings.extend(found(&unsigned_push::RULE, Message::new(&NONE)));
        }
        return Ok(vouched);
    };
    match holds(store, moves, given, roster, now)? {
        Ok(who) => vouched.by = Some(who),
        Err(wrong) => vouched.findings.extend(found(&push_certificate_unusable::RULE, wrong)),
    }
    Ok(vouched)
}

/// Whose the certificate is, or what is wrong with it.
fn holds(
    store: &Store,
    moves: &[RefMove],
    given: Given<'_>,
    roster: &Roster<'_>,
    now: Instant,
) -> Result<Result<StaffId, Message>, StoreFault> {
    if store.size(given.object)? > LARGEST {
        return Ok(Err(Message::new(&FORM)));
    }
    let bytes = store.file(given.object)?;
    let Some(certificate) = std::str::from_utf8(&bytes).ok().and_then(Certificate::read) else {
        return Ok(Err(Message::new(&FORM)));
    };
    if given.nonce_status != "OK" {
        return Ok(Err(Message::new(&NONCE).with("status", given.nonce_status.escape_debug())));
    }
    let pushed: Vec<String> = moves.iter().map(|one| format!("{} {} {}", one.old, one.new, one.name)).collect();
    let pushed: BTreeSet<&str> = pushed.iter().map(String::as_str).collect();
    if let Some(other) = certificate.moves.symmetric_difference(&pushed).next() {
        return Ok(Err(Message::new(&OTHER_MOVES).with("what", other.escape_debug())));
    }
    let unusable = |reason: sign::SignFault| Message::new(&UNUSABLE).with_message("reason", reason.message());
    let key = match sign::fingerprint_of_signature(certificate.armour) {
        Ok(key) => key,
        Err(reason) => return Ok(Err(unusable(reason))),
    };
    // Most people push what they have just committed: their records are looked at before all others.
    let mut near: Vec<String> = Vec::new();
    for one in moves.iter().filter(|one| !one.new.is_zero()) {
        near.extend(store.commit_header(one.new).ok().map(|header| header.info.author_email));
    }
    let Some(holder) = roster.holder(&key, &near) else {
        return Ok(Err(Message::new(&UNKNOWN_KEY).with("key", key)));
    };
    // In the namespace of git's own signatures; no commit begins as a certificate does.
    if let Err(reason) = sign::verify_commit(&holder.public, certificate.signed.as_bytes(), certificate.armour) {
        return Ok(Err(unusable(reason)));
    }
    let day = now.day();
    if !holder.counts {
        return Ok(Err(Message::new(&NOT_NOW).with("who", &holder.id).with("key", key).with("day", day)));
    }
    Ok(Ok(holder.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNATURE: &str = "-----BEGIN SSH SIGNATURE-----\nx\n-----END SSH SIGNATURE-----\n";

    fn text(head: &str, moves: &str) -> String {
        format!("{head}\n\n{moves}\n{SIGNATURE}")
    }

    const HEAD: &str = "certificate version 0.1\npusher SHA256:x 1 +0800\npushee /srv/x.git\nnonce 1-2";

    #[test]
    fn the_form_that_git_writes_is_read() {
        let whole = text(HEAD, "0 1 refs/heads/main\n0 1 refs/heads/x");
        let read = Certificate::read(&whole).unwrap();
        assert_eq!(read.armour, SIGNATURE);
        assert_eq!(read.moves.into_iter().collect::<Vec<_>>(), ["0 1 refs/heads/main", "0 1 refs/heads/x"]);
        assert!(read.signed.ends_with("refs/heads/x\n"));
    }

    #[test]
    fn anything_else_is_no_certificate() {
        let moves = "0 1 refs/heads/main";
        for other in [
            String::new(),
            text(&HEAD.replace("0.1", "0.2"), moves),
            text(&HEAD.replace("nonce 1-2", "nonce 1-2\nnonce 1-3"), moves),
            text(&HEAD.replace("\nnonce 1-2", ""), moves),
            text(&HEAD.replace("pusher", "pusher2"), moves),
            text(&format!("{HEAD}\nnote x"), moves),
            text(HEAD, "0 1 refs/heads/main\n0 1 refs/heads/main"),
            text(HEAD, moves).replace("SSH", "PGP"),
            text(HEAD, moves).replace("\n\n", "\n"),
        ] {
            assert_eq!(Certificate::read(&other), None, "{other}");
        }
    }
}
