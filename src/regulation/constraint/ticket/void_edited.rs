//! A void ticket is never edited.

use crate::record::Kind;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::constraint::places::differences;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::Text;
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "void_edited",
    clauses: &["T-6"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "作废单被改动", en: "a void ticket was edited" },
    explanation: Explanation {
        checks: Text {
            zh: "已作废的维修单除补签外不再有任何变化。",
            en: "A ticket that is void does not change any more, further signatures excepted.",
        },
        why: Text {
            zh: "T-6：“书写错误需在四联单上注明作废字样”。作废即终局：留存、上交，不改、不再用（参会计法第十四条）。",
            en: "T-6: mark all plies void. That is the end of it: kept and handed in, never altered or used again (compare accounting law, art. 14).",
        },
        fails: Text { zh: "作废后又改了 void.reason。", en: "`void.reason` is rewritten afterwards." },
        fix: Text { zh: "恢复作废时的内容。", en: "Restore what stood there when it was voided." },
    },
    check,
};

texts! {
    WRONG: "作废之后被改动", "changed after the ticket was void";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let (Some(before), Some(after)) = (case.before, case.after) else {
        return;
    };
    if case.old::<Ticket>().is_some_and(|ticket| ticket.state == TicketState::Void) {
        for place in differences(&before.value, &after.value, "") {
            faults.at(place, &WRONG);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{signed, ticket, trial};

    #[test]
    fn an_open_ticket_may_become_void() {
        let void = ticket(2).value["void"].clone();
        trial(&RULE).changing(&ticket(4), |draft| draft.set("/state", "void").set("/void", void)).passes();
    }

    #[test]
    fn a_void_ticket_may_still_be_signed() {
        let holder = signed("holder", "zhang-wei", "2025-03-05T09:01:00+08:00");
        let before = ticket(2).drop("/void/signatures/0");
        trial(&RULE).changing(&before, |draft| draft.set("/void/signatures/-", holder)).passes();
    }

    #[test]
    fn its_reason_stays() {
        trial(&RULE).changing(&ticket(2), |draft| draft.set("/void/reason", "客户取消")).fails_at("/void/reason");
    }
}
