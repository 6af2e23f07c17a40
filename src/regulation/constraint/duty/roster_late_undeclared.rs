//! A roster that is published late says so itself (D-1).

use crate::record::Kind;
use crate::record::duty_roster::DutyRoster;
use crate::regulation::finding::Faults;
use crate::regulation::obligation;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "roster_late_undeclared",
    clauses: &["D-1"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::DutyRoster],
    title: Text { zh: "值班表逾期公布而未作说明", en: "a roster published late is not declared late" },
    explanation: Explanation {
        checks: Text {
            zh: "上月已有值班表的，本月值班表晚于月初之前 roster_lead_days 天公布时，须有 late 一节。窗口与义务 roster_published 相同。",
            en: "Where the month before has a roster, one published later than roster_lead_days days before its month has a `late` section. The window is that of the obligation roster_published.",
        },
        why: Text {
            zh: "D-1：“随时待命”。没有事先公布的值班表，值班的人不知道自己当班。提前几天为公司制度值；逾期照收而计为逾期。",
            en: "D-1: on call at any time. Without a roster published beforehand nobody knows that they are on duty. How many days is a policy value; a late one is let in and counts as late.",
        },
        fails: Text {
            zh: "四月的值班表应于 3 月 28 日 24 时前公布，主管 3 月 30 日才签字，而没有 late。",
            en: "The roster of April was due by 24:00 of 28 March; the supervisor signed on 30 March, and there is no `late`.",
        },
        fix: Text {
            zh: "增加 late：写明原因，由主管或负责人认可并签字；不得把时间改早。",
            en: "Add `late`: the reason, acknowledged and signed by the supervisor or the person in charge; never move the time back.",
        },
    },
    check,
};

texts! {
    UNDECLARED: "{at} 公布，晚于截止 {deadline}，没有逾期说明", "published at {at}, after the deadline {deadline}, and lateness is not declared";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(roster) = case.form::<DutyRoster>().filter(|roster| roster.late.is_none()) else {
        return;
    };
    let Some(at) = roster.published_at() else {
        return;
    };
    if let Some(deadline) = obligation::roster_deadline(&roster.id, case.world)
        && at > deadline
    {
        faults.at("/plan/signatures", Message::new(&UNDECLARED).with("at", at).with("deadline", deadline));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, duty_roster, lateness, trial};

    fn april(approved_at: &str) -> Draft {
        duty_roster("2026-04").set("/plan/signatures/1/at", approved_at)
    }

    #[test]
    fn a_roster_published_by_the_deadline_is_in_time() {
        trial(&RULE).now("2026-04-02T12:00:00+08:00").adding(&april("2026-03-29T00:00:00+08:00")).passes();
    }

    #[test]
    fn one_second_later_is_late() {
        trial(&RULE)
            .now("2026-04-02T12:00:00+08:00")
            .adding(&april("2026-03-29T00:00:01+08:00"))
            .fails_at("/plan/signatures");
    }

    #[test]
    fn declared_lateness_is_let_in() {
        let late = april("2026-03-30T09:00:00+08:00").set("/late", lateness("2026-03-30T10:00:00+08:00"));
        trial(&RULE).now("2026-04-02T12:00:00+08:00").adding(&late).passes();
    }

    #[test]
    fn the_first_roster_of_all_is_never_late() {
        let alone = duty_roster("2026-03").set("/plan/signatures/1/at", "2026-03-02T09:00:00+08:00");
        trial(&RULE).adding(&alone).passes();
    }
}
