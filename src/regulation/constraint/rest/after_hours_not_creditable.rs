//! Whether after-hours work earns rest is a policy.

use crate::record::Kind;
use crate::record::rest_credit::{CreditState, DayKind, RestCredit};
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "after_hours_not_creditable",
    clauses: &["R-1"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::RestCredit],
    title: Text {
        zh: "下班后工作按制度不登记倒休", en: "work after hours earns no rest by the company's policy"
    },
    explanation: Explanation {
        checks: Text {
            zh: "制度参数 after_hours_rest 关闭时，工作日下班后的工作不登记倒休。按工作之日有效的值判断。",
            en: "While the policy after_hours_rest is off, work after hours of a working day is not credited. The value in force on that day counts.",
        },
        why: Text {
            zh: "R-1 说“其他休息时间”；劳动法第四十四条对工作日延长工时规定的是不低于百分之一百五十的工资。能否倒休由公司定，默认可以登记并标明另须付酬。",
            en: "R-1 speaks of other rest time; for longer hours on working days art. 44 of the labour law demands at least 150 % pay. Whether they earn rest is for the company: by default they do, and pay is flagged as due.",
        },
        fails: Text {
            zh: "after_hours_rest 自 2025-01-01 起关闭，登记 3 月 7 日 18 点以后的工作。",
            en: "after_hours_rest is off since 2025-01-01, and work after 18:00 on 7 March is credited.",
        },
        fix: Text {
            zh: "按制度支付加班工资，不登记倒休。",
            en: "Pay the overtime as the policy says; do not credit rest.",
        },
    },
    check,
};

texts! {
    OFF: "按 {day} 的制度，下班后工作不登记倒休", "by the policy of {day}, work after hours is not credited";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(credit) = case.form::<RestCredit>().filter(|credit| credit.state != CreditState::Rejected) else {
        return;
    };
    let day = credit.work.from.day();
    let after_hours = credit.work.day_kind == DayKind::WeekdayAfterHours;
    if after_hours && !case.world.policies.switch(&named::after_hours_rest, day) {
        faults.at("/work/day_kind", Message::new(&OFF).with("day", day));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, company, rest_credit, trial};
    use serde_json::json;

    fn after_hours() -> Draft {
        rest_credit()
            .set("/work/from", "2025-03-07T18:00:00+08:00")
            .set("/work/to", "2025-03-07T19:00:00+08:00")
            .set("/work/day_kind", "weekday_after_hours")
    }

    fn off(from: &str) -> Draft {
        let off = json!({"name": "after_hours_rest", "value": false, "from": from, "reason": "下班后付加班工资"});
        company().set("/policies/-", off)
    }

    #[test]
    fn by_default_work_after_hours_may_be_credited() {
        trial(&RULE).adding(&after_hours()).passes();
    }

    #[test]
    fn it_may_not_where_the_policy_says_so() {
        trial(&RULE).beside(&off("2025-03-07")).adding(&after_hours()).fails_at("/work/day_kind");
        trial(&RULE).beside(&off("2025-03-08")).adding(&after_hours()).passes();
    }
}
