//! An incident's key is its intake's day and officer (E-1.1).

use crate::record::Kind;
use crate::record::incident::Incident;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "incident_key_differs",
    clauses: &["E-1.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text { zh: "事件编号与接报不符", en: "an incident's key says something else than its intake" },
    explanation: Explanation {
        checks: Text {
            zh: "编号开头的日期和接报人，即接报时间之日和接报人。",
            en: "The day and officer that begin the key are those of the intake.",
        },
        why: Text {
            zh: "E-1.1：接报由应急值班人员“详细记录”。编号由日期、接报人和当日序号组成，两人同时接报才不冲突。",
            en: "E-1.1: the duty officer records in detail. The key is made of day, officer and number, so that two officers never collide.",
        },
        fails: Text {
            zh: "编号为 20250318-li-na-E01，接报人却是 chen-jing。",
            en: "The key is 20250318-li-na-E01 and the report was received by chen-jing.",
        },
        fix: Text {
            zh: "用 weibao incident open，编号自动生成。",
            en: "Use `weibao incident open`, which makes the key.",
        },
    },
    check,
};

texts! {
    WRONG: "编号应以 {wanted} 开头", "the key must begin with {wanted}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(incident) = case.form::<Incident>() else {
        return;
    };
    let intake = &incident.intake;
    let wanted = format!("{}-{}", intake.received_at.day().format("%Y%m%d"), intake.received_by);
    if incident.id.day_and_officer() != wanted {
        faults.at("/id", Message::new(&WRONG).with("wanted", wanted));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{open_incident, trial};

    #[test]
    fn the_key_names_day_and_officer() {
        trial(&RULE).adding(&open_incident()).passes();
    }

    #[test]
    fn another_officer_has_another_key() {
        trial(&RULE).adding(&open_incident().set("/intake/received_by", "chen-jing")).fails_at("/id");
    }

    #[test]
    fn the_day_is_that_of_china() {
        let before_midnight = open_incident().set("/intake/received_at", "2025-03-18T23:59:59+08:00");
        trial(&RULE).adding(&before_midnight).passes();
        trial(&RULE).adding(&before_midnight.set("/intake/received_at", "2025-03-18T16:00:00+00:00")).fails_at("/id");
    }
}
