//! A dissatisfied user, or one who wants a visit, is registered (C-P.3, C-P.1.3).

use super::view::Callback;
use crate::record::Kind;
use crate::record::Record;
use crate::record::onsite_callback::OnsiteState;
use crate::record::phone_callback::PhoneState;
use crate::regulation::finding::Faults;
use crate::regulation::policy::named;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "dissatisfied_not_registered",
    clauses: &["C-P.3", "C-P.1.3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text {
        zh: "用户不满意或要求上门而未作重点登记", en: "a dissatisfied user was not registered"
    },
    explanation: Explanation {
        checks: Text {
            zh: "满意度（含对安装人员）不高于 dissatisfied_score（默认 2 分），或电话回访中另需上门的，须有重点登记。",
            en: "A satisfaction no higher than dissatisfied_score (2 by default; with the installers too), or a visit wanted in a call, comes with a key registration.",
        },
        why: Text {
            zh: "C-P.3：“对不满意的用户做重点登记，将用户的要求及时反映给负责人”；C-P.1.3：“对另有要求的用户安排服务人员上门服务”。",
            en: "C-P.3: register dissatisfied users specially and report their requests to the person in charge; C-P.1.3: arrange a visit for users with further requests.",
        },
        fails: Text {
            zh: "call.satisfaction 为 2，而没有 key_registration。",
            en: "`call.satisfaction` is 2 and there is no `key_registration`.",
        },
        fix: Text {
            zh: "增加 key_registration：原因、要求、反映给哪位负责人、何时、上门回访单号。",
            en: "Add `key_registration`: reason, demands, to whom and when it was reported, the number of the visit.",
        },
    },
    check,
};

texts! {
    SCORE: "满意度 {score} 分，没有重点登记", "the satisfaction is {score} and there is no key registration";
    VISIT: "用户另需上门，没有重点登记", "a visit is wanted and there is no key registration";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (scores, needs_visit, registered) = match case.after.map(|entry| &entry.record) {
        Some(Record::PhoneCallback(callback)) if callback.state == PhoneState::Done => {
            let Some(call) = &callback.call else {
                return;
            };
            let scores = [Some(call.satisfaction), call.installer_satisfaction];
            (scores, call.needs_visit, callback.key_registration.is_some())
        }
        Some(Record::OnsiteCallback(callback)) if callback.state == OnsiteState::Done => {
            let score = callback.confirmation.as_ref().map(|confirmation| confirmation.satisfaction);
            ([score, None], false, callback.key_registration.is_some())
        }
        _ => return,
    };
    if registered {
        return;
    }
    let day = case.after.and_then(Callback::of).and_then(|callback| callback.act).map(|act| act.at.day());
    let (policies, score) = (&case.world.policies, &named::dissatisfied_score);
    let threshold =
        day.map_or_else(|| policies.number_now(score, &case.world.clock), |day| policies.number(score, day));
    if let Some(score) = scores.into_iter().flatten().min().filter(|score| i64::from(*score) <= threshold) {
        faults.at("/key_registration", Message::new(&SCORE).with("score", score));
    } else if needs_visit {
        faults.at("/key_registration", &VISIT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{onsite, phone, phone_after_repair, registration, trial};

    #[test]
    fn three_of_five_is_not_dissatisfied() {
        trial(&RULE).adding(&phone_after_repair().set("/call/satisfaction", 3)).passes();
    }

    #[test]
    fn two_of_five_is_registered() {
        let call = phone_after_repair().set("/call/satisfaction", 2);
        trial(&RULE).adding(&call).fails_at("/key_registration");
        trial(&RULE).adding(&call.set("/key_registration", registration("WX-0000001.post_repair.after_call"))).passes();
    }

    #[test]
    fn dissatisfaction_with_the_installers_is_registered() {
        trial(&RULE).adding(&phone().set("/call/installer_satisfaction", 1)).fails_at("/key_registration");
    }

    #[test]
    fn a_wanted_visit_is_registered() {
        trial(&RULE).adding(&phone().set("/call/needs_visit", true)).fails_at("/key_registration");
    }

    #[test]
    fn dissatisfaction_during_a_visit_is_registered() {
        trial(&RULE).adding(&onsite().set("/confirmation/satisfaction", 2)).fails_at("/key_registration");
    }
}
