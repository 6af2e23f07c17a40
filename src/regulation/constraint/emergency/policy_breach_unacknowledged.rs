//! Every missed clock is acknowledged at closing (E-1.2, E-3.2, E-3.3).

use super::missed_and_unlisted;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "policy_breach_unacknowledged",
    clauses: &["E-1.2", "E-3.2", "E-3.3"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text {
        zh: "结案时有超过制度时限的未说明",
        en: "an incident was closed over a missed policy clock that nobody explained",
    },
    explanation: Explanation {
        checks: Text {
            zh: "结案时，超过制度值才报告公司、有一段未续报、终报逾期的，列在 closing.breaches，写明原因。",
            en: "At closing a company informed later than the policy says, a period without a report, and a late final report stand in `closing.breaches` with their reasons.",
        },
        why: Text {
            zh: "E-1.2、E-3.2、E-3.3：条文未定数字，时限为公司制度值；超过的要说明。",
            en: "E-1.2, E-3.2, E-3.3: the text gives no numbers; the limits are policy values, and going beyond them is explained.",
        },
        fails: Text {
            zh: "09:20 才报告公司，breaches 写“无”。",
            en: "The company was informed at 09:20, and `breaches` says 无.",
        },
        fix: Text {
            zh: "在 closing.breaches 写明该条款和原因。",
            en: "List the clause and the reason in `closing.breaches`.",
        },
    },
    check,
};

texts! {
    WRONG: "{clause} {title}（{entry}）：期限 {deadline}，未按时而未列明", "{clause} {title} ({entry}): due by {deadline}, missed and not listed";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    for missed in missed_and_unlisted(case, |clause| matches!(clause, "E-1.2" | "E-3.2" | "E-3.3")) {
        let wrong =
            Message::new(&WRONG).with("clause", missed.clauses.join(" ")).with_message("title", &missed.rule.title);
        faults.at("/closing/breaches", wrong.with("entry", &missed.key.id).with("deadline", missed.window.deadline));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, Scene, entry_path, incident, incident_entry, trial};
    use serde_json::json;

    fn late() -> Draft {
        incident_entry("li-na-001")
            .set("/at", "2025-03-18T09:20:00+08:00")
            .set("/recorded_at", "2025-03-18T09:20:00+08:00")
    }

    fn owning_up(clause: &str) -> Draft {
        incident().set("/closing/breaches", json!([{"clause": clause, "entry": "无", "reason": "线路占用"}]))
    }

    #[test]
    fn within_the_policy_nothing_is_explained() {
        trial(&RULE).adding(&incident()).passes();
    }

    #[test]
    fn a_company_informed_late_is_explained() {
        trial(&RULE).beside(&late()).adding(&incident()).fails_at("/closing/breaches");
        trial(&RULE).beside(&late()).adding(&owning_up("E-1.2")).passes();
    }

    #[test]
    fn a_day_without_a_report_is_explained() {
        let long = |draft: Draft| draft.set("/ended/at", "2025-03-19T09:05:01+08:00");
        let gone = |scene: Scene| scene.without(&entry_path("li-na-005")).without(&entry_path("li-na-008"));
        trial(&RULE).scene(gone).adding(&long(incident())).fails_at_all(&["/closing/breaches", "/closing/breaches"]);
        trial(&RULE).adding(&long(incident())).fails_at("/closing/breaches");
    }
}
