//! The total of a ticket holds at least what its parts cost.

use crate::record::Kind;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "charge_total_differs",
    clauses: &["T-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "费用合计少于配件费用之和", en: "the total of a ticket is less than its parts cost" },
    explanation: Explanation {
        checks: Text {
            zh: "work.charge_cents 不少于各更换配件 charge_cents 之和（多出部分为人工等费用）。",
            en: "`work.charge_cents` is no less than the sum of `charge_cents` over the parts; what is more is labour and the like.",
        },
        why: Text {
            zh: "T-4：“严格按照维修单内容填写，不得遗漏任何一项。”合计漏了配件费即为遗漏。",
            en: "T-4: “Fill in strictly according to the ticket; no item may be omitted.” A total that leaves a part out omits it.",
        },
        fails: Text {
            zh: "配件收费 600 元，费用合计填 0。", en: "A part costs 600 yuan and the total is 0."
        },
        fix: Text { zh: "重新合计。", en: "Add up again." },
    },
    check,
};

texts! {
    WRONG: "合计 {total} 分，少于配件费用之和 {parts} 分", "the total of {total} cents is less than the {parts} cents of the parts";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(work) = case.form::<Ticket>().and_then(|ticket| ticket.work.as_ref()) else {
        return;
    };
    let parts = work.parts.entries().iter().fold(0_i64, |sum, part| sum.saturating_add(part.charge_cents));
    if work.charge_cents < parts {
        let wrong = Message::new(&WRONG).with("total", work.charge_cents).with("parts", parts);
        faults.at("/work/charge_cents", wrong);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{replacement, ticket, trial};
    use serde_json::json;

    #[test]
    fn labour_may_come_on_top() {
        let parts = json!([replacement("硬盘", 60000)]);
        trial(&RULE).adding(&ticket(1).set("/work/parts", parts).set("/work/charge_cents", 75000)).passes();
    }

    #[test]
    fn no_part_is_left_out_of_the_total() {
        let parts = json!([replacement("硬盘", 60000), replacement("风扇", 5000)]);
        trial(&RULE)
            .adding(&ticket(1).set("/work/parts", parts).set("/work/charge_cents", 60000))
            .fails_at("/work/charge_cents");
    }
}
