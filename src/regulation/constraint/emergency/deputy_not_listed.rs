//! Every deputy general manager is in the company's list, from which an emergency knows whom to call (E-2.2).

use crate::record::Kind;
use crate::record::company::Company;
use crate::record::path::Key;
use crate::record::staff::{Duty, Staff};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "deputy_not_listed",
    clauses: &["E-2.2"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Staff],
    title: Text { zh: "副总经理未列入名单", en: "a deputy general manager is not in the company's list" },
    explanation: Explanation {
        checks: Text {
            zh: "任过副总经理的员工都在公司记录的 deputies 中。",
            en: "Whoever holds or held the post of deputy general manager is in the company's `deputies`.",
        },
        why: Text {
            zh: "E-2.2：“电话报告公司总经理、副总经理……”。副总经理有几位的，每位都要报告；名单不全，结案时就看不出漏了谁。",
            en: "E-2.2: phone the general manager, deputy general manager… Of several deputies each is called; who is not in the list would be left out unseen.",
        },
        fails: Text {
            zh: "给吴刚登记副总经理岗位，公司记录的 deputies 中没有 wu-gang。",
            en: "Wu Gang is given the post, and `deputies` of the company does not have wu-gang.",
        },
        fix: Text {
            zh: "先在公司记录的 deputies 末尾写上其编号（weibao edit company company），再登记岗位。",
            en: "First put the id at the end of the company's `deputies` (`weibao edit company company`), then enter the post.",
        },
    },
    check,
};

texts! {
    WRONG: "{who} 任副总经理，公司的副总经理名单中没有", "{who} is deputy general manager and not in the company's list of them";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(staff) = case.form::<Staff>() else {
        return;
    };
    let Some(post) = staff.roles.iter().position(|held| held.role == Duty::DeputyGeneralManager) else {
        return;
    };
    let company = case.world.records.get::<Company>(&Key { kind: Kind::Company, id: "company".to_owned() });
    if company.is_some_and(|company| !company.deputies.contains(&staff.id)) {
        faults.at(format!("/roles/{post}"), Message::new(&WRONG).with("who", &staff.id));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::regulation::fixture::{Draft, company, staff, trial};

    fn promoted() -> Draft {
        staff("wu-gang").set("/roles/-", json!({"role": "deputy_general_manager", "from": "2026-03-01"}))
    }

    #[test]
    fn who_is_in_the_list_may_hold_the_post() {
        trial(&RULE).beside(&company().set("/deputies/-", "wu-gang")).adding(&promoted()).passes();
    }

    #[test]
    fn others_need_no_list() {
        trial(&RULE).adding(&staff("wu-gang")).passes();
    }

    #[test]
    fn who_is_not_in_the_list_may_not() {
        trial(&RULE).adding(&promoted()).fails_at("/roles/2");
        trial(&RULE).beside(&company().drop("/deputies")).adding(&promoted()).fails_at("/roles/2");
    }
}
