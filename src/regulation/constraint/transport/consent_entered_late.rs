//! A consent given by word of mouth and entered after the trip is shown (V-3).

use super::travel::{KINDS, Travel};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "consent_entered_late",
    clauses: &["V-3"],
    class: Class::Policy,
    severity: Severity::Warning,
    kinds: KINDS,
    title: Text {
        zh: "乘出租车的同意在出发后才登记",
        en: "the consent to a taxi was entered only after the departure",
    },
    explanation: Explanation {
        checks: Text {
            zh: "主管同意的登记时间不晚于出发时间。口头同意、事后登记可以，但予以提示；登记时间早于同意时间则不可能。",
            en: "The consent was entered no later than the departure. Consent by word of mouth may be entered later and is shown; it cannot have been entered before it was given.",
        },
        why: Text {
            zh: "V-3：“特殊情况下经部门主管同意后方可乘坐出租车。”条款未要求书面，分别记录同意时间和登记时间。",
            en: "V-3: “In special circumstances a taxi may be taken only after consent of the department head.” Writing is not demanded, so when it was agreed and when it was entered are recorded apart.",
        },
        fails: Text {
            zh: "consent.entered_at 晚于 trip.departed_at。",
            en: "`consent.entered_at` is later than `trip.departed_at`.",
        },
        fix: Text {
            zh: "保留真实时间即可；今后请在出发前登记主管同意。",
            en: "Leave the true times; next time enter the consent before the departure.",
        },
    },
    check,
};

texts! {
    LATE: "同意于 {entered} 登记，晚于出发时间 {departed}", "the consent was entered at {entered}, after the departure at {departed}";
    EARLY: "登记时间 {entered} 早于同意时间 {agreed}", "entered at {entered}, before it was given at {agreed}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(Travel { trip, .. }) = Travel::of(case) else {
        return;
    };
    let Some(consent) = trip.consent.as_option() else {
        return;
    };
    if consent.entered_at > trip.departed_at {
        let late = Message::new(&LATE).with("entered", consent.entered_at).with("departed", trip.departed_at);
        faults.at("/trip/consent/entered_at", late);
    }
    if consent.entered_at < consent.agreed_at {
        let early = Message::new(&EARLY).with("entered", consent.entered_at).with("agreed", consent.agreed_at);
        faults.at("/trip/consent/entered_at", early);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, ticket, trial};
    use serde_json::json;

    fn taxi(entered_at: &str) -> Draft {
        ticket(1).set("/trip/mode", "taxi").set(
            "/trip/consent",
            json!({"by": "zhao-lei", "agreed_at": "2025-03-04T09:30:00+08:00", "entered_at": entered_at, "reason": "设备过重"}),
        )
    }

    #[test]
    fn a_consent_entered_before_the_departure_is_fine() {
        trial(&RULE).adding(&taxi("2025-03-04T09:40:00+08:00")).passes();
    }

    #[test]
    fn a_consent_entered_after_the_departure_is_shown() {
        trial(&RULE).adding(&taxi("2025-03-04T14:00:00+08:00")).fails_at("/trip/consent/entered_at");
    }

    #[test]
    fn a_consent_is_not_entered_before_it_is_given() {
        trial(&RULE).adding(&taxi("2025-03-04T09:00:00+08:00")).fails_at("/trip/consent/entered_at");
    }
}
