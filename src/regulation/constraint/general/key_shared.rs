//! A key belongs to one person.

use crate::record::Kind;
use crate::record::staff::Staff;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::sign;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "key_shared",
    clauses: &["G", "M-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Staff],
    title: Text { zh: "两人登记同一把公钥", en: "two people registered the same key" },
    explanation: Explanation {
        checks: Text {
            zh: "新登记的公钥能读、属允许的种类，未在别的员工处登记，同一人也只登记一次。",
            en: "A key that is newly registered can be read and is of an allowed kind, is registered with nobody else, and only once with its person.",
        },
        why: Text {
            zh: "M-5：“双方签字确认”。共用的钥匙签的字，分不清是谁签的。",
            en: "M-5: signed and confirmed by both parties. When a key is shared, nobody can tell who signed.",
        },
        fails: Text {
            zh: "前台两人登记了办公室电脑上的同一把公钥。",
            en: "Two receptionists register the key of the office computer.",
        },
        fix: Text {
            zh: "每人用自己的密钥（ssh-keygen -t ed25519）。",
            en: "Let each have a key of their own (`ssh-keygen -t ed25519`).",
        },
    },
    check,
};

texts! {
    SHARED: "这把公钥已由 {who} 登记", "this key is already registered with {who}";
    UNREADABLE: "公钥不可用：{reason}", "the key cannot be used: {reason}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(staff) = case.form::<Staff>() else {
        return;
    };
    let known = case.old::<Staff>().map_or(&[][..], |before| &before.keys);
    let fresh = staff.keys.iter().enumerate().filter(|(_, key)| !known.iter().any(|old| old.public == key.public));
    for (index, key) in fresh {
        let pointer = format!("/keys/{index}/public");
        let fingerprint = match sign::check_public_key(&key.public) {
            Ok(fingerprint) => fingerprint,
            Err(fault) => {
                faults.at(pointer, Message::new(&UNREADABLE).with_message("reason", fault.message()));
                continue;
            }
        };
        let same = |public: &str| sign::check_public_key(public).is_ok_and(|other| other == fingerprint);
        let own = staff.keys[..index].iter().any(|other| same(&other.public)).then(|| case.key.id.clone());
        // The register of staff is one small folder; it is read only when a key is registered.
        let other = own.or_else(|| {
            case.world.records.siblings(case.key).into_iter().filter(|key| key != case.key).find_map(|key| {
                let staff = case.world.records.get::<Staff>(&key)?;
                staff.keys.iter().any(|key| same(&key.public)).then(|| key.id.clone())
            })
        });
        if let Some(who) = other {
            faults.at(pointer, Message::new(&SHARED).with("who", who));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, staff, trial};
    use serde_json::json;

    fn with_key(id: &str, seed: u8) -> Draft {
        let public = sign::public_key_of_seed(&[seed; 32]).unwrap();
        staff(id).set("/keys/-", json!({"public": public, "from": "2025-01-01"}))
    }

    #[test]
    fn a_key_of_ones_own_is_fine() {
        trial(&RULE).beside(&with_key("chen-jing", 1)).adding(&with_key("li-na", 2)).passes();
    }

    #[test]
    fn a_key_is_not_shared() {
        trial(&RULE)
            .beside(&with_key("chen-jing", 1))
            .changing(&staff("li-na"), |_| with_key("li-na", 1))
            .fails_at("/keys/0/public");
    }

    #[test]
    fn what_is_no_key_is_not_registered() {
        let nonsense = json!({"public": "ssh-ed25519 AAAA", "from": "2025-01-01"});
        trial(&RULE).adding(&staff("li-na").set("/keys/-", nonsense)).fails_at("/keys/0/public");
    }
}
