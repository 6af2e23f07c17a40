//! A taxi needs the department head's consent before the trip (V-3).

use super::travel::{KINDS, Travel};
use crate::record::Kind;
use crate::record::staff::{Duty, Staff};
use crate::record::trip::Mode;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "taxi_without_consent",
    clauses: &["V-3"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: KINDS,
    title: Text {
        zh: "乘出租车未经部门主管事先同意",
        en: "a taxi was taken without the department head's prior consent",
    },
    explanation: Explanation {
        checks: Text {
            zh: "出行方式为出租车时，须有主管同意；同意时间不晚于出发时间；同意人当日任部门主管且不是出行人本人。",
            en: "When the trip was by taxi there is a consent; it was given no later than the departure, by someone who was a department supervisor that day and is not the traveller.",
        },
        why: Text {
            zh: "V-3：“特殊情况下经部门主管同意后方可乘坐出租车。”“经同意后方可”即先同意、后乘车。",
            en: "V-3: “In special circumstances a taxi may be taken only after consent of the department head.” After consent: first the consent, then the ride.",
        },
        fails: Text {
            zh: "trip.mode 为 taxi，而 trip.consent 为“无”。",
            en: "`trip.mode` is `taxi` and `trip.consent` is 无.",
        },
        fix: Text {
            zh: "在 trip.consent 填写主管、同意时间（出发前）、登记时间和特殊情况；确未经同意的，不得补写更早的时间。",
            en: "Fill in `trip.consent`: the supervisor, when consent was given (before departure), when it was entered, and the circumstances; never write an earlier time than the true one.",
        },
    },
    check,
};

texts! {
    MISSING: "乘坐出租车而无主管同意", "a taxi was taken without a supervisor's consent";
    LATE: "主管 {at} 才同意，晚于出发时间 {departed}", "consent came at {at}, after the departure at {departed}";
    OWN: "出行人 {who} 不能自己同意自己乘出租车", "the traveller {who} cannot consent to their own taxi";
    NO_POST: "{who} 在 {day} 不任部门主管", "{who} was no department supervisor on {day}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(Travel { trip, .. }) = Travel::of(case) else {
        return;
    };
    let Some(consent) = trip.consent.as_option() else {
        if trip.mode == Mode::Taxi {
            faults.at("/trip/consent", &MISSING);
        }
        return;
    };
    if consent.agreed_at > trip.departed_at {
        let late = Message::new(&LATE).with("at", consent.agreed_at).with("departed", trip.departed_at);
        faults.at("/trip/consent/agreed_at", late);
    }
    if consent.by == trip.traveller {
        faults.at("/trip/consent/by", Message::new(&OWN).with("who", &consent.by));
    }
    let day = consent.agreed_at.day();
    let head = case.world.records.get::<Staff>(&consent.by.key(Kind::Staff));
    if head.is_some_and(|head| !head.holds(Duty::Supervisor, day)) {
        faults.at("/trip/consent/by", Message::new(&NO_POST).with("who", &consent.by).with("day", day));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, onsite, ticket, travelled, trial};
    use serde_json::json;

    fn taxi(by: &str, agreed_at: &str) -> Draft {
        ticket(1).set("/trip/mode", "taxi").set(
            "/trip/consent",
            json!({"by": by, "agreed_at": agreed_at, "entered_at": agreed_at, "reason": "设备过重"}),
        )
    }

    #[test]
    fn a_taxi_with_the_supervisors_prior_consent_is_fine() {
        trial(&RULE).adding(&taxi("zhao-lei", "2025-03-04T09:40:00+08:00")).passes();
    }

    #[test]
    fn a_taxi_needs_a_consent() {
        trial(&RULE).adding(&ticket(1).set("/trip/mode", "taxi")).fails_at("/trip/consent");
    }

    #[test]
    fn consent_comes_before_the_departure() {
        trial(&RULE).adding(&taxi("zhao-lei", "2025-03-04T09:41:00+08:00")).fails_at("/trip/consent/agreed_at");
    }

    #[test]
    fn only_a_supervisor_consents() {
        trial(&RULE).adding(&taxi("li-na", "2025-03-04T09:30:00+08:00")).fails_at("/trip/consent/by");
    }

    #[test]
    fn nobody_consents_to_their_own_taxi() {
        trial(&RULE)
            .adding(&taxi("zhao-lei", "2025-03-04T09:30:00+08:00").set("/trip/traveller", "zhao-lei"))
            .fails_at("/trip/consent/by");
    }

    #[test]
    fn a_taxi_to_a_visit_needs_a_consent_too() {
        let mut trip = travelled("zhang-wei", "2025-04-10T09:20:00+08:00", "2025-04-10T09:55:00+08:00");
        trip["mode"] = json!("taxi");
        trial(&RULE).adding(&onsite().set("/trip", trip)).fails_at("/trip/consent");
    }
}
