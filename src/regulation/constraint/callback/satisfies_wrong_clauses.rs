//! A visit names exactly the clauses it satisfies (D5).

use crate::record::Kind;
use crate::record::onsite_callback::OnsiteCallback;
use crate::regulation::finding::Faults;
use crate::regulation::obligation;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use std::collections::BTreeSet;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "satisfies_wrong_clauses",
    clauses: &["D5", "C-7.2.1", "C-S.2.1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::OnsiteCallback],
    title: Text {
        zh: "所满足的条款与应回访事项不符", en: "the clauses satisfied are not those that are due"
    },
    explanation: Explanation {
        checks: Text {
            zh: "satisfies 与该次应回访事项的条款相同，不多不少，次序不论。",
            en: "`satisfies` holds the clauses of what is due under the key: no more, no fewer, in any order.",
        },
        why: Text {
            zh: "D5：三个月一次与六、十二个月并存取并集，一次上门可满足数条；写明哪几条，才能逐条计算回访率。",
            en: "D5: the union of the quarterly visits and those at 6 and 12 months is due, and one visit may satisfy several; naming them lets each clause's rate be counted.",
        },
        fails: Text {
            zh: "六个月的上门只写 C-S.2.1，而服务期内 C-7.2.1 也由它满足。",
            en: "A visit at six months names C-S.2.1 alone, while service lasts and C-7.2.1 is satisfied by it too.",
        },
        fix: Text {
            zh: "按 weibao due --explain 所列条款填写 satisfies。",
            en: "Enter the clauses that `weibao due --explain` lists.",
        },
    },
    check,
};

texts! {
    DIFFERS: "应为 {due}，现为 {said}", "{due} are due, {said} are named";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<OnsiteCallback>() else {
        return;
    };
    let Some(due) = obligation::for_callback(case.key, case.world) else {
        return;
    };
    let due: BTreeSet<&str> = due.clauses.iter().copied().collect();
    let said: BTreeSet<&str> = callback.satisfies.iter().map(String::as_str).collect();
    if due != said {
        let join = |clauses: BTreeSet<&str>| clauses.into_iter().collect::<Vec<_>>().join(", ");
        faults.at("/satisfies", Message::new(&DIFFERS).with("due", join(due)).with("said", join(said)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, onsite, trial};
    use serde_json::json;

    fn half_year(clauses: &[&str]) -> Draft {
        onsite()
            .filed_as("S00001-01.month_6")
            .set("/id", "S00001-01.month_6")
            .set("/stage", "month_6")
            .set("/satisfies", json!(clauses))
    }

    #[test]
    fn a_quarterly_visit_satisfies_its_clause() {
        trial(&RULE).adding(&onsite()).passes();
    }

    #[test]
    fn the_order_of_clauses_does_not_matter() {
        trial(&RULE).adding(&half_year(&["C-S.2.1", "C-7.2.1"])).passes();
    }

    #[test]
    fn a_clause_too_few_is_noticed() {
        trial(&RULE).adding(&half_year(&["C-S.2.1"])).fails_at("/satisfies");
    }

    #[test]
    fn a_clause_too_many_is_noticed() {
        trial(&RULE).adding(&onsite().set("/satisfies", json!(["C-7.2.1", "C-S.2.1"]))).fails_at("/satisfies");
    }
}
