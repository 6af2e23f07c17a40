//! Minutes are computed, not typed.

use crate::record::Kind;
use crate::record::rest_credit::RestCredit;
use crate::record::rest_use::RestUse;
use crate::regulation::duty::Span;
use crate::regulation::finding::Faults;
use crate::regulation::rest;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use std::collections::BTreeSet;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "minutes_differ",
    clauses: &["R-1"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::RestCredit, Kind::RestUse],
    title: Text {
        zh: "倒休时长与算出的不符", en: "the minutes of a credit or rest are not what they add up to"
    },
    explanation: Explanation {
        checks: Text {
            zh: "倒休登记的时长等于起止之间的整分钟数；倒休使用的时长等于各张抵用之和，同一张登记只列一次。",
            en: "The minutes of a credit are the whole minutes between its times; those of a rest are the sum of its draws, and a credit is listed once.",
        },
        why: Text {
            zh: "R-1 未定折算，按一比一计；时长由起止算出，不由人填，加起来才对得上。",
            en: "R-1 sets no ratio: minutes count one to one. They are computed, not typed, so that they add up.",
        },
        fails: Text {
            zh: "09:40 至 11:45 登记为 180 分钟。", en: "09:40 until 11:45 is entered as 180 minutes."
        },
        fix: Text { zh: "写算出的分钟数。", en: "Write the minutes as computed." },
    },
    check,
};

texts! {
    COMPUTED: "起止之间为 {minutes} 分钟", "there are {minutes} minutes between the times";
    BACKWARDS: "止 {to} 不晚于起 {from}", "it ends at {to}, not after its beginning {from}";
    SUM: "各张抵用之和为 {minutes} 分钟", "the draws add up to {minutes} minutes";
    TWICE: "{credit} 列了两次", "{credit} is listed twice";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some(credit) = case.form::<RestCredit>() {
        let span = Span { from: credit.work.from, to: credit.work.to };
        if span.is_empty() {
            faults.at("/work/to", Message::new(&BACKWARDS).with("from", span.from).with("to", span.to));
        } else if rest::minutes(span) != credit.work.minutes {
            faults.at("/work/minutes", Message::new(&COMPUTED).with("minutes", rest::minutes(span)));
        }
    }
    if let Some(taken) = case.form::<RestUse>() {
        let sum: u32 = taken.rest.credits.iter().map(|draw| draw.minutes).sum();
        if sum != taken.rest.minutes {
            faults.at("/rest/minutes", Message::new(&SUM).with("minutes", sum));
        }
        let mut seen = BTreeSet::new();
        for (index, draw) in taken.rest.credits.iter().enumerate() {
            if !seen.insert(&draw.credit) {
                let twice = Message::new(&TWICE).with("credit", &draw.credit);
                faults.at(format!("/rest/credits/{index}/credit"), twice);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{rest_credit, rest_use, trial};

    #[test]
    fn minutes_as_computed_are_fine() {
        trial(&RULE).adding(&rest_credit()).passes();
        trial(&RULE).adding(&rest_use()).passes();
    }

    #[test]
    fn seconds_that_make_no_minute_do_not_count() {
        trial(&RULE).adding(&rest_credit().set("/work/to", "2025-03-08T11:45:59+08:00")).passes();
        trial(&RULE).adding(&rest_credit().set("/work/to", "2025-03-08T11:46:00+08:00")).fails_at("/work/minutes");
    }

    #[test]
    fn a_credit_ends_after_it_begins() {
        trial(&RULE).adding(&rest_credit().set("/work/to", "2025-03-08T09:40:00+08:00")).fails_at("/work/to");
    }

    #[test]
    fn a_rest_is_the_sum_of_its_draws() {
        trial(&RULE).adding(&rest_use().set("/rest/minutes", 91)).fails_at("/rest/minutes");
    }

    #[test]
    fn a_credit_is_drawn_on_once_in_a_rest() {
        let again = rest_use().value["rest"]["credits"][0].clone();
        trial(&RULE)
            .adding(&rest_use().set("/rest/credits/-", again).set("/rest/minutes", 180))
            .fails_at("/rest/credits/1/credit");
    }
}
