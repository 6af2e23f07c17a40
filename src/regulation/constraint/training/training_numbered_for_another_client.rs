//! A training lies under the number of the client who asked for it (M-4).

use crate::record::Kind;
use crate::record::training::Training;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "training_numbered_for_another_client",
    clauses: &["M-4", "G"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Training],
    title: Text { zh: "培训编号属于别的甲方", en: "a training is numbered for another client" },
    explanation: Explanation {
        checks: Text {
            zh: "培训记录编号的前段即所填的甲方。",
            en: "The client in a training's number is the client it names.",
        },
        why: Text {
            zh: "M-4：“根据甲方要求安排培训”。到期事项按编号归到甲方名下。",
            en: "M-4: training as the client requires. What is due is laid at the door of the client in the number.",
        },
        fails: Text {
            zh: "编号 C00001-T01，而 client 为 C00002。",
            en: "The number is C00001-T01 and `client` is C00002.",
        },
        fix: Text {
            zh: "改用该甲方的编号，或改正甲方。", en: "Take a number of that client, or correct the client."
        },
    },
    check,
};

texts! {
    OTHER: "编号属于甲方 {numbered}，所填为 {client}", "the number belongs to {numbered}, the record says {client}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(training) = case.form::<Training>() else {
        return;
    };
    let numbered = training.id.client();
    if numbered != training.client {
        faults.at("/client", Message::new(&OTHER).with("numbered", numbered).with("client", &training.client));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{training, trial};

    #[test]
    fn the_client_in_the_number_is_the_one_named() {
        trial(&RULE).adding(&training()).passes();
    }

    #[test]
    fn another_client_has_numbers_of_its_own() {
        trial(&RULE).adding(&training().set("/client", "C00002")).fails_at("/client");
    }
}
