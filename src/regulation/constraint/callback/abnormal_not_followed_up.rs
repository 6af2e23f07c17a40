//! A system that is not normal is followed up (C-P.1.1, C-P.1.2).

use crate::record::Kind;
use crate::record::parts::NONE;
use crate::record::phone_callback::PhoneCallback;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "abnormal_not_followed_up",
    clauses: &["C-P.1.1", "C-P.1.2"],
    class: Class::Text,
    severity: Severity::Warning,
    kinds: &[Kind::PhoneCallback],
    title: Text { zh: "系统不正常而没有后续", en: "an abnormal system was not followed up" },
    explanation: Explanation {
        checks: Text {
            zh: "系统不正常、或维修后不正常的，通话中有协助，或有重点登记。",
            en: "Where the system, or what was repaired, is not normal, the call has help or a key registration.",
        },
        why: Text {
            zh: "C-P.1.1：“看系统是否正常……并给予协助”；C-P.1.2：“产品在维修后是否正常”。如何后续原文未写，故只提示。",
            en: "C-P.1.1: is the system normal; assist. C-P.1.2: is the product normal after repair. How to follow up is not in the text: a warning only.",
        },
        fails: Text {
            zh: "call.normal_after_repair 为 false，协助为“无”，没有重点登记。",
            en: "`call.normal_after_repair` is false, help is 无, and nothing is registered.",
        },
        fix: Text {
            zh: "写明协助，或重点登记并安排上门。",
            en: "Say what help was given, or register it and arrange a visit.",
        },
    },
    check,
};

texts! {
    LEFT: "系统不正常，却没有协助，也没有重点登记", "the system is not normal, and neither help nor a registration follows";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<PhoneCallback>().filter(|callback| callback.key_registration.is_none()) else {
        return;
    };
    let Some(call) = callback.call.as_ref().filter(|call| call.help == NONE) else {
        return;
    };
    if call.normal_after_repair == Some(false) {
        faults.at("/call/normal_after_repair", &LEFT);
    } else if !call.system_normal {
        faults.at("/call/system_normal", &LEFT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{phone, phone_after_repair, trial};

    #[test]
    fn a_normal_system_needs_nothing() {
        trial(&RULE).adding(&phone_after_repair()).passes();
    }

    #[test]
    fn help_by_phone_is_a_follow_up() {
        let call = phone().set("/call/system_normal", false).set("/call/help", "指导重启");
        trial(&RULE).adding(&call).passes();
    }

    #[test]
    fn a_repair_that_did_not_hold_is_shown() {
        let call = phone_after_repair().set("/call/normal_after_repair", false);
        trial(&RULE).adding(&call).fails_at("/call/normal_after_repair");
    }
}
