//! After parts were replaced the whole system is measured (C-7.2.2, C-S.2.2).

use super::replaced::Replaced;
use crate::record::Kind;
use crate::record::parts::NONE;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "system_test_missing",
    clauses: &["C-7.2.2", "C-S.2.2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Install, Kind::OnsiteCallback],
    title: Text {
        zh: "更换零配件后未作整体系统测定", en: "the whole system was not measured after a replacement"
    },
    explanation: Explanation {
        checks: Text {
            zh: "上门回访有更换件的，须有整体系统效果测定；安装单的测定方法和结果不得写“无”。",
            en: "A visit with replacements has a system test; neither method nor result of an installation's system test is 无.",
        },
        why: Text {
            zh: "C-7.2.2：“对整体系统的工作效果测定”。",
            en: "C-7.2.2: measure the effect of the whole system.",
        },
        fails: Text {
            zh: "visit.replacements 有一件，而 visit.system_test 为“无”。",
            en: "`visit.replacements` has an entry and `visit.system_test` is 无.",
        },
        fix: Text {
            zh: "测定整体系统，填写方法、结果与是否合格。",
            en: "Measure the whole system; enter method, result and whether it passed.",
        },
    },
    check,
};

texts! {
    MISSING: "更换零配件后没有整体系统测定", "parts were replaced and the whole system was not measured";
    BLANK: "系统测定没有填写", "the measurement of the system is not described";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(replaced) = case.after.and_then(Replaced::on) else {
        return;
    };
    match replaced.system_test {
        None if !replaced.parts.is_empty() => faults.at("/visit/system_test", &MISSING),
        None => {}
        Some((test, pointer)) => {
            for (member, said) in [("method", &test.method), ("result", &test.result)] {
                if said == NONE {
                    faults.at(format!("{pointer}/{member}"), &BLANK);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{install, onsite, replacement, trial};
    use serde_json::json;

    #[test]
    fn a_visit_without_replacements_needs_no_measurement() {
        trial(&RULE).adding(&onsite()).passes();
    }

    #[test]
    fn a_visit_with_replacements_needs_one() {
        let visit = onsite().set("/visit/replacements", json!([replacement("风扇", 0)]));
        trial(&RULE).adding(&visit).fails_at("/visit/system_test");
        let measured = visit.set("/visit/system_test", json!({"method": "整机运行", "result": "正常", "ok": true}));
        trial(&RULE).adding(&measured).passes();
    }

    #[test]
    fn none_is_not_a_measurement() {
        trial(&RULE)
            .adding(&install().set("/service/system_test/result", "无"))
            .fails_at("/service/system_test/result");
    }
}
