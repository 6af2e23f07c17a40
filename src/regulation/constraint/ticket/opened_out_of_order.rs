//! A later number is not opened at an earlier time.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::id::TicketId;
use crate::record::instant::Instant;
use crate::record::ticket::Ticket;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "opened_out_of_order",
    clauses: &["T-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Ticket],
    title: Text {
        zh: "开单时间与号码顺序不符", en: "tickets were not opened in the order of their numbers"
    },
    explanation: Explanation {
        checks: Text {
            zh: "同一本内，每张维修单的开单（无报修内容的作废单为作废）时间不早于前一号。",
            en: "Within a book, no ticket was opened (for one voided before it was filled in: voided) earlier than the number before it.",
        },
        why: Text {
            zh: "T-5：“严格按照顺序号使用，不得跳号。”先开的用小号。",
            en: "T-5: “Use strictly in number order; numbers may not be skipped.” Who comes first takes the lower number.",
        },
        fails: Text {
            zh: "4 号 3 月 6 日开单，5 号写 3 月 5 日开单。",
            en: "Number 4 was opened on 6 March, number 5 says 5 March.",
        },
        fix: Text {
            zh: "填写真实的开单时间；补录旧单须按先后使用号码。",
            en: "Write the true time; enter belated tickets in their order.",
        },
    },
    check,
};

texts! {
    WRONG: "{at} 早于前一号 {previous} 的 {before}", "{at} is earlier than {before} of the number before, {previous}";
}

fn used_at(ticket: &Ticket) -> Option<(&'static str, Instant)> {
    let opened = ticket.report.as_ref().map(|report| ("/report/opened_at", report.opened_at));
    opened.or_else(|| ticket.void.as_ref().map(|void| ("/void/at", void.at)))
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(ticket) = case.form::<Ticket>() else {
        return;
    };
    let records = case.world.records;
    let Some(book) = records.get::<Book>(&ticket.book.key(Kind::Book)).filter(|book| book.first_no != ticket.id) else {
        return;
    };
    let Ok(previous) = TicketId::at(ticket.id.series(), ticket.id.number().saturating_sub(1)) else {
        return;
    };
    let Some(before) = records.get::<Ticket>(&previous.key(Kind::Ticket)).filter(|before| before.book == book.id)
    else {
        return;
    };
    if let (Some((_, before)), Some((pointer, at))) = (used_at(&before), used_at(ticket))
        && at < before
    {
        let wrong = Message::new(&WRONG).with("at", at).with("previous", previous).with("before", before);
        faults.at(pointer, wrong);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{ticket, trial};

    #[test]
    fn two_may_be_opened_at_the_same_moment() {
        trial(&RULE).adding(&ticket(5)).passes();
    }

    #[test]
    fn a_later_number_is_not_opened_earlier() {
        trial(&RULE)
            .adding(&ticket(5).set("/report/opened_at", "2025-03-05T09:00:00+08:00"))
            .fails_at("/report/opened_at");
    }

    #[test]
    fn a_void_number_counts_from_when_it_was_voided() {
        trial(&RULE).adding(&ticket(2).set("/void/at", "2025-03-04T09:00:00+08:00")).fails_at("/void/at");
    }
}
