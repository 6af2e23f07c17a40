//! A value that is still out of its limits is followed up (M-2.D).

use crate::record::Kind;
use crate::record::maintenance::Maintenance;
use crate::record::parts::NONE;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "out_of_limits_left_alone",
    clauses: &["M-2.D"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "调整后仍超限而没有后续", en: "a value is left out of its limits" },
    explanation: Explanation {
        checks: Text {
            zh: "调整后的值在上下限之内（含两端）；超出的写明后续措施或维修单。",
            en: "The value after lies within its limits, both ends included; where it does not, an action or a ticket follows.",
        },
        why: Text {
            zh: "M-2.D：检测并“调整相关技术参数”；调整后仍不合格而不处理，等于没有调整。",
            en: "M-2.D: test, and adjust the parameters; a value that stays wrong and is left alone was not adjusted.",
        },
        fails: Text {
            zh: "after 为 10.1，min 为 10.8，action 和 ticket 都写“无”。",
            en: "`after` is 10.1 and `min` 10.8, and both `action` and `ticket` are 无.",
        },
        fix: Text {
            zh: "写明后续措施，或开维修单并写单号。",
            en: "Say what follows, or open a ticket and give its number.",
        },
    },
    check,
};

texts! {
    OUT: "{parameter} 为 {after}，超出限值，没有后续", "{parameter} is {after}, out of its limits, and nothing follows";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(work) = case.form::<Maintenance>().and_then(|maintenance| maintenance.work.as_ref()) else {
        return;
    };
    for (n, row) in work.d_performance.measurements.entries().iter().enumerate() {
        if !row.within_limits() && row.action == NONE && row.ticket.as_option().is_none() {
            let wrong = Message::new(&OUT).with("parameter", &row.parameter).with("after", &row.after);
            faults.at(format!("/work/d_performance/measurements/{n}/after"), wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, maintenance, trial};

    const ROW: &str = "/work/d_performance/measurements/0";

    fn after(value: &str) -> Draft {
        maintenance().set(&format!("{ROW}/after"), value)
    }

    #[test]
    fn the_limits_themselves_are_within() {
        for value in ["10.8", "10.80", "13.2"] {
            trial(&RULE).adding(&after(value)).passes();
        }
    }

    #[test]
    fn a_value_beyond_them_is_noticed() {
        for value in ["10.799999", "13.200001", "-12", "0"] {
            trial(&RULE).adding(&after(value)).fails_at(&format!("{ROW}/after"));
        }
    }

    #[test]
    fn an_action_or_a_ticket_follows_it_up() {
        trial(&RULE).adding(&after("10.1").set(&format!("{ROW}/action"), "更换电源，已订货")).passes();
        trial(&RULE).adding(&after("10.1").set(&format!("{ROW}/ticket"), "WX-0000001")).passes();
    }

    #[test]
    fn without_limits_nothing_is_beyond_them() {
        let free = after("999").set(&format!("{ROW}/min"), "无").set(&format!("{ROW}/max"), "无");
        trial(&RULE).adding(&free).passes();
    }
}
