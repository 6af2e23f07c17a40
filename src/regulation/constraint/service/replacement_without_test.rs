//! Every part put in is tested, and the test is described (C-7.2.2, C-S.2.2).

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
    id: "replacement_without_test",
    clauses: &["C-7.2.2", "C-S.2.2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Ticket, Kind::Install, Kind::OnsiteCallback],
    title: Text { zh: "更换零配件后未检测", en: "a replaced part was not tested" },
    explanation: Explanation {
        checks: Text {
            zh: "每个更换件的检测方法和结果不得写“无”。",
            en: "Neither method nor result of a replaced part's test is 无.",
        },
        why: Text {
            zh: "C-7.2.2：“更换后检测效果”。", en: "C-7.2.2: after replacement, test the effect."
        },
        fails: Text { zh: "work.parts[0].test.method 为“无”。", en: "`work.parts[0].test.method` is 无." },
        fix: Text {
            zh: "检测更换件，填写方法与结果。", en: "Test the part and enter method and result."
        },
    },
    check,
};

texts! {
    UNTESTED: "更换件的检测没有填写", "the test of the replaced part is not described";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(replaced) = case.after.and_then(Replaced::on) else {
        return;
    };
    for (place, part) in replaced.parts.iter().enumerate() {
        for (member, said) in [("method", &part.test.method), ("result", &part.test.result)] {
            if said == NONE {
                faults.at(format!("{}/{place}/test/{member}", replaced.pointer), &UNTESTED);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{install, onsite, replacement, ticket, trial};
    use serde_json::json;

    #[test]
    fn a_tested_part_is_fine() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn every_form_with_parts_tests_them() {
        let mut untested = replacement("风扇", 0);
        untested["test"]["result"] = json!("无");
        let parts = json!([untested]);
        trial(&RULE)
            .adding(&install().set("/service/replacements", parts.clone()))
            .fails_at("/service/replacements/0/test/result");
        trial(&RULE).adding(&onsite().set("/visit/replacements", parts)).fails_at("/visit/replacements/0/test/result");
    }

    #[test]
    fn none_is_not_a_test() {
        let ticket = ticket(1).set("/work/parts/0/test/method", "无").set("/work/parts/0/test/result", "无");
        trial(&RULE).adding(&ticket).fails_at_all(&["/work/parts/0/test/method", "/work/parts/0/test/result"]);
    }
}
