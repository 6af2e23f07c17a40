//! A plan holds every item A to G, and D for every system (M-2).

use crate::record::Kind;
use crate::record::plan::{ALL_SYSTEMS, ItemCode, Plan};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "plan_item_missing",
    clauses: &["M-2", "M-2.A", "M-2.B", "M-2.C", "M-2.D", "M-2.E", "M-2.F", "M-2.G"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Plan],
    title: Text { zh: "季度计划缺项", en: "an item is missing from the plan" },
    explanation: Explanation {
        checks: Text {
            zh: "计划项中 A 至 G 每项至少一条；检测（D）对系统清单中的每个系统都有一条，或有一条写“全部”。",
            en: "The items have each of A to G at least once; D has one for each system of the list, or one for 全部.",
        },
        why: Text {
            zh: "M-2 列出季度检查维护的七项内容；M-2.D：“对所有系统工作状况和必要技术性能进行检测”。",
            en: "M-2 lists seven items of the quarterly check; M-2.D: test the working condition of all systems.",
        },
        fails: Text {
            zh: "计划项中没有 G；或系统清单有门禁系统，D 项却只有视频监控系统。",
            en: "There is no item G; or access control is a system of the plan and D names the video system alone.",
        },
        fix: Text {
            zh: "补上缺的计划项；不适用的项也要列入，在维护保养记录中写明原因。",
            en: "Add the item; one that does not apply is planned too, and the record says why.",
        },
    },
    check,
};

texts! {
    NONE_OF: "没有 {code} 项", "there is no item {code}";
    NO_TEST: "D 项没有系统 {system}", "item D leaves out the system {system}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(plan) = case.form::<Plan>() else {
        return;
    };
    let items = &plan.preparation.items;
    for code in ItemCode::ALL {
        if items.iter().all(|item| item.code != code) {
            faults.at("/preparation/items", Message::new(&NONE_OF).with("code", format!("{code:?}")));
        }
    }
    let tested: Vec<_> =
        items.iter().filter(|item| item.code == ItemCode::D).map(|item| item.system.as_str()).collect();
    if tested.is_empty() || tested.contains(&ALL_SYSTEMS) {
        return;
    }
    for (n, system) in plan.preparation.systems.iter().enumerate() {
        if !tested.contains(&system.as_str()) {
            faults.at(format!("/preparation/systems/{n}"), Message::new(&NO_TEST).with("system", system));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{plan, trial};
    use serde_json::json;

    #[test]
    fn seven_items_and_every_system_are_planned() {
        trial(&RULE).adding(&plan()).passes();
    }

    #[test]
    fn one_test_of_all_systems_will_do() {
        let all = plan().set("/preparation/items/3/system", "全部").drop("/preparation/items/4");
        trial(&RULE).adding(&all).passes();
    }

    #[test]
    fn no_item_may_be_left_out() {
        for (place, code) in [(0, "B"), (1, "A"), (2, "A"), (5, "A"), (6, "A"), (7, "A")] {
            let without = plan().set(&format!("/preparation/items/{place}/code"), code);
            trial(&RULE).adding(&without).fails_at("/preparation/items");
        }
    }

    #[test]
    fn no_system_is_left_untested() {
        let systems = json!(["视频监控", "门禁", "周界报警"]);
        trial(&RULE).adding(&plan().set("/preparation/systems", systems)).fails_at("/preparation/systems/2");
    }
}
