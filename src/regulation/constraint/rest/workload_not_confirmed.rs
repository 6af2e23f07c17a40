//! Rest is taken when work allows it.

use crate::record::Kind;
use crate::record::rest_use::{RestKind, RestUse, UseState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "workload_not_confirmed",
    clauses: &["R-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::RestUse],
    title: Text {
        zh: "倒休未确认维修任务不忙", en: "a rest is approved without saying that work allows it"
    },
    explanation: Explanation {
        checks: Text {
            zh: "已批准的倒休（不含销假），workload_ok 为真。",
            en: "In an approved rest (cancelled leave apart) `workload_ok` is true.",
        },
        why: Text {
            zh: "R-1：“在下周维修任务不忙的情况下进行倒休”。",
            en: "R-1: rest is taken when repair work is not heavy.",
        },
        fails: Text {
            zh: "已批准的倒休 workload_ok 为假。", en: "`workload_ok` of an approved rest is false."
        },
        fix: Text {
            zh: "主管确认不忙的写真；忙则改日，或驳回。",
            en: "If the supervisor confirms it, write true; if work is heavy, choose another day or refuse.",
        },
    },
    check,
};

texts! {
    HEAVY: "已批准，但没有确认维修任务不忙", "approved, yet it is not confirmed that work allows it";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(taken) = case.form::<RestUse>() else {
        return;
    };
    if taken.state == UseState::Approved && taken.rest.kind == RestKind::Rest && !taken.rest.workload_ok {
        faults.at("/rest/workload_ok", Message::new(&HEAVY));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{rest_use, trial};

    #[test]
    fn rest_that_work_allows_is_fine() {
        trial(&RULE).adding(&rest_use()).passes();
    }

    #[test]
    fn rest_is_not_approved_while_work_is_heavy() {
        trial(&RULE).adding(&rest_use().set("/rest/workload_ok", false)).fails_at("/rest/workload_ok");
    }

    #[test]
    fn cancelled_leave_does_not_ask() {
        trial(&RULE).adding(&rest_use().set("/rest/workload_ok", false).set("/rest/kind", "offset_leave")).passes();
    }
}
