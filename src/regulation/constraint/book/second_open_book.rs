//! A person holds one open regular book at a time.

use crate::record::Kind;
use crate::record::book::{Book, BookKind};
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "second_open_book",
    clauses: &["T-1"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[Kind::Book],
    title: Text { zh: "一人同时领用两本正式本", en: "someone holds two open regular books" },
    explanation: Explanation {
        checks: Text {
            zh: "发放正式本时，领用人登记中前一本正式本已经核销，且核销不晚于本次领用；同一次提交里核销亦可。备用本不计。",
            en: "When a regular book is issued, the regular book before it in the holder's register is settled, no later than the issue; settling it in the same commit is good. Spare books do not count.",
        },
        why: Text {
            zh: "T-1：“维修人员限领一本维修单，用完后以旧换新”。",
            en: "T-1: “A technician may hold only one ticket book; when used up it is exchanged old-for-new.”",
        },
        fails: Text {
            zh: "zhang-wei 的 WX-00001 未核销，又领 WX-00003。",
            en: "WX-00001 of zhang-wei is not settled, and WX-00003 is issued to them.",
        },
        fix: Text {
            zh: "先核销旧本（weibao return），再领新本（weibao issue）。",
            en: "Settle the old book first (`weibao return`), then issue the new one (`weibao issue`).",
        },
    },
    check,
};

texts! {
    OPEN: "{holder} 的前一本 {previous} 尚未核销", "the book before, {previous}, of {holder} is not settled";
    LATER: "前一本 {previous} 于 {at} 才核销，晚于本次领用", "the book before, {previous}, was settled only at {at}, after this issue";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    let Some(book) = case.form::<Book>().filter(|book| book.kind == BookKind::Regular) else {
        return;
    };
    let Some(previous) = super::register::regular_before(case.world.records, book) else {
        return;
    };
    match &previous.settlement {
        None => {
            let open = Message::new(&OPEN).with("holder", &book.issue.holder).with("previous", &previous.id);
            faults.at("/issue/holder", open);
        }
        Some(settlement) if settlement.at > book.issue.issued_at => {
            let later = Message::new(&LATER).with("previous", &previous.id).with("at", settlement.at);
            faults.at("/issue/issued_at", later);
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{book, settlement, staff, trial};

    #[test]
    fn the_first_book_of_a_person_is_fine() {
        trial(&RULE).adding(&book("WX-00001", "zhang-wei")).passes();
    }

    #[test]
    fn a_second_book_waits_for_the_first() {
        trial(&RULE)
            .beside(&staff("zhang-wei").set("/books/-", "WX-00003"))
            .adding(&book("WX-00003", "zhang-wei"))
            .fails_at("/issue/holder");
    }

    #[test]
    fn the_old_book_comes_back_before_the_new_one_goes_out() {
        let old = book("WX-00001", "zhang-wei").set("/state", "settled");
        let lists = settlement("WX", "zhang-wei", "withdrawn", &[1], &[2], &[3], &(4..=50).collect::<Vec<_>>());
        let scene =
            trial(&RULE).beside(&old.set("/settlement", lists)).beside(&staff("zhang-wei").set("/books/-", "WX-00003"));
        scene.adding(&book("WX-00003", "zhang-wei")).fails_at("/issue/issued_at");
    }

    #[test]
    fn a_spare_book_does_not_count() {
        trial(&RULE)
            .beside(&staff("zhang-wei").set("/books/-", "BY-00002"))
            .adding(&book("BY-00002", "zhang-wei"))
            .passes();
    }

    #[test]
    fn a_new_book_after_the_old_one_is_settled_is_fine() {
        let old = book("WX-00001", "zhang-wei").set("/state", "settled");
        let lists = settlement("WX", "zhang-wei", "withdrawn", &[1], &[2], &[3], &(4..=50).collect::<Vec<_>>());
        trial(&RULE)
            .beside(&old.set("/settlement", lists))
            .beside(&staff("zhang-wei").set("/books/-", "WX-00003"))
            .adding(&book("WX-00003", "zhang-wei").set("/issue/issued_at", "2025-06-03T16:00:00+08:00"))
            .passes();
    }
}
