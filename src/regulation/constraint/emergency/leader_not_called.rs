//! The five leaders are called before an incident is closed (E-2.2).
//!
//! Of several deputy general managers each is called; who they are stands in the company's record.

use super::closed;
use crate::record::Kind;
use crate::record::incident_entry::Leader;
use crate::regulation::course::Course;
use crate::regulation::finding::Faults;
use crate::regulation::leaders::{self, Came};
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "leader_not_called",
    clauses: &["E-2.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Incident],
    title: Text {
        zh: "结案时五位领导未逐一报告",
        en: "an incident was closed and one of the five leaders never called",
    },
    explanation: Explanation {
        checks: Text {
            zh: "结案的事件对总经理、副总经理、总工、工程部经理、相关项目经理各有“电话报告领导”（接报当日在任的副总经理有几位的，每位都有）：最后一次已接通，或岗位空缺，或未接通而写明原因。",
            en: "A closed incident has calls to general manager, deputy, chief engineer, engineering manager and project manager, to each deputy if several were in office on the day: of each the last one reached somebody, says the post is vacant, or says why it was left at that.",
        },
        why: Text {
            zh: "E-2.2：“电话报告公司总经理、副总经理、总工、工程部经理、相关项目经理”。未接通的要重拨或写明原因，空缺的要写明。",
            en: "E-2.2: phone the general manager, deputy general manager, chief engineer, engineering manager and project manager concerned. Not reached means another try or a reason; a vacant post is said to be vacant.",
        },
        fails: Text {
            zh: "副总经理未接通，没有重拨，也没有原因。",
            en: "The deputy was not reached, was not tried again, and no reason is given.",
        },
        fix: Text {
            zh: "补打电话并记录；未接通的写明原因，空缺的 result 写 vacant。",
            en: "Make the call and log it; give the reason, or say that the post is vacant.",
        },
    },
    check,
};

texts! {
    NEVER: "没有报告{role}", "{role} was never called";
    LEFT: "{role}最后一次未接通，没有重拨也没有原因", "{role} was not reached at the last call, with neither another try nor a reason";
    ONE_NEVER: "没有报告{role} {who}", "{role} {who} was never called";
    ONE_LEFT: "{role} {who} 最后一次未接通，没有重拨也没有原因", "{role} {who} was not reached at the last call, with neither another try nor a reason";
    GENERAL_MANAGER: "总经理", "the general manager";
    DEPUTY: "副总经理", "the deputy general manager";
    CHIEF_ENGINEER: "总工程师", "the chief engineer";
    ENGINEERING_MANAGER: "工程部经理", "the engineering manager";
    PROJECT_MANAGER: "相关项目经理", "the project manager concerned";
}

const fn named(role: Leader) -> &'static Text {
    match role {
        Leader::GeneralManager => &GENERAL_MANAGER,
        Leader::DeputyGeneralManager => &DEPUTY,
        Leader::ChiefEngineer => &CHIEF_ENGINEER,
        Leader::EngineeringManager => &ENGINEERING_MANAGER,
        Leader::ProjectManager => &PROJECT_MANAGER,
    }
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some((incident, closing)) = closed(case) else {
        return;
    };
    let course = Course::of(case.world.records, &incident.id).recorded_by(closing.at);
    for wanted in leaders::wanted(case.world.records, incident.intake.received_at.day()) {
        let role = named(wanted.role);
        let wrong = match (wanted.came(&course), wanted.person) {
            (Came::Answered, _) => continue,
            (Came::Never, None) => Message::new(&NEVER),
            (Came::LeftAtThat, None) => Message::new(&LEFT),
            (Came::Never, Some(who)) => Message::new(&ONE_NEVER).with("who", who),
            (Came::LeftAtThat, Some(who)) => Message::new(&ONE_LEFT).with("who", who),
        };
        faults.at("/closing", wrong.with_message("role", role));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::regulation::fixture::Trial;
    use crate::regulation::fixture::{company, entry_path, incident, staff, trial};

    /// A second deputy from a day on, listed in the company's record.
    fn with_a_second_deputy(from: &str) -> Trial {
        let second = staff("wu-gang").set("/roles/-", json!({"role": "deputy_general_manager", "from": from}));
        trial(&RULE).beside(&second).beside(&company().set("/deputies/-", "wu-gang"))
    }

    #[test]
    fn each_of_several_deputies_is_called() {
        with_a_second_deputy("2025-03-18").adding(&incident()).fails_at("/closing");
    }

    #[test]
    fn who_became_deputy_afterwards_was_not_to_be_called() {
        with_a_second_deputy("2025-03-19").adding(&incident()).passes();
    }

    #[test]
    fn reached_vacant_or_explained_is_fine() {
        trial(&RULE).adding(&incident()).passes();
    }

    #[test]
    fn a_post_that_nobody_called_is_missing() {
        trial(&RULE)
            .scene(|scene| scene.without(&entry_path("zhao-lei-004")).without(&entry_path("zhao-lei-001")))
            .adding(&incident())
            .fails_at_all(&["/closing", "/closing"]);
    }

    #[test]
    fn a_call_that_reached_nobody_is_tried_again_or_explained() {
        trial(&RULE).scene(|scene| scene.without(&entry_path("zhao-lei-007"))).adding(&incident()).fails_at("/closing");
    }
}
