//! Every instruction is conveyed before an incident is closed (E-3.2).

use super::closed;
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
    id: "instruction_not_conveyed",
    clauses: &["E-2.3", "E-3.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text {
        zh: "结案时有指示未传达",
        en: "an incident was closed with an instruction that no department was told of",
    },
    explanation: Explanation {
        checks: Text {
            zh: "结案的事件中，每件“领导指示”都有“传达指示”。",
            en: "In a closed incident every `instruction` was conveyed.",
        },
        why: Text {
            zh: "E-3.2：“向相关部门传达领导对处置突发事件的指示和要求。”",
            en: "E-3.2: convey the leaders' instructions to the departments.",
        },
        fails: Text {
            zh: "总经理 09:31 有指示，没有任何部门得到传达。",
            en: "The general manager gave an instruction at 09:31, and no department was told.",
        },
        fix: Text {
            zh: "传达后记“传达指示”，写明指示的编号。",
            en: "Convey it and log `conveyed` with the instruction's entry.",
        },
    },
    check,
};

texts! {
    WRONG: "指示 {entry} 没有传达", "the instruction {entry} was not conveyed";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some((incident, closing)) = closed(case) else {
        return;
    };
    let course = Course::of(case.world.records, &incident.id).recorded_by(closing.at);
    for instruction in course.of_kind(What::Instruction) {
        let told = |entry: &IncidentEntry| {
            entry.conveyed.as_ref().is_some_and(|conveyed| conveyed.instruction == instruction.id)
        };
        if !course.of_kind(What::Conveyed).any(told) {
            faults.at("/closing", Message::new(&WRONG).with("entry", &instruction.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{entry_path, incident, trial};

    #[test]
    fn conveyed_instructions_are_fine() {
        trial(&RULE).adding(&incident()).passes();
    }

    #[test]
    fn an_instruction_is_not_kept_back() {
        trial(&RULE).scene(|scene| scene.without(&entry_path("li-na-004"))).adding(&incident()).fails_at("/closing");
    }
}
