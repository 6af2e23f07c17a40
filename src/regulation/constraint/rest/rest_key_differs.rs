//! A credit or rest lies under its person and day.

use crate::record::Kind;
use crate::record::rest_credit::RestCredit;
use crate::record::rest_use::RestUse;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "rest_key_differs",
    clauses: &["R-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::RestCredit, Kind::RestUse],
    title: Text { zh: "倒休单编号与内容不符", en: "the key of a credit or rest is not its person and day" },
    explanation: Explanation {
        checks: Text {
            zh: "编号中的员工是申请人，日期是工作之日（登记）或休息之日（使用）。",
            en: "The person in the key is the applicant, the day that of the work (a credit) or of the rest (a use).",
        },
        why: Text {
            zh: "R-1：同一人同一日的登记放在一处，查重只看这几张；编号写错就查不到。",
            en: "R-1: what one person earned on one day lies together, so that twice the same minutes are seen there; under a wrong key they would not be.",
        },
        fails: Text {
            zh: "li-na.20260314-01 登记的是 3 月 15 日的工作。",
            en: "li-na.20260314-01 is about work on 15 March.",
        },
        fix: Text {
            zh: "用 weibao new 新建，编号自动得出；或改正日期。",
            en: "Write it with `weibao new`, which finds the key, or correct the day.",
        },
    },
    check,
};

texts! {
    PERSON: "编号写的是 {said}", "the key says {said}";
    DAY: "编号写的日期是 {said}", "the key says {said}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let credit = case.form::<RestCredit>();
    let credit = credit.map(|one| (&one.id, &one.person, one.work.from.day(), "/work/from"));
    let taken = case.form::<RestUse>().map(|one| (&one.id, &one.person, one.rest.date, "/rest/date"));
    for (id, person, day, pointer) in credit.into_iter().chain(taken) {
        if id.person() != *person {
            faults.at("/person", Message::new(&PERSON).with("said", id.person()));
        }
        if id.day() != day.format("%Y%m%d").to_string() {
            faults.at(pointer, Message::new(&DAY).with("said", id.day()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{rest_credit, rest_use, trial};

    #[test]
    fn a_key_of_person_and_day_is_fine() {
        trial(&RULE).adding(&rest_credit()).passes();
        trial(&RULE).adding(&rest_use()).passes();
    }

    #[test]
    fn a_key_of_another_person_is_refused() {
        trial(&RULE).adding(&rest_credit().set("/person", "zhang-wei")).fails_at("/person");
    }

    #[test]
    fn a_key_of_another_day_is_refused() {
        trial(&RULE).adding(&rest_use().set("/rest/date", "2025-03-13")).fails_at("/rest/date");
    }
}
