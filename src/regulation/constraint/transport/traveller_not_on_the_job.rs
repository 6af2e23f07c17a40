//! Who travelled is one of those who did the work (V-1 to V-3).

use super::travel::{KINDS, Travel};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "traveller_not_on_the_job",
    clauses: &["V-1", "V-2", "V-3"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: KINDS,
    title: Text { zh: "出行人不是本次服务人员", en: "the traveller is not one of those who did the work" },
    explanation: Explanation {
        checks: Text {
            zh: "出行人是派单中的维修人员之一，或上门回访的回访人。",
            en: "The traveller is one of the technicians dispatched, or the visitor of the callback.",
        },
        why: Text {
            zh: "V-1 至 V-3 约束维修人员的出行；写成他人，“经部门主管同意”（同意人不是出行人）就无从核对。",
            en: "V-1 to V-3 bind those who go to the site; under another name it could not be seen that the supervisor who consents is not the one who rides.",
        },
        fails: Text {
            zh: "派单写张伟，trip.traveller 写李娜。",
            en: "zhang-wei was dispatched and `trip.traveller` is li-na.",
        },
        fix: Text {
            zh: "改正出行人，或补全维修人员。",
            en: "Correct the traveller, or complete the list of technicians.",
        },
    },
    check,
};

texts! {
    WRONG: "{who} 不在本次服务人员之中", "{who} is not one of those who did the work";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(Travel { trip, workers, .. }) = Travel::of(case) else {
        return;
    };
    if !workers.is_empty() && !workers.contains(&trip.traveller) {
        faults.at("/trip/traveller", Message::new(&WRONG).with("who", &trip.traveller));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, ticket, travelled, trial};

    #[test]
    fn who_was_dispatched_travels() {
        trial(&RULE).adding(&ticket(1).set("/dispatch/technicians/-", "sun-tao")).passes();
    }

    #[test]
    fn nobody_travels_for_another() {
        trial(&RULE).adding(&ticket(1).set("/trip/traveller", "li-na")).fails_at("/trip/traveller");
    }

    #[test]
    fn the_visitor_travels_to_a_visit() {
        let trip = travelled("sun-tao", "2025-04-10T09:20:00+08:00", "2025-04-10T10:00:00+08:00");
        trial(&RULE).adding(&onsite().set("/trip", trip)).fails_at("/trip/traveller");
    }
}
