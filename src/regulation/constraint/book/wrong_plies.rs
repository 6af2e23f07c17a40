//! The forms of a book have the plies the company prints.

use crate::record::Kind;
use crate::record::book::Book;
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "wrong_plies",
    clauses: &["T-6", "D1"],
    class: Class::Policy,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "联数与制度不符", en: "the plies of a book are not those of the policy" },
    explanation: Explanation {
        checks: Text {
            zh: "每张联数等于领用之日的制度参数 ticket_plies（默认四联）。",
            en: "The plies are those of the policy ticket_plies on the day of issue, four by default.",
        },
        why: Text {
            zh: "T-6：“书写错误需在四联单上注明作废字样”。“两联”“四联”为同一张单（D1），印几联由公司定。",
            en: "T-6: mark all four plies of the form “void”. The two and the four plies are of one form (D1); how many are printed is the company's choice.",
        },
        fails: Text { zh: "plies 为 2。", en: "`plies` is 2." },
        fix: Text {
            zh: "按实际印制的联数填写；改印的，先改制度参数。",
            en: "Enter the plies as printed; when the printing changes, change the policy first.",
        },
    },
    check,
};

texts! {
    WRONG: "每张应为 {plies} 联", "a form has {plies} plies";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>() else {
        return;
    };
    let plies = case.world.policies.number(&named::ticket_plies, book.issue.issued_at.day());
    if i64::from(book.plies) != plies {
        faults.at("/plies", Message::new(&WRONG).with("plies", plies));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, company, trial};
    use serde_json::json;

    #[test]
    fn four_plies_are_fine() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao")).passes();
    }

    #[test]
    fn a_policy_may_say_three() {
        let three = json!({"name": "ticket_plies", "value": 3, "from": "2025-01-01", "reason": "改印三联"});
        trial(&RULE)
            .beside(&company().set("/policies/-", three))
            .adding(&book("WX-00002", "sun-tao").set("/plies", 3))
            .passes();
    }

    #[test]
    fn two_plies_are_not() {
        trial(&RULE).adding(&book("WX-00002", "sun-tao").set("/plies", 2)).fails_at("/plies");
    }
}
