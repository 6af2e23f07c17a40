//! A policy value names a policy and fits it.

use crate::record::Kind;
use crate::record::company::{Company, Setting};
use crate::record::instant::Date;
use crate::regulation::finding::Faults;
use crate::regulation::policy::Policy;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use std::collections::BTreeMap;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "unknown_policy",
    clauses: &["G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Company],
    title: Text {
        zh: "制度参数不存在或值的类型不对", en: "a policy value names no policy or does not fit it"
    },
    explanation: Explanation {
        checks: Text {
            zh: "公司记录中每项制度参数的名称在参数表中，数值型填不小于 0 的整数，开关型填 true/false，同名各项按生效日期先后排列。",
            en: "Every policy value in the company record has a name from the table; a number is an integer not below 0, a switch is true or false; values of a name stand in the order of their first days.",
        },
        why: Text {
            zh: "写错名称的参数不起作用，却让人以为起了作用。",
            en: "A value under a misspelt name does nothing while everyone believes it does.",
        },
        fails: Text {
            zh: "policies 中写 hand_in_day（缺 s）。", en: "`policies` has `hand_in_day`, without its s."
        },
        fix: Text {
            zh: "用 weibao policy 查看名称、单位和默认值。",
            en: "See names, units and defaults with `weibao policy`.",
        },
    },
    check,
};

texts! {
    UNKNOWN: "没有名为 {name} 的制度参数", "there is no policy named {name}";
    NUMBER: "{name} 应为不小于 0 的整数", "{name} takes an integer not below 0";
    SWITCH: "{name} 是开关，应为 true 或 false", "{name} is a switch and takes true or false";
    ORDER: "{name} 的各个值未按生效日期排列", "the values of {name} do not stand in the order of their first days";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(company) = case.form::<Company>() else {
        return;
    };
    let mut latest: BTreeMap<&str, Date> = BTreeMap::new();
    for (index, value) in company.policies.iter().enumerate() {
        let with_name = |text| Message::new(text).with("name", &value.name);
        let Some(policy) = Policy::named(&value.name) else {
            faults.at(format!("/policies/{index}/name"), with_name(&UNKNOWN));
            continue;
        };
        match (policy.default, value.value) {
            (Setting::Number(_), Setting::Number(number)) if number >= 0 => {}
            (Setting::Switch(_), Setting::Switch(_)) => {}
            (Setting::Number(_), _) => faults.at(format!("/policies/{index}/value"), with_name(&NUMBER)),
            (Setting::Switch(_), _) => faults.at(format!("/policies/{index}/value"), with_name(&SWITCH)),
        }
        if latest.insert(policy.name, value.from).is_some_and(|earlier| earlier >= value.from) {
            faults.at(format!("/policies/{index}/from"), with_name(&ORDER));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, company, trial};
    use serde_json::{Value, json};

    fn with(name: &str, value: impl Into<Value>, from: &str) -> Draft {
        company().set("/policies/-", json!({"name": name, "value": value.into(), "from": from, "reason": "试行"}))
    }

    #[test]
    fn known_policies_with_fitting_values_are_fine() {
        trial(&RULE).adding(&with("roll_weekends", false, "2026-01-01")).passes();
    }

    #[test]
    fn a_misspelt_policy_is_found() {
        trial(&RULE).adding(&with("hand_in_day", 2, "2026-01-01")).fails_at("/policies/1/name");
    }

    #[test]
    fn a_number_is_no_switch() {
        trial(&RULE).adding(&with("roll_weekends", 1, "2026-01-01")).fails_at("/policies/1/value");
    }

    #[test]
    fn a_deadline_is_not_negative() {
        trial(&RULE).adding(&with("book_return_days", -1, "2026-01-01")).fails_at("/policies/1/value");
    }

    #[test]
    fn later_values_come_later() {
        trial(&RULE).adding(&with("hand_in_days", 2, "2025-07-01")).fails_at("/policies/1/from");
    }
}
