//! A value that changed was adjusted, and the record says so (M-2.D).

use crate::record::Kind;
use crate::record::maintenance::Maintenance;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "adjustment_untold",
    clauses: &["M-2.D"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "数值变了却写未调整", en: "a value changed and is said not to have been adjusted" },
    explanation: Explanation {
        checks: Text {
            zh: "调整前后的值不同的，adjusted 为 true。",
            en: "Where the values before and after differ, `adjusted` is true.",
        },
        why: Text {
            zh: "M-2.D：“调整相关技术参数”。调整与否须与读数相符，以后才能追查。",
            en: "M-2.D: adjust the parameters. Whether it was adjusted agrees with the readings, so that it can be traced.",
        },
        fails: Text {
            zh: "before 为 11.2，after 为 12.0，adjusted 为 false。",
            en: "`before` is 11.2, `after` is 12.0 and `adjusted` is false.",
        },
        fix: Text {
            zh: "adjusted 改为 true；没有调整的，前后写同一读数。",
            en: "Set `adjusted` to true; where nothing was adjusted, both readings are the same.",
        },
    },
    check,
};

texts! {
    UNTOLD: "{parameter} 由 {before} 变为 {after}，却写未调整", "{parameter} went from {before} to {after} without being adjusted";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(work) = case.form::<Maintenance>().and_then(|maintenance| maintenance.work.as_ref()) else {
        return;
    };
    for (n, row) in work.d_performance.measurements.entries().iter().enumerate() {
        if row.before != row.after && !row.adjusted {
            let wrong = Message::new(&UNTOLD)
                .with("parameter", &row.parameter)
                .with("before", &row.before)
                .with("after", &row.after);
            faults.at(format!("/work/d_performance/measurements/{n}/adjusted"), wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, trial};

    #[test]
    fn the_same_value_spelt_otherwise_is_no_change() {
        trial(&RULE).adding(&maintenance().set("/work/d_performance/measurements/0/before", "12.10")).passes();
    }

    #[test]
    fn a_change_says_that_it_was_made() {
        let changed = maintenance().set("/work/d_performance/measurements/0/before", "11.2");
        trial(&RULE).adding(&changed).fails_at("/work/d_performance/measurements/0/adjusted");
        trial(&RULE).adding(&changed.set("/work/d_performance/measurements/0/adjusted", true)).passes();
    }
}
