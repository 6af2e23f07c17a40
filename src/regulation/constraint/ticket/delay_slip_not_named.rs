//! A completed ticket names all its delay slips.

use crate::record::Kind;
use crate::record::delay::Delay;
use crate::record::id::SlipId;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "delay_slip_not_named",
    clauses: &["T-3", "T-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Ticket, Kind::Delay],
    title: Text { zh: "维修单漏列延时单", en: "a ticket leaves out a delay slip of its own" },
    explanation: Explanation {
        checks: Text {
            zh: "已完成的维修单，work.delays 依次列出本单的全部延时单，不多不少；没有的写“无”。",
            en: "A completed ticket lists all of its delay slips in `work.delays`, in order, no more and no fewer; 无 when there is none.",
        },
        why: Text {
            zh: "T-3：“延时单作为附件”；T-4：“不得遗漏任何一项”。",
            en: "T-3: the delay slip is an attachment; T-4: no item may be omitted.",
        },
        fails: Text {
            zh: "有延时单 WX-0000004-1，而 work.delays 为“无”。",
            en: "There is a slip WX-0000004-1 and `work.delays` is 无.",
        },
        fix: Text {
            zh: "在签字之前把延时单号填入 work.delays。",
            en: "Enter the slips in `work.delays` before the work is signed.",
        },
    },
    check,
};

texts! {
    WRONG: "本单的延时单为：{real}", "the slips of this ticket are: {real}";
    UNNAMED: "维修单 {ticket} 已完成，却未列出这张延时单", "ticket {ticket} is completed and does not name this slip";
    NO_SLIP: "无", "none";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if let Some(delay) = case.form::<Delay>() {
        on_slip(case, delay, faults);
    }
    let Some(ticket) = case.form::<Ticket>().filter(|ticket| ticket.state == TicketState::Completed) else {
        return;
    };
    let Some(work) = &ticket.work else {
        return;
    };
    // Slips of a ticket are numbered from 1 without gaps, so the first that is missing ends the list.
    let real: Vec<SlipId> = (1..=9)
        .filter_map(|n| ticket.id.slip(n).ok())
        .take_while(|slip| case.world.records.exists(&slip.key(Kind::Delay)))
        .collect();
    if work.delays.entries() != real.as_slice() {
        let list = real.iter().map(SlipId::as_str).collect::<Vec<_>>().join(", ");
        let wrong = Message::new(&WRONG);
        faults.at(
            "/work/delays",
            if real.is_empty() { wrong.with_message("real", &NO_SLIP) } else { wrong.with("real", list) },
        );
    }
}

fn on_slip(case: &Case<'_>, delay: &Delay, faults: &mut Faults<'_>) {
    let ticket = case.world.records.get::<Ticket>(&delay.id.ticket().key(Kind::Ticket));
    let Some(ticket) = ticket.filter(|ticket| ticket.state == TicketState::Completed) else {
        return;
    };
    if ticket.work.as_ref().is_some_and(|work| !work.delays.entries().contains(&delay.id)) {
        faults.at("/ticket", Message::new(&UNNAMED).with("ticket", &ticket.id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, delay, ticket, trial};

    #[test]
    fn no_slip_is_slipped_in_afterwards() {
        trial(&RULE).beside(&completed()).adding(&delay()).fails_at("/ticket");
    }

    use serde_json::json;

    fn completed() -> Draft {
        ticket(1).filed_as("WX-0000004").set("/id", "WX-0000004")
    }

    #[test]
    fn all_slips_named_are_fine() {
        trial(&RULE).adding(&completed().set("/work/delays", json!(["WX-0000004-1"]))).passes();
    }

    #[test]
    fn a_ticket_without_slips_says_so() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn no_slip_is_left_out() {
        trial(&RULE).adding(&completed()).fails_at("/work/delays");
    }

    #[test]
    fn a_slip_that_is_not_there_is_not_named() {
        trial(&RULE).adding(&ticket(1).set("/work/delays", json!(["WX-0000001-1"]))).fails_at("/work/delays");
    }
}
