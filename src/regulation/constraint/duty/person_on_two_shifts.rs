//! One person is not on duty twice at the same time (D-1).

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
    id: "person_on_two_shifts",
    clauses: &["D-1"],
    class: Class::Policy,
    severity: Severity::Warning,
    kinds: &[Kind::DutyRoster],
    title: Text { zh: "一人同时排了两班", en: "one person is on two shifts at once" },
    explanation: Explanation {
        checks: Text {
            zh: "同一人在同一时刻只在一个班次当班；前后两个月伸入的班次一并比较。备班不算当班。",
            en: "At any moment a person is on duty in one shift only, shifts reaching over from the months beside included. Standing by is not being on duty.",
        },
        why: Text {
            zh: "D-1：“分组值班，随时待命”。一人顶两班，实际在班的人比表上少。",
            en: "D-1: duty in groups, on call at any time. When one person stands for two, fewer are on duty than the roster says.",
        },
        fails: Text {
            zh: "zhang-wei 在甲组 08:00–20:00，又在乙组 18:00–24:00。",
            en: "Zhang Wei is on duty with 甲组 from 8 to 20 and with 乙组 from 18 to 24.",
        },
        fix: Text {
            zh: "错开班次，或其中一班换人。", en: "Move one of the shifts, or put someone else into it."
        },
    },
    check,
};

texts! {
    TWICE: "{who} 在 {from} 至 {to} 同时排了两班", "{who} is on two shifts from {from} until {to}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(roster) = case.form::<DutyRoster>() else {
        return;
    };
    let months = [roster.id.previous(), roster.id.next()].into_iter().flatten();
    let beside = months.filter_map(|month| duty::published(case.world.records, &month));
    let mut all: Vec<_> = beside.flat_map(|other| duty::watches(&other)).chain(duty::watches(roster)).collect();
    all.sort_by_key(|watch| watch.span);
    for (index, first) in all.iter().enumerate() {
        for second in all[index + 1..].iter().take_while(|second| second.span.from < first.span.to) {
            let here = [second, first].into_iter().find(|watch| watch.roster == roster.id);
            let (Some(here), Some(both)) = (here, first.span.shared(second.span)) else {
                continue;
            };
            for who in first.members.iter().filter(|who| second.has(who)) {
                let twice = Message::new(&TWICE).with("who", who).with("from", both.from).with("to", both.to);
                faults.at(here.pointer.clone(), twice);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_roster, shift, trial};

    #[test]
    fn shifts_that_only_touch_do_not_overlap() {
        let joined = duty_roster("2026-03").set("/plan/groups/1/members/-", "li-na");
        trial(&RULE).adding(&joined).passes();
    }

    #[test]
    fn two_shifts_of_one_person_at_once_are_shown() {
        let again = shift("2026-03-15T23:00:00+08:00", "2026-03-16T00:00:00+08:00", "乙组");
        trial(&RULE)
            .adding(&duty_roster("2026-03").set("/plan/groups/1/members/-", "li-na").set("/plan/shifts/-", again))
            .fails_at("/plan/shifts/2");
    }

    #[test]
    fn a_shift_reaching_over_from_the_month_before_is_compared_too() {
        let february = duty_roster("2026-02")
            .set("/plan/groups/1/members/-", "li-na")
            .set("/plan/shifts/1/ends_at", "2026-03-01T08:00:00+08:00");
        trial(&RULE).beside(&february).adding(&duty_roster("2026-03")).fails_at("/plan/shifts/0");
    }
}
