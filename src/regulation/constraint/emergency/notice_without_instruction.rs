//! Departments are told of instructions that leaders gave (E-2.3).

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
    id: "notice_without_instruction",
    clauses: &["E-2.3", "E-3.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text {
        zh: "传达的指示不在此前的记录中",
        en: "a department was told of an instruction that was not logged before",
    },
    explanation: Explanation {
        checks: Text {
            zh: "“传达指示”所指的是本事件的一件“领导指示”，且不早于它；确认时间不早于传达。",
            en: "What is conveyed is an `instruction` of the same incident that was given no later; it was acknowledged no earlier than conveyed.",
        },
        why: Text {
            zh: "E-2.3：“根据公司领导的指示通知各相关部门开展紧急处置工作。”先有指示，后有通知。",
            en: "E-2.3: per the leaders' instructions, notify departments to begin urgent handling. The instruction comes first.",
        },
        fails: Text { zh: "传达所指的是一件“应对措施”。", en: "A notice that refers to a `measure`." },
        fix: Text {
            zh: "先记“领导指示”，再在“传达指示”里写它的编号。",
            en: "Log the instruction first and refer to its entry.",
        },
    },
    check,
};

texts! {
    NONE: "{entry} 不是本事件的领导指示", "{entry} is no instruction of this incident";
    BEFORE: "{at} 传达，{given} 才有指示", "conveyed at {at}, yet the instruction came at {given}";
    EARLY: "{ack} 确认，早于传达 {at}", "acknowledged at {ack}, before it was conveyed at {at}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    let Some(conveyed) = &entry.conveyed else {
        return;
    };
    let course = Course::of(case.world.records, &entry.incident);
    match course.entry(&conveyed.instruction).filter(|it| it.what == What::Instruction) {
        None => faults.at("/conveyed/instruction", Message::new(&NONE).with("entry", &conveyed.instruction)),
        Some(given) if given.at > entry.at => {
            faults.at("/at", Message::new(&BEFORE).with("at", entry.at).with("given", given.at));
        }
        Some(_) => {}
    }
    if let Some(ack) = conveyed.acknowledged_at.as_option().filter(|ack| **ack < entry.at) {
        let early = Message::new(&EARLY).with("ack", ack).with("at", entry.at);
        faults.at("/conveyed/acknowledged_at", early);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{INCIDENT, incident_entry, trial};

    #[test]
    fn an_instruction_is_conveyed() {
        trial(&RULE).adding(&incident_entry("li-na-004")).passes();
    }

    #[test]
    fn a_measure_is_no_instruction() {
        let wrong = incident_entry("li-na-004").set("/conveyed/instruction", format!("{INCIDENT}.zhao-lei-008"));
        trial(&RULE).adding(&wrong).fails_at("/conveyed/instruction");
    }

    #[test]
    fn nothing_is_conveyed_before_it_is_said() {
        trial(&RULE).adding(&incident_entry("li-na-004").set("/at", "2025-03-18T09:30:59+08:00")).fails_at("/at");
    }

    #[test]
    fn nobody_acknowledges_what_they_have_not_heard() {
        trial(&RULE)
            .adding(&incident_entry("li-na-004").set("/conveyed/acknowledged_at", "2025-03-18T09:35:59+08:00"))
            .fails_at("/conveyed/acknowledged_at");
    }
}
