//! What has been signed does not change.

use crate::record::section::sections;
use crate::regulation::constraint::places::differences;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use serde_json::Value;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "signed_section_changed",
    clauses: &["M-5", "G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "已签字的内容被改动", en: "a signed section was changed" },
    explanation: Explanation {
        checks: Text {
            zh: "变更前已有签字的一节：内容不变，原有签字一个不少、一字不改。允许另一方补签，允许增加新的一节。",
            en: "A section that was signed before the change has the same content after it, and every signature it had, unaltered. A further party may sign; new sections may be added.",
        },
        why: Text {
            zh: "M-5：“所有维护保养、抢修、软件升级、培训等服务行为均有双方签字确认的表单，予以详细、准确的记录。”签字之后再改，签的就不是这份内容了。",
            en: "M-5: “Every act of service has a form signed and confirmed by both parties, as a detailed, accurate record.” What is changed after signing is not what was signed.",
        },
        fails: Text {
            zh: "维修人员签字后，work.actions 被改写。",
            en: "`work.actions` was rewritten after the technician had signed.",
        },
        fix: Text {
            zh: "恢复原文和原签字；确需更正的，另立记录注明更正哪一份。",
            en: "Restore the text and the signatures; a correction is a new record that names what it corrects.",
        },
    },
    check,
};

texts! {
    GONE: "已签字的一节被删除", "a signed section was removed";
    CHANGED: "签字之后内容被改动", "this was changed after it had been signed";
    UNSIGNED: "{signer} 的签字被删除或改动", "the signature of {signer} was removed or altered";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (Some(before), Some(after)) = (case.before, case.after) else {
        return;
    };
    for section in sections(&before.value) {
        let signatures = section.value.get("signatures").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let pointer = format!("/{}", section.name);
        let (Some(old), false) = (before.value.pointer(&pointer), signatures.is_empty()) else {
            continue;
        };
        let Some(new) = after.value.pointer(&pointer) else {
            faults.at(pointer, &GONE);
            continue;
        };
        for place in differences(old, new, &pointer) {
            faults.at(place, &CHANGED);
        }
        let kept = new.get("signatures").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for signature in signatures.iter().filter(|signature| !kept.contains(signature)) {
            let signer = signature.get("signer").and_then(Value::as_str).unwrap_or_default();
            faults.at(format!("{pointer}/signatures"), Message::new(&UNSIGNED).with("signer", signer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, signed, ticket, trial};

    #[test]
    fn a_new_section_may_be_added_to_a_signed_form() {
        let before = ticket(1).drop("/office");
        let office = ticket(1).value["office"].clone();
        trial(&RULE).changing(&before, |draft| draft.set("/office", office)).passes();
    }

    #[test]
    fn another_party_may_still_sign() {
        let before = book("WX-00001", "zhang-wei").drop("/issue/signatures/1");
        let holder = signed("holder", "zhang-wei", "2025-03-04T08:32:00+08:00");
        trial(&RULE).changing(&before, |draft| draft.set("/issue/signatures/-", holder)).passes();
    }

    #[test]
    fn an_unsigned_part_may_still_be_written() {
        trial(&RULE).changing(&ticket(4), |draft| draft.set("/report/symptom", "无图像")).passes();
    }

    #[test]
    fn signed_words_stay_as_they_are() {
        trial(&RULE)
            .changing(&ticket(1), |draft| draft.set("/work/actions", "重启").set("/work/charge_cents", 5).forged())
            .fails_at_all(&["/work/actions", "/work/charge_cents"]);
    }

    #[test]
    fn a_signature_is_not_taken_back() {
        trial(&RULE)
            .changing(&ticket(1), |draft| draft.drop("/confirmation/signatures/0"))
            .fails_at("/confirmation/signatures");
    }

    #[test]
    fn a_signed_section_is_not_removed() {
        trial(&RULE).changing(&ticket(1), |draft| draft.drop("/front_desk")).fails_at("/front_desk");
    }
}
