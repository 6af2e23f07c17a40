//! A credit is covered by the work on its ticket.

use crate::record::Kind;
use crate::record::rest_credit::RestCredit;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rest;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "credit_outside_ticket",
    clauses: &["R-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::RestCredit],
    title: Text { zh: "倒休登记不在维修单的工作时间内", en: "a credit lies outside its ticket's work" },
    explanation: Explanation {
        checks: Text {
            zh: "维修单已完成或已转单；倒休登记的起止在该单出发时间与用户确认（或转单）时间之间；申请人是该单派出的维修人员或出行人。",
            en: "The ticket is completed or transferred; the credit lies between the departure for the site and the client's confirmation (or the transfer); its person was dispatched or made the trip.",
        },
        why: Text {
            zh: "R-1：“不能推掉的维修任务”。倒休由维修任务而来，由双方签过字的维修单证明：去的路上也是工作，用户确认任务才算完。",
            en: "R-1: a repair that could not be put off. Rest is earned by a repair, and the ticket signed by both proves it: the way there is work, and the task ends with the client's confirmation.",
        },
        fails: Text {
            zh: "维修单 09:40 出发、11:45 用户确认，登记 09:40 至 15:00。",
            en: "Departed 09:40, confirmed 11:45, and 09:40 until 15:00 is credited.",
        },
        fix: Text {
            zh: "改正起止、维修单号或申请人；维修单尚未完成的，完成后再登记。",
            en: "Correct the times, the ticket or the person; while the ticket is open, wait until it is completed.",
        },
    },
    check,
};

texts! {
    OPEN: "{ticket} 尚无完成的工作时间", "{ticket} has no completed work yet";
    OUTSIDE: "{ticket} 的工作时间是 {from} 至 {to}", "the work on {ticket} lasted from {from} until {to}";
    STRANGER: "{who} 未参加 {ticket}", "{who} did not work on {ticket}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(credit) = case.form::<RestCredit>() else {
        return;
    };
    let work = &credit.work;
    let Some(ticket) = case.world.records.get::<Ticket>(&work.ticket.key(Kind::Ticket)) else {
        return;
    };
    match rest::work_interval(&ticket) {
        None => faults.at("/work/ticket", Message::new(&OPEN).with("ticket", &work.ticket)),
        Some(span) if work.from < span.from || work.to > span.to => {
            let outside =
                Message::new(&OUTSIDE).with("ticket", &work.ticket).with("from", span.from).with("to", span.to);
            faults.at(if work.from < span.from { "/work/from" } else { "/work/to" }, outside);
        }
        Some(_) => {}
    }
    if !rest::workers(&ticket).any(|who| *who == credit.person) {
        faults.at("/person", Message::new(&STRANGER).with("who", &credit.person).with("ticket", &work.ticket));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{rest_credit, rest_ticket, trial};

    #[test]
    fn work_from_the_departure_until_the_confirmation_may_be_credited() {
        trial(&RULE).adding(&rest_credit()).passes();
    }

    #[test]
    fn one_second_before_the_departure_is_outside() {
        trial(&RULE).adding(&rest_credit().set("/work/from", "2025-03-08T09:39:59+08:00")).fails_at("/work/from");
    }

    #[test]
    fn one_second_after_the_confirmation_is_outside() {
        trial(&RULE).adding(&rest_credit().set("/work/to", "2025-03-08T11:45:01+08:00")).fails_at("/work/to");
    }

    #[test]
    fn an_open_ticket_earns_nothing_yet() {
        trial(&RULE)
            .adding(&rest_credit().set("/work/ticket", "WX-0000004"))
            .fails_at_all(&["/work/ticket", "/person"]);
    }

    #[test]
    fn only_those_who_worked_on_it_are_credited() {
        trial(&RULE).adding(&rest_credit().set("/person", "zhang-wei")).fails_at("/person");
        let two = rest_ticket().set("/dispatch/technicians/-", "zhang-wei");
        trial(&RULE).beside(&two).adding(&rest_credit().set("/person", "zhang-wei")).passes();
    }
}
