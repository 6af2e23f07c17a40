//! A group's name stands for one group: shifts refer to it (D-1).

use std::collections::BTreeSet;

use crate::record::Kind;
use crate::record::duty_roster::DutyRoster;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "group_named_twice",
    clauses: &["D-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::DutyRoster],
    title: Text { zh: "两个组同名", en: "two groups have the same name" },
    explanation: Explanation {
        checks: Text {
            zh: "同一值班表中各组的组名互不相同。", en: "The groups of a roster have names that differ."
        },
        why: Text {
            zh: "D-1：“分组值班”。班次按组名写明谁值班，组名重复就说不清是谁。",
            en: "D-1: duty in groups. A shift says by the group's name who is on duty; with two of that name it says nothing.",
        },
        fails: Text { zh: "组别中有两个“甲组”。", en: "Two of the groups are called 甲组." },
        fix: Text {
            zh: "给其中一组另起名，并改正所涉班次。",
            en: "Give one of them another name and correct its shifts.",
        },
    },
    check,
};

texts! {
    TWICE: "组名“{name}”已用过", "the name {name} is taken already";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(roster) = case.form::<DutyRoster>() else {
        return;
    };
    let mut seen = BTreeSet::new();
    for (index, group) in roster.plan.groups.iter().enumerate() {
        if !seen.insert(group.name.as_str()) {
            faults.at(format!("/plan/groups/{index}/name"), Message::new(&TWICE).with("name", &group.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_roster, trial};

    #[test]
    fn groups_with_names_of_their_own_are_fine() {
        trial(&RULE).adding(&duty_roster("2026-03")).passes();
    }

    #[test]
    fn a_second_group_of_the_same_name_is_refused() {
        trial(&RULE).adding(&duty_roster("2026-03").set("/plan/groups/1/name", "甲组")).fails_at("/plan/groups/1/name");
    }
}
