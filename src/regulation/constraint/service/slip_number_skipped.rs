//! Slips of a ticket are numbered one after the other, so that all of them are found by counting (M-3, T-3).

use crate::record::Kind;
use crate::record::id::SlipId;
use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "slip_number_skipped",
    clauses: &["M-3", "T-3"],
    class: Class::Missing,
    severity: Severity::Error,
    kinds: &[Kind::SpareLoan, Kind::Delay],
    title: Text {
        zh: "借用单（延时单）编号不连续", en: "a slip of a ticket is numbered past the next number"
    },
    explanation: Explanation {
        checks: Text {
            zh: "同一维修单的借用单、延时单各自从 -1 起连续编号；前一号须在。",
            en: "The loans of a ticket, and its delay slips, are numbered from -1 on without a hole: the one before is there.",
        },
        why: Text {
            zh: "M-3、T-3：借出的备品和延时须由维修单查得到。维修单只写一张借用单，其余按编号依次查找；中间缺号，后面的就查不到。",
            en: "M-3, T-3: what was lent and what was delayed is found by the ticket. The ticket names one loan, further ones are found by their numbers; behind a hole nobody looks.",
        },
        fails: Text {
            zh: "只有借用单 WX-0000004-1，又登记了 WX-0000004-3。",
            en: "There is the loan WX-0000004-1, and WX-0000004-3 is entered.",
        },
        fix: Text {
            zh: "改用下一个编号（weibao new spare-loan 不写单号时自动取）。",
            en: "Use the next number (`weibao new spare-loan` takes it where none is given).",
        },
    },
    check,
};

texts! {
    WRONG: "没有前一张 {before}", "{before}, the one before, is not there";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if case.after.is_none() {
        return;
    }
    let slip = SlipId::parse(&case.key.id).ok();
    let before = slip.and_then(|slip| slip.ticket().slip(slip.n().checked_sub(1).filter(|n| *n > 0)?).ok());
    if let Some(before) = before.filter(|before| !case.world.records.exists(&before.key(case.key.kind))) {
        faults.at("/id", Message::new(&WRONG).with("before", before));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{Draft, delay, spare_loan, trial};

    fn numbered(draft: Draft, n: u8) -> Draft {
        let id = format!("WX-0000004-{n}");
        draft.filed_as(&id).set("/id", id)
    }

    #[test]
    fn the_first_and_the_second_are_fine() {
        trial(&RULE).adding(&spare_loan()).passes();
        trial(&RULE).beside(&spare_loan()).adding(&numbered(spare_loan(), 2)).passes();
    }

    #[test]
    fn none_is_left_out() {
        trial(&RULE).beside(&spare_loan()).adding(&numbered(spare_loan(), 3)).fails_at("/id");
    }

    #[test]
    fn delays_and_loans_are_counted_apart() {
        let alone = delay().key.path();
        let draft = delay();
        let second = format!("{}-2", draft.key.id.trim_end_matches("-1"));
        let draft = draft.filed_as(&second).set("/id", second);
        trial(&RULE).scene(|scene| scene.without(&alone)).adding(&draft).fails_at("/id");
    }
}
