//! A transferred ticket and its spare ticket point at each other.

use crate::record::Kind;
use crate::record::book::{Book, BookKind};
use crate::record::id::TicketId;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "transfer_not_one_to_one",
    clauses: &["T-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text { zh: "转单双方不一一对应", en: "a transfer and its spare ticket do not match" },
    explanation: Explanation {
        checks: Text {
            zh: "已转的维修单：转入单存在、属备用本、写明转自本单、站点相同、开单不早于转单。备用本的维修单：写明转自哪一单（作废的除外），原单已转且转入本单。",
            en: "A transferred ticket: the ticket it goes to exists, lies in a spare book, names it as `transferred_from`, is for the same site and was opened no earlier. A ticket of a spare book names where it comes from (unless void), and that ticket is transferred to it.",
        },
        why: Text {
            zh: "T-1：“如因客观原因不能按时完成维修任务的，须转入‘备用维修单’，并注明原单号、转入单号并签字确认，方可更换。”",
            en: "T-1: “If for objective reasons a repair cannot be finished on time it must be transferred to a spare repair ticket, noting original number and transfer-to number and signing; only then may it be exchanged.”",
        },
        fails: Text {
            zh: "WX-0000003 转入 BY-0000001，而 BY-0000001 写转自 WX-0000004。",
            en: "WX-0000003 goes to BY-0000001, and BY-0000001 says it comes from WX-0000004.",
        },
        fix: Text {
            zh: "两张单互相注明号码，在同一次提交中写入（weibao transfer）。",
            en: "Let both tickets name each other, in one commit (`weibao transfer`).",
        },
    },
    check,
};

texts! {
    ITSELF: "不能转入本单自己", "a ticket does not go over to itself";
    ABSENT: "转入单 {to} 不存在", "the ticket {to} it goes to does not exist";
    NOT_SPARE: "转入单 {to} 不在备用本中", "the ticket {to} it goes to is not of a spare book";
    NOT_BACK: "转入单 {to} 没有写明转自 {from}", "the ticket {to} does not name {from} as where it comes from";
    SITE: "转入单 {to} 不是同一站点", "the ticket {to} is for another site";
    EARLY: "转入单 {to} 的开单时间早于转单时间", "the ticket {to} was opened before the transfer";
    NOT_SENT: "原单 {from} 没有转入 {to}", "the ticket {from} was not transferred to {to}";
    NO_ORIGIN: "备用维修单须写明转自哪一单", "a spare ticket names the one it was transferred from";
    NOT_FOR_REGULAR: "正式本的维修单不能是转入单", "a ticket of a regular book cannot take a transfer";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    if let Some(transfer) = &ticket.transfer {
        judge_target(case, ticket, &transfer.to, faults);
    }
    let spare = kind_of(case, ticket) == Some(BookKind::Spare);
    match &ticket.transferred_from {
        Some(from) => {
            if kind_of(case, ticket) == Some(BookKind::Regular) {
                faults.at("/transferred_from", &NOT_FOR_REGULAR);
            }
            let origin = case.world.records.get::<Ticket>(&from.key(Kind::Ticket));
            let sent = origin.is_some_and(|origin| {
                origin.state == TicketState::Transferred
                    && origin.transfer.as_ref().is_some_and(|transfer| transfer.to == ticket.id)
            });
            if !sent {
                faults.at("/transferred_from", Message::new(&NOT_SENT).with("from", from).with("to", &ticket.id));
            }
        }
        None if spare && ticket.state != TicketState::Void => faults.at("", &NO_ORIGIN),
        None => {}
    }
}

fn kind_of(case: &Case<'_>, ticket: &Ticket) -> Option<BookKind> {
    case.world.records.get::<Book>(&ticket.book.key(Kind::Book)).map(|book| book.kind)
}

fn judge_target(case: &Case<'_>, ticket: &Ticket, to: &TicketId, faults: &mut Faults<'_>) {
    let place = "/transfer/to";
    let wrong = |text| Message::new(text).with("to", to);
    if *to == ticket.id {
        faults.at(place, &ITSELF);
        return;
    }
    let Some(target) = case.world.records.get::<Ticket>(&to.key(Kind::Ticket)) else {
        faults.at(place, wrong(&ABSENT));
        return;
    };
    if kind_of(case, &target) != Some(BookKind::Spare) {
        faults.at(place, wrong(&NOT_SPARE));
    }
    if target.transferred_from.as_ref() != Some(&ticket.id) {
        faults.at(place, wrong(&NOT_BACK).with("from", &ticket.id));
    }
    if let (Some(old), Some(new)) = (&ticket.report, &target.report) {
        if old.site != new.site {
            faults.at(place, wrong(&SITE));
        }
        if ticket.transfer.as_ref().is_some_and(|transfer| new.opened_at < transfer.at) {
            faults.at(place, wrong(&EARLY));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{spare_ticket, ticket, trial};

    #[test]
    fn two_tickets_that_name_each_other_are_fine() {
        trial(&RULE).adding(&ticket(3)).passes();
    }

    #[test]
    fn the_spare_ticket_names_its_origin() {
        trial(&RULE).adding(&spare_ticket()).passes();
    }

    #[test]
    fn the_spare_ticket_exists() {
        trial(&RULE).adding(&ticket(3).set("/transfer/to", "BY-0000002")).fails_at("/transfer/to");
    }

    #[test]
    fn a_regular_ticket_takes_no_transfer() {
        trial(&RULE).adding(&ticket(3).set("/transfer/to", "WX-0000004")).fails_at_all(&[
            "/transfer/to",
            "/transfer/to",
            "/transfer/to",
        ]);
    }

    #[test]
    fn no_ticket_is_transferred_to_twice() {
        let second = ticket(5).set("/state", "transferred").set("/transfer", ticket(3).value["transfer"].clone());
        trial(&RULE).adding(&second).fails_at_all(&["/transfer/to", "/transfer/to"]);
    }

    #[test]
    fn a_spare_ticket_does_not_invent_its_origin() {
        trial(&RULE).adding(&spare_ticket().set("/transferred_from", "WX-0000004")).fails_at("/transferred_from");
    }

    #[test]
    fn a_spare_book_is_for_transfers() {
        trial(&RULE).adding(&spare_ticket().drop("/transferred_from")).fails_at("");
    }
}
