//! The user is trained to replace what wears (C-7.2.1, C-S.2.1).

use crate::record::Kind;
use crate::record::id::Stage;
use crate::record::onsite_callback::OnsiteCallback;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "user_not_trained",
    clauses: &["C-7.2.1", "C-S.2.1"],
    class: Class::Text,
    severity: Severity::Warning,
    kinds: &[Kind::OnsiteCallback],
    title: Text { zh: "未培训用户更换易耗件", en: "the user was not trained to replace wearing parts" },
    explanation: Explanation {
        checks: Text {
            zh: "定期上门回访所查的每种易耗零配件，都已培训用户如何更换。",
            en: "For each wearing part checked in a regular visit, the user was trained to replace it.",
        },
        why: Text {
            zh: "C-7.2.1：“检查设备易耗零配件耗用状况并培训用户如何更换”。用户早已会的，可不再培训，故只提示。",
            en: "C-7.2.1: check consumption of wearing parts and train the user to replace them. A user who can already need not be trained again: a warning only.",
        },
        fails: Text {
            zh: "visit.consumables[0].user_trained 为 false。",
            en: "`visit.consumables[0].user_trained` is false.",
        },
        fix: Text { zh: "培训用户更换该零配件。", en: "Train the user to replace the part." },
    },
    check,
};

texts! {
    UNTRAINED: "没有培训用户更换 {part}", "the user was not trained to replace {part}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<OnsiteCallback>() else {
        return;
    };
    let Some(visit) = callback.visit.as_ref().filter(|_| matches!(callback.stage, Stage::Month(_))) else {
        return;
    };
    for (place, part) in visit.consumables.iter().enumerate().filter(|(_, part)| !part.user_trained) {
        let untrained = Message::new(&UNTRAINED).with("part", &part.part);
        faults.at(format!("/visit/consumables/{place}/user_trained"), untrained);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, trial};

    #[test]
    fn a_trained_user_is_fine() {
        trial(&RULE).adding(&onsite()).passes();
    }

    #[test]
    fn an_untrained_user_is_shown() {
        let visit = onsite().set("/visit/consumables/0/user_trained", false);
        trial(&RULE).adding(&visit).fails_at("/visit/consumables/0/user_trained");
    }
}
