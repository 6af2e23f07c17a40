//! Every system of the plan has a decision about its software (M-2.F).

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
    id: "upgrade_decision_missing",
    clauses: &["M-2.F"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Maintenance],
    title: Text { zh: "有系统没有升级决定", en: "a system has no decision about its software" },
    explanation: Explanation {
        checks: Text {
            zh: "F 项有决定时，所执行计划系统清单中的每个系统一行；每行的系统都在清单中。",
            en: "Where F has decisions, each system of the plan has a row, and every row names one of them.",
        },
        why: Text {
            zh: "M-2.F：“及时进行必要的系统软件升级。”不需升级也要写明查看到的版本，才看得出查过。",
            en: "M-2.F: make necessary software upgrades in good time. Where none is needed the version seen still shows that somebody looked.",
        },
        fails: Text {
            zh: "系统清单有门禁系统，decisions 中没有。",
            en: "The plan lists access control, and `decisions` does not have it.",
        },
        fix: Text {
            zh: "补上该系统的版本和决定；没有软件的系统，版本写“无”，决定写不需升级。",
            en: "Add its version and the decision; a system without software has the version 无 and needs none.",
        },
    },
    check,
};

texts! {
    LEFT_OUT: "系统 {system} 没有升级决定", "there is no decision about the software of {system}";
    UNKNOWN: "系统 {system} 不在计划的系统清单中", "the plan does not list the system {system}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(maintenance) = case.form::<Maintenance>() else {
        return;
    };
    let Some(work) = &maintenance.work else {
        return;
    };
    let rows: Vec<_> = work.f_software.decisions.entries().iter().map(|row| row.system.as_str()).collect();
    systems::compare(case, &maintenance.plan, &rows, "/work/f_software/decisions", (&LEFT_OUT, &UNKNOWN), faults);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{maintenance, trial};

    #[test]
    fn every_system_has_a_decision() {
        trial(&RULE).adding(&maintenance()).passes();
    }

    #[test]
    fn a_system_without_one_is_noticed() {
        trial(&RULE).adding(&maintenance().drop("/work/f_software/decisions/1")).fails_at("/work/f_software/decisions");
    }

    #[test]
    fn a_system_that_the_plan_does_not_know_is_noticed() {
        let odd = maintenance().set("/work/f_software/decisions/1/system", "广播");
        let place = "/work/f_software/decisions";
        trial(&RULE).adding(&odd).fails_at_all(&[place, "/work/f_software/decisions/1/system"]);
    }
}
