//! A rest and the credits it draws on name each other.

use crate::record::Kind;
use crate::record::rest_credit::RestCredit;
use crate::record::rest_use::RestUse;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "rest_not_paired",
    clauses: &["R-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::RestCredit, Kind::RestUse],
    title: Text { zh: "倒休登记与使用没有互相写明", en: "a credit and a rest do not name each other" },
    explanation: Explanation {
        checks: Text {
            zh: "倒休使用抵用的每张登记，其 used_by 列有该次使用；登记 used_by 所列的每次使用，都抵用了该登记。",
            en: "Every credit that a rest draws on lists it in `used_by`; every rest that a credit lists draws on it.",
        },
        why: Text {
            zh: "R-1：每次倒休都写明用的是哪张登记。两边互相写明，余额才能只读所涉的几张单据核对。",
            en: "R-1: every rest names the credits it uses. As both name each other, the balance is checked by reading the papers concerned and no others.",
        },
        fails: Text {
            zh: "使用单列有 li-na.20260314-01，而该登记的 used_by 没有这次使用。",
            en: "A rest draws on li-na.20260314-01, whose `used_by` does not list it.",
        },
        fix: Text {
            zh: "在同一次提交中两边都写上（weibao new 倒休使用 自动写入）。",
            en: "Write both in the same commit (`weibao new rest-use` does).",
        },
    },
    check,
};

texts! {
    UNLISTED: "{credit} 的 used_by 没有 {taken}", "`used_by` of {credit} does not list {taken}";
    NOT_DRAWN: "{taken} 没有抵用 {credit}", "{taken} does not draw on {credit}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some(taken) = case.form::<RestUse>() {
        for (index, draw) in taken.rest.credits.iter().enumerate() {
            let credit = case.world.records.get::<RestCredit>(&draw.credit.key(Kind::RestCredit));
            if credit.is_some_and(|credit| !credit.used_by.contains(&taken.id)) {
                let unlisted = Message::new(&UNLISTED).with("credit", &draw.credit).with("taken", &taken.id);
                faults.at(format!("/rest/credits/{index}/credit"), unlisted);
            }
        }
    }
    if let Some(credit) = case.form::<RestCredit>() {
        for (index, id) in credit.used_by.iter().enumerate() {
            let taken = case.world.records.get::<RestUse>(&id.key(Kind::RestUse));
            if taken.is_some_and(|taken| !taken.rest.credits.iter().any(|draw| draw.credit == credit.id)) {
                let not_drawn = Message::new(&NOT_DRAWN).with("credit", &credit.id).with("taken", id);
                faults.at(format!("/used_by/{index}"), not_drawn);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{rest_credit, rest_use, trial};

    #[test]
    fn a_rest_and_its_credit_name_each_other() {
        trial(&RULE).adding(&rest_use()).passes();
        trial(&RULE).adding(&rest_credit()).passes();
    }

    #[test]
    fn a_credit_lists_the_rest_that_draws_on_it() {
        trial(&RULE).beside(&rest_credit().drop("/used_by/0")).adding(&rest_use()).fails_at("/rest/credits/0/credit");
    }

    #[test]
    fn a_credit_lists_no_rest_that_draws_on_another() {
        trial(&RULE)
            .beside(&rest_use().set("/rest/credits/0/credit", "sun-tao.20250308-02"))
            .adding(&rest_credit())
            .fails_at("/used_by/0");
    }
}
