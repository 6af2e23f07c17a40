//! A shift has people: its group is one of the roster's, and somebody of it is employed then (D-1).

use crate::record::Kind;
use crate::record::duty_roster::DutyRoster;
use crate::regulation::duty;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "empty_shift",
    clauses: &["D-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::DutyRoster],
    title: Text { zh: "班次无人", en: "a shift has nobody in it" },
    explanation: Explanation {
        checks: Text {
            zh: "每个班次写的组是本表所列的组，且组内至少一人在班次期间在职。",
            en: "The group that a shift names is one of the roster's, and at least one of its members is employed during the shift.",
        },
        why: Text {
            zh: "D-1：“分组值班”。写了时间而没有人的班次，等于没有值班。",
            en: "D-1: duty in groups. A shift with a time and no people is no duty.",
        },
        fails: Text {
            zh: "班次写“丙组”，而组别只有甲组、乙组。",
            en: "A shift names 丙组, and the groups are 甲组 and 乙组.",
        },
        fix: Text {
            zh: "改正组名，或在组别中加上该组，或换在职的人。",
            en: "Correct the group's name, add the group, or put employed people into it.",
        },
    },
    check,
};

texts! {
    UNKNOWN: "没有名为“{group}”的组", "there is no group called {group}";
    NOBODY: "“{group}”在班次期间无人在职", "nobody of {group} is employed during the shift";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(roster) = case.form::<DutyRoster>() else {
        return;
    };
    for (index, shift) in roster.plan.shifts.iter().enumerate() {
        if roster.group(&shift.group).is_none() {
            faults.at(format!("/plan/shifts/{index}/group"), Message::new(&UNKNOWN).with("group", &shift.group));
        }
    }
    for watch in duty::watches(roster).iter().filter(|watch| !watch.members.is_empty()) {
        if duty::is_deserted(case.world.records, watch) {
            let group = watch.group.as_deref().unwrap_or_else(|| watch.members[0].as_str());
            faults.at(watch.pointer.clone(), Message::new(&NOBODY).with("group", group));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_roster, staff, trial};

    #[test]
    fn a_shift_of_a_listed_group_is_fine() {
        trial(&RULE).adding(&duty_roster("2026-03")).passes();
    }

    #[test]
    fn a_shift_of_an_unlisted_group_is_empty() {
        trial(&RULE)
            .adding(&duty_roster("2026-03").set("/plan/shifts/0/group", "丙组"))
            .fails_at("/plan/shifts/0/group");
    }

    #[test]
    fn a_shift_whose_people_have_all_left_is_empty() {
        trial(&RULE)
            .beside(&staff("sun-tao").set("/left_on", "2026-03-20"))
            .beside(&staff("wu-gang").set("/left_on", "2026-03-30"))
            .adding(&duty_roster("2026-03"))
            .fails_at("/plan/shifts/1");
    }

    #[test]
    fn one_who_stays_is_enough() {
        trial(&RULE).beside(&staff("sun-tao").set("/left_on", "2026-03-20")).adding(&duty_roster("2026-03")).passes();
    }
}
