//! The user accepts what was resolved, in this order (C-7.3.2, C-S.3.2).

use crate::record::Kind;
use crate::record::onsite_callback::{Issue, OnsiteCallback};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "acceptance_before_resolution",
    clauses: &["C-7.3.2", "C-S.3.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::OnsiteCallback],
    title: Text { zh: "用户许可早于处理结果", en: "an issue was accepted before it was resolved" },
    explanation: Explanation {
        checks: Text {
            zh: "处理结果不早于提出和最后一次接收；有用户许可的必有处理结果，且许可不早于处理结果。",
            en: "A resolution is no earlier than the raising and the last receipt; an acceptance needs a resolution and is no earlier than it.",
        },
        why: Text {
            zh: "C-7.3.2：“在处理并得到用户许可”。", en: "C-7.3.2: handled, and accepted by the user."
        },
        fails: Text {
            zh: "有 acceptance 而没有 resolution。", en: "There is an `acceptance` and no `resolution`."
        },
        fix: Text {
            zh: "先填处理结果，再请用户许可并签字。",
            en: "Enter the resolution first, then have the user accept and sign.",
        },
    },
    check,
};

texts! {
    NOTHING: "没有处理结果，用户许可无从谈起", "there is no resolution to accept";
    EARLY: "用户许可 {at} 早于处理结果 {resolved}", "accepted at {at}, before it was resolved at {resolved}";
    RESOLVED_EARLY: "处理 {resolved} 早于 {before}", "resolved at {resolved}, before {before}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(issues) = case.form::<OnsiteCallback>().and_then(|callback| callback.issues.as_ref()) else {
        return;
    };
    for (place, issue) in issues.entries().iter().enumerate() {
        order(&format!("/issues/{place}"), issue, faults);
    }
}

fn order(pointer: &str, issue: &Issue, faults: &mut Faults<'_>) {
    let Some(resolution) = &issue.resolution else {
        if issue.acceptance.is_some() {
            faults.at(format!("{pointer}/acceptance"), &NOTHING);
        }
        return;
    };
    let before = issue.transfers.last().map_or(issue.raised_at, |transfer| transfer.accepted_at);
    if resolution.at < before {
        let early = Message::new(&RESOLVED_EARLY).with("resolved", resolution.at).with("before", before);
        faults.at(format!("{pointer}/resolution/at"), early);
    }
    if let Some(acceptance) = issue.acceptance.as_ref().filter(|acceptance| acceptance.at < resolution.at) {
        let early = Message::new(&EARLY).with("at", acceptance.at).with("resolved", resolution.at);
        faults.at(format!("{pointer}/acceptance/at"), early);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, handed_over, onsite, signed, trial};
    use serde_json::json;

    fn solved(resolved: &str, accepted: &str) -> Draft {
        onsite()
            .set("/issues", json!([handed_over()]))
            .set("/issues/0/resolution", json!({"at": resolved, "by": "zhao-lei", "text": "更换网线"}))
            .set(
                "/issues/0/acceptance",
                json!({
                    "at": accepted, "contact": "C00001-01", "signatures": [signed("client", "C00001-01", accepted)],
                }),
            )
    }

    #[test]
    fn resolved_then_accepted_is_fine() {
        trial(&RULE).adding(&solved("2025-04-11T10:00:00+08:00", "2025-04-11T10:00:00+08:00")).passes();
    }

    #[test]
    fn nothing_is_accepted_unresolved() {
        let early = solved("2025-04-11T10:00:00+08:00", "2025-04-11T11:00:00+08:00").drop("/issues/0/resolution");
        trial(&RULE).adding(&early).fails_at("/issues/0/acceptance");
    }

    #[test]
    fn nothing_is_accepted_beforehand() {
        trial(&RULE)
            .adding(&solved("2025-04-11T10:00:00+08:00", "2025-04-11T09:00:00+08:00"))
            .fails_at("/issues/0/acceptance/at");
    }

    #[test]
    fn nothing_is_resolved_before_the_department_has_it() {
        trial(&RULE)
            .adding(&solved("2025-04-10T10:30:00+08:00", "2025-04-11T09:00:00+08:00"))
            .fails_at("/issues/0/resolution/at");
    }
}
