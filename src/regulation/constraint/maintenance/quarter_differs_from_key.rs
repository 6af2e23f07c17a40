//! Site, quarter and plan of a form are those of its key (M-2).

use crate::record::Kind;
use crate::record::Record;
use crate::record::id::MaintenanceId;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "quarter_differs_from_key",
    clauses: &["M-2", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Plan, Kind::Maintenance],
    title: Text { zh: "站点或季度与编号不符", en: "site or quarter differ from the key" },
    explanation: Explanation {
        checks: Text {
            zh: "计划和维护保养记录的 site、period 与编号中的站点、季度一致；所执行和所取代的计划属同一站点同一季度。",
            en: "`site` and `period` of a plan and of maintenance are those in the key; the plan carried out or superseded is of the same site and quarter.",
        },
        why: Text {
            zh: "M-2：“制订季度维护保养工作计划”。计划、执行与到期事项按站点和季度互相查找，写错即落到别处。",
            en: "M-2: a quarterly plan is drawn up. Plan, execution and what is due find each other by site and quarter.",
        },
        fails: Text { zh: "S00001-2026Q1-01 的 period 为 2026Q2。", en: "`period` of S00001-2026Q1-01 is 2026Q2." },
        fix: Text {
            zh: "改正站点、季度或所引的计划；编号写错的，用正确的编号新建。",
            en: "Correct site, quarter or the plan named; if the key is wrong, write a new record under the right one.",
        },
    },
    check,
};

texts! {
    SITE: "编号属于站点 {wanted}，不是 {found}", "the key belongs to site {wanted}, not to {found}";
    QUARTER: "编号属于季度 {wanted}，不是 {found}", "the key belongs to quarter {wanted}, not to {found}";
    PLAN: "计划 {plan} 不属于 {wanted}", "the plan {plan} is not one of {wanted}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (key, site, period, named) = match case.after.map(|entry| &entry.record) {
        Some(Record::Plan(plan)) => {
            let named = plan.supersedes.as_ref().map(|plan| ("/supersedes", plan));
            (plan.id.maintenance(), &plan.site, plan.period, named)
        }
        Some(Record::Maintenance(it)) => (it.id.clone(), &it.site, it.period, Some(("/plan", &it.plan))),
        _ => return,
    };
    if *site != key.site() {
        faults.at("/site", Message::new(&SITE).with("wanted", key.site()).with("found", site));
    }
    if key != MaintenanceId::of(&key.site(), period) {
        let wanted = key.quarter().map_or_else(String::new, |quarter| quarter.to_string());
        faults.at("/period", Message::new(&QUARTER).with("wanted", wanted).with("found", period));
    }
    if let Some((pointer, plan)) = named.filter(|(_, plan)| plan.maintenance() != key) {
        faults.at(pointer, Message::new(&PLAN).with("plan", plan).with("wanted", key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{changed_plan, maintenance, plan, trial};

    #[test]
    fn a_plan_and_its_maintenance_agree_with_their_keys() {
        trial(&RULE).adding(&plan()).passes();
        trial(&RULE).adding(&maintenance()).passes();
    }

    #[test]
    fn another_site_is_noticed() {
        trial(&RULE).adding(&plan().set("/site", "S00002")).fails_at("/site");
    }

    #[test]
    fn another_quarter_is_noticed() {
        trial(&RULE).adding(&maintenance().set("/period", "2025Q3")).fails_at("/period");
    }

    #[test]
    fn the_plan_of_another_quarter_is_not_carried_out() {
        trial(&RULE).adding(&maintenance().set("/plan", "S00001-2025Q1-01")).fails_at("/plan");
    }

    #[test]
    fn the_plan_of_another_site_is_not_superseded() {
        let changed = changed_plan("2025-04-20T15:00:00+08:00").set("/supersedes", "S00002-2025Q2-01");
        trial(&RULE).adding(&changed).fails_at("/supersedes");
    }
}
