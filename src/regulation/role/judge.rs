//! One record's change cut into transitions, and each looked up for its author.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Row, Transition, is_for_anyone, posts_of, row};
use crate::record::Kind;
use crate::record::id::StaffId;
use crate::record::instant::Date;
use crate::record::parts::{Method, Role, Signature, Signer};
use crate::record::section::sections;
use crate::record::staff::{Duty, RoleHeld, Staff};

/// Who acts: the author of a commit, by the roster that stood before it.
#[derive(Debug, Clone)]
pub struct Author {
    /// Which member of staff.
    pub id: StaffId,
    /// The posts held on the day of the judgement.
    pub duties: Vec<Duty>,
}

impl Author {
    /// A member of staff on a day.
    pub fn of(staff: &Staff, day: Date) -> Self {
        let mut duties: Vec<Duty> =
            staff.roles.iter().map(|held| held.role).filter(|duty| staff.holds(*duty, day)).collect();
        duties.sort_unstable();
        duties.dedup();
        Self { id: staff.id.clone(), duties }
    }

    /// Whether the author may change the company's record, and with it what lies outside the records.
    pub fn keeps_the_company(&self) -> bool {
        self.keeps(Kind::Company)
    }

    /// Whether the author may change records of a kind.
    pub fn keeps(&self, kind: Kind) -> bool {
        row(kind).is_some_and(|row| self.may(row, Transition::Change))
    }

    fn may(&self, row: &Row, transition: Transition) -> bool {
        row.posts(transition).iter().any(|duty| self.duties.contains(duty))
    }

    fn may_sign(&self, row: &Row, role: Role) -> bool {
        let holds = || posts_of(role).iter().any(|duty| self.duties.contains(duty));
        row.signed_as.contains(&role) && (is_for_anyone(role) || holds())
    }
}

/// Something the author may not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// A transition that is for other posts.
    Transition {
        /// The member; empty for the whole record.
        member: String,
        /// What it would be.
        transition: Transition,
        /// Whom it is for.
        posts: Vec<Duty>,
    },
    /// A signature in a capacity that the kind does not know.
    Capacity {
        /// The section.
        section: String,
        /// The capacity.
        role: Role,
    },
    /// The author gives themself a post.
    OwnPost {
        /// The place in the list of posts.
        pointer: String,
        /// Which post.
        post: Duty,
    },
    /// Somebody else is named as acting, and no key of theirs has signed.
    Actor {
        /// The member that names them.
        pointer: String,
        /// Who is named.
        named: String,
    },
}

/// What an author may not do of a change to a record of a kind; `before` is absent for a new record.
pub fn judge(author: &Author, kind: Kind, before: Option<&Value>, after: &Value) -> Vec<Denied> {
    let Some(row) = row(kind) else {
        return vec![Denied::Transition { member: String::new(), transition: Transition::Create, posts: Vec::new() }];
    };
    let mut denied = Vec::new();
    let new = new_signatures(before, after);
    for (section, signature) in &new {
        if !row.signed_as.contains(&signature.role) {
            denied.push(Denied::Capacity { section: section.clone(), role: signature.role });
        }
    }
    if before.is_none() && !author.may(row, Transition::Create) {
        denied.push(refusal(row, "", Transition::Create));
    }
    for member in changed(before, after) {
        let transition = row.transition(&member);
        let own =
            |section: &str| section == member || section.strip_prefix(&member).is_some_and(|s| s.starts_with('/'));
        let signatures: Vec<&Signature> =
            new.iter().filter(|(section, _)| own(section)).map(|(_, signature)| signature).collect();
        let covered = before.is_none() && transition == Transition::Change;
        if !covered && !allowed(author, row, transition, (before, after, &member), &signatures) {
            denied.push(refusal(row, &member, transition));
        }
        for (_, pointer) in row.actors.iter().filter(|(name, _)| *name == member) {
            let was = before.and_then(|before| before.pointer(pointer));
            let named = after.pointer(pointer).filter(|named| was != Some(named)).and_then(Value::as_str);
            let Some(named) = named.filter(|named| *named != author.id.as_str()) else {
                continue;
            };
            let by_key = |(_, one): &(String, Signature)| one.method == Method::Ssh && one.signer.to_string() == named;
            if !new.iter().any(by_key) {
                denied.push(Denied::Actor { pointer: (*pointer).to_owned(), named: named.to_owned() });
            }
        }
    }
    if kind == Kind::Staff && after.get("id").and_then(Value::as_str) == Some(author.id.as_str()) {
        denied.extend(own_posts(before, after));
    }
    denied
}

/// The posts that a staff record holds for longer than it did.
fn own_posts(before: Option<&Value>, after: &Value) -> Vec<Denied> {
    let posts = |value: Option<&Value>| -> Vec<Option<RoleHeld>> {
        let list = value.and_then(|value| value.get("roles")).and_then(Value::as_array).cloned().unwrap_or_default();
        list.into_iter().map(|held| serde_json::from_value(held).ok()).collect()
    };
    let old: Vec<RoleHeld> = posts(before).into_iter().flatten().collect();
    let held_before = |new: &RoleHeld| {
        let ends_no_later = |old: &RoleHeld| old.to.is_none_or(|old| new.to.is_some_and(|new| new <= old));
        old.iter().any(|old| old.role == new.role && old.from <= new.from && ends_no_later(old))
    };
    let given = posts(Some(after)).into_iter().enumerate();
    given
        .filter_map(|(place, held)| Some((place, held?)))
        .filter(|(_, held)| !held_before(held))
        .map(|(place, held)| Denied::OwnPost { pointer: format!("roles/{place}"), post: held.role })
        .collect()
}

/// Whether a member's change is the author's to make: by post, by their own signature alone, or because one who
/// may approve has signed it and the author only enters it.
fn allowed(
    author: &Author,
    row: &Row,
    transition: Transition,
    (before, after, member): (Option<&Value>, &Value, &str),
    signatures: &[&Signature],
) -> bool {
    if author.may(row, transition) {
        return true;
    }
    let is_own = |one: &&Signature| one.signer == Signer::Staff(author.id.clone()) && author.may_sign(row, one.role);
    let was = before.and_then(|before| before.get(member)).map(without_signatures);
    let only_signed = was == after.get(member).map(without_signatures);
    if only_signed && !signatures.is_empty() && signatures.iter().all(is_own) {
        return true;
    }
    // Who enters an approval that another has signed needs a hand in the record themself.
    let heads = row.posts(Transition::Approve);
    let approves = |one: &&Signature| {
        one.signer != Signer::Staff(author.id.clone()) && posts_of(one.role).iter().any(|duty| heads.contains(duty))
    };
    let has_a_hand = [Transition::Create, Transition::Change, Transition::HandIn, Transition::Settle]
        .iter()
        .any(|transition| author.may(row, *transition));
    transition == Transition::Approve && has_a_hand && signatures.iter().any(approves)
}

fn refusal(row: &Row, member: &str, transition: Transition) -> Denied {
    Denied::Transition { member: member.to_owned(), transition, posts: row.posts(transition) }
}

/// The members that came, went or changed; those that only follow from others are passed over unless they are alone.
fn changed(before: Option<&Value>, after: &Value) -> Vec<String> {
    const FOLLOWS: &[&str] = &["schema", "state"];
    let members = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
    let (old, new) = (members(before), members(Some(after)));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    // A list that is new and empty says nothing yet.
    let is_nothing = |value: Option<&Value>| value.is_none_or(|value| value.as_array().is_some_and(Vec::is_empty));
    let moved = |name: &&String| {
        let (old, new) = (old.get(*name), new.get(*name));
        old != new && !(is_nothing(old) && is_nothing(new))
    };
    let changed: Vec<String> = names.into_iter().filter(moved).cloned().collect();
    let own: Vec<String> = changed.iter().filter(|name| !FOLLOWS.contains(&name.as_str())).cloned().collect();
    if own.is_empty() { changed } else { own }
}

/// The signatures that were not there before, each with its section.
fn new_signatures(before: Option<&Value>, after: &Value) -> Vec<(String, Signature)> {
    let of = |value: &Value| -> Vec<(String, Signature)> {
        let each = sections(value).into_iter();
        each.flat_map(|one| one.signatures().into_iter().map(move |it| (one.name.clone(), it))).collect()
    };
    let old = before.map(of).unwrap_or_default();
    of(after).into_iter().filter(|one| !old.contains(one)).collect()
}

fn without_signatures(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .filter(|(name, _)| *name != "signatures")
                .map(|(name, value)| (name.clone(), without_signatures(value)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(without_signatures).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::role::table::ROWS;
    use serde_json::json;

    fn author(id: &str, duties: &[Duty]) -> Author {
        Author { id: StaffId::parse(id).unwrap(), duties: duties.to_vec() }
    }

    /// The smallest change that is a transition: whose member moves, and the record on both sides.
    fn change(row: &Row, transition: Transition) -> Option<(Option<Value>, Value)> {
        let member = row.places.iter().find(|(_, at)| *at == transition).map(|(name, _)| *name);
        let plain = json!({"id": "x", "remark": 1});
        Some(match (transition, member) {
            (Transition::Create, _) => (None, plain),
            (Transition::Change, _) => (Some(plain), json!({"id": "x", "remark": 2})),
            (Transition::Sign, _) | (_, None) => return None,
            (_, Some(member)) => (Some(plain), json!({"id": "x", "remark": 1, member: {"what": 1}})),
        })
    }

    #[test]
    fn every_post_may_do_with_every_kind_what_the_table_says_and_nothing_else() {
        let mut cells = 0;
        for row in ROWS {
            for duty in Duty::ALL {
                for transition in Transition::ALL {
                    let Some((before, after)) = change(row, *transition) else { continue };
                    let found = judge(&author("li-na", &[*duty]), row.kind, before.as_ref(), &after);
                    let listed = row.may.iter().any(|(what, posts)| what == transition && posts.contains(duty));
                    assert_eq!(found.is_empty(), listed, "{duty:?} {transition:?} {:?}: {found:?}", row.kind);
                    cells += 1;
                }
            }
            for transition in Transition::ALL {
                let Some((before, after)) = change(row, *transition) else { continue };
                assert!(!judge(&author("li-na", &[]), row.kind, before.as_ref(), &after).is_empty());
            }
        }
        assert!(cells > 300, "{cells}");
    }

    fn signature(role: &str, signer: &str, method: &str) -> Value {
        json!({"role": role, "signer": signer, "at": "2026-03-15T09:30:00+08:00", "method": method, "digest": "0"})
    }

    #[test]
    fn every_capacity_is_signed_by_those_who_hold_its_post() {
        for row in ROWS {
            for role in row.signed_as.iter().filter(|role| **role != Role::Client) {
                let word = serde_json::to_value(role).unwrap();
                let section = |signatures: Value| json!({"id": "x", "part": {"what": 1, "signatures": signatures}});
                let after = section(json!([signature(word.as_str().unwrap(), "li-na", "ssh")]));
                for duty in Duty::ALL {
                    let found = judge(&author("li-na", &[*duty]), row.kind, Some(&section(json!([]))), &after);
                    let holds = is_for_anyone(*role) || posts_of(*role).contains(duty);
                    let writes = row.posts(Transition::Change).contains(duty);
                    assert_eq!(found.is_empty(), holds || writes, "{duty:?} {role:?} {:?}: {found:?}", row.kind);
                }
            }
        }
    }

    #[test]
    fn a_capacity_that_a_kind_does_not_know_is_refused() {
        let after = json!({"id": "x", "issue": {"signatures": [signature("storekeeper", "li-na", "ssh")]}});
        let found = judge(&author("li-na", &[Duty::Finance]), Kind::Book, None, &after);
        assert_eq!(found, [Denied::Capacity { section: "issue".to_owned(), role: Role::Storekeeper }]);
    }

    #[test]
    fn who_enters_an_approval_needs_the_approvers_signature() {
        let before = json!({"id": "x", "call": {"what": 1}});
        let late = |signatures: Value| json!({"id": "x", "call": {"what": 1}, "late": {"reason": "x", "signatures": signatures}});
        let caller = author("li-na", &[Duty::Caller]);
        let judged = |author: &Author, signatures| judge(author, Kind::PhoneCallback, Some(&before), &late(signatures));
        assert!(!judged(&caller, json!([])).is_empty());
        assert!(judged(&caller, json!([signature("supervisor", "chen-jing", "ssh")])).is_empty());
        assert!(!judged(&caller, json!([signature("supervisor", "li-na", "ssh")])).is_empty());
        assert!(!judged(&caller, json!([signature("caller", "chen-jing", "ssh")])).is_empty());
        assert!(
            !judged(&author("li-na", &[Duty::Storekeeper]), json!([signature("supervisor", "chen-jing", "ssh")]))
                .is_empty()
        );
        assert!(judged(&author("li-na", &[Duty::Supervisor]), json!([])).is_empty());
    }

    #[test]
    fn who_is_named_as_acting_is_the_author_or_has_signed_with_their_key() {
        let ticket = |signatures: Value| json!({"id": "x", "void": {"by": "wang-jun", "signatures": signatures}});
        let before = json!({"id": "x"});
        let judged =
            |id, signatures| judge(&author(id, &[Duty::Technician]), Kind::Ticket, Some(&before), &ticket(signatures));
        assert!(judged("wang-jun", json!([])).is_empty());
        assert!(judged("li-na", json!([signature("holder", "wang-jun", "ssh")])).is_empty());
        let other = [Denied::Actor { pointer: "/void/by".to_owned(), named: "wang-jun".to_owned() }];
        assert_eq!(judged("li-na", json!([])), other);
        assert_eq!(judged("li-na", json!([signature("holder", "wang-jun", "paper_scan")])), other);
    }

    #[test]
    fn nobody_gives_themself_a_post_and_anyone_may_give_one_up() {
        let record = |id: &str, roles: Value| json!({"id": id, "roles": roles});
        let office = |to: Option<&str>| match to {
            None => json!({"role": "office", "from": "2026-01-01"}),
            Some(to) => json!({"role": "office", "from": "2026-01-01", "to": to}),
        };
        let finance = json!({"role": "finance", "from": "2026-01-01"});
        let registrar = author("li-na", &[Duty::Office]);
        let judged = |before: Value, after: Value| {
            let change = |id: &str| {
                judge(&registrar, Kind::Staff, Some(&record(id, before.clone())), &record(id, after.clone()))
            };
            assert_eq!(change("wang-jun"), [], "another's posts are the registrar's business");
            change("li-na").len()
        };
        assert_eq!(judged(json!([office(None)]), json!([office(None), finance])), 1);
        assert_eq!(judged(json!([office(Some("2026-02-01"))]), json!([office(None)])), 1);
        assert_eq!(judged(json!([office(Some("2026-02-01"))]), json!([office(Some("2026-02-02"))])), 1);
        assert_eq!(judged(json!([{"role": "office", "from": "2026-02-01"}]), json!([office(None)])), 1);
        assert_eq!(judged(json!([office(None)]), json!([office(Some("2026-02-01"))])), 0);
        assert_eq!(judged(json!([office(None), finance]), json!([office(None)])), 0);
        assert_eq!(judge(&registrar, Kind::Staff, None, &record("li-na", json!([finance]))).len(), 1);
    }

    #[test]
    fn a_ticket_that_is_void_from_the_beginning_is_both_created_and_voided() {
        let after = json!({"id": "x", "state": "void", "void": {"by": "li-na"}});
        assert!(judge(&author("li-na", &[Duty::Technician]), Kind::Ticket, None, &after).is_empty());
        assert_eq!(judge(&author("li-na", &[Duty::Finance]), Kind::Ticket, None, &after).len(), 2);
    }

    #[test]
    fn a_state_alone_is_a_change_and_beside_others_it_follows() {
        let states = |state: &str| json!({"id": "x", "state": state});
        let office = author("li-na", &[Duty::Office]);
        assert!(!judge(&office, Kind::Ticket, Some(&states("open")), &states("completed")).is_empty());
        let handed_in = json!({"id": "x", "state": "completed", "office": {"received_by": "li-na"}});
        assert!(judge(&office, Kind::Ticket, Some(&states("open")), &handed_in).is_empty());
    }
}
