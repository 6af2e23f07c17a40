//! A head that arrived late is declared late (E-2.1, D8).

use crate::record::Kind;
use crate::record::incident_entry::{IncidentEntry, What};
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "head_late_undeclared",
    clauses: &["E-2.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "负责人逾期到位未作说明", en: "a head arrived late and no entry says so" },
    explanation: Explanation {
        checks: Text {
            zh: "部门负责人到位晚于其接到通知后 20 分钟的（恰 20:00 不算晚），“负责人到位”或“通知负责人”中须有 late。",
            en: "When a head arrived later than 20 minutes after their notification (exactly 20:00 is in time), the arrival or the notification holds `late`.",
        },
        why: Text {
            zh: "E-2.1：“公司相关部门负责人接到事件报告后，必须在20分钟内赶到办公室”。逾期照收，但须写明原因，计为逾期，结案时认可。",
            en: "E-2.1: the head of the department concerned must reach the office within 20 minutes of receiving the report. Lateness is let in, says why, counts as late, and is acknowledged at closing.",
        },
        fails: Text {
            zh: "09:08:00 接到通知，09:28:01 到位，没有 late。",
            en: "Notified at 09:08:00, there at 09:28:01, and no `late`.",
        },
        fix: Text {
            zh: "在本件写 late.reason；时间保持真实。",
            en: "Add `late.reason` to this entry; leave the true times.",
        },
    },
    check,
};

texts! {
    WRONG: "{who} {at} 到位，期限 {deadline}，没有逾期说明", "{who} arrived at {at}, due by {deadline}, and lateness is not declared";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    if !matches!(entry.what, What::HeadNotified | What::HeadArrived) {
        return;
    }
    let course = Course::of(case.world.records, &entry.incident);
    for head in course.heads() {
        let Some(arrived) = head.arrived.filter(|arrived| arrived.at > head.deadline()) else {
            continue;
        };
        let concerned = [&head.notified.id, &arrived.id].contains(&&entry.id);
        if concerned && !head.declared() {
            let wrong = Message::new(&WRONG).with("who", head.person).with("at", arrived.at);
            faults.at("/at", wrong.with("deadline", head.deadline()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, INCIDENT, entry_of, incident_entry, trial};
    use serde_json::json;

    fn arrived(at: &str) -> Draft {
        incident_entry("li-na-003").set("/at", at)
    }

    #[test]
    fn a_second_before_twenty_minutes_is_in_time() {
        trial(&RULE).adding(&arrived("2025-03-18T09:27:59+08:00")).passes();
    }

    #[test]
    fn exactly_twenty_minutes_is_in_time() {
        trial(&RULE).adding(&arrived("2025-03-18T09:28:00+08:00")).passes();
    }

    #[test]
    fn a_second_after_is_late() {
        trial(&RULE).adding(&arrived("2025-03-18T09:28:01+08:00")).fails_at("/at");
    }

    #[test]
    fn declared_lateness_is_let_in() {
        trial(&RULE).adding(&arrived("2025-03-18T09:40:00+08:00").set("/late", json!({"reason": "堵车"}))).passes();
    }

    #[test]
    fn a_notification_entered_after_the_arrival_may_declare_it() {
        let notified = incident_entry("li-na-002");
        let late = arrived("2025-03-18T09:40:00+08:00");
        trial(&RULE).beside(&late).adding(&notified).fails_at("/at");
        trial(&RULE).beside(&late).adding(&notified.set("/late", json!({"reason": "堵车"}))).passes();
    }

    #[test]
    fn an_arrival_counts_from_its_own_heads_notification() {
        let second = entry_of(
            "li-na-009",
            "head_notified",
            "2025-03-18T09:50:00+08:00",
            json!({"person": "wu-gang", "department": "库房", "channel": "phone"}),
        );
        let there = entry_of("wu-gang-001", "head_arrived", "2025-03-18T10:10:00+08:00", json!({"person": "wu-gang"}));
        trial(&RULE).beside(&second).adding(&there).passes();
    }

    #[test]
    fn a_late_arrival_that_was_corrected_no_longer_counts() {
        let right = entry_of("li-na-009", "head_arrived", "2025-03-18T09:27:00+08:00", json!({"person": "zhao-lei"}))
            .set("/corrects", json!({"entry": format!("{INCIDENT}.li-na-003"), "reason": "时间误记"}));
        trial(&RULE).beside(&right).adding(&arrived("2025-03-18T09:40:00+08:00")).passes();
    }
}
