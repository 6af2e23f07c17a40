//! Who leads a group is on duty with it (D-1).

use crate::record::Kind;
use crate::record::duty_roster::DutyRoster;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "leader_not_in_group",
    clauses: &["D-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::DutyRoster],
    title: Text { zh: "组长不在组内", en: "a group's leader is not in the group" },
    explanation: Explanation {
        checks: Text {
            zh: "组长是该组组员之一；调班的组长是所列当班人员之一。",
            en: "A group's leader is one of its members; in a change the leader is one of those listed.",
        },
        why: Text {
            zh: "D-1：“分组值班，随时待命”。当班有事先找组长，组长不在班就找不到人。",
            en: "D-1: duty in groups, on call at any time. Whoever calls asks for the leader first; a leader who is not on duty is not there.",
        },
        fails: Text {
            zh: "甲组组长为 zhao-lei，组员中没有他。",
            en: "The leader of 甲组 is zhao-lei, who is not among its members.",
        },
        fix: Text {
            zh: "把组长列入组员，或改由组员任组长。",
            en: "List the leader among the members, or let a member lead.",
        },
    },
    check,
};

texts! {
    ABSENT: "组长 {who} 不在组员之中", "the leader {who} is not among the members";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(roster) = case.form::<DutyRoster>() else {
        return;
    };
    let groups = roster.plan.groups.iter().map(|group| (&group.leader, &group.members));
    let groups = groups.enumerate().map(|(index, team)| (format!("/plan/groups/{index}/leader"), team));
    let changes = roster.changes.iter().map(|change| (&change.leader, &change.members));
    let changes = changes.enumerate().map(|(index, team)| (format!("/changes/{index}/leader"), team));
    for (pointer, (leader, members)) in groups.chain(changes) {
        if !members.contains(leader) {
            faults.at(pointer, Message::new(&ABSENT).with("who", leader));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_change, duty_roster, trial};

    #[test]
    fn a_leader_among_the_members_is_fine() {
        trial(&RULE).adding(&duty_roster("2026-03").set("/changes/-", duty_change("wu-gang"))).passes();
    }

    #[test]
    fn a_leader_from_outside_is_refused() {
        trial(&RULE)
            .adding(&duty_roster("2026-03").set("/plan/groups/0/leader", "zhao-lei"))
            .fails_at("/plan/groups/0/leader");
    }

    #[test]
    fn the_leader_of_a_change_is_on_duty_too() {
        let mut change = duty_change("wu-gang");
        change["leader"] = "zhao-lei".into();
        trial(&RULE).adding(&duty_roster("2026-03").set("/changes/-", change)).fails_at("/changes/0/leader");
    }
}
