//! The course of a closed incident holds every kind of event (E-4).

use super::closed;
use crate::record::Kind;
use crate::record::incident_entry::What;
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "course_incomplete",
    clauses: &["E-2.1", "E-4"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text { zh: "结案时过程记录不全", en: "an incident was closed with an incomplete course" },
    explanation: Explanation {
        checks: Text {
            zh: "结案的事件中，通知过至少一位部门负责人，并有到位、领导指示、应对措施的记录各至少一件（接报即事件本身）。",
            en: "A closed incident notified one head at least, and has at least one arrival, one instruction and one measure (the report itself is its intake).",
        },
        why: Text {
            zh: "E-4：“对接收突发事件报告的时间、相关人员到位时间、领导的指示、采取的应对措施等全过程要做全面详细记录。”",
            en: "E-4: record the time of receiving the report, the arrival of people, the leaders' instructions and the measures taken.",
        },
        fails: Text {
            zh: "结案了，过程中没有一件“应对措施”。", en: "Closed, and not one `measure` in its course."
        },
        fix: Text {
            zh: "补记缺的那一类，发生时间写实际时间。",
            en: "Log what is missing, with the true time of the event.",
        },
    },
    check,
};

texts! {
    HEAD: "没有通知任何部门负责人", "no department head was notified";
    ARRIVAL: "没有人员到位的记录", "nobody is recorded as having arrived";
    INSTRUCTION: "没有领导指示的记录", "no leader's instruction is recorded";
    MEASURE: "没有应对措施的记录", "no measure is recorded";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some((incident, closing)) = closed(case) else {
        return;
    };
    let course = Course::of(case.world.records, &incident.id).recorded_by(closing.at);
    let any = |kinds: &[What]| kinds.iter().any(|what| course.first(*what).is_some());
    for (kinds, missing) in [
        (&[What::HeadNotified][..], &HEAD),
        (&[What::HeadArrived, What::Arrival], &ARRIVAL),
        (&[What::Instruction], &INSTRUCTION),
        (&[What::Measure], &MEASURE),
    ] {
        if !any(kinds) {
            faults.at("/closing", missing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{entry_path, incident, trial};

    #[test]
    fn a_whole_course_is_fine() {
        trial(&RULE).adding(&incident()).passes();
    }

    #[test]
    fn each_kind_is_missed() {
        for gone in [&["li-na-002"][..], &["li-na-003", "chen-jing-001"], &["zhao-lei-002"], &["zhao-lei-008"]] {
            trial(&RULE)
                .scene(|scene| gone.iter().fold(scene, |scene, name| scene.without(&entry_path(name))))
                .adding(&incident())
                .fails_at("/closing");
        }
    }

    #[test]
    fn one_kind_of_arrival_is_enough() {
        trial(&RULE).scene(|scene| scene.without(&entry_path("chen-jing-001"))).adding(&incident()).passes();
    }
}
