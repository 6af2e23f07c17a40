//! A signature's digest is that of the section it stands under.

use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::sign;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "signature_stale",
    clauses: &["M-5", "G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "签字与内容不符", en: "a signature does not fit what it stands under" },
    explanation: Explanation {
        checks: Text {
            zh: "每个签字的 digest 等于该节规范形式（RFC 8785，连同库标识、类别、编号、节名）的 SHA-256。",
            en: "The `digest` of every signature is the SHA-256 of the section's canonical form (RFC 8785, with the repository's identity, kind, key and section name).",
        },
        why: Text {
            zh: "M-5：“有双方签字确认的表单，予以详细、准确的记录”。内容改过、或签字从别处搬来，摘要就对不上。",
            en: "M-5: a form signed and confirmed by both parties, as a detailed, accurate record. When the content was altered, or the signature came from elsewhere, the digest does not fit.",
        },
        fails: Text {
            zh: "签字后手工改了 work.restored_at,digest 仍是旧的。",
            en: "`work.restored_at` was edited by hand after signing; the digest is still the old one.",
        },
        fix: Text {
            zh: "恢复签字时的内容；尚未提交的，请重新签字（weibao sign）。",
            en: "Restore the content as it was signed; if it is not committed yet, sign again (`weibao sign`).",
        },
    },
    check,
};

texts! {
    WRONG: "{signer} 签的不是现在的内容", "{signer} did not sign what stands here now";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    for signed in after.signed().iter().filter(|signed| !signed.signatures.is_empty()) {
        let Some(digest) = sign::digest_of(&case.world.repository, case.key, &after.value, &signed.section) else {
            continue;
        };
        let stale = signed.signatures.iter().enumerate().filter(|(_, signature)| signature.digest != digest);
        for (index, signature) in stale {
            let place = format!("/{}/signatures/{index}/digest", signed.section);
            faults.at(place, Message::new(&WRONG).with("signer", &signature.signer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{staff, ticket, trial};

    #[test]
    fn a_fresh_signature_fits() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn a_record_without_sections_is_not_looked_at() {
        trial(&RULE).adding(&staff("li-na")).passes();
    }

    #[test]
    fn an_edit_makes_the_signature_stale() {
        trial(&RULE)
            .changing(&ticket(1), |draft| draft.set("/work/restored_at", "2025-03-04T11:00:00+08:00").forged())
            .fails_at("/work/signatures/0/digest");
    }

    #[test]
    fn a_signature_cannot_be_moved_to_another_section() {
        trial(&RULE)
            .changing(&ticket(1), |draft| {
                let digest = draft.value["work"]["signatures"][0]["digest"].clone();
                draft.set("/confirmation/signatures/0/digest", digest).forged()
            })
            .fails_at("/confirmation/signatures/0/digest");
    }
}
