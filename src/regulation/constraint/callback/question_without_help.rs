//! Whoever finds something unclear is helped (C-P.1.1, C-7.1.1, C-S.1.1).

use crate::record::Kind;
use crate::record::onsite_callback::OnsiteCallback;
use crate::record::parts::NONE;
use crate::record::phone_callback::PhoneCallback;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "question_without_help",
    clauses: &["C-P.1.1", "C-7.1.1", "C-S.1.1", "C-7.2.1", "C-S.2.1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "用户有不明白之处而未予协助", en: "a question was left without help" },
    explanation: Explanation {
        checks: Text {
            zh: "电话回访有不明白之处的，协助不得写“无”；上门回访有疑问或未按说明书使用的，指导不得写“无”。",
            en: "A call with unclear points has help; a visit with questions, or where the manual was not followed, has guidance; neither is 无.",
        },
        why: Text {
            zh: "C-P.1.1：“是否有不明白的地方，并给予协助”；C-7.1.1：“及时指导用户正确使用设备”。",
            en: "C-P.1.1: is anything unclear; assist. C-7.1.1: promptly guide correct use.",
        },
        fails: Text {
            zh: "visit.manual_followed 为 false，visit.guidance 为“无”。",
            en: "`visit.manual_followed` is false and `visit.guidance` is 无.",
        },
        fix: Text {
            zh: "给予指导并写明；不能回答的列入 issues 转交。",
            en: "Help and say how; what cannot be answered becomes an issue.",
        },
    },
    check,
};

texts! {
    UNHELPED: "用户有不明白之处，却没有协助", "something is unclear to the user, and no help is given";
    UNGUIDED: "用户有疑问或未按说明书使用，却没有指导", "the user has questions or does not follow the manual, and is not guided";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some(call) = case.form::<PhoneCallback>().and_then(|callback| callback.call.as_ref())
        && call.unclear != NONE
        && call.help == NONE
    {
        faults.at("/call/help", &UNHELPED);
    }
    if let Some(visit) = case.form::<OnsiteCallback>().and_then(|callback| callback.visit.as_ref())
        && (visit.questions != NONE || !visit.manual_followed)
        && visit.guidance == NONE
    {
        faults.at("/visit/guidance", &UNGUIDED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, phone, trial};

    #[test]
    fn nothing_unclear_needs_no_help() {
        trial(&RULE).adding(&phone()).passes();
    }

    #[test]
    fn an_unclear_point_needs_help() {
        let call = phone().set("/call/unclear", "如何回放");
        trial(&RULE).adding(&call).fails_at("/call/help");
        trial(&RULE).adding(&call.set("/call/help", "电话指导回放")).passes();
    }

    #[test]
    fn a_user_who_does_not_follow_the_manual_is_guided() {
        let visit = onsite().set("/visit/manual_followed", false).set("/visit/guidance", "无");
        trial(&RULE).adding(&visit).fails_at("/visit/guidance");
    }
}
