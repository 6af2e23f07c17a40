//! A delay slip takes effect through finance alone.

use crate::record::Kind;
use crate::record::delay::{Delay, DelayState};
use crate::record::staff::{Duty, Staff};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "delay_not_effective_without_finance",
    clauses: &["T-3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Delay],
    title: Text { zh: "延时单未经财务核算即生效", en: "a delay slip took effect without finance" },
    explanation: Explanation {
        checks: Text {
            zh: "状态为已生效或已驳回的延时单有财务核算，核算人当日任财务，核算不早于申请；有核算的不再是已提交。",
            en: "A slip that is effective or rejected has finance's accounting, by someone of finance that day, no earlier than the application; a slip with an accounting is no longer submitted.",
        },
        why: Text {
            zh: "T-3：“延时维修须将延时单作为附件交财务统一核算生效。”",
            en: "T-3: “For a delayed repair, the delay slip must be handed to finance as an attachment, for unified accounting, to take effect.”",
        },
        fails: Text {
            zh: "state 为 effective，而 finance.by 是部门主管。",
            en: "`state` is `effective` and `finance.by` is the department supervisor.",
        },
        fix: Text {
            zh: "交财务核算并签字后再改状态。", en: "Have finance account and sign, then change the state."
        },
    },
    check,
};

texts! {
    MISSING: "没有财务核算", "there is no accounting by finance";
    NO_POST: "{who} 在 {day} 不任财务", "{who} was not of finance on {day}";
    EARLY: "核算 {at} 早于申请 {applied}", "accounted at {at}, before it was applied for at {applied}";
    PENDING: "已有核算，状态不应仍是已提交", "it has been accounted and cannot still be submitted";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(delay) = case.form::<Delay>() else {
        return;
    };
    let Some(finance) = &delay.finance else {
        if delay.state != DelayState::Submitted {
            faults.at("/finance", &MISSING);
        }
        return;
    };
    if delay.state == DelayState::Submitted {
        faults.at("/state", &PENDING);
    }
    let day = finance.at.day();
    let staff = case.world.records.get::<Staff>(&finance.by.key(Kind::Staff));
    if staff.is_some_and(|staff| !staff.holds(Duty::Finance, day)) {
        faults.at("/finance/by", Message::new(&NO_POST).with("who", &finance.by).with("day", day));
    }
    if finance.at < delay.application.applied_at {
        let early = Message::new(&EARLY).with("at", finance.at).with("applied", delay.application.applied_at);
        faults.at("/finance/at", early);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{delay, trial};

    #[test]
    fn an_accounted_slip_is_effective() {
        trial(&RULE).adding(&delay()).passes();
    }

    #[test]
    fn a_submitted_slip_waits() {
        trial(&RULE).adding(&delay().set("/state", "submitted").drop("/finance")).passes();
    }

    #[test]
    fn nothing_takes_effect_without_finance() {
        trial(&RULE).adding(&delay().drop("/finance")).fails_at("/finance");
    }

    #[test]
    fn the_supervisor_is_not_finance() {
        trial(&RULE).adding(&delay().set("/finance/by", "zhao-lei")).fails_at("/finance/by");
    }

    #[test]
    fn nothing_is_accounted_before_it_is_applied_for() {
        trial(&RULE).adding(&delay().set("/finance/at", "2025-03-07T10:59:00+08:00")).fails_at("/finance/at");
    }
}
