//! A section is signed after what it tells has happened.

use crate::regulation::constraint::places::{told, walk};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "signature_before_content",
    clauses: &["M-5", "G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "签字早于所签内容", en: "a section was signed before what it tells" },
    explanation: Explanation {
        checks: Text {
            zh: "签字时间不早于该节所记的各个时刻（约定、计划的时间除外）。",
            en: "A signature is no earlier than any moment its section tells (moments agreed or planned excepted).",
        },
        why: Text {
            zh: "M-5：“予以详细、准确的记录”。先签字、后发生，签的是空白单。",
            en: "M-5: a detailed, accurate record. Signed first and done later means that a blank form was signed.",
        },
        fails: Text {
            zh: "work.restored_at 为 11:30，维修人员 10:00 已签字。",
            en: "`work.restored_at` is 11:30 and the technician signed at 10:00.",
        },
        fix: Text {
            zh: "按真实时间填写；提前签的，请在完成之后重新签字。",
            en: "Write the true times; who signed in advance signs again once it is done.",
        },
    },
    check,
};

texts! {
    WRONG: "{signer} 于 {at} 签字，早于本节所记 {latest}", "{signer} signed at {at}, before {latest} told in the section";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(after) = case.after else {
        return;
    };
    for signed in after.signed().iter().filter(|signed| !signed.signatures.is_empty()) {
        let Some(content) = after.value.pointer(&format!("/{}", signed.section)) else {
            continue;
        };
        let mut latest = None;
        walk(content, false, &mut |trail, value| latest = latest.max(told(trail, value)));
        let Some(latest) = latest else {
            continue;
        };
        let early = signed.signatures.iter().enumerate().filter(|(_, signature)| signature.at < latest);
        for (index, signature) in early {
            let wrong =
                Message::new(&WRONG).with("signer", &signature.signer).with("at", signature.at).with("latest", latest);
            faults.at(format!("/{}/signatures/{index}/at", signed.section), wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{delay, ticket, trial};

    #[test]
    fn one_signs_after_the_work() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn a_promise_may_lie_after_the_signature() {
        trial(&RULE).adding(&delay()).passes();
    }

    #[test]
    fn nobody_signs_before_the_work_is_done() {
        trial(&RULE)
            .adding(&ticket(1).set("/work/signatures/0/at", "2025-03-04T11:29:59+08:00"))
            .fails_at("/work/signatures/0/at");
    }
}
