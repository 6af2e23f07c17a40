//! A minute of work earns rest once.

use crate::record::Kind;
use crate::record::rest_credit::{CreditState, RestCredit};
use crate::regulation::duty::Span;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "minutes_credited_twice",
    clauses: &["R-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::RestCredit],
    title: Text { zh: "同一时间登记了两次倒休", en: "the same minutes are credited twice" },
    explanation: Explanation {
        checks: Text {
            zh: "同一人当日的各张倒休登记（驳回的除外）时间互不重叠，不论哪张维修单。",
            en: "The credits of one person on one day, refused ones apart, do not overlap, whatever their tickets.",
        },
        why: Text {
            zh: "R-1：一段休息时间只能换一段倒休。一张登记不跨日，所以只须与同日的比较。",
            en: "R-1: a piece of rest time earns rest once. A credit lies within a day, so those of the same day are all there is to compare.",
        },
        fails: Text {
            zh: "周六 10 至 12 点为 WX-0000601 登记过，又为 WX-0000602 登记 11 至 13 点。",
            en: "Saturday ten to twelve is credited for WX-0000601, and eleven to one again for WX-0000602.",
        },
        fix: Text { zh: "只登记尚未登记的那一段。", en: "Credit only what has not been credited." },
    },
    check,
};

texts! {
    TWICE: "{from} 至 {to} 已在 {other} 登记", "{from} until {to} is credited in {other} already";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(credit) = case.form::<RestCredit>().filter(|credit| credit.state != CreditState::Rejected) else {
        return;
    };
    let same_day = format!("{}.{}-", credit.person, credit.id.day());
    let span = Span { from: credit.work.from, to: credit.work.to };
    let others = case.world.records.siblings(case.key).into_iter();
    for key in others.filter(|key| key != case.key && key.id.starts_with(&same_day)) {
        let Some(other) = case.world.records.get::<RestCredit>(&key) else {
            continue;
        };
        let taken = Span { from: other.work.from, to: other.work.to };
        if other.state != CreditState::Rejected
            && let Some(both) = span.shared(taken)
        {
            let twice = Message::new(&TWICE).with("from", both.from).with("to", both.to).with("other", &key.id);
            faults.at("/work/from", twice);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, rest_credit, trial};

    fn another(from: &str, to: &str) -> Draft {
        rest_credit()
            .filed_as("sun-tao.20250308-02")
            .set("/id", "sun-tao.20250308-02")
            .set("/work/from", from)
            .set("/work/to", to)
            .set("/used_by", Vec::<String>::new())
    }

    #[test]
    fn credits_that_touch_do_not_overlap() {
        trial(&RULE).adding(&another("2025-03-08T11:45:00+08:00", "2025-03-08T12:45:00+08:00")).passes();
    }

    #[test]
    fn one_second_in_common_is_one_too_many() {
        trial(&RULE).adding(&another("2025-03-08T11:44:59+08:00", "2025-03-08T12:44:59+08:00")).fails_at("/work/from");
    }

    #[test]
    fn another_ticket_makes_no_difference() {
        trial(&RULE)
            .adding(
                &another("2025-03-08T10:00:00+08:00", "2025-03-08T11:00:00+08:00").set("/work/ticket", "WX-0000001"),
            )
            .fails_at("/work/from");
    }

    #[test]
    fn a_refused_credit_takes_no_time() {
        let refused = rest_credit().set("/state", "rejected");
        trial(&RULE)
            .beside(&refused)
            .adding(&another("2025-03-08T10:00:00+08:00", "2025-03-08T11:00:00+08:00"))
            .passes();
    }
}
