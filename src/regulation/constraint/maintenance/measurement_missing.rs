//! Every system of the plan is tested (M-2.D).

use super::systems;
use crate::record::Kind;
use crate::record::maintenance::Maintenance;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "measurement_missing",
    clauses: &["M-2.D"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "有系统没有检测", en: "a system was not tested" },
    explanation: Explanation {
        checks: Text {
            zh: "D 项有检测时，所执行计划系统清单中的每个系统至少一行；每行的系统都在清单中。",
            en: "Where D has measurements, each system of the plan has a row at least, and every row names one of them.",
        },
        why: Text {
            zh: "M-2.D：“对所有系统工作状况和必要技术性能进行检测、调整相关技术参数。”",
            en: "M-2.D: test the working condition and necessary technical performance of all systems; adjust the parameters.",
        },
        fails: Text {
            zh: "系统清单有门禁系统，measurements 中没有。",
            en: "The plan lists access control, and `measurements` does not have it.",
        },
        fix: Text {
            zh: "补做检测并登记；系统名称照计划填写。",
            en: "Test it and enter the values; name the systems as the plan does.",
        },
    },
    check,
};

texts! {
    LEFT_OUT: "系统 {system} 没有检测", "the system {system} was not tested";
    UNKNOWN: "检测的系统 {system} 不在计划的系统清单中", "the plan does not list the system {system} that was tested";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(maintenance) = case.form::<Maintenance>() else {
        return;
    };
    let Some(work) = &maintenance.work else {
        return;
    };
    let rows: Vec<_> = work.d_performance.measurements.entries().iter().map(|row| row.system.as_str()).collect();
    let place = "/work/d_performance/measurements";
    systems::compare(case, &maintenance.plan, &rows, place, (&LEFT_OUT, &UNKNOWN), faults);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, measurement, trial};

    #[test]
    fn every_system_has_a_row() {
        trial(&RULE).adding(&maintenance()).passes();
        let more = maintenance().set("/work/d_performance/measurements/-", measurement("门禁", "12.0"));
        trial(&RULE).adding(&more).passes();
    }

    #[test]
    fn a_system_without_a_row_is_noticed() {
        trial(&RULE)
            .adding(&maintenance().drop("/work/d_performance/measurements/1"))
            .fails_at("/work/d_performance/measurements");
    }

    #[test]
    fn a_system_that_the_plan_does_not_know_is_noticed() {
        let odd = maintenance().set("/work/d_performance/measurements/-", measurement("广播", "12.0"));
        trial(&RULE).adding(&odd).fails_at("/work/d_performance/measurements/2/system");
    }

    #[test]
    fn an_item_that_does_not_apply_has_no_rows() {
        trial(&RULE).adding(&maintenance().set("/work/d_performance/measurements", "无")).passes();
    }
}
