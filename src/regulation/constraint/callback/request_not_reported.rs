//! A request made in a call is reported on (C-P.3).

use crate::record::Kind;
use crate::record::phone_callback::PhoneCallback;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "request_not_reported",
    clauses: &["C-P.3", "C-P.1.3"],
    class: Class::Text,
    severity: Severity::Warning,
    kinds: &[Kind::PhoneCallback],
    title: Text { zh: "用户有要求而未反映给负责人", en: "a request was not reported" },
    explanation: Explanation {
        checks: Text {
            zh: "电话回访中有要求的，有重点登记。", en: "A call with requests has a key registration."
        },
        why: Text {
            zh: "C-P.3：“将用户的要求及时反映给负责人”。有的要求当场即可办妥，故只提示。",
            en: "C-P.3: report the user's requests promptly to the person in charge. Some are met on the spot: a warning only.",
        },
        fails: Text {
            zh: "call.requests 为“请寄保修卡”，而没有 key_registration。",
            en: "`call.requests` asks for a warranty card and there is no `key_registration`.",
        },
        fix: Text {
            zh: "须由负责人处理的，增加 key_registration；当场办妥的，可不改。",
            en: "Where the person in charge must act, add `key_registration`; where it was met on the spot, leave it.",
        },
    },
    check,
};

texts! {
    UNREPORTED: "用户的要求没有重点登记", "the user's request is not registered";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.form::<PhoneCallback>() else {
        return;
    };
    let asked = callback.call.as_ref().is_some_and(|call| call.requests.as_option().is_some() && !call.needs_visit);
    if asked && callback.key_registration.is_none() {
        faults.at("/call/requests", &UNREPORTED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{phone, trial};

    #[test]
    fn no_request_needs_no_report() {
        trial(&RULE).adding(&phone()).passes();
    }

    #[test]
    fn a_request_is_shown() {
        trial(&RULE).adding(&phone().set("/call/requests", "请寄保修卡")).fails_at("/call/requests");
    }
}
