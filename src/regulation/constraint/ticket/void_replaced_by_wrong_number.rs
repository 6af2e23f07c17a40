//! The number used instead of a void one is a later one of the same book.

use crate::record::Kind;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "void_replaced_by_wrong_number",
    clauses: &["T-6", "T-5"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "作废单改用的号码不对", en: "a void ticket names a wrong number as its replacement" },
    explanation: Explanation {
        checks: Text {
            zh: "void.replaced_by 若写号码，须与本单同一系列、比本单号大；已在用的，须由同一人开单。",
            en: "When `void.replaced_by` names a number, it is of the same series and later than this one; once it is in use, the same person opened it.",
        },
        why: Text {
            zh: "T-6：“领用新维修单以旧换新”；T-5：“严格按照顺序号使用”。写坏的单只能改用后面的号。",
            en: "T-6 and T-5: a spoilt form is replaced by a later number.",
        },
        fails: Text { zh: "作废 2 号，改用写 1 号。", en: "Number 2 is void and replaced by number 1." },
        fix: Text {
            zh: "写真正改用的号码；没有改用的写“无”。", en: "Name the number really used instead, or 无."
        },
    },
    check,
};

texts! {
    NOT_LATER: "{no} 不是本系列中后面的号码", "{no} is no later number of this series";
    OTHER: "{no} 由 {who} 开单", "{no} was opened by {who}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    let Some((void, no)) = ticket.void.as_ref().and_then(|void| Some((void, void.replaced_by.as_option()?))) else {
        return;
    };
    let place = "/void/replaced_by";
    if no.series() != ticket.id.series() || no.number() <= ticket.id.number() {
        faults.at(place, Message::new(&NOT_LATER).with("no", no));
        return;
    }
    let next = case.world.records.get::<Ticket>(&no.key(Kind::Ticket));
    let opened_by = next.as_ref().and_then(|next| next.report.as_ref()).map(|report| &report.opened_by);
    if let Some(who) = opened_by.filter(|who| **who != void.by) {
        faults.at(place, Message::new(&OTHER).with("no", no).with("who", who));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn a_later_number_of_ones_own_is_fine() {
        trial(&RULE).adding(&ticket(2)).passes();
    }

    #[test]
    fn a_number_not_yet_in_use_may_be_named() {
        trial(&RULE).adding(&ticket(2).set("/void/replaced_by", "WX-0000005")).passes();
    }

    #[test]
    fn an_earlier_number_replaces_nothing() {
        trial(&RULE).adding(&ticket(2).set("/void/replaced_by", "WX-0000001")).fails_at("/void/replaced_by");
    }

    #[test]
    fn anothers_ticket_replaces_nothing() {
        trial(&RULE)
            .beside(&ticket(5).set("/report/opened_by", "sun-tao"))
            .adding(&ticket(2).set("/void/replaced_by", "WX-0000005"))
            .fails_at("/void/replaced_by");
    }
}
