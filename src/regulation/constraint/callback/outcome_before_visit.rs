//! The outcome of a registration is known after the visit (C-P.3).

use super::view::Callback;
use crate::record::Kind;
use crate::record::onsite_callback::{OnsiteCallback, OnsiteState};
use crate::record::staff::{Duty, Staff};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "outcome_before_visit",
    clauses: &["C-P.3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "上门之前已写落实结果", en: "an outcome was entered before the visit" },
    explanation: Explanation {
        checks: Text {
            zh: "有落实结果的，其上门回访记录单已完成；落实时间不早于上门的用户确认；填写人当日任负责人。",
            en: "With an outcome, the demanded visit is done, the outcome is no earlier than the user's confirmation of it, and its author was a person in charge that day.",
        },
        why: Text {
            zh: "C-P.3：“由负责人安排服务人员上门服务，落实服务结果”。",
            en: "C-P.3: the person in charge arranges a visit and sees the result through.",
        },
        fails: Text {
            zh: "没有 WX-0000001.post_repair.after_call，却有 outcome。",
            en: "There is no visit WX-0000001.post_repair.after_call and there is an `outcome`.",
        },
        fix: Text {
            zh: "上门并完成上门回访记录单之后，再写落实结果。",
            en: "Visit and finish the visit's record first; then enter the outcome.",
        },
    },
    check,
};

texts! {
    NO_VISIT: "上门回访 {visit} 尚未完成", "the visit {visit} is not done";
    EARLY: "落实 {at} 早于上门确认 {confirmed}", "the outcome at {at} is earlier than the confirmation of the visit at {confirmed}";
    NO_POST: "{who} 在 {day} 不任负责人", "{who} was no person in charge on {day}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.after.and_then(Callback::of) else {
        return;
    };
    let Some(outcome) = callback.outcome else {
        return;
    };
    let id = callback.demanded();
    let visit = case.world.records.get::<OnsiteCallback>(&id.key(Kind::OnsiteCallback));
    match visit.filter(|visit| visit.state == OnsiteState::Done) {
        None => faults.at("/outcome", Message::new(&NO_VISIT).with("visit", id)),
        Some(visit) => {
            if let Some(confirmation) = visit.confirmation.as_ref().filter(|confirmation| outcome.at < confirmation.at)
            {
                let early = Message::new(&EARLY).with("at", outcome.at).with("confirmed", confirmation.at);
                faults.at("/outcome/at", early);
            }
        }
    }
    let (who, day) = (&outcome.by, outcome.at.day());
    let head = case.world.records.get::<Staff>(&who.key(Kind::Staff));
    if head.is_some_and(|head| !head.holds(Duty::PersonInCharge, day)) {
        faults.at("/outcome/by", Message::new(&NO_POST).with("who", who).with("day", day));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, onsite, outcome, phone_after_repair, registration, trial};

    fn settled(at: &str) -> Draft {
        phone_after_repair()
            .set("/key_registration", registration("WX-0000001.post_repair.after_call"))
            .set("/outcome", outcome(at))
    }

    fn visit() -> Draft {
        onsite()
            .filed_as("WX-0000001.post_repair.after_call")
            .set("/id", "WX-0000001.post_repair.after_call")
            .set("/stage", "after_call")
            .set("/confirmation/at", "2025-03-05T15:00:00+08:00")
    }

    #[test]
    fn a_visit_then_its_outcome_is_fine() {
        trial(&RULE).beside(&visit()).adding(&settled("2025-03-05T16:00:00+08:00")).passes();
    }

    #[test]
    fn an_outcome_without_a_visit_is_none() {
        trial(&RULE).adding(&settled("2025-03-05T16:00:00+08:00")).fails_at("/outcome");
    }

    #[test]
    fn a_visit_only_announced_is_not_done() {
        let announced = visit().set("/state", "open");
        trial(&RULE).beside(&announced).adding(&settled("2025-03-05T16:00:00+08:00")).fails_at("/outcome");
    }

    #[test]
    fn an_outcome_comes_after_the_visit() {
        trial(&RULE).beside(&visit()).adding(&settled("2025-03-05T14:59:59+08:00")).fails_at("/outcome/at");
    }

    #[test]
    fn an_outcome_is_told_by_the_person_in_charge() {
        let other = settled("2025-03-05T16:00:00+08:00").set("/outcome/by", "zhou-min");
        trial(&RULE).beside(&visit()).adding(&other).fails_at("/outcome/by");
    }
}
