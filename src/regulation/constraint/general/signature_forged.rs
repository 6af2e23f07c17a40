//! An SSH signature was made with a key that its signer held on that day.

use crate::record::Kind;
use crate::record::parts::{Method, Signature, Signer};
use crate::record::staff::Staff;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::sign;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "signature_forged",
    clauses: &["M-5", "G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "SSH 签名验证不通过", en: "an SSH signature does not verify" },
    explanation: Explanation {
        checks: Text {
            zh: "签字方式为 ssh 时：签字人是当日在职员工，签名能用其当日有效的公钥验证，且签名所覆盖的角色、签字人、时间与所写一致。",
            en: "When the method is `ssh`, the signer is staff employed that day, and the signature verifies with a public key of theirs valid that day, over the role, person and time as written.",
        },
        why: Text {
            zh: "M-5：“双方签字确认”。验证不通过的签名不是签字。",
            en: "M-5: signed and confirmed by both parties. What does not verify is no signature.",
        },
        fails: Text {
            zh: "signature 是用未登记的密钥签的，或签后改了签字时间。",
            en: "The signature was made with a key that is not registered, or its time was altered afterwards.",
        },
        fix: Text {
            zh: "用登记在员工记录中的密钥重新签字（weibao sign）；新密钥须先登记。",
            en: "Sign again with a key registered in the staff record (`weibao sign`); register a new key first.",
        },
    },
    check,
};

texts! {
    FORGED: "用 {signer} 在 {day} 有效的公钥验证不通过", "it verifies with no key of {signer} valid on {day}";
    NO_KEY: "{signer} 在 {day} 没有登记有效的公钥", "{signer} had no valid key registered on {day}";
    LEFT: "{signer} 在 {day} 不在职", "{signer} was not employed on {day}";
    NOT_STAFF: "{signer} 不是员工，不能用 SSH 密钥签字", "{signer} is not staff and cannot sign with an SSH key";
    EMPTY: "缺 SSH 签名", "the SSH signature is missing";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    for signed in after.signed() {
        for (index, signature) in signed.signatures.iter().enumerate() {
            if signature.method == Method::Ssh
                && let Some((member, wrong)) = verdict(case, signature)
            {
                faults.at(format!("/{}/signatures/{index}/{member}", signed.section), wrong);
            }
        }
    }
}

fn verdict(case: &Case<'_>, signature: &Signature) -> Option<(&'static str, Message)> {
    let day = signature.at.day();
    let wrong = |text| Message::new(text).with("signer", &signature.signer);
    let Signer::Staff(id) = &signature.signer else {
        return Some(("method", wrong(&NOT_STAFF)));
    };
    // An unknown signer is reported as a missing reference.
    let staff = case.world.records.get::<Staff>(&id.key(Kind::Staff))?;
    if !staff.employed(day) {
        return Some(("signer", wrong(&LEFT).with("day", day)));
    }
    if !case.world.verify_keys {
        return None;
    }
    let Some(armoured) = &signature.signature else {
        return Some(("signature", wrong(&EMPTY)));
    };
    let keys: Vec<_> = staff.keys.iter().filter(|key| key.from <= day && key.to.is_none_or(|to| day <= to)).collect();
    if keys.is_empty() {
        return Some(("signature", wrong(&NO_KEY).with("day", day)));
    }
    let message = sign::signed_bytes(signature);
    let verified = keys.iter().any(|key| sign::verify(&key.public, &message, armoured).is_ok());
    (!verified).then(|| ("signature", wrong(&FORGED).with("day", day)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, staff, ticket, trial};
    use serde_json::json;

    const SEED: [u8; 32] = [7; 32];

    fn with_key(from: &str) -> Draft {
        let public = sign::public_key_of_seed(&SEED).unwrap();
        staff("li-na").set("/keys/-", json!({"public": public, "from": from}))
    }

    fn signed_with(seed: &[u8; 32], at: &str) -> Draft {
        let draft = ticket(1).set(
            "/front_desk/signatures/0",
            json!({"role": "front_desk", "signer": "li-na", "at": at, "method": "ssh", "digest": "0".repeat(64)}),
        );
        let sealed = draft.sealed();
        let signature: Signature = serde_json::from_value(sealed["front_desk"]["signatures"][0].clone()).unwrap();
        let armoured = sign::sign_with_key(seed, &sign::signed_bytes(&signature)).unwrap();
        draft.set("/front_desk/signatures/0/signature", armoured)
    }

    #[test]
    fn a_signature_with_a_registered_key_is_fine() {
        trial(&RULE).beside(&with_key("2024-03-01")).adding(&signed_with(&SEED, "2025-03-04T16:01:00+08:00")).passes();
    }

    #[test]
    fn a_drawn_signature_is_judged_elsewhere() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn anothers_key_does_not_sign_for_one() {
        trial(&RULE)
            .beside(&with_key("2024-03-01"))
            .adding(&signed_with(&[8; 32], "2025-03-04T16:01:00+08:00"))
            .fails_at("/front_desk/signatures/0/signature");
    }

    #[test]
    fn the_time_is_part_of_what_was_signed() {
        trial(&RULE)
            .beside(&with_key("2024-03-01"))
            .adding(
                &signed_with(&SEED, "2025-03-04T16:01:00+08:00")
                    .set("/front_desk/signatures/0/at", "2025-03-04T16:00:00+08:00"),
            )
            .fails_at("/front_desk/signatures/0/signature");
    }

    #[test]
    fn a_key_counts_from_its_first_day() {
        trial(&RULE)
            .beside(&with_key("2025-03-05"))
            .adding(&signed_with(&SEED, "2025-03-04T16:01:00+08:00"))
            .fails_at("/front_desk/signatures/0/signature");
    }

    #[test]
    fn a_client_has_no_key_with_us() {
        let draft = signed_with(&SEED, "2025-03-04T16:01:00+08:00").set("/front_desk/signatures/0/signer", "C00001-01");
        trial(&RULE).adding(&draft).fails_at("/front_desk/signatures/0/method");
    }

    #[test]
    fn who_has_left_does_not_sign() {
        trial(&RULE)
            .beside(&with_key("2024-03-01").set("/left_on", "2025-03-03"))
            .adding(&signed_with(&SEED, "2025-03-04T16:01:00+08:00"))
            .fails_at("/front_desk/signatures/0/signer");
    }
}
