//! Maintenance done after its quarter says so itself (M-2).

use super::late;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "maintenance_late_undeclared",
    clauses: &["M-2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "逾期的维护保养未作逾期说明", en: "late maintenance is not declared late" },
    explanation: Explanation {
        checks: Text {
            zh: "完成的维护保养，work.ended_at 晚于到期事项的截止（季度末，或季度内服务期满之日）时，须有 late 一节。",
            en: "Done maintenance whose `work.ended_at` is after the deadline (the quarter’s end, or the last day of service in it) has a `late` section.",
        },
        why: Text {
            zh: "M-2：季度检查维护，每季度各项都要做完。逾期可以登记，但须写明，计为逾期。",
            en: "M-2: a quarterly check, all items within the quarter. Late work may be entered, but says so and counts as late.",
        },
        fails: Text {
            zh: "2026Q1 的维护保养 4 月 2 日结束，没有 late。",
            en: "The maintenance of 2026Q1 ended on 2 April, and there is no `late`.",
        },
        fix: Text {
            zh: "增加 late：写明原因，由主管或负责人确认并签字；不得把时间改早。",
            en: "Add `late`: the reason, acknowledged and signed by the supervisor or the person in charge; never move the time back.",
        },
    },
    check,
};

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if case.key.kind == Kind::Maintenance {
        late::undeclared(case, faults);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, maintenance, trial};

    fn ended(at: &str) -> Draft {
        maintenance().set("/work/ended_at", at)
    }

    #[test]
    fn the_end_of_the_quarter_is_in_time() {
        trial(&RULE).adding(&ended("2025-07-01T00:00:00+08:00")).passes();
    }

    #[test]
    fn a_moment_later_is_late() {
        trial(&RULE).adding(&ended("2025-07-01T00:00:01+08:00")).fails_at("/work/ended_at");
    }

    #[test]
    fn declared_lateness_is_let_in() {
        let late = ended("2025-07-03T10:00:00+08:00").set("/late", lateness("2025-07-03T12:00:00+08:00"));
        trial(&RULE).adding(&late).passes();
    }

    #[test]
    fn work_under_way_is_not_yet_late() {
        trial(&RULE).adding(&ended("2025-07-03T10:00:00+08:00").set("/state", "open").drop("/confirmation")).passes();
    }
}
