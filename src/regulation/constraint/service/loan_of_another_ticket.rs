//! A spare loan lies under its ticket and at its site (M-3).

use crate::record::Kind;
use crate::record::spare_loan::SpareLoan;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "loan_of_another_ticket",
    clauses: &["M-3"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::SpareLoan],
    title: Text { zh: "借用单与维修单不符", en: "a spare loan does not fit its ticket" },
    explanation: Explanation {
        checks: Text {
            zh: "借用单的维修单号与单号前段一致；站点与该维修单一致；借出不早于开单。",
            en: "The ticket of a loan is the one in its number; its site is the ticket's; it was lent no earlier than the ticket was opened.",
        },
        why: Text {
            zh: "M-3：“遇特殊情况时提供备品备件”——备品随抢修而来，须能由维修单查到。",
            en: "M-3: in special circumstances spare parts are provided. They come with a repair, and are found by its ticket.",
        },
        fails: Text {
            zh: "单号为 WX-0000004-1，ticket 为 WX-0000005。",
            en: "The number is WX-0000004-1 and `ticket` is WX-0000005.",
        },
        fix: Text { zh: "改正维修单号或站点。", en: "Correct the ticket or the site." },
    },
    check,
};

texts! {
    NUMBERED: "单号属于维修单 {numbered}，不是 {ticket}", "the number belongs to ticket {numbered}, not to {ticket}";
    ELSEWHERE: "维修单 {ticket} 的站点是 {site}", "the site of ticket {ticket} is {site}";
    EARLY: "借出时间 {at} 早于开单时间 {opened}", "lent at {at}, before the ticket was opened at {opened}";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(loan) = case.form::<SpareLoan>() else {
        return;
    };
    let numbered = loan.id.ticket();
    if loan.ticket != numbered {
        faults.at("/ticket", Message::new(&NUMBERED).with("numbered", numbered).with("ticket", &loan.ticket));
        return;
    }
    let ticket = case.world.records.get::<Ticket>(&loan.ticket.key(Kind::Ticket));
    let Some(report) = ticket.as_ref().and_then(|ticket| ticket.report.as_ref()) else {
        return;
    };
    if report.site != loan.site {
        faults.at("/site", Message::new(&ELSEWHERE).with("ticket", &loan.ticket).with("site", &report.site));
    }
    if loan.lending.lent_at < report.opened_at {
        let early = Message::new(&EARLY).with("at", loan.lending.lent_at).with("opened", report.opened_at);
        faults.at("/lending/lent_at", early);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{spare_loan, trial};

    #[test]
    fn a_loan_under_its_ticket_is_fine() {
        trial(&RULE).adding(&spare_loan()).passes();
    }

    #[test]
    fn a_loan_names_the_ticket_of_its_number() {
        trial(&RULE).adding(&spare_loan().set("/ticket", "WX-0000001")).fails_at("/ticket");
    }

    #[test]
    fn a_loan_goes_to_the_ticket_s_site() {
        trial(&RULE).adding(&spare_loan().set("/site", "S00001")).fails_at("/site");
    }

    #[test]
    fn nothing_is_lent_before_the_ticket_is_opened() {
        let early = spare_loan().set("/lending/lent_at", "2025-03-06T08:00:00+08:00");
        trial(&RULE).adding(&early).fails_at("/lending/lent_at");
    }
}
