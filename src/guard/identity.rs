//! Whose commit it is: author, committer and the owner of the signing key are one member of staff.
//!
//! Judged by the roster and the policy that stood before the push, and at the time of the judgement, which at the
//! server is the time of receipt: the dates in a commit are its maker's word alone. A person is found by the address;
//! staff are tried under the address's own name first, so that one record is read and not the whole register.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::{Date, Instant};
use crate::record::path::Key;
use crate::record::staff::Staff;
use crate::regulation::commit::{
    commit_key_not_valid, commit_person_differs, commit_signature_unusable, unsigned_commit,
};
use crate::regulation::policy::{self, Policies, Policy};
use crate::regulation::role::Author;
use crate::regulation::rule::Rule;
use crate::regulation::world;
use crate::sign::{self, AllowedSigner};
use crate::store::{CommitHeader, Id, Person, SignedCommit, Store, StoreFault};
use crate::text::Message;
use crate::texts;

use super::verdict::{Placed, in_commit};

texts! {
    TWO_PEOPLE: "作者是 {author}，提交者是 {committer}", "the author is {author}, the committer is {committer}";
    NOT_STAFF: "推送之前的员工记录里没有邮箱 {email}", "no staff record from before the push has the address {email}";
    OTHER_NAME: "{email} 是 {who}，提交写的姓名却是“{name}”", "{email} is {who}, yet the commit names `{name}`";
    OTHERS_KEY: "作者是 {who}，签名的是 {owner} 的密钥 {key}", "the author is {who}, yet {owner}'s key {key} signed";
    UNSIGNED: "这个提交没有签名", "this commit is not signed";
    UNREGISTERED: "签名的密钥 {key} 没有登记在 {who} 名下", "the signing key {key} is not registered for {who}";
    NOT_NOW: "{who} 的密钥 {key} 在 {day} 无效", "{who}'s key {key} is not valid on {day}";
    UNUSABLE: "签名不可用：{reason}", "the signature cannot be used: {reason}";
}

/// By which roster and policy commits are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// Those of this commit, the tip before the push; none before the first commit, and then nothing is demanded.
    pub(super) commit: Option<Id>,
    /// Instead, for each commit those of its first parent, at the commit's own time.
    pub(super) first_parent: bool,
    floor: Floor,
}

/// What a server demands whatever the company's policy says: its administrator's word, in git's configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a demand of its own")]
struct Floor {
    signed: bool,
    roles: bool,
    only_records: bool,
    signed_pushes: bool,
}

impl Ground {
    /// The roster and policy of one commit.
    pub fn at(commit: Option<Id>) -> Self {
        Self { commit, first_parent: false, floor: Floor::default() }
    }

    /// Those of each commit's first parent: an audit of a history whose times of receipt are not known.
    pub fn first_parent() -> Self {
        Self { commit: None, first_parent: true, floor: Floor::default() }
    }

    /// The same, and what the repository's own configuration demands besides: `weibao.requireSignedCommits`,
    /// `weibao.enforceRoles`, `weibao.onlyRecords`, `weibao.requireSignedPushes`. Before the first commit there is no roster to demand by.
    #[must_use]
    pub fn as_configured(mut self, store: &Store) -> Self {
        if self.commit.is_some() {
            self.floor = Floor {
                signed: store.config_switch("weibao.requiresignedcommits"),
                roles: store.config_switch("weibao.enforceroles"),
                only_records: store.config_switch("weibao.onlyrecords"),
                signed_pushes: store.config_switch("weibao.requiresignedpushes"),
            };
        }
        self
    }
}

/// Staff and policy as they stood.
pub struct Roster<'a> {
    records: &'a Records<'a>,
    policies: Policies,
    floor: Floor,
    now: Instant,
    known: RefCell<BTreeMap<String, Option<Rc<Staff>>>>,
}

impl<'a> Roster<'a> {
    /// The roster in a set of records, to judge by at a time.
    pub fn new(records: &'a Records<'a>, now: Instant) -> Self {
        Self::on(Ground::at(None), records, now)
    }

    /// The roster in a set of records, with what a ground demands besides.
    pub(super) fn on(ground: Ground, records: &'a Records<'a>, now: Instant) -> Self {
        Self { records, policies: world::policies(records), floor: ground.floor, now, known: RefCell::default() }
    }

    fn demands(&self, policy: &Policy) -> bool {
        self.policies.switch(policy, self.now.day())
    }

    /// Whether only known files are taken outside the records.
    pub(super) fn takes_only_records(&self) -> bool {
        self.floor.only_records || self.demands(&policy::named::only_records)
    }

    /// Whether each push must carry a certificate.
    pub(super) fn demands_signed_pushes(&self) -> bool {
        self.floor.signed_pushes || self.demands(&policy::named::require_signed_pushes)
    }

    /// Whose a key is by its fingerprint; the people behind these addresses are asked first, then everybody.
    pub(super) fn holder(&self, key: &str, near: &[String]) -> Option<Holder> {
        let holds = |staff: &Rc<Staff>| {
            let own = staff.keys.iter().find(|own| is(&own.public, key))?;
            Some(Holder {
                id: staff.id.clone(),
                public: own.public.clone(),
                counts: counts(staff, key, self.now.day()),
            })
        };
        let mut near = near.iter().filter_map(|email| self.by_email(email));
        near.find_map(|staff| holds(&staff)).or_else(|| self.everybody().iter().find_map(holds))
    }

    /// Whether posts are enforced.
    fn enforces_roles(&self) -> bool {
        self.floor.roles || self.demands(&policy::named::enforce_roles)
    }

    /// Who acts with an address, by which posts; nothing where posts are not enforced. A stranger's commit is refused
    /// as such, whatever it does.
    pub fn author(&self, email: &str) -> Option<Author> {
        self.enforces_roles().then(|| self.by_email(email).map(|staff| Author::of(&staff, self.now.day()))).flatten()
    }

    /// Everything that is wrong with the person behind a commit.
    pub(super) fn judge(&self, store: &Store, commit: &CommitHeader) -> Result<Vec<Placed>, StoreFault> {
        let mut found = Vec::new();
        if self.floor.signed || self.demands(&policy::named::require_signed_commits) {
            let signed = store.signed_commit(commit.id)?;
            let mut fault = |rule: &'static Rule, wrong| found.push(in_commit(commit.id, rule, wrong));
            if let Some(staff) = self.person(&signed, &mut fault) {
                self.signature(&signed, &staff, &mut fault);
            }
        } else if self.enforces_roles() && self.by_email(&commit.info.author_email).is_none() {
            let wrong = Message::new(&NOT_STAFF).with("email", commit.info.author_email.escape_debug());
            found.push(in_commit(commit.id, &commit_person_differs::RULE, wrong));
        }
        Ok(found)
    }

    /// The member of staff who is author and committer.
    fn person(&self, commit: &SignedCommit, fault: &mut impl FnMut(&'static Rule, Message)) -> Option<Rc<Staff>> {
        let rule = &commit_person_differs::RULE;
        let (author, committer) = (&commit.author, &commit.committer);
        if author.email != committer.email {
            let wrong = Message::new(&TWO_PEOPLE).with("author", shown(author)).with("committer", shown(committer));
            fault(rule, wrong);
        }
        let Some(staff) = self.by_email(&author.email) else {
            fault(rule, Message::new(&NOT_STAFF).with("email", author.email.escape_debug()));
            return None;
        };
        for person in [author, committer] {
            if person.email == staff.email && person.name != staff.name && person.name != staff.id.as_str() {
                let wrong = Message::new(&OTHER_NAME).with("email", &staff.email).with("who", &staff.id);
                fault(rule, wrong.with("name", person.name.escape_debug()));
            }
        }
        Some(staff)
    }

    /// Whether a commit's signature is by a key of its author that counts now.
    fn signature(&self, commit: &SignedCommit, staff: &Staff, fault: &mut impl FnMut(&'static Rule, Message)) {
        let Some(armoured) = &commit.signature else {
            fault(&unsigned_commit::RULE, Message::new(&UNSIGNED));
            return;
        };
        let unusable = |reason: sign::SignFault| Message::new(&UNUSABLE).with_message("reason", reason.message());
        let key = match sign::fingerprint_of_signature(armoured) {
            Ok(key) => key,
            Err(reason) => return fault(&commit_signature_unusable::RULE, unusable(reason)),
        };
        let signed_by =
            |staff: &Staff| staff.keys.iter().find(|own| is(&own.public, &key)).map(|own| own.public.clone());
        let Some(public) = signed_by(staff) else {
            let owner = self.everybody().into_iter().find(|other| signed_by(other).is_some());
            return match owner {
                Some(owner) => fault(
                    &commit_person_differs::RULE,
                    Message::new(&OTHERS_KEY).with("who", &staff.id).with("owner", &owner.id).with("key", key),
                ),
                None => fault(
                    &commit_key_not_valid::RULE,
                    Message::new(&UNREGISTERED).with("who", &staff.id).with("key", key),
                ),
            };
        };
        if let Err(reason) = sign::verify_commit(&public, &commit.bytes, armoured) {
            fault(&commit_signature_unusable::RULE, unusable(reason));
        }
        let day = self.now.day();
        if !counts(staff, &key, day) {
            let wrong = Message::new(&NOT_NOW).with("who", &staff.id).with("key", key).with("day", day);
            fault(&commit_key_not_valid::RULE, wrong);
        }
    }

    /// The member of staff with an address.
    fn by_email(&self, email: &str) -> Option<Rc<Staff>> {
        if let Some(known) = self.known.borrow().get(email) {
            return known.clone();
        }
        let named = email.split('@').next().and_then(|name| StaffId::parse(name).ok());
        let named = named.and_then(|id| self.records.get::<Staff>(&id.key(Kind::Staff)));
        let found = named
            .filter(|staff| staff.email == email)
            .map(|staff| Rc::new((*staff).clone()))
            .or_else(|| self.everybody().into_iter().find(|staff| staff.email == email));
        self.known.borrow_mut().insert(email.to_owned(), found.clone());
        found
    }

    fn everybody(&self) -> Vec<Rc<Staff>> {
        let any = Key { kind: Kind::Staff, id: "aa".to_owned() };
        let keys = self.records.siblings(&any);
        keys.iter().filter_map(|key| Some(Rc::new((*self.records.get::<Staff>(key)?).clone()))).collect()
    }
}

/// Somebody whose key is registered.
pub(super) struct Holder {
    pub(super) id: StaffId,
    pub(super) public: String,
    /// Whether the key counts now.
    pub(super) counts: bool,
}

/// Whether a member of staff may sign with a key on a day.
fn counts(staff: &Staff, key: &str, day: Date) -> bool {
    let may = |own: &AllowedSigner| is(&own.public_key, key) && own.from <= day && own.to.is_none_or(|to| day <= to);
    AllowedSigner::of(staff).iter().any(may)
}

/// Whether a public key has a fingerprint.
fn is(public: &str, fingerprint: &str) -> bool {
    sign::check_public_key(public).is_ok_and(|own| own == fingerprint)
}

fn shown(person: &Person) -> String {
    format!("{} <{}>", person.name.escape_debug(), person.email.escape_debug())
}
