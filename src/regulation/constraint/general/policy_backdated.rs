//! Policy values and flags apply from the day they are entered on, not to the past.

use crate::record::Kind;
use crate::record::company::Company;
use crate::record::instant::Date;
use crate::record::site::Site;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "policy_backdated",
    clauses: &["G"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Company, Kind::Site],
    title: Text { zh: "制度参数或重要标志追溯既往", en: "a policy value or flag reaches into the past" },
    explanation: Explanation {
        checks: Text {
            zh: "新增的制度参数，生效日期不早于录入之日；新填的重要标志、服务期结束日期不早于录入前一日。",
            en: "A policy value that is added begins no earlier than the day it is entered; the end of an importance flag or service period that is filled in is no earlier than the day before.",
        },
        why: Text {
            zh: "期限和义务按当日有效的值判断；事后改短改长、事后取消重要用户（C-P.2.3：“有针对性地对一些重要用户进行回访”），等于改写已经到期的义务。",
            en: "Deadlines and obligations are judged by the value of their day; changing one afterwards, or taking the flag off an important client once the call was due (C-P.2.3), rewrites what had fallen due.",
        },
        fails: Text {
            zh: "2026 年 3 月录入的参数，from 写 2025-01-01。",
            en: "A value entered in March 2026 has `from` 2025-01-01.",
        },
        fix: Text { zh: "从今天或以后的日期起生效。", en: "Let it begin today or later." },
    },
    check,
};

texts! {
    WRONG: "{day} 早于录入之日 {today}", "{day} is before the day it is entered, {today}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    // Only a change reaches back: a state that is audited has no day on which it was entered.
    if case.before.is_none() {
        return;
    }
    let today = case.world.clock.today();
    let yesterday = today.pred_opt().unwrap_or(today);
    let mut judge = |pointer: String, day: Date, first: Date| {
        if day < first {
            faults.at(pointer, Message::new(&WRONG).with("day", day).with("today", today));
        }
    };
    // What a company brings when it begins has no earlier version to reach behind.
    if let (Some(old), Some(new)) = (case.old::<Company>(), case.form::<Company>()) {
        for (index, value) in new.policies.iter().enumerate().skip(old.policies.len()) {
            judge(format!("/policies/{index}/from"), value.from, today);
        }
    }
    if let (Some(old), Some(new)) = (case.old::<Site>(), case.form::<Site>()) {
        for (index, flag) in new.important.iter().enumerate() {
            let ended = old.important.get(index).is_some_and(|old| old.to != flag.to);
            if let (true, Some(to)) = (ended, flag.to) {
                judge(format!("/important/{index}/to"), to, yesterday);
            }
        }
        for (index, period) in new.service.iter().enumerate() {
            let ended = old.service.get(index).is_some_and(|old| old.to != period.to);
            if let (true, Some(to)) = (ended, period.to) {
                judge(format!("/service/{index}/to"), to, yesterday);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{company, site_near, trial};
    use serde_json::json;

    fn value(from: &str) -> serde_json::Value {
        json!({"name": "phone_early_days", "value": 3, "from": from, "reason": "试行"})
    }

    #[test]
    fn a_value_may_begin_today() {
        trial(&RULE).changing(&company(), |draft| draft.set("/policies/-", value("2026-03-02"))).passes();
    }

    #[test]
    fn a_flag_may_end_yesterday() {
        trial(&RULE).changing(&site_near(), |draft| draft.set("/important/0/to", "2026-03-01")).passes();
    }

    #[test]
    fn a_value_does_not_reach_into_the_past() {
        trial(&RULE)
            .changing(&company(), |draft| draft.set("/policies/-", value("2026-03-01")))
            .fails_at("/policies/1/from");
    }

    #[test]
    fn a_flag_is_not_taken_off_afterwards() {
        trial(&RULE)
            .changing(&site_near(), |draft| draft.set("/important/0/to", "2025-06-30"))
            .fails_at("/important/0/to");
    }
}
