//! Records are never deleted or renamed.

use crate::regulation::finding::Faults;
use crate::regulation::rule::{Class, Explanation, Rule, Severity};
use crate::regulation::world::Case;
use crate::text::{Message, Text};
use crate::texts;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "record_deleted",
    clauses: &["G", "T-5"],
    class: Class::Text,
    severity: Severity::Error,
    kinds: &[],
    title: Text { zh: "记录被删除或改名", en: "a record was deleted or renamed" },
    explanation: Explanation {
        checks: Text {
            zh: "已进入库中的记录不得删除、不得改名（改名即删除旧名）。",
            en: "A record that has entered the repository is neither deleted nor renamed (which deletes the old name).",
        },
        why: Text {
            zh: "T-5：“严格按照顺序号使用，不得跳号。”号码和历史都是证据：错了就作废并留存，更正另立新记录。",
            en: "T-5: “Use strictly in number order; numbers may not be skipped.” Numbers and history are evidence: what is wrong is voided and kept, a correction is a new record.",
        },
        fails: Text {
            zh: "提交中没有了原有的 records/ticket/WX/000/00/WX-0000002.json。",
            en: "A commit no longer has the file `records/ticket/WX/000/00/WX-0000002.json` that was there.",
        },
        fix: Text {
            zh: "恢复该文件；写错的维修单请作废（weibao void），其他记录以新记录更正。",
            en: "Bring the file back; void a ticket that was written wrongly (`weibao void`), correct other records by a new one.",
        },
    },
    check,
};

texts! {
    WRONG: "{record} 被删除", "{record} was deleted";
}

fn check(case: &Case<'_>, faults: &mut Faults<'_>) {
    if case.before.is_some() && case.after.is_none() {
        faults.at("", Message::new(&WRONG).with("record", case.key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::fixture::{client, ticket, trial};

    #[test]
    fn a_record_that_changes_stays() {
        trial(&RULE).changing(&client(), |draft| draft.set("/name", "昌平第二中学")).passes();
    }

    #[test]
    fn a_ticket_is_not_deleted() {
        trial(&RULE).removing(&ticket(2)).fails_at("");
    }
}
