//! Declared lateness is acknowledged by the one in charge, after the act, not by the late one (design: lateness declared).

use super::view::Callback;
use crate::record::Kind;
use crate::regulation::constraint::lateness;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "lateness_unacknowledged",
    clauses: &["G", "C-7.1.4", "C-P.1.4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "逾期说明未经负责人确认", en: "declared lateness is not acknowledged" },
    explanation: Explanation {
        checks: Text {
            zh: "late 由 acknowledged_by 以部门主管或负责人身份签字；确认不早于回访本身；确认人不是回访人。",
            en: "`late` is signed by `acknowledged_by` as supervisor or person in charge, no earlier than the callback itself, and not by the one who made it.",
        },
        why: Text {
            zh: "逾期的登记不因此受罚，但负责人须知情；自己确认自己的逾期等于没有确认（C-7.1.4、C-P.1.4）。",
            en: "Lateness is let in, but the one in charge knows of it; acknowledging one's own is no acknowledgement (C-7.1.4, C-P.1.4).",
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
    let Some(callback) = case.after.and_then(Callback::of) else {
        return;
    };
    let Some(late) = callback.late else {
        return;
    };
    lateness::unsigned(late, faults);
    if let Some(act) = callback.act {
        lateness::beforehand(late, act.at, faults);
        lateness::by_oneself(late, std::iter::once(act.by), faults);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, lateness, onsite, trial};

    fn late() -> Draft {
        onsite()
            .set("/visit/arrived_at", "2025-04-14T10:00:00+08:00")
            .set("/late", lateness("2025-04-14T12:00:00+08:00"))
    }

    #[test]
    fn acknowledged_and_signed_is_fine() {
        trial(&RULE).adding(&late()).passes();
    }

    #[test]
    fn it_is_signed_by_the_one_who_acknowledges() {
        trial(&RULE).adding(&late().drop("/late/signatures/0")).fails_at("/late/signatures");
        trial(&RULE).adding(&late().set("/late/signatures/0/role", "caller")).fails_at("/late/signatures");
        trial(&RULE).adding(&late().set("/late/signatures/0/signer", "liu-yan")).fails_at("/late/signatures");
    }

    #[test]
    fn nobody_acknowledges_beforehand() {
        trial(&RULE)
            .adding(&late().set("/late/acknowledged_at", "2025-04-14T09:00:00+08:00"))
            .fails_at("/late/acknowledged_at");
    }

    #[test]
    fn nobody_acknowledges_their_own() {
        trial(&RULE).adding(&late().set("/visit/visitor", "zhao-lei")).fails_at("/late/acknowledged_by");
    }
}
