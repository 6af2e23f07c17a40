//! A ticket whose repair needed a spare names the loan (M-3, T-4).

use crate::record::Kind;
use crate::record::Record;
use crate::record::id::TicketId;
use crate::record::spare_loan::SpareLoan;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "loan_not_on_ticket",
    clauses: &["M-3", "T-4"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::Ticket, Kind::SpareLoan],
    title: Text { zh: "借用了备品而维修单未写", en: "a spare was lent and the ticket does not say so" },
    explanation: Explanation {
        checks: Text {
            zh: "已完成的维修单若有借用单（单号后缀 -1），work.spare_loan 不得写“无”；所写借用单须存在且属于本单。",
            en: "A completed ticket with a spare loan (its number and -1) does not say 无 in `work.spare_loan`; the loan named there exists and is its own.",
        },
        why: Text {
            zh: "M-3 的备品备件须随维修单可查；T-4：“不得遗漏任何一项”。",
            en: "Spares under M-3 are found by the ticket; T-4: no item may be omitted.",
        },
        fails: Text {
            zh: "有借用单 WX-0000004-1，而维修单 WX-0000004 的 work.spare_loan 为“无”。",
            en: "There is a loan WX-0000004-1 and `work.spare_loan` of WX-0000004 is 无.",
        },
        fix: Text {
            zh: "在维修单 work.spare_loan 填写借用单号；借用单应在维修单签字之前登记。",
            en: "Name the loan in `work.spare_loan`; loans are entered before the work is signed.",
        },
    },
    check,
};

texts! {
    SILENT: "借用单 {loan} 属于本单，work.spare_loan 却为“无”", "the loan {loan} belongs to this ticket, yet `work.spare_loan` is 无";
    FOREIGN: "借用单 {loan} 不属于本单", "the loan {loan} does not belong to this ticket";
    ABSENT: "没有借用单 {loan}", "there is no loan {loan}";
    UNNAMED: "维修单 {ticket} 已完成，却未写有备品借用", "ticket {ticket} is completed and names no loan";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    match case.after.map(|entry| &entry.record) {
        Some(Record::Ticket(ticket)) => on_ticket(case, ticket, faults),
        Some(Record::SpareLoan(loan)) => on_loan(case, loan, faults),
        _ => {}
    }
}

fn on_ticket(case: &Case<'_>, ticket: &Ticket, faults: &mut Faults<'_>) {
    let Some(work) = ticket.work.as_ref().filter(|_| ticket.state == TicketState::Completed) else {
        return;
    };
    let place = "/work/spare_loan";
    match work.spare_loan.as_option() {
        Some(loan) if loan.ticket() != ticket.id => faults.at(place, Message::new(&FOREIGN).with("loan", loan)),
        Some(loan) => {
            if !case.world.records.exists(&loan.key(Kind::SpareLoan)) {
                faults.at(place, Message::new(&ABSENT).with("loan", loan));
            }
        }
        None => {
            if let Some(loan) = first_loan(case, &ticket.id) {
                faults.at(place, Message::new(&SILENT).with("loan", loan));
            }
        }
    }
}

fn first_loan(case: &Case<'_>, ticket: &TicketId) -> Option<crate::record::id::SlipId> {
    ticket.slip(1).ok().filter(|slip| case.world.records.exists(&slip.key(Kind::SpareLoan)))
}

fn on_loan(case: &Case<'_>, loan: &SpareLoan, faults: &mut Faults<'_>) {
    let ticket = case.world.records.get::<Ticket>(&loan.id.ticket().key(Kind::Ticket));
    let Some(ticket) = ticket.filter(|ticket| ticket.state == TicketState::Completed) else {
        return;
    };
    if ticket.work.as_ref().is_some_and(|work| work.spare_loan.as_option().is_none()) {
        faults.at("/ticket", Message::new(&UNNAMED).with("ticket", &ticket.id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, spare_loan, ticket, trial};

    fn loan_of_the_first() -> Draft {
        spare_loan()
            .filed_as("WX-0000001-1")
            .set("/id", "WX-0000001-1")
            .set("/ticket", "WX-0000001")
            .set("/site", "S00001")
    }

    #[test]
    fn a_ticket_without_a_loan_says_none() {
        trial(&RULE).adding(&ticket(1)).passes();
    }

    #[test]
    fn a_ticket_that_names_its_loan_is_fine() {
        let named = ticket(1).set("/work/spare_loan", "WX-0000001-1");
        trial(&RULE).beside(&loan_of_the_first()).adding(&named).passes();
    }

    #[test]
    fn a_loan_is_not_left_out() {
        trial(&RULE).beside(&loan_of_the_first()).adding(&ticket(1)).fails_at("/work/spare_loan");
    }

    #[test]
    fn a_named_loan_exists() {
        trial(&RULE).adding(&ticket(1).set("/work/spare_loan", "WX-0000001-1")).fails_at("/work/spare_loan");
    }

    #[test]
    fn a_named_loan_is_the_tickets_own() {
        trial(&RULE).adding(&ticket(1).set("/work/spare_loan", "WX-0000004-1")).fails_at("/work/spare_loan");
    }

    #[test]
    fn no_loan_is_slipped_under_a_completed_ticket() {
        trial(&RULE).adding(&loan_of_the_first()).fails_at("/ticket");
    }
}
