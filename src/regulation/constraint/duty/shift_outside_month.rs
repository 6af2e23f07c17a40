//! A shift goes forward in time and belongs to its roster's month (D-1).

use crate::record::Kind;
use crate::record::duty_roster::DutyRoster;
use crate::record::id::RosterId;
use crate::regulation::duty::Span;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "shift_outside_month",
    clauses: &["D-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::DutyRoster],
    title: Text { zh: "班次不在本月", en: "a shift does not belong to the roster's month" },
    explanation: Explanation {
        checks: Text {
            zh: "班次和调班的止晚于起，与本月有重叠，且不伸出前一个月之首、后一个月之末。",
            en: "A shift or change ends after it begins, shares time with the roster's month, and reaches no further than the start of the month before and the end of the month after.",
        },
        why: Text {
            zh: "D-1：班次按月入表，查某一刻谁值班时只读当月和前后两月；写在别处的班次查不到。",
            en: "D-1: shifts are kept by month, and whoever asks who is on duty reads that month and its neighbours; a shift kept elsewhere is not found.",
        },
        fails: Text {
            zh: "三月的值班表里有一个四月的班次。", en: "The roster of March has a shift in April."
        },
        fix: Text {
            zh: "改正起止时间，或把班次写到它所在月份的值班表。",
            en: "Correct the times, or write the shift into the roster of its month.",
        },
    },
    check,
};

texts! {
    BACKWARDS: "止 {to} 不晚于起 {from}", "it ends at {to}, not after its beginning {from}";
    ELSEWHERE: "{from} 至 {to} 与 {month} 没有重叠", "{from} until {to} shares no time with {month}";
    TOO_FAR: "{from} 至 {to} 伸出前后一个月之外", "{from} until {to} reaches beyond the months beside";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(roster) = case.form::<DutyRoster>() else {
        return;
    };
    let shifts = roster.plan.shifts.iter().map(|shift| Span { from: shift.starts_at, to: shift.ends_at });
    let shifts = shifts.enumerate().map(|(index, span)| (format!("/plan/shifts/{index}"), span));
    let changes = roster.changes.iter().map(|change| Span { from: change.starts_at, to: change.ends_at });
    let changes = changes.enumerate().map(|(index, span)| (format!("/changes/{index}"), span));
    let month = Span { from: roster.id.starts_at(), to: roster.id.ends_at() };
    let widest = Span {
        from: roster.id.previous().map_or(month.from, |before| before.starts_at()),
        to: roster.id.next().map_or(month.to, |after| RosterId::ends_at(&after)),
    };
    for (pointer, span) in shifts.chain(changes) {
        let wrong = if span.is_empty() {
            &BACKWARDS
        } else if span.shared(month).is_none() {
            &ELSEWHERE
        } else if span.from < widest.from || span.to > widest.to {
            &TOO_FAR
        } else {
            continue;
        };
        let place = if span.is_empty() { format!("{pointer}/ends_at") } else { pointer };
        let said = Message::new(wrong).with("from", span.from).with("to", span.to).with("month", &roster.id);
        faults.at(place, said);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_roster, shift, trial};

    #[test]
    fn a_shift_may_reach_over_the_edge_of_its_month() {
        trial(&RULE)
            .adding(&duty_roster("2026-03").set("/plan/shifts/1/ends_at", "2026-04-01T08:00:00+08:00"))
            .passes();
    }

    #[test]
    fn a_shift_ends_after_it_begins() {
        trial(&RULE)
            .adding(&duty_roster("2026-03").set("/plan/shifts/0/ends_at", "2026-03-01T00:00:00+08:00"))
            .fails_at("/plan/shifts/0/ends_at");
    }

    #[test]
    fn a_shift_of_another_month_belongs_there() {
        let april = shift("2026-04-01T00:00:00+08:00", "2026-04-02T00:00:00+08:00", "甲组");
        trial(&RULE).adding(&duty_roster("2026-03").set("/plan/shifts/-", april)).fails_at("/plan/shifts/2");
    }

    #[test]
    fn a_shift_does_not_reach_past_the_month_after() {
        trial(&RULE)
            .adding(&duty_roster("2026-03").set("/plan/shifts/1/ends_at", "2026-05-01T00:00:01+08:00"))
            .fails_at("/plan/shifts/1");
    }
}
