//! Everyone on the attendance list signed for themselves (M-4, M-5).

use crate::record::Kind;
use crate::record::parts::{Role, Signer};
use crate::record::training::{Training, TrainingState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "attendee_not_signed",
    clauses: &["M-4", "M-5"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Training],
    title: Text { zh: "参加者未亲自签到", en: "an attendee has not signed" },
    explanation: Explanation {
        checks: Text {
            zh: "培训经确认时，每位参加者在自己的一行签到；已有的签到都出自本人。",
            en: "When a training is confirmed every attendee has signed their own line; whatever is signed there is signed by that person.",
        },
        why: Text {
            zh: "M-5：“培训等服务行为均有双方签字确认的表单”；F-09 签到表由每位参加者签字。",
            en: "M-5: training, too, has a form signed by both parties; the attendance list is signed by everyone who took part.",
        },
        fails: Text {
            zh: "attendees[1] 为 C00001-02，而 signatures 为空。",
            en: "`attendees[1]` is C00001-02 and its `signatures` is empty.",
        },
        fix: Text {
            zh: "由参加者本人签到；没有参加的，从签到表中删去。",
            en: "Have the attendee sign; take away who did not attend.",
        },
    },
    check,
};

texts! {
    UNSIGNED: "{who} 没有签到", "{who} has not signed";
    ANOTHER: "这一行是 {who}，签字的是 {signer}", "this line is that of {who}, yet {signer} signed";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(training) = case.form::<Training>() else {
        return;
    };
    for (place, attendee) in training.attendees.iter().flatten().enumerate() {
        let who = &attendee.contact;
        let own = |signer: &Signer| matches!(signer, Signer::Contact(contact) if contact == who);
        let signed =
            attendee.signatures.iter().any(|signature| signature.role == Role::Client && own(&signature.signer));
        if training.state == TrainingState::Confirmed && attendee.signatures.is_empty() {
            faults.at(format!("/attendees/{place}/signatures"), Message::new(&UNSIGNED).with("who", who));
        } else if let Some(signature) = attendee.signatures.first().filter(|_| !signed) {
            let another = Message::new(&ANOTHER).with("who", who).with("signer", &signature.signer);
            faults.at(format!("/attendees/{place}/signatures/0/signer"), another);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{signed, training, trial};

    #[test]
    fn everyone_who_attended_signed() {
        trial(&RULE).adding(&training()).passes();
    }

    #[test]
    fn signing_waits_until_the_training_is_confirmed() {
        let held = training().set("/state", "held").drop("/confirmation").drop("/attendees/1/signatures/0");
        trial(&RULE).adding(&held).passes();
    }

    #[test]
    fn nobody_is_left_out() {
        trial(&RULE).adding(&training().drop("/attendees/1/signatures/0")).fails_at("/attendees/1/signatures");
    }

    #[test]
    fn nobody_signs_for_another() {
        let other = signed("client", "C00001-01", "2025-05-20T16:10:00+08:00");
        trial(&RULE)
            .adding(&training().set("/attendees/1/signatures/0", other))
            .fails_at("/attendees/1/signatures/0/signer");
    }
}
