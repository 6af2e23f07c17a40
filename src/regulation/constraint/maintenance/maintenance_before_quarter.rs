//! The work of a quarter does not begin before it (M-2).

use crate::record::Kind;
use crate::record::instant::Instant;
use crate::record::maintenance::Maintenance;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "maintenance_before_quarter",
    clauses: &["M-2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "维护保养早于本季度", en: "the work began before its quarter" },
    explanation: Explanation {
        checks: Text {
            zh: "work.started_at 不早于本季度第一天 0 时。",
            en: "`work.started_at` is no earlier than 00:00 of the first day of the quarter.",
        },
        why: Text {
            zh: "M-2：季度维护保养，按日历季度；上一季度做的属于上一季度。季度之后才做的，另作逾期说明。",
            en: "M-2: quarterly, by calendar quarters; what was done before belongs to the quarter before. What is done after is declared late.",
        },
        fails: Text {
            zh: "2026Q2 的维护保养 3 月 31 日开始。", en: "The maintenance of 2026Q2 began on 31 March."
        },
        fix: Text {
            zh: "核对季度，写入所属季度的记录。",
            en: "Look at the quarter, and write it into the record of the quarter it belongs to.",
        },
    },
    check,
};

texts! {
    EARLY: "{start} 早于季度 {quarter}", "{start} is before the quarter {quarter}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(maintenance) = case.form::<Maintenance>() else {
        return;
    };
    if let Some(work) = &maintenance.work
        && work.started_at < Instant::start_of(maintenance.period.first_day())
    {
        let early = Message::new(&EARLY).with("start", work.started_at).with("quarter", maintenance.period);
        faults.at("/work/started_at", early);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, trial};

    #[test]
    fn the_first_moment_of_the_quarter_belongs_to_it() {
        trial(&RULE).adding(&maintenance().set("/work/started_at", "2025-04-01T00:00:00+08:00")).passes();
    }

    #[test]
    fn a_second_before_does_not() {
        trial(&RULE)
            .adding(&maintenance().set("/work/started_at", "2025-03-31T23:59:59+08:00"))
            .fails_at("/work/started_at");
    }
}
