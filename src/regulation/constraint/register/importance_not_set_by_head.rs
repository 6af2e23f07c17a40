//! Who makes a user important is the head of a department (C-P.2.3).

use crate::record::Kind;
use crate::record::site::Site;
use crate::record::staff::{Duty, Staff};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "importance_not_set_by_head",
    clauses: &["C-P.2.3"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Site],
    title: Text {
        zh: "重要用户非由部门主管确定", en: "a user was made important by someone who heads no department"
    },
    explanation: Explanation {
        checks: Text {
            zh: "重要用户的确定人在起日任部门主管。",
            en: "Whoever set an importance flag was a department supervisor on its first day.",
        },
        why: Text {
            zh: "C-P.2.3：“有针对性地对一些重要用户进行回访”。何为重要未作规定，故由部门主管署名、写明日期和理由；谁都能标，就没有“有针对性”。",
            en: "C-P.2.3: a targeted callback to some important users. Who is important is not defined, so the head of a department sets a dated flag and says why; were it anybody's to set, nothing would be targeted.",
        },
        fails: Text {
            zh: "important 一项 set_by 为前台李娜。",
            en: "An entry of `important` has `set_by` li-na of the front desk.",
        },
        fix: Text {
            zh: "由部门主管确定并署名；主管岗位登记有缺的，先补员工记录。",
            en: "Let the head of the department set it under their own name; if their post is missing in the staff record, add it first.",
        },
    },
    check,
};

texts! {
    WRONG: "{who} 在 {day} 不任部门主管", "{who} headed no department on {day}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(site) = case.form::<Site>() else {
        return;
    };
    for (index, flag) in site.important.iter().enumerate() {
        let head = case.world.records.get::<Staff>(&flag.set_by.key(Kind::Staff));
        if head.is_some_and(|head| !head.holds(Duty::Supervisor, flag.from)) {
            let wrong = Message::new(&WRONG).with("who", &flag.set_by).with("day", flag.from);
            faults.at(format!("/important/{index}/set_by"), wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{site_near, staff, trial};

    #[test]
    fn the_head_of_a_department_sets_the_flag() {
        trial(&RULE).adding(&site_near()).passes();
    }

    #[test]
    fn a_head_who_has_since_left_had_set_it() {
        trial(&RULE).beside(&staff("zhao-lei").set("/left_on", "2025-12-31")).adding(&site_near()).passes();
    }

    #[test]
    fn the_front_desk_does_not() {
        trial(&RULE).adding(&site_near().set("/important/0/set_by", "li-na")).fails_at("/important/0/set_by");
    }

    #[test]
    fn nor_does_a_head_before_their_post_began() {
        trial(&RULE)
            .beside(&staff("zhao-lei").set("/roles/0/from", "2025-02-02"))
            .adding(&site_near())
            .fails_at("/important/0/set_by");
    }
}
