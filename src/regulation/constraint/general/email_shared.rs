//! An address belongs to one person.

use crate::record::Kind;
use crate::record::staff::Staff;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "email_shared",
    clauses: &["G", "M-5"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Staff],
    title: Text { zh: "两人登记同一个邮箱", en: "two people registered the same address" },
    explanation: Explanation {
        checks: Text {
            zh: "新登记或改动的邮箱没有别的员工在用，大小写不同也算相同。",
            en: "An address that is new or changed is nobody else's, other letter cases included.",
        },
        why: Text {
            zh: "提交的作者由邮箱认出；两人共用一个邮箱，就分不清是谁提交的，岗位也无从判定。",
            en: "The author of a commit is known by the address; when two share one, nobody can tell who committed, nor by which posts.",
        },
        fails: Text {
            zh: "前台两人都登记 front@example.com。",
            en: "Two receptionists both register front@example.com.",
        },
        fix: Text { zh: "每人登记自己的邮箱。", en: "Let each register an address of their own." },
    },
    check,
};

texts! {
    SHARED: "邮箱 {email} 已由 {who} 登记", "the address {email} is registered with {who} already";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(staff) = case.form::<Staff>() else {
        return;
    };
    if case.old::<Staff>().is_some_and(|before| before.email == staff.email) {
        return;
    }
    // The register of staff is one small folder; it is read only when an address is registered.
    let other = case.world.records.siblings(case.key).into_iter().filter(|key| key != case.key).find(|key| {
        let other = case.world.records.get::<Staff>(key);
        other.is_some_and(|other| other.email.eq_ignore_ascii_case(&staff.email))
    });
    if let Some(other) = other {
        faults.at("/email", Message::new(&SHARED).with("email", &staff.email).with("who", other.id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{staff, trial};

    #[test]
    fn an_address_of_ones_own_is_fine() {
        trial(&RULE).beside(&staff("chen-jing").set("/email", "a@example.com")).adding(&staff("li-na")).passes();
    }

    #[test]
    fn an_address_is_not_shared() {
        trial(&RULE)
            .beside(&staff("chen-jing").set("/email", "a@example.com"))
            .changing(&staff("li-na"), |draft| draft.set("/email", "A@example.com"))
            .fails_at("/email");
    }
}
