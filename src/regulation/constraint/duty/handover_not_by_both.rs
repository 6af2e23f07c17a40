//! A hand-over of duty is between two, and both sign (D-1).

use crate::record::Kind;
use crate::record::duty_log::DutyLog;
use crate::record::parts::{Role, Signer};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "handover_not_by_both",
    clauses: &["D-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::DutyLog],
    title: Text { zh: "交接班没有双方签字", en: "a hand-over of duty is not signed by both" },
    explanation: Explanation {
        checks: Text {
            zh: "交班人和接班人是两个人，且都以值班员身份在 handover 一节签字；记录人是其中之一。",
            en: "Who hands over and who takes over are two people, both signed the `handover` section as duty officers, and one of them wrote the entry.",
        },
        why: Text {
            zh: "D-1：“分组值班，随时待命”。班与班之间交接清楚，未了的事才不会断；F-12 交接由双方签字。",
            en: "D-1: duty in groups, on call at any time. What is open does not get lost between shifts only when it is handed over, and form F-12 has both sign.",
        },
        fails: Text {
            zh: "handover.to 为 sun-tao，而没有其签字。",
            en: "`handover.to` is sun-tao, who has not signed.",
        },
        fix: Text {
            zh: "请交接双方都在 handover 一节签字（weibao sign）。",
            en: "Have both sign the `handover` section (`weibao sign`).",
        },
    },
    check,
};

texts! {
    SAME: "交班人和接班人是同一人 {who}", "{who} hands over to themselves";
    UNSIGNED: "{who} 没有签字", "{who} has not signed";
    OUTSIDER: "记录人 {who} 不是交接的任何一方", "{who}, who wrote it, is neither of the two";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some((log, handover)) = case.form::<DutyLog>().and_then(|log| Some((log, log.handover.as_ref()?))) else {
        return;
    };
    if handover.from == handover.to {
        faults.at("/handover/to", Message::new(&SAME).with("who", &handover.to));
    }
    for (member, who) in [("from", &handover.from), ("to", &handover.to)] {
        let signed = handover.signatures.iter().any(|signature| {
            signature.role == Role::DutyOfficer && matches!(&signature.signer, Signer::Staff(signer) if signer == who)
        });
        if !signed {
            faults.at(format!("/handover/{member}"), Message::new(&UNSIGNED).with("who", who));
        }
    }
    let writer = &log.entry.recorded_by;
    if *writer != handover.from && *writer != handover.to {
        faults.at("/entry/recorded_by", Message::new(&OUTSIDER).with("who", writer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{duty_handover, trial};

    #[test]
    fn a_handover_signed_by_both_is_fine() {
        trial(&RULE).adding(&duty_handover()).passes();
    }

    #[test]
    fn both_sign() {
        trial(&RULE).adding(&duty_handover().drop("/handover/signatures/1")).fails_at("/handover/to");
    }

    #[test]
    fn it_is_between_two() {
        trial(&RULE).adding(&duty_handover().set("/handover/to", "li-na")).fails_at("/handover/to");
    }

    #[test]
    fn one_of_the_two_writes_it() {
        trial(&RULE).adding(&duty_handover().set("/entry/recorded_by", "zhou-min")).fails_at("/entry/recorded_by");
    }
}
