//! Somebody is on duty at every moment of a month (D-1).

use crate::record::Kind;
use crate::record::duty_roster::{DutyRoster, RosterState};
use crate::record::id::RosterId;
use crate::regulation::duty::{self, Span, Watch};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "gap_in_roster",
    clauses: &["D-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::DutyRoster],
    title: Text { zh: "值班表有空档", en: "a roster leaves moments without anyone on duty" },
    explanation: Explanation {
        checks: Text {
            zh: "已公布的值班表，加上前后两个月伸入本月的班次，盖满本月每一秒；改动一表时，前后两个月也不因此出现空档。",
            en: "A published roster, together with shifts of the months before and after that reach into it, covers every second of its month; changing one opens no gap in the months beside it.",
        },
        why: Text {
            zh: "D-1：“分组值班，随时待命，保证电话通畅，以便随时提供服务。”“随时”即一日二十四小时、全年不断，月末、年末交接处也不例外。",
            en: "D-1: duty in groups, on call at any time. Any time means day and night, every day, across the ends of months and years.",
        },
        fails: Text {
            zh: "一班止于 08:00，下一班起于 08:30。",
            en: "One shift ends at 08:00 and the next begins at 08:30.",
        },
        fix: Text {
            zh: "补上或延长班次，使首尾相接；已公布的，用调班（changes）补上。",
            en: "Add or lengthen a shift so that one joins the next; once published, fill the time with a change (`changes`).",
        },
    },
    check,
};

texts! {
    OPEN: "{from} 至 {to} 无人值班", "nobody is on duty from {from} until {to}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(roster) = case.form::<DutyRoster>().filter(|roster| roster.state == RosterState::Published) else {
        return;
    };
    // A roster that comes in adds cover and takes none away; one that changes may open a gap beside its month.
    let beside = case.old::<DutyRoster>().is_some_and(|before| before != roster);
    let others = [roster.id.previous(), roster.id.next()].into_iter().flatten().filter(|_| beside);
    let others = others.filter(|month| duty::published(case.world.records, month).is_some());
    for month in std::iter::once(roster.id.clone()).chain(others) {
        for gap in open(&month, &duty::around(case.world.records, &month)) {
            faults.at("/plan/shifts", Message::new(&OPEN).with("from", gap.from).with("to", gap.to));
        }
    }
}

fn open(month: &RosterId, watches: &[Watch]) -> Vec<Span> {
    duty::gaps(watches.iter().map(|watch| watch.span), Span { from: month.starts_at(), to: month.ends_at() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_roster, trial};

    const EIGHT: &str = "2026-04-01T08:00:00+08:00";

    #[test]
    fn shifts_that_join_cover_the_month() {
        trial(&RULE).adding(&duty_roster("2026-03")).passes();
    }

    #[test]
    fn one_second_between_two_shifts_is_a_gap() {
        trial(&RULE)
            .adding(&duty_roster("2026-03").set("/plan/shifts/0/ends_at", "2026-03-15T23:59:59+08:00"))
            .fails_at("/plan/shifts");
    }

    #[test]
    fn the_months_last_second_is_covered_too() {
        trial(&RULE)
            .adding(&duty_roster("2026-03").set("/plan/shifts/1/ends_at", "2026-03-31T23:59:59+08:00"))
            .fails_at("/plan/shifts");
    }

    #[test]
    fn the_last_shift_of_the_month_before_may_cover_the_first_hours() {
        let late_start = duty_roster("2026-04").set("/plan/shifts/0/starts_at", EIGHT);
        trial(&RULE).adding(&late_start).fails_at("/plan/shifts");
        let reaching = duty_roster("2026-03").set("/plan/shifts/1/ends_at", EIGHT);
        trial(&RULE).beside(&reaching).adding(&late_start).passes();
    }

    #[test]
    fn a_shift_over_the_end_of_the_year_is_seen_from_both_years() {
        let december = duty_roster("2025-12").set("/plan/shifts/1/ends_at", "2026-01-01T08:00:00+08:00");
        let january = duty_roster("2026-01").set("/plan/shifts/0/starts_at", "2026-01-01T08:00:01+08:00");
        trial(&RULE).beside(&december).adding(&january).fails_at("/plan/shifts");
    }

    #[test]
    fn a_roster_does_not_open_a_gap_in_the_next_month_either() {
        let reaching = duty_roster("2026-03").set("/state", "draft").set("/plan/shifts/1/ends_at", EIGHT);
        let next = duty_roster("2026-04").set("/plan/shifts/0/starts_at", EIGHT);
        trial(&RULE)
            .beside(&next)
            .changing(&reaching, |draft| {
                draft.set("/state", "published").set("/plan/shifts/1/ends_at", "2026-04-01T07:59:59+08:00")
            })
            .fails_at("/plan/shifts");
    }

    #[test]
    fn a_draft_may_still_have_gaps() {
        trial(&RULE).adding(&duty_roster("2026-03").set("/state", "draft").drop("/plan/shifts/1")).passes();
    }
}
