//! A settlement accounts for every number of the book, once and truly.

use crate::record::Kind;
use crate::record::book::Book;
use crate::record::id::TicketId;
use crate::record::ticket::{Ticket, TicketState};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;
use std::collections::BTreeMap;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "settlement_does_not_partition",
    clauses: &["T-1", "T-5", "T-6", "T-7"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text {
        zh: "核销清单与各号实际状态不符",
        en: "a settlement does not account for every number once and truly",
    },
    explanation: Explanation {
        checks: Text {
            zh: "完成、作废、已转、未使用四项合起来恰为起止号全部号码，互不重复；每号所列与其维修单的实际状态一致；仍打开的单不得核销，须先完成或转单。",
            en: "Completed, void, transferred and unused make up the numbers of the book exactly, none twice; each number is listed as its ticket really is; an open ticket forbids the settlement until it is completed or transferred.",
        },
        why: Text {
            zh: "T-1：“用完后以旧换新”；T-5：“不得跳号”；T-7：“将未使用的维修单整理上交”。核销就是对每一号作出交代。",
            en: "T-1: exchanged when used up; T-5: no number skipped; T-7: unused tickets sorted and turned in. To settle is to answer for every number.",
        },
        fails: Text {
            zh: "4 号仍打开，核销清单却把它列为完成。",
            en: "Number 4 is open and the settlement lists it as completed.",
        },
        fix: Text {
            zh: "按各单实际状态重列（weibao return 自动列出）；打开的单先完成、作废或转入备用单。",
            en: "List each number as it is (`weibao return` does it); complete, void or transfer open tickets first.",
        },
    },
    check,
};

texts! {
    OUTSIDE: "{no} 不在本本的号码之内", "{no} is no number of this book";
    TWICE: "{no} 列了不止一次", "{no} is listed more than once";
    LEFT_OUT: "漏列：{list}", "left out: {list}";
    OPEN: "{no} 仍是打开的维修单", "{no} is still open";
    UNUSED: "{no} 没有维修单，应列为未使用", "there is no ticket {no}: it is unused";
    COMPLETED: "{no} 已完成", "{no} is completed";
    VOID: "{no} 已作废", "{no} is void";
    TRANSFERRED: "{no} 已转入备用单", "{no} was transferred";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>() else {
        return;
    };
    let Some(settlement) = &book.settlement else {
        return;
    };
    let lists = [
        ("completed", &settlement.completed, Some(TicketState::Completed)),
        ("void", &settlement.void, Some(TicketState::Void)),
        ("transferred", &settlement.transferred, Some(TicketState::Transferred)),
        ("unused", &settlement.unused, None),
    ];
    let mut seen: BTreeMap<&TicketId, u32> = BTreeMap::new();
    for (name, numbers, state) in lists {
        for (index, no) in numbers.iter().enumerate() {
            let pointer = format!("/settlement/{name}/{index}");
            let times = seen.entry(no).or_default();
            *times += 1;
            if !book.covers(no) {
                faults.at(pointer, Message::new(&OUTSIDE).with("no", no));
            } else if *times > 1 {
                faults.at(pointer, Message::new(&TWICE).with("no", no));
            } else if let Some(wrong) = contradiction(case, no, state) {
                faults.at(pointer, wrong.with("no", no));
            }
        }
    }
    let left_out: Vec<_> = book.numbers().filter(|no| !seen.contains_key(no)).map(|no| no.to_string()).collect();
    if !left_out.is_empty() {
        faults.at("/settlement", Message::new(&LEFT_OUT).with("list", left_out.join(", ")));
    }
}

/// What a number really is, if that is not what it is listed as; `None` in the list means unused.
fn contradiction(case: &Case<'_>, no: &TicketId, listed: Option<TicketState>) -> Option<Message> {
    let key = no.key(Kind::Ticket);
    let ticket = case.world.records.get::<Ticket>(&key);
    let real = ticket.as_ref().map(|ticket| ticket.state);
    if real == listed && (real.is_some() || !case.world.records.exists(&key)) {
        return None;
    }
    Some(Message::new(match real {
        None => &UNUSED,
        Some(TicketState::Open) => &OPEN,
        Some(TicketState::Completed) => &COMPLETED,
        Some(TicketState::Void) => &VOID,
        Some(TicketState::Transferred) => &TRANSFERRED,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, Trial, book, settlement, ticket, trial};

    fn settled(completed: &[u32], void: &[u32], transferred: &[u32], unused: &[u32]) -> Draft {
        book("WX-00001", "zhang-wei")
            .set("/state", "settled")
            .set("/settlement", settlement("WX", "zhang-wei", "withdrawn", completed, void, transferred, unused))
    }

    /// Ticket 4 completed as well, so that nothing is open.
    fn all_done() -> Trial {
        trial(&RULE).beside(&ticket(1).filed_as("WX-0000004").set("/id", "WX-0000004"))
    }

    fn rest(from: u32) -> Vec<u32> {
        (from..=50).collect()
    }

    #[test]
    fn every_number_once_and_truly_is_fine() {
        all_done().adding(&settled(&[1, 4], &[2], &[3], &rest(5))).passes();
    }

    #[test]
    fn an_open_ticket_forbids_the_settlement() {
        trial(&RULE).adding(&settled(&[1, 4], &[2], &[3], &rest(5))).fails_at("/settlement/completed/1");
    }

    #[test]
    fn no_number_is_left_out() {
        all_done().adding(&settled(&[1, 4], &[2], &[3], &rest(6))).fails_at("/settlement");
    }

    #[test]
    fn no_number_is_listed_twice() {
        all_done().adding(&settled(&[1, 4], &[2], &[3, 2], &rest(5))).fails_at("/settlement/transferred/1");
    }

    #[test]
    fn a_used_number_is_not_returned_as_unused() {
        all_done().adding(&settled(&[1], &[2], &[3], &rest(4))).fails_at("/settlement/unused/0");
    }

    #[test]
    fn a_completed_ticket_is_not_written_off_as_void() {
        all_done().adding(&settled(&[4], &[1, 2], &[3], &rest(5))).fails_at("/settlement/void/0");
    }

    #[test]
    fn a_number_of_another_book_is_not_settled_here() {
        all_done().adding(&settled(&[1, 4, 51], &[2], &[3], &rest(5))).fails_at("/settlement/completed/2");
    }
}
