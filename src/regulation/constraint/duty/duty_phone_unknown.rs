//! The phone of a shift is in the company's register of duty phones (D-1).

use crate::record::Kind;
use crate::record::company::Company;
use crate::record::duty_roster::DutyRoster;
use crate::record::instant::Instant;
use crate::record::path::Key;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "duty_phone_unknown",
    clauses: &["D-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::DutyRoster],
    title: Text { zh: "值班电话未登记", en: "a duty phone is not registered" },
    explanation: Explanation {
        checks: Text {
            zh: "班次和调班的 phone 在公司记录的 duty_phones 中，且班次开始时尚未停用。",
            en: "The `phone` of a shift or change is one of the company's `duty_phones`, not given up by the beginning of the shift.",
        },
        why: Text {
            zh: "D-1：“保证电话通畅”。不在册的电话没有人能打。",
            en: "D-1: the phones are reachable. Nobody can ring a phone that is in no register.",
        },
        fails: Text {
            zh: "班次写 DH-02，公司只登记了 DH-01。",
            en: "A shift names DH-02, and the company registered DH-01 alone.",
        },
        fix: Text {
            zh: "在公司记录的 duty_phones 末尾登记该电话（weibao edit company company），或改用已登记的。",
            en: "Register the phone at the end of the company's `duty_phones` (`weibao edit company company`), or name one that is registered.",
        },
    },
    check,
};

texts! {
    UNKNOWN: "没有登记值班电话 {phone}", "the duty phone {phone} is not registered";
    GIVEN_UP: "值班电话 {phone} 已于 {day} 停用", "the duty phone {phone} was given up on {day}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let key = Key { kind: Kind::Company, id: "company".to_owned() };
    let (Some(roster), Some(company)) = (case.form::<DutyRoster>(), case.world.records.get::<Company>(&key)) else {
        return;
    };
    let mut judge = |pointer: String, phone: &str, from: Instant| {
        let listed = company.duty_phones.iter().find(|one| one.id == phone);
        match listed.map(|one| one.to) {
            None => faults.at(pointer, Message::new(&UNKNOWN).with("phone", phone)),
            Some(Some(day)) if day < from.day() => {
                faults.at(pointer, Message::new(&GIVEN_UP).with("phone", phone).with("day", day));
            }
            Some(_) => {}
        }
    };
    for (index, shift) in roster.plan.shifts.iter().enumerate() {
        judge(format!("/plan/shifts/{index}/phone"), &shift.phone, shift.starts_at);
    }
    for (index, change) in roster.changes.iter().enumerate() {
        judge(format!("/changes/{index}/phone"), &change.phone, change.starts_at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{company, duty_change, duty_roster, trial};

    #[test]
    fn a_registered_phone_is_fine() {
        trial(&RULE).adding(&duty_roster("2026-03")).passes();
    }

    #[test]
    fn a_phone_that_is_in_no_register_is_found() {
        let roster = duty_roster("2026-03").set("/plan/shifts/1/phone", "DH-09");
        trial(&RULE).adding(&roster).fails_at("/plan/shifts/1/phone");
    }

    #[test]
    fn the_phone_of_a_change_is_looked_up_too() {
        let mut change = duty_change("wu-gang");
        change["phone"] = "DH-09".into();
        trial(&RULE).adding(&duty_roster("2026-03").set("/changes/-", change)).fails_at("/changes/0/phone");
    }

    #[test]
    fn a_phone_serves_to_its_last_day() {
        let until = |day: &str| company().set("/duty_phones/0/to", day);
        trial(&RULE).beside(&until("2026-03-16")).adding(&duty_roster("2026-03")).passes();
        trial(&RULE).beside(&until("2026-03-15")).adding(&duty_roster("2026-03")).fails_at("/plan/shifts/1/phone");
    }
}
