//! The five leaders are those who hold the posts (E-2.2).

use crate::record::Kind;
use crate::record::incident_entry::IncidentEntry;
use crate::record::staff::Staff;
use crate::regulation::finding::Faults;
use crate::regulation::leaders;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "leader_lacks_post",
    clauses: &["E-2.2"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::IncidentEntry],
    title: Text { zh: "所报告的人不任该职", en: "someone was called as a leader who does not hold that post" },
    explanation: Explanation {
        checks: Text {
            zh: "“电话报告领导”所写的人当日任所写的职务。",
            en: "The person called holds the post named, on that day.",
        },
        why: Text {
            zh: "E-2.2：“电话报告公司总经理、副总经理、总工、工程部经理、相关项目经理”。打给别人不算。",
            en: "E-2.2: phone the general manager, deputy, chief engineer, engineering manager and project manager concerned. Calling someone else is not that.",
        },
        fails: Text {
            zh: "role 为 chief_engineer，person 却是工程部经理。",
            en: "`role` is chief_engineer and `person` is the engineering manager.",
        },
        fix: Text {
            zh: "写明任该职的人；该职空缺的，result 写 vacant 并说明。",
            en: "Name the holder of the post; if it is vacant, say so with the reason.",
        },
    },
    check,
};

texts! {
    WRONG: "{who} 在 {day} 不任此职", "{who} did not hold that post on {day}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(entry) = case.form::<IncidentEntry>() else {
        return;
    };
    let Some(call) = &entry.call else {
        return;
    };
    let post = leaders::post(call.role);
    let Some(who) = call.person.as_option() else {
        return;
    };
    let day = entry.at.day();
    let staff = case.world.records.get::<Staff>(&who.key(Kind::Staff));
    if staff.is_some_and(|staff| !staff.holds(post, day)) {
        faults.at("/call/person", Message::new(&WRONG).with("who", who).with("day", day));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{incident_entry, trial};

    #[test]
    fn the_general_manager_is_called() {
        trial(&RULE).adding(&incident_entry("zhao-lei-001")).passes();
    }

    #[test]
    fn a_vacant_post_is_nobodys() {
        trial(&RULE).adding(&incident_entry("zhao-lei-004")).passes();
    }

    #[test]
    fn another_is_not_the_general_manager() {
        trial(&RULE).adding(&incident_entry("zhao-lei-001").set("/call/person", "xu-bo")).fails_at("/call/person");
    }
}
