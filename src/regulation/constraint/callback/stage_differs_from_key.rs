//! The stage on a callback is the one in its key (C-P.2, C-S.2.1).

use super::view::Callback;
use crate::record::Kind;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "stage_differs_from_key",
    clauses: &["C-P.2.1", "C-P.2.2", "C-P.2.3", "C-P.2.4", "C-S.2.1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "回访阶段与编号不符", en: "the stage differs from the key" },
    explanation: Explanation {
        checks: Text { zh: "stage 等于编号最后一段。", en: "`stage` is the last part of the key." },
        why: Text {
            zh: "阶段决定要问什么（C-P.2.1 至 2.4）；与编号不符则问错了内容。",
            en: "The stage decides what is to be asked (C-P.2.1 to 2.4); with another one the wrong things are asked.",
        },
        fails: Text {
            zh: "编号 S00001-01.month_1，stage 为 month_6。",
            en: "The key is S00001-01.month_1 and `stage` is `month_6`.",
        },
        fix: Text { zh: "改正 stage。", en: "Correct `stage`." },
    },
    check,
};

texts! {
    DIFFERS: "阶段 {stage} 与编号中的 {keyed} 不同", "the stage {stage} differs from {keyed} in the key";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.after.and_then(Callback::of) else {
        return;
    };
    let keyed = callback.id.stage();
    if callback.stage != keyed {
        faults.at("/stage", Message::new(&DIFFERS).with("stage", callback.stage).with("keyed", keyed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, phone, trial};

    #[test]
    fn the_stage_of_the_key_is_fine() {
        trial(&RULE).adding(&phone()).passes();
    }

    #[test]
    fn another_stage_is_not() {
        trial(&RULE).adding(&phone().set("/stage", "month_1")).fails_at("/stage");
        trial(&RULE).adding(&onsite().set("/stage", "month_6")).fails_at("/stage");
    }
}
