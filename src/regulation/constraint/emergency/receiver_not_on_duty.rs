//! Whoever receives the report of an emergency is on duty (E-1.1, D-1).

use crate::record::Kind;
use crate::record::incident::Incident;
use crate::regulation::duty;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "receiver_not_on_duty",
    clauses: &["D-1", "E-1.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text { zh: "接报人不在值班表上", en: "whoever received the report was not on the duty roster" },
    explanation: Explanation {
        checks: Text {
            zh: "接报人在接报时刻按已公布的值班表当班；该月没有已公布的值班表的，无从当班。",
            en: "Whoever received the report was on duty at that moment by a published roster; a month without one has nobody on duty.",
        },
        why: Text {
            zh: "E-1.1：“应急值班人员接到……报告、电话、传真等后”。接报的是当班的值班人员（D-1）。",
            en: "E-1.1: the duty officer, on receiving a report, call or fax. The one who receives is on duty by the roster (D-1).",
        },
        fails: Text {
            zh: "18 日当班的是乙组，接报人却是甲组的。",
            en: "Group 乙 was on duty on the 18th, and the report was received by one of group 甲.",
        },
        fix: Text {
            zh: "接报人写实际接报的当班人员；临时替班的，先在值班表登记调班。",
            en: "Name the one on duty who received it; when somebody stood in, enter the change in the roster first.",
        },
    },
    check,
};

texts! {
    WRONG: "{who} 在 {at} 不当班", "{who} was not on duty at {at}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(intake) = case.form::<Incident>().map(|incident| &incident.intake) else {
        return;
    };
    let watches = duty::on_duty(case.world.records, intake.received_at);
    if !watches.iter().any(|watch| watch.has(&intake.received_by)) {
        let wrong = Message::new(&WRONG).with("who", &intake.received_by).with("at", intake.received_at);
        faults.at("/intake/received_by", wrong);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{open_incident, trial};

    #[test]
    fn the_officer_on_duty_receives_the_report() {
        trial(&RULE).adding(&open_incident()).passes();
    }

    #[test]
    fn another_group_is_not_on_duty() {
        trial(&RULE).adding(&open_incident().set("/intake/received_by", "zhang-wei")).fails_at("/intake/received_by");
    }

    #[test]
    fn the_groups_change_at_midnight() {
        let at = |at: &str| open_incident().set("/intake/received_by", "zhang-wei").set("/intake/received_at", at);
        trial(&RULE).adding(&at("2025-03-15T23:59:59+08:00")).passes();
        trial(&RULE).adding(&at("2025-03-16T00:00:00+08:00")).fails_at("/intake/received_by");
    }

    #[test]
    fn without_a_roster_nobody_is_on_duty() {
        trial(&RULE)
            .scene(|scene| scene.without("records/duty-roster/2025/2025-03.json"))
            .adding(&open_incident())
            .fails_at("/intake/received_by");
    }
}
