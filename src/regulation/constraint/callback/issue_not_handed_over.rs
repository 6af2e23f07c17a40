//! An issue that the visit could not solve is handed over (C-7.3.2, C-S.3.2).

use crate::record::Kind;
use crate::record::onsite_callback::{OnsiteCallback, OnsiteState};
use crate::record::parts::OrNone;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "issue_not_handed_over",
    clauses: &["C-7.3.2", "C-S.3.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::OnsiteCallback],
    title: Text { zh: "不能解决的问题没有转交", en: "an unsolved issue was not handed over" },
    explanation: Explanation {
        checks: Text {
            zh: "完成的上门回访中，没有处理结果的问题至少有一次转交。",
            en: "In a done visit, an issue without a resolution has at least one hand-over.",
        },
        why: Text {
            zh: "C-7.3.2：“遇到无法回复或不能解决的问题，应及时转相关部门解决”。",
            en: "C-7.3.2: a question that cannot be answered or solved is passed promptly to the department concerned.",
        },
        fails: Text {
            zh: "issues[0] 没有 resolution，transfers 为空。",
            en: "`issues[0]` has no `resolution` and no `transfers`.",
        },
        fix: Text {
            zh: "转交相关部门并由接收部门签字；已当场解决的填写处理结果。",
            en: "Hand it over and have the department sign; if it was solved on the spot, enter the resolution.",
        },
    },
    check,
};

texts! {
    LEFT: "问题既未解决，也未转交", "the issue is neither solved nor handed over";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<OnsiteCallback>().filter(|callback| callback.state == OnsiteState::Done) else {
        return;
    };
    let issues = callback.issues.iter().flat_map(OrNone::entries).enumerate();
    for (place, _) in issues.filter(|(_, issue)| issue.resolution.is_none() && issue.transfers.is_empty()) {
        faults.at(format!("/issues/{place}/transfers"), &LEFT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{handed_over, onsite, trial};
    use serde_json::json;

    #[test]
    fn an_issue_handed_over_is_fine() {
        trial(&RULE).adding(&onsite().set("/issues", json!([handed_over()]))).passes();
    }

    #[test]
    fn an_issue_left_alone_is_noticed() {
        let left = onsite().set("/issues", json!([handed_over()])).set("/issues/0/transfers", json!([]));
        trial(&RULE).adding(&left).fails_at("/issues/0/transfers");
    }
}
