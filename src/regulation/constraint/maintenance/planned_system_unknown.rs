//! A planned item concerns a system of the plan, or all of them (M-2.D).

use crate::record::Kind;
use crate::record::plan::{ALL_SYSTEMS, Plan};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "planned_system_unknown",
    clauses: &["M-2", "M-2.D"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Plan],
    title: Text {
        zh: "计划项的系统不在系统清单中", en: "an item names a system that the plan does not list"
    },
    explanation: Explanation {
        checks: Text {
            zh: "计划项的 system 是系统清单中的一个，或写“全部”。",
            en: "`system` of an item is one of the list of systems, or 全部.",
        },
        why: Text {
            zh: "M-2.D 对“所有系统”检测：清单即“所有”，计划项与清单对不上就无从核对。",
            en: "M-2.D concerns all systems: the list says which, and an item that is not on it cannot be compared.",
        },
        fails: Text {
            zh: "系统清单为视频监控，计划项写“门禁”。",
            en: "The list has the video system and an item names access control.",
        },
        fix: Text {
            zh: "改正系统名称，或把系统补入清单。", en: "Correct the name, or add the system to the list."
        },
    },
    check,
};

texts! {
    UNKNOWN: "{system} 不在系统清单中", "{system} is not on the list of systems";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(plan) = case.form::<Plan>() else {
        return;
    };
    for (n, item) in plan.preparation.items.iter().enumerate() {
        if item.system != ALL_SYSTEMS && !plan.preparation.systems.contains(&item.system) {
            let place = format!("/preparation/items/{n}/system");
            faults.at(place, Message::new(&UNKNOWN).with("system", &item.system));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{plan, trial};

    #[test]
    fn listed_systems_and_all_of_them_are_fine() {
        trial(&RULE).adding(&plan()).passes();
    }

    #[test]
    fn a_system_that_is_not_listed_is_noticed() {
        let other = plan().set("/preparation/items/0/system", "周界报警");
        trial(&RULE).adding(&other).fails_at("/preparation/items/0/system");
    }
}
