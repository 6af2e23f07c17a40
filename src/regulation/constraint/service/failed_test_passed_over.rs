//! A test that failed is followed up, not passed over (C-7.2.2, C-S.2.2).

use super::replaced::Replaced;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "failed_test_passed_over",
    clauses: &["C-7.2.2", "C-S.2.2", "M-3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket, Kind::Install, Kind::OnsiteCallback],
    title: Text { zh: "检测不合格而当作完好", en: "a failed test was passed over" },
    explanation: Explanation {
        checks: Text {
            zh: "更换件检测或系统测定不合格时，维修结果不得为“修复”，安装单须写明遗留问题，上门回访须列入不能解决的问题。",
            en: "Where a part's test or the system's measurement failed, the repair is not called fixed, the installation form names what is left open, the visit lists an issue.",
        },
        why: Text {
            zh: "C-7.2.2：“更换后检测效果并对整体系统的工作效果测定”；M-3：“保证检修工作质量”。",
            en: "C-7.2.2: test the effect and measure the whole system; M-3: assure the quality of repair.",
        },
        fails: Text {
            zh: "work.result 为 fixed，而 work.parts[0].test.ok 为 false。",
            en: "`work.result` is `fixed` and `work.parts[0].test.ok` is false.",
        },
        fix: Text {
            zh: "重新更换或检测合格；否则如实写明未修复、遗留问题或转交。",
            en: "Replace or test again; otherwise say so: not fixed, an open issue, a hand-over.",
        },
    },
    check,
};

texts! {
    PART: "{part} 检测不合格，表单却说已完好", "the test of {part} failed, yet the form says that all is well";
    SYSTEM: "整体系统测定不合格，表单却说已完好", "the measurement of the whole system failed, yet the form says that all is well";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(replaced) = case.after.and_then(Replaced::on).filter(|replaced| replaced.says_all_is_well) else {
        return;
    };
    for (place, part) in replaced.parts.iter().enumerate().filter(|(_, part)| !part.test.ok) {
        faults.at(format!("{}/{place}/test/ok", replaced.pointer), Message::new(&PART).with("part", &part.part));
    }
    if let Some((test, pointer)) = replaced.system_test
        && !test.ok
    {
        faults.at(format!("{pointer}/ok"), &SYSTEM);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{install, ticket, trial};

    #[test]
    fn a_passed_test_is_fine() {
        trial(&RULE).adding(&install()).passes();
    }

    #[test]
    fn a_repair_with_a_failed_part_is_not_fixed() {
        trial(&RULE).adding(&ticket(1).set("/work/parts/0/test/ok", false)).fails_at("/work/parts/0/test/ok");
    }

    #[test]
    fn a_failed_part_on_a_partial_repair_is_told_truthfully() {
        let ticket = ticket(1).set("/work/parts/0/test/ok", false).set("/work/result", "partial");
        trial(&RULE).adding(&ticket).passes();
    }

    #[test]
    fn a_system_that_failed_is_an_open_issue() {
        let failed = install().set("/service/system_test/ok", false);
        trial(&RULE).adding(&failed).fails_at("/service/system_test/ok");
        trial(&RULE).adding(&failed.set("/service/open_issues", "三路画面待调试")).passes();
    }
}
