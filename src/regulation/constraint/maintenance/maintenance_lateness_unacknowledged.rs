//! Declared lateness of a plan or of maintenance is acknowledged by the one in charge (M-2).

use super::late::Owed;
use crate::record::Kind;
use crate::regulation::constraint::lateness;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "maintenance_lateness_unacknowledged",
    clauses: &["M-2", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Plan, Kind::Maintenance],
    title: Text {
        zh: "计划或维护保养的逾期说明未经负责人确认",
        en: "declared lateness of a plan or of maintenance is not acknowledged",
    },
    explanation: Explanation {
        checks: Text {
            zh: "late 由 acknowledged_by 以部门主管或负责人身份签字；确认不早于计划的确认或维护保养的结束；确认人不是编制人或维保人员。",
            en: "`late` is signed by `acknowledged_by` as supervisor or person in charge, no earlier than the confirmation or the end of the work, and not by whoever drew up the plan or did the work.",
        },
        why: Text {
            zh: "逾期的登记不因此受罚，但负责人须知情；自己确认自己的逾期等于没有确认（M-2）。",
            en: "Lateness is let in, but the one in charge knows of it; acknowledging one’s own is no acknowledgement (M-2).",
        },
        fails: Text {
            zh: "late.acknowledged_by 为 zhao-lei，而 late 没有其签字。",
            en: "`late.acknowledged_by` is zhao-lei and nobody of that name signed `late`.",
        },
        fix: Text {
            zh: "请主管或负责人在 late 一节签字。",
            en: "Have the supervisor or the person in charge sign the `late` section.",
        },
    },
    check,
};

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(owed) = Owed::of(case) else {
        return;
    };
    let Some(late) = owed.late else {
        return;
    };
    lateness::unsigned(late, faults);
    lateness::beforehand(late, owed.at, faults);
    lateness::by_oneself(late, owed.by.iter(), faults);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, maintenance, plan, trial};

    fn late() -> Draft {
        maintenance()
            .set("/work/ended_at", "2025-07-03T10:00:00+08:00")
            .set("/late", lateness("2025-07-03T12:00:00+08:00"))
    }

    #[test]
    fn acknowledged_and_signed_is_fine() {
        trial(&RULE).adding(&late()).passes();
    }

    #[test]
    fn it_is_signed_by_the_one_who_acknowledges() {
        trial(&RULE).adding(&late().drop("/late/signatures/0")).fails_at("/late/signatures");
        trial(&RULE).adding(&late().set("/late/signatures/0/signer", "liu-yan")).fails_at("/late/signatures");
    }

    #[test]
    fn nobody_acknowledges_beforehand() {
        trial(&RULE)
            .adding(&late().set("/late/acknowledged_at", "2025-07-03T09:59:59+08:00"))
            .fails_at("/late/acknowledged_at");
    }

    #[test]
    fn nobody_acknowledges_their_own() {
        trial(&RULE).adding(&late().set("/work/technicians/1", "zhao-lei")).fails_at("/late/acknowledged_by");
        let plan = plan()
            .set("/confirmation/at", "2025-05-06T10:00:00+08:00")
            .set("/late", lateness("2025-05-06T12:00:00+08:00"))
            .set("/preparation/prepared_by", "zhao-lei");
        trial(&RULE).adding(&plan).fails_at("/late/acknowledged_by");
    }
}
