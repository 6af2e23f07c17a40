//! A slip that finance accounted late says so.

use crate::calendar::end_of;
use crate::record::Kind;
use crate::record::delay::Delay;
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "delay_undeclared_late",
    clauses: &["T-3"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Delay],
    title: Text { zh: "延时单逾期核算未作说明", en: "a delay slip was accounted late and does not say so" },
    explanation: Explanation {
        checks: Text {
            zh: "财务核算晚于申请日之后第 delay_effective_days 个工作日 24 时的，须有 late 一节（原因、主管或负责人确认并签字）。",
            en: "When finance accounted the slip after 24:00 of the working day that lies delay_effective_days after the application, there is a `late` section: the reason, acknowledged and signed by the supervisor or person in charge.",
        },
        why: Text {
            zh: "T-3：“交财务统一核算生效”。条款未定期限，由制度参数 delay_effective_days 规定；逾期要说明，不得倒填。",
            en: "T-3: to finance for accounting, to take effect. No time is given, so the policy delay_effective_days sets one; lateness is declared, never back-dated.",
        },
        fails: Text {
            zh: "3 月 7 日申请，3 月 20 日才核算，没有 late。",
            en: "Applied for on 7 March, accounted on 20 March, and no `late`.",
        },
        fix: Text {
            zh: "由主管填写并签署 late 一节，核算时间保持真实。",
            en: "Have the supervisor fill in and sign `late`; leave the true time of accounting.",
        },
    },
    check,
};

texts! {
    WRONG: "{at} 才核算，期限为 {deadline}", "accounted at {at}; it was due by {deadline}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(delay) = case.form::<Delay>().filter(|delay| delay.late.is_none()) else {
        return;
    };
    let Some(finance) = &delay.finance else {
        return;
    };
    let applied_on = delay.application.applied_at.day();
    let days = case.world.policies.number(&named::delay_effective_days, applied_on);
    let due = case.world.calendar.add_working_days(applied_on, u32::try_from(days).unwrap_or_default());
    let deadline = end_of(due.day);
    if finance.at > deadline {
        faults.at("/finance/at", Message::new(&WRONG).with("at", finance.at).with("deadline", deadline));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{delay, lateness, trial};

    #[test]
    fn the_end_of_the_fifth_working_day_is_in_time() {
        trial(&RULE).adding(&delay().set("/finance/at", "2025-03-15T00:00:00+08:00")).passes();
    }

    #[test]
    fn declared_lateness_of_a_slip_is_let_through() {
        let late = delay().set("/finance/at", "2025-03-20T10:00:00+08:00");
        trial(&RULE).adding(&late.set("/late", lateness("2025-03-20T10:00:00+08:00"))).passes();
    }

    #[test]
    fn silent_lateness_of_a_slip_is_refused() {
        trial(&RULE).adding(&delay().set("/finance/at", "2025-03-15T00:00:01+08:00")).fails_at("/finance/at");
    }
}
