//! A reviewer's approval: signed, bound to repository, base, head and tree, and worth nothing for any other.
//!
//! It lies behind `refs/weibao/approvals/<head>/<staff>` as a small file, so that it reaches the server in the push that
//! needs it or before. Whether it counts is judged by the roster from before the push: the key, the employment and
//! the post. An author of the commits never counts, whoever committed them. What a forge makes of the commits it merges,
//! and why an approval that lies there does not count, is told in `approval/merged.rs`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ledger::Records;
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::Instant;
use crate::record::path::{Place, place};
use crate::record::staff::{Duty, Staff};
use crate::regulation::commit::approval_missing;
use crate::regulation::policy::Policy;
use crate::regulation::role;
use crate::regulation::world;
use crate::sign::{self, AllowedSigner};
use crate::store::{Id, Store, StoreFault};
use crate::text::{Message, Text};
use crate::texts;

use super::receive::RefMove;
use super::verdict::{Placed, Verdict};

mod merged;

/// Where approvals lie.
pub const PREFIX: &str = "refs/weibao/approvals/";

/// The largest approval, in bytes.
const LARGEST: usize = 8 * 1024;

/// How many approvals of one head are looked at.
const MOST: usize = 64;

texts! {
    NAME: "{name} 不是核准的位置：应为 refs/weibao/approvals/提交/员工编号", "{name} is no place for an approval: refs/weibao/approvals/COMMIT/STAFF is";
    THERE: "{name} 已有，不能改写", "{name} is there already and is not written again";
    FORM: "{name} 的内容不是核准", "{name} does not hold an approval";
    SIGNATURE: "{name} 的签名不成立，或其密钥此刻无效", "the signature of {name} does not hold, or its key does not count now";
    LACKING: "{branch} 的{kind}须有 {needed} 人核准，现有 {counted} 人", "{kind} records on {branch} need {needed} approvals of exactly these commits, {counted} count";
}

/// What a reviewer approves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// `weibao-approval/1`.
    pub format: String,
    /// The repository.
    pub repository: String,
    /// The tip that the commits are to be put on.
    pub base: String,
    /// The tip that was reviewed.
    pub head: String,
    /// Its tree.
    pub tree: String,
    /// Who approves.
    pub by: StaffId,
    /// When, as claimed.
    pub at: Instant,
    /// The armoured SSH signature of all the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

impl Approval {
    /// An approval to be signed.
    pub fn new(repository: &str, base: Id, head: Id, tree: Id, by: StaffId, at: Instant) -> Self {
        Self {
            format: "weibao-approval/1".to_owned(),
            repository: repository.to_owned(),
            base: base.to_string(),
            head: head.to_string(),
            tree: tree.to_string(),
            by,
            at,
            signature: None,
        }
    }

    /// The bytes that are signed: the RFC 8785 form of everything but the signature.
    pub fn signed_bytes(&self) -> Vec<u8> {
        let unsigned = Self { signature: None, ..self.clone() };
        serde_json::to_value(&unsigned).map(|value| sign::canonical(&value)).unwrap_or_default()
    }

    /// The one spelling of the file.
    pub fn file(&self) -> Vec<u8> {
        serde_json::to_value(self).map(|value| sign::canonical(&value)).unwrap_or_default()
    }

    /// The ref it lies behind.
    pub fn name(&self) -> String {
        format!("{PREFIX}{}/{}", self.head, self.by)
    }

    /// The approval in a file, if it is one in its one spelling.
    fn read(bytes: &[u8]) -> Option<Self> {
        let read: Self = serde_json::from_slice(bytes).ok()?;
        (read.format == "weibao-approval/1" && read.file() == bytes).then_some(read)
    }
}

/// Whether somebody's key signed an approval and counts now; gives that person.
fn signer(approval: &Approval, roster: &Records<'_>, now: Instant) -> Option<Staff> {
    let day = now.day();
    let staff = roster.get::<Staff>(&approval.by.key(Kind::Staff)).map(|staff| (*staff).clone())?;
    let armoured = approval.signature.as_deref()?;
    let counts = |own: &AllowedSigner| own.from <= day && own.to.is_none_or(|to| day <= to);
    let bytes = approval.signed_bytes();
    let holds = AllowedSigner::of(&staff)
        .iter()
        .any(|own| counts(own) && sign::verify_approval(&own.public_key, &bytes, armoured).is_ok());
    (holds && staff.employed(day)).then_some(staff)
}

/// Why a ref for an approval may not come in, if it may not.
pub(super) fn refusal(
    store: &Store,
    one: &RefMove,
    roster: &Records<'_>,
    now: Instant,
) -> Result<Option<&'static Text>, StoreFault> {
    let Some((head, by)) = one.name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('/')) else {
        return Ok(Some(&NAME));
    };
    let plain = Id::parse(head).is_some_and(|id| id.to_string() == head) && StaffId::parse(by).is_ok();
    if !plain {
        return Ok(Some(&NAME));
    }
    let read = |id| Ok::<_, StoreFault>(store.small_file(id, LARGEST)?.and_then(|bytes| Approval::read(&bytes)));
    let Some(approval) = read(one.new)?.filter(|approval| approval.name() == one.name) else {
        return Ok(Some(&FORM));
    };
    // The same person may approve the same head again, where the base has moved on; nobody plays an old one back.
    if !one.old.is_zero() && read(one.old)?.is_none_or(|old| approval.at <= old.at || approval.base == old.base) {
        return Ok(Some(&THERE));
    }
    Ok(signer(&approval, roster, now).is_none().then_some(&SIGNATURE as &'static Text))
}

/// How long an approval stays after its commits have come in, in hours.
const KEPT: i64 = 90 * 24;

/// The approvals that have done their work: what they approve was committed long ago and is in the branch that gives
/// numbers. Those of commits that never came in stay.
pub fn settled(store: &Store, now: Instant) -> Result<Vec<(String, Id)>, StoreFault> {
    let Some(main) = store.reference(&super::receive::authority(store))? else {
        return Ok(Vec::new());
    };
    let mut settled = Vec::new();
    for (name, id) in store.refs_under(PREFIX)? {
        let head =
            name.strip_prefix(PREFIX).and_then(|rest| rest.split_once('/')).and_then(|(head, _)| Id::parse(head));
        let Some((head, header)) = head.and_then(|head| Some((head, store.commit_header(head).ok()?))) else {
            continue;
        };
        let is_old = header.info.committed_at.plus_hours(KEPT) < now;
        if is_old && store.merge_base(head, main)? == Some(head) {
            settled.push((name, id));
        }
    }
    Ok(settled)
}

/// What a range of commits lacks in approvals to become the branch that gives numbers, by the roster and policy of its
/// base: what pre-receive would say, for CI where no hook is.
pub fn wanting(store: &Store, base: Id, head: Id, now: Instant) -> Result<Verdict, StoreFault> {
    let stood = store.snapshot_of(base)?;
    let roster = Records::new(&stood);
    let one = RefMove { old: base, new: head, name: super::receive::authority(store) };
    let findings = lacking(store, &[], &one, &roster, now)?;
    Ok(Verdict { findings, unreadable: roster.failure(), ..Verdict::default() })
}

/// What a move of the branch that gives numbers lacks in approvals: a finding a kind of record.
pub(super) fn lacking(
    store: &Store,
    moves: &[RefMove],
    one: &RefMove,
    roster: &Records<'_>,
    now: Instant,
) -> Result<Vec<Placed>, StoreFault> {
    let (before, after) = (store.snapshot_of(one.old)?, store.snapshot_of(one.new)?);
    let changes = store.changes(&before, &after)?;
    let kinds: BTreeSet<Kind> = changes
        .files
        .iter()
        .filter_map(|file| match place(&file.path)? {
            Place::Record(key) | Place::Attachment(key, _) => Some(key.kind),
        })
        .collect();
    let policies = world::policies(roster);
    let needed: BTreeMap<Kind, i64> = kinds
        .into_iter()
        .filter_map(|kind| Some((kind, policies.number(Policy::required_approvals(kind)?, now.day()))))
        .filter(|(_, needed)| *needed > 0)
        .collect();
    if needed.is_empty() {
        return Ok(Vec::new());
    }
    let brought = merged::brought(store, one)?;
    let approvers = counted(store, moves, &brought, roster, now)?;
    let mut lacking = Vec::new();
    let mut fix = None;
    for (kind, needed) in needed {
        let posts = role::approvers(kind);
        let may = |staff: &&Staff| posts.iter().any(|post: &Duty| staff.holds(*post, now.day()));
        let counted = approvers.iter().filter(may).count();
        if i64::try_from(counted).unwrap_or(i64::MAX) >= needed {
            continue;
        }
        let wrong = Message::new(&LACKING).with("branch", one.name.trim_start_matches("refs/heads/"));
        let wrong = wrong.with_message("kind", kind.name()).with("needed", needed).with("counted", counted);
        let mut placed = super::verdict::in_commit(one.new, &approval_missing::RULE, wrong);
        let why = match &fix {
            Some(why) => why,
            None => fix.insert(merged::what_to_do(store, moves, one, &brought, (roster, now))?),
        };
        placed.finding.fix = why.speak_for(&posts);
        lacking.push(placed);
    }
    Ok(lacking)
}

/// The people whose approval of exactly this move counts: none of its authors, each once.
fn counted(
    store: &Store,
    moves: &[RefMove],
    one: &RefMove,
    roster: &Records<'_>,
    now: Instant,
) -> Result<Vec<Staff>, StoreFault> {
    let authors = authors(store, one)?;
    let repository = repository(roster);
    let tree = store.commit_header(one.new)?.tree().to_string();
    let mut people: BTreeMap<StaffId, Staff> = BTreeMap::new();
    for approval in lying(store, moves, &format!("{PREFIX}{}/", one.new))? {
        let is_this = approval.repository == repository
            && approval.base == one.old.to_string()
            && approval.head == one.new.to_string()
            && approval.tree == tree;
        if let Some(staff) = Some(&approval).filter(|_| is_this).and_then(|approval| signer(approval, roster, now))
            && !authors.contains(&staff.email.to_lowercase())
        {
            people.insert(staff.id.clone(), staff);
        }
    }
    Ok(people.into_values().collect())
}

/// The approvals under a prefix, in this push or before it, each in its own place.
fn lying(store: &Store, moves: &[RefMove], prefix: &str) -> Result<Vec<Approval>, StoreFault> {
    let pushed = moves.iter().filter(|it| it.name.starts_with(prefix)).map(|it| (it.name.clone(), it.new));
    let mut refs: BTreeMap<String, Id> = pushed.collect();
    refs.extend(store.refs_under(prefix)?);
    let mut found = Vec::new();
    for (name, id) in refs.into_iter().filter(|(_, id)| !id.is_zero()).take(MOST) {
        let read = store.small_file(id, LARGEST)?.and_then(|bytes| Approval::read(&bytes));
        found.extend(read.filter(|approval| approval.name() == name));
    }
    Ok(found)
}

/// The addresses of everybody who wrote or committed what a move brings.
fn authors(store: &Store, one: &RefMove) -> Result<BTreeSet<String>, StoreFault> {
    let mut authors: BTreeSet<String> = BTreeSet::new();
    for commit in store.commits(&[one.old], one.new)? {
        let signed = store.signed_commit(commit.id)?;
        authors.extend([signed.author.email, signed.committer.email].map(|email| email.to_lowercase()));
    }
    Ok(authors)
}

/// The repository's name, as approvals write it.
fn repository(roster: &Records<'_>) -> String {
    let company = crate::record::path::Key::new(Kind::Company, "company");
    let company = company.and_then(|key| roster.get::<crate::record::company::Company>(&key));
    company.map(|company| company.repository.clone()).unwrap_or_default()
}
