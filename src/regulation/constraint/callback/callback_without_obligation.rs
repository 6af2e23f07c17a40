//! A callback fulfils something that is due: its key names an obligation of its anchor (C-P, C-7, C-S).

use super::view::Callback;
use crate::record::Kind;
use crate::record::id::Anchor;
use crate::record::install::Install;
use crate::regulation::constraint::service::warranty;
use crate::regulation::finding::Faults;
use crate::regulation::obligation;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "callback_without_obligation",
    clauses: &["C-P.1.4", "C-7.1.4", "C-S.1.4", "C-P.2.3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "回访没有对应的应回访事项", en: "a callback answers nothing that is due" },
    explanation: Explanation {
        checks: Text {
            zh: "编号中的安装单、维修单或回访记录须使该次回访到期：安装单已确认且为新装；维修单已完成且为维修；半年电话回访的站点为重要用户；季度上门在服务期内；要求上门的回访有重点登记。",
            en: "The form named by the key makes this callback due: a confirmed installation of a new system; a completed repair; an important site for the half-year call; service still running for a quarterly visit; a registration for a demanded visit.",
        },
        why: Text {
            zh: "回访率的分母是应回访事项；没有对应事项的回访会使完成数虚增（C-P.1.4、C-7.1.4）。",
            en: "The rate counts what fell due; a callback that answers nothing due would only seem to raise it (C-P.1.4, C-7.1.4).",
        },
        fails: Text {
            zh: "S00002-01.month_6 的电话回访，而 S00002 当日不是重要用户。",
            en: "A phone callback S00002-01.month_6 while S00002 is not important that day.",
        },
        fix: Text {
            zh: "核对编号；确有该义务的，先补齐其依据（安装单、维修单、重要用户标记、重点登记）。",
            en: "Look at the key; if the callback is due after all, first record what makes it due.",
        },
    },
    check,
};

texts! {
    NOTHING_DUE: "{id} 不对应任何应回访事项", "nothing is due under {id}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.after.and_then(Callback::of) else {
        return;
    };
    if obligation::for_callback(case.key, case.world).is_none() && !was_due_before_a_correction(case, &callback) {
        faults.at("/id", Message::new(&NOTHING_DUE).with("id", callback.id));
    }
}

/// Whether the anchor was corrected by a later form since: then the callbacks made before it stand.
fn was_due_before_a_correction(case: &Case<'_>, callback: &Callback<'_>) -> bool {
    let Anchor::Install(id) = callback.id.anchor() else {
        return false;
    };
    let records = case.world.records;
    records.get::<Install>(&id.key(Kind::Install)).is_some_and(|install| {
        warranty::forms_of(&install.site, records).iter().any(|form| form.supersedes.as_ref() == Some(&id))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, phone, phone_after_repair, site_near, ticket, trial};
    use serde_json::json;

    #[test]
    fn the_day_of_installation_is_due() {
        trial(&RULE).adding(&phone()).passes();
    }

    #[test]
    fn the_half_year_call_is_due_at_important_sites_only() {
        let call = phone().filed_as("S00001-01.month_6").set("/id", "S00001-01.month_6").set("/stage", "month_6");
        trial(&RULE).adding(&call).passes();
        let ordinary = site_near().set("/important", json!([]));
        trial(&RULE).beside(&ordinary).adding(&call).fails_at("/id");
    }

    #[test]
    fn a_call_at_three_months_is_not_due() {
        let call = phone().filed_as("S00001-01.month_3").set("/id", "S00001-01.month_3").set("/stage", "month_3");
        trial(&RULE).adding(&call).fails_at("/id");
    }

    #[test]
    fn a_quarterly_visit_after_the_service_ended_is_not_due() {
        let ended = site_near().set("/service/0/to", "2025-04-09");
        trial(&RULE).beside(&ended).adding(&onsite()).fails_at("/id");
    }

    #[test]
    fn a_repair_that_is_not_completed_is_not_called_about() {
        let open = ticket(1).set("/state", "open");
        trial(&RULE).beside(&open).adding(&phone_after_repair()).fails_at("/id");
    }

    #[test]
    fn a_visit_that_nobody_demanded_is_not_due() {
        let visit =
            onsite().filed_as("WX-0000001.post_repair.after_call").set("/id", "WX-0000001.post_repair.after_call");
        trial(&RULE).adding(&visit.set("/stage", "after_call")).fails_at("/id");
    }

    #[test]
    fn a_callback_without_its_installation_is_not_due() {
        trial(&RULE)
            .scene(|scene| scene.without("records/install/000/S00001-01.json"))
            .adding(&phone())
            .fails_at("/id");
    }
}
