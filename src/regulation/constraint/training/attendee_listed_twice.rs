//! Nobody is on the attendance list twice (M-4).

use std::collections::BTreeSet;

use crate::record::Kind;
use crate::record::training::Training;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "attendee_listed_twice",
    clauses: &["M-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Training],
    title: Text { zh: "签到重复", en: "an attendee is listed twice" },
    explanation: Explanation {
        checks: Text {
            zh: "签到表中每位参加者只出现一次。", en: "Every attendee stands on the attendance list once."
        },
        why: Text {
            zh: "M-4：“根据甲方要求安排培训”。签到即参加人数；一人两次，人数就不真实。",
            en: "M-4: training as the client requires. The list is the number of people trained; a double entry makes it untrue.",
        },
        fails: Text {
            zh: "attendees[0] 和 attendees[1] 都是 C00001-01。",
            en: "`attendees[0]` and `attendees[1]` are both C00001-01.",
        },
        fix: Text { zh: "删去重复的一行。", en: "Take the double entry away." },
    },
    check,
};

texts! {
    TWICE: "{who} 已在签到表中", "{who} is on the list already";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let attendees = case.form::<Training>().and_then(|training| training.attendees.as_deref()).unwrap_or_default();
    let mut seen = BTreeSet::new();
    for (place, attendee) in attendees.iter().enumerate() {
        if !seen.insert(&attendee.contact) {
            faults.at(format!("/attendees/{place}/contact"), Message::new(&TWICE).with("who", &attendee.contact));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{training, trial};

    #[test]
    fn two_different_people_are_fine() {
        trial(&RULE).adding(&training()).passes();
    }

    #[test]
    fn nobody_attends_twice() {
        trial(&RULE).adding(&training().set("/attendees/1/contact", "C00001-01")).fails_at("/attendees/1/contact");
    }
}
