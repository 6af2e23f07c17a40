//! A registration reaches a person in charge, in order, and names its visit (C-P.3, C-P.1.3).

use super::view::Callback;
use crate::record::Kind;
use crate::record::staff::{Duty, Staff};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "registration_incomplete",
    clauses: &["C-P.3", "C-P.1.3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::PhoneCallback, Kind::OnsiteCallback],
    title: Text { zh: "重点登记不完整", en: "a key registration is incomplete" },
    explanation: Explanation {
        checks: Text {
            zh: "登记不早于回访；反映不早于登记；所反映的人当日任负责人；上门回访单号为本编号加 .after_call（电话）或 .after_visit（上门）。",
            en: "It is registered no earlier than the callback, reported no earlier than registered, to someone who was a person in charge that day; the visit is this key with `.after_call` (phone) or `.after_visit` (visit).",
        },
        why: Text {
            zh: "C-P.3：“将用户的要求及时反映给负责人，由负责人安排服务人员上门服务”。",
            en: "C-P.3: report the requests promptly to the person in charge, who arranges a visit.",
        },
        fails: Text {
            zh: "key_registration.reported_to 为前台 li-na。",
            en: "`key_registration.reported_to` is li-na of the front desk.",
        },
        fix: Text {
            zh: "改正所指之处；没有负责人的，先在员工档案登记岗位。",
            en: "Correct what is pointed at; if nobody holds the post, enter it in the staff record first.",
        },
    },
    check,
};

texts! {
    EARLY: "登记 {at} 早于回访 {done}", "registered at {at}, before the callback at {done}";
    REPORTED_EARLY: "反映 {reported} 早于登记 {at}", "reported at {reported}, before it was registered at {at}";
    NO_POST: "{who} 在 {day} 不任负责人", "{who} was no person in charge on {day}";
    OTHER_VISIT: "上门回访单号应为 {visit}", "the visit is to be {visit}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(callback) = case.after.and_then(Callback::of) else {
        return;
    };
    let Some(registration) = callback.registration else {
        return;
    };
    if let Some(act) = &callback.act
        && registration.at < act.at
    {
        faults.at("/key_registration/at", Message::new(&EARLY).with("at", registration.at).with("done", act.at));
    }
    let reported = registration.reported_at;
    if reported < registration.at {
        let early = Message::new(&REPORTED_EARLY).with("reported", reported).with("at", registration.at);
        faults.at("/key_registration/reported_at", early);
    }
    let (who, day) = (&registration.reported_to, reported.day());
    let head = case.world.records.get::<Staff>(&who.key(Kind::Staff));
    if head.is_some_and(|head| !head.holds(Duty::PersonInCharge, day)) {
        faults.at("/key_registration/reported_to", Message::new(&NO_POST).with("who", who).with("day", day));
    }
    let visit = callback.demanded();
    if registration.visit != visit {
        faults.at("/key_registration/visit", Message::new(&OTHER_VISIT).with("visit", visit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, onsite, phone_after_repair, registration, trial};

    fn registered() -> Draft {
        phone_after_repair().set("/key_registration", registration("WX-0000001.post_repair.after_call"))
    }

    #[test]
    fn a_complete_registration_is_fine() {
        trial(&RULE).adding(&registered()).passes();
    }

    #[test]
    fn it_is_not_made_before_the_call() {
        let early = registered().set("/key_registration/at", "2025-03-05T09:29:59+08:00");
        trial(&RULE).adding(&early).fails_at("/key_registration/at");
    }

    #[test]
    fn it_is_reported_after_it_is_made() {
        let early = registered().set("/key_registration/reported_at", "2025-03-05T09:39:00+08:00");
        trial(&RULE).adding(&early).fails_at("/key_registration/reported_at");
    }

    #[test]
    fn it_is_reported_to_a_person_in_charge() {
        let other = registered().set("/key_registration/reported_to", "li-na");
        trial(&RULE).adding(&other).fails_at("/key_registration/reported_to");
    }

    #[test]
    fn it_names_its_own_visit() {
        let other = onsite().set("/key_registration", registration("S00001-01.month_3.after_call"));
        trial(&RULE)
            .adding(
                &other
                    .set("/key_registration/at", "2025-04-10T11:06:00+08:00")
                    .set("/key_registration/reported_at", "2025-04-10T11:07:00+08:00"),
            )
            .fails_at("/key_registration/visit");
    }
}
