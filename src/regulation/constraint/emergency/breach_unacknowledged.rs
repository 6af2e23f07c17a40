//! Every missed clock is acknowledged at closing (E-2.1, E-3.1).

use super::missed_and_unlisted;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "breach_unacknowledged",
    clauses: &["E-2.1", "E-3.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text {
        zh: "结案时有逾期未认可", en: "an incident was closed over a missed clock that nobody acknowledged"
    },
    explanation: Explanation {
        checks: Text {
            zh: "结案时，20 分钟未到或晚到的每位负责人、4 小时未报或晚报总经理，都列在 closing.breaches，写明原因，由签字人认可。",
            en: "At closing every head that was late or never came within 20 minutes, and a report that the general manager had late or never, stands in `closing.breaches` with its reason, acknowledged by the signer.",
        },
        why: Text {
            zh: "E-2.1、E-3.1：20 分钟、4 小时是条文所定。违反的不得隐去，结案时由主管或负责人认可。",
            en: "E-2.1, E-3.1: 20 minutes and 4 hours are the text's own. A breach is never hidden; the supervisor or person in charge acknowledges it at closing.",
        },
        fails: Text {
            zh: "赵磊晚到一分钟，breaches 写“无”。",
            en: "Zhao Lei was a minute late, and `breaches` says 无.",
        },
        fix: Text {
            zh: "在 closing.breaches 逐项写明条款、所涉记录和原因，由主管或负责人签字。",
            en: "List each in `closing.breaches` with clause, entry and reason, signed by the supervisor or person in charge.",
        },
    },
    check,
};

texts! {
    WRONG: "{clause} {title}（{entry}）：期限 {deadline}，未按时而未列明", "{clause} {title} ({entry}): due by {deadline}, missed and not listed";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    for missed in missed_and_unlisted(case, |clause| matches!(clause, "E-2.1" | "E-3.1")) {
        let wrong =
            Message::new(&WRONG).with("clause", missed.clauses.join(" ")).with_message("title", &missed.rule.title);
        faults.at("/closing/breaches", wrong.with("entry", &missed.key.id).with("deadline", missed.window.deadline));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, INCIDENT, Scene, entry_path, incident, incident_entry, trial};
    use serde_json::json;

    fn late() -> Draft {
        incident_entry("li-na-003").set("/at", "2025-03-18T09:29:00+08:00").set("/late", json!({"reason": "堵车"}))
    }

    fn owning_up(clause: &str, entry: &str) -> Draft {
        let entry = if entry == "无" { entry.to_owned() } else { format!("{INCIDENT}.{entry}") };
        incident().set("/closing/breaches", json!([{"clause": clause, "entry": entry, "reason": "暴雨积水"}]))
    }

    #[test]
    fn nothing_missed_is_nothing_to_acknowledge() {
        trial(&RULE).adding(&incident()).passes();
    }

    #[test]
    fn a_late_head_is_acknowledged() {
        trial(&RULE).beside(&late()).adding(&incident()).fails_at("/closing/breaches");
        trial(&RULE).beside(&late()).adding(&owning_up("E-2.1", "li-na-002")).passes();
        trial(&RULE).beside(&late()).adding(&owning_up("E-2.1", "li-na-003")).fails_at("/closing/breaches");
    }

    #[test]
    fn a_head_who_never_came_is_acknowledged() {
        let gone = |scene: Scene| scene.without(&entry_path("li-na-003"));
        trial(&RULE).scene(gone).adding(&incident()).fails_at("/closing/breaches");
        trial(&RULE).scene(gone).adding(&owning_up("E-2.1", "li-na-002")).passes();
    }

    #[test]
    fn a_report_the_general_manager_never_had_is_acknowledged() {
        let gone = |scene: Scene| scene.without(&entry_path("li-na-007"));
        trial(&RULE).scene(gone).adding(&incident()).fails_at("/closing/breaches");
        trial(&RULE).scene(gone).adding(&owning_up("E-3.1", "无")).passes();
    }
}
