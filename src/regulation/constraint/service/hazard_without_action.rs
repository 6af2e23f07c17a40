//! A hazard found is dealt with (C-7.1.2, C-S.1.2).

use crate::record::Kind;
use crate::record::onsite_callback::OnsiteCallback;
use crate::record::parts::NONE;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "hazard_without_action",
    clauses: &["C-7.1.2", "C-S.1.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::OnsiteCallback],
    title: Text { zh: "发现隐患而未处理", en: "a hazard was found and not dealt with" },
    explanation: Explanation {
        checks: Text {
            zh: "上门发现的每项隐患，处理不得写“无”。",
            en: "No hazard found in a visit has 无 as its action.",
        },
        why: Text {
            zh: "C-7.1.2：“及时解决处理隐患配件”。", en: "C-7.1.2: promptly deal with hazardous parts."
        },
        fails: Text { zh: "visit.hazards[0].action 为“无”。", en: "`visit.hazards[0].action` is 无." },
        fix: Text {
            zh: "当场处理并写明；不能当场处理的开维修单，填写单号。",
            en: "Deal with it and say how; if that is not possible on the spot, open a ticket and name it.",
        },
    },
    check,
};

texts! {
    NOTHING: "隐患 {part} 没有处理", "nothing was done about {part}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(visit) = case.form::<OnsiteCallback>().and_then(|callback| callback.visit.as_ref()) else {
        return;
    };
    for (place, hazard) in visit.hazards.entries().iter().enumerate().filter(|(_, hazard)| hazard.action == NONE) {
        faults.at(format!("/visit/hazards/{place}/action"), Message::new(&NOTHING).with("part", &hazard.part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, onsite, trial};
    use serde_json::json;

    fn hazard(action: &str) -> Draft {
        onsite().set("/visit/hazards", json!([{"part": "电源插座", "action": action, "ticket": "无"}]))
    }

    #[test]
    fn a_hazard_dealt_with_is_fine() {
        trial(&RULE).adding(&hazard("当场紧固并复测")).passes();
    }

    #[test]
    fn a_hazard_needs_an_action() {
        trial(&RULE).adding(&hazard("无")).fails_at("/visit/hazards/0/action");
    }
}
