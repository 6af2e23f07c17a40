//! The company is informed at once; later is pointed out (E-1.2).

use crate::record::Kind;
use crate::record::incident::Incident;
use crate::record::incident_entry::{IncidentEntry, What};
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "company_informed_late",
    clauses: &["E-1.2"],
    class: Class::Policy,
    severity: Severity::Warning,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "报告公司不够及时", en: "the company was not informed at once" },
    explanation: Explanation {
        checks: Text {
            zh: "最早一件“报告公司”晚于接报后 company_informed_minutes 分钟而没有 late 的予以提示；不拒收。",
            en: "When the first `company_informed` is later than company_informed_minutes after the report came in and holds no `late`, it is pointed out and not refused.",
        },
        why: Text {
            zh: "E-1.2：“同时，立即向公司报告。”条文未定分钟数，超过公司制度值只作提示。",
            en: "E-1.2: at the same time, report to the company immediately. The text gives no number; beyond the policy value it is pointed out only.",
        },
        fails: Text {
            zh: "09:05:00 接报，09:10:01 报告公司。",
            en: "Received at 09:05:00, the company informed at 09:10:01.",
        },
        fix: Text {
            zh: "时间保持真实；写 late.reason，结案时列明。",
            en: "Leave the time; write `late.reason` and list it at closing.",
        },
    },
    check,
};

texts! {
    WRONG: "接报 {minutes} 分钟后才报告公司，制度为 {most} 分钟", "the company was informed {minutes} minutes after the report came in; the policy says {most}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>().filter(|entry| entry.what == What::CompanyInformed) else {
        return;
    };
    let Some(incident) = case.world.records.get::<Incident>(&entry.incident.key(Kind::Incident)) else {
        return;
    };
    let received = incident.intake.received_at;
    let most = case.world.policies.number(&named::company_informed_minutes, received.day());
    let course = Course::of(case.world.records, &entry.incident);
    let first = course.first(What::CompanyInformed).is_some_and(|first| first.id == entry.id);
    if first && entry.late.is_none() && entry.at > received.plus_minutes(most) {
        let minutes = entry.at.seconds_since(received) / 60;
        faults.at("/at", Message::new(&WRONG).with("minutes", minutes).with("most", most));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, incident_entry, trial};

    fn informed(at: &str) -> Draft {
        incident_entry("li-na-001").set("/at", at).set("/recorded_at", at)
    }

    #[test]
    fn the_last_moment_is_at_once() {
        trial(&RULE).adding(&informed("2025-03-18T09:10:00+08:00")).passes();
    }

    #[test]
    fn a_second_after_is_pointed_out() {
        trial(&RULE).adding(&informed("2025-03-18T09:10:01+08:00")).fails_at("/at");
    }

    #[test]
    fn what_says_so_itself_is_not() {
        let late = informed("2025-03-18T09:20:00+08:00").set("/late", serde_json::json!({"reason": "线路占用"}));
        trial(&RULE).adding(&late).passes();
    }
}
